"""Silence procedures, the objections that break them, and reservations on what was adopted."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from app.db import Row, UTCDateTime, text_enum


class SilenceEnd(StrEnum):
    """How a silence procedure ended."""

    BROKEN = "broken"
    CALLED_OFF = "called_off"
    ADOPTED = "adopted"


class Silence(Row, table=True):
    """A silence procedure for one circulation: whoever does not object until then agrees."""

    id: int | None = Field(default=None, primary_key=True)
    conclusions_id: int = Field(foreign_key="conclusions.id", index=True)
    circulation_id: int = Field(foreign_key="circulation.id", index=True)
    deadline: datetime = Field(sa_type=UTCDateTime)
    # Why the time is shorter than usual; empty where it is not.
    reason: str = ""
    opened_at: datetime = Field(sa_type=UTCDateTime)
    opened_by_id: int = Field(foreign_key="participant.id")
    # Null while it runs, and until somebody records that nobody objected.
    end: SilenceEnd | None = Field(default=None, sa_type=text_enum(SilenceEnd))
    end_reason: str = ""
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by_id: int | None = Field(default=None, foreign_key="participant.id")


class Objection(Row, table=True):
    """A delegation broke the silence, over one paragraph and for a reason."""

    id: int | None = Field(default=None, primary_key=True)
    silence_id: int = Field(foreign_key="silence.id", index=True)
    delegation_id: int = Field(foreign_key="delegation.id", index=True)
    paragraph_id: int = Field(foreign_key="paragraph.id", index=True)
    paragraph_revision: int
    reason: str
    objected_at: datetime = Field(sa_type=UTCDateTime)
    objected_by_id: int = Field(foreign_key="participant.id")


class Reservation(Row, table=True):
    """A delegation joins in, and says where its position differs; printed with the adoption."""

    id: int | None = Field(default=None, primary_key=True)
    conclusions_id: int = Field(foreign_key="conclusions.id", index=True)
    delegation_id: int = Field(foreign_key="delegation.id", index=True)
    # Null: on the text as a whole.
    paragraph_id: int | None = Field(default=None, foreign_key="paragraph.id", index=True)
    text: str
    # An objection that came after the deadline, or a reservation after the adoption.
    is_late: bool = False
    made_at: datetime = Field(sa_type=UTCDateTime)
    made_by_id: int = Field(foreign_key="participant.id")
