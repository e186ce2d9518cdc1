"""Personal links and the sign-ins made from them. Knows hashes only; a token is seen once.

A link carries 192 random bits, so a plain SHA-256 is enough: there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.models import (
    Appointment,
    Delegation,
    Participant,
    Role,
    SignIn,
    SignInLink,
)
from app.delegations.notices import CHECK_AGAIN, tell_browsers
from app.delegations.rights import Person
from app.errors import Gone, NotFound
from app.events.journal import record
from app.events.models import Event


@dataclass(frozen=True)
class OpenedLink:
    """A sign-in just made: the cookie's value, and where its holder belongs."""

    cookie: str
    participant_id: int
    event_slug: str


def issue_link(db: Writing, participant_id: int, *, by: int | None) -> str:
    """Give a participant a new personal link; returns its token, which is nowhere stored.

    Earlier links stay valid until they are revoked. `by` is a participant's id, None for the
    command line.
    """
    participant = db.get_one(Participant, participant_id)
    token = secrets.token_urlsafe(24)
    db.add(SignInLink(participant_id=participant_id, token_hash=_hash(token), created_at=now()))
    record(db, participant.event_id, "give link", f"participant {participant_id}", by=by)
    return token


def open_link(db: Writing, token: str, *, days: int) -> OpenedLink:
    """Sign in by a personal link, for `days` days. NotFound for an unknown one, Gone if revoked."""
    link = db.exec(select(SignInLink).where(SignInLink.token_hash == _hash(token))).first()
    if link is None:
        raise NotFound("This link is not known here. Ask the organisers for a new one.")
    participant = db.get_one(Participant, link.participant_id)
    if link.revoked_at is not None or participant.left_at is not None:
        raise Gone("This link was taken back. Ask the organisers for a new one.")
    cookie = secrets.token_urlsafe(24)
    link.last_used_at = now()
    db.add(
        SignIn(
            link_id=link.key,
            participant_id=participant.key,
            token_hash=_hash(cookie),
            created_at=now(),
            expires_at=now() + timedelta(days=days),
        )
    )
    event = db.get_one(Event, participant.event_id)
    return OpenedLink(cookie, participant.key, event.slug)


def person_by_cookie(db: Reading, cookie: str | None) -> Person | None:
    """Who holds this cookie: None when there is none, or it ended, expired or was revoked."""
    if not cookie:
        return None
    found = db.exec(
        select(SignIn, Participant, Event.slug, Delegation.name)
        .join(SignInLink, col(SignInLink.id) == col(SignIn.link_id))
        .join(Participant, col(Participant.id) == col(SignIn.participant_id))
        .join(Event, col(Event.id) == col(Participant.event_id))
        .outerjoin(Delegation, col(Delegation.id) == col(Participant.delegation_id))
        .where(
            SignIn.token_hash == _hash(cookie),
            col(SignIn.ended_at).is_(None),
            SignIn.expires_at > now(),
            col(SignInLink.revoked_at).is_(None),
            col(Participant.left_at).is_(None),
        )
    ).first()
    if found is None:
        return None
    sign_in, participant, slug, delegation_name = found
    return _person(db, participant, slug, delegation_name, sign_in_id=sign_in.key)


def person_by_id(db: Reading, participant_id: int) -> Person:
    """A participant as the rights table sees them, without a sign-in (command line, tests)."""
    participant = db.get_one(Participant, participant_id)
    event = db.get_one(Event, participant.event_id)
    delegation = (
        db.get_one(Delegation, participant.delegation_id) if participant.delegation_id else None
    )
    return _person(db, participant, event.slug, delegation.name if delegation else None)


def end_sign_in(db: Writing, *, by: Person) -> None:
    """Sign the browser out through which this person came; their other browsers stay."""
    db.exec(sa.update(SignIn).where(col(SignIn.id) == by.sign_in_id).values(ended_at=now()))
    # Another tab of this browser may still follow a board; the person's other browsers come back.
    tell_browsers(db, by.own_id, CHECK_AGAIN)


def _person(
    db: Reading,
    participant: Participant,
    slug: str,
    delegation_name: str | None,
    *,
    sign_in_id: int | None = None,
) -> Person:
    held = db.exec(
        select(Appointment.event_session_id, Appointment.role).where(
            Appointment.participant_id == participant.id
        )
    ).all()
    return Person(
        participant_id=participant.key,
        event_id=participant.event_id,
        event_slug=slug,
        name=participant.name,
        roles=frozenset(Role(role) for where, role in held if where is None),
        roles_in=tuple((where, Role(role)) for where, role in held if where is not None),
        delegation_id=participant.delegation_id,
        delegation_name=delegation_name,
        sector_id=participant.sector_id,
        sign_in_id=sign_in_id,
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
