"""VTIMEZONE components cut to the time of an event (RFC 5545, 3.6.5). Pure: knows no event.

Every change of offset in the time asked for is written down as an observance of its own, without
rules. This says exactly what the tz database says, in any zone (Casablanca's Ramadan, Troll, Lord
Howe), is shorter than rules for events of a year or two, and leaves a reader nothing to compute:
icalendar's own VTIMEZONE is misread by an hour by ical.js (Thunderbird).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def observances(zone: str, first: date, last: date) -> tuple[datetime, ...]:
    """The moments (UTC) at which the offset in force on `first` began and those until `last`.

    Looks back three years at most; where nothing changed meanwhile the first one is the beginning
    of that search.
    """
    there = ZoneInfo(zone)
    moment = datetime(first.year - 3, 1, 1, tzinfo=UTC)
    beginning = datetime(first.year, first.month, first.day, tzinfo=UTC) - _DAY
    end = datetime(last.year, last.month, last.day, tzinfo=UTC) + 2 * _DAY
    found = [moment]
    while moment < end:
        if _rule(there, moment) != _rule(there, moment + _DAY):
            change = _change(there, moment, moment + _DAY)
            if change <= beginning:
                found.clear()
            found.append(change)
        moment += _DAY
    return tuple(found)


def vtimezone(zone: str, first: date, last: date) -> Timezone:
    """The VTIMEZONE of an IANA zone for the calendar years from `first` to `last`.

    Whole years, so that small changes of an agenda leave it as it is.
    """
    from icalendar import Timezone

    component = Timezone()
    component.add("TZID", zone)
    there = ZoneInfo(zone)
    for moment in observances(zone, date(first.year, 1, 1), date(last.year, 12, 31)):
        component.add_component(_observance(there, moment))
    return component


def _observance(there: ZoneInfo, moment: datetime) -> TimezoneStandard | TimezoneDaylight:
    from icalendar import TimezoneDaylight, TimezoneStandard
    from icalendar.prop import vDatetime

    before = (moment - timedelta(seconds=1)).astimezone(there).utcoffset()
    after = moment.astimezone(there)
    offset = after.utcoffset()
    assert before is not None
    assert offset is not None
    # Where winter is the exception (Dublin: minus an hour), both are standard time for readers.
    saving = after.dst() or timedelta()
    part = TimezoneDaylight() if saving > timedelta() else TimezoneStandard()
    # DTSTART is wall time as it was before the change (RFC 5545, 3.6.5).
    part["DTSTART"] = vDatetime((moment + before).replace(tzinfo=None))
    part.add("TZOFFSETFROM", before)
    part.add("TZOFFSETTO", offset)
    if name := after.tzname():
        part.add("TZNAME", name)
    return part


def _change(there: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second of the new rule between `low` (old) and `high` (new)."""
    old = _rule(there, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
        if _rule(there, middle) == old:
            low = middle
        else:
            high = middle
    return high


def _rule(there: ZoneInfo, moment: datetime) -> tuple[timedelta | None, str | None]:
    local = moment.astimezone(there)
    return local.utcoffset(), local.tzname()
