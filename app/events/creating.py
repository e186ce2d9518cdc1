"""Creating events."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import available_timezones

from sqlmodel import select

from app.clock import now
from app.db import Writing
from app.errors import BadInput, Refused
from app.events.journal import record
from app.events.models import Event

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def create_event(
    db: Writing, *, slug: str, title: str, zone: str, by: int | None, **facts: Any
) -> Event:
    """Create an event; `facts` are further columns of Event. Only the command line does this now.

    BadInput for a slug that is no address or an unknown zone, Refused for one that is taken.
    """
    if not _SLUG.fullmatch(slug) or len(slug) > 80:
        raise BadInput(
            'The address "{slug}" must be lower-case letters, digits and hyphens,'
            " for example manila-2013.",
            field="slug",
            slug=slug,
        )
    if not title.strip():
        raise BadInput("An event needs a title.", field="title")
    if zone not in available_timezones() or "/" not in zone:
        raise BadInput(
            '"{zone}" is not a time zone. Name one by continent and city, like Europe/Paris.',
            field="zone",
            zone=zone,
        )
    if db.exec(select(Event).where(Event.slug == slug)).first() is not None:
        raise Refused("There is already an event at {slug}. Choose another address.", slug=slug)
    event = Event(slug=slug, title=title.strip(), zone=zone, created_at=now(), **facts)
    db.add(event)
    db.flush()
    record(db, event.key, "create event", f"event {event.key}", by=by)
    return event
