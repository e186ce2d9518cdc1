"""Join codes, and who asked to come in by one. Knows participants by id only."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from app.db import Row, UTCDateTime, text_enum


class JoinNames(StrEnum):
    """How somebody with the code says who they are."""

    LISTED = "listed"
    TYPED = "typed"


class JoinProof(StrEnum):
    """What shows that they are the one: the podium knows them, or something that they know."""

    PODIUM = "podium"
    BADGE = "badge"
    ADDRESS = "address"


class JoinCode(Row, table=True):
    """A short code for everybody in the room. It stands on the projector, so it is no secret."""

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    code: str = Field(unique=True, max_length=12)
    names: JoinNames = Field(sa_type=text_enum(JoinNames))
    proof: JoinProof = Field(sa_type=text_enum(JoinProof))
    opened_by_id: int | None = Field(default=None, foreign_key="participant.id")
    created_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class JoinRequest(Row, table=True):
    """A browser that says whose it is, and what the podium made of it; its secret is a hash."""

    id: int | None = Field(default=None, primary_key=True)
    join_code_id: int = Field(foreign_key="join_code.id", index=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    token_hash: str = Field(unique=True, max_length=64)
    # Shown on the phone and at the podium, so that both look at the same request.
    number: int
    browser: str = Field(default="", max_length=40)
    system: str = Field(default="", max_length=40)
    created_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    let_in_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    refused_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    # Not a request but a wrong address or badge number: so many of them, and nobody asks any more.
    is_wrong: bool = False
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    decided_by_id: int | None = Field(default=None, foreign_key="participant.id")
