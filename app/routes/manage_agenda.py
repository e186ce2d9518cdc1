"""The organiser's desk for the agenda: read in, settle questions, date days, publish."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.agenda.changes import changes_between
from app.agenda.drafting import read_for, store_reading
from app.agenda.days import change_day
from app.agenda.editing import settle_question
from app.agenda.forms import DayForm, PublishForm, RevisionForm
from app.agenda.publishing import publish_version
from app.agenda.queries import Draft, draft_timetable, newest_timetable, versions
from app.agenda.timetable import TimetableDay
from app.db import Reading
from app.delegations.rights import Action, Person, require
from app.errors import BadInput, NotFound, PlenaryError, Refused, StaleWrite
from app.events.models import Event
from app.pages import Reader, sentence, translations
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page

router = APIRouter(prefix="/events/{slug}/manage/agenda")

_LARGEST = 20_000_000


@router.get("", response_class=HTMLResponse)
def show_draft(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, done: str = ""
) -> HTMLResponse:
    """The draft, its open questions, and what is not published yet."""
    return _draft_page(db, reader, event, viewer, done=done)


@router.post("/document")
def post_document(
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    revision: Annotated[str, Form()] = "",
    document: UploadFile | None = None,
) -> Response:
    """Read a document into the draft."""
    require(viewer, Action.MANAGE_AGENDA, event_id=event.key)
    try:
        base = RevisionForm(revision=revision).base_revision()
        if document is None or not document.filename:
            raise BadInput("Choose the document to read in.", field="document")
        data = document.file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise BadInput("This document is larger than 20 MB.", field="document")
        read = read_for(event, document.filename, data)
        with database.writing() as db:
            store_reading(db, event, read, revision=base, by=viewer)
    except (BadInput, Refused) as error:
        with database.reading() as db:
            return _draft_page(db, reader, event, viewer, error=error, problem_at="document")
    return _back(event, "read")


@router.post("/versions")
def post_version(
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    form: Annotated[PublishForm, Form()],
) -> Response:
    """Publish the draft as the next version."""
    try:
        with database.writing() as db:
            base = form.base_revision()
            publish_version(db, event, form.label, revision=base, by=viewer)
    except (BadInput, Refused) as error:
        with database.reading() as db:
            return _draft_page(
                db, reader, event, viewer, error=error, problem_at="label", label=form.label
            )
    return _back(event, "published")


@router.post("/questions/{question_id}/settlement")
def post_settlement(
    question_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> Response:
    """Mark a question as settled."""
    with database.writing() as db:
        settle_question(db, event, question_id, by=viewer)
    return _back(event, "settled")


@router.get("/days/{day_id}", response_class=HTMLResponse)
def show_day(
    day_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The form of one day of the draft."""
    draft = draft_timetable(db, event, by=viewer)
    day = _day_of(draft, day_id)
    on = day.on.isoformat() if day.on else ""
    form = DayForm(on=on, theme=day.theme, revision=str(draft.revision))
    return _day_page(reader, event, day, form)


@router.post("/days/{day_id}")
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
        with database.reading() as db:
            day = _day_of(draft_timetable(db, event, by=viewer), day_id)
        return _day_page(reader, event, day, form, error=error)
    return _back(event, "saved")


def _draft_page(
    db: Reading,
    reader: Reader,
    event: Event,
    viewer: Person | None,
    *,
    done: str = "",
    label: str | None = None,
    error: PlenaryError | None = None,
    problem_at: str | None = None,
) -> HTMLResponse:
    draft = draft_timetable(db, event, by=viewer)
    newest = newest_timetable(db, event)
    number = (newest.number or 0) + 1 if newest else 1
    _ = translations(reader.language).gettext
    return event_page(
        reader,
        event,
        "manage/agenda.html",
        here="manage/agenda",
        status=error.status if error else 200,
        draft=draft,
        newest=newest,
        changes=changes_between(newest, draft.timetable),
        published=versions(db, event),
        label=_("Version {number}").format(number=number) if label is None else label,
        problem=sentence(reader, error) if error else None,
        problem_at=problem_at,
        done=done,
    )


def _day_page(
    reader: Reader,
    event: Event,
    day: TimetableDay,
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


def _back(event: Event, done: str) -> Response:
    return RedirectResponse(f"/events/{event.slug}/manage/agenda?done={done}", status_code=303)
