"""The organiser's desk for single entries of the draft. What was typed survives an error."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from app.agenda.accepting import clashes_of_draft
from app.agenda.changelog import draft_history
from app.agenda.editing import add_slot, edit_slot, remove_slot
from app.agenda.forms import ALONE, OWN, EntryForm, RevisionForm
from app.agenda.models import SlotKind
from app.agenda.queries import Draft, draft_timetable, newest_timetable
from app.agenda.three_texts import StaleEntry
from app.agenda.timetable import Entry
from app.db import Reading
from app.delegations.rights import Person
from app.errors import BadInput, NotFound, PlenaryError
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.draft_page import back_to_draft
from app.routes.event_pages import event_page

router = APIRouter(prefix="/events/{slug}/manage/agenda/slots")


@router.get("/new", response_class=HTMLResponse)
def show_new_entry(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, day: str = ""
) -> HTMLResponse:
    """The form of a new entry, on `day` or on the draft's last day to begin with."""
    draft = draft_timetable(db, event, by=viewer)
    days = [str(one.on) for one in draft.timetable.days if one.on]
    form = EntryForm(
        day=day if day in days else days[-1] if days else "",
        kind=SlotKind.SESSION.value,
        revision=str(draft.revision),
    )
    return _page(reader, event, draft, form)


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
        with database.reading() as reading:
            draft = draft_timetable(reading, event, by=viewer)
        return _page(reader, event, draft, form, error=error)
    return back_to_draft(event, "added", uid)


@router.get("/{uid}", response_class=HTMLResponse)
def show_entry(
    uid: str, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The form of one entry of the draft, its clashes, and who changed what in it."""
    return _entry_page(db, reader, event, viewer, uid)


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
    except (BadInput, StaleEntry) as error:
        with database.reading() as reading:
            return _entry_page(reading, reader, event, viewer, uid, form=form, error=error)
    return back_to_draft(event, "saved", uid)


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
    except (BadInput, StaleEntry) as error:
        with database.reading() as reading:
            return _entry_page(reading, reader, event, viewer, uid, error=error)
    return back_to_draft(event, "removed")


def _entry_page(
    db: Reading,
    reader: Reader,
    event: Event,
    viewer: Person | None,
    uid: str,
    *,
    form: EntryForm | None = None,
    error: PlenaryError | None = None,
) -> HTMLResponse:
    """The form as typed, or as it is stored; of a stale write the form with both one's changes."""
    draft = draft_timetable(db, event, by=viewer)
    entry = _entry_of(draft, uid)
    stale = error if isinstance(error, StaleEntry) else None
    if form is not None and stale is not None:
        # Whoever has seen both texts and saves again means it.
        revision = {"revision": str(stale.revision)}
        form = stale.merged.form.model_copy(update=revision)
    newest = newest_timetable(db, event)
    return _page(
        reader,
        event,
        draft,
        form or _form_of(entry, draft.revision),
        entry=entry,
        published=newest is not None and any(one.uid == uid for one in newest.entries),
        warned=[
            one
            for one in clashes_of_draft(db, event, draft.timetable, by=viewer)
            if uid in one.clash.uids
        ],
        history=draft_history(db, event, uid=uid, by=viewer),
        stale=stale,
        error=error,
    )


def _page(
    reader: Reader,
    event: Event,
    draft: Draft,
    form: EntryForm,
    *,
    entry: Entry | None = None,
    published: bool = False,
    warned: object = (),
    history: object = (),
    stale: StaleEntry | None = None,
    error: PlenaryError | None = None,
) -> HTMLResponse:
    return event_page(
        reader,
        event,
        "manage/agenda_entry.html",
        here="manage/agenda",
        status=error.status if error else 200,
        form=form,
        entry=entry,
        days=draft.timetable.days,
        revision=draft.revision,
        kinds=[kind.value for kind in SlotKind],
        options=_may_continue(draft, entry),
        groups=_groups(draft),
        entry_is_published=published,
        warned=warned,
        history=history,
        problem=sentence(reader, error) if error else None,
        problem_at=getattr(error, "field", None),
        stale=stale,
    )


def _form_of(entry: Entry, revision: int) -> EntryForm:
    return EntryForm(
        title=entry.title,
        abstract=entry.abstract,
        speakers="\n".join(entry.speakers),
        chair=entry.chair,
        kind=entry.kind.value,
        number=entry.number or "",
        day=entry.day.isoformat() if entry.day else "",
        starts=f"{entry.starts:%H:%M}" if entry.starts else "",
        ends=f"{entry.ends:%H:%M}" if entry.ends else "",
        room=entry.room or "",
        continues=str(entry.event_session_id) if entry.continued else OWN,
        parallel_group=entry.parallel_group or ALONE,
        revision=str(revision),
    )


def _entry_of(draft: Draft, uid: str) -> Entry:
    for entry in draft.timetable.entries:
        if entry.uid == uid:
            return entry
    raise NotFound("This entry is no longer in the draft. Go back to the agenda.")


def _may_continue(draft: Draft, entry: Entry | None) -> list[tuple[str, str]]:
    """The event sessions of the draft that an entry may continue: not breaks, not itself."""
    return [
        (str(one.event_session_id), one.name)
        for one in draft.timetable.entries
        if not one.is_break and not one.continued and (entry is None or one.uid != entry.uid)
    ]


def _groups(draft: Draft) -> list[tuple[str, str]]:
    """What runs side by side in the draft: the group's label, and who is in it."""
    found: dict[str, list[str]] = {}
    for entry in draft.timetable.entries:
        if entry.parallel_group:
            found.setdefault(entry.parallel_group, []).append(entry.label or entry.name)
    return [(label, f"{label}: {', '.join(names)}"[:100]) for label, names in found.items()]
