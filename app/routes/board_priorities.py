"""What the rapporteur makes of the inputs: clusters, and priorities worded and recorded."""

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
from app.routes.board_desk import Typed, desk_page
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page
from app.sessions.forms import ClusterForm, PriorityForm
from app.sessions.grouping import make_cluster, put_into_cluster, take_out_of_cluster
from app.sessions.prioritising import (
    propose_priority,
    record_priority,
    reword_priority,
    take_back_priority,
)
from app.sessions.queries import board_id_at, whole_board_at

router = APIRouter(prefix="/events/{slug}/sessions/{key}")


@router.post("/clusters")
def group_inputs(
    key: str,
    form: Annotated[ClusterForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Group the ticked inputs: into the cluster named, or into a new one."""
    try:
        with database.writing() as db:
            board_id = board_id_at(db, event, key)
            group = put_into_cluster if form.cluster else make_cluster
            group(db, board_id, form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as db:
            typed = Typed(title=form.title, inputs=form.inputs)
            return desk_page(db, event, key, reader, viewer, typed, refusal)
    return see(event, key, DESK)


@router.post("/priorities")
def propose(
    key: str,
    form: Annotated[PriorityForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Word a priority from the ticked inputs."""
    try:
        with database.writing() as db:
            board_id = board_id_at(db, event, key)
            propose_priority(db, board_id, form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as db:
            typed = Typed(text=form.text, inputs=form.inputs)
            return desk_page(db, event, key, reader, viewer, typed, refusal)
    return see(event, key, DESK)


@router.get("/priorities/{priority_id}", response_class=HTMLResponse)
def show_priority(
    key: str, priority_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """One priority, to be reworded."""
    return priority_page(db, event, key, priority_id, reader, viewer, None)


@router.post("/priorities/{priority_id}")
def reword(
    key: str,
    priority_id: int,
    form: Annotated[PriorityForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Save another wording, unless somebody saved one meanwhile."""
    try:
        with database.writing() as db:
            reword_priority(db, board_id_at(db, event, key), priority_id, form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as db:
            return priority_page(db, event, key, priority_id, reader, viewer, form, refusal)
    return see(event, key, DESK)


@router.post("/priorities/{priority_id}/record")
def record(
    key: str, priority_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Record a priority."""
    with database.writing() as db:
        record_priority(db, board_id_at(db, event, key), priority_id, by=viewer)
    return see(event, key, DESK)


@router.post("/priorities/{priority_id}/taking-back")
def take_back(
    key: str, priority_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Take a recorded priority back."""
    with database.writing() as db:
        take_back_priority(db, board_id_at(db, event, key), priority_id, by=viewer)
    return see(event, key, DESK)


@router.post("/inputs/{client_id}/ungrouping")
def take_out(
    key: str, client_id: str, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Take an input out of its cluster."""
    with database.writing() as db:
        take_out_of_cluster(db, board_id_at(db, event, key), client_id, by=viewer)
    return see(event, key, DESK)


def priority_page(
    db: Reading,
    event: Event,
    key: str,
    priority_id: int,
    reader: Reader,
    viewer: Person | None,
    typed: PriorityForm | None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    """One priority to be reworded or merged, with what was typed and why it was refused."""
    board = whole_board_at(db, event, key, action=Action.RECORD_PRIORITY, by=viewer)
    priority = next((one for one in board.priorities if one.id == priority_id), None)
    if priority is None:
        raise NotFound("This priority is not on the board. Open the board again.")
    stale = refusal if isinstance(refusal, StaleWrite) else None
    base = str((stale or priority).revision) if stale or typed is None else typed.base
    return event_page(
        reader,
        event,
        "boards/priority.html",
        here="boards",
        status=refusal.status if refusal else 200,
        place=board.place,
        priority=priority,
        others=[one for one in board.priorities if one is not priority and not one.recorded],
        problem_at="text" if typed else "into",
        # After a stale write the next save starts from the text that is shown beside it.
        typed={"text": typed.text if typed else priority.text, "base": base},
        problem=sentence(reader, refusal) if refusal else None,
        theirs=stale.theirs if stale else None,
    )
