"""What stands at the door of a join code: the event, its delegations, who is not in yet.

Names are given only for a code that holds; whoever has none learns not even which events there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Reading
from app.delegations.joining_models import JoinCode, JoinNames, JoinProof, JoinRequest
from app.delegations.models import (
    Appointment,
    Delegation,
    Participant,
    Role,
    SignIn,
    SignInLink,
)
from app.delegations.rights import Action, Person, require
from app.delegations.sign_in import hash_of
from app.errors import NotFound
from app.events.models import Event, ListShownTo

_PODIUM = (Role.ORGANISER, Role.CHAIR, Role.RAPPORTEUR)


@dataclass(frozen=True)
class Door:
    """A code that holds, and what it asks."""

    code_id: int
    code: str
    event: Event
    names: JoinNames
    proof: JoinProof
    expires_at: datetime

    @property
    def shown(self) -> str:
        """The code as it is read aloud: in two halves."""
        return f"{self.code[:3]}-{self.code[3:]}"


@dataclass(frozen=True)
class AtDoor:
    """Somebody who is expected and not in yet."""

    id: int
    name: str
    delegation_id: int | None
    delegation: str | None


@dataclass(frozen=True)
class Waiting:
    """A request that the podium decides."""

    id: int
    number: int
    name: str
    function: str
    delegation: str | None
    browser: str
    system: str
    since: datetime


def door_of(db: Reading, typed: str) -> Door:
    """What a code opens, however it was typed; NotFound for one that does not hold."""
    code = "".join(c for c in typed.upper() if c.isalnum())[:12]
    found = db.exec(
        select(JoinCode).where(
            JoinCode.code == code, col(JoinCode.ended_at).is_(None), JoinCode.expires_at > now()
        )
    ).first()
    if found is None:
        raise NotFound("This code does not hold here. Type it as the projector shows it now.")
    return _door(db, found)


def open_door(db: Reading, event: Event, *, by: Person | None) -> Door | None:
    """The event's code that holds, for those who show it or let people in; else None."""
    require(by, Action.ADMIT_PARTICIPANTS, event_id=event.key)
    found = db.exec(
        select(JoinCode).where(
            JoinCode.event_id == event.key,
            col(JoinCode.ended_at).is_(None),
            JoinCode.expires_at > now(),
        )
    ).first()
    return _door(db, found) if found else None


def people_at_door(db: Reading, door: Door) -> list[AtDoor]:
    """Who may come in by this code: present, not signed in here, by delegation and name."""
    found = db.exec(
        select(Participant.id, Participant.name, Delegation.id, Delegation.name)
        .outerjoin(Delegation, col(Delegation.id) == col(Participant.delegation_id))
        .where(*_expected(door))
    ).all()
    people = [AtDoor(key or 0, name, where, called) for key, name, where, called in found]
    return sorted(people, key=lambda one: ((one.delegation or "").casefold(), one.name.casefold()))


def may_ask_for(db: Reading, door: Door, participant_id: int) -> bool:
    """Whether this person may come in by this code."""
    here = select(Participant.id).where(*_expected(door), Participant.id == participant_id)
    return db.exec(here).first() is not None


def waiting_at(db: Reading, event: Event, *, by: Person | None) -> list[Waiting]:
    """Who waits to be let in, the longest first."""
    require(by, Action.ADMIT_PARTICIPANTS, event_id=event.key)
    found = db.exec(
        select(JoinRequest, Participant, Delegation.name)
        .join(JoinCode, col(JoinCode.id) == col(JoinRequest.join_code_id))
        .join(Participant, col(Participant.id) == col(JoinRequest.participant_id))
        .outerjoin(Delegation, col(Delegation.id) == col(Participant.delegation_id))
        .where(
            JoinCode.event_id == event.key,
            col(JoinCode.ended_at).is_(None),
            col(JoinRequest.let_in_at).is_(None),
            col(JoinRequest.refused_at).is_(None),
            JoinRequest.expires_at > now(),
        )
        .order_by(col(JoinRequest.id))
    )
    return [
        Waiting(
            request.key,
            request.number,
            person.name,
            person.function,
            delegation,
            request.browser,
            request.system,
            request.created_at,
        )
        for request, person, delegation in found
    ]


def number_of(db: Reading, token: str) -> tuple[int, str]:
    """The number and the name under which a browser waits."""
    found = db.exec(
        select(JoinRequest.number, Participant.name)
        .join(Participant, col(Participant.id) == col(JoinRequest.participant_id))
        .where(JoinRequest.token_hash == hash_of(token))
    ).first()
    if found is None:
        raise NotFound("Nobody waits here. Type the code that the projector shows.")
    return found


def _door(db: Reading, code: JoinCode) -> Door:
    event = db.get_one(Event, code.event_id)
    # What the event decides about its list holds at its door, too, also if it decides it later.
    hidden = event.list_shown_to is ListShownTo.NOBODY
    names = JoinNames.TYPED if hidden else code.names
    return Door(code.key, code.code, event, names, code.proof, code.expires_at)


def _expected(door: Door) -> list[sa.ColumnElement[bool]]:
    """Present, of this event, signed in nowhere, and of no role that must not come in this way."""
    # Colleagues know an address, and see a badge: enough for a delegate's phone, not the chair's.
    barred = (Role.ORGANISER,) if door.proof is JoinProof.PODIUM else _PODIUM
    signed_in = (
        sa.select(col(SignIn.participant_id))
        .outerjoin(SignInLink, col(SignInLink.id) == col(SignIn.link_id))
        .where(
            col(SignIn.ended_at).is_(None),
            col(SignIn.expires_at) > now(),
            col(SignInLink.revoked_at).is_(None),
        )
    )
    roles = sa.select(col(Appointment.participant_id)).where(col(Appointment.role).in_(barred))
    return [
        col(Participant.event_id) == door.event.key,
        col(Participant.left_at).is_(None),
        col(Participant.id).not_in(signed_in),
        col(Participant.id).not_in(roles),
    ]
