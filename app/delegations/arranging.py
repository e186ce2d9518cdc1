"""The event's rules for delegations: how many, from which sectors, and in which order."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col, select

from app.db import Writing
from app.delegations.forms import ProtocolForm
from app.delegations.locking import people_for_update
from app.delegations.models import Delegation, DelegationName, Participant, Sector
from app.delegations.rights import Person
from app.events.journal import record


def arrange_delegations(
    db: Writing, event_id: int, form: ProtocolForm, *, by: Person | None
) -> None:
    """Set the rules of composition and the order of protocol."""
    event = people_for_update(db, event_id, by)
    most, least = form.checked_limits()
    required, positions = form.checked_required(), form.checked_positions()
    language, typed = form.checked_order()
    event.delegation_at_most, event.delegation_at_least = most, least
    event.asks_gender = form.asks_gender == "yes"
    if not event.asks_gender:
        # What the event no longer asks, it does not keep either.
        db.exec(
            sa.update(Participant).where(col(Participant.event_id) == event_id).values(gender=None)
        )
    event.protocol_language, event.protocol_is_typed = language, typed
    for sector in db.exec(select(Sector).where(Sector.event_id == event_id)):
        sector.is_required = sector.key in required
    for one in db.exec(select(Delegation).where(Delegation.event_id == event_id)):
        # Places that are not shown, because the order is alphabetical, stay as they were typed.
        one.position = positions.get(one.key, one.position)
    record(
        db,
        event_id,
        "arrange delegations",
        f"event {event_id}",
        by=by.participant_id if by else None,
    )


def write_names(db: Writing, delegation_id: int, names: dict[str, str]) -> None:
    """Store a delegation's names in other languages; those that are not named go."""
    db.exec(sa.delete(DelegationName).where(col(DelegationName.delegation_id) == delegation_id))
    db.add_all(
        DelegationName(delegation_id=delegation_id, language=language, name=name)
        for language, name in names.items()
    )
