"""Joining links of online events: who may see them, and organisers setting them.

A link belongs to the event or to a room and to no version: it may change minutes before a meeting.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from app.agenda.personal_forms import ContactForm, JoiningForm
from app.agenda.vevent import NOWHERE, Joining
from app.db import Reading, Writing
from app.delegations.rights import Action, Person, may, require
from app.errors import NotFound
from app.events.journal import record
from app.events.models import Event, JoiningFor, Room


def joining_links(db: Reading, event: Event, *, by: Person | None) -> Joining:
    """The links as this reader may see them; none for who may not.

    What everybody gets alike (a public calendar, a cached page) is asked for with `by=None`.
    """
    if event.joining_for is not JoiningFor.EVERYBODY and not may(
        by, Action.FOLLOW_AGENDA, event_id=event.key
    ):
        return NOWHERE
    own = tuple((room.name, room.joining_url) for room in rooms(db, event) if room.joining_url)
    return Joining(event.joining_url, own)


def rooms(db: Reading, event: Event) -> Sequence[Room]:
    """The event's rooms in their order; of drafts as well, so for organisers' pages only."""
    return db.exec(
        select(Room).where(Room.event_id == event.key).order_by(col(Room.position), col(Room.id))
    ).all()


def set_joining_links(db: Writing, event: Event, form: JoiningForm, *, by: Person | None) -> None:
    """Set all links of an event at once; they are shown from the commit on."""
    stored = _event_for_update(db, event, by)
    stored.joining_url = form.checked_url()
    stored.joining_for = form.checked_for()
    links = form.checked_rooms()
    known = {room.key: room for room in rooms(db, event)}
    for room_id, link in links.items():
        if room_id not in known:
            raise NotFound("This room is not one of the event's. Load the page again.")
        known[room_id].joining_url = link
    participant = by.participant_id if by else None
    record(db, event.key, "set joining links", f"event {event.key}", by=participant)


def set_contact(db: Writing, event: Event, form: ContactForm, *, by: Person | None) -> None:
    """Set the organisers' mail address, from which invitations come."""
    _event_for_update(db, event, by).contact = form.checked()
    participant = by.participant_id if by else None
    record(db, event.key, "set contact", f"event {event.key}", by=participant)


def _event_for_update(db: Writing, event: Event, by: Person | None) -> Event:
    require(by, Action.MANAGE_EVENT, event_id=event.key)
    return db.exec(
        select(Event)
        .where(Event.id == event.key)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
