"""Signing in by a personal link and out again, one's own page, and the language of pages."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.agenda.queries import newest_timetable
from app.delegations.links import sign_out_everywhere
from app.delegations.queries import own_entry
from app.delegations.sign_in import end_sign_in, open_link
from app.errors import PlenaryError
from app.pages import LANGUAGES
from app.routes.deps import (
    COOKIE,
    DatabaseDep,
    EventDep,
    ReadDb,
    ReaderDep,
    SettingsDep,
    Viewer,
)
from app.routes.event_pages import event_page
from app.routes.failures import answer

router = APIRouter()

_DAY = 24 * 60 * 60
# The token stands in the address: it goes to no other page and into no cache.
_SECRET = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


@router.get("/sign-in/{token}", response_class=RedirectResponse)
def sign_in(
    token: str, request: Request, database: DatabaseDep, settings: SettingsDep, viewer: Viewer
) -> Response:
    """Sign in by a personal link and go to the event; whoever was signed in here is signed out."""
    try:
        with database.writing() as db:
            opened = open_link(db, token, days=settings.sign_in_days)
            if viewer is not None:
                end_sign_in(db, by=viewer)
    except PlenaryError as refusal:
        refused = answer(request, refusal)
        refused.headers.update(_SECRET)
        return refused
    entered = RedirectResponse(f"/events/{opened.event_slug}", status_code=303, headers=_SECRET)
    entered.set_cookie(
        COOKIE,
        opened.cookie,
        max_age=settings.sign_in_days * _DAY,
        httponly=True,
        samesite="lax",
        secure=_is_https(settings.base_url),
    )
    return entered


@router.post("/sign-out", response_class=RedirectResponse)
def sign_out(database: DatabaseDep, settings: SettingsDep, viewer: Viewer) -> RedirectResponse:
    """End the sign-in of this browser; without one it does nothing."""
    if viewer is not None:
        with database.writing() as db:
            end_sign_in(db, by=viewer)
    return _signed_out(f"/events/{viewer.event_slug}" if viewer else "/", settings.base_url)


@router.get("/events/{slug}/me", response_class=HTMLResponse)
def show_me(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """Who I am here, and what is stored about me."""
    entry = own_entry(db, event, by=viewer)
    timetable = newest_timetable(db, event) if entry.member.roles_in else None
    return event_page(
        reader,
        event,
        "sign_in/me.html",
        here="me",
        entry=entry,
        places={one.event_session_id: one.name for one in timetable.entries} if timetable else {},
    )


@router.post("/events/{slug}/me/sign-outs", response_class=RedirectResponse)
def sign_me_out_everywhere(
    event: EventDep, database: DatabaseDep, settings: SettingsDep, viewer: Viewer
) -> RedirectResponse:
    """End all of one's own sign-ins, this one included."""
    with database.writing() as db:
        sign_out_everywhere(db, event.key, by=viewer)
    return _signed_out(f"/events/{event.slug}", settings.base_url)


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
            max_age=365 * _DAY,
            httponly=True,
            samesite="lax",
            secure=_is_https(settings.base_url),
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


def _signed_out(path: str, base_url: str) -> RedirectResponse:
    left = RedirectResponse(path, status_code=303)
    left.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=_is_https(base_url))
    return left


def _is_https(base_url: str) -> bool:
    return urlsplit(base_url).scheme == "https"
