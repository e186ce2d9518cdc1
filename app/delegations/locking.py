"""Rows that people's actions lock before they decide. Knows no rule.

Every action on people takes the event's row first: organisers are few, and "one head", "one name",
"at least one organiser" are questions about several rows that nobody may change meanwhile.
"""

from __future__ import annotations

from sqlmodel import col, select

from app.db import Writing
from app.delegations.models import Delegation, Participant
from app.delegations.rights import Action, Person, require
from app.errors import NotFound
from app.events.models import Event


def people_for_update(
    db: Writing, event_id: int, by: Person | None, action: Action = Action.MANAGE_PEOPLE
) -> Event:
    """Ask for the right to `action`, then lock the people of an event until the commit."""
    require(by, action, event_id=event_id)
    # key_share: posts and sign-ins refer to the event's key and must not wait for an organiser.
    return db.exec(
        select(Event)
        .where(Event.id == event_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def participant_for_update(db: Writing, event_id: int, participant_id: int) -> Participant:
    """A present participant of this event, fresh; NotFound for others and for who has left."""
    found = db.exec(
        select(Participant)
        .where(
            Participant.id == participant_id,
            Participant.event_id == event_id,
            col(Participant.left_at).is_(None),
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound("This person is not at the event (any more). Look at the list of people.")
    return found


def delegation_for_update(db: Writing, event_id: int, delegation_id: int) -> Delegation:
    """A delegation of this event, fresh, or NotFound."""
    found = db.exec(
        select(Delegation)
        .where(Delegation.id == delegation_id, Delegation.event_id == event_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound("There is no such delegation at this event. Look at the list of people.")
    return found
