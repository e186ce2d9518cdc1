"""Which paragraph of the conclusions the projector shows."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from app.db import Row, UTCDateTime


class ProjectedParagraph(Row, table=True):
    """The one paragraph before the room; null shows how far the whole text is."""

    id: int | None = Field(default=None, primary_key=True)
    conclusions_id: int = Field(foreign_key="conclusions.id", unique=True)
    paragraph_id: int | None = Field(default=None, foreign_key="paragraph.id", index=True)
    shown_at: datetime = Field(sa_type=UTCDateTime)
    shown_by_id: int = Field(foreign_key="participant.id")
