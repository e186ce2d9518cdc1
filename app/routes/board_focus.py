"""Bringing the room to one thing; and an author's own page for changing an input."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.delegations.rights import Action
from app.errors import BadInput, NotFound, PlenaryError, Refused, StaleWrite
from app.routes.at_board import AtBoard, AtBoardDep
from app.sessions.focusing import end_focus, focus_on_input, focus_on_priority
from app.sessions.forms import RewritingForm
from app.sessions.queries import whole_board_at
from app.sessions.rewriting import rewrite_input

router = APIRouter(prefix="/events/{slug}/sessions/{key}")


@router.post("/inputs/{client_id}/focus")
def bring_to_input(client_id: str, at: AtBoardDep) -> RedirectResponse:
    """Bring everybody to one input."""
    at.write(focus_on_input, client_id, by=at.viewer)
    return at.see()


@router.post("/priorities/{priority_id}/focus")
def bring_to_priority(priority_id: int, at: AtBoardDep) -> RedirectResponse:
    """Bring everybody to one priority."""
    at.write(focus_on_priority, priority_id, by=at.viewer)
    return at.see()


@router.post("/focus/end")
def let_go(at: AtBoardDep) -> RedirectResponse:
    """Give every screen its board back."""
    at.write(end_focus, by=at.viewer)
    return at.see()


@router.get("/inputs/{client_id}", response_class=HTMLResponse)
def show_own_input(client_id: str, at: AtBoardDep) -> HTMLResponse:
    """One's own input, to be changed."""
    return _own_page(at, client_id, None)


@router.post("/inputs/{client_id}")
def rewrite(client_id: str, form: Annotated[RewritingForm, Form()], at: AtBoardDep) -> Response:
    """Save another wording of one's own input."""
    try:
        at.write(rewrite_input, client_id, form, by=at.viewer)
    except (BadInput, Refused) as refusal:
        return _own_page(at, client_id, form, refusal)
    return at.see(f"board#input-{client_id}")


def _own_page(
    at: AtBoard, client_id: str, typed: RewritingForm | None, refusal: PlenaryError | None = None
) -> HTMLResponse:
    with at.database.reading() as db:
        board = whole_board_at(db, at.event, at.key, action=Action.WITHDRAW_OWN_INPUT, by=at.viewer)
    assert at.viewer is not None
    one = next((one for one in board.inputs if one.client_id == client_id), None)
    if one is None or one.author_id is None or one.author_id != at.viewer.participant_id:
        raise NotFound("This input is not one of yours. Open the board again.")
    stale = refusal if isinstance(refusal, StaleWrite) else None
    base = str((stale or one).revision) if stale or typed is None else typed.base
    return at.page(
        "boards/own.html",
        refusal,
        place=board.place,
        one=one,
        typed={"text": typed.text if typed else one.text, "base": base},
        theirs=stale.theirs if stale else None,
    )
