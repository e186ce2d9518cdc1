"""One slot as an invitation to one person, or the taking back of one (iTIP: RFC 5546, 3.2).

Pure: the moment of writing is given. Knows no mail; app.agenda.letters puts it into one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from app.agenda.calendar import envelope
from app.agenda.timetable import Entry, Timetable
from app.agenda.vevent import NOWHERE, CalendarFacts, Joining, in_utc, plain, summary, vevent

if TYPE_CHECKING:
    from icalendar import vCalAddress

Method = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody's name and mail address."""

    name: str
    mail: str


def invitation(
    entry: Entry,
    timetable: Timetable,
    facts: CalendarFacts,
    *,
    organiser: Address,
    attendee: Address,
    sequence: int,
    written_at: datetime,
    joining: Joining = NOWHERE,
) -> bytes:
    """`METHOD:REQUEST` with one attendee; a later one with a higher `sequence` replaces it."""
    return _message("REQUEST", entry, timetable, facts, organiser, attendee, sequence, written_at,
                    joining)  # fmt: skip


def cancellation(
    entry: Entry,
    timetable: Timetable,
    facts: CalendarFacts,
    *,
    organiser: Address,
    attendee: Address,
    sequence: int,
    written_at: datetime,
) -> bytes:
    """`METHOD:CANCEL` for the same UID; `sequence` must be higher than the invitation's."""
    return _message("CANCEL", entry, timetable, facts, organiser, attendee, sequence, written_at,
                    NOWHERE)  # fmt: skip


def _message(
    method: Method,
    entry: Entry,
    timetable: Timetable,
    facts: CalendarFacts,
    organiser: Address,
    attendee: Address,
    sequence: int,
    written_at: datetime,
    joining: Joining,
) -> bytes:
    from icalendar import vText

    message = envelope(timetable.zone, [entry])
    message.add("METHOD", method)
    event = vevent(entry, timetable, facts, joining=joining)
    # RFC 5546, 2.1.5: of two messages with one SEQUENCE the later DTSTAMP counts.
    event["DTSTAMP"] = in_utc(written_at)
    event["SEQUENCE"] = sequence
    if method == "CANCEL":
        event["STATUS"] = vText("CANCELLED")
        event["TRANSP"] = vText("TRANSPARENT")
        event["SUMMARY"] = vText(summary(entry, facts, cancelled=True))
    event["ORGANIZER"] = _person(organiser)
    invited = _person(attendee)
    invited.params["ROLE"] = "REQ-PARTICIPANT"
    if method == "REQUEST":
        invited.params["PARTSTAT"] = "NEEDS-ACTION"
        invited.params["RSVP"] = "TRUE"
    event["ATTENDEE"] = invited
    message.add_component(event)
    return bytes(message.to_ical(sorted=False))


def _person(address: Address) -> vCalAddress:
    from icalendar import vCalAddress

    person = vCalAddress(f"mailto:{address.mail}")
    if name := plain(address.name):
        # A double quote cannot stand in a parameter (RFC 5545, 3.2).
        person.params["CN"] = name.replace('"', "'").replace("\n", " ")
    return person
