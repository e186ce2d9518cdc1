"""The published agenda: the page of its newest version, and of each event session."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from app.agenda.changes import changes_between
from app.agenda.choosing import chosen_sessions
from app.agenda.finding import Wanted, choices_in
from app.agenda.joining import joining_links
from app.agenda.models import SlotKind
from app.agenda.queries import event_session_by_slug, newest_timetable, versions
from app.agenda.timetable import at_moment
from app.clock import now
from app.delegations.rights import Action, may
from app.routes.agenda_exports import agenda_text
from app.routes.calendars import public_links
from app.routes.deps import EventDep, ReadDb, ReaderDep, SettingsDep, Viewer
from app.routes.event_pages import event_page
from app.routes.front_page import front_of
from app.routes.phone import keeping
from app.routes.versions import version_before
from app.sessions.queries import board_of_event_session

router = APIRouter(prefix="/events/{slug}")


@router.get("", response_class=HTMLResponse)
def show(
    request: Request,
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    settings: SettingsDep,
    q: str = "",
    day: str = "",
    room: str = "",
    kind: str = "",
) -> Response:
    """The event's front page by its stage: what is on now and next or what came of it, the agenda.

    `q`, `day`, `room` and `kind` hide what somebody does not look for; an entry stays in the page.
    Whoever asks for text/plain (RFC 9110, 12.5.1) gets the plain text.
    """
    if request.headers.get("accept", "").startswith("text/plain"):
        return agenda_text(request, event, db, settings)
    timetable = newest_timetable(db, event)
    before = version_before(db, event, timetable) if timetable else None
    return event_page(
        reader,
        event,
        "agenda/show.html",
        here="agenda",
        headers=keeping(reader, timetable.number if timetable else None),
        wanted=Wanted.of(q, day, room, kind),
        choices=choices_in(timetable) if timetable else None,
        chooses=may(viewer, Action.FOLLOW_AGENDA, event_id=event.key),
        chosen=chosen_sessions(db, event, by=viewer),
        front=front_of(db, event, timetable, by=viewer),
        timetable=timetable,
        moment=at_moment(timetable, now()) if timetable else None,
        before=before,
        changes=changes_between(before, timetable) if before and timetable else [],
        calendar=public_links(event, settings),
        base_url=settings.base_url.rstrip("/"),
        manages=may(viewer, Action.MANAGE_AGENDA, event_id=event.key),
    )


@router.get("/sessions/{key}", response_class=HTMLResponse)
def show_event_session(
    key: str, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """One event session: when, where, what about, who speaks; the way to its board."""
    event_session = event_session_by_slug(db, event, key)
    joining = joining_links(db, event, by=viewer)
    is_break = event_session.kind is SlotKind.BREAK
    has_board = board_of_event_session(db, event_session.id) is not None
    newest = versions(db, event)[0].number

    def allowed(action: Action) -> bool:
        return may(viewer, action, event_id=event.key, event_session_id=event_session.id)

    return event_page(
        reader,
        event,
        "agenda/event_session.html",
        here="agenda",
        headers=keeping(reader, newest),
        newest=newest,
        event_session=event_session,
        has_board=has_board,
        may_read_board=allowed(Action.READ_BOARD),
        may_open_board=allowed(Action.MOVE_STEP) and not has_board,
        may_choose=allowed(Action.FOLLOW_AGENDA) and not is_break,
        is_chosen=event_session.id in chosen_sessions(db, event, by=viewer),
        join=next(filter(None, map(joining.of, event_session.slots)), ""),
    )
