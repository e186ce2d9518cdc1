"""Readings under review: a document that was read waits here, corrected by organisers, until one
of them accepts it or throws it away. The draft knows nothing of it before; nobody else ever does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import col, select

from app.agenda.drafting import Stored, store_reading
from app.agenda.models import PendingReading
from app.agenda.reading.model import ReadAgenda, ReadEntry
from app.agenda.reading_forms import (
    NEW,
    AcceptForm,
    Correction,
    CorrectionForm,
    ReadDayForm,
    SameForm,
    YearForm,
)
from app.agenda.reading_json import (
    entry_as_json,
    entry_from_json,
    reading_as_json,
    reading_from_json,
)
from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Action, Person, require
from app.errors import BadInput, NotFound, Refused, StaleWrite
from app.events.journal import record
from app.events.models import Event


def keep_reading(
    db: Writing, event: Event, name: str, read: ReadAgenda, *, by: Person | None
) -> int:
    """Keep what was read from the document called `name` for review; returns its id."""
    require(by, Action.MANAGE_AGENDA, event_id=event.key)
    participant = by.participant_id if by else None
    pending = PendingReading(
        event_id=event.key,
        name=name[-200:],
        read_at=now(),
        by_id=participant,
        reading={**reading_as_json(read), "same": {}, "left_out": [], "settled": [], "touched": {}},
    )
    db.add(pending)
    db.flush()
    record(db, event.key, "read document", f"reading {pending.key}", by=participant)
    return pending.key


def pending_readings(db: Reading, event: Event, *, by: Person | None) -> Sequence[PendingReading]:
    """The readings that wait at this event, newest first."""
    require(by, Action.MANAGE_AGENDA, event_id=event.key)
    found = select(PendingReading).where(PendingReading.event_id == event.key)
    return db.exec(found.order_by(col(PendingReading.id).desc())).all()


def pending_reading(
    db: Reading, event: Event, reading_id: int, *, by: Person | None
) -> PendingReading:
    """One reading that waits, or NotFound."""
    require(by, Action.MANAGE_AGENDA, event_id=event.key)
    wanted = select(PendingReading).where(
        PendingReading.id == reading_id, PendingReading.event_id == event.key
    )
    if isinstance(db, Writing):
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = db.exec(wanted).first()
    if found is None:
        raise NotFound("This reading was accepted or thrown away. Go back to the agenda.")
    return found


def correct_entry(
    db: Writing,
    event: Event,
    reading_id: int,
    index: int | None,
    form: CorrectionForm,
    *,
    by: Person | None,
) -> None:
    """Correct the entry `index` of a reading, or add one that the document has and we missed.

    StaleWrite if somebody corrected the same entry since.
    """
    pending = pending_reading(db, event, reading_id, by=by)
    correction = form.checked()
    if correction.day_index >= len(pending.reading["days"]):
        raise BadInput("Choose the day of the entry.", field="day")
    entries = [dict(entry) for entry in pending.reading["entries"]]
    if index is not None and index >= len(entries):
        raise NotFound("This entry is not in the reading. Go back to the review.")
    if index is not None and _touched(pending, index) > form.base_revision():
        theirs = _in_words(entry_from_json(entries[index]))
        yours = _in_words(_corrected(_EMPTY, correction))
        raise StaleWrite(base="", theirs=theirs, yours=yours, revision=pending.revision)
    old = entry_from_json(entries[index]) if index is not None else _EMPTY
    day = pending.reading["days"][correction.day_index]["date"]
    new = entry_as_json(replace(_corrected(old, correction), day=day))
    if index is None:
        index = len(entries)
        entries.append(new)
    else:
        entries[index] = new
    same = {**pending.reading["same"]}
    same.pop(str(index), None)
    if correction.same_as is not None:
        same[str(index)] = correction.same_as
    _change(db, pending, entries=entries, same=same, touching=index)


def leave_out(
    db: Writing, event: Event, reading_id: int, index: int, *, out: bool, by: Person | None
) -> None:
    """Leave an entry of a reading out, or take it in again."""
    pending = pending_reading(db, event, reading_id, by=by)
    left_out = {place for place in pending.reading["left_out"] if place != index}
    if out:
        left_out.add(index)
    _change(db, pending, left_out=sorted(left_out), touching=index)


def say_same(
    db: Writing, event: Event, reading_id: int, form: SameForm, *, by: Person | None
) -> None:
    """This entry of the document is that entry of the draft."""
    pending = pending_reading(db, event, reading_id, by=by)
    if not form.entry.isdecimal() or int(form.entry) >= len(pending.reading["entries"]):
        raise BadInput("Choose the entry of the document.", field="entry")
    same = {index: uid for index, uid in pending.reading["same"].items() if uid != form.uid}
    _change(db, pending, same={**same, form.entry: form.uid}, touching=int(form.entry))


def correct_day(
    db: Writing, event: Event, reading_id: int, index: int, form: ReadDayForm, *, by: Person | None
) -> None:
    """Give a day of a reading its date and theme."""
    pending = pending_reading(db, event, reading_id, by=by)
    on, theme = form.checked()
    days = [dict(day) for day in pending.reading["days"]]
    if index >= len(days):
        raise NotFound("This day is not in the reading. Go back to the review.")
    if on and any(place != index and day["date"] == str(on) for place, day in enumerate(days)):
        raise BadInput("The reading has this day already. Choose another date.", field="on")
    days[index] = {"date": str(on) if on else days[index]["date"], "theme": theme or None}
    _change(db, pending, days=days)


def complete_year(
    db: Writing, event: Event, reading_id: int, form: YearForm, *, by: Person | None
) -> None:
    """Put the year to all dates that have none."""
    pending = pending_reading(db, event, reading_id, by=by)
    year = form.checked()

    days = [{**day, "date": _dated(day["date"], year)} for day in pending.reading["days"]]
    _change(db, pending, days=days)


def settle_reading_question(
    db: Writing, event: Event, reading_id: int, index: int, *, by: Person | None
) -> None:
    """Mark a question of a reading as settled."""
    pending = pending_reading(db, event, reading_id, by=by)
    if index >= len(pending.reading["questions"]):
        raise NotFound("This question is not in the reading. Go back to the review.")
    settled = {*pending.reading["settled"], pending.reading["questions"][index]["sentence"]}
    _change(db, pending, settled=sorted(settled))


def accept_reading(
    db: Writing, event: Event, reading_id: int, form: AcceptForm, *, by: Person | None
) -> Stored:
    """Write the reading, as corrected, into the draft; it waits no longer.

    Refused if the draft or the reading is not as it was looked at.
    """
    pending = pending_reading(db, event, reading_id, by=by)
    draft_revision, revision = form.base_revisions()
    if revision != pending.revision:
        raise Refused("Somebody else corrected this reading meanwhile. Look at it again.")
    read, said = understood(pending)
    if not read.entries:
        raise Refused("No entry is left in this reading. Take one in again, or throw it away.")
    stored = store_reading(
        db,
        event,
        read,
        said=said,
        settled=pending.reading["settled"],
        revision=draft_revision,
        by=by,
    )
    db.delete(pending)
    return stored


def throw_away(db: Writing, event: Event, reading_id: int, *, by: Person | None) -> None:
    """Forget a reading; nothing of it is kept."""
    pending = pending_reading(db, event, reading_id, by=by)
    participant = by.participant_id if by else None
    record(db, event.key, "throw reading away", f"reading {pending.key}", by=participant)
    db.delete(pending)


def understood(pending: PendingReading) -> tuple[ReadAgenda, dict[int, str | None]]:
    """The reading without what is left out, and what organisers said about its entries.

    Indices count the entries that are left; see `store_reading`.
    """
    read = reading_from_json(pending.reading)
    kept = kept_entries(pending)
    same = pending.reading["same"]
    said = {
        place: None if same[str(index)] == NEW else same[str(index)]
        for place, index in enumerate(kept)
        if str(index) in same
    }
    return replace(read, entries=tuple(read.entries[index] for index in kept)), said


def kept_entries(pending: PendingReading) -> list[int]:
    """The indices of the entries that are not left out, in the order of the agenda."""
    left_out = set(pending.reading["left_out"])
    return [index for index in range(len(pending.reading["entries"])) if index not in left_out]


_EMPTY = ReadEntry(None, None, None, False, "other", None, "", "", None, None, (), None)


def _corrected(old: ReadEntry, correction: Correction) -> ReadEntry:
    changed = (old.start, old.end) != (correction.starts, correction.ends)
    return replace(
        old,
        title=correction.title,
        abstract=correction.abstract,
        speakers=correction.speakers,
        chair=correction.chair,
        kind=correction.kind.value,
        number=correction.number,
        day_index=correction.day_index,
        start=correction.starts,
        end=correction.ends,
        end_inferred=old.end_inferred and not changed,
        room=correction.room,
        parallel_group=correction.parallel_group,
        continues=correction.continues,
    )


def _dated(written: str | None, year: int) -> str | None:
    """A date without a year in this year; BadInput for a day that this year does not have."""
    if written is None or not written.startswith("--"):
        return written
    try:
        return date.fromisoformat(f"{year}-{written[2:]}").isoformat()
    except ValueError:
        raise BadInput("{year} has no 29 February.", field="year", year=year) from None


def _touched(pending: PendingReading, index: int) -> int:
    revision: int = pending.reading["touched"].get(str(index), 0)
    return revision


def _change(
    db: Writing, pending: PendingReading, *, touching: int | None = None, **parts: object
) -> None:
    # A new value, not a changed one: the database would not notice.
    pending.revision += 1
    touched = dict(pending.reading["touched"])
    if touching is not None:
        touched[str(touching)] = pending.revision
    pending.reading = {**pending.reading, **parts, "touched": touched}
    db.add(pending)
    db.flush()


def _in_words(entry: ReadEntry) -> str:
    hours = "–".join(f"{at:%H:%M}" for at in (entry.start, entry.end) if at)
    lines = (
        entry.title, hours, entry.room, "; ".join(entry.speakers), entry.chair, entry.abstract,
    )  # fmt: skip
    return "\n".join(line for line in lines if line)
