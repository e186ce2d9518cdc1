"""Signing in by a personal link and out again, one's own page, and the language of pages."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.agenda.queries import newest_timetable
from app.db import Database, Reading
from app.delegations.links import sign_out_device, sign_out_everywhere
from app.delegations.passkeys import passkeys_of, site_of
from app.delegations.queries import own_entry
from app.delegations.rights import Action, Person, may
from app.delegations.sign_in import end_sign_in, link_to_open, open_link
from app.errors import PlenaryError
from app.events.models import Event
from app.pages import LANGUAGES, Reader, page, sentence
from app.routes.deps import (
    DatabaseDep,
    EventDep,
    ReadDb,
    ReaderDep,
    SettingsDep,
    Viewer,
)
from app.routes.entering import DAY, SECRET, device_here, entered, is_https, left
from app.routes.event_pages import event_page
from app.routes.failures import answer
from app.settings import Settings

router = APIRouter()


@router.get("/sign-in/{token}", response_class=RedirectResponse)
def sign_in(
    token: str,
    request: Request,
    database: DatabaseDep,
    settings: SettingsDep,
    reader: ReaderDep,
) -> Response:
    """Sign in by a personal link and go to the event; a link for one use is asked about first.

    Programs that look through mails open every link in them: they would use it up.
    """
    try:
        with database.reading() as reading:
            link = link_to_open(reading, token)
    except PlenaryError as refusal:
        return _refused(request, refusal)
    if link.one_use:
        return page(reader, "sign_in/one_use.html", headers=SECRET, link=link, token=token)
    return _open(token, request, database, settings, reader.viewer)


@router.post("/sign-in/{token}", response_class=RedirectResponse)
def sign_in_once(
    token: str, request: Request, database: DatabaseDep, settings: SettingsDep, viewer: Viewer
) -> Response:
    """Sign in by a link that may be for one use."""
    return _open(token, request, database, settings, viewer)


@router.post("/sign-out", response_class=RedirectResponse)
def sign_out(database: DatabaseDep, settings: SettingsDep, viewer: Viewer) -> RedirectResponse:
    """End the sign-in of this browser; without one it does nothing."""
    if viewer is not None:
        with database.writing() as db:
            end_sign_in(db, by=viewer)
    return left(f"/events/{viewer.event_slug}" if viewer else "/", settings)


@router.get("/events/{slug}/me", response_class=HTMLResponse)
def show_me(
    event: EventDep, db: ReadDb, reader: ReaderDep, settings: SettingsDep, viewer: Viewer
) -> HTMLResponse:
    """Who I am here, and what is stored about me."""
    return me_page(db, event, reader, settings, viewer)


def me_page(
    db: Reading,
    event: Event,
    reader: Reader,
    settings: Settings,
    viewer: Person | None,
    *,
    refusal: PlenaryError | None = None,
    typed: str = "",
) -> HTMLResponse:
    """One's own page; with what was typed and the sentence that says what is wrong with it."""
    field = getattr(refusal, "field", None)
    said = sentence(reader, refusal) if refusal else None
    keeps_keys = site_of(settings.base_url) is not None and may(
        viewer, Action.KEEP_PASSKEYS, event_id=event.key
    )
    entry = own_entry(db, event, by=viewer)
    timetable = newest_timetable(db, event) if entry.member.roles_in else None
    return event_page(
        reader,
        event,
        "sign_in/me.html",
        here="me",
        status=refusal.status if refusal else 200,
        problems=[(field, said)] if said else [],
        wrong={field: said} if field else {},
        typed=typed,
        passkeys=passkeys_of(db, by=viewer) if keeps_keys else None,
        entry=entry,
        this_device=viewer.sign_in_id if viewer else None,
        places={one.event_session_id: one.name for one in timetable.entries} if timetable else {},
    )


@router.post("/events/{slug}/me/sign-outs", response_class=RedirectResponse)
def sign_me_out_everywhere(
    event: EventDep, database: DatabaseDep, settings: SettingsDep, viewer: Viewer
) -> RedirectResponse:
    """End all of one's own sign-ins, this one included."""
    with database.writing() as db:
        sign_out_everywhere(db, event.key, by=viewer)
    return left(f"/events/{event.slug}", settings)


@router.post("/events/{slug}/me/devices/{sign_in_id:int}/removal", response_class=RedirectResponse)
def sign_out_one_device(
    sign_in_id: int, event: EventDep, database: DatabaseDep, settings: SettingsDep, viewer: Viewer
) -> RedirectResponse:
    """End the sign-in of one of one's own devices."""
    with database.writing() as db:
        sign_out_device(db, event.key, sign_in_id, by=viewer)
    if viewer is not None and viewer.sign_in_id == sign_in_id:
        return left(f"/events/{event.slug}", settings)
    return RedirectResponse(f"/events/{event.slug}/me#devices", status_code=303)


@router.post("/language", response_class=RedirectResponse)
def choose_language(
    request: Request,
    settings: SettingsDep,
    language: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Keep the language of pages in a cookie and go back to where the person was."""
    chosen = RedirectResponse(own_path(back) or _referring_path(request) or "/", status_code=303)
    if language in LANGUAGES:
        chosen.set_cookie(
            "plenary_language",
            language,
            max_age=365 * DAY,
            httponly=True,
            samesite="lax",
            secure=is_https(settings.base_url),
        )
    return chosen


def own_path(address: str) -> str | None:
    """The path and query of an address on our own site, or None for any other.

    Browsers read "//host" and "/\\host" as another site and drop tabs and line ends, so only
    visible characters without backslashes pass.
    """
    if not address.isascii() or not address.isprintable() or "\\" in address or " " in address:
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    path = "/" + parts.path.lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path


def _referring_path(request: Request) -> str | None:
    parts = urlsplit(request.headers.get("referer", ""))
    if parts.netloc != request.headers.get("host"):
        return None
    return own_path(parts._replace(scheme="", netloc="", fragment="").geturl())


def _open(
    token: str, request: Request, database: Database, settings: Settings, viewer: object | None
) -> Response:
    """Sign in; whoever was signed in in this browser is signed out."""
    try:
        with database.writing() as db:
            opened = open_link(db, token, days=settings.sign_in_days, device=device_here(request))
            if isinstance(viewer, Person):
                end_sign_in(db, by=viewer)
    except PlenaryError as refusal:
        return _refused(request, refusal)
    return entered(opened, settings)


def _refused(request: Request, refusal: PlenaryError) -> Response:
    refused = answer(request, refusal, ways_in=True)
    refused.headers.update(SECRET)
    return refused
