"""The rapporteur's order: priorities moved, shortlisted, merged; inputs set aside and back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from app.errors import BadInput, Refused
from app.routes.board_answers import DESK, see
from app.routes.board_priorities import priority_page
from app.routes.deps import DatabaseDep, EventDep, ReaderDep, Viewer
from app.sessions.aside import bring_back, set_aside
from app.sessions.forms import MergeForm, PlaceForm
from app.sessions.ordering import (
    merge_priorities,
    move_priority,
    shortlist_priority,
    unlist_priority,
)
from app.sessions.queries import board_id_at

router = APIRouter(prefix="/events/{slug}/sessions/{key}")


@router.post("/priorities/{priority_id}/position")
def move(
    key: str,
    priority_id: int,
    form: Annotated[PlaceForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    viewer: Viewer,
) -> RedirectResponse:
    """Move a priority up or down."""
    with database.writing() as db:
        move_priority(db, board_id_at(db, event, key), priority_id, form, by=viewer)
    return see(event, key, DESK)


@router.post("/priorities/{priority_id}/shortlisting")
def shortlist(
    key: str, priority_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Put a priority on the shortlist."""
    with database.writing() as db:
        shortlist_priority(db, board_id_at(db, event, key), priority_id, by=viewer)
    return see(event, key, DESK)


@router.post("/priorities/{priority_id}/shortlisting/removal")
def unlist(
    key: str, priority_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Take a priority off the shortlist."""
    with database.writing() as db:
        unlist_priority(db, board_id_at(db, event, key), priority_id, by=viewer)
    return see(event, key, DESK)


@router.post("/priorities/{priority_id}/merge")
def merge(
    key: str,
    priority_id: int,
    form: Annotated[MergeForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Merge a priority into another one."""
    try:
        with database.writing() as db:
            merge_priorities(db, board_id_at(db, event, key), priority_id, form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as db:
            return priority_page(db, event, key, priority_id, reader, viewer, None, refusal)
    return see(event, key, DESK)


@router.post("/inputs/{client_id}/setting-aside")
def put_aside(
    key: str, client_id: str, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Set an input aside."""
    with database.writing() as db:
        set_aside(db, board_id_at(db, event, key), client_id, by=viewer)
    return see(event, key, DESK)


@router.post("/inputs/{client_id}/bringing-back")
def take_up_again(
    key: str, client_id: str, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Bring an input back that was set aside."""
    with database.writing() as db:
        bring_back(db, board_id_at(db, event, key), client_id, by=viewer)
    return see(event, key, DESK)
