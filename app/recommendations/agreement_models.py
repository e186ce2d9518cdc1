"""How the delegations come to agree: what was put before them, and what each of them said to it.

Rows of these tables are written once. A later one holds; none is changed to say something else.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime


class Circulation(Row, table=True):
    """A draft as it was put before the delegations; `document` is its whole tree, frozen."""

    __table_args__ = (sa.UniqueConstraint("conclusions_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    conclusions_id: int = Field(foreign_key="conclusions.id", index=True)
    # First, second, … circulation of these conclusions.
    number: int
    # The revision of the conclusions that went out.
    revision: int
    content_hash: str = Field(max_length=64)
    document: dict[str, Any] = Field(sa_type=sa.JSON)
    circulated_at: datetime = Field(sa_type=UTCDateTime)
    circulated_by_id: int = Field(foreign_key="participant.id")
