"""Which invitations are due: to what people chose or have a role in, where something changed.

What was written last for whom is kept, so that the same invitation is never written twice and its
SEQUENCE only grows. Sends nothing: it hands out letters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from app.agenda.calendar_models import Invitation
from app.agenda.interests import interests
from app.agenda.invitations import Address, Method, cancellation, invitation
from app.agenda.joining import joining_links
from app.agenda.queries import published_timetable
from app.agenda.saying import Sayer
from app.agenda.timetable import Entry, Timetable
from app.agenda.vevent import CalendarFacts, Joining
from app.clock import now
from app.db import Reading, Writing
from app.delegations.models import Participant
from app.delegations.rights import Action, Person, require
from app.errors import Refused
from app.events.journal import record
from app.events.models import Event


@dataclass(frozen=True, slots=True)
class Letter:
    """One slot's invitation to one person, or its taking back: words for people, iCalendar.

    `fields` are what an event's own words may name, by their names in `app.mail.texts`.
    """

    participant_id: int
    uid: str
    sequence: int
    method: Method
    language: str
    subject: str
    text: str
    calendar: bytes
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters that are due, and how many people have no mail address to write to."""

    due: tuple[Letter, ...]
    without_address: int


def write_invitations(
    db: Writing,
    event: Event,
    facts: CalendarFacts,
    sayers: Callable[[int], Sayer],
    *,
    by: Person | None,
) -> Letters:
    """The letters due for the newest version, and a note of each, in one transaction.

    `sayers` gives somebody who speaks a participant's language, by id.
    A letter is due for a slot not yet over that somebody chose or has a role in, at first and
    whenever its SEQUENCE grew; and, taking it back, when it was cancelled or is no longer theirs.
    Refused while the organisers' mail address is unknown.
    """
    require(by, Action.MANAGE_EVENT, event_id=event.key)
    # The address may have changed since `event` was loaded; and two organisers wait for each other.
    stored = db.exec(
        select(Event)
        .where(Event.id == event.key)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    if not stored.contact:
        raise Refused("Invitations need a sender. Give the organisers' mail address first.")
    # What one participant may see of the links all may see, so it is looked up once.
    joining = joining_links(db, stored, by=by)
    timetable = published_timetable(db, event)
    found = _Inviting(db, stored, timetable, facts, sayers, joining).letters()
    participant = by.participant_id if by else None
    record(db, event.key, "write invitations", f"event {event.key}", by=participant,
           letters=len(found.due))  # fmt: skip
    return found


class _Inviting:
    """One round of letters about one version."""

    def __init__(
        self,
        db: Writing,
        event: Event,
        timetable: Timetable,
        facts: CalendarFacts,
        sayers: Callable[[int], Sayer],
        joining: Joining,
    ) -> None:
        self.db, self.event, self.timetable = db, event, timetable
        self.facts, self.sayers, self.joining = facts, sayers, joining
        self.moment = now()
        self.organiser = Address(event.organisers or event.title, event.contact)
        self.entries = {
            entry.uid: entry
            for entry in timetable.entries
            if entry.starts_at is not None
            and (entry.ends_at or entry.starts_at) > self.moment
            and not entry.is_break
        }

    def letters(self) -> Letters:
        """All of them, by person and in the order of the agenda."""
        people = self.db.exec(
            select(Participant)
            .where(Participant.event_id == self.event.key, col(Participant.left_at).is_(None))
            .order_by(col(Participant.id))
        ).all()
        sent = self._sent()
        wanted = interests(self.db, self.event)
        found: list[Letter] = []
        without = 0
        for person in people:
            own = wanted[person.key].own
            theirs = {
                uid
                for uid, entry in self.entries.items()
                if entry.event_session_id in own and not entry.is_cancelled
            }
            if not person.email:
                without += bool(theirs)
                continue
            found += self._to(person, theirs, sent.get(person.key, {}))
        return Letters(tuple(found), without)

    def _to(
        self, person: Participant, theirs: set[str], sent: Mapping[str, Invitation]
    ) -> list[Letter]:
        found = []
        for uid, entry in self.entries.items():
            last = sent.get(uid)
            if uid in theirs:
                if last is None:
                    found.append(self._write("REQUEST", entry, person, entry.sequence, None))
                elif last.cancelled or entry.sequence > last.slot_sequence:
                    sequence = max(entry.sequence, last.sequence + 1)
                    found.append(self._write("REQUEST", entry, person, sequence, last))
            elif last is not None and not last.cancelled:
                sequence = max(entry.sequence, last.sequence + 1)
                found.append(self._write("CANCEL", entry, person, sequence, last))
        return found

    def _write(
        self,
        method: Method,
        entry: Entry,
        person: Participant,
        sequence: int,
        last: Invitation | None,
    ) -> Letter:
        self._note(method, entry, person, sequence, last)
        attendee = Address(person.name, person.email or "")
        sayer = self.sayers(person.key)
        return Letter(
            participant_id=person.key,
            uid=entry.uid,
            sequence=sequence,
            method=method,
            language=sayer.language,
            subject=self._subject(method, entry, sayer),
            text=self._text(method, entry, sayer),
            calendar=self._calendar(method, entry, attendee, sequence),
            fields={
                "name": person.name,
                "event": self.event.title,
                "short_title": self.event.short_title or self.event.title,
                "organisers": self.event.organisers,
                "agenda": self.facts.address,
                "what": self._first_line(method, entry, sayer),
                "time_and_room": self._time_and_room(entry, sayer),
            },
        )

    def _calendar(self, method: Method, entry: Entry, attendee: Address, sequence: int) -> bytes:
        if method == "CANCEL":
            return cancellation(
                entry, self.timetable, self.facts, organiser=self.organiser, attendee=attendee,
                sequence=sequence, written_at=self.moment,
            )  # fmt: skip
        return invitation(
            entry, self.timetable, self.facts, organiser=self.organiser, attendee=attendee,
            sequence=sequence, written_at=self.moment, joining=self.joining,
        )  # fmt: skip

    def _subject(self, method: Method, entry: Entry, sayer: Sayer) -> str:
        if method == "CANCEL":
            return sayer.say("Cancelled: {name}", name=entry.name)
        return sayer.say("Invitation: {name}", name=entry.name)

    def _text(self, method: Method, entry: Entry, sayer: Sayer) -> str:
        lines = [self._first_line(method, entry, sayer), self._time_and_room(entry, sayer)]
        return "\n".join((*lines, self.event.title, self.facts.address)) + "\n"

    def _first_line(self, method: Method, entry: Entry, sayer: Sayer) -> str:
        if method == "CANCEL":
            return sayer.say("This no longer stands in your calendar: {name}", name=entry.name)
        return sayer.say("Invitation: {name}", name=entry.name)

    def _time_and_room(self, entry: Entry, sayer: Sayer) -> str:
        when = f"{self._when(entry, sayer)} ({self.timetable.zone})"
        return f"{when}\n{entry.room}" if entry.room else when

    def _when(self, entry: Entry, sayer: Sayer) -> str:
        assert entry.day is not None
        return ", ".join(part for part in (sayer.day(entry.day), entry.hours) if part)

    def _note(
        self,
        method: Method,
        entry: Entry,
        person: Participant,
        sequence: int,
        last: Invitation | None,
    ) -> None:
        note = last or Invitation(
            participant_id=person.key, uid=entry.uid, sequence=sequence, slot_sequence=0,
            written_at=self.moment,
        )  # fmt: skip
        note.sequence, note.cancelled = sequence, method == "CANCEL"
        note.slot_sequence, note.written_at = entry.sequence, self.moment
        self.db.add(note)

    def _sent(self) -> dict[int, dict[str, Invitation]]:
        found: dict[int, dict[str, Invitation]] = {}
        rows = self.db.exec(
            select(Invitation)
            .join(Participant, col(Participant.id) == col(Invitation.participant_id))
            .where(Participant.event_id == self.event.key)
        )
        for row in rows:
            found.setdefault(row.participant_id, {})[row.uid] = row
        return found


def last_written(db: Reading, event: Event) -> datetime | None:
    """When the last letters were written, or None."""
    return db.exec(
        select(Invitation.written_at)
        .join(Participant, col(Participant.id) == col(Invitation.participant_id))
        .where(Participant.event_id == event.key)
        .order_by(col(Invitation.written_at).desc())
        .limit(1)
    ).first()
