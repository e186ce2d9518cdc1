"""Follow-up: the points of adopted and of earlier conclusions, their owners, and their reports.

Knows nothing of how a point came into its conclusions: texts stand here as they were adopted.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime, text_enum
from app.recommendations.models import ParagraphKind


class OwnerKind(StrEnum):
    """Who can own a point."""

    DELEGATION = "delegation"
    ORGANISERS = "organisers"
    ORGANISATION = "organisation"


class Progress(StrEnum):
    """How far an owner is with a point."""

    NONE = "none"
    UNDER_WAY = "under_way"
    DONE = "done"
    NO_LONGER = "no_longer"


class FollowUp(Row, table=True):
    """The follow-up of one event: begun when and by whom, and whether everybody may read it."""

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", unique=True)
    is_public: bool = False
    begun_at: datetime = Field(sa_type=UTCDateTime)
    begun_by_id: int | None = Field(default=None, foreign_key="participant.id")


class FollowedPoint(Row, table=True):
    """One recommendation or way-ahead point, in the words in which it was adopted.

    Of the event's own conclusions (`paragraph_id`), of earlier ones (`earlier_id`), or brought from
    another event (`follows_id`, the point there). `number` is the printed one; `delegation` whose
    recommendation it was, if one State's alone.
    """

    __table_args__ = (sa.UniqueConstraint("event_id", "paragraph_id"),)

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    paragraph_id: int | None = Field(default=None, foreign_key="paragraph.id")
    earlier_id: int | None = Field(default=None, foreign_key="earlier_conclusions.id", index=True)
    follows_id: int | None = Field(default=None, foreign_key="followed_point.id", index=True)
    position: int
    number: str = Field(default="", max_length=40)
    kind: ParagraphKind = Field(sa_type=text_enum(ParagraphKind))
    text: str
    addressee: str = Field(default="", max_length=200)
    delegation: str = Field(default="", max_length=200)


class PointOwner(Row, table=True):
    """Somebody who owns a point, until `ended_at`; due on a day of the event's zone, or on none."""

    id: int | None = Field(default=None, primary_key=True)
    point_id: int = Field(foreign_key="followed_point.id", index=True)
    kind: OwnerKind = Field(sa_type=text_enum(OwnerKind))
    delegation_id: int | None = Field(default=None, foreign_key="delegation.id", index=True)
    # Of an organisation that is named and has no delegation.
    name: str = Field(default="", max_length=200)
    due_on: date | None = None
    given_at: datetime = Field(sa_type=UTCDateTime)
    given_by_id: int | None = Field(default=None, foreign_key="participant.id")
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class ProgressReport(Row, table=True):
    """What an owner reported, never changed; the newest one holds."""

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(foreign_key="point_owner.id", index=True)
    progress: Progress = Field(sa_type=text_enum(Progress))
    evidence: str = ""
    link: str = Field(default="", max_length=500)
    reported_at: datetime = Field(sa_type=UTCDateTime)
    reported_by_id: int = Field(foreign_key="participant.id")


class PointReminder(Row, table=True):
    """An owner was reminded of a date (null: of having none yet), once and for all."""

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(foreign_key="point_owner.id", index=True)
    due_on: date | None = None
    reminded_at: datetime = Field(sa_type=UTCDateTime)
    reminded_by_id: int | None = Field(default=None, foreign_key="participant.id")
