"""Agendas as tests need them: entries by hand, and a reading of two days with workshops."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from app.agenda.models import SlotKind, SlotStatus
from app.agenda.reading.model import Question, ReadAgenda, ReadDay, ReadEntry
from app.agenda.timetable import Entry, Timetable, TimetableDay, end_of, in_rows, moment_of

THURSDAY, FRIDAY = dt.date(2019, 5, 16), dt.date(2019, 5, 17)
PUBLISHED = dt.datetime(2019, 4, 2, 9, 0, tzinfo=dt.UTC)
ZONE = "Europe/Paris"


def at(text: str | None) -> dt.time | None:
    """ "09:30" as a time."""
    return dt.time.fromisoformat(text) if text else None


def entry(
    place: int,
    starts: str | None,
    ends: str | None,
    title: str,
    *,
    day: dt.date | None = FRIDAY,
    zone: str = ZONE,
    **more: Any,
) -> Entry:
    """One entry, confirmed and published once; its uid ends in `place`."""
    values: dict[str, Any] = {
        "uid": f"00000000-0000-4000-8000-{place:012}",
        "event_session_id": place,
        "event_session_slug": f"entry-{place}",
        "kind": SlotKind.OTHER,
        "number": None,
        "title": title,
        "abstract": "",
        "context": "",
        "speakers": (),
        "required_priorities": None,
        "day": day,
        "starts": at(starts),
        "ends": at(ends),
        "end_inferred": False,
        "room": None,
        "parallel_group": None,
        "continued": False,
        "status": SlotStatus.CONFIRMED,
        "sequence": 0,
        "changed_at": PUBLISHED,
        "first_published_at": PUBLISHED,
        "starts_at": moment_of(day, at(starts), zone),
        "ends_at": end_of(day, at(starts), at(ends), zone),
        "position": place,
    }
    return Entry(**{**values, **more})


def timetable(*entries: Entry, number: int | None = 1, zone: str = ZONE) -> Timetable:
    """A timetable of these entries, day by day."""
    days = sorted({one.day for one in entries}, key=lambda day: (day is None, day))
    return Timetable(
        number=number,
        label=f"Version {number}" if number else "",
        reference="",
        published_at=PUBLISHED if number else None,
        zone=zone,
        days=tuple(
            TimetableDay(place, day, "", "", in_rows(one for one in entries if one.day == day))
            for place, day in enumerate(days, 1)
        ),
    )


def read_entry(
    day: int,
    start: str | None,
    end: str | None,
    kind: str,
    title: str,
    number: str | None = None,
    **more: Any,
) -> ReadEntry:
    """One entry as a document gives it; `day` counts from 0."""
    values: dict[str, Any] = {
        "day": None,
        "start": at(start),
        "end": at(end),
        "end_inferred": False,
        "kind": kind,
        "number": number,
        "title": title,
        "abstract": "",
        "parallel_group": None,
        "room": None,
        "speakers": (),
        "continues": None,
        "day_index": day,
    }
    return ReadEntry(**{**values, **more})


STRASBOURG = ReadAgenda(
    title="Multi-sectorial co-operation",
    reference="CRD/2019/1",
    place="Strasbourg",
    zone=None,
    mode="in_person",
    days=(ReadDay("2019-05-16"), ReadDay("2019-05-17", "Working in groups")),
    entries=(
        read_entry(0, "08:30", "09:00", "registration", "Registration", end_inferred=True),
        read_entry(0, "09:00", "09:30", "opening", "Welcome remarks"),
        read_entry(0, "09:30", "11:00", "session", "Evolving trends", "8", abstract="Risks."),
        read_entry(0, "11:00", "11:30", "break", "Coffee break"),
        read_entry(0, "11:30", "12:30", "session", "Evolving trends", "8", continues="8"),
        read_entry(
            1, "09:30", "11:00", "workshop", "Reporting and prosecution", "1", parallel_group="A",
            required_priorities=2, source="Workshop 1: Reporting and prosecution",
        ),
        read_entry(
            1, "09:30", "11:00", "workshop", "Identifying victims", "2", parallel_group="A",
            required_priorities=2, speakers=("Expert, Europol",),
        ),
        read_entry(1, "11:00", "11:30", "break", "Coffee break"),
        read_entry(1, "16:00", "17:00", "closing", "The way forward"),
    ),
    questions=(Question("Which workshop meets in which room?"),),
)  # fmt: skip


def with_entry(read: ReadAgenda, place: int, **changes: Any) -> ReadAgenda:
    """The reading with one of its entries changed."""
    entries = list(read.entries)
    entries[place] = replace(entries[place], **changes)
    return replace(read, entries=tuple(entries))


def without_entry(read: ReadAgenda, place: int) -> ReadAgenda:
    """The reading without one of its entries."""
    return replace(read, entries=read.entries[:place] + read.entries[place + 1 :])
