"""Finds the people of a sample event by what they are: its facts name no persons."""

from __future__ import annotations

from sqlmodel import col, select

from app.db import Reading, Writing
from app.delegations.actions import change_delegation
from app.delegations.forms import DelegationForm
from app.delegations.models import (
    Appointment,
    Delegation,
    DelegationKind,
    Participant,
    Role,
    Sector,
)
from app.delegations.rights import Person, organiser_at
from app.delegations.sign_in import person_by_id
from app.events.models import Event


def somebody(
    db: Reading,
    event: Event,
    role: Role,
    *,
    delegation: str | None = None,
    sector: str | None = None,
) -> Person:
    """The first participant with this role, of this delegation and sector where they are given."""
    query = (
        select(Participant.id)
        .join(Appointment, col(Appointment.participant_id) == col(Participant.id))
        .where(col(Participant.event_id) == event.key, col(Appointment.role) == role)
        .order_by(col(Participant.id))
    )
    if delegation:
        query = query.join(Delegation, col(Delegation.id) == col(Participant.delegation_id)).where(
            col(Delegation.name) == delegation
        )
    if sector:
        query = query.join(Sector, col(Sector.id) == col(Participant.sector_id)).where(
            col(Sector.name) == sector
        )
    participant_id = db.exec(query).first()
    assert participant_id is not None, f"the sample has no {role} of {delegation} ({sector})"
    return person_by_id(db, participant_id)


def say_kind_of_organisation(db: Writing, event: Event, name: str, kind: str) -> None:
    """The secretariat says what kind of organisation a delegation speaks for: no sheet tells it."""
    delegation_id = db.exec(
        select(Delegation.id).where(
            col(Delegation.event_id) == event.key, col(Delegation.name) == name
        )
    ).one()
    form = DelegationForm(kind=DelegationKind.ORGANISATION.value, name=name, organisation_kind=kind)
    change_delegation(db, event.key, delegation_id or 0, form, by=organiser_at(event))
