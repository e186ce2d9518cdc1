"""The clock as agendas write it: 9h00, 08.30, 9:00-10:30, 0830-0900, 9:30 a.m.–12:30 p.m., 9-10.

Knows no days and no entries. A general date parser takes 08.30 for the 8th of a month and
"24.25-27.5 GHz" for a time; what is no time here stays text.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from app.agenda.reading.words import fold


@dataclass(frozen=True, slots=True)
class Span:
    """Times read at one place. `half_day` says they may be hours of a twelve-hour clock.

    `end` is None where only a start is written, `start` None where only an end is ("until 17:00").
    """

    start: dt.time | None
    end: dt.time | None = None
    half_day: bool = False
    approximate: bool = False
    assumed_afternoon: bool = False

    def afternoon(self) -> Span:
        """The same span twelve hours later, marked as assumed."""
        return replace(
            self,
            start=_later(self.start) if self.start else None,
            end=_later(self.end) if self.end and self.end.hour < 12 else self.end,
            half_day=False,
            assumed_afternoon=True,
        )


_FAR = 120
"""Characters within which a time is looked for; lines of a mutilated file may be megabytes."""


def leading_span(text: str) -> tuple[Span, int] | None:
    """The times at the beginning of a text and where the words after them begin, or None.

    Cautious: a bare number, a year, a decimal with a unit or an item number is no time.
    """
    found = _read(fold(text[:_FAR]), alone=False)
    lasting = _LASTING.match(text, found[1]) if found and found[0].start else None
    if found is None or lasting is None:
        return found
    span, minutes = found[0], int(lasting.group(1))
    if span.end is None and span.start and minutes:
        whole = span.start.hour * 60 + span.start.minute + minutes
        span = replace(span, end=dt.time(whole // 60 % 24, whole % 60))
    return span, lasting.end()


_LASTING = re.compile(
    r"[(\[]\s*(\d{1,3})\s?(?:min\w*|mn|['’′])\.?\s*[)\]][\s:;,–-]*(?=\S)", re.IGNORECASE
)
"""How long it lasts, behind when it begins: "10:00 (30 min) Opening"."""


def whole_span(text: str) -> Span | None:
    """The times that make up the whole text (a time column's cell), or None.

    Here "9-10", "0830" and "9.30" count, because nothing else stands beside them.
    """
    if len(text) > _FAR:
        return None
    folded = _ROUGHLY.sub("", fold(text)).strip()
    if not folded or len(folded) > 60:
        return None
    found = _read(folded, alone=True)
    return found[0] if found and found[1] >= len(folded) else None


_ROUGHLY = re.compile(r"\s*[(\[]?(?:approx\w*|aprox\w*|environ|tbc|tentative)\.?[)\]]?\s*$")


def trailing_span(text: str) -> tuple[Span, int] | None:
    """Times in brackets, or a whole range after a dash or comma, at the end of a text.

    Gives the span and where the words before it end: "Opening (9:00-9:30)".
    """
    text = text.rstrip()
    skipped = max(0, len(text) - _FAR)
    folded = fold(text[skipped:])
    match = re.search(r"\s*[(\[]([^()\[\]]{3,40})[)\]]$", folded)
    if match and (span := whole_span(match.group(1))):
        return (span, skipped + match.start()) if _certain(match.group(1)) else None
    if match := re.search(r"\s*[-,:|]\s+(\d[^()]{3,30})$", folded):
        span = whole_span(match.group(1))
        if span and span.end and _certain(match.group(1)):
            return span, skipped + match.start()
    if (match := _RANGE_AT_END.search(folded)) and (span := whole_span(match.group(1))):
        return (span, skipped + match.start()) if span.end else None
    return None


_RANGE_AT_END = re.compile(
    r"(?<=[\w)\]\"'”»])\s+(\d{1,2}(?:[:h.]\d\d)?\s?(?:[ap]\.?m\.?)?\s*(?:-|to|a)\s*"
    r"\d{1,2}[:h.]\d\d\s?(?:[ap]\.?m\.?)?)$"
)


_BEFORE = re.compile(
    r"(?:[\s(\[~≈*]|approx(?:imately|\.)?|about|around|circa\b|ca\.|c\.|vers\b|environ\b|hacia\b|"
    r"from\b|at\b|a partir de(?: las?)?\b|de(?: las?)?\b|des\b|a las?\b|a(?=\s\d)|"
    r"desde(?: las?)?\b|"
    r"starting(?: at)?\b|between\b|entre(?: las?)?\b|times?\s*:|hour\s*:|heure\s*:|hora\s*:)+"
)
_APPROXIMATE = re.compile(r"~|≈|approx|about|around|circa|ca\.|c\.|vers|environ|hacia")
_UNTIL = re.compile(r"\s*(?:until|till|up to|jusqu'a|hasta(?: las?)?)\s+")
_WORDS = {"noon": 12, "midday": 12, "midi": 12, "mediodia": 12, "midnight": 0, "minuit": 0}
_CLOCK = re.compile(
    r"(?:(?P<twelve>12)(?:[.:]00)?\s*)?(?P<word>noon|midday|midi|mediodia|midnight|minuit)\b"
    r"|(?P<h>\d{1,2})(?:\s?h\s?(?P<hm>[0-5]\d)(?:\s?(?:mn|min)\b\.?)?"
    r"|\s?:\s?(?P<cm>[0-5]\s?\d)(?::[0-5]\d)?|\.(?P<dm>[0-5]\d)|,(?P<km>[0-5]\d)(?=\s?h\b)"
    r"|\s?(?P<hour>h(?:eures?)?\b(?!\s?\d)))?(?![\d])"
    r"|(?P<four>(?:[01]\d|2[0-4])[0-5]\d)(?!\d)"
)
_MERIDIEM = re.compile(r"\s*(?P<half>[ap])\s?\.?\s?m\b\.?")
_ZONE = (
    r"(?:local time|heure locale|hora local|ce[s]?t|gmt|utc|wet|eet|eest|bst|e[sd]t|p[sd]t|pht|"
    r"gst|ict|sgt|jst|kst|ist|aes?t|msk|brt|wib|wat|cat|eat|"
    r"[cm][sd]t)(?:\s?[+-]\d{1,2}(?::\d\d)?)?(?![a-z])"
)
_AFTER = re.compile(
    rf"\s*(?:(?:hours|hrs?|heures?|horas?|hs|uhr|noon|onwards?|h)\b\.?|o'clock|en adelante|"
    rf"\(?{_ZONE}\)?)"
)
_CLOCK_ELSEWHERE = r"\d{1,2}[:.h]\d\d\s?(?:[ap]\.?m\.?)?"
_ELSEWHERE = re.compile(
    rf"(?<=[\w)])\s*(?:/|\(|\||;)\s*{_CLOCK_ELSEWHERE}(?:\s*(?:-|to)\s*{_CLOCK_ELSEWHERE})?"
    rf"\s*(?:hours |hrs )?\(?{_ZONE}\)?\s*\)?"
)
"""The same time on the clock of another zone, behind the event's own."""
_DASH = re.compile(r"\s*\.?\s*(?:-{1,3}>?|→|~|/)\s*")
_TO = re.compile(r"\s*(?:to|until|till|a(?: las?)?|au|hasta(?: las?)?|bis|and|et|y)\s+(?=[\dnm])")
_UNIT = re.compile(
    r"\s*(?:[gmk]hz|%|°|km\b|eur\b|usd\b|€|\$|million|billion|percent|pages?\b|each\b|"
    r"[.:]\d|/\d(?!\d?\s?[h:.]\s?\d?)|-\s?\d{1,2}[./]\d{1,2}[./]\d)"
)


@dataclass(frozen=True, slots=True)
class _Clock:
    hour: int
    minute: int
    style: str
    padded: bool
    half: str | None = None


def _read(folded: str, *, alone: bool) -> tuple[Span, int] | None:
    if re.search(_ZONE, folded):
        folded = _ELSEWHERE.sub(lambda match: " " * len(match.group()), folded)
    if match := _UNTIL.match(folded):
        found = _clock(folded, match.end())
        if found is None or found[0].style in ("bare", "four"):
            return None
        end = _time(found[0], found[0].half)
        return (Span(None, end), _closing(folded, found[1])) if end else None
    before = _BEFORE.match(folded)
    at = before.end() if before else 0
    first_found = _clock(folded, at)
    if first_found is None:
        return None
    first, at = first_found
    second, at = _second(folded, at, first, alone)
    approximate = bool(before and _APPROXIMATE.search(before.group()))
    # "9h is" and "2 hours": an hour alone is a time when it stands alone, or in a range.
    if not _believable(first, second, alone, folded, at):
        return None
    span = _span(first, second, approximate)
    return (span, _closing(folded, at)) if span else None


def _second(folded: str, at: int, first: _Clock, alone: bool) -> tuple[_Clock | None, int]:
    joint = _DASH.match(folded, at) or _TO.match(folded, at)
    if joint is None and alone and first.style != "bare":
        joint = re.compile(r"\s+(?=\d)").match(folded, at)
    if joint is None:
        return None, at
    found = _clock(folded, joint.end())
    if found is not None:
        bare = found[0].style == "bare" and found[0].half is None
        if not bare or (alone and found[1] == len(folded.rstrip(" )]:.,"))):
            return found
    # "09.00 - Opening": the dash separates; "9:00 to be confirmed": the word belongs to the text.
    return None, joint.end() if _DASH.match(folded, at) else at


def _clock(folded: str, at: int) -> tuple[_Clock, int] | None:
    match = _CLOCK.match(folded, at)
    if match is None:
        return None
    end = match.end()
    if word := match.group("word"):
        said = match.group("twelve") or re.match(r"\s*[:|-]", folded[end:])
        return _Clock(_WORDS[word], 0, "noon" if said else "word", True), end
    if four := match.group("four"):
        clock = _Clock(int(four[:2]), int(four[2:]), "four", True)
        style_end = _AFTER.match(folded, end)
        if style_end:
            return _Clock(clock.hour, clock.minute, "four hours", True), style_end.end()
        return clock, end
    hour = int(match.group("h"))
    minutes = match.group("hm") or match.group("cm") or match.group("dm") or match.group("km")
    style = "bare"
    for name, called in (
        ("hm", "h"),
        ("cm", "colon"),
        ("dm", "dot"),
        ("km", "h"),
        ("hour", "hour"),
    ):
        if match.group(name) is not None:
            style = called
    minute = int(re.sub(r"\s", "", minutes)) if minutes else 0
    if hour > 24 or (hour == 24 and minute):
        return None
    half, end = _behind_clock(folded, end, hour, style)
    if _UNIT.match(folded, end):
        return None
    padded = match.group("h").startswith("0") or hour > 12
    return _Clock(hour, minute, style, padded, half), end


def _behind_clock(folded: str, end: int, hour: int, style: str) -> tuple[str | None, int]:
    """Which half of the day is said behind a clock, if any, and where what belongs to it ends."""
    half = None
    if hour and (meridiem := _MERIDIEM.match(folded, end)):
        # "13.00 p.m." says it twice.
        half, end = meridiem.group("half") if hour <= 12 else None, meridiem.end()
    if hour == 12 and style != "bare" and (noon := _NOON_IN_SPANISH.match(folded, end)):
        end = noon.end()
    while after := _AFTER.match(folded, end):
        # "14 hours" without minutes is a duration; "14.00 hours" is a time.
        if style == "bare" and half is None:
            break
        end = after.end()
    return half, end


_NOON_IN_SPANISH = re.compile(r"\s?m\b\.?")
"""12:00 m."""


def _believable(first: _Clock, second: _Clock | None, alone: bool, folded: str, at: int) -> bool:
    if "bare" in (first.style, second.style if second else ""):
        if first.half or (second and second.half):
            return True
        if second is None:
            return False
        if first.style == second.style:
            return alone and first.hour < 24 and first.hour != second.hour
        return alone or second.style != "hour"
    if first.style == "four":
        if second is None:
            return alone and folded[:1] in "01" and first.minute % 5 == 0
        if second.style != "four":
            return second.style == "four hours"
        years = (
            first.hour * 100 + first.minute >= 1900 and second.hour * 100 + second.minute <= 2100
        )
        quarters = first.minute % 15 == 0 and second.minute % 15 == 0
        return not years or (alone and quarters)
    if first.style == "hour" and second is None and not alone:
        return first.hour >= 6
    if first.style == "dot" and second is None and first.half is None and not alone:
        # "5.10 Adoption of the report" is item 5.10 of something.
        return first.padded or first.hour >= 7
    if first.style == "word" and second is None:
        return alone
    return True


def _certain(folded: str) -> bool:
    """Whether a time at the end of a line is written as one, not as "(9-10)" or "(2013)"."""
    return bool(re.search(r"\d\s?[h:]\s?\d|\d\s?[ap]\.?\s?m\b|\d\.\d\d\s*(?:-|to|h)", folded))


def _span(first: _Clock, second: _Clock | None, approximate: bool) -> Span | None:
    half = first.half
    if half is None and second and second.half:
        # "9.30 - 11 am" says it once; "11 - 1 pm" cannot mean 11 in the evening.
        same = _time(first, second.half)
        end = _time(second, second.half)
        half = second.half if same and end and same < end else "a" if second.half == "p" else None
    start = _time(first, half)
    if start is None:
        return None
    if second is None:
        return Span(start, None, _ambiguous(first, half), approximate)
    end = _time(second, second.half)
    if end is None:
        return None
    assumed = False
    if end <= start and _ambiguous(second, second.half) and _later(end) > start:
        end, assumed = _later(end), True
    early = _ambiguous(first, half) and not assumed
    return Span(start, end, early, approximate, assumed)


_FULL_DAY = ("h", "hour", "four", "four hours")
"""Styles that only ever count to twenty-four."""


def _ambiguous(clock: _Clock, half: str | None) -> bool:
    return (
        half is None and not clock.padded and 1 <= clock.hour < 12 and clock.style not in _FULL_DAY
    )


def _time(clock: _Clock, half: str | None) -> dt.time | None:
    hour = clock.hour
    if half:
        if not 1 <= hour <= 12:
            return dt.time(hour % 24, clock.minute)
        hour = hour % 12 + (12 if half == "p" else 0)
    return dt.time(hour % 24, clock.minute)


def _later(value: dt.time) -> dt.time:
    return value.replace(hour=value.hour + 12) if value.hour < 12 else value


def _closing(folded: str, at: int) -> int:
    match = re.compile(r"[\s)\]:;,.|*/]*(?:-{1,2}(?=\s|$)\s*)?").match(folded, at)
    return match.end() if match else at
