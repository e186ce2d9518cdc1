"""The organiser's desk for single entries of the draft. What was typed survives an error."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.agenda.editing import add_slot, edit_slot, remove_slot
from app.agenda.forms import EntryForm, RevisionForm
from app.agenda.models import SlotKind
from app.agenda.queries import Draft, draft_timetable, newest_timetable
from app.agenda.timetable import Entry
from app.db import Reading
from app.errors import BadInput, NotFound, PlenaryError, StaleWrite
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page

router = APIRouter(prefix="/events/{slug}/manage/agenda/slots")


@router.get("/new", response_class=HTMLResponse)
def show_new_entry(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """The form of a new entry, on the draft's last day to begin with."""
    draft = draft_timetable(db, event, by=viewer)
    days = [day.on for day in draft.timetable.days if day.on]
    form = EntryForm(
        day=days[-1].isoformat() if days else "",
        kind=SlotKind.SESSION.value,
        revision=str(draft.revision),
    )
    return _entry_page(reader, event, draft, form, None)


@router.post("")
def post_entry(
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    form: Annotated[EntryForm, Form()],
) -> Response:
    """Add an entry to the draft."""
    try:
        with database.writing() as db:
            uid = add_slot(db, event, form, by=viewer)
    except BadInput as error:
        with database.reading() as db:
            draft = draft_timetable(db, event, by=viewer)
        return _entry_page(reader, event, draft, form, None, error=error)
    return _back(event, "added", uid)


@router.get("/{uid}", response_class=HTMLResponse)
def show_entry(
    uid: str, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The form of one entry of the draft."""
    draft = draft_timetable(db, event, by=viewer)
    entry = _entry_of(draft, uid)
    published = _is_published(db, event, uid)
    form = _form_of(entry, draft.revision)
    return _entry_page(reader, event, draft, form, entry, published=published)


@router.post("/{uid}")
def post_changed_entry(
    uid: str,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    form: Annotated[EntryForm, Form()],
) -> Response:
    """Change one entry of the draft; a refused write shows both texts and keeps what was typed."""
    try:
        with database.writing() as db:
            edit_slot(db, event, uid, form, by=viewer)
    except (BadInput, StaleWrite) as error:
        with database.reading() as db:
            draft = draft_timetable(db, event, by=viewer)
            entry = _entry_of(draft, uid)
            published = _is_published(db, event, uid)
        return _entry_page(reader, event, draft, form, entry, published=published, error=error)
    return _back(event, "saved", uid)


@router.post("/{uid}/removal")
def post_removal(
    uid: str,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    form: Annotated[RevisionForm, Form()],
) -> Response:
    """Take an entry out of the draft."""
    try:
        with database.writing() as db:
            remove_slot(db, event, uid, form.base_revision(), by=viewer)
    except (BadInput, StaleWrite) as error:
        with database.reading() as db:
            draft = draft_timetable(db, event, by=viewer)
            entry = _entry_of(draft, uid)
            published = _is_published(db, event, uid)
        as_stored = _form_of(entry, draft.revision)
        return _entry_page(reader, event, draft, as_stored, entry, published=published, error=error)
    return _back(event, "removed")


def _entry_page(
    reader: Reader,
    event: Event,
    draft: Draft,
    form: EntryForm,
    entry: Entry | None,
    *,
    published: bool = False,
    error: PlenaryError | None = None,
) -> HTMLResponse:
    stale = error if isinstance(error, StaleWrite) else None
    if stale is not None:
        # Whoever has seen both texts and saves again means it.
        form = form.model_copy(update={"revision": str(stale.revision)})
    return event_page(
        reader,
        event,
        "manage/agenda_entry.html",
        here="manage/agenda",
        status=error.status if error else 200,
        form=form,
        entry=entry,
        kinds=[kind.value for kind in SlotKind],
        options=_may_continue(draft),
        entry_is_published=published,
        problem=sentence(reader, error) if error else None,
        problem_at=getattr(error, "field", None),
        stale=stale,
    )


def _form_of(entry: Entry, revision: int) -> EntryForm:
    return EntryForm(
        title=entry.title,
        abstract=entry.abstract,
        speakers="\n".join(entry.speakers),
        kind=entry.kind.value,
        number=entry.number or "",
        day=entry.day.isoformat() if entry.day else "",
        starts=f"{entry.starts:%H:%M}" if entry.starts else "",
        ends=f"{entry.ends:%H:%M}" if entry.ends else "",
        room=entry.room or "",
        revision=str(revision),
    )


def _entry_of(draft: Draft, uid: str) -> Entry:
    for entry in draft.timetable.entries:
        if entry.uid == uid:
            return entry
    raise NotFound("This entry is no longer in the draft. Go back to the agenda.")


def _is_published(db: Reading, event: Event, uid: str) -> bool:
    newest = newest_timetable(db, event)
    return newest is not None and any(entry.uid == uid for entry in newest.entries)


def _may_continue(draft: Draft) -> list[tuple[int, str]]:
    """The event sessions of the draft that a new entry may continue."""
    return [
        (entry.event_session_id, entry.name)
        for entry in draft.timetable.entries
        if not entry.is_break and not entry.continued
    ]


def _back(event: Event, done: str, uid: str | None = None) -> Response:
    place = f"#slot-{uid}" if uid else ""
    address = f"/events/{event.slug}/manage/agenda?done={done}{place}"
    return RedirectResponse(address, status_code=303)
