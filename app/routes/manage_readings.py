"""The organiser's desk for documents that were read: looked over, corrected, accepted or not."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.agenda.asking import question_in
from app.agenda.drafting import read_for
from app.agenda.pending import (
    accept_reading,
    complete_year,
    correct_day,
    keep_reading,
    say_same,
    settle_reading_question,
    throw_away,
)
from app.agenda.reading_forms import (
    AcceptForm,
    ReadDayForm,
    SameForm,
    YearForm,
)
from app.agenda.review import review_of
from app.db import Reading
from app.delegations.rights import Action, Person, require
from app.errors import BadInput, PlenaryError, Refused
from app.events.models import Event
from app.pages import Reader, sentence, translations
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.draft_page import back_to_draft, draft_page
from app.routes.event_pages import event_page

router = APIRouter(prefix="/events/{slug}/manage/agenda")

_LARGEST = 20_000_000


@router.post("/document")
def post_document(
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    document: UploadFile | None = None,
) -> Response:
    """Read a document and show what was understood; the draft stays as it is."""
    require(viewer, Action.MANAGE_AGENDA, event_id=event.key)
    try:
        if document is None or not document.filename:
            raise BadInput("Choose the document to read in.", field="document")
        data = document.file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise BadInput("This document is larger than 20 MB.", field="document")
        read = read_for(event, document.filename, data)
        with database.writing() as db:
            kept = keep_reading(db, event, document.filename, read, by=viewer)
    except BadInput as error:
        with database.reading() as reading:
            return draft_page(reading, reader, event, viewer, error=error, problem_at="document")
    return back_to_reading(event, kept)


@router.get("/readings/{reading_id:int}", response_class=HTMLResponse)
def show_reading(
    reading_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """Source and understanding side by side, doubts first."""
    return _review_page(db, reader, event, reading_id, viewer)


@router.post("/readings/{reading_id:int}/acceptance")
def post_acceptance(
    reading_id: int,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    form: Annotated[AcceptForm, Form()],
) -> Response:
    """Write the reading, as corrected, into the draft."""
    try:
        with database.writing() as db:
            accept_reading(db, event, reading_id, form, by=viewer)
    except (BadInput, Refused) as error:
        with database.reading() as reading:
            return _review_page(reading, reader, event, reading_id, viewer, error=error)
    return back_to_draft(event, "read")


@router.post("/readings/{reading_id:int}/removal")
def post_reading_removal(
    reading_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> Response:
    """Throw the reading away."""
    with database.writing() as db:
        throw_away(db, event, reading_id, by=viewer)
    return back_to_draft(event, "thrown-away")


@router.post("/readings/{reading_id:int}/year")
def post_year(
    reading_id: int,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    form: Annotated[YearForm, Form()],
) -> Response:
    """Put the year to all dates that have none."""
    try:
        with database.writing() as db:
            complete_year(db, event, reading_id, form, by=viewer)
    except BadInput as error:
        with database.reading() as reading:
            return _review_page(
                reading, reader, event, reading_id, viewer, error=error, typed=form.model_dump()
            )
    return back_to_reading(event, reading_id)


@router.post("/readings/{reading_id:int}/days/{index:int}")
def post_reading_day(
    reading_id: int,
    index: int,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    form: Annotated[ReadDayForm, Form()],
) -> Response:
    """Give a day of the reading its date and theme."""
    try:
        with database.writing() as db:
            correct_day(db, event, reading_id, index, form, by=viewer)
    except BadInput as error:
        with database.reading() as reading:
            return _review_page(
                reading, reader, event, reading_id, viewer, error=error,
                at=f"on-{index}", typed={f"on-{index}": form.on, f"theme-{index}": form.theme},
            )  # fmt: skip
    return back_to_reading(event, reading_id, f"day-{index}")


@router.post("/readings/{reading_id:int}/questions/{index:int}/settlement")
def post_reading_settlement(
    reading_id: int, index: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> Response:
    """Mark a question of the reading as settled."""
    with database.writing() as db:
        settle_reading_question(db, event, reading_id, index, by=viewer)
    return back_to_reading(event, reading_id)


@router.post("/readings/{reading_id:int}/matches")
def post_match(
    reading_id: int,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    form: Annotated[SameForm, Form()],
) -> Response:
    """This one is that one."""
    try:
        with database.writing() as db:
            say_same(db, event, reading_id, form, by=viewer)
    except BadInput as error:
        with database.reading() as reading:
            return _review_page(reading, reader, event, reading_id, viewer, error=error)
    return back_to_reading(event, reading_id, f"entry-{form.entry}")


def back_to_reading(event: Event, reading_id: int, place: str = "") -> Response:
    """To the review of a reading, at the element `place` if there is one."""
    mark = f"#{place}" if place else ""
    address = f"/events/{event.slug}/manage/agenda/readings/{reading_id}{mark}"
    return RedirectResponse(address, status_code=303)


def _review_page(
    db: Reading,
    reader: Reader,
    event: Event,
    reading_id: int,
    viewer: Person | None,
    *,
    error: PlenaryError | None = None,
    at: str | None = None,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    return event_page(
        reader,
        event,
        "manage/reading.html",
        here="manage/agenda",
        status=error.status if error else 200,
        review=review_of(db, event, reading_id, by=viewer),
        problem=sentence(reader, error) if error else None,
        problem_at=at or getattr(error, "field", None),
        typed=typed or {},
        ask=lambda text: question_in(text, translations(reader.language).gettext),
    )
