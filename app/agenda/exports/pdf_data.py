"""A timetable as the plain data that `programme.typ` prints. Knows no typesetting."""

from __future__ import annotations

from typing import Any

from app.agenda.exports.facts import AgendaFacts
from app.agenda.exports.frame import (
    reference,
    version_date,
    version_name,
    where_and_when,
    zone_name,
)
from app.agenda.exports.words import Words, line, lines
from app.agenda.timetable import Entry, Timetable, TimetableDay, TimetableRow


def page_data(timetable: Timetable, facts: AgendaFacts, words: Words) -> dict[str, Any]:
    """Everything on the pages, as JSON types."""
    language, _, region = facts.language.replace("_", "-").partition("-")
    version = (version_name(timetable, words), version_date(timetable, words))
    return {
        "lang": language.lower() or "en",
        "region": region if len(region) == 2 else None,
        "title": facts.title,
        "kicker": facts.subtitle or words.agenda,
        "authors": [facts.organisers] if facts.organisers else [],
        "where": where_and_when(timetable, facts, words),
        "reference": reference(timetable),
        "zone": words.times_in % {"zone": zone_name(timetable)},
        "version": ", ".join(part for part in version if part),
        "page": words.page,
        "address": facts.address,
        "days": [
            _day(day, number, len(timetable.days), words)
            for number, day in enumerate(timetable.days, 1)
        ],
    }


def _day(day: TimetableDay, number: int, days: int, words: Words) -> dict[str, Any]:
    return {
        "name": words.long_date(day.on) if day.on else line(day.written),
        "ordinal": words.day % {"number": number} if days > 1 else "",
        "theme": line(day.theme),
        "rows": [_row(row, words) for row in day.rows],
    }


def _row(row: TimetableRow, words: Words) -> dict[str, Any]:
    first = row.entries[0]
    ends = {entry.ends for entry in row.entries}
    return {
        "starts": f"{first.starts:%H:%M}" if first.starts else "",
        "ends": f"{first.ends:%H:%M}" if first.ends and len(ends) == 1 else "",
        "quiet": first.is_break or first.is_cancelled,
        "context": line(row.context) if row.is_parallel else "",
        "entries": [_entry(entry, words, own_end=len(ends) > 1) for entry in row.entries],
    }


def _entry(entry: Entry, words: Words, *, own_end: bool) -> dict[str, Any]:
    until = words.until % {"time": f"{entry.ends:%H:%M}"} if own_end and entry.ends else ""
    return {
        "label": words.label(entry),
        "title": words.title(entry),
        "note": words.continued if entry.continued else "",
        "cancelled": words.cancelled if entry.is_cancelled else "",
        "room": line(entry.room),
        "until": until,
        "speakers": [line(speaker) for speaker in entry.speakers],
        "chair": words.chaired(entry),
        "text": [] if entry.continued or entry.is_cancelled else _text(entry.abstract),
    }


def _text(abstract: str) -> list[dict[str, Any]]:
    """Paragraphs and lists: lines that begin with "- " and follow each other are one list."""
    parts: list[dict[str, Any]] = []
    for text in lines(abstract):
        if not text.startswith("- "):
            parts.append({"text": text})
        elif parts and "items" in parts[-1]:
            parts[-1]["items"].append(text[2:])
        else:
            parts.append({"items": [text[2:]]})
    return parts
