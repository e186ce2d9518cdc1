"""The agenda as Markdown (CommonMark). Everything that people wrote is escaped."""

from __future__ import annotations

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
from app.printing import markdown_escaped as escaped


def as_markdown(timetable: Timetable, facts: AgendaFacts, words: Words) -> bytes:
    """The whole version, UTF-8: a heading per day, an item per entry, side by side as a sublist."""
    return ("\n\n".join(_blocks(timetable, facts, words)) + "\n").encode()


def _blocks(timetable: Timetable, facts: AgendaFacts, words: Words) -> Iterator[str]:
    yield f"# {escaped(facts.title)}"
    if facts.subtitle:
        yield escaped(facts.subtitle)
    if about := where_and_when(timetable, facts, words):
        yield escaped(" · ".join(about))
    zone = words.times_in % {"zone": zone_name(timetable)}
    version = (
        reference(timetable),
        version_name(timetable, words),
        version_date(timetable, words),
        zone,
    )
    yield escaped(" · ".join(part for part in version if part))
    for number, day in enumerate(timetable.days, 1):
        yield from _day(day, number, len(timetable.days), words)
    yield f"[{escaped(words.whole_agenda)}](<{facts.address}>)"


def _day(day: TimetableDay, number: int, days: int, words: Words) -> Iterator[str]:
    date = words.long_date(day.on) if day.on else line(day.written)
    heading = f"{words.day % {'number': number}} – {date}" if days > 1 else date
    yield f"## {escaped(heading)}"
    if day.theme:
        yield escaped(line(day.theme))
    yield "\n".join(text for row in day.rows for text in _row(row, words))


def _row(row: TimetableRow, words: Words) -> Iterator[str]:
    if not row.is_parallel:
        yield from _entry(row.entries[0], row.entries[0].hours, "", words)
        return
    hours = _strong(row.entries[0].hours)
    yield f"- {hours}" + (f" {escaped(line(row.context))}" if row.context else "")
    for entry in row.entries:
        own = entry.hours if entry.hours != row.entries[0].hours else ""
        yield from _entry(entry, own, "  ", words)


def _entry(entry: Entry, hours: str, indent: str, words: Words) -> Iterator[str]:
    name = escaped(words.name(entry))
    if entry.is_cancelled:
        yield f"{indent}- {_strong(hours)} {escaped(words.cancelled)}: {name}"
        return
    room = f" ({escaped(line(entry.room))})" if entry.room else ""
    below = []
    if entry.speakers:
        below.append(f"*{escaped('; '.join(map(line, entry.speakers)))}*")
    if chaired := words.chaired(entry):
        below.append(escaped(chaired))
    if not entry.continued:
        below += [f"{_bullet(text)}" for text in lines(entry.abstract)]
    yield f"{indent}- {_strong(hours)}{' ' if hours else ''}{name}{room}"
    for text in below:
        # An empty line first: a paragraph of its own inside the item.
        yield from ("", f"{indent}  {text}")


def _bullet(text: str) -> str:
    return f"- {escaped(text[2:])}" if text.startswith("- ") else escaped(text)


def _strong(hours: str) -> str:
    return f"**{escaped(hours)}**" if hours else ""
