"""The forms in which routes of boards answer: a page, a partial for a phone's outbox, JSON."""

from __future__ import annotations

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from app.errors import PlenaryError
from app.events.models import Event
from app.pages import Reader, sentence

DESK = "board/desk"  # where the podium goes on after each of its actions


def wants_json(request: Request) -> bool:
    """Whether a program asks, which reads JSON and no page."""
    accepts = request.headers.get("accept", "")
    return "application/json" in accepts and "text/html" not in accepts


def wants_partial(request: Request) -> bool:
    """Whether one of our own scripts asks."""
    return request.headers.get("hx-request") == "true"


def alert(reader: Reader, refusal: PlenaryError) -> HTMLResponse:
    """A refusal as the sentence alone, which the outbox shows beside the text it keeps."""
    content = Markup('<p role="alert">{}</p>').format(sentence(reader, refusal))
    return HTMLResponse(content, status_code=refusal.status)


def see(event: Event, key: str, rest: str) -> RedirectResponse:
    """On to a page of an event session, after something was changed."""
    return RedirectResponse(f"/events/{event.slug}/sessions/{key}/{rest}", status_code=303)
