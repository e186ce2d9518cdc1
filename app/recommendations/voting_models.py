"""Votes of delegations on the conclusions: the rules, who was present, what each of them said."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime, text_enum


class Majority(StrEnum):
    """How many of the votes counted must be in favour."""

    MORE_THAN_HALF = "more_than_half"
    TWO_THIRDS = "two_thirds"
    THREE_QUARTERS = "three_quarters"
    ALL = "all"


class CountedOf(StrEnum):
    """Of whom the majority is taken; with `CAST` abstentions do not count."""

    CAST = "cast"
    PRESENT = "present"


class Choice(StrEnum):
    """What a delegation says in a vote."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class VotingRules(Row, table=True):
    """The rules of votes on these conclusions, as the organisers typed them; the newest hold."""

    id: int | None = Field(default=None, primary_key=True)
    conclusions_id: int = Field(foreign_key="conclusions.id", index=True)
    # How many delegations must be present.
    quorum: int
    majority: Majority = Field(sa_type=text_enum(Majority))
    counted_of: CountedOf = Field(sa_type=text_enum(CountedOf))
    set_at: datetime = Field(sa_type=UTCDateTime)
    set_by_id: int = Field(foreign_key="participant.id")


class Vote(Row, table=True):
    """A vote on one revision of the conclusions, under the rules that held when it was opened."""

    id: int | None = Field(default=None, primary_key=True)
    conclusions_id: int = Field(foreign_key="conclusions.id", index=True)
    rules_id: int = Field(foreign_key="voting_rules.id")
    revision: int
    opened_at: datetime = Field(sa_type=UTCDateTime)
    opened_by_id: int = Field(foreign_key="participant.id")
    # Null while it is open.
    carried: bool | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_by_id: int | None = Field(default=None, foreign_key="participant.id")


class Ballot(Row, table=True):
    """A delegation present at a vote, and what it said; null while it has said nothing."""

    __table_args__ = (sa.UniqueConstraint("vote_id", "delegation_id"),)

    id: int | None = Field(default=None, primary_key=True)
    vote_id: int = Field(foreign_key="vote.id", index=True)
    delegation_id: int = Field(foreign_key="delegation.id", index=True)
    choice: Choice | None = Field(default=None, sa_type=text_enum(Choice))
    cast_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    cast_by_id: int | None = Field(default=None, foreign_key="participant.id")
