"""Personal links and sign-ins, whatever opened the door. Knows hashes only; a token is seen once.

A link carries 192 random bits, so a plain SHA-256 is enough: there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.devices import UNKNOWN, Device
from app.delegations.models import (
    Appointment,
    Delegation,
    Participant,
    SignIn,
    SignInLink,
    SignInWay,
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


@dataclass(frozen=True)
class LinkToOpen:
    """A link that still opens the door, and to whom it belongs."""

    name: str
    event_title: str
    event_slug: str
    one_use: bool


def issue_link(
    db: Writing,
    participant_id: int,
    *,
    by: int | None,
    one_use: bool = False,
    lasts: timedelta | None = None,
) -> str:
    """Give a participant a new personal link; returns its token, which is nowhere stored.

    Earlier links stay valid until they are revoked. `by` is a participant's id, None for the
    command line; `lasts` is None for a link that opens until it is taken back.
    """
    participant = db.get_one(Participant, participant_id)
    token = secrets.token_urlsafe(24)
    created_at = now()
    link = SignInLink(
        participant_id=participant_id,
        token_hash=hash_of(token),
        created_at=created_at,
        expires_at=created_at + lasts if lasts else None,
        one_use=one_use,
    )
    db.add(link)
    record(db, participant.event_id, "give link", f"participant {participant_id}", by=by)
    return token


def link_to_open(db: Reading, token: str) -> LinkToOpen:
    """Whom a link would sign in, without using it. NotFound for an unknown one, else Gone."""
    link = db.exec(select(SignInLink).where(SignInLink.token_hash == hash_of(token))).first()
    participant = _holder(db, link)
    assert link is not None
    event = db.get_one(Event, participant.event_id)
    return LinkToOpen(participant.name, event.title, event.slug, link.one_use)


def open_link(db: Writing, token: str, *, days: int, device: Device = UNKNOWN) -> OpenedLink:
    """Sign in by a personal link, for `days` days.

    NotFound for an unknown link; Gone for one that was taken back, ran out, or was used where it
    is for one use.
    """
    link = db.exec(
        select(SignInLink)
        .where(SignInLink.token_hash == hash_of(token))
        # Two browsers with the same link for one use: the second one sees that it was used.
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    participant = _holder(db, link)
    assert link is not None
    link.last_used_at = now()
    return begin_sign_in(
        db, participant, SignInWay.LINK, days=days, device=device, link_id=link.key
    )


def begin_sign_in(
    db: Writing,
    participant: Participant,
    way: SignInWay,
    *,
    days: int,
    device: Device,
    link_id: int | None = None,
    passkey_id: int | None = None,
) -> OpenedLink:
    """Sign a browser in for `days` days; the caller has made sure that it is this person."""
    cookie = secrets.token_urlsafe(24)
    sign_in = SignIn(
        way=way,
        link_id=link_id,
        passkey_id=passkey_id,
        participant_id=participant.key,
        browser=device.browser,
        system=device.system,
        token_hash=hash_of(cookie),
        created_at=now(),
        expires_at=now() + timedelta(days=days),
    )
    db.add(sign_in)
    event = db.get_one(Event, participant.event_id)
    return OpenedLink(cookie, participant.key, event.slug)


def opens(link: SignInLink) -> bool:
    """Whether a link opens the door now."""
    return (
        link.revoked_at is None
        and not (link.one_use and link.last_used_at)
        and (link.expires_at is None or link.expires_at > now())
    )


def _holder(db: Reading, link: SignInLink | None) -> Participant:
    if link is None:
        raise NotFound("This link is not known here. Ask the organisers for a new one.")
    participant = db.get_one(Participant, link.participant_id)
    if link.revoked_at is not None or participant.left_at is not None:
        raise Gone("This link was taken back. Ask the organisers for a new one.")
    if link.one_use and link.last_used_at is not None:
        raise Gone(
            "This link was for one use and has been used."
            " If it was not you, tell the organisers; they give you a new one."
        )
    if not opens(link):
        raise Gone("This link has run out. Ask the organisers for a new one.")
    return participant


# Built once: every request of somebody signed in asks this. Columns, because rows as objects take
# twice as long; a line for each appointment, or one for who has none.
_PEOPLE: sa.Select[*tuple[Any, ...]] = (
    sa.select(
        col(Participant.id).label("participant_id"),
        col(Participant.event_id),
        col(Event.slug).label("event_slug"),
        col(Participant.name),
        col(Participant.delegation_id),
        col(Delegation.name).label("delegation_name"),
        col(Participant.sector_id),
        col(Appointment.event_session_id).label("place"),
        col(Appointment.role),
    )
    .select_from(Participant)
    .join(Event, col(Event.id) == col(Participant.event_id))
    .outerjoin(Delegation, col(Delegation.id) == col(Participant.delegation_id))
    .outerjoin(Appointment, col(Appointment.participant_id) == col(Participant.id))
    .order_by(col(Appointment.id))
)
_KNOWN = _PEOPLE.where(col(Participant.id) == sa.bindparam("known"))
_HELD = (
    _PEOPLE.add_columns(col(SignIn.token_hash), col(SignIn.id).label("sign_in_id"))
    .join(SignIn, col(SignIn.participant_id) == col(Participant.id))
    .outerjoin(SignInLink, col(SignInLink.id) == col(SignIn.link_id))
    .where(
        col(SignIn.token_hash).in_(sa.bindparam("held", expanding=True)),
        col(SignIn.ended_at).is_(None),
        col(SignIn.expires_at) > sa.bindparam("moment"),
        col(SignInLink.revoked_at).is_(None),
        col(Participant.left_at).is_(None),
    )
)


def person_by_cookie(db: Reading, cookie: str | None) -> Person | None:
    """Who holds this cookie: None when there is none, or it ended, expired or was revoked."""
    return people_by_cookies(db, [cookie]).get(cookie) if cookie else None


def people_by_cookies(db: Reading, cookies: Collection[str]) -> dict[str, Person]:
    """Who holds these cookies, in one statement; those that open nothing are missing."""
    cookie_of = {hash_of(cookie): cookie for cookie in cookies}
    lines = defaultdict(list)
    for line in db.connection().execute(_HELD, {"held": list(cookie_of), "moment": now()}):
        lines[line.token_hash].append(line)
    return {
        cookie_of[token_hash]: _person(theirs, sign_in_id=theirs[0].sign_in_id)
        for token_hash, theirs in lines.items()
    }


def person_by_id(db: Reading, participant_id: int) -> Person:
    """A participant as the rights table sees them, without a sign-in (command line, tests)."""
    db.flush()  # whoever was just entered is known, too
    return _person(db.connection().execute(_KNOWN, {"known": participant_id}).all())


def end_sign_in(db: Writing, *, by: Person) -> None:
    """Sign the browser out through which this person came; their other browsers stay."""
    db.exec(sa.update(SignIn).where(col(SignIn.id) == by.sign_in_id).values(ended_at=now()))
    # Another tab of this browser may still follow a board; the person's other browsers come back.
    tell_browsers(db, by.own_id, CHECK_AGAIN)


def _person(lines: Sequence[sa.Row[*tuple[Any, ...]]], *, sign_in_id: int | None = None) -> Person:
    one = lines[0]
    held = [(line.place, line.role) for line in lines if line.role is not None]
    return Person(
        participant_id=one.participant_id,
        event_id=one.event_id,
        event_slug=one.event_slug,
        name=one.name,
        roles=frozenset(role for place, role in held if place is None),
        roles_in=tuple((place, role) for place, role in held if place is not None),
        delegation_id=one.delegation_id,
        delegation_name=one.delegation_name,
        sector_id=one.sector_id,
        sign_in_id=sign_in_id,
    )


def hash_of(token: str) -> str:
    """What is stored of a random token, in hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()
