"""The organiser's desk for moving entries, shifting hours, and taking changes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from app.agenda.changelog import draft_history
from app.agenda.forms import PlaceForm, ShiftForm
from app.agenda.moving import move_slot, shift_following
from app.agenda.undoing import undo_change
from app.db import Writing
from app.delegations.rights import Person
from app.errors import BadInput, Refused
from app.events.models import Event
from app.pages import Reader
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.draft_page import back_to_draft, draft_page
from app.routes.event_pages import event_page

router = APIRouter(prefix="/events/{slug}/manage/agenda")


@router.post("/slots/{uid}/position")
def post_position(
    uid: str,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    form: Annotated[PlaceForm, Form()],
) -> Response:
    """Put an entry in another place of the draft."""
    return _changed(
        database, reader, event, viewer, lambda db: move_slot(db, event, uid, form, by=viewer),
        done="moved", uid=uid,
    )  # fmt: skip


@router.post("/slots/{uid}/shift")
def post_shift(
    uid: str,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    form: Annotated[ShiftForm, Form()],
) -> Response:
    """Everything after an entry, on its day, some minutes later or earlier."""
    return _changed(
        database, reader, event, viewer,
        lambda db: shift_following(db, event, uid, form, by=viewer), done="shifted", uid=uid,
    )  # fmt: skip


@router.get("/changes", response_class=HTMLResponse)
def show_changes(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """Who changed what in the draft, and when."""
    history = draft_history(db, event, by=viewer)
    return event_page(
        reader, event, "manage/agenda_changes.html", here="manage/agenda", history=history
    )


@router.post("/changes/{change_id:int}/undoing")
def post_undoing(
    change_id: int, event: EventDep, database: DatabaseDep, reader: ReaderDep, viewer: Viewer
) -> Response:
    """Take a change of the draft back."""
    return _changed(
        database, reader, event, viewer, lambda db: undo_change(db, event, change_id, by=viewer),
        done="undone",
    )  # fmt: skip


def _changed(
    database: DatabaseDep,
    reader: Reader,
    event: Event,
    viewer: Person | None,
    action: Callable[[Writing], object],
    *,
    done: str,
    uid: str | None = None,
) -> Response:
    """Do it and go back to the draft, which says so, or says why not."""
    try:
        with database.writing() as db:
            action(db)
    except (BadInput, Refused) as error:
        with database.reading() as reading:
            return draft_page(reading, reader, event, viewer, error=error)
    return back_to_draft(event, done, uid)
