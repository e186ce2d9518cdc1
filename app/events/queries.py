"""Finding events. Loads what pages of an event need, never a draft."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col, select

from app.db import Reading
from app.errors import NotFound
from app.events.models import Event

# Built once: nearly every request asks this.
_BY_SLUG = select(Event).where(col(Event.slug) == sa.bindparam("slug"))


def event_by_slug(db: Reading, slug: str) -> Event:
    """The event with this slug, or NotFound."""
    event = db.exec(_BY_SLUG, params={"slug": slug}).first()
    if event is None:
        raise NotFound('There is no event "{slug}" here. Look at the list of events.', slug=slug)
    return event
