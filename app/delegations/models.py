"""Delegations, participants, their roles, and the links and cookies by which they sign in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime, text_enum


class DelegationKind(StrEnum):
    """Whom a delegation speaks for."""

    STATE = "state"
    ORGANISATION = "organisation"


class OrganisationKind(StrEnum):
    """What kind of organisation a delegation speaks for."""

    INTERNATIONAL = "international"
    CIVIL_SOCIETY = "civil_society"
    ACADEMIC = "academic"
    PRIVATE = "private"
    OTHER = "other"


class Gender(StrEnum):
    """Asked for statistics, and only by events that say so."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


class Role(StrEnum):
    """What somebody is at an event. `PUBLIC` is everybody, signed in or not."""

    ORGANISER = "organiser"
    CHAIR = "chair"
    RAPPORTEUR = "rapporteur"
    HEAD = "head"
    DELEGATE = "delegate"
    # Keeps a delegation's list, often from the capital; a member only with another role beside it.
    FOCAL_POINT = "focal_point"
    SPEAKER = "speaker"
    OBSERVER = "observer"
    PRESS = "press"
    PUBLIC = "public"


class SignInWay(StrEnum):
    """By what a browser was signed in."""

    LINK = "link"
    JOIN_CODE = "join_code"
    PASSKEY = "passkey"
    PROVIDER = "provider"


class Sector(Row, table=True):
    """A field of work that delegations are composed of ("Ministry of Justice")."""

    __table_args__ = (sa.UniqueConstraint("event_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    name: str = Field(max_length=160)
    position: int = 0
    # Whether every State's delegation should have somebody from it.
    is_required: bool = True


class Delegation(Row, table=True):
    """The people of one State or organisation at one event, under the name the event uses."""

    __table_args__ = (sa.UniqueConstraint("event_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    kind: DelegationKind = Field(sa_type=text_enum(DelegationKind))
    # ISO 3166-1 alpha-2; null for organisations.
    territory: str | None = Field(default=None, max_length=2)
    name: str = Field(max_length=200)
    organisation_kind: OrganisationKind | None = Field(
        default=None, sa_type=text_enum(OrganisationKind)
    )
    # Its place where the event types its order of protocol; 0 stands after the others.
    position: int = 0


class DelegationName(Row, table=True):
    """How a delegation is called in another language than the event's own."""

    __table_args__ = (sa.UniqueConstraint("delegation_id", "language"),)

    id: int | None = Field(default=None, primary_key=True)
    delegation_id: int = Field(foreign_key="delegation.id", index=True)
    language: str = Field(max_length=12)
    name: str = Field(max_length=200)


class Participant(Row, table=True):
    """One person at one event, usually known by function ("Prosecutor, General Prosecution")."""

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    delegation_id: int | None = Field(default=None, foreign_key="delegation.id", index=True)
    sector_id: int | None = Field(default=None, foreign_key="sector.id")
    name: str = Field(max_length=200)
    function: str = Field(default="", max_length=300)
    email: str | None = Field(default=None, max_length=254)
    # Null where it is not said, and everywhere at events that do not ask.
    gender: Gender | None = Field(default=None, sa_type=text_enum(Gender))
    left_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Appointment(Row, table=True):
    """A role that somebody holds, at the whole event or in one event session."""

    __table_args__ = (sa.UniqueConstraint("participant_id", "role", "event_session_id"),)

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    role: Role = Field(sa_type=text_enum(Role))
    event_session_id: int | None = Field(default=None, foreign_key="event_session.id")


class SignInLink(Row, table=True):
    """A personal link, kept only as a hash; whoever holds the link is the participant."""

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = Field(sa_type=UTCDateTime)
    # Null: opens the door until it is taken back.
    expires_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    one_use: bool = False
    last_used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class SignIn(Row, table=True):
    """One browser signed in; the cookie is kept only as a hash, the browser in two words."""

    id: int | None = Field(default=None, primary_key=True)
    way: SignInWay = Field(default=SignInWay.LINK, sa_type=text_enum(SignInWay))
    # The personal link that opened the door, where it was one.
    link_id: int | None = Field(default=None, foreign_key="sign_in_link.id", index=True)
    # The passkey that opened it, as long as it is kept.
    passkey_id: int | None = Field(default=None, foreign_key="passkey.id", index=True)
    browser: str = Field(default="", max_length=40)
    system: str = Field(default="", max_length=40)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
