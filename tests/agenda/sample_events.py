"""The five sample events as published timetables, with uids that are the same in every run."""

from __future__ import annotations

import tomllib
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from app.agenda.models import SlotKind
from app.agenda.reading import ReadAgenda, ReadEntry, read_document
from app.agenda.slugs import slug_for
from app.agenda.timetable import Entry, Timetable, TimetableDay, in_rows
from app.agenda.vevent import CalendarFacts
from tests.agenda.programmes import entry

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SLUGS = ("abu-dhabi-2012", "cebu-2017", "manila-2013", "online-2021", "strasbourg-2019")
_NAMES = uuid.UUID("2f5c7f0e-1d0b-4a44-9a51-6a1d3e1f7c20")


def facts(slug: str) -> CalendarFacts:
    """What stands around a sample's calendar."""
    told = sample_facts(slug)
    return CalendarFacts(
        slug=slug,
        title=told["title"],
        place=told.get("place", ""),
        venue=told.get("venue", ""),
        domain="calendar.example.org",
        base_url="https://plenary.example.org",
    )


def sample_facts(slug: str) -> dict[str, Any]:
    """The facts of a sample, as its file has them."""
    return tomllib.loads((SAMPLES / slug / "event.toml").read_text("utf-8"))


@cache
def published(slug: str) -> Timetable:
    """The first version of a sample's agenda, as its Word document reads."""
    told = sample_facts(slug)
    read = read_document("agenda.docx", (SAMPLES / slug / "agenda.docx").read_bytes())
    moment = told["versions"][0]["published_at"].astimezone(UTC)
    entries = _entries(slug, read, told["zone"], moment)
    days = tuple(
        TimetableDay(
            place,
            date.fromisoformat(day.date or ""),
            "",
            day.theme or "",
            in_rows(one for one, of in zip(entries, read.entries, strict=True)
                    if of.day_index == place),
        )
        for place, day in enumerate(read.days)
    )  # fmt: skip
    label = told["versions"][0]["label"]
    return Timetable(1, label, read.reference or "", moment, told["zone"], days)


def _entries(slug: str, read: ReadAgenda, zone: str, moment: datetime) -> list[Entry]:
    made: list[Entry] = []
    numbered: dict[tuple[str, str], Entry] = {}
    taken: set[str] = set()
    for place, one in enumerate(read.entries):
        plain = _entry(slug, one, place, zone, moment)
        first = numbered.get((one.kind, one.continues or ""))
        if first is not None:
            address, identity = first.event_session_slug, first.event_session_id
        else:
            address, identity = slug_for(SlotKind(one.kind), one.number, one.title, taken), place
        taken.add(address)
        own = replace(plain, event_session_slug=address, event_session_id=identity)
        if one.number:
            numbered.setdefault((one.kind, one.number), own)
        made.append(own)
    return made


def _entry(slug: str, one: ReadEntry, place: int, zone: str, moment: datetime) -> Entry:
    return entry(
        place,
        f"{one.start:%H:%M}" if one.start else None,
        f"{one.end:%H:%M}" if one.end else None,
        one.title,
        day=date.fromisoformat(one.day or ""),
        zone=zone,
        uid=str(uuid.uuid5(_NAMES, f"{slug} {place}")),
        kind=SlotKind(one.kind),
        number=one.number,
        abstract=one.abstract,
        context=one.context,
        speakers=one.speakers,
        end_inferred=one.end_inferred,
        room=one.room,
        parallel_group=one.parallel_group,
        continued=one.continues is not None,
        changed_at=moment,
        first_published_at=moment,
    )
