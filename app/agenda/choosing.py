"""My sessions: a participant marks the event sessions they mean to attend, and takes marks off."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.calendar_models import ChosenSession
from app.agenda.queries import event_session_by_slug
from app.clock import now
from app.db import Reading, Writing
from app.delegations.models import Participant
from app.delegations.rights import Action, Person, may, require
from app.events.journal import record
from app.events.models import Event


def choose(db: Writing, event: Event, slug: str, *, by: Person | None) -> None:
    """Mark an event session as one's own; marking it again changes nothing. NotFound for drafts."""
    event_session_id = _own_for_update(db, event, slug, by)
    assert by is not None
    if event_session_id in chosen_sessions(db, event, by=by):
        return
    db.add(
        ChosenSession(participant_id=by.own_id, event_session_id=event_session_id, chosen_at=now())
    )
    record(db, event.key, "choose", f"event session {event_session_id}", by=by.own_id)


def unchoose(db: Writing, event: Event, slug: str, *, by: Person | None) -> None:
    """Take the mark off; where there is none nothing changes."""
    event_session_id = _own_for_update(db, event, slug, by)
    assert by is not None
    if event_session_id not in chosen_sessions(db, event, by=by):
        return
    db.exec(
        sa.delete(ChosenSession).where(
            col(ChosenSession.participant_id) == by.own_id,
            col(ChosenSession.event_session_id) == event_session_id,
        )
    )
    record(db, event.key, "unchoose", f"event session {event_session_id}", by=by.own_id)


def chosen_sessions(db: Reading, event: Event, *, by: Person | None) -> frozenset[int]:
    """The ids of the event sessions that this person chose; none for who is no participant."""
    if by is None or by.participant_id is None:
        return frozenset()
    if not may(by, Action.FOLLOW_AGENDA, event_id=event.key):
        return frozenset()
    return frozenset(
        db.exec(
            select(ChosenSession.event_session_id).where(
                ChosenSession.participant_id == by.participant_id
            )
        )
    )


def _own_for_update(db: Writing, event: Event, slug: str, by: Person | None) -> int:
    """The id of a published event session; locks the person, so that two taps make one mark."""
    require(by, Action.FOLLOW_AGENDA, event_id=event.key)
    assert by is not None
    lock = select(Participant.id).where(Participant.id == by.own_id)
    db.exec(lock.with_for_update(key_share=True)).one()
    return event_session_by_slug(db, event, slug).id
