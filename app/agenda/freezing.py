"""A draft copied into a version, each slot stamped with what calendars need to tell what changed.

Written once, when a version is published; knows neither the right to do so nor what is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from app.agenda.models import Agenda, Day, Slot, SlotStatus, Wording
from app.agenda.timetable import Entry, Timetable
from app.db import Writing
from app.events.models import Event

# What a slot of a version does not take over from the draft or from the version before.
_OF_ONE_SLOT = {
    "id", "agenda_id", "day_id", "revision", "source", "status", "sequence", "changed_at",
    "first_published_at",
}  # fmt: skip


def freeze(
    db: Writing,
    event: Event,
    draft: Agenda,
    version: Agenda,
    drafted: Timetable,
    before: Timetable | None,
) -> None:
    """Copy `draft` (loaded as `drafted`) into the new, empty `version`.

    `before` is the version before, by which calendars tell what changed (RFC 5545, 3.8.7.4).
    """
    freezing = _Freezing(db, version)
    parts = _parts(db, draft)
    olds = {entry.uid: entry for entry in before.entries} if before else {}
    dropped = _dropped(db, event, {entry.uid for entry in drafted.entries} - set(olds))
    for entry in drafted.entries:
        freezing.copy(parts, entry, olds.pop(entry.uid, None), dropped.get(entry.uid))
    if before is not None and olds and not _is_over(drafted, freezing.moment):
        last = db.exec(
            select(Agenda).where(Agenda.event_id == event.key, Agenda.number == before.number)
        ).one()
        parts = _parts(db, last)
        for old in olds.values():
            freezing.cancel(parts, old)
    db.flush()


class _Freezing:
    """A version on its way into the tables."""

    def __init__(self, db: Writing, version: Agenda) -> None:
        self.db, self.version = db, version
        assert version.published_at is not None
        self.moment = version.published_at
        self.days: dict[date | None, int] = {}
        self.worded: set[int] = set()

    def copy(self, parts: _Parts, entry: Entry, old: Entry | None, dropped: _Stamp | None) -> None:
        """Add what the draft has, stamped by comparison with the version before.

        `dropped` is the last stamp of an entry that the version before no longer had.
        """
        if old is not None:
            stamp = self._next(old, entry)
        elif dropped is not None:
            stamp = _Stamp(dropped.sequence + 1, self.moment, dropped.first_published_at)
        else:
            stamp = _Stamp(0, self.moment, self.moment)
        self._add(parts, entry.uid, SlotStatus.CONFIRMED, stamp)

    def cancel(self, parts: _Parts, old: Entry) -> None:
        """Add what the draft no longer has, so that calendars which have it hear of it."""
        stamp = _Stamp(old.sequence, old.changed_at, old.first_published_at)
        if not old.is_cancelled:
            stamp = _Stamp(old.sequence + 1, self.moment, old.first_published_at)
        self._add(parts, old.uid, SlotStatus.CANCELLED, stamp)

    def _next(self, old: Entry, new: Entry) -> _Stamp:
        # RFC 5545, 3.8.7.4: the number grows when the appointment itself is another one.
        moved = _appointment(old) != _appointment(new)
        edited = moved or _words(old) != _words(new)
        return _Stamp(
            old.sequence + moved,
            self.moment if edited else old.changed_at,
            old.first_published_at,
        )

    def _add(self, parts: _Parts, uid: str, status: SlotStatus, stamp: _Stamp) -> None:
        slot = parts.slots[uid]
        if slot.event_session_id not in self.worded:
            self.worded.add(slot.event_session_id)
            self._add_wording(parts.wordings[slot.event_session_id])
        self.db.add(
            Slot(
                **slot.model_dump(exclude=_OF_ONE_SLOT),
                agenda_id=self.version.key,
                day_id=self._day(parts.days[slot.day_id]),
                status=status,
                sequence=stamp.sequence,
                changed_at=stamp.changed_at,
                first_published_at=stamp.first_published_at,
            )
        )

    def _day(self, day: Day) -> int:
        if day.on not in self.days:
            copy = Day(
                agenda_id=self.version.key, on=day.on, position=day.position, theme=day.theme
            )
            self.db.add(copy)
            self.db.flush()
            self.days[day.on] = copy.key
        return self.days[day.on]

    def _add_wording(self, wording: Wording) -> None:
        words = wording.model_dump(exclude={"id", "agenda_id"})
        self.db.add(Wording(agenda_id=self.version.key, **words))


@dataclass(frozen=True, slots=True)
class _Stamp:
    sequence: int
    changed_at: datetime | None
    first_published_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Parts:
    """The rows of one agenda: slots by uid, wordings by event session, days by id."""

    slots: dict[str, Slot]
    wordings: dict[int, Wording]
    days: dict[int, Day]


def _parts(db: Writing, agenda: Agenda) -> _Parts:
    slots = db.exec(select(Slot).where(Slot.agenda_id == agenda.key)).all()
    wordings = db.exec(select(Wording).where(Wording.agenda_id == agenda.key)).all()
    days = db.exec(select(Day).where(Day.agenda_id == agenda.key)).all()
    return _Parts(
        {slot.uid: slot for slot in slots},
        {wording.event_session_id: wording for wording in wordings},
        {day.key: day for day in days},
    )


def _dropped(db: Writing, event: Event, uids: set[str]) -> dict[str, _Stamp]:
    """The highest stamps of entries that come back after older versions had dropped them.

    Once an event is over a version no longer keeps what was cancelled; whoever then returns to an
    older one must not begin to count again.
    """
    if not uids:
        return {}
    slots = db.exec(
        select(Slot)
        .join(Agenda, col(Agenda.id) == col(Slot.agenda_id))
        .where(
            Agenda.event_id == event.key,
            col(Agenda.number).is_not(None),
            col(Slot.uid).in_(uids),
        )
        .order_by(col(Agenda.number))
    )
    return {
        slot.uid: _Stamp(slot.sequence, slot.changed_at, slot.first_published_at) for slot in slots
    }


def _is_over(drafted: Timetable, moment: datetime) -> bool:
    return moment.astimezone(ZoneInfo(drafted.zone)).date() > drafted.dates[-1]


def _appointment(entry: Entry) -> tuple[object, ...]:
    return entry.day, entry.starts, entry.ends, entry.room, entry.status


def _words(entry: Entry) -> tuple[object, ...]:
    return (
        entry.name, entry.kind, entry.abstract, entry.context, entry.speakers, entry.chair,
        entry.continued,
    )  # fmt: skip
