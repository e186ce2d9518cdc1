"""The agenda as one script that puts itself into another site's page.

    <script src="https://…/events/{slug}/embed.js" async></script>

The script carries the newest version's text with it and asks for nothing more: no second request,
no cookie, no third party, so the other site's Content-Security-Policy needs our origin in
`script-src` only (its style sheet is constructed, which `style-src` does not govern; the addresses
are plain links). It writes text into nodes, never markup, inside a shadow root: neither site's
styles reach the other. `data-into="id"` names the element to fill; without it the agenda stands
where the script does. Knows no request; what it does in the page is in `embed.js`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from app.agenda.exports.facts import AgendaFacts
from app.agenda.exports.frame import (
    version_date,
    version_name,
    where_and_when,
    zone_name,
)
from app.agenda.exports.words import Words, line
from app.agenda.timetable import Entry, Timetable, TimetableDay, TimetableRow

SCRIPT = Path(__file__).with_name("embed.js")


def as_embed(timetable: Timetable, facts: AgendaFacts, words: Words) -> bytes:
    """The script, UTF-8."""
    zone = words.times_in % {"zone": zone_name(timetable)}
    version = (version_name(timetable, words), version_date(timetable, words), zone)
    agenda = {
        "language": facts.language,
        "title": facts.title,
        "where": " · ".join(where_and_when(timetable, facts, words)),
        "version": " · ".join(part for part in version if part),
        "whole": words.whole_agenda,
        "address": facts.address,
        "days": [
            _day(day, number, len(timetable.days), facts, words)
            for number, day in enumerate(timetable.days, 1)
        ],
    }
    # ASCII only: whatever charset the other page is in, the text arrives.
    return f"{_script()}({json.dumps(agenda)});\n".encode()


@cache
def _script() -> str:
    return SCRIPT.read_text("utf-8").rstrip().rstrip(";")


def _day(
    day: TimetableDay, number: int, days: int, facts: AgendaFacts, words: Words
) -> dict[str, Any]:
    date = words.long_date(day.on) if day.on else line(day.written)
    return {
        "ordinal": words.day % {"number": number} if days > 1 else "",
        "name": date,
        "theme": line(day.theme),
        "rows": [_row(row, facts, words) for row in day.rows],
    }


def _row(row: TimetableRow, facts: AgendaFacts, words: Words) -> dict[str, Any]:
    first = row.entries[0]
    return {
        "hours": first.hours,
        "starts": first.starts_at.isoformat() if first.starts_at else "",
        "context": line(row.context) if row.is_parallel else "",
        "entries": [
            _entry(entry, facts, words, own=entry.hours if entry.hours != first.hours else "")
            for entry in row.entries
        ],
    }


def _entry(entry: Entry, facts: AgendaFacts, words: Words, *, own: str) -> dict[str, Any]:
    name = words.name(entry)
    linked = not (entry.is_break or entry.is_cancelled)
    return {
        "name": f"{words.cancelled}: {name}" if entry.is_cancelled else name,
        "href": f"{facts.address}/sessions/{entry.event_session_slug}" if linked else "",
        "where": " · ".join(part for part in (line(entry.room), own) if part),
        "speakers": "; ".join(map(line, entry.speakers)),
        "chair": words.chaired(entry),
        "quiet": entry.is_break or entry.is_cancelled,
    }
