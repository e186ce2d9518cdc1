"""The podium's desk and the projector: opening a board, its steps, its closing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from pydantic import BaseModel
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.rights import Action, Person, may
from app.errors import BadInput, PlenaryError, Refused
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.board_answers import DESK, see
from app.routes.boards import opening_page
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page
from app.sessions.closing import close_board
from app.sessions.forms import ClosureForm, OpeningForm, StepForm
from app.sessions.opening import open_board
from app.sessions.queries import board_id_at, place_of_board, whole_board_at
from app.sessions.stepping import move_step

router = APIRouter(prefix="/events/{slug}/sessions/{key}")

_TOOLS = {
    "group": Action.GROUP_INPUTS,
    "record": Action.RECORD_PRIORITY,
    "move": Action.MOVE_STEP,
    "close": Action.CLOSE_BOARD,
    "override": Action.OVERRIDE_CLOSURE,
}


class Typed(BaseModel):
    """What stands in the desk's fields and ticks, so that no refusal loses it."""

    text: str = ""
    title: str = ""
    override_reason: str = ""
    inputs: list[str] = []


@router.get("/board/desk", response_class=HTMLResponse)
def show_desk(
    key: str, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The desk of chair, rapporteur and organiser."""
    return desk_page(db, event, key, reader, viewer, Typed())


@router.get("/projector", response_class=HTMLResponse)
def show_projector(
    key: str, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The board for the whole room."""
    board = whole_board_at(db, event, key, action=Action.SHOW_PROJECTOR, by=viewer)
    return event_page(reader, event, "boards/projector.html", here="boards", board=board)


@router.post("/board")
def open_the_board(
    key: str,
    form: Annotated[OpeningForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Open the board of this event session."""
    with database.reading() as db:
        place, _ = place_of_board(db, event, key, action=Action.MOVE_STEP, by=viewer)
    try:
        with database.writing() as db:
            open_board(
                db,
                place.event_session_id,
                template=form.checked_template(),
                attribution=form.checked_attribution(),
                required_priorities=form.checked_required(),
                instruction=form.checked_instruction(),
                by=viewer,
            )
    except (BadInput, Refused) as refusal:
        with database.reading() as db:
            return opening_page(db, event, place, reader, viewer, form, refusal)
    return see(event, key, DESK)


@router.post("/step")
def move_to_step(
    key: str,
    form: Annotated[StepForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    viewer: Viewer,
) -> RedirectResponse:
    """Move the board to another step."""
    with database.writing() as db:
        move_step(db, board_id_at(db, event, key), form.step, by=viewer)
    return see(event, key, DESK)


@router.post("/closure")
def close_the_board(
    key: str,
    form: Annotated[ClosureForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Close the board; while it owes priorities, the chair may say why all the same."""
    try:
        with database.writing() as db:
            close_board(db, board_id_at(db, event, key), form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as db:
            typed = Typed(override_reason=form.override_reason)
            return desk_page(db, event, key, reader, viewer, typed, refusal)
    return see(event, key, DESK)


def desk_page(
    db: Reading,
    event: Event,
    key: str,
    reader: Reader,
    viewer: Person | None,
    typed: Typed,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    """The desk, for who may moderate, with what was typed and why it was refused."""
    board = whole_board_at(db, event, key, action=Action.MODERATE_BOARD, by=viewer)
    here = board.place.event_session_id
    return event_page(
        reader,
        event,
        "boards/desk.html",
        here="boards",
        status=refusal.status if refusal else 200,
        board=board,
        may={
            name: may(viewer, action, event_id=event.key, event_session_id=here)
            for name, action in _TOOLS.items()
        },
        ticked=typed.inputs,
        typed=typed,
        problem=sentence(reader, refusal) if refusal else None,
        problem_at=getattr(refusal, "field", None),
        owes=bool(board.missing and refusal and not board.closure and not typed.inputs),
    )
