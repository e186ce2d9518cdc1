"""The speakers' list of a board: who asked for the floor, who had it, and for how long."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime, text_enum

SECONDS = 180  # that a speaker has, unless the chair says otherwise


class FloorKind(StrEnum):
    """What somebody asks the floor for."""

    STATEMENT = "statement"
    REPLY = "reply"
    POINT_OF_ORDER = "point_of_order"


class SpeakersOrder(StrEnum):
    """In which order the floor is given; points of order come first in each."""

    AS_ASKED = "as_asked"
    FIRST_TIME_FIRST = "first_time_first"
    ALTERNATING = "alternating"


class SpeakerState(StrEnum):
    """What became of a request for the floor."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    SPOKEN = "spoken"
    WITHDRAWN = "withdrawn"


class SpeakersList(Row, table=True):
    """How the chair runs the list of a board; without a row it is open, as asked, three minutes."""

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id", unique=True)
    is_open: bool = True
    order: SpeakersOrder = Field(default=SpeakersOrder.AS_ASKED, sa_type=text_enum(SpeakersOrder))
    seconds: int = SECONDS


class Speaker(Row, table=True):
    """One request for the floor, and the time it was given.

    Who asked is stored only as far as the board's attribution shows it: participant and delegation
    where inputs keep their author, the sector where only that is shown, else nothing. Where no
    participant is stored, `ticket_hash` alone tells whose request it is: the ticket stays in the
    browser that asked, and its hash differs from board to board.

    `spoken` counts the seconds before the last pause; `running_since` is null while nobody speaks.
    """

    # At most one speaker has the floor, whatever two chairs press at once.
    __table_args__ = (
        sa.Index(
            "uq_speaker_one_floor",
            "board_id",
            unique=True,
            sqlite_where=sa.text("state = 'speaking'"),
            postgresql_where=sa.text("state = 'speaking'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    kind: FloorKind = Field(sa_type=text_enum(FloorKind))
    state: SpeakerState = Field(default=SpeakerState.WAITING, sa_type=text_enum(SpeakerState))
    participant_id: int | None = Field(default=None, foreign_key="participant.id")
    delegation_id: int | None = Field(default=None, foreign_key="delegation.id")
    sector_id: int | None = Field(default=None, foreign_key="sector.id")
    ticket_hash: str = Field(default="", max_length=64)
    asked_at: datetime = Field(sa_type=UTCDateTime)
    began_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    allotted: int = 0
    spoken: int = 0
    running_since: datetime | None = Field(default=None, sa_type=UTCDateTime)
