"""My sessions: what a participant chose, and the personal calendars made of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.agenda.calendar_models import CalendarFeed
from app.agenda.choosing import choose, unchoose
from app.agenda.feeds import change_feed, give_feed, own_feeds, revoke_feed
from app.agenda.interests import Interest, attended_by_all, interests
from app.agenda.joining import joining_links
from app.agenda.personal_forms import REMINDERS, FeedForm
from app.agenda.queries import newest_timetable
from app.db import Reading
from app.delegations.rights import Person
from app.errors import BadInput, PlenaryError, Refused
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.calendars import personal_links, public_links
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, SettingsDep, Viewer
from app.routes.event_pages import event_page
from app.settings import Settings

router = APIRouter(prefix="/events/{slug}")


@router.get("/my-sessions", response_class=HTMLResponse)
def show_my_sessions(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, settings: SettingsDep
) -> HTMLResponse:
    """What I chose, where I have a role, what my delegation attends; my calendars."""
    return _page(db, event, reader, viewer, settings)


@router.post("/sessions/{key}/choice", response_class=RedirectResponse)
def post_choice(
    key: str, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Mark an event session as mine."""
    with database.writing() as db:
        choose(db, event, key, by=viewer)
    return RedirectResponse(f"/events/{event.slug}/sessions/{key}#choice", status_code=303)


@router.post("/sessions/{key}/choice/removal", response_class=RedirectResponse)
def post_choice_removal(
    key: str, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Take the mark off."""
    with database.writing() as db:
        unchoose(db, event, key, by=viewer)
    return RedirectResponse(f"/events/{event.slug}/sessions/{key}#choice", status_code=303)


@router.post("/my-sessions/calendars", response_class=HTMLResponse)
def post_calendar(
    form: Annotated[FeedForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    settings: SettingsDep,
) -> HTMLResponse:
    """Make a personal calendar and show its address, once: it is nowhere stored."""
    try:
        with database.writing() as db:
            token = give_feed(db, event, form, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return _page(reading, event, reader, viewer, settings, form=form, refusal=refusal)
    return event_page(
        reader,
        event,
        "me/calendar.html",
        here="my-sessions",
        headers={"Cache-Control": "no-store"},
        links=personal_links(token, settings),
    )


@router.post("/my-sessions/calendars/{feed_id}", response_class=RedirectResponse)
def post_changed_calendar(
    feed_id: int,
    form: Annotated[FeedForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    settings: SettingsDep,
) -> Response:
    """Change what is in a calendar; its address stays."""
    try:
        with database.writing() as db:
            change_feed(db, event, feed_id, form, by=viewer)
    except BadInput as refusal:
        with database.reading() as reading:
            return _page(
                reading, event, reader, viewer, settings, form=form, of=feed_id, refusal=refusal
            )
    return _back(event)


@router.post("/my-sessions/calendars/{feed_id}/revocation", response_class=RedirectResponse)
def post_revocation(
    feed_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Take a calendar back."""
    with database.writing() as db:
        revoke_feed(db, event, feed_id, by=viewer)
    return _back(event)


def _page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    settings: Settings,
    *,
    form: FeedForm | None = None,
    of: int | None = None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    """The page; a refused `form` stays as typed, in the calendar `of` or in the new one (None)."""
    feeds = own_feeds(db, event, by=viewer)
    assert viewer is not None
    timetable = newest_timetable(db, event)
    forms = {feed.key: _form(feed) for feed in feeds}
    fresh = FeedForm(parts=["common", "chosen", "roles"])
    if form is not None and of is None:
        fresh = form
    elif form is not None and of is not None:
        forms[of] = form
    return event_page(
        reader,
        event,
        "me/my_sessions.html",
        here="my-sessions",
        status=refusal.status if refusal else 200,
        timetable=timetable,
        interest=interests(db, event).get(viewer.own_id, Interest()),
        for_all=attended_by_all(timetable) if timetable else frozenset(),
        joining=joining_links(db, event, by=viewer),
        feeds=feeds,
        forms=forms,
        fresh=fresh,
        reminders=REMINDERS,
        calendar=public_links(event, settings),
        problem=sentence(reader, refusal) if refusal else None,
        problem_at=getattr(refusal, "field", None),
        problem_of=of,
    )


def _form(feed: CalendarFeed) -> FeedForm:
    parts = ("common", "chosen", "delegation", "roles", "breaks")
    return FeedForm(
        name=feed.name,
        parts=[part for part in parts if getattr(feed, part)],
        reminder=str(feed.reminder or ""),
    )


def _back(event: Event) -> RedirectResponse:
    return RedirectResponse(f"/events/{event.slug}/my-sessions#calendars", status_code=303)
