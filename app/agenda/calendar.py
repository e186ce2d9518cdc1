"""A published timetable, or somebody's part of it, as an iCalendar feed (RFC 5545, RFC 7986).

Pure: the same version gives the same bytes, for there is no clock in here. Knows no database, no
draft, and no address but those it is given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from app.agenda.timetable import Entry, Timetable
from app.agenda.vevent import NOWHERE, CalendarFacts, Joining, in_utc, plain, vevent
from app.agenda.zones import vtimezone

if TYPE_CHECKING:
    from icalendar import Calendar

__all__ = ["CalendarFacts", "Joining", "calendar", "envelope"]

_REFRESH = timedelta(hours=1)


def calendar(
    timetable: Timetable,
    facts: CalendarFacts,
    *,
    breaks: bool = True,
    only: frozenset[str] | None = None,
    joining: Joining = NOWHERE,
    reminder: int | None = None,
    name: str = "",
) -> bytes:
    """The timetable as a feed, UTF-8; without breaks if they are not wanted.

    `only` are the uids that are wanted (None: all), `reminder` minutes before each start, `name`
    what the calendar is called (else the event's title). Entries without any time are left out,
    for a calendar cannot show them.
    """
    from icalendar import Calendar, vDuration, vText
    from icalendar.prop import vUri

    entries = [
        entry
        for entry in timetable.entries
        if entry.starts_at is not None
        and (breaks or not entry.is_break)
        and (only is None or entry.uid in only)
    ]
    title = plain(name or facts.title)
    feed = envelope(timetable.zone, entries)
    around = Calendar()
    around.add("NAME", vText(title))
    around.add("X-WR-CALNAME", vText(title))
    around.add("X-WR-TIMEZONE", timetable.zone)
    around.add("REFRESH-INTERVAL", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    around.add("X-PUBLISHED-TTL", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    around["URL"] = vUri(facts.address)
    if timetable.published_at is not None:
        around["LAST-MODIFIED"] = in_utc(timetable.published_at)
    feed.update(around)
    related = _siblings(entries)
    for entry in entries:
        feed.add_component(
            vevent(
                entry,
                timetable,
                facts,
                related=related[entry.uid],
                joining=joining,
                reminder=reminder,
            )
        )
    return bytes(feed.to_ical(sorted=False))


def envelope(zone: str, entries: Iterable[Entry]) -> Calendar:
    """A VCALENDAR without events, with the zone that `entries` need (none without entries)."""
    from icalendar import Calendar

    made = Calendar()
    made.add("VERSION", "2.0")
    made.add("PRODID", "-//Plenary//Agenda//EN")
    made.add("CALSCALE", "GREGORIAN")
    days = [entry.starts_at.date() for entry in entries if entry.starts_at is not None]
    if days:
        made.add_component(vtimezone(zone, min(days), max(days)))
    return made


def _siblings(entries: Iterable[Entry]) -> dict[str, list[str]]:
    """The other slots of the same event session, by uid."""
    of_session: dict[int, list[str]] = defaultdict(list)
    for entry in entries:
        of_session[entry.event_session_id].append(entry.uid)
    return {uid: [u for u in uids if u != uid] for uids in of_session.values() for uid in uids}
