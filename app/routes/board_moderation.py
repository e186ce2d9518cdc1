"""What the room may read: inputs let in, hidden and shown again; the rules of the room."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.delegations.rights import Action
from app.errors import BadInput, NotFound, PlenaryError, Refused
from app.routes.at_board import AtBoard, AtBoardDep
from app.sessions.forms import PACES, HidingForm, RulesForm
from app.sessions.moderating import hide_input, let_in, set_rules, show_input
from app.sessions.queries import whole_board_at

router = APIRouter(prefix="/events/{slug}/sessions/{key}")


@router.get("/inputs/{client_id}/hiding", response_class=HTMLResponse)
def ask_to_hide(client_id: str, at: AtBoardDep) -> HTMLResponse:
    """The page that asks why an input is hidden."""
    return _hiding_page(at, client_id, HidingForm())


@router.post("/inputs/{client_id}/hiding")
def hide(client_id: str, form: Annotated[HidingForm, Form()], at: AtBoardDep) -> Response:
    """Hide an input from the room."""
    try:
        at.write(hide_input, client_id, form, by=at.viewer)
    except (BadInput, Refused) as refusal:
        return _hiding_page(at, client_id, form, refusal)
    return at.see()


@router.post("/inputs/{client_id}/showing")
def show(client_id: str, at: AtBoardDep) -> RedirectResponse:
    """Show a hidden input again."""
    at.write(show_input, client_id, by=at.viewer)
    return at.see()


@router.post("/inputs/{client_id}/letting-in")
def let_input_in(client_id: str, at: AtBoardDep) -> RedirectResponse:
    """Let an input in that waits for the podium."""
    at.write(let_in, client_id, by=at.viewer)
    return at.see()


@router.get("/board/rules", response_class=HTMLResponse)
def ask_for_rules(at: AtBoardDep) -> HTMLResponse:
    """The page on which the podium says how the room works."""
    return _rules_page(at, None)


@router.post("/board/rules")
def save_rules(form: Annotated[RulesForm, Form()], at: AtBoardDep) -> Response:
    """Set how the room works."""
    try:
        at.write(set_rules, form, by=at.viewer)
    except (BadInput, Refused) as refusal:
        return _rules_page(at, form, refusal)
    return at.see()


def _rules_page(
    at: AtBoard, typed: RulesForm | None, refusal: PlenaryError | None = None
) -> HTMLResponse:
    with at.database.reading() as db:
        board = whole_board_at(db, at.event, at.key, action=Action.MODERATE_BOARD, by=at.viewer)
    as_it_is = {
        name: "yes" if getattr(board, name) else "" for name in ("inbox", "locked", "warns")
    }
    return at.page(
        "boards/rules.html",
        refusal,
        board=board,
        place=board.place,
        paces=PACES,
        typed=typed
        or RulesForm(
            slow_seconds=str(board.slow_seconds),
            instruction=board.instruction,
            most_inputs=str(board.most_inputs or ""),
            **as_it_is,
        ),
    )


def _hiding_page(
    at: AtBoard, client_id: str, typed: HidingForm, refusal: PlenaryError | None = None
) -> HTMLResponse:
    with at.database.reading() as db:
        board = whole_board_at(db, at.event, at.key, action=Action.MODERATE_BOARD, by=at.viewer)
    one = next((one for one in board.inputs if one.client_id == client_id), None)
    if one is None:
        raise NotFound("This input is not on the board. Open the board again.")
    return at.page("boards/hiding.html", refusal, place=board.place, one=one, typed=typed)
