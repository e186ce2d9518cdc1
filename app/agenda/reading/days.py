"""Which date each day of the agenda has.

Knows day headings and the event's dates; a date is only ever one that the document names (or
completes with the year the user typed in), otherwise it is asked for.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, field, replace

from app.agenda.reading.dates import PartialDate
from app.agenda.reading.drafts import DayDraft, Drafts
from app.agenda.reading.words import CONTINUED, fold

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(slots=True)
class Dated:
    """The date of every day (ISO, `--05-16` or None) and the questions that remain."""

    dates: list[str | None] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)


def date_days(drafts: Drafts, event: tuple[PartialDate, ...], year: int | None) -> Dated:
    """Dates for `drafts.days`; days named twice ("… (continued)") are made one."""
    event = tuple(date.in_year(year) for date in event)
    dated = Dated()
    found = [_date(day, event, year) for day in drafts.days]
    found = _years_from_neighbours(drafts, found)
    _alone(drafts, found, event)
    _merge(drafts, found)
    for day, date in zip(drafts.days, found, strict=True):
        dated.dates.append(date.iso() if date else None)
        _ask(dated, day, date)
    if any(date and date.year is None for date in found):
        dated.questions.append("Which year? The document names the days without one.")
    return dated


def _date(day: DayDraft, event: tuple[PartialDate, ...], year: int | None) -> PartialDate | None:
    heading = day.heading
    if heading is None:
        return None
    if heading.mention:
        date = heading.mention.dates[0]
        same = [e.year for e in event if (e.month, e.day) == (date.month, date.day)]
        return date.in_year(next((y for y in same if y), year))
    if heading.ordinal and _consecutive(event) and 1 <= heading.ordinal <= len(event):
        return event[heading.ordinal - 1]
    if heading.numbered:
        same_day = [e for e in event if e.day == heading.numbered]
        return same_day[0] if len(same_day) == 1 else None
    if heading.weekday is not None:
        known = [(e, e.known()) for e in event]
        fits = [e for e, on in known if on and on.weekday() == heading.weekday]
        return fits[0] if len(fits) == 1 else None
    return None


def _consecutive(event: tuple[PartialDate, ...]) -> bool:
    year = next((e.year for e in event if e.year), 2000)
    days = [e.in_year(year).known() for e in event]
    return bool(event) and all(
        one and other and other - one == dt.timedelta(days=1)
        for one, other in itertools.pairwise(days)
    )


def _years_from_neighbours(
    drafts: Drafts, found: list[PartialDate | None]
) -> list[PartialDate | None]:
    """ "Thursday 16 May 2019" and then "Friday 17 May": the same year, unless months run back.

    A day before the known ones ("Monday, 26 July", the day of arrival) has it if its weekday says
    so.
    """
    result: list[PartialDate | None] = []
    known = next((d for d in found if d and d.year), None)
    for day, date in zip(drafts.days, found, strict=True):
        if date and date.year is None and known:
            forward = (date.month, date.day) >= (known.month, known.day)
            on = date.in_year(known.year).known()
            weekday = day.heading.weekday if day.heading else None
            said = on is not None and weekday == on.weekday()
            date = date.in_year(known.year) if forward or said else date
        result.append(date)
    return result


def _alone(drafts: Drafts, found: list[PartialDate | None], event: tuple[PartialDate, ...]) -> None:
    """One day without a heading of its own is the event's one date; two of them are its two."""
    if len(drafts.days) != len(event) or any(found) or not _consecutive(event):
        return
    headings = [day.heading for day in drafts.days]
    if len(event) == 1:
        if headings[0] is None or headings[0].weekday is None:
            found[0] = event[0]
    elif not any(headings):
        found[:] = event


def _merge(drafts: Drafts, found: list[PartialDate | None]) -> None:
    place_of: dict[int, int] = {}
    days: list[DayDraft] = []
    dates: list[PartialDate | None] = []
    for old, (day, date) in enumerate(zip(drafts.days, found, strict=True)):
        again = dates.index(date) if date and date in dates else None
        ordinal = day.heading.ordinal if day.heading and date is None else None
        if again is None and ordinal:
            ordinals = [d.heading.ordinal if d.heading else None for d in days]
            again = ordinals.index(ordinal) if ordinal in ordinals else None
        theme = day.theme
        if theme and (CONTINUED.fullmatch(fold(theme)) or theme.startswith("(cont")):
            theme = ""
        if again is None:
            place_of[old] = len(days)
            days.append(replace(day, theme=theme))
            dates.append(date)
        else:
            place_of[old] = again
            days[again].theme = days[again].theme or theme
            days[again].hours = days[again].hours or day.hours
    for draft in drafts.entries:
        draft.day = place_of[draft.day]
    drafts.days[:] = days
    found[:] = dates


def _ask(dated: Dated, day: DayDraft, date: PartialDate | None) -> None:
    heading = day.heading
    if date is None:
        written = f"“{heading.written}”" if heading else "The agenda"
        dated.questions.append(f"Which date? {written} does not say it.")
        return
    mention = heading.mention if heading else None
    on = date.known()
    if mention and mention.unsure:
        dated.questions.append(
            f"“{heading.written if heading else ''}” was read as {date.iso()}, day before month. "
            "Is that right?"
        )
    if heading and heading.weekday is not None and on and on.weekday() != heading.weekday:
        dated.questions.append(
            f"“{heading.written}” says {_NAMES[heading.weekday]}, but {on.isoformat()} is a "
            f"{_NAMES[on.weekday()]}. Which one is right?"
        )
