"""Every document of an event without a browser, as its organisers may have it."""

from __future__ import annotations

from enum import StrEnum

from app.agenda.calendar import CalendarFacts, calendar
from app.agenda.exports import FORMATS, agenda_as, facts_of, words_in
from app.agenda.queries import published_timetable
from app.benchmarks.exports import benchmarks_as
from app.benchmarks.queries import study_of
from app.db import Reading
from app.delegations.exporting import export_people
from app.delegations.rights import organiser_at
from app.errors import BadInput
from app.events.models import Event
from app.pages import translations
from app.recommendations.exporting import export_conclusions
from app.recommendations.following_up.exports import follow_up_as
from app.recommendations.following_up.queries import follow_up_of
from app.sessions.exporting import export_boards
from app.settings import Settings


class What(StrEnum):
    """What can be exported."""

    AGENDA = "agenda"
    BENCHMARKS = "benchmarks"
    BOARD = "board"
    CALENDAR = "calendar"
    CONCLUSIONS = "conclusions"
    FOLLOW_UP = "follow-up"
    PARTICIPANTS = "participants"


def export(db: Reading, event: Event, what: What, format_: str, *, settings: Settings) -> bytes:
    """The bytes of one document. BadInput for a format in which it is not written."""
    gettext = translations(event.language).gettext
    match what:
        case What.AGENDA:
            if format_ not in FORMATS:
                known = ", ".join(sorted(FORMATS))
                raise BadInput("Agendas are written as {formats}. Choose one.", formats=known)
            facts = facts_of(event, settings.base_url)
            words = words_in(gettext, event.language)
            return agenda_as(format_, published_timetable(db, event), facts, words)
        case What.BENCHMARKS:
            return benchmarks_as(format_, study_of(db, event, by=organiser_at(event)))
        case What.CALENDAR:
            if format_ != "ics":
                raise BadInput("Calendars are written as ics. Choose --format ics.")
            around = CalendarFacts.of(
                event,
                domain=settings.calendar_domain,
                base_url=settings.base_url,
                translate=gettext,
            )
            return calendar(published_timetable(db, event), around)
        case What.FOLLOW_UP:
            found = follow_up_of(db, event, by=organiser_at(event))
            return follow_up_as(format_, found, gettext)
        case What.BOARD:
            content, _, _ = export_boards(
                db,
                event,
                format_,
                language=event.language,
                translate=gettext,
                by=organiser_at(event),
            )
            return content
        case What.PARTICIPANTS:
            content, _, _ = export_people(
                db,
                event,
                format_,
                language=event.language,
                translate=gettext,
                by=organiser_at(event),
            )
            return content
        case What.CONCLUSIONS:
            by = organiser_at(event)
            content, _, _ = export_conclusions(db, event, format_, translate=gettext, by=by)
            return content
