"""Dates as agendas write them, in English, French and Spanish, with or without a year.

Knows no times and no entries. Which of a document's dates are the event's is decided elsewhere.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from app.agenda.reading.words import fold

_MONTHS = (
    "january jan janvier janv enero ene", "february feb fevrier fevr febrero",
    "march mar mars marzo", "april apr avril avr abril abr", "may mai mayo",
    "june jun juin junio", "july jul juillet juil julio",
    "august aug aout agosto ago", "september sept sep septembre septiembre setiembre",
    "october oct octobre octubre", "november nov novembre noviembre",
    "december dec decembre diciembre dic",
)  # fmt: skip
_MONTH_OF = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
_WEEKDAYS = (
    "monday mon lundi lunes", "tuesday tues tue mardi martes", "wednesday wed mercredi miercoles",
    "thursday thurs thur thu jeudi jueves", "friday fri vendredi viernes",
    "saturday sat samedi sabado", "sunday sun dimanche domingo",
)  # fmt: skip
WEEKDAY_OF = {name: n for n, names in enumerate(_WEEKDAYS) for name in names.split()}


def _any(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_MONTH = rf"(?:{_any(_MONTH_OF)})(?![a-z])\.?"
WEEKDAY = rf"(?:{_any(WEEKDAY_OF)})\b\.?"
_NUMBER = r"(?:[0-3]?\d)(?:\s?(?:st|nd|rd|th|er|o|°)(?!\w)|\.(?=\s?-|\s[a-z]))?(?![\d:h])"
_JOIN = r"\s*(?:-|/|&|,|\band\b|\bet\b|\by\b|\bto\b|\bau\b|\bal\b|\ba\b)\s*"
_OF = r"\s*(?:\bof\b|\bde\b|\bdu\b|-)?\s*"
_YEAR = r"(?:\s*,?\s*(?:\bof\b|\bde\b|\bdel\b|-)?\s*(?P<{0}>(?:19|20)\d\d)(?!\d))"
_PLAIN = re.compile(
    rf"(?:\b(?P<wd>{WEEKDAY})[\s,(-]*)?(?:\b(?:the|le|el)\s+)?(?<![\d.:h])(?P<d1>{_NUMBER})"
    rf"(?:{_OF}(?P<m1>{_MONTH}){_YEAR.format('y1')}?)?"
    rf"(?:(?P<join>{_JOIN})(?:(?:{WEEKDAY})[\s,]*)?(?:the |le |el )?(?P<d2>{_NUMBER})"
    rf"(?:{_JOIN}(?:(?:{WEEKDAY})[\s,]*)?(?P<d3>{_NUMBER}))?)?"
    rf"{_OF}(?P<m2>{_MONTH})?(?:{_YEAR.format('y2')})?"
)
_MONTH_FIRST = re.compile(
    rf"(?:\b(?P<wd>{WEEKDAY})[\s,-]*)?\b(?P<m1>{_MONTH})\s+(?P<d1>{_NUMBER})"
    rf"(?:(?P<join>{_JOIN})(?:(?P<m2>{_MONTH})\s+)?(?P<d2>{_NUMBER}))?(?:{_YEAR.format('y2')})?"
)
_ISO = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[-/])(?P<m>\d\d)(?P=s)(?P<d>\d\d)(?!\d)")
_DIGITS = re.compile(
    rf"(?:\b(?P<wd>{WEEKDAY})[\s,]*)?(?<![\d./])(?:(?P<first>[0-3]?\d)\.?\s?-\s?)?"
    r"(?P<d>[0-3]?\d)(?P<s>[./-])(?P<m>[0-3]?\d)"
    r"(?:(?P=s)(?P<y>(?:19|20)\d\d))?(?![\d/]|[.:]\d)"
)


_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day of a month, in a year where the document names one."""

    year: int | None
    month: int
    day: int

    def iso(self) -> str:
        """`2019-05-16`, or `--05-16` without a year."""
        return f"{self.year or '-'}-{self.month:02d}-{self.day:02d}"

    def known(self) -> dt.date | None:
        """The calendar date, or None without a year."""
        return dt.date(self.year, self.month, self.day) if self.year else None

    def in_year(self, year: int | None) -> PartialDate:
        """The same day in `year` when none is known yet; unchanged if that day does not exist."""
        if self.year is not None or year is None or not _exists(year, self.month, self.day):
            return self
        return PartialDate(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Mention:
    """Dates named at one place: characters `start` to `end`; `weekday` counts from Monday, 0.

    A range holds all its days; `unsure` when day and month could be the other way round.
    """

    start: int
    end: int
    dates: tuple[PartialDate, ...]
    weekday: int | None = None
    unsure: bool = False


def find_dates(text: str) -> list[Mention]:
    """All dates named in a text, in order."""
    return list(_found(text)) if _DIGIT.search(text) else []


@lru_cache(maxsize=1024)  # the same line is asked for a day, a place, a title and a reference
def _found(text: str) -> tuple[Mention, ...]:
    folded = fold(text)
    found: list[Mention] = []
    for pattern, build in (
        (_ISO, _iso),
        (_PLAIN, _named),
        (_MONTH_FIRST, _named),
        (_DIGITS, _digits),
    ):
        for match in pattern.finditer(folded):
            mention = None if _of_month_before(folded, match, found) else build(match)
            if mention and not any(_overlap(mention, other) for other in found):
                found.append(mention)
    return _ranges(folded, sorted(found, key=lambda mention: mention.start))


def _of_month_before(folded: str, match: re.Match[str], found: list[Mention]) -> bool:
    """ "May 30 – June 2" is not the 30th of June: the month before the day is the day's."""
    if match.re is not _PLAIN:
        return False
    before = _MONTH_AT_END.search(folded, max(0, match.start() - 14), match.start())
    return before is not None and not any(m.start <= before.start() < m.end for m in found)


_MONTH_AT_END = re.compile(rf"\b{_MONTH}\s+$")
_UP_TO = re.compile(rf"\s*(?:-|to|until|au|al|bis)\s*(?:{WEEKDAY}[\s,]*)?")


def _ranges(folded: str, found: list[Mention]) -> tuple[Mention, ...]:
    """Two whole dates with nothing but a dash between them are one range."""
    joined: list[Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if (
            last
            and len(last.dates) == len(mention.dates) == 1
            and _UP_TO.fullmatch(folded, last.end, mention.start)
            and (days := _days(last.dates[0], mention.dates[0]))
            and len(days) > 1
        ):
            joined[-1] = Mention(last.start, mention.end, days, last.weekday, last.unsure)
        else:
            joined.append(mention)
    return tuple(joined)


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _named(match: re.Match[str]) -> Mention | None:
    part = match.groupdict()
    if not part["m1"] and not part["m2"]:
        return None
    first_month = _month(part["m1"] or part["m2"])
    last_month = _month(part["m2"] or part["m1"])
    last_year = int(part["y2"]) if part["y2"] else None
    first_year = int(part["y1"]) if part.get("y1") else last_year
    first = _partial(first_year, first_month, part["d1"])
    if first is None:
        return None
    last = _partial(last_year or first_year, last_month, part["d2"]) if part["d2"] else None
    dates: tuple[PartialDate, ...] = (first,)
    if last and (last.month, last.day) == (first.month, first.day):
        pass  # "3 June / 3 juin": one day in two languages
    elif last:
        joined = "," in part["join"] or part.get("d3") is not None
        dates = (first, last) if joined else _days(first, last)
        third = _partial(last.year, last.month, part["d3"]) if part.get("d3") else None
        dates = (*dates, third) if third else dates
    elif part["d2"]:
        return None
    return Mention(match.start(), _trimmed(match), dates, _weekday(part["wd"]))


def _days(first: PartialDate, last: PartialDate) -> tuple[PartialDate, ...]:
    """Every day from first to last; only both ends when the range cannot be walked."""
    year = first.year or 2000
    one, other = (
        dt.date(d.year or year, d.month, d.day) if _exists(d.year or year, d.month, d.day) else None
        for d in (first, PartialDate(last.year or year, last.month, last.day))
    )
    if one is None or other is None or not 0 < (other - one).days <= 20:
        return (first, last)
    days = (one + dt.timedelta(days=n) for n in range((other - one).days + 1))
    return tuple(PartialDate(d.year if first.year else None, d.month, d.day) for d in days)


def _iso(match: re.Match[str]) -> Mention | None:
    found = _partial(int(match["y"]), int(match["m"]), match["d"])
    return Mention(match.start(), match.end(), (found,)) if found else None


def _digits(match: re.Match[str]) -> Mention | None:
    """Day before month, as Europe, Asia and Latin America write; without a year only if named."""
    if match["y"] is None and (match["wd"] is None or match["s"] != "/"):
        return None
    year = int(match["y"]) if match["y"] else None
    day, month = int(match["d"]), int(match["m"])
    found = _partial(year, month, str(day))
    unsure = day <= 12 and month <= 12 and day != month
    if found is None:
        found, unsure = _partial(year, day, str(month)), False
    if found is None:
        return None
    first = _partial(year, found.month, match["first"]) if match["first"] else None
    dates = _days(first, found) if first else (found,)
    return Mention(match.start(), match.end(), dates, _weekday(match["wd"]), unsure)


def _partial(year: int | None, month: int, day: str) -> PartialDate | None:
    number = int(re.match(r"\d+", day.strip()).group())  # type: ignore[union-attr]
    return PartialDate(year, month, number) if _exists(year or 2000, month, number) else None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _month(name: str) -> int:
    return _MONTH_OF[name.rstrip(". ")]


def _weekday(name: str | None) -> int | None:
    return WEEKDAY_OF[name.rstrip(". ")] if name else None


def _trimmed(match: re.Match[str]) -> int:
    return match.start() + len(match.group().rstrip(" ,-"))
