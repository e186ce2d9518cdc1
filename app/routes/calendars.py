"""Calendar feeds: the public one of an event, and personal ones by their secret address."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.agenda.calendar import CalendarFacts, calendar
from app.agenda.feeds import personal_calendar
from app.agenda.joining import joining_links
from app.agenda.queries import published_timetable, versions
from app.errors import NotFound, PlenaryError
from app.events.models import Event
from app.pages import translations
from app.routes.conditional import METHODS, PublishedFile, published_file
from app.routes.deps import EventDep, ReadDb, SettingsDep
from app.routes.failures import answer
from app.settings import Settings

router = APIRouter()

_TYPE = "text/calendar; charset=utf-8"
# The token stands in the address: into no shared cache, no search engine, to no other page.
_SECRET = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class CalendarLinks:
    """Where a calendar is: on this site, in full, and for programs that subscribe."""

    path: str
    https: str
    webcal: str


@router.api_route("/events/{slug}/agenda.ics", methods=METHODS)
def show_calendar(
    request: Request, event: EventDep, db: ReadDb, settings: SettingsDep, breaks: str = "1"
) -> Response:
    """The newest version as iCalendar (RFC 5545); 304 while nothing changed (RFC 9110, 13)."""
    published = versions(db, event)
    if not published:
        raise NotFound("The agenda is not published yet. Come back a little later.")
    newest = published[0]
    facts = calendar_facts(event, settings)
    # Everybody gets the same bytes, whoever is signed in.
    joining = joining_links(db, event, by=None)
    scope = "sessions" if breaks in {"0", "no", "false"} else "all"
    # Beside version and scope only what stands around the agenda can change the bytes.
    around = hashlib.sha256(repr((facts, event.zone, joining)).encode()).hexdigest()[:8]
    file = PublishedFile(
        tag=f"{newest.tag}-{scope}-{around}",
        changed_at=newest.changed_at,
        media_type=_TYPE,
        name=f"{event.slug}.ics",
    )

    def content() -> bytes:
        timetable = published_timetable(db, event, newest.number)
        return calendar(timetable, facts, breaks=scope == "all", joining=joining)

    return published_file(request, file, content)


@router.api_route("/calendars/{token}.ics", methods=METHODS)
def show_personal_calendar(
    token: str, request: Request, db: ReadDb, settings: SettingsDep
) -> Response:
    """Somebody's own calendar; 410 once it was taken back."""
    try:
        found = personal_calendar(
            db,
            token,
            domain=settings.calendar_domain,
            base_url=settings.base_url,
            translate_in=lambda language: translations(language).gettext,
        )
    except PlenaryError as refusal:
        refused = answer(request, refusal)
        refused.headers.update(_SECRET)
        return refused
    file = PublishedFile(
        # What is in it depends on more than the version: on choices, roles, the delegation.
        tag=hashlib.sha256(found.content).hexdigest()[:16],
        changed_at=found.published_at,
        media_type=_TYPE,
        name=f"{found.slug}-own.ics",
        headers=_SECRET,
        by_tag_only=True,
    )
    return published_file(request, file, lambda: found.content)


def calendar_facts(event: Event, settings: Settings) -> CalendarFacts:
    """What stands around the event's calendars, in its own language."""
    return CalendarFacts.of(
        event,
        domain=settings.calendar_domain,
        base_url=settings.base_url,
        translate=translations(event.language).gettext,
    )


def public_links(event: Event, settings: Settings) -> CalendarLinks:
    """The addresses of an event's public calendar."""
    return _links(f"/events/{event.slug}/agenda.ics", settings)


def personal_links(token: str, settings: Settings) -> CalendarLinks:
    """The addresses of a personal calendar."""
    return _links(f"/calendars/{token}.ics", settings)


def _links(path: str, settings: Settings) -> CalendarLinks:
    address = settings.base_url.rstrip("/") + path
    return CalendarLinks(path, address, "webcal:" + address.partition(":")[2])
