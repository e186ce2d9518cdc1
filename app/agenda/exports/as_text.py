"""The agenda as plain text for a terminal, 80 columns. Knows no colours and no width but that."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator

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

WIDTH = 80
_INDENT = " " * 13  # "09:00–10:30" and two blanks
_BESIDE = "| "


def as_text(timetable: Timetable, facts: AgendaFacts, words: Words) -> bytes:
    """The whole version, UTF-8, ending with one line break."""
    return ("\n".join(_lines(timetable, facts, words)).rstrip() + "\n").encode()


def _lines(timetable: Timetable, facts: AgendaFacts, words: Words) -> Iterator[str]:
    yield from textwrap.wrap(facts.title, WIDTH)
    yield from textwrap.wrap(facts.subtitle, WIDTH)
    yield from textwrap.wrap(" · ".join(where_and_when(timetable, facts, words)), WIDTH)
    zone = words.times_in % {"zone": zone_name(timetable)}
    about = (
        reference(timetable),
        version_name(timetable, words),
        version_date(timetable, words),
        zone,
    )
    yield from textwrap.wrap(" · ".join(part for part in about if part), WIDTH)
    for number, day in enumerate(timetable.days, 1):
        yield ""
        yield ""
        yield from _day_lines(day, number, len(timetable.days), words)
    yield ""
    yield ""
    yield f"{words.whole_agenda}:"
    yield facts.address


def _day_lines(day: TimetableDay, number: int, days: int, words: Words) -> Iterator[str]:
    date = words.long_date(day.on) if day.on else line(day.written)
    heading = f"{words.day % {'number': number}} · {date}" if days > 1 else date
    yield heading.upper()
    yield from textwrap.wrap(line(day.theme), WIDTH)
    yield "-" * min(WIDTH, max(_width(heading), 24))
    for row in day.rows:
        yield from _row_lines(row, words)


def _row_lines(row: TimetableRow, words: Words) -> Iterator[str]:
    if row.is_parallel and row.context:
        yield from _wrapped(line(row.context), _column(row.entries[0].hours), _INDENT)
        yield ""
    for place, entry in enumerate(row.entries):
        first = place == 0 and not (row.is_parallel and row.context)
        same = entry.hours == row.entries[0].hours
        time = _column(entry.hours if first or not same else "")
        beside = _BESIDE if row.is_parallel else ""
        yield from _entry_lines(entry, time + beside, _INDENT + beside, words)
        goes_on = row.is_parallel and place + 1 < len(row.entries)
        yield (_INDENT + beside).rstrip() if goes_on else ""


def _entry_lines(entry: Entry, first: str, indent: str, words: Words) -> Iterator[str]:
    name = words.name(entry)
    if entry.is_cancelled:
        yield from _wrapped(f"{words.cancelled}: {name}", first, indent)
        return
    yield from _wrapped(name, first, indent)
    if entry.room:
        yield from _wrapped(line(entry.room), indent, indent)
    if entry.speakers:
        yield from _wrapped("; ".join(map(line, entry.speakers)), indent, indent)
    if chaired := words.chaired(entry):
        yield from _wrapped(chaired, indent, indent)
    if not entry.continued:
        for text in lines(entry.abstract):
            hanging = indent + ("  " if text.startswith("- ") else "")
            yield from _wrapped(text, indent, hanging)


def _wrapped(text: str, first: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=indent) or [first]


def _column(hours: str) -> str:
    return f"{hours:<{len(_INDENT)}}"


def _width(text: str) -> int:
    """How many columns a terminal needs: wide letters (East Asian Width, UAX 11) take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
