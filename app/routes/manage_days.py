"""The organiser's desk for the days of the draft. What was typed survives an error."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from app.agenda.days import change_day, put_in_day, remove_day
from app.agenda.forms import DayForm, NewDayForm
from app.agenda.queries import Draft, draft_timetable
from app.agenda.timetable import TimetableDay
from app.errors import BadInput, NotFound, PlenaryError, Refused, StaleWrite
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.draft_page import back_to_draft, draft_page
from app.routes.event_pages import event_page

router = APIRouter(prefix="/events/{slug}/manage/agenda/days")


@router.get("/new", response_class=HTMLResponse)
def show_new_day(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """The form of a new day."""
    draft_timetable(db, event, by=viewer)
    return _day_page(reader, event, None, DayForm())


@router.post("")
def post_day(
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    form: Annotated[NewDayForm, Form()],
) -> Response:
    """Add a day on which nothing takes place yet."""
    try:
        with database.writing() as db:
            put_in_day(db, event, form, by=viewer)
    except BadInput as error:
        return _day_page(reader, event, None, DayForm(on=form.on, theme=form.theme), error=error)
    return back_to_draft(event, "day-added")


@router.get("/{day_id:int}", response_class=HTMLResponse)
def show_day(
    day_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The form of one day of the draft."""
    draft = draft_timetable(db, event, by=viewer)
    day = _day_of(draft, day_id)
    on = day.on.isoformat() if day.on else ""
    form = DayForm(on=on, theme=day.theme, revision=str(draft.revision))
    return _day_page(reader, event, day, form)


@router.post("/{day_id:int}")
def post_changed_day(
    day_id: int,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    form: Annotated[DayForm, Form()],
) -> Response:
    """Give a day of the draft its date and theme."""
    try:
        with database.writing() as db:
            change_day(db, event, day_id, form, by=viewer)
    except (BadInput, StaleWrite) as error:
        with database.reading() as reading:
            day = _day_of(draft_timetable(reading, event, by=viewer), day_id)
        return _day_page(reader, event, day, form, error=error)
    return back_to_draft(event, "saved")


@router.post("/{day_id:int}/removal")
def post_day_removal(
    day_id: int, event: EventDep, database: DatabaseDep, reader: ReaderDep, viewer: Viewer
) -> Response:
    """Take an empty day out of the draft."""
    try:
        with database.writing() as db:
            remove_day(db, event, day_id, by=viewer)
    except Refused as error:
        with database.reading() as reading:
            return draft_page(reading, reader, event, viewer, error=error)
    return back_to_draft(event, "day-removed")


def _day_page(
    reader: Reader,
    event: Event,
    day: TimetableDay | None,
    form: DayForm,
    *,
    error: PlenaryError | None = None,
) -> HTMLResponse:
    stale = error if isinstance(error, StaleWrite) else None
    if stale is not None:
        form = form.model_copy(update={"revision": str(stale.revision)})
    return event_page(
        reader,
        event,
        "manage/agenda_day.html",
        here="manage/agenda",
        status=error.status if error else 200,
        day=day,
        form=form,
        problem=sentence(reader, error) if error else None,
        problem_at=getattr(error, "field", None),
        stale=stale,
    )


def _day_of(draft: Draft, day_id: int) -> TimetableDay:
    for day in draft.timetable.days:
        if day.id == day_id:
            return day
    raise NotFound("This day is no longer in the draft. Go back to the agenda.")
