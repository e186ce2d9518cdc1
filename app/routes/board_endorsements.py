"""Rounds of endorsements: the podium opens and ends them, delegates give and take back points."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.rights import Action, Person
from app.errors import BadInput, PlenaryError, Refused
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.board_answers import DESK, see
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page
from app.sessions.endorsing import (
    ballot_at,
    close_round,
    endorse,
    open_round,
    take_back_endorsement,
)
from app.sessions.forms import RoundForm
from app.sessions.queries import board_id_at, whole_board_at

router = APIRouter(prefix="/events/{slug}/sessions/{key}")


@router.get("/ballot", response_class=HTMLResponse)
def show_ballot(
    key: str, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """One's own ballot: what may be endorsed, and the points left."""
    return _ballot_page(db, event, key, reader, viewer)


@router.post("/priorities/{priority_id}/endorsement")
def give_point(
    key: str,
    priority_id: int,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Give a point to a priority."""
    try:
        with database.writing() as db:
            endorse(db, board_id_at(db, event, key), priority_id, by=viewer)
    except Refused as refusal:
        with database.reading() as db:
            return _ballot_page(db, event, key, reader, viewer, refusal)
    return see(event, key, f"ballot#priority-{priority_id}")


@router.post("/priorities/{priority_id}/endorsement/removal")
def take_point_back(
    key: str,
    priority_id: int,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Take one's own point back."""
    try:
        with database.writing() as db:
            take_back_endorsement(db, board_id_at(db, event, key), priority_id, by=viewer)
    except Refused as refusal:
        with database.reading() as db:
            return _ballot_page(db, event, key, reader, viewer, refusal)
    return see(event, key, f"ballot#priority-{priority_id}")


@router.get("/rounds/new", response_class=HTMLResponse)
def ask_for_round(
    key: str, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The page on which the podium opens a round."""
    return _round_page(db, event, key, reader, viewer, RoundForm())


@router.post("/rounds")
def open_a_round(
    key: str,
    form: Annotated[RoundForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Open a round."""
    try:
        with database.writing() as db:
            open_round(db, board_id_at(db, event, key), form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as db:
            return _round_page(db, event, key, reader, viewer, form, refusal)
    return see(event, key, DESK)


@router.post("/rounds/end")
def end_round(key: str, event: EventDep, database: DatabaseDep, viewer: Viewer) -> RedirectResponse:
    """End the open round."""
    with database.writing() as db:
        close_round(db, board_id_at(db, event, key), by=viewer)
    return see(event, key, DESK)


def _ballot_page(
    db: Reading,
    event: Event,
    key: str,
    reader: Reader,
    viewer: Person | None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    ballot = ballot_at(db, event, key, by=viewer)
    return event_page(
        reader,
        event,
        "boards/ballot.html",
        here="boards",
        status=refusal.status if refusal else 200,
        ballot=ballot,
        place=ballot.board.place,
        problem=sentence(reader, refusal) if refusal else None,
    )


def _round_page(
    db: Reading,
    event: Event,
    key: str,
    reader: Reader,
    viewer: Person | None,
    typed: RoundForm,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    board = whole_board_at(db, event, key, action=Action.RECORD_PRIORITY, by=viewer)
    return event_page(
        reader,
        event,
        "boards/round.html",
        here="boards",
        status=refusal.status if refusal else 200,
        board=board,
        place=board.place,
        typed=typed,
        problem=sentence(reader, refusal) if refusal else None,
        problem_at=getattr(refusal, "field", None),
    )
