"""The cookie of a sign-in set and taken away, whatever opened the door. Knows no table."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response

from app.delegations.devices import Device, device_of
from app.delegations.sign_in import OpenedLink
from app.routes.deps import COOKIE
from app.settings import Settings

DAY = 24 * 60 * 60
# Where a token stands in the address or on the page: it goes to no other page and into no cache.
SECRET = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


def entered(opened: OpenedLink, settings: Settings) -> RedirectResponse:
    """To the event, signed in."""
    answer = RedirectResponse(f"/events/{opened.event_slug}", status_code=303, headers=SECRET)
    keep_signed_in(answer, opened, settings)
    return answer


def keep_signed_in(answer: Response, opened: OpenedLink, settings: Settings) -> None:
    """Set the cookie by which the browser is known from now on."""
    answer.set_cookie(
        COOKIE,
        opened.cookie,
        max_age=settings.sign_in_days * DAY,
        httponly=True,
        samesite="lax",
        secure=is_https(settings.base_url),
    )


def left(path: str, settings: Settings) -> RedirectResponse:
    """To `path`, signed out."""
    answer = RedirectResponse(path, status_code=303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=is_https(settings.base_url))
    return answer


def device_here(connection: HTTPConnection) -> Device:
    """The device that asks."""
    return device_of(connection.headers.get("user-agent"))


def is_https(base_url: str) -> bool:
    """Whether cookies may insist on an encrypted connection."""
    return urlsplit(base_url).scheme == "https"
