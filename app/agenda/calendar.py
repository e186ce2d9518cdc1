"""A published timetable as an iCalendar file (RFC 5545, RFC 7986).

Pure: the same version gives the same bytes, for there is no clock in here. Knows no database, no
draft, and no address but those it is given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vDuration, vText
from icalendar.prop import vDatetime, vUri

from app.agenda.timetable import Entry, Timetable
from app.agenda.zones import vtimezone
from app.events.models import Event as TheEvent

_REFRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CalendarFacts:
    """What stands around an event's timetable.

    `domain` makes the UIDs unique and never changes; `base_url` is the installation's public
    address, without a slash at its end. Neither is ever taken from a request.
    """

    slug: str
    title: str
    place: str
    venue: str
    domain: str
    base_url: str

    @classmethod
    def of(cls, event: TheEvent, *, domain: str, base_url: str) -> CalendarFacts:
        """The facts of a loaded event."""
        return cls(
            slug=event.slug,
            title=event.title,
            place=event.place,
            venue=event.venue,
            domain=domain,
            base_url=base_url.rstrip("/"),
        )

    @property
    def address(self) -> str:
        """The event's public page."""
        return f"{self.base_url}/events/{self.slug}"


def calendar(timetable: Timetable, facts: CalendarFacts, *, breaks: bool = True) -> bytes:
    """The whole timetable as a feed, UTF-8; without breaks if they are not wanted.

    Entries without any time are left out, for a calendar cannot show them.
    """
    entries = [
        entry
        for entry in timetable.entries
        if entry.starts_at is not None and (breaks or not entry.is_break)
    ]
    feed = Calendar()
    feed.add("VERSION", "2.0")
    feed.add("PRODID", "-//Plenary//Agenda//EN")
    feed.add("CALSCALE", "GREGORIAN")
    feed.add("NAME", vText(_plain(facts.title)))
    feed.add("X-WR-CALNAME", vText(_plain(facts.title)))
    feed.add("X-WR-TIMEZONE", timetable.zone)
    feed.add("REFRESH-INTERVAL", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    feed.add("X-PUBLISHED-TTL", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    feed["URL"] = vUri(facts.address)
    if timetable.published_at is not None:
        feed["LAST-MODIFIED"] = _utc(timetable.published_at)
    if entries:
        days = [entry.starts_at.date() for entry in entries if entry.starts_at is not None]
        feed.add_component(vtimezone(timetable.zone, min(days), max(days)))
    related = _siblings(entries)
    for entry in entries:
        feed.add_component(_event(entry, timetable, facts, related[entry.uid]))
    return bytes(feed.to_ical(sorted=False))


def _event(
    entry: Entry, timetable: Timetable, facts: CalendarFacts, related: Iterable[str]
) -> Event:
    event = Event()
    event.add("UID", _uid(entry.uid, facts))
    changed = entry.changed_at or timetable.published_at
    if changed is not None:
        event["DTSTAMP"] = _utc(changed)
        event["LAST-MODIFIED"] = _utc(changed)
    if entry.first_published_at is not None:
        event["CREATED"] = _utc(entry.first_published_at)
    event.add("SEQUENCE", entry.sequence)
    event.add("STATUS", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for name, moment in (("DTSTART", entry.starts_at), ("DTEND", entry.ends_at)):
        if moment is not None:
            # The bare wall time beside the TZID: a moment would bring icalendar's own zone along.
            event[name] = vDatetime(moment.replace(tzinfo=None))
            event[name].params["TZID"] = timetable.zone
    event.add("SUMMARY", _summary(entry))
    _add_text(event, "LOCATION", ", ".join(filter(None, (entry.room, facts.venue, facts.place))))
    address = f"{facts.address}/sessions/{entry.event_session_slug}"
    _add_text(event, "DESCRIPTION", _description(entry, address))
    event["URL"] = vUri(address)
    event.add("CATEGORIES", [entry.kind.value.capitalize()])
    event.add("TRANSP", "TRANSPARENT" if entry.is_break or entry.is_cancelled else "OPAQUE")
    for uid in related:
        event.add("RELATED-TO", vText(_uid(uid, facts)), parameters={"RELTYPE": "SIBLING"})
    return event


def _summary(entry: Entry) -> str:
    name = _plain(f"{entry.name} (continued)" if entry.continued else entry.name)
    return f"CANCELLED: {name}" if entry.is_cancelled else name


def _description(entry: Entry, address: str) -> str:
    speakers = "; ".join(entry.speakers)
    return "\n\n".join(part for part in (entry.context, entry.abstract, speakers, address) if part)


def _siblings(entries: Iterable[Entry]) -> dict[str, list[str]]:
    """The other slots of the same event session, by uid."""
    of_session: dict[int, list[str]] = defaultdict(list)
    for entry in entries:
        of_session[entry.event_session_id].append(entry.uid)
    return {uid: [u for u in uids if u != uid] for uids in of_session.values() for uid in uids}


def _uid(uid: str, facts: CalendarFacts) -> str:
    return f"{uid}@{facts.domain}"


def _utc(moment: datetime) -> vDatetime:
    return vDatetime(moment.astimezone(UTC).replace(microsecond=0))


def _add_text(event: Event, name: str, text: str) -> None:
    if plain := _plain(text):
        event.add(name, plain)


def _plain(text: str) -> str:
    """Text without control characters (RFC 5545, 3.1 allows only tabs and line breaks)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or (ord(c) >= 32 and ord(c) != 127)).strip()
