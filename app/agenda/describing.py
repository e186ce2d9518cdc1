"""What an event says about itself: title, place, colour. Its days and hours are its agenda's.

The time zone is not among it: another one would move every published hour.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container
from dataclasses import asdict, fields

from sqlmodel import select

from app.agenda.describing_forms import EventForm, EventText
from app.db import Writing
from app.delegations.rights import Action, Person, require
from app.errors import StaleWrite
from app.events.journal import record
from app.events.models import Event

_NAMES = tuple(field.name for field in fields(EventText))
_LINES = ("title", "short_title", "subtitle", "place", "venue", "organisers", "background")


def describe_event(
    db: Writing, event: Event, form: EventForm, *, languages: Container[str], by: Person | None
) -> None:
    """Change what the event says about itself, on all pages from the commit on.

    StaleWrite, with both texts, if somebody else changed it since the writer's page was made.
    """
    require(by, Action.MANAGE_EVENT, event_id=event.key)
    stored = db.exec(
        select(Event)
        .where(Event.id == event.key)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    text = form.checked(languages)
    if form.seen != seen_in(stored):
        raise StaleWrite(
            base="",
            theirs="\n".join(str(getattr(stored, name)) for name in _LINES),
            yours="\n".join(getattr(text, name) for name in _LINES),
            revision=0,
        )
    wanted = asdict(text)
    changed = [name for name in _NAMES if getattr(stored, name) != wanted[name]]
    for name in changed:
        setattr(stored, name, wanted[name])
    if changed:
        participant = by.participant_id if by else None
        record(
            db, event.key, "describe event", f"event {event.key}", by=participant, fields=changed
        )


def seen_in(event: Event) -> str:
    """A mark of what a page showed of the event, by which a stale write is known."""
    shown = repr([str(getattr(event, name)) for name in _NAMES])
    return hashlib.sha256(shown.encode()).hexdigest()[:16]
