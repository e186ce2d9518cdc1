"""One entry of a published timetable as a VEVENT (RFC 5545, 3.6.1; CONFERENCE: RFC 7986, 5.11).

Pure: no clock, no database, no address but those it is given; the same entry gives the same lines.
The library is imported by what writes with it: most of the house wants the facts only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.agenda.timetable import Entry, Timetable, kind_in_words
from app.events.models import Event as TheEvent

if TYPE_CHECKING:
    from icalendar import Alarm, Event
    from icalendar.prop import vDatetime


@dataclass(frozen=True, slots=True)
class CalendarFacts:
    """What stands around an event's timetable.

    `domain` makes the UIDs unique and never changes; `base_url` is the installation's public
    address, without a slash at its end. Neither is ever taken from a request. `translate` puts our
    own words into the event's language: one feed is read by all.
    """

    slug: str
    title: str
    place: str
    venue: str
    domain: str
    base_url: str
    language: str = "en"
    # As `language` has it; two of one language are equal.
    translate: Callable[[str], str] = field(default=str, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        event: TheEvent,
        *,
        domain: str,
        base_url: str,
        translate: Callable[[str], str] = str,
    ) -> CalendarFacts:
        """The facts of a loaded event, in words of its language by a gettext function."""
        return cls(
            slug=event.slug,
            title=event.title,
            place=event.place,
            venue=event.venue,
            domain=domain,
            base_url=base_url.rstrip("/"),
            language=event.language,
            translate=translate,
        )

    @property
    def address(self) -> str:
        """The event's public page."""
        return f"{self.base_url}/events/{self.slug}"


@dataclass(frozen=True, slots=True)
class Joining:
    """Where one joins online, as far as one reader may see it: nothing for who may not.

    `rooms` are the links of rooms that have their own, by name.
    """

    event: str = ""
    rooms: tuple[tuple[str, str], ...] = ()

    def of(self, entry: Entry) -> str:
        """The link for this entry, or nothing: nobody joins a coffee break."""
        if entry.is_cancelled or entry.is_break:
            return ""
        return dict(self.rooms).get(entry.room or "", self.event)


NOWHERE = Joining()


def vevent(
    entry: Entry,
    timetable: Timetable,
    facts: CalendarFacts,
    *,
    related: Iterable[str] = (),
    joining: Joining = NOWHERE,
    reminder: int | None = None,
) -> Event:
    """The entry as an appointment; `related` are uids of other slots of its event session.

    `reminder` is a number of minutes before the start (None: none); breaks have none.
    """
    from icalendar import Event, vText
    from icalendar.prop import vDatetime, vUri

    event = Event()
    event.add("UID", uid_of(entry.uid, facts))
    changed = entry.changed_at or timetable.published_at
    if changed is not None:
        event["DTSTAMP"] = in_utc(changed)
        event["LAST-MODIFIED"] = in_utc(changed)
    if entry.first_published_at is not None:
        event["CREATED"] = in_utc(entry.first_published_at)
    event.add("SEQUENCE", entry.sequence)
    event.add("STATUS", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for name, moment in (("DTSTART", entry.starts_at), ("DTEND", entry.ends_at)):
        if moment is not None:
            # The bare wall time beside the TZID: a moment would bring icalendar's own zone along.
            event[name] = vDatetime(moment.replace(tzinfo=None))
            event[name].params["TZID"] = timetable.zone
    event.add("SUMMARY", summary(entry, facts))
    _add_text(event, "LOCATION", ", ".join(filter(None, (entry.room, facts.venue, facts.place))))
    address = f"{facts.address}/sessions/{entry.event_session_slug}"
    link = joining.of(entry)
    _add_text(event, "DESCRIPTION", _description(entry, facts, address, link))
    event["URL"] = vUri(address)
    event.add("CATEGORIES", [kind_in_words(entry.kind, facts.translate)])
    event.add("TRANSP", "TRANSPARENT" if entry.is_break or entry.is_cancelled else "OPAQUE")
    for uid in related:
        event.add("RELATED-TO", vText(uid_of(uid, facts)), parameters={"RELTYPE": "SIBLING"})
    if link:
        _add_conference(event, link, facts)
    if reminder is not None and not entry.is_cancelled and not entry.is_break:
        event.add_component(_alarm(summary(entry, facts), reminder))
    return event


def uid_of(uid: str, facts: CalendarFacts) -> str:
    """The UID (RFC 7986, 5.3) of a slot: its UUID, at the installation's domain."""
    return f"{uid}@{facts.domain}"


def in_utc(moment: datetime) -> vDatetime:
    """A moment as a UTC date-time, to the second."""
    from icalendar.prop import vDatetime

    return vDatetime(moment.astimezone(UTC).replace(microsecond=0))


def plain(text: str) -> str:
    """Text without control characters (RFC 5545, 3.1 allows only tabs and line breaks)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or (ord(c) >= 32 and ord(c) != 127)).strip()


def summary(entry: Entry, facts: CalendarFacts, *, cancelled: bool = False) -> str:
    """ "CANCELLED: Workshop 1: …", "Session 8: … (continued)"; `cancelled` for one taken back."""
    say = facts.translate
    name = plain(entry.name.said(say))
    if entry.continued:
        name = say("{name} (continued)").format(name=name)
    if entry.is_cancelled or cancelled:
        name = say("CANCELLED: {name}").format(name=name)
    return name


def _description(entry: Entry, facts: CalendarFacts, address: str, link: str) -> str:
    say = facts.translate
    # Most calendars do not show CONFERENCE yet, so the link stands here as well.
    join = say("Join online: {link}").format(link=link) if link else ""
    speakers = "; ".join(entry.speakers)
    chair = say("Chair: %(names)s") % {"names": entry.chair} if entry.chair else ""
    parts = (join, entry.context, entry.abstract, speakers, chair, address)
    return "\n\n".join(part for part in parts if part)


def _add_conference(event: Event, link: str, facts: CalendarFacts) -> None:
    from icalendar.prop import vUri

    event["CONFERENCE"] = vUri(link)
    event["CONFERENCE"].params["VALUE"] = "URI"
    event["CONFERENCE"].params["FEATURE"] = ["AUDIO", "VIDEO"]
    event["CONFERENCE"].params["LABEL"] = facts.translate("Join online")


def _alarm(text: str, minutes: int) -> Alarm:
    """A reminder (RFC 5545, 3.6.6) relative to the start, so that it moves along."""
    from icalendar import Alarm
    from icalendar.prop import vDuration

    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", text)
    alarm["TRIGGER"] = vDuration(-timedelta(minutes=minutes))
    return alarm


def _add_text(event: Event, name: str, text: str) -> None:
    if stripped := plain(text):
        event.add(name, stripped)
