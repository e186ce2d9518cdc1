"""Publishing: the draft is frozen as the next version, and stays as the draft of the one after.

A published version is written here once and never again. Knows no document and no page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import select

from app.agenda.changes import changes_between
from app.agenda.drafts import draft_for_update
from app.agenda.models import Agenda, Day, Slot, SlotStatus, Wording
from app.agenda.queries import PublishedVersion, newest_timetable, timetable_of
from app.agenda.timetable import Entry, Timetable
from app.clock import now
from app.db import Writing
from app.delegations.rights import Person
from app.errors import BadInput, Refused
from app.events.journal import record
from app.events.models import Event

_LONGEST_LABEL = 120


def publish_version(
    db: Writing, event: Event, label: str, *, revision: int | None = None, by: Person | None
) -> PublishedVersion:
    """Freeze the draft as the next version, named `label` ("Version 2" if it is empty).

    `revision` is the draft's as its publisher saw it (None: as it is now). Refused when the draft
    is empty, has entries without a date, says nothing new, or was changed meanwhile.
    """
    if len(label.strip()) > _LONGEST_LABEL:
        raise BadInput(
            "The name is longer than {most} characters. Shorten it.",
            field="label",
            most=_LONGEST_LABEL,
        )
    draft = draft_for_update(db, event, by=by)
    if revision is not None and revision != draft.revision:
        raise Refused(
            "The draft was changed while you were looking at it. "
            "Read the list of changes again, then publish."
        )
    drafted = timetable_of(db, event, draft)
    before = newest_timetable(db, event)
    _refuse_unready(before, drafted)
    moment = now()
    number = (before.number or 0) + 1 if before else 1
    version = Agenda(
        event_id=event.key,
        number=number,
        label=label.strip() or f"Version {number}",
        reference=draft.reference,
        revision=draft.revision,
        created_at=moment,
        published_at=moment,
        published_by_id=by.participant_id if by else None,
    )
    db.add(version)
    db.flush()
    _freeze(db, event, draft, version, drafted, before)
    record(
        db,
        event.key,
        "publish",
        f"agenda {version.key}",
        by=by.participant_id if by else None,
        number=number,
    )
    return PublishedVersion(number, version.label, version.reference, moment)


def _refuse_unready(before: Timetable | None, drafted: Timetable) -> None:
    if not drafted.entries:
        raise Refused("The draft has no entries yet. Read in a document or add an entry first.")
    undated = [entry for entry in drafted.entries if entry.day is None]
    if undated:
        raise Refused(
            "{count} of the entries have no date yet, the first is “{name}”. "
            "Give its day a date, then publish.",
            count=len(undated),
            name=undated[0].name,
        )
    if not changes_between(before, drafted):
        raise Refused("Nothing has changed since the last version, so there is nothing to publish.")


def _freeze(
    db: Writing,
    event: Event,
    draft: Agenda,
    version: Agenda,
    drafted: Timetable,
    before: Timetable | None,
) -> None:
    freezing = _Freezing(db, version)
    parts = _parts(db, draft)
    olds = {entry.uid: entry for entry in before.entries} if before else {}
    for entry in drafted.entries:
        freezing.copy(parts, entry, olds.pop(entry.uid, None))
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

    def copy(self, parts: _Parts, entry: Entry, old: Entry | None) -> None:
        """Add what the draft has, stamped by comparison with the version before."""
        stamp = _Stamp(0, self.moment, self.moment) if old is None else self._next(old, entry)
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
                agenda_id=self.version.key,
                day_id=self._day(parts.days[slot.day_id]),
                event_session_id=slot.event_session_id,
                uid=uid,
                position=slot.position,
                starts=slot.starts,
                ends=slot.ends,
                end_inferred=slot.end_inferred,
                room_id=slot.room_id,
                parallel_group=slot.parallel_group,
                continued=slot.continued,
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
        self.db.add(
            Wording(
                agenda_id=self.version.key,
                event_session_id=wording.event_session_id,
                kind=wording.kind,
                number=wording.number,
                title=wording.title,
                abstract=wording.abstract,
                speakers=list(wording.speakers),
                context=wording.context,
                required_priorities=wording.required_priorities,
            )
        )


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


def _is_over(drafted: Timetable, moment: datetime) -> bool:
    return moment.astimezone(ZoneInfo(drafted.zone)).date() > drafted.dates[-1]


def _appointment(entry: Entry) -> tuple[object, ...]:
    return entry.day, entry.starts, entry.ends, entry.room, entry.status


def _words(entry: Entry) -> tuple[object, ...]:
    return (
        entry.name, entry.kind, entry.abstract, entry.context, entry.speakers, entry.continued
    )  # fmt: skip
