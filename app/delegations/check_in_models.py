"""Badges and check-in: what identifies a badge, who came in and whose coming in was taken back."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime


class Badge(Row, table=True):
    """The badge of a participant. Its six digits are drawn, so that nobody counts them through."""

    __table_args__ = (sa.UniqueConstraint("event_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    participant_id: int = Field(foreign_key="participant.id", unique=True)
    number: str = Field(max_length=6)
    printed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class CheckIn(Row, table=True):
    """Somebody came in (`present`), or their coming in was a mistake and is taken back.

    `client_id` is the desk's UUID: sent twice, it is here once. `at` is when it happened by the
    desk's clock. The newest line by `at` says who is here; nothing is ever changed or removed.
    """

    __table_args__ = (sa.UniqueConstraint("event_id", "client_id"),)

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    client_id: str = Field(max_length=36)
    present: bool = True
    at: datetime = Field(sa_type=UTCDateTime)
    received_at: datetime = Field(sa_type=UTCDateTime)
    by_id: int | None = Field(default=None, foreign_key="participant.id")
