"""From a document to the draft: what was read replaces the draft's entries and keeps who they are.

Reading in only ever writes the draft. What a document does not say (a room, an abstract, an end)
stays as the organisers had it. Knows no format: app.agenda.reading does.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.drafts import add_day, add_event_session, day_on, draft_for_update, room_named
from app.agenda.matching import Known, match
from app.agenda.models import Agenda, Day, Question, Slot, SlotKind, Wording
from app.agenda.queries import newest_timetable, timetable_of
from app.agenda.reading import ReadAgenda, ReadDay, ReadEntry, read_document
from app.agenda.timetable import Entry
from app.db import Writing
from app.delegations.rights import Person
from app.errors import Refused
from app.events.journal import record
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
    revision: int | None = None,
    by: Person | None,
) -> Stored:
    """Make the draft say what was read; entries that are recognised keep their identity.

    `revision` is the draft's as whoever reads in saw it (None: as it is now).
    """
    draft = draft_for_update(db, event, by=by)
    if revision is not None and revision != draft.revision:
        raise Refused(
            "The draft was changed while you were looking at it. Look at it again, then read in."
        )
    draft.revision += 1
    if read.reference:
        draft.reference = read.reference[:120]
    draft_entries = timetable_of(db, event, draft).entries
    newest = newest_timetable(db, event)
    former = _former(newest.entries if newest else (), draft_entries)
    dates = {entry.day for entry in (*draft_entries, *former) if entry.day}
    days = _store_days(db, draft, read.days or (ReadDay(None),), dates)
    _Storing(db, event, draft, read, days, (*draft_entries, *former)).store()
    _drop_empty_days(db, draft, days)
    asked = _ask(db, draft, [question.sentence for question in read.questions])
    record(
        db,
        event.key,
        "read agenda",
        f"agenda {draft.key}",
        by=by.participant_id if by else None,
        entries=len(read.entries),
    )
    inferred = sum(entry.end_inferred for entry in read.entries)
    return Stored(len(read.entries), inferred, asked)


class _Storing:
    """One reading on its way into one draft."""

    def __init__(
        self,
        db: Writing,
        event: Event,
        draft: Agenda,
        read: ReadAgenda,
        days: Sequence[Day],
        existing: Sequence[Entry],
    ) -> None:
        self.db, self.event, self.draft, self.read, self.days = db, event, draft, read, days
        self.existing = existing
        slots = db.exec(select(Slot).where(Slot.agenda_id == draft.key)).all()
        self.slots = {slot.uid: slot for slot in slots}
        wordings = db.exec(select(Wording).where(Wording.agenda_id == draft.key)).all()
        self.wordings = {wording.event_session_id: wording for wording in wordings}
        # (kind, number) → the event session that a continuation belongs to; and those already met.
        self.numbered: dict[tuple[str, str], int] = {}
        self.met: set[int] = set()

    def store(self) -> None:
        """Write all entries, then take away what the document no longer has."""
        known = [_known(entry, self.days[entry.day_index].on) for entry in self.read.entries]
        found = match(known, [_known_entry(entry) for entry in self.existing])
        kept: set[str] = set()
        for position, entry in enumerate(self.read.entries):
            old = self.existing[found[position]] if position in found else None
            kept.add(self._store_entry(position, entry, old))
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


def _store_days(db: Writing, draft: Agenda, read: Sequence[ReadDay], dates: set[date]) -> list[Day]:
    days: list[Day] = []
    for position, one in enumerate(read, 1):
        on = one.on or _with_year(one.date, dates)
        day = day_on(db, draft, on) if on else add_day(db, draft, None, written=one.date or "")
        day.position = position
        day.theme = one.theme or day.theme
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


def _ask(db: Writing, draft: Agenda, sentences: Sequence[str]) -> int:
    """Put the new questions; what was answered is not asked again."""
    old = db.exec(select(Question).where(Question.agenda_id == draft.key)).all()
    answered = {question.text for question in old if question.answered_at}
    for question in old:
        if question.answered_at is None:
            db.delete(question)
    new = [sentence for sentence in sentences if sentence not in answered]
    db.add_all([Question(agenda_id=draft.key, text=sentence) for sentence in new])
    return len(new)


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
