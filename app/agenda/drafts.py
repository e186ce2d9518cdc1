"""The draft, held for a change: the right to it, the lock on it, its parts.

What every action of this folder begins with. Knows neither documents nor pages.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.models import Agenda, Day, EventSession, SlotKind
from app.agenda.slugs import slug_for
from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person, require
from app.events.models import Event, Room


def draft_for_update(db: Writing, event: Event, *, by: Person | None) -> Agenda:
    """The event's draft, made if there is none, locked until the end of the transaction.

    Locks the event: two organisers who begin at the same time would else make two drafts.
    """
    require(by, Action.MANAGE_AGENDA, event_id=event.key)
    db.exec(select(Event.id).where(Event.id == event.key).with_for_update()).one()
    draft = db.exec(
        select(Agenda)
        .where(Agenda.event_id == event.key, col(Agenda.number).is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if draft is None:
        draft = Agenda(event_id=event.key, created_at=now())
        db.add(draft)
        db.flush()
    return draft


def day_on(db: Writing, draft: Agenda, on: date) -> Day:
    """The draft's day with this date, made if there is none."""
    found = db.exec(select(Day).where(Day.agenda_id == draft.key, Day.on == on)).first()
    return found or add_day(db, draft, on)


def add_day(db: Writing, draft: Agenda, on: date | None, *, written: str = "") -> Day:
    """A new day after all others."""
    highest = sa.select(sa.func.coalesce(sa.func.max(Day.position), 0)).where(
        col(Day.agenda_id) == draft.key
    )
    position = db.connection().execute(highest).scalar_one() + 1
    day = Day(agenda_id=draft.key, on=on, written=written[:80], position=position)
    db.add(day)
    db.flush()
    return day


def room_named(db: Writing, event: Event, name: str) -> Room:
    """The event's room of this name, made if there is none.

    Rooms are never renamed, so a published version keeps the name it was published with.
    """
    found = db.exec(select(Room).where(Room.event_id == event.key, Room.name == name)).first()
    if found is None:
        found = Room(event_id=event.key, name=name)
        db.add(found)
        db.flush()
    return found


def add_event_session(
    db: Writing, event: Event, kind: SlotKind, number: str | None, title: str
) -> EventSession:
    """A new subject with an address of its own."""
    taken = set(db.exec(select(EventSession.slug).where(EventSession.event_id == event.key)))
    identity = EventSession(event_id=event.key, slug=slug_for(kind, number, title, taken))
    db.add(identity)
    db.flush()
    return identity
