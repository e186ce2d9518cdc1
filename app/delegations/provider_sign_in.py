"""Signing in by the account of an organisation: the address on the event's list decides.

Knows what an OpenID Connect provider has verified (see openid.py), and asks it nothing itself.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.devices import Device
from app.delegations.models import Participant, SignInWay
from app.delegations.openid import Question
from app.delegations.sign_in import OpenedLink, begin_sign_in, hash_of
from app.delegations.sign_in_models import ProviderVisit
from app.errors import NotFound, Refused
from app.events.models import Event

_PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True)
class Place:
    """An event at which an address is on the list, and as whose."""

    participant_id: int
    name: str
    event_title: str


def begin_visit(db: Writing, *, by: None) -> tuple[str, Question]:
    """Before the browser leaves for the provider: its secret, and what is asked there."""
    del by  # whoever asks: it is the way in
    db.exec(sa.delete(ProviderVisit).where(col(ProviderVisit.expires_at) <= now()))
    question = Question(secrets.token_urlsafe(24), secrets.token_urlsafe(48))
    return _visit(db, nonce=question.nonce, verifier=question.verifier), question


def end_visit(db: Writing, secret: str, *, by: None) -> Question:
    """Back from the provider: what was asked there. Nobody comes back twice."""
    del by
    visit = _taken(db, secret)
    if not visit.nonce:
        raise _unknown()
    return Question(visit.nonce, visit.verifier)


def keep_places(db: Writing, places: list[Place], *, by: None) -> str:
    """Keep what somebody may choose from, until they have; gives the browser's secret."""
    del by
    return _visit(db, participant_ids=[place.participant_id for place in places])


def places_of(db: Reading, address: str) -> list[Place]:
    """Where this address is on the list, the newest event first; NotFound for nowhere."""
    found = db.exec(
        select(Participant.id, Participant.name, Event.title)
        .join(Event, col(Event.id) == col(Participant.event_id))
        .where(
            sa.func.lower(col(Participant.email)) == address.lower(),
            col(Participant.left_at).is_(None),
        )
        .order_by(col(Event.id).desc(), col(Participant.id))
    ).all()
    if not found:
        raise NotFound(
            "Your address is on no event’s list here. Ask the organisers, or open your"
            " personal link."
        )
    return [Place(key or 0, name, title) for key, name, title in found]


def open_as_chosen(
    db: Writing, secret: str, participant_id: int, *, days: int, device: Device
) -> OpenedLink:
    """Sign in as one of those from whom this browser may choose, for `days` days."""
    if participant_id not in _taken(db, secret).participant_ids:
        raise Refused("This entry is not yours. Choose one of the list.")
    return open_as_verified(db, participant_id, days=days, device=device)


def open_as_verified(db: Writing, participant_id: int, *, days: int, device: Device) -> OpenedLink:
    """Sign in as the one whose address was verified just now, for `days` days."""
    participant = db.get_one(Participant, participant_id)
    if participant.left_at is not None:
        raise _unknown()
    return begin_sign_in(db, participant, SignInWay.PROVIDER, days=days, device=device)


def _visit(
    db: Writing, *, nonce: str = "", verifier: str = "", participant_ids: list[int] | None = None
) -> str:
    secret = secrets.token_urlsafe(24)
    db.add(
        ProviderVisit(
            secret_hash=hash_of(secret),
            nonce=nonce,
            verifier=verifier,
            participant_ids=participant_ids or [],
            expires_at=now() + _PATIENCE,
        )
    )
    return secret


def _taken(db: Writing, secret: str) -> ProviderVisit:
    visit = db.exec(
        select(ProviderVisit)
        .where(ProviderVisit.secret_hash == hash_of(secret))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if visit is None or visit.expires_at <= now():
        raise _unknown()
    db.delete(visit)
    return visit


def _unknown() -> Refused:
    return Refused("This took too long, or was done already. Start again from the sign-in page.")
