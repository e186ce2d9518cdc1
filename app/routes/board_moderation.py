"""What the room may read: inputs let in, hidden and shown again; the rules of the room."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.rights import Action, Person
from app.errors import BadInput, NotFound, PlenaryError, Refused
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.board_answers import DESK, see
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page
from app.sessions.forms import PACES, HidingForm, RulesForm
from app.sessions.moderating import hide_input, let_in, set_rules, show_input
from app.sessions.queries import board_id_at, whole_board_at

router = APIRouter(prefix="/events/{slug}/sessions/{key}")


@router.get("/inputs/{client_id}/hiding", response_class=HTMLResponse)
def ask_to_hide(
    key: str, client_id: str, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The page that asks why an input is hidden."""
    return _hiding_page(db, event, key, client_id, reader, viewer, HidingForm())


@router.post("/inputs/{client_id}/hiding")
def hide(
    key: str,
    client_id: str,
    form: Annotated[HidingForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Hide an input from the room."""
    try:
        with database.writing() as db:
            hide_input(db, board_id_at(db, event, key), client_id, form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as db:
            return _hiding_page(db, event, key, client_id, reader, viewer, form, refusal)
    return see(event, key, DESK)


@router.post("/inputs/{client_id}/showing")
def show(
    key: str, client_id: str, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Show a hidden input again."""
    with database.writing() as db:
        show_input(db, board_id_at(db, event, key), client_id, by=viewer)
    return see(event, key, DESK)


@router.post("/inputs/{client_id}/letting-in")
def let_input_in(
    key: str, client_id: str, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Let an input in that waits for the podium."""
    with database.writing() as db:
        let_in(db, board_id_at(db, event, key), client_id, by=viewer)
    return see(event, key, DESK)


@router.get("/board/rules", response_class=HTMLResponse)
def ask_for_rules(
    key: str, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The page on which the podium says how the room works."""
    return _rules_page(db, event, key, reader, viewer, None)


@router.post("/board/rules")
def save_rules(
    key: str,
    form: Annotated[RulesForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Set how the room works."""
    try:
        with database.writing() as db:
            set_rules(db, board_id_at(db, event, key), form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as db:
            return _rules_page(db, event, key, reader, viewer, form, refusal)
    return see(event, key, DESK)


def _rules_page(
    db: Reading,
    event: Event,
    key: str,
    reader: Reader,
    viewer: Person | None,
    typed: RulesForm | None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    board = whole_board_at(db, event, key, action=Action.MODERATE_BOARD, by=viewer)
    as_it_is = {
        name: "yes" if getattr(board, name) else "" for name in ("inbox", "locked", "warns")
    }
    return event_page(
        reader,
        event,
        "boards/rules.html",
        here="boards",
        status=refusal.status if refusal else 200,
        board=board,
        place=board.place,
        paces=PACES,
        typed=typed or RulesForm(slow_seconds=str(board.slow_seconds), **as_it_is),
        problem=sentence(reader, refusal) if refusal else None,
        problem_at=getattr(refusal, "field", None),
    )


def _hiding_page(
    db: Reading,
    event: Event,
    key: str,
    client_id: str,
    reader: Reader,
    viewer: Person | None,
    typed: HidingForm,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    board = whole_board_at(db, event, key, action=Action.MODERATE_BOARD, by=viewer)
    one = next((one for one in board.inputs if one.client_id == client_id), None)
    if one is None:
        raise NotFound("This input is not on the board. Open the board again.")
    return event_page(
        reader,
        event,
        "boards/hiding.html",
        here="boards",
        status=refusal.status if refusal else 200,
        place=board.place,
        one=one,
        typed=typed,
        problem=sentence(reader, refusal) if refusal else None,
    )
