"""What comes after the adoption: publication, corrigenda, addenda, and what supersedes it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime, text_enum


class SupplementKind(StrEnum):
    """What a document beside the adopted one is."""

    # Form only: a slip in words that everybody agreed on.
    CORRIGENDUM = "corrigendum"
    # New matter under a heading of its own.
    ADDENDUM = "addendum"


class Publication(Row, table=True):
    """The organisers issued the adopted text."""

    id: int | None = Field(default=None, primary_key=True)
    conclusions_id: int = Field(foreign_key="conclusions.id", unique=True)
    published_at: datetime = Field(sa_type=UTCDateTime)
    published_by_id: int = Field(foreign_key="participant.id")


class Supplement(Row, table=True):
    """A corrigendum or an addendum: a document of its own, frozen with its hash, never changed."""

    __table_args__ = (sa.UniqueConstraint("conclusions_id", "kind", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    conclusions_id: int = Field(foreign_key="conclusions.id", index=True)
    kind: SupplementKind = Field(sa_type=text_enum(SupplementKind))
    # First, second, … of its kind.
    number: int
    reference: str = Field(max_length=120)
    reason: str
    content_hash: str = Field(max_length=64)
    document: dict[str, Any] = Field(sa_type=sa.JSON)
    issued_at: datetime = Field(sa_type=UTCDateTime)
    issued_by_id: int = Field(foreign_key="participant.id")


class Correction(Row, table=True):
    """One line of a corrigendum: which words of which paragraph read otherwise."""

    id: int | None = Field(default=None, primary_key=True)
    supplement_id: int = Field(foreign_key="supplement.id", index=True)
    # The permanent id in the adopted document ("p-42").
    block: str = Field(max_length=80)
    old: str
    new: str


class Supersession(Row, table=True):
    """Another document takes the place of the published one, which stays where it is."""

    id: int | None = Field(default=None, primary_key=True)
    conclusions_id: int = Field(foreign_key="conclusions.id", unique=True)
    # The document that holds from now on, by its title or reference.
    by_what: str
    reason: str = ""
    superseded_at: datetime = Field(sa_type=UTCDateTime)
    superseded_by_id: int = Field(foreign_key="participant.id")
