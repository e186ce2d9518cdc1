"""The organiser's desk for single entries of a document that was read. What was typed survives."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from app.agenda.models import SlotKind
from app.agenda.pending import correct_entry, leave_out
from app.agenda.reading_forms import NEW, CorrectionForm
from app.agenda.review import Review, ReviewedEntry, review_of
from app.delegations.rights import Person
from app.errors import BadInput, NotFound, PlenaryError, StaleWrite
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page
from app.routes.manage_readings import back_to_reading

router = APIRouter(prefix="/events/{slug}/manage/agenda")


@router.get("/readings/{reading_id:int}/entries/new", response_class=HTMLResponse)
def show_missed_entry(
    reading_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The form of an entry that the document has and we did not find."""
    review = review_of(db, event, reading_id, by=viewer)
    form = CorrectionForm(same_as=NEW, revision=str(review.pending.revision))
    return _entry_page(reader, event, review, None, form)


@router.post("/readings/{reading_id:int}/entries")
def post_missed_entry(
    reading_id: int,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    form: Annotated[CorrectionForm, Form()],
) -> Response:
    """Add an entry to the reading."""
    return _corrected(database, reader, event, viewer, reading_id, None, form)


@router.get("/readings/{reading_id:int}/entries/{index:int}", response_class=HTMLResponse)
def show_reading_entry(
    reading_id: int, index: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The form of one entry of the reading."""
    review = review_of(db, event, reading_id, by=viewer)
    entry = _entry_of(review, index)
    return _entry_page(reader, event, review, entry, _form_of(review, entry))


@router.post("/readings/{reading_id:int}/entries/{index:int}")
def post_correction(
    reading_id: int,
    index: int,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    form: Annotated[CorrectionForm, Form()],
) -> Response:
    """Correct one entry of the reading."""
    return _corrected(database, reader, event, viewer, reading_id, index, form)


@router.post("/readings/{reading_id:int}/entries/{index:int}/removal")
def post_leaving_out(
    reading_id: int, index: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> Response:
    """Leave an entry of the document out."""
    with database.writing() as db:
        leave_out(db, event, reading_id, index, out=True, by=viewer)
    return back_to_reading(event, reading_id, f"entry-{index}")


@router.post("/readings/{reading_id:int}/entries/{index:int}/return")
def post_taking_in(
    reading_id: int, index: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> Response:
    """Take an entry that was left out in again."""
    with database.writing() as db:
        leave_out(db, event, reading_id, index, out=False, by=viewer)
    return back_to_reading(event, reading_id, f"entry-{index}")


def _corrected(
    database: DatabaseDep,
    reader: Reader,
    event: Event,
    viewer: Person | None,
    reading_id: int,
    index: int | None,
    form: CorrectionForm,
) -> Response:
    try:
        with database.writing() as db:
            correct_entry(db, event, reading_id, index, form, by=viewer)
    except (BadInput, StaleWrite) as error:
        with database.reading() as reading:
            review = review_of(reading, event, reading_id, by=viewer)
        entry = None if index is None else _entry_of(review, index)
        return _entry_page(reader, event, review, entry, form, error=error)
    return back_to_reading(event, reading_id, f"entry-{index}" if index is not None else "")


def _entry_page(
    reader: Reader,
    event: Event,
    review: Review,
    entry: ReviewedEntry | None,
    form: CorrectionForm,
    *,
    error: PlenaryError | None = None,
) -> HTMLResponse:
    stale = error if isinstance(error, StaleWrite) else None
    if stale is not None:
        form = form.model_copy(update={"revision": str(stale.revision)})
    return event_page(
        reader,
        event,
        "manage/reading_entry.html",
        here="manage/agenda",
        status=error.status if error else 200,
        review=review,
        entry=entry,
        form=form,
        kinds=[kind.value for kind in SlotKind],
        problem=sentence(reader, error) if error else None,
        problem_at=getattr(error, "field", None),
        stale=stale,
    )


def _form_of(review: Review, entry: ReviewedEntry) -> CorrectionForm:
    read = entry.read
    said = review.pending.reading["same"].get(str(entry.index), "")
    return CorrectionForm(
        title=read.title,
        abstract=read.abstract,
        speakers="\n".join(read.speakers),
        chair=read.chair,
        kind=read.kind,
        number=read.number or "",
        day=str(read.day_index),
        starts=f"{read.start:%H:%M}" if read.start else "",
        ends=f"{read.end:%H:%M}" if read.end else "",
        room=read.room or "",
        parallel_group=read.parallel_group or "",
        continues=read.continues or "",
        same_as=said,
        revision=str(review.pending.revision),
    )


def _entry_of(review: Review, index: int) -> ReviewedEntry:
    for entry in review.entries:
        if entry.index == index:
            return entry
    raise NotFound("This entry is not in the reading. Go back to the review.")
