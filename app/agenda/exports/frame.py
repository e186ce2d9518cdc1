"""What every readable export says above and below the days. Knows no format."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from app.agenda.exports.facts import AgendaFacts
from app.agenda.exports.words import Words, line
from app.agenda.timetable import Timetable


def reference(timetable: Timetable) -> str:
    """The document's reference, as the version was published with it."""
    return line(timetable.reference)


def version_name(timetable: Timetable, words: Words) -> str:
    """The version's own label; one that does not say "version" stands behind the number."""
    label = line(timetable.label)
    word = (words.version % {"number": ""}).strip()
    if label and word.casefold() in label.casefold():
        return label
    number = words.version % {"number": timetable.number}
    return f"{number}, {label}" if label else number


def version_date(timetable: Timetable, words: Words) -> str:
    """The day of publication where the event takes place; nothing for what is not published."""
    if timetable.published_at is None:
        return ""
    return words.short_date(timetable.published_at.astimezone(ZoneInfo(timetable.zone)).date())


def where_and_when(timetable: Timetable, facts: AgendaFacts, words: Words) -> list[str]:
    """Place (or "Online"), venue and dates, only what is known."""
    place = facts.place or (words.online if facts.online else "")
    return [part for part in (place, facts.venue, words.span(timetable.dates)) if part]


def zone_name(timetable: Timetable) -> str:
    """The zone as people read it: "Europe/Paris"."""
    return timetable.zone.replace("_", " ")
