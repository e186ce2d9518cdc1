"""Conclusions under review, and those of earlier meetings, which never change again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime


class PendingConclusions(Row, table=True):
    """A document that was read and is looked over; the event's conclusions know nothing of it.

    `reading` is what `app.recommendations.read_in.lines` writes; `revision` counts corrections.
    """

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    name: str = Field(max_length=200)
    read_at: datetime = Field(sa_type=UTCDateTime)
    by_id: int | None = Field(default=None, foreign_key="participant.id")
    revision: int = 1
    reading: dict[str, Any] = Field(sa_type=sa.JSON)


class EarlierConclusions(Row, table=True):
    """The conclusions of an earlier meeting, as they were read and corrected.

    `held` says when and `place` where it met, as the document says it; `document` holds its lines.
    """

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    name: str = Field(max_length=200)
    title: str = Field(max_length=300)
    reference: str = Field(default="", max_length=120)
    place: str = Field(default="", max_length=200)
    held: str = Field(default="", max_length=120)
    taken_in_at: datetime = Field(sa_type=UTCDateTime)
    taken_in_by_id: int | None = Field(default=None, foreign_key="participant.id")
    document: dict[str, Any] = Field(sa_type=sa.JSON)
