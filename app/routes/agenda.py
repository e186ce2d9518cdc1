"""The published agenda: its page, versions and their changes, event sessions, calendar."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from app.agenda.calendar import CalendarFacts, calendar
from app.agenda.changes import changes_between
from app.agenda.queries import (
    event_session_by_slug,
    newest_timetable,
    published_timetable,
    versions,
)
from app.agenda.timetable import Timetable, at_moment
from app.clock import now
from app.db import Reading
from app.delegations.rights import Action, may
from app.errors import NotFound
from app.events.models import Event
from app.routes.conditional import METHODS, PublishedFile, published_file
from app.routes.deps import EventDep, ReadDb, ReaderDep, SettingsDep, Viewer
from app.routes.event_pages import event_page
from app.sessions.queries import board_of_event_session
from app.settings import Settings

router = APIRouter(prefix="/events/{slug}")


@dataclass(frozen=True, slots=True)
class CalendarLinks:
    """Where the calendar is: on this site, in full, and for programs that subscribe."""

    path: str
    https: str
    webcal: str


@router.get("", response_class=HTMLResponse)
def show(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, settings: SettingsDep
) -> HTMLResponse:
    """The newest version, with what is on now and next; or a page that says there is none yet."""
    timetable = newest_timetable(db, event)
    before = _version_before(db, event, timetable) if timetable else None
    return event_page(
        reader,
        event,
        "agenda/show.html",
        here="agenda",
        timetable=timetable,
        moment=at_moment(timetable, now()) if timetable else None,
        before=before,
        changes=changes_between(before, timetable) if before and timetable else [],
        calendar=_links(event, settings),
        manages=may(viewer, Action.MANAGE_AGENDA, event_id=event.key),
    )


@router.get("/versions/{number}", response_class=HTMLResponse)
def show_version(number: int, event: EventDep, db: ReadDb, reader: ReaderDep) -> HTMLResponse:
    """One published version as it was."""
    timetable = published_timetable(db, event, number)
    before = _version_before(db, event, timetable)
    return event_page(
        reader,
        event,
        "agenda/version.html",
        here="agenda",
        timetable=timetable,
        newest=versions(db, event)[0].number,
        before=before,
        changes=changes_between(before, timetable) if before else [],
    )


@router.get("/versions/{number}/changes", response_class=HTMLResponse)
def show_changes(number: int, event: EventDep, db: ReadDb, reader: ReaderDep) -> HTMLResponse:
    """What a version changed."""
    timetable = published_timetable(db, event, number)
    before = _version_before(db, event, timetable)
    return event_page(
        reader,
        event,
        "agenda/changes.html",
        here="agenda",
        timetable=timetable,
        before=before,
        changes=changes_between(before, timetable) if before else [],
    )


@router.get("/sessions/{key}", response_class=HTMLResponse)
def show_event_session(
    key: str, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """One event session: when, where, what about, who speaks; the way to its board."""
    event_session = event_session_by_slug(db, event, key)
    has_board = board_of_event_session(db, event_session.id) is not None

    def allowed(action: Action) -> bool:
        return may(viewer, action, event_id=event.key, event_session_id=event_session.id)

    return event_page(
        reader,
        event,
        "agenda/event_session.html",
        here="agenda",
        event_session=event_session,
        has_board=has_board,
        may_read_board=allowed(Action.READ_BOARD),
        may_open_board=allowed(Action.MOVE_STEP) and not has_board,
    )


@router.api_route("/agenda.ics", methods=METHODS)
def show_calendar(
    request: Request, event: EventDep, db: ReadDb, settings: SettingsDep, breaks: str = "1"
) -> Response:
    """The newest version as iCalendar (RFC 5545); 304 while nothing changed (RFC 9110, 13)."""
    published = versions(db, event)
    if not published:
        raise NotFound("The agenda is not published yet. Come back a little later.")
    newest = published[0]
    facts = CalendarFacts.of(event, domain=settings.calendar_domain, base_url=settings.base_url)
    scope = "sessions" if breaks in {"0", "no", "false"} else "all"
    # Beside version and scope only what stands around the agenda can change the bytes.
    around = hashlib.sha256(repr((facts, event.zone)).encode()).hexdigest()[:8]
    file = PublishedFile(
        tag=f"{newest.number}-{scope}-{around}",
        changed_at=newest.published_at,
        media_type="text/calendar; charset=utf-8",
        name=f"{event.slug}.ics",
    )

    def content() -> bytes:
        timetable = published_timetable(db, event, newest.number)
        return calendar(timetable, facts, breaks=scope == "all")

    return published_file(request, file, content)


def _version_before(db: Reading, event: Event, timetable: Timetable) -> Timetable | None:
    if timetable.number is None or timetable.number < 2:
        return None
    return published_timetable(db, event, timetable.number - 1)


def _links(event: Event, settings: Settings) -> CalendarLinks:
    path = f"/events/{event.slug}/agenda.ics"
    address = settings.base_url.rstrip("/") + path
    return CalendarLinks(path, address, "webcal:" + address.partition(":")[2])
