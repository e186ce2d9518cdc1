"""Reading agendas. Everything public comes through `published_timetable`; drafts need a right.

The number of statements does not depend on the number of entries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from app.agenda.models import Agenda, Day, EventSession, Question, Slot, SlotKind, Wording
from app.agenda.timetable import Entry, Timetable, TimetableDay, end_of, in_rows, moment_of
from app.db import Reading
from app.delegations.rights import Action, Person, require
from app.errors import NotFound
from app.events.models import Event, Room


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One line of the list of versions."""

    number: int
    label: str
    reference: str
    published_at: datetime
    redacted_at: datetime | None = None

    @property
    def changed_at(self) -> datetime:
        """When its words last changed: when it was published, unless a name was taken out since."""
        return self.redacted_at or self.published_at

    @property
    def tag(self) -> str:
        """What tells files made of it apart: its number, and whether a name was taken out since."""
        return (
            f"{self.number}-{self.redacted_at:%y%m%d%H%M%S%f}"
            if self.redacted_at
            else str(self.number)
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft as its organisers see it; `revision` is named by every change of it."""

    timetable: Timetable
    revision: int
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class PublishedSession:
    """An event session as the newest version that has it words it, with its slots there."""

    id: int
    slug: str
    kind: SlotKind
    label: str
    number: str | None
    title: str
    abstract: str
    speakers: tuple[str, ...]
    chair: str
    required_priorities: int | None
    slots: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """ "Workshop 1: Identifying victims"."""
        return self.slots[0].name

    @property
    def context(self) -> str:
        """The introduction that it shares with what runs beside it."""
        return self.slots[0].context


def published_timetable(db: Reading, event: Event, number: int | None = None) -> Timetable:
    """The published version `number`, or the newest: the one way to all that is public.

    NotFound when nothing is published, or no such version.
    """
    wanted = select(Agenda).where(Agenda.event_id == event.key, col(Agenda.number).is_not(None))
    if number is not None:
        wanted = wanted.where(col(Agenda.number) == number)
    agenda = db.exec(wanted.order_by(col(Agenda.number).desc()).limit(1)).first()
    if agenda is not None:
        return timetable_of(db, event, agenda)
    if number is None:
        raise NotFound("The agenda is not published yet. Come back a little later.")
    raise NotFound("There is no version {number} of this agenda.", number=number)


def newest_timetable(db: Reading, event: Event) -> Timetable | None:
    """The newest published version, or None while there is none."""
    try:
        return published_timetable(db, event)
    except NotFound:
        return None


def versions(db: Reading, event: Event) -> Sequence[PublishedVersion]:
    """The published versions, newest first."""
    found = db.exec(
        select(Agenda)
        .where(Agenda.event_id == event.key, col(Agenda.number).is_not(None))
        .order_by(col(Agenda.number).desc())
    )
    return [
        PublishedVersion(
            agenda.number,
            agenda.label,
            agenda.reference,
            agenda.published_at,
            agenda.redacted_at,
        )
        for agenda in found
        if agenda.number is not None and agenda.published_at is not None
    ]


def draft_timetable(db: Reading, event: Event, *, by: Person | None) -> Draft:
    """The draft and what its document left open; empty while nothing was read in."""
    require(by, Action.MANAGE_AGENDA, event_id=event.key)
    agenda = db.exec(
        select(Agenda).where(Agenda.event_id == event.key, col(Agenda.number).is_(None))
    ).first()
    if agenda is None:
        return Draft(Timetable(None, "", "", None, event.zone, ()), 0, ())
    questions = db.exec(
        select(Question).where(Question.agenda_id == agenda.key).order_by(col(Question.id))
    ).all()
    return Draft(timetable_of(db, event, agenda), agenda.revision, tuple(questions))


def event_session_by_slug(db: Reading, event: Event, slug: str) -> PublishedSession:
    """The event session with this address, worded by the newest version that has it, or NotFound.

    One that was published once keeps its address, for its board and its records hang on it.
    """
    found = db.exec(
        select(EventSession, Wording, Agenda)
        .join(Wording, col(Wording.event_session_id) == col(EventSession.id))
        .join(Agenda, col(Agenda.id) == col(Wording.agenda_id))
        .where(
            EventSession.event_id == event.key,
            EventSession.slug == slug,
            col(Agenda.number).is_not(None),
        )
        .order_by(col(Agenda.number).desc())
        .limit(1)
    ).first()
    if found is None:
        raise NotFound("There is no session at this address. Look at the agenda.")
    identity, wording, agenda = found
    slots = _entries(db, event, agenda.key, event_session_id=identity.key)
    return PublishedSession(
        id=identity.key,
        slug=identity.slug,
        kind=wording.kind,
        label=slots[0].label,
        number=wording.number,
        title=wording.title,
        abstract=wording.abstract,
        speakers=tuple(wording.speakers),
        chair=wording.chair,
        required_priorities=wording.required_priorities,
        slots=tuple(slots),
    )


def is_published(db: Reading, event_session_id: int) -> bool:
    """Whether any published version has this event session."""
    found = db.exec(
        select(Slot.id)
        .join(Agenda, col(Agenda.id) == col(Slot.agenda_id))
        .where(Slot.event_session_id == event_session_id, col(Agenda.number).is_not(None))
        .limit(1)
    ).first()
    return found is not None


def timetable_of(db: Reading, event: Event, agenda: Agenda) -> Timetable:
    """The timetable of one loaded agenda; only this folder's actions may hold a draft."""
    days = db.exec(select(Day).where(Day.agenda_id == agenda.key)).all()
    by_day: dict[int, list[Entry]] = {day.key: [] for day in days}
    for entry in _entries(db, event, agenda.key):
        by_day[entry.day_id].append(entry)
    return Timetable(
        number=agenda.number,
        label=agenda.label,
        reference=agenda.reference,
        published_at=agenda.published_at,
        zone=event.zone,
        days=tuple(
            TimetableDay(day.key, day.on, day.written, day.theme, in_rows(by_day[day.key]))
            for day in _in_order(days)
            if by_day[day.key] or agenda.number is None
        ),
    )


def _in_order(days: Sequence[Day]) -> list[Day]:
    dates = {day.key: day.on for day in days if day.on is not None}
    if len(dates) == len(days):
        return sorted(days, key=lambda day: dates[day.key])
    # While a day of the draft has no date, the order of the document is all there is.
    return sorted(days, key=lambda day: (day.position, day.key))


def _entries(
    db: Reading, event: Event, agenda_id: int, *, event_session_id: int | None = None
) -> list[Entry]:
    rooms = {
        room.key: room.name for room in db.exec(select(Room).where(Room.event_id == event.key))
    }
    wanted = (
        select(Slot, Day, Wording, EventSession)
        .join(Day, col(Day.id) == col(Slot.day_id))
        .join(EventSession, col(EventSession.id) == col(Slot.event_session_id))
        .join(
            Wording,
            (col(Wording.event_session_id) == col(Slot.event_session_id))
            & (col(Wording.agenda_id) == col(Slot.agenda_id)),
        )
        .where(Slot.agenda_id == agenda_id)
        .order_by(col(Day.on), col(Slot.position), col(Slot.id))
    )
    if event_session_id is not None:
        wanted = wanted.where(Slot.event_session_id == event_session_id)
    return [
        _entry(slot, day.on, wording, identity.slug, rooms.get(slot.room_id or 0), event.zone)
        for slot, day, wording, identity in db.exec(wanted)
    ]


def _entry(
    slot: Slot, on: date | None, wording: Wording, slug: str, room: str | None, zone: str
) -> Entry:
    return Entry(
        uid=slot.uid,
        event_session_id=slot.event_session_id,
        event_session_slug=slug,
        kind=wording.kind,
        number=wording.number,
        title=wording.title,
        abstract=wording.abstract,
        context=wording.context,
        speakers=tuple(wording.speakers),
        required_priorities=wording.required_priorities,
        day=on,
        starts=slot.starts,
        ends=slot.ends,
        end_inferred=slot.end_inferred,
        room=room,
        parallel_group=slot.parallel_group,
        continued=slot.continued,
        status=slot.status,
        sequence=slot.sequence,
        changed_at=slot.changed_at,
        first_published_at=slot.first_published_at,
        starts_at=moment_of(on, slot.starts, zone),
        ends_at=end_of(on, slot.starts, slot.ends, zone),
        position=slot.position,
        day_id=slot.day_id,
        revision=slot.revision,
        source=slot.source,
        chair=wording.chair,
    )
