"""Bringing the room to one thing; and an author's own page for changing an input."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.rights import Action, Person
from app.errors import BadInput, NotFound, PlenaryError, Refused, StaleWrite
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.board_answers import DESK, see
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page
from app.sessions.focusing import end_focus, focus_on_input, focus_on_priority
from app.sessions.forms import RewritingForm
from app.sessions.queries import board_id_at, whole_board_at
from app.sessions.rewriting import rewrite_input

router = APIRouter(prefix="/events/{slug}/sessions/{key}")


@router.post("/inputs/{client_id}/focus")
def bring_to_input(
    key: str, client_id: str, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Bring everybody to one input."""
    with database.writing() as db:
        focus_on_input(db, board_id_at(db, event, key), client_id, by=viewer)
    return see(event, key, DESK)


@router.post("/priorities/{priority_id}/focus")
def bring_to_priority(
    key: str, priority_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Bring everybody to one priority."""
    with database.writing() as db:
        focus_on_priority(db, board_id_at(db, event, key), priority_id, by=viewer)
    return see(event, key, DESK)


@router.post("/focus/end")
def let_go(key: str, event: EventDep, database: DatabaseDep, viewer: Viewer) -> RedirectResponse:
    """Give every screen its board back."""
    with database.writing() as db:
        end_focus(db, board_id_at(db, event, key), by=viewer)
    return see(event, key, DESK)


@router.get("/inputs/{client_id}", response_class=HTMLResponse)
def show_own_input(
    key: str, client_id: str, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """One's own input, to be changed."""
    return _own_page(db, event, key, client_id, reader, viewer, None)


@router.post("/inputs/{client_id}")
def rewrite(
    key: str,
    client_id: str,
    form: Annotated[RewritingForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Save another wording of one's own input."""
    try:
        with database.writing() as db:
            rewrite_input(db, board_id_at(db, event, key), client_id, form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as db:
            return _own_page(db, event, key, client_id, reader, viewer, form, refusal)
    return see(event, key, f"board#input-{client_id}")


def _own_page(
    db: Reading,
    event: Event,
    key: str,
    client_id: str,
    reader: Reader,
    viewer: Person | None,
    typed: RewritingForm | None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    board = whole_board_at(db, event, key, action=Action.WITHDRAW_OWN_INPUT, by=viewer)
    assert viewer is not None
    one = next((one for one in board.inputs if one.client_id == client_id), None)
    if one is None or one.author_id is None or one.author_id != viewer.participant_id:
        raise NotFound("This input is not one of yours. Open the board again.")
    stale = refusal if isinstance(refusal, StaleWrite) else None
    base = str((stale or one).revision) if stale or typed is None else typed.base
    return event_page(
        reader,
        event,
        "boards/own.html",
        here="boards",
        status=refusal.status if refusal else 200,
        place=board.place,
        one=one,
        typed={"text": typed.text if typed else one.text, "base": base},
        problem=sentence(reader, refusal) if refusal else None,
        theirs=stale.theirs if stale else None,
    )
