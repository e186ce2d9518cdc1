"""A timetable in the shape of the frab schedule format, before it is written as JSON or XML.

The format (https://c3voc.de/wiki/schedule) is what conference apps read: days, in each day rooms,
in each room events. It asks for things that an agenda may not have; what is done then:

- an event needs a room, for the room is the column an app draws it in. An entry without one stands
  under the venue, else the place, else "–"; of several side by side each has a column named after
  its label ("Agora · Workshop 2"). No room is ever made up.
- an event needs a duration. An entry without an end (an end that is marked as inferred counts)
  gets one step of the grid, five minutes, the least an app can draw.
- an event has persons and says nothing of what they do there; whoever only chairs stands in the
  description, for an app would announce them as a speaker.
- breaks, cancelled entries and those without a time are left out, as pretalx leaves them out.

Knows neither JSON nor XML.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.agenda.exports.facts import AgendaFacts
from app.agenda.exports.words import Words, line, lines
from app.agenda.timetable import Entry, Timetable, TimetableDay, TimetableRow

STEP = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class FrabEvent:
    """One slot; `id` is a number an app may keep, the same in every version of the agenda."""

    id: int
    guid: str
    room: str
    slug: str
    url: str
    title: str
    kind: str
    starts_at: datetime
    duration: str
    abstract: str
    description: str
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrabDay:
    """One day; `index` counts from 1, `starts_at` and `ends_at` hold all of its events."""

    index: int
    on: date
    starts_at: datetime
    ends_at: datetime
    rooms: tuple[tuple[str, tuple[FrabEvent, ...]], ...]


def frab_days(timetable: Timetable, facts: AgendaFacts, words: Words) -> tuple[FrabDay, ...]:
    """All days; one without anything to show has no rooms."""
    numbers = _numbers(timetable)
    return tuple(
        _day(index, day, timetable, facts, words, numbers)
        for index, day in enumerate(timetable.days, 1)
    )


_MOST_IN_SLUG = 1_000_000


def acronym(facts: AgendaFacts) -> str:
    """The event's short name in the characters that every version of the format allows."""
    short = re.sub(r"[^a-z0-9]+", "_", facts.slug.lower()).strip("_")
    return short if len(short) >= 4 else f"event_{short}"


def room_guid(facts: AgendaFacts, room: str) -> str:
    """A UUID for a room (RFC 9562, 5.5), the same as long as it has its name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{facts.address}#room-{room}"))


def _shown(day: TimetableDay) -> Iterator[tuple[TimetableRow, Entry]]:
    for row in day.rows:
        for entry in row.entries:
            if entry.starts_at is not None and not (entry.is_break or entry.is_cancelled):
                yield row, entry


def _day(
    index: int,
    day: TimetableDay,
    timetable: Timetable,
    facts: AgendaFacts,
    words: Words,
    numbers: dict[str, int],
) -> FrabDay:
    assert day.on is not None
    zone = ZoneInfo(timetable.zone)
    rooms: dict[str, list[FrabEvent]] = {}
    ends = [datetime.combine(day.on + timedelta(days=1), time(), tzinfo=zone)]
    for row, entry in _shown(day):
        room = line(entry.room) or _without_room(row, entry, facts, words)
        rooms.setdefault(room, []).append(_event(entry, room, facts, words, numbers[entry.uid]))
        ends.append(entry.ends_at or ends[0])
    return FrabDay(
        index=index,
        on=day.on,
        starts_at=datetime.combine(day.on, time(), tzinfo=zone),
        ends_at=max(ends),
        rooms=tuple((room, tuple(events)) for room, events in rooms.items()),
    )


def _without_room(row: TimetableRow, entry: Entry, facts: AgendaFacts, words: Words) -> str:
    where = facts.venue or facts.place or (words.online if facts.online else "–")
    homeless = [one for one in row.entries if not one.room and not one.is_break]
    if len(homeless) < 2:
        return where
    return f"{where} · {words.label(entry) or homeless.index(entry) + 1}"


def _event(entry: Entry, room: str, facts: AgendaFacts, words: Words, number: int) -> FrabEvent:
    assert entry.starts_at is not None
    return FrabEvent(
        id=number,
        guid=entry.uid,
        room=room,
        slug=_slug(facts, number, entry.event_session_slug),
        url=f"{facts.address}/sessions/{entry.event_session_slug}",
        title=words.name(entry),
        kind=entry.kind.value,
        starts_at=entry.starts_at,
        duration=_duration(entry.starts_at, entry.ends_at),
        abstract="\n".join(lines(entry.abstract)),
        description="\n".join(filter(None, (*lines(entry.context), words.chaired(entry)))),
        speakers=tuple(line(speaker) for speaker in entry.speakers),
    )


def _duration(starts_at: datetime, ends_at: datetime | None) -> str:
    # Two moments of one zone subtract as wall time, which is wrong while the clocks change.
    length = ends_at.astimezone(UTC) - starts_at.astimezone(UTC) if ends_at else STEP
    hours, minutes = divmod(max(length, STEP) // timedelta(minutes=1), 60)
    return f"{hours:02}:{minutes:02}"


def _numbers(timetable: Timetable) -> dict[str, int]:
    """A number for each slot, made of its UUID; the next free one where two would be the same."""
    numbers: dict[str, int] = {}
    taken: set[int] = set()
    for uid in sorted(_uids(timetable.days)):
        number = int.from_bytes(hashlib.sha256(uid.encode()).digest()[:4]) >> 1 or 1
        while number % _MOST_IN_SLUG in taken:
            number += 1
        taken.add(number % _MOST_IN_SLUG)
        numbers[uid] = number
    return numbers


def _uids(days: Sequence[TimetableDay]) -> Iterator[str]:
    return (entry.uid for day in days for entry in day.entries)


def _slug(facts: AgendaFacts, number: int, of: str) -> str:
    """Event, number of at most six digits, event session: the strictest pattern of any version."""
    event = re.sub(r"[^a-z0-9]", "", acronym(facts))
    event = event if len(event) >= 4 else f"event{event}"
    words = re.sub(r"[^a-z0-9]+", "-", of.lower()).strip("-")
    words = words if len(words) >= 4 else f"slot-{words}".strip("-")
    return f"{event}-{number % _MOST_IN_SLUG}-{words}"
