"""Delegations, sectors and people entered, changed and removed. Roles: appointing; links: links."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Writing
from app.delegations.appointing import (
    give_role,
    head_of,
    keep_an_organiser,
    roles_of,
)
from app.delegations.arranging import write_names
from app.delegations.forms import (
    DelegationForm,
    ParticipantForm,
    SectorForm,
    chosen_id,
)
from app.delegations.links import end_links
from app.delegations.locking import (
    delegation_for_update,
    participant_for_update,
    people_for_update,
)
from app.delegations.models import (
    Appointment,
    Delegation,
    DelegationKind,
    Participant,
    Role,
    Sector,
)
from app.delegations.rights import Person
from app.delegations.rules import fingerprint
from app.delegations.territories import territory_of, usual_name
from app.errors import BadInput, Refused, StaleWrite
from app.events.journal import record
from app.events.models import Event


def add_delegation(
    db: Writing, event_id: int, form: DelegationForm, *, by: Person | None
) -> Delegation:
    """Enter a delegation. A State's name is the usual one unless the form gives the event's own."""
    event = people_for_update(db, event_id, by)
    kind, territory, name = _checked(form, event)
    _check_not_there(db, event_id, name, territory)
    names = form.checked_names()
    delegation = Delegation(
        event_id=event_id,
        kind=kind,
        territory=territory,
        name=name,
        organisation_kind=form.checked_organisation_kind(),
    )
    db.add(delegation)
    db.flush()
    write_names(db, delegation.key, names)
    _note(db, event_id, "add delegation", f"delegation {delegation.key}", by)
    return delegation


def change_delegation(
    db: Writing, event_id: int, delegation_id: int, form: DelegationForm, *, by: Person | None
) -> Delegation:
    """Give a delegation another name, or say that it speaks for another State or organisation."""
    event = people_for_update(db, event_id, by)
    delegation = delegation_for_update(db, event_id, delegation_id)
    kind, territory, name = _checked(form, event)
    _check_not_there(db, event_id, name, territory, besides=delegation_id)
    names, sort = form.checked_names(), form.checked_organisation_kind()
    delegation.organisation_kind = sort
    delegation.kind, delegation.territory, delegation.name = kind, territory, name
    write_names(db, delegation_id, names)
    _note(db, event_id, "change delegation", f"delegation {delegation_id}", by)
    return delegation


def remove_delegation(db: Writing, event_id: int, delegation_id: int, *, by: Person | None) -> None:
    """Remove a delegation that never had a member; others stay, for what they wrote stays."""
    people_for_update(db, event_id, by)
    delegation = delegation_for_update(db, event_id, delegation_id)
    if db.exec(select(Participant.id).where(Participant.delegation_id == delegation_id)).first():
        raise Refused(
            "{name} has had members here and stays in the event’s records."
            " Only a delegation without any can be removed.",
            name=delegation.name,
        )
    write_names(db, delegation_id, {})
    db.delete(delegation)
    _note(db, event_id, "remove delegation", f"delegation {delegation_id}", by)


def add_sector(db: Writing, event_id: int, form: SectorForm, *, by: Person | None) -> Sector:
    """Add a sector, after the others."""
    people_for_update(db, event_id, by)
    name = form.checked_name()
    there = db.exec(select(Sector).where(Sector.event_id == event_id)).all()
    if name.casefold() in {sector.name.casefold() for sector in there}:
        raise BadInput("There is already a sector “{name}”.", field="name", name=name)
    last = max((sector.position for sector in there), default=0)
    sector = Sector(event_id=event_id, name=name, position=last + 1)
    db.add(sector)
    db.flush()
    _note(db, event_id, "add sector", f"sector {sector.key}", by)
    return sector


def add_participant(
    db: Writing, event_id: int, form: ParticipantForm, *, by: Person | None
) -> Participant:
    """Enter a person with their first role."""
    people_for_update(db, event_id, by)
    return entered_participant(db, event_id, form, by=by)


def entered_participant(
    db: Writing, event_id: int, form: ParticipantForm, *, by: Person | None
) -> Participant:
    """Enter a person of a locked event; the right was asked by the caller."""
    participant = Participant(event_id=event_id, name=form.checked_name())
    _fill(db, participant, form)
    role = form.checked_role()
    if role is Role.HEAD:
        _check_no_other_head(db, participant, "role")
    check_email_is_free(db, participant)
    db.add(participant)
    db.flush()
    _note(db, event_id, "add participant", f"participant {participant.key}", by)
    give_role(db, participant, role, by=by)
    return participant


def change_participant(
    db: Writing, event_id: int, participant_id: int, form: ParticipantForm, *, by: Person | None
) -> Participant:
    """Change a person's entry. StaleWrite when it changed since the form was filled."""
    people_for_update(db, event_id, by)
    return changed_entry(db, event_id, participant_id, form, by=by)


def changed_entry(
    db: Writing, event_id: int, participant_id: int, form: ParticipantForm, *, by: Person | None
) -> Participant:
    """Change an entry at a locked event; the right was asked by the caller."""
    participant = participant_for_update(db, event_id, participant_id)
    started_from = fingerprint(participant)
    theirs = _as_text(participant)
    name = form.checked_name()
    # Checked on a copy: the entry is touched only when everything about the new one is right.
    changed = Participant(
        id=participant.id, event_id=event_id, name=name, left_at=participant.left_at
    )
    changed.gender = participant.gender
    _fill(db, changed, form)
    if form.base != started_from and fingerprint(changed) != started_from:
        raise StaleWrite(base="", theirs=theirs, yours=_as_text(changed), revision=0)
    held = {role for role, _ in roles_of(db, participant_id)}
    if changed.delegation_id is None and held & {Role.HEAD, Role.DELEGATE, Role.FOCAL_POINT}:
        raise BadInput(
            "A delegate needs a delegation. Give another role first, or choose one.",
            field="delegation_id",
        )
    if Role.HEAD in held:
        _check_no_other_head(db, changed, "delegation_id")
    check_email_is_free(db, changed)
    for field in ("name", "function", "email", "delegation_id", "sector_id", "gender"):
        setattr(participant, field, getattr(changed, field))
    _note(db, event_id, "change participant", f"participant {participant_id}", by)
    return participant


def remove_participant(
    db: Writing, event_id: int, participant_id: int, *, by: Person | None
) -> None:
    """Let somebody leave: roles, links and sign-ins end at once; what they wrote stays."""
    people_for_update(db, event_id, by)
    participant = participant_for_update(db, event_id, participant_id)
    if (Role.ORGANISER, None) in roles_of(db, participant_id):
        keep_an_organiser(db, event_id, without=participant_id)
    let_leave(db, participant, by=by)


def let_leave(db: Writing, participant: Participant, *, by: Person | None) -> None:
    """End roles, links and sign-ins of a person of a locked event; the right was asked before."""
    participant.left_at = now()
    db.exec(sa.delete(Appointment).where(col(Appointment.participant_id) == participant.key))
    end_links(db, participant.key)
    _note(db, participant.event_id, "remove participant", f"participant {participant.key}", by)


def _checked(form: DelegationForm, event: Event) -> tuple[DelegationKind, str | None, str]:
    kind, name = form.checked_kind(), form.checked_name()
    if kind is DelegationKind.ORGANISATION:
        if not name:
            raise BadInput("Give the organisation’s name.", field="name")
        return kind, None, name
    territory = form.territory.strip().upper() or territory_of(name)
    usual = usual_name(territory, event.language) if territory else None
    if territory is None or usual is None:
        raise BadInput("Choose the State in the list.", field="territory")
    return kind, territory, name or usual


def _check_not_there(
    db: Writing, event_id: int, name: str, territory: str | None, *, besides: int = 0
) -> None:
    for other in db.exec(select(Delegation).where(Delegation.event_id == event_id)):
        if other.id == besides:
            continue
        if other.name.casefold() == name.casefold():
            raise BadInput("There is already a delegation “{name}”.", field="name", name=name)
        if territory and other.territory == territory:
            raise BadInput(
                "This State is already there as “{name}”.", field="territory", name=other.name
            )


def _fill(db: Writing, participant: Participant, form: ParticipantForm) -> None:
    participant.function = form.checked_function()
    participant.gender = form.checked_gender(participant.gender)
    participant.email = form.checked_email()
    participant.delegation_id = chosen_id(form.delegation_id, "delegation_id")
    participant.sector_id = chosen_id(form.sector_id, "sector_id")
    if participant.delegation_id is not None:
        delegation = db.get(Delegation, participant.delegation_id)
        if delegation is None or delegation.event_id != participant.event_id:
            raise BadInput("Choose a delegation of this event.", field="delegation_id")
    if participant.sector_id is not None:
        sector = db.get(Sector, participant.sector_id)
        if sector is None or sector.event_id != participant.event_id:
            raise BadInput("Choose a sector of this event.", field="sector_id")


def _check_no_other_head(db: Writing, participant: Participant, field: str) -> None:
    if participant.delegation_id is None:
        return
    other = head_of(db, participant.delegation_id, besides=participant.id)
    if other is not None:
        raise BadInput(
            "This delegation has a head already: {name}. Enter a delegate, then change the head.",
            field=field,
            name=other.name,
        )


def check_email_is_free(db: Writing, participant: Participant) -> None:
    if participant.email is None:
        return
    other = db.exec(
        select(Participant.name).where(
            Participant.event_id == participant.event_id,
            sa.func.lower(col(Participant.email)) == participant.email.lower(),
            col(Participant.left_at).is_(None),
            col(Participant.id) != (participant.id or 0),
        )
    ).first()
    if other is not None:
        raise BadInput(
            "{name} has this e-mail address already. Leave it empty or give another one.",
            field="email",
            name=other,
        )


def _as_text(participant: Participant) -> str:
    parts = (participant.name, participant.function, participant.email or "")
    return " · ".join(part for part in parts if part)


def _note(db: Writing, event_id: int, verb: str, subject: str, by: Person | None) -> None:
    record(db, event_id, verb, subject, by=by.participant_id if by else None)
