"""Roles given and taken, at the event or in one event session.

A delegation has one head: a new one lets the former step back to delegate.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col, select

from app.db import Writing
from app.delegations.locking import participant_for_update, people_for_update
from app.delegations.models import Appointment, Participant, Role
from app.delegations.notices import CHECK_AGAIN, tell_browsers
from app.delegations.rights import Person
from app.errors import BadInput, Refused
from app.events.journal import record

_OF_A_DELEGATION = frozenset({Role.HEAD, Role.DELEGATE})
_NEEDING_A_DELEGATION = _OF_A_DELEGATION | {Role.FOCAL_POINT}


def appoint(
    db: Writing,
    event_id: int,
    participant_id: int,
    role: Role,
    *,
    event_session_id: int | None = None,
    by: Person | None,
) -> None:
    """Give somebody a role; a second time does nothing."""
    people_for_update(db, event_id, by)
    participant = participant_for_update(db, event_id, participant_id)
    if event_session_id is not None:
        _check_event_session(db, event_id, role, event_session_id)
    give_role(db, participant, role, event_session_id=event_session_id, by=by)


def dismiss(
    db: Writing,
    event_id: int,
    participant_id: int,
    role: Role,
    *,
    event_session_id: int | None = None,
    by: Person | None,
) -> None:
    """Take a role away. Refused for somebody's last one, and for the event's last organiser."""
    people_for_update(db, event_id, by)
    participant = participant_for_update(db, event_id, participant_id)
    held = roles_of(db, participant_id)
    if (role, event_session_id) not in held:
        return
    if len(held) == 1:
        raise Refused(
            "This is {name}’s only role. Give another role first, or remove the person.",
            name=participant.name,
        )
    if role is Role.ORGANISER and event_session_id is None:
        keep_an_organiser(db, event_id, without=participant_id)
    _take(db, participant, role, event_session_id, by)
    tell_browsers(db, participant_id, CHECK_AGAIN)


def give_role(
    db: Writing,
    participant: Participant,
    role: Role,
    *,
    event_session_id: int | None = None,
    by: Person | None,
) -> None:
    """Give a role to a person of a locked event; the right was asked by the caller.

    BadInput for a head or delegate without a delegation.
    """
    held = roles_of(db, participant.key)
    if (role, event_session_id) in held:
        return
    if role in _NEEDING_A_DELEGATION and participant.delegation_id is None:
        raise BadInput(
            "{name} is in no delegation. Choose one first, or another role.",
            field="role",
            name=participant.name,
        )
    if role in _OF_A_DELEGATION:
        if role is Role.HEAD:
            _let_head_step_back(db, participant, by)
        for other in _OF_A_DELEGATION - {role}:
            if (other, None) in held:
                _take(db, participant, other, None, by)
    db.add(
        Appointment(participant_id=participant.key, role=role, event_session_id=event_session_id)
    )
    db.flush()
    _note(db, "appoint", participant, role, event_session_id, by)
    tell_browsers(db, participant.key, CHECK_AGAIN)


def roles_of(db: Writing, participant_id: int) -> set[tuple[Role, int | None]]:
    """The roles somebody holds, each with its event session (None: the whole event)."""
    held = db.exec(select(Appointment).where(Appointment.participant_id == participant_id))
    return {(Role(one.role), one.event_session_id) for one in held}


def head_of(db: Writing, delegation_id: int, *, besides: int | None = None) -> Participant | None:
    """The present head of a delegation who is not the person `besides`."""
    return db.exec(
        select(Participant)
        .join(Appointment, col(Appointment.participant_id) == col(Participant.id))
        .where(
            Participant.delegation_id == delegation_id,
            col(Participant.left_at).is_(None),
            Appointment.role == Role.HEAD,
            col(Participant.id) != (besides or 0),
        )
    ).first()


def keep_an_organiser(db: Writing, event_id: int, *, without: int) -> None:
    """Refuse when nobody but `without` organises this event."""
    others = db.exec(
        select(sa.func.count())
        .select_from(Participant)
        .join(Appointment, col(Appointment.participant_id) == col(Participant.id))
        .where(
            Participant.event_id == event_id,
            col(Participant.left_at).is_(None),
            Appointment.role == Role.ORGANISER,
            col(Appointment.event_session_id).is_(None),
            Participant.id != without,
        )
    ).one()
    if not others:
        raise Refused("This is the only organiser of the event. Appoint another one first.")


def _let_head_step_back(db: Writing, new: Participant, by: Person | None) -> None:
    assert new.delegation_id is not None
    former = head_of(db, new.delegation_id, besides=new.key)
    if former is None:
        return
    _take(db, former, Role.HEAD, None, by)
    give_role(db, former, Role.DELEGATE, by=by)


def _take(
    db: Writing, participant: Participant, role: Role, where: int | None, by: Person | None
) -> None:
    place = col(Appointment.event_session_id)
    db.exec(
        sa.delete(Appointment).where(
            col(Appointment.participant_id) == participant.key,
            col(Appointment.role) == role,
            place.is_(None) if where is None else place == where,
        )
    )
    _note(db, "dismiss", participant, role, where, by)


def _note(
    db: Writing,
    verb: str,
    participant: Participant,
    role: Role,
    where: int | None,
    by: Person | None,
) -> None:
    detail: dict[str, object] = {"role": role.value}
    if where is not None:
        detail["event_session"] = where
    subject = f"participant {participant.key}"
    actor = by.participant_id if by else None
    record(db, participant.event_id, verb, subject, by=actor, **detail)


def _check_event_session(db: Writing, event_id: int, role: Role, where: int) -> None:
    if role not in {Role.CHAIR, Role.RAPPORTEUR, Role.SPEAKER}:
        raise BadInput(
            "In a single session somebody can be chair, rapporteur or speaker.", field="role"
        )
    # Agendas stand above people in the house, so their table is asked by name here.
    table = sa.table("event_session", sa.column("id"), sa.column("event_id"))
    found = db.connection().execute(sa.select(table.c.event_id).where(table.c.id == where)).scalar()
    if found != event_id:
        raise BadInput("Choose one of this event’s sessions.", field="event_session_id")
