"""The heading of a day: "Day 1 – Thursday, 23 May 2013 (9h00 – 18h00) Focus on …".

Knows single lines only; which heading really opens a day is decided in drafting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.agenda.reading.dates import WEEKDAY, WEEKDAY_OF, Mention, find_dates
from app.agenda.reading.places import is_place_line
from app.agenda.reading.rooms import room_above
from app.agenda.reading.times import Span, whole_span
from app.agenda.reading.words import PART_OF_DAY, fold


@dataclass(frozen=True, slots=True)
class DayHeading:
    """What one line says of a day; `hours` are the day's, not an entry's.

    `ordinal` is the N of "Day N", `weekday` counts from Monday (0), `theme` is what is left over,
    `numbered` the day of a month that the line does not name ("Sunday 8").
    """

    mention: Mention | None
    ordinal: int | None
    weekday: int | None
    hours: Span | None
    theme: str
    written: str
    numbered: int | None = None


def read_day_heading(text: str) -> DayHeading | None:
    """The day a line announces, or None when the line announces no day."""
    if len(text) > 220:
        return None
    folded = fold(text)
    at = _skip(_PREFIX, folded, 0)
    ordinal, at = _ordinals(folded, at)
    # Only behind "Day 1 – ", or that 1 would begin a range: "1 – Thursday, 23 May".
    mention = next(iter(find_dates(text[at:])), None)
    before = folded[at : at + mention.start] if mention else ""
    if mention and (len(mention.dates) != 1 or before.strip(" -,:(|.")):
        mention = None
    weekday = mention.weekday if mention else None
    if mention:
        at += mention.end
    match = re.compile(rf"[\s,(|-]*(?P<wd>{WEEKDAY})\s*\)?").match(folded, at)
    if match and weekday is None:
        weekday, at = WEEKDAY_OF[match["wd"].rstrip(". ")], match.end()
    if ordinal is None and mention:
        ordinal, at = _ordinal(folded, at)
    if mention is None and ordinal is None and weekday is None:
        return _behind_title(text, folded)
    numbered = None
    if mention is None and weekday is not None and (match := _NUMBERED.fullmatch(folded, at)):
        numbered, at = int(match["number"]), len(text)
    if mention:
        at += _told_again(text[at:], mention)
    rest, hours = _hours(text[at:].strip(" \t-–—,:|.)*"))
    if PART_OF_DAY.fullmatch(fold(rest).strip("( ")) or is_place_line(rest) or room_above(rest):
        rest = ""
    if not _is_theme(rest) or (mention is None and ordinal is None and rest):
        return None
    return DayHeading(mention, ordinal, weekday, hours, rest, text, numbered)


def _ordinals(folded: str, at: int) -> tuple[int | None, int]:
    """The N of "Day N", also where it stands in two languages: "Jour 1 / Day 1"."""
    ordinal, at = _ordinal(folded, at)
    if ordinal and (again := re.compile(r"\s*/\s*").match(folded, at)):
        repeated, behind = _ordinal(folded, again.end())
        at = behind if repeated == ordinal else at
    return ordinal, at


def _told_again(rest: str, mention: Mention) -> int:
    """How much of the rest tells the same date in another language: " / lundi 3 juin"."""
    again = next(iter(find_dates(rest)), None)
    if again is None or not re.fullmatch(r"\s*[/|(–-]\s*", rest[: again.start]):
        return 0
    days = [(date.month, date.day) for date in again.dates]
    return again.end if days == [(d.month, d.day) for d in mention.dates] else 0


def _behind_title(text: str, folded: str) -> DayHeading | None:
    """A day that stands behind the event's title: "Forum 2008, Day 1, 26 May 2008"."""
    for match in re.finditer(rf"[,:–-]\s*(?={_DAY}\s\d)", folded):
        heading = read_day_heading(text[match.end() :])
        if heading and heading.ordinal and heading.mention:
            return replace(heading, theme="", written=text)
    return None


_NUMBERED = re.compile(r"\s*(?P<number>[12]?\d|3[01])(?:st|nd|rd|th|er)?\s*[:.]?\s*")
_PREFIX = re.compile(
    r"[\s*(|-]*(?:(?:draft |provisional )?(?:agenda|programme|program|programa|schedule|date)"
    r"\s*(?:for|of|du|del|de)?\s*[-:]?\s+)?(?:pre-?conference (?:day|events?)\s*[-:,]\s*)?"
    rf"(?:(?:the|le|el)\s+(?={WEEKDAY}\s))?"
)
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "i": 1, "ii": 2, "iii": 3, "iv": 4,
    "v": 5, "un": 1, "deux": 2, "trois": 3, "uno": 1, "dos": 2, "tres": 3, "first": 1, "second": 2,
    "third": 3, "fourth": 4, "fifth": 5, "premier": 1, "premiere": 1, "deuxieme": 2, "seconde": 2,
    "troisieme": 3, "primer": 1, "primera": 1, "segundo": 2, "segunda": 2, "tercer": 3,
    "tercera": 3,
}  # fmt: skip
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_DAY = r"(?:day|jour|journee|dia|jornada)"
_ORDINAL = re.compile(
    rf"[\s,(|-]*(?:{_DAY}\s*(?:no\.?\s*|n°\s*)?(?P<after>\d{{1,2}}|{_WORDS})\b"
    rf"|(?P<before>\d{{1,2}}|{_WORDS})(?:st|nd|rd|th|er|ere|eme|e|°|a|o)?\s+{_DAY}\b)\s*[)\s,:.|-]*"
)


def _ordinal(folded: str, at: int) -> tuple[int | None, int]:
    match = _ORDINAL.match(folded, at)
    if match is None:
        return None, at
    word = match["after"] or match["before"]
    return (int(word) if word.isdecimal() else _NUMBERS[word]), match.end()


def _skip(pattern: re.Pattern[str], folded: str, at: int) -> int:
    match = pattern.match(folded, at)
    return match.end() if match else at


def _hours(rest: str) -> tuple[str, Span | None]:
    """The day's hours and the rest without them: in brackets, or all that is left."""
    for match in re.finditer(r"[(\[]([^()\[\]]{3,40})[)\]]?", rest):
        span = whole_span(match.group(1))
        if span:
            return _joined(rest[: match.start()], rest[match.end() :]), span
    if re.match(r"[\d(]", rest) and (span := whole_span(rest.strip("()"))):
        return "", span
    return rest, None


def _joined(before: str, after: str) -> str:
    blank = " \t-–—,:|.*"
    return " ".join(part for part in (before.strip(blank), after.strip(blank)) if part)


def _is_theme(rest: str) -> bool:
    if not rest:
        return True
    # Prose that happens to begin with a date: "16 May was chosen because …".
    return (
        len(rest) <= 160 and not rest[0].islower() and not re.search(r"[.;]\s+\S|\d[:h]\d\d", rest)
    )
