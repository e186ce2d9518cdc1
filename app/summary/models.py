"""Texts of an event's summary, never changed, and which of them is published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime


class SummaryText(Row, table=True):
    """One text of the summary; the newest one is the draft."""

    __table_args__ = (sa.UniqueConstraint("event_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    number: int
    about: str = Field(default="", max_length=8000)
    outcome: str = Field(default="", max_length=8000)
    thanks: str = Field(default="", max_length=2000)
    # Lines "Label | https://…", as they were typed and checked.
    links: str = Field(default="", max_length=4000)
    # Event session's address → what is told of it; sessions of which nothing is told are not there.
    passages: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    written_at: datetime = Field(sa_type=UTCDateTime)
    written_by_id: int | None = Field(default=None, foreign_key="participant.id")


class SummaryPublication(Row, table=True):
    """A text published for all, or (`text_id` null) the summary taken back; the newest holds."""

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    text_id: int | None = Field(default=None, foreign_key="summary_text.id")
    at: datetime = Field(sa_type=UTCDateTime)
    by_id: int | None = Field(default=None, foreign_key="participant.id")
