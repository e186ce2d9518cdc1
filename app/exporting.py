"""Every document of an event without a browser, as its organisers may have it."""

from __future__ import annotations

from enum import StrEnum

from app.agenda.calendar import CalendarFacts, calendar
from app.agenda.queries import published_timetable
from app.db import Reading
from app.delegations.rights import organiser_at
from app.errors import BadInput
from app.events.models import Event
from app.recommendations.exporting import export_conclusions
from app.settings import Settings


class What(StrEnum):
    """What can be exported."""

    CALENDAR = "calendar"
    CONCLUSIONS = "conclusions"


def export(db: Reading, event: Event, what: What, format_: str, *, settings: Settings) -> bytes:
    """The bytes of one document. BadInput for a format in which it is not written."""
    match what:
        case What.CALENDAR:
            if format_ != "ics":
                raise BadInput("Calendars are written as ics. Choose --format ics.")
            facts = CalendarFacts.of(
                event, domain=settings.calendar_domain, base_url=settings.base_url
            )
            return calendar(published_timetable(db, event), facts)
        case What.CONCLUSIONS:
            content, _, _ = export_conclusions(db, event, format_, by=organiser_at(event))
            return content
