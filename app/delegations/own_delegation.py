"""What a focal point or head of delegation does to the list of their own delegation, and no other.

The organisers' rules hold here too; one more does: nobody makes their own delegation too large.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col, select

from app.db import Writing
from app.delegations.actions import (
    changed_entry,
    entered_participant,
    let_leave,
)
from app.delegations.appointing import roles_of
from app.delegations.forms import MemberForm
from app.delegations.locking import participant_for_update, people_for_update
from app.delegations.models import Appointment, Delegation, DelegationKind, Participant, Role
from app.delegations.rights import Action, Person
from app.errors import NotFound, Refused
from app.events.models import Event

_KEEPERS = frozenset({Role.HEAD, Role.FOCAL_POINT})
_MEMBERS = (Role.HEAD, Role.DELEGATE)


def enter_member(db: Writing, event_id: int, form: MemberForm, *, by: Person | None) -> Participant:
    """Enter one more delegate. Refused when the delegation has as many as it may."""
    event, delegation = _own(db, event_id, by)
    most = event.delegation_at_most
    if delegation.kind is DelegationKind.STATE and most is not None:
        count = _members(db, delegation.key)
        if count >= most:
            raise Refused(
                "{name} has {count} of at most {most} members. Replace somebody, or ask the"
                " organisers.",
                name=delegation.name,
                count=count,
                most=most,
            )
    typed = form.as_participant(delegation.key, Role.DELEGATE.value)
    return entered_participant(db, event_id, typed, by=by)


def change_member(
    db: Writing, event_id: int, participant_id: int, form: MemberForm, *, by: Person | None
) -> Participant:
    """Correct a member's entry. StaleWrite when it changed since the form was filled."""
    _, delegation = _own(db, event_id, by)
    _own_member(db, event_id, delegation, participant_id)
    return changed_entry(db, event_id, participant_id, form.as_participant(delegation.key), by=by)


def replace_member(
    db: Writing, event_id: int, participant_id: int, form: MemberForm, *, by: Person | None
) -> Participant:
    """Let somebody else come in a member's place, with the member's role in the delegation."""
    _, delegation = _own(db, event_id, by)
    member = _own_member(db, event_id, delegation, participant_id)
    _check_not_oneself(member, by)
    held = {role for role, where in roles_of(db, participant_id) if where is None}
    role = next((one for one in _MEMBERS if one in held), Role.DELEGATE)
    let_leave(db, member, by=by)
    db.flush()
    typed = form.as_participant(delegation.key, role.value)
    return entered_participant(db, event_id, typed, by=by)


def remove_member(db: Writing, event_id: int, participant_id: int, *, by: Person | None) -> None:
    """Let a member leave; what they wrote stays."""
    _, delegation = _own(db, event_id, by)
    member = _own_member(db, event_id, delegation, participant_id)
    _check_not_oneself(member, by)
    let_leave(db, member, by=by)


def _own(db: Writing, event_id: int, by: Person | None) -> tuple[Event, Delegation]:
    event = people_for_update(db, event_id, by, Action.MANAGE_OWN_DELEGATION)
    found = db.get(Delegation, by.delegation_id) if by and by.delegation_id else None
    if found is None or found.event_id != event_id:
        raise NotFound("You are in no delegation at this event. Ask the organisers.")
    return event, found


def _own_member(
    db: Writing, event_id: int, delegation: Delegation, participant_id: int
) -> Participant:
    member = participant_for_update(db, event_id, participant_id)
    held = {role for role, _ in roles_of(db, participant_id)}
    if member.delegation_id != delegation.key:
        raise NotFound("This person is not in your delegation. Look at its list.")
    if held - {*_MEMBERS, *_KEEPERS, Role.SPEAKER, Role.OBSERVER}:
        # Who also chairs or organises is the event's, not the delegation's, to replace.
        raise Refused(
            "{name} has a role for the whole event. Ask the organisers.", name=member.name
        )
    return member


def _check_not_oneself(member: Participant, by: Person | None) -> None:
    if by is not None and member.id == by.participant_id:
        raise Refused("This is you. Ask the organisers if somebody else shall keep the list.")


def _members(db: Writing, delegation_id: int) -> int:
    """How many people are members: who only keeps the list is none."""
    others = sa.exists().where(
        col(Appointment.participant_id) == col(Participant.id),
        col(Appointment.role) != Role.FOCAL_POINT,
    )
    return db.exec(
        select(sa.func.count())
        .select_from(Participant)
        .where(
            Participant.delegation_id == delegation_id, col(Participant.left_at).is_(None), others
        )
    ).one()
