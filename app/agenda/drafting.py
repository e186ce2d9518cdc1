"""From a document to the draft: what was read replaces the draft's entries and keeps who they are.

Reading in only ever writes the draft. What a document does not say (a room, an abstract, an end)
stays as the organisers had it. Knows no format: app.agenda.reading does.
"""

from __future__ import annotations

import uuid
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.drafts import add_day, add_event_session, day_on, draft_for_update, room_named
from app.agenda.history import recorded
from app.agenda.matching import Known, match
from app.agenda.models import Agenda, Day, Question, Slot, SlotKind, Wording
from app.agenda.queries import newest_timetable, timetable_of
from app.agenda.reading import ReadAgenda, ReadDay, ReadEntry, read_document
from app.agenda.timetable import Entry
from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Person
from app.errors import Refused
from app.events.models import Event


@dataclass(frozen=True, slots=True)
class Stored:
    """What a reading brought into the draft, in numbers."""

    entries: int
    inferred_ends: int
    questions: int


def import_document(
    db: Writing, event: Event, name: str, data: bytes, *, year: int | None = None, by: Person | None
) -> Stored:
    """Read a document into the draft. BadInput, and nothing stored, if it cannot be read."""
    return store_reading(db, event, read_for(event, name, data, year=year), by=by)


def read_for(event: Event, name: str, data: bytes, *, year: int | None = None) -> ReadAgenda:
    """What the reader understands of a document, told what is known of the event already.

    Takes a while: call it before the transaction begins.
    """
    return read_document(name, data, year=year, place=event.place or None, zone=event.zone)


def store_reading(
    db: Writing,
    event: Event,
    read: ReadAgenda,
    *,
    said: Mapping[int, str | None] | None = None,
    settled: Container[str] = (),
    revision: int | None = None,
    by: Person | None,
) -> Stored:
    """Make the draft say what was read; entries that are recognised keep their identity.

    `said` is what an organiser said about entries of the document: the uid of the entry that it is,
    or None for a new one. `settled` are questions that need not be put again. `revision` is the
    draft's as whoever reads in saw it (None: as it is now).
    """
    draft = draft_for_update(db, event, by=by)
    if revision is not None and revision != draft.revision:
        raise Refused(
            "The draft was changed while you were looking at it. Look at it again, then read in."
        )
    draft.revision += 1
    matching = matching_of(db, event, draft, read, said or {})
    with recorded(db, draft, "read agenda", by=by, entries=len(read.entries)):
        if read.reference:
            draft.reference = read.reference[:120]
        days = _store_days(db, draft, read.days or (ReadDay(None),), matching.dates)
        _Storing(db, event, draft, read, days, matching).store()
        _drop_empty_days(db, draft, days)
        asked = _ask(db, draft, [question.sentence for question in read.questions], settled)
    inferred = sum(entry.end_inferred for entry in read.entries)
    return Stored(len(read.entries), inferred, asked)


@dataclass(frozen=True, slots=True)
class Matching:
    """Which entry of a reading is which of those that we have.

    `existing` are the draft's entries (their uids are `drafted`) and published ones that the draft
    dropped; `found` says, by index, which entry of the reading is which of them. `dates` are the
    days of the reading as the agenda knows them: a date without a year is the day of the same date
    that it has already.
    """

    existing: tuple[Entry, ...]
    drafted: frozenset[str]
    found: dict[int, int]
    dates: tuple[date | None, ...]

    def old_of(self, index: int) -> Entry | None:
        """The entry that we have, for the entry `index` of the reading."""
        return self.existing[self.found[index]] if index in self.found else None


def matching_of(
    db: Reading,
    event: Event,
    draft: Agenda | None,
    read: ReadAgenda,
    said: Mapping[int, str | None],
) -> Matching:
    """Compare a reading with the (loaded) draft and with what was published."""
    drafted = timetable_of(db, event, draft).entries if draft else ()
    newest = newest_timetable(db, event)
    existing = (*drafted, *_former(newest.entries if newest else (), drafted))
    known_dates = {entry.day for entry in existing if entry.day}
    dates = tuple(
        one.on or _with_year(one.date, known_dates) for one in read.days or (ReadDay(None),)
    )
    places = {entry.uid: place for place, entry in enumerate(existing)}
    # Two entries cannot be the same one: what was said first holds.
    pairs: dict[int, int] = {}
    for index, uid in sorted(said.items()):
        if uid in places and places[uid] not in pairs.values() and index < len(read.entries):
            pairs[index] = places[uid]
    found = match(
        [_known(entry, dates[entry.day_index]) for entry in read.entries],
        [_known_entry(entry) for entry in existing],
        said=pairs,
        new={index for index, uid in said.items() if uid is None},
    )
    return Matching(existing, frozenset(entry.uid for entry in drafted), found, dates)


class _Storing:
    """One reading on its way into one draft."""

    def __init__(
        self,
        db: Writing,
        event: Event,
        draft: Agenda,
        read: ReadAgenda,
        days: Sequence[Day],
        matching: Matching,
    ) -> None:
        self.db, self.event, self.draft, self.read, self.days = db, event, draft, read, days
        self.matching = matching
        slots = db.exec(select(Slot).where(Slot.agenda_id == draft.key)).all()
        self.slots = {slot.uid: slot for slot in slots}
        wordings = db.exec(select(Wording).where(Wording.agenda_id == draft.key)).all()
        self.wordings = {wording.event_session_id: wording for wording in wordings}
        # (kind, number) → the event session that a continuation belongs to; and those already met.
        self.numbered: dict[tuple[str, str], int] = {}
        self.met: set[int] = set()

    def store(self) -> None:
        """Write all entries, then take away what the document no longer has."""
        kept = {
            self._store_entry(position, entry, self.matching.old_of(position))
            for position, entry in enumerate(self.read.entries)
        }
        for uid, slot in self.slots.items():
            if uid not in kept:
                self.db.delete(slot)
        self.db.flush()
        for event_session_id, wording in self.wordings.items():
            if event_session_id not in self.met:
                self.db.delete(wording)
        self.db.flush()

    def _store_entry(self, position: int, entry: ReadEntry, old: Entry | None) -> str:
        identity = self._identity(entry, old)
        self._word(identity, entry, old)
        uid = old.uid if old else str(uuid.uuid4())
        slot = self.slots.get(uid) or Slot(
            agenda_id=self.draft.key,
            day_id=self.days[entry.day_index].key,
            event_session_id=identity,
            uid=uid,
            position=position,
        )
        slot.day_id = self.days[entry.day_index].key
        slot.event_session_id = identity
        slot.position = position
        slot.starts = entry.start
        if not _has_a_better_end(old, entry):
            slot.ends, slot.end_inferred = entry.end, entry.end_inferred
        slot.parallel_group = entry.parallel_group[:20] if entry.parallel_group else None
        slot.continued = entry.continues is not None
        slot.source = entry.source
        if room := entry.room or (old.room if old else None):
            slot.room_id = room_named(self.db, self.event, room[:120]).key
        slot.revision = self.draft.revision
        self.db.add(slot)
        return uid

    def _identity(self, entry: ReadEntry, old: Entry | None) -> int:
        kind = SlotKind(entry.kind)
        if entry.continues and (kind, entry.continues.casefold()) in self.numbered:
            return self.numbered[kind, entry.continues.casefold()]
        if old is not None and old.event_session_id not in self.met:
            identity = old.event_session_id
        else:
            number = entry.number[:20] if entry.number else None
            identity = add_event_session(self.db, self.event, kind, number, entry.title).key
        if entry.number:
            self.numbered[kind, entry.number.casefold()] = identity
        return identity

    def _word(self, identity: int, entry: ReadEntry, old: Entry | None) -> None:
        if identity in self.met:
            return
        self.met.add(identity)
        wording = self.wordings.get(identity) or Wording(
            agenda_id=self.draft.key,
            event_session_id=identity,
            kind=SlotKind(entry.kind),
            title=entry.title,
        )
        wording.kind = SlotKind(entry.kind)
        wording.number = entry.number[:20] if entry.number else None
        wording.title = entry.title
        wording.abstract = entry.abstract or (old.abstract if old else "")
        wording.speakers = list(entry.speakers or (old.speakers if old else ()))
        wording.chair = entry.chair[:300] or (old.chair if old else "")
        wording.context = entry.context or (old.context if old else "")
        wording.required_priorities = entry.required_priorities or (
            old.required_priorities if old else None
        )
        self.db.add(wording)


def _has_a_better_end(old: Entry | None, new: ReadEntry) -> bool:
    """Whether the organisers entered an end that the document still does not say."""
    if old is None or old.ends is None or old.end_inferred or old.starts != new.start:
        return False
    return new.end is None or new.end_inferred


def _former(published: Sequence[Entry], drafted: Sequence[Entry]) -> list[Entry]:
    """Published entries that the draft dropped: if the document has them again, they come back."""
    here = {entry.uid for entry in drafted}
    return [entry for entry in published if entry.uid not in here]


def _store_days(
    db: Writing, draft: Agenda, read: Sequence[ReadDay], dates: Sequence[date | None]
) -> list[Day]:
    days: list[Day] = []
    for position, (one, on) in enumerate(zip(read, dates, strict=True), 1):
        day = day_on(db, draft, on) if on else add_day(db, draft, None, written=one.date or "")
        day.position = position
        day.theme = one.theme or day.theme
        day.revision = draft.revision
        days.append(day)
    db.flush()
    return days


def _with_year(written: str | None, dates: set[date]) -> date | None:
    """A date without a year is the day of the same date that the agenda has already."""
    same = [on for on in dates if written == f"--{on:%m-%d}"]
    return same[0] if len(same) == 1 else None


def _drop_empty_days(db: Writing, draft: Agenda, keep: Sequence[Day]) -> None:
    db.exec(
        sa.delete(Day).where(
            col(Day.agenda_id) == draft.key,
            col(Day.id).not_in([day.key for day in keep]),
            col(Day.id).not_in(select(Slot.day_id).where(Slot.agenda_id == draft.key)),
        )
    )


def _ask(db: Writing, draft: Agenda, sentences: Sequence[str], settled: Container[str]) -> int:
    """Put the new questions; what was answered is not asked again."""
    old = {
        question.text: question
        for question in db.exec(select(Question).where(Question.agenda_id == draft.key))
    }
    for text, question in old.items():
        if question.answered_at is None and text not in sentences:
            db.delete(question)
    asked = 0
    for text in sentences:
        question = old.get(text) or Question(agenda_id=draft.key, text=text)
        if text in settled and question.answered_at is None:
            question.answered_at = now()
        db.add(question)
        asked += question.answered_at is None
    return asked


def _known(entry: ReadEntry, on: date | None) -> Known:
    return Known(
        kind=SlotKind(entry.kind),
        number=entry.number,
        title=entry.title,
        day=on,
        starts=entry.start,
        continued=entry.continues is not None,
    )


def _known_entry(entry: Entry) -> Known:
    return Known(
        kind=entry.kind,
        number=entry.number,
        title=entry.title,
        day=entry.day,
        starts=entry.starts,
        continued=entry.continued,
    )
