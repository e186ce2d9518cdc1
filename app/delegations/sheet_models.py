"""Spreadsheets given and not imported yet; the list of people knows nothing of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime


class PendingSheet(Row, table=True):
    """A file of participants that is being looked over; the row goes when it is imported.

    `sheets` are its rows of cells, `columns` what organisers said of them (place → meaning, see
    header_words.Column), `answers` who a row is (row → participant id, 0 for somebody else).
    `revision` counts what organisers said.
    """

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    name: str = Field(max_length=200)
    given_at: datetime = Field(sa_type=UTCDateTime)
    sheets: list[Any] = Field(default_factory=list, sa_type=sa.JSON)
    sheet: int = 0
    header: int = 1
    columns: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    revision: int = 0
