"""How many take part, of which kind: numbers only, counted by the database in one statement.

The same numbers as the page of delegations has, for pages that everybody opens.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from app.db import Reading
from app.delegations.models import (
    Appointment,
    Delegation,
    DelegationKind,
    Participant,
    Role,
)
from app.delegations.participation import kind_name, kinds_in_order
from app.delegations.rights import Action, Person, require
from app.delegations.visibility import may_read_counts
from app.events.models import Event


@dataclass(frozen=True)
class Numbers:
    """Delegations of States and of organisations, and their people.

    `people` is None for who may not know it; `kinds` are then empty. They are rows of (kind,
    people), named and ordered as in `participation.Pictures.kinds`.
    """

    states: int
    organisations: int
    people: int | None
    kinds: tuple[tuple[str, int], ...] = ()


def numbers_of(db: Reading, event: Event, *, by: Person | None) -> Numbers:
    """The numbers that this reader may see. Who only keeps a delegation's list is not counted."""
    require(by, Action.READ_AGENDA, event_id=event.key)
    role_of = select(Appointment.id).where(col(Appointment.participant_id) == col(Participant.id))
    keeps_list = role_of.where(
        col(Appointment.role) == Role.FOCAL_POINT, col(Appointment.event_session_id).is_(None)
    )
    does_more = role_of.where(
        sa.or_(
            col(Appointment.role) != Role.FOCAL_POINT,
            col(Appointment.event_session_id).is_not(None),
        )
    )
    rows = db.connection().execute(
        sa.select(
            col(Delegation.kind),
            col(Delegation.organisation_kind),
            sa.func.count(sa.distinct(col(Delegation.id))),
            sa.func.count(col(Participant.id)),
        )
        .outerjoin(
            Participant,
            sa.and_(
                col(Participant.delegation_id) == col(Delegation.id),
                col(Participant.left_at).is_(None),
                sa.or_(~keeps_list.exists(), does_more.exists()),
            ),
        )
        .where(col(Delegation.event_id) == event.key)
        .group_by(col(Delegation.kind), col(Delegation.organisation_kind))
    )
    delegations: Counter[DelegationKind] = Counter()
    people: Counter[str] = Counter()
    for kind, organisation_kind, count, members in rows:
        delegations[kind] += count
        people[kind_name(kind, organisation_kind)] += members
    known = may_read_counts(event, by)
    return Numbers(
        states=delegations[DelegationKind.STATE],
        organisations=delegations[DelegationKind.ORGANISATION],
        people=sum(people.values()) if known else None,
        kinds=kinds_in_order(people) if known else (),
    )
