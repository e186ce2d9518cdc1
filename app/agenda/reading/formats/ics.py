"""From calendars (.ics) to rows of a table: date, hours, title, place, description.

Knows iCalendar (RFC 5545) as other programs write it: Outlook's names of zones, daily repetitions,
cancelled meetings. People invited are no speakers; what every entry has as its place is the venue.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from dateutil.rrule import rrulestr
from icalendar.timezone import tzid_from_dt
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from app.agenda.reading.blocks import Block, Cell, Line, Paragraph, Row, clean, plain_line
from app.errors import BadInput

_MOST_EVENTS = 3_000
_MOST_REPEATS = 30
_LARGEST = 3_000_000
_HEADINGS = ("Date", "Time", "Title", "Room", "Description")


@dataclass(frozen=True, slots=True)
class _Held:
    on: dt.date
    start: dt.time | None
    end: dt.time | None
    title: str
    place: str
    description: str
    zone: str | None


def blocks(text: str) -> list[Block]:
    """The blocks of a calendar, in the order of time. Raises BadInput when it cannot be read."""
    if len(text) > _LARGEST:
        raise BadInput("The calendar is too large for an agenda. Export the event's entries only.")
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
        calendar = calendars[0]
        wall = _zone(str(calendar.get("X-WR-TIMEZONE") or ""))
        events = [event for each in calendars for event in each.walk("VEVENT")]
        held = [one for event in events[:_MOST_EVENTS] for one in _held(event, wall)]
    except BadInput:
        raise
    except Exception:  # noqa: BLE001
        # Damaged calendars end in ValueError, KeyError, IndexError, TypeError and dateutil's own.
        raise BadInput(
            "The calendar is damaged or cut off. Export it again as .ics and try again."
        ) from None
    held.sort(key=lambda one: (one.on, one.start or dt.time.min))
    name = str(calendar.get("X-WR-CALNAME") or calendar.get("NAME") or "")
    return [*_head(name, held, wall), *_table(held)]


def _head(name: str, held: list[_Held], wall: ZoneInfo | None) -> Iterator[Block]:
    zones = {one.zone for one in held if one.zone}
    if name.strip():
        yield Paragraph(plain_line(clean(name.strip()), level=1))
    if place := _venue(held):
        yield Paragraph(plain_line(f"Venue: {place}"))
    if wall:
        yield Paragraph(plain_line(f"Time zone: {wall.key}"))
    elif len(zones) == 1:
        yield Paragraph(plain_line(f"Time zone: {zones.pop()}"))


def _table(held: list[_Held]) -> Iterator[Block]:
    venue = _venue(held)
    yield Row(tuple(Cell((plain_line(name),)) for name in _HEADINGS), 1)
    for one in held:
        start, end = (f"{t:%H:%M}" if t else "" for t in (one.start, one.end))
        hours = f"{start}-{end}" if start and end and start != end else start
        place = "" if one.place == venue else one.place
        cells = (one.on.isoformat(), hours, one.title, place, one.description)
        yield Row(tuple(Cell(tuple(_lines(words))) for words in cells), 1)


def _venue(held: list[_Held]) -> str:
    """The place that all entries with a place share, when there are several."""
    places = [one.place for one in held if one.place]
    return places[0] if len(places) > 1 and len(set(places)) == 1 else ""


def _held(event: Any, wall: ZoneInfo | None) -> Iterator[_Held]:
    """An event once for each time it is held; cancelled ones never."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED" or event.get("DTSTART") is None:
        return
    first = event.get("DTSTART").dt
    last = event.get("DTEND").dt if event.get("DTEND") else None
    if last is None and event.get("DURATION"):
        last = first + event.get("DURATION").dt
    title = clean(str(event.get("SUMMARY") or "")).strip()
    place = clean(str(event.get("LOCATION") or "")).strip().replace("\n", ", ")
    description = _plain(clean(str(event.get("DESCRIPTION") or "")))
    if not isinstance(first, dt.datetime):
        # All day: the event itself, or a note for the day; an entry without hours.
        days = (last - first).days if isinstance(last, dt.date) else 1
        if days <= 1:
            yield _Held(first, None, None, title, place, description, None)
        return
    zone = _zone(tzid_from_dt(first) or "") if first.tzinfo else None
    length = last - first if isinstance(last, dt.datetime) else None
    for begin in _repeated(event, first):
        end = begin + length if length is not None else None
        if wall and begin.tzinfo:
            begin = begin.astimezone(wall)
            end = end.astimezone(wall) if end else None
        yield _Held(
            begin.date(), begin.time(), end.time() if end else None, title, place, description,
            (wall or zone).key if (wall or zone) else None,  # type: ignore[union-attr]
        )  # fmt: skip


def _repeated(event: Any, first: dt.datetime) -> Iterator[dt.datetime]:
    rule = event.get("RRULE")
    if rule is None:
        yield first
        return
    bare = first.replace(tzinfo=None)
    words = re.sub(r"(UNTIL=\d{8}T\d{6})Z", r"\1", rule.to_ical().decode())
    if "COUNT" not in words and "UNTIL" not in words:
        yield first  # without an end it is no part of an event
        return
    # FREQ=SECONDLY would run for ever: only days and longer are counted.
    if not re.search(r"FREQ=(?:DAILY|WEEKLY|MONTHLY)", words):
        yield first
        return
    left = {ex.dt.replace(tzinfo=None) for ex in _excepted(event) if hasattr(ex.dt, "hour")}
    for number, begin in enumerate(rrulestr(words, dtstart=bare)):
        if number >= _MOST_REPEATS:
            return
        if begin not in left:
            yield begin.replace(tzinfo=first.tzinfo)


def _excepted(event: Any) -> list[Any]:
    found = event.get("EXDATE") or []
    return [each for group in (found if isinstance(found, list) else [found]) for each in group.dts]


def _zone(name: str) -> ZoneInfo | None:
    name = WINDOWS_TO_OLSON.get(name.strip('"'), name)
    if name != "UTC" and "/" not in name:
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None


def _plain(text: str) -> str:
    """A description without the tags that some programs put into it."""
    text = re.sub(r"(?i)<br\s*/?>|</p>|</li>", "\n", text)
    return re.sub(r"</?[a-zA-Z][^<>]{0,300}>", "", text)


def _lines(words: str) -> list[Line]:
    pieces = (piece.strip() for piece in words.split("\n"))
    return [
        plain_line(re.sub(r"^[-•*]\s+", "", piece), bullet=bool(re.match(r"[-•*]\s", piece)))
        for piece in pieces
        if piece
    ]
