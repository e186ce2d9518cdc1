"""Data protection at one event: its notice, how long data is kept, and who looked at what."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime, text_enum


class DataProtection(Row, table=True):
    """What an event says about personal data, in its organisers' words, and until when it keeps it.

    Without a row the usual text is shown. On `delete_on` (a date in the event's zone) everything
    personal is deleted; `deleted_at` is when that was done.
    """

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", unique=True)
    controller: str = Field(default="", max_length=300)
    contact: str = Field(default="", max_length=300)
    legal_basis: str = Field(default="", max_length=1000)
    notice: str = ""
    delete_on: date | None = None
    deleted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Inspected(StrEnum):
    """What somebody looked at, or took with them."""

    LIST = "list"
    ENTRY = "entry"
    EVERYTHING = "everything"
    EXPORT = "export"
    BADGES = "badges"
    CHECK_IN = "check_in"
    RECORD = "record"


class Inspection(Row, table=True):
    """Who looked at which personal data, and when: of one person (`about_id`) or of many (null).

    `by_id` is null for the command line, and once the person who looked is deleted.
    """

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    at: datetime = Field(sa_type=UTCDateTime)
    by_id: int | None = Field(default=None, foreign_key="participant.id")
    about_id: int | None = Field(default=None, foreign_key="participant.id", index=True)
    what: Inspected = Field(sa_type=text_enum(Inspected))
    __table_args__ = (sa.Index("ix_inspection_by_id_at", "by_id", "at"),)
