"""A new event made like another: its agenda, rooms, sectors and rules, on other days.

No people come along, not even as names of speakers; no boards, no versions, no joining links. The
new entries have uids of their own, for they are other appointments. Knows no documents.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from app.agenda.drafts import add_day, draft_for_update
from app.agenda.models import Agenda, Day, EventSession, Slot, SlotStatus, Wording
from app.clock import now
from app.db import Writing
from app.delegations.models import Sector
from app.delegations.rights import Action, Person, require
from app.errors import Refused
from app.events.creating import create_event
from app.events.journal import record
from app.events.models import Event, Room

_FACTS = (
    "short_title", "subtitle", "place", "venue", "mode", "language", "accent", "background",
    "organisers", "by_invitation", "list_shown_to", "delegation_at_most", "delegation_at_least",
    "required_priorities", "protocol_language", "protocol_is_typed", "asks_gender",
)  # fmt: skip
_SLOT = ("position", "starts", "ends", "end_inferred", "parallel_group", "continued")
_WORDS = ("kind", "number", "title", "abstract", "context", "required_priorities")


def clone_event(
    db: Writing,
    source: Event,
    *,
    slug: str,
    starts: date,
    title: str | None = None,
    zone: str | None = None,
    by: Person | None,
) -> Event:
    """A new event at `slug` with the agenda of `source` (newest version, else the draft) as draft.

    Its first day is `starts`, the others keep their distance. Refused for a source without entries.
    """
    require(by, Action.MANAGE_EVENT, event_id=source.key)
    agenda = _agenda_of(db, source)
    made = create_event(
        db,
        slug=slug,
        title=title or source.title,
        zone=zone or source.zone,
        by=None,
        **facts_for({name: getattr(source, name) for name in _FACTS}, source.title, title),
    )
    sectors = select(Sector).where(Sector.event_id == source.key).order_by(col(Sector.position))
    for sector in db.exec(sectors).all():
        db.add(
            Sector(
                event_id=made.key,
                name=sector.name,
                position=sector.position,
                is_required=sector.is_required,
            )
        )
    draft = Agenda(event_id=made.key, created_at=now(), revision=1)
    db.add(draft)
    db.flush()
    _Copying(db, agenda, draft, made, starts).copy()
    record(db, made.key, "clone event", f"event {source.key}", by=None)
    return made


def facts_for(facts: dict[str, Any], former: str, title: str | None) -> dict[str, Any]:
    """The facts that an event called `title` takes over from one called `former` (None: the same).

    A short title is short for one title only.
    """
    return facts if title in {None, former} else facts | {"short_title": ""}


def move_draft_to(db: Writing, event: Event, starts: date, *, by: Person | None) -> None:
    """Move all days of a draft so that the first one is `starts`; days without a date follow it."""
    draft = draft_for_update(db, event, by=by)
    days = _days(db, draft)
    dates = _moved([day.on for day in days], starts)
    for day in days:
        day.on = None
    # Two steps, for a day may move to where another still stands.
    db.flush()
    draft.revision += 1
    for day, on in zip(days, dates, strict=True):
        day.on, day.written, day.revision = on, "", draft.revision
    db.flush()
    participant = by.participant_id if by else None
    record(db, event.key, "move agenda", f"agenda {draft.key}", by=participant)


class _Copying:
    """One agenda on its way into another event."""

    def __init__(
        self, db: Writing, source: Agenda, draft: Agenda, event: Event, starts: date
    ) -> None:
        self.db, self.source, self.draft, self.event, self.starts = db, source, draft, event, starts

    def copy(self) -> None:
        """Write days, rooms, event sessions with their wordings, and slots."""
        days, rooms, identities = self._days(), self._rooms(), self._identities()
        slots = select(Slot).where(
            Slot.agenda_id == self.source.key, Slot.status == SlotStatus.CONFIRMED
        )
        for slot in self.db.exec(slots).all():
            values: dict[str, Any] = {name: getattr(slot, name) for name in _SLOT}
            self.db.add(
                Slot(
                    agenda_id=self.draft.key,
                    day_id=days[slot.day_id],
                    event_session_id=identities[slot.event_session_id],
                    room_id=rooms.get(slot.room_id or 0),
                    uid=str(uuid.uuid4()),
                    revision=self.draft.revision,
                    **values,
                )
            )
        self.db.flush()

    def _days(self) -> dict[int, int]:
        old = _days(self.db, self.source)
        copied: dict[int, int] = {}
        for day, on in zip(old, _moved([day.on for day in old], self.starts), strict=True):
            own = add_day(self.db, self.draft, on)
            own.theme = day.theme
            copied[day.key] = own.key
        return copied

    def _rooms(self) -> dict[int, int]:
        copied: dict[int, int] = {}
        of_source = select(Room).where(Room.event_id == self.source.event_id)
        for room in self.db.exec(of_source.order_by(col(Room.position), col(Room.id))).all():
            own = Room(event_id=self.event.key, name=room.name, position=room.position)
            self.db.add(own)
            self.db.flush()
            copied[room.key] = own.key
        return copied

    def _identities(self) -> dict[int, int]:
        copied: dict[int, int] = {}
        worded = (
            select(EventSession, Wording)
            .join(Wording, col(Wording.event_session_id) == col(EventSession.id))
            .where(Wording.agenda_id == self.source.key)
            .where(
                col(EventSession.id).in_(
                    select(Slot.event_session_id).where(
                        Slot.agenda_id == self.source.key, Slot.status == SlotStatus.CONFIRMED
                    )
                )
            )
            .order_by(col(EventSession.id))
        )
        for identity, wording in self.db.exec(worded).all():
            own = EventSession(event_id=self.event.key, slug=identity.slug)
            self.db.add(own)
            self.db.flush()
            words: dict[str, Any] = {name: getattr(wording, name) for name in _WORDS}
            self.db.add(Wording(agenda_id=self.draft.key, event_session_id=own.key, **words))
            copied[identity.key] = own.key
        return copied


def _agenda_of(db: Writing, source: Event) -> Agenda:
    found = db.exec(
        select(Agenda)
        .join(Slot, col(Slot.agenda_id) == col(Agenda.id))
        .where(Agenda.event_id == source.key, Slot.status == SlotStatus.CONFIRMED)
        .order_by(col(Agenda.number).desc().nulls_last())
        .limit(1)
    ).first()
    if found is None:
        raise Refused("The event {slug} has no agenda to copy.", slug=source.slug)
    return found


def _days(db: Writing, agenda: Agenda) -> list[Day]:
    days = db.exec(select(Day).where(Day.agenda_id == agenda.key)).all()
    return sorted(days, key=lambda day: (day.on is None, day.on or date.min, day.position, day.key))


def _moved(dates: list[date | None], starts: date) -> list[date]:
    """The dates so that the first is `starts`; where one is unknown, the day after the last."""
    first = dates[0] if dates else None
    moved: list[date] = []
    for on in dates:
        if on is not None and first is not None:
            moved.append(starts + (on - first))
        else:
            moved.append(moved[-1] + timedelta(days=1) if moved else starts)
    return moved
