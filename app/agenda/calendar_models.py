"""What people keep about an agenda: sessions they chose, calendar feeds, invitations sent to them.

Hangs on event sessions and on uids, which outlive versions; holds no time and no room.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime


class ChosenSession(Row, table=True):
    """An event session that a participant means to attend."""

    __table_args__ = (sa.UniqueConstraint("participant_id", "event_session_id"),)

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    event_session_id: int = Field(foreign_key="event_session.id", index=True)
    chosen_at: datetime = Field(sa_type=UTCDateTime)


class CalendarFeed(Row, table=True):
    """One personal calendar of a participant; its address is kept only as a hash.

    `common`, `chosen`, `delegation` and `roles` say what is in it: what everybody attends, one's
    own choice, what others of one's delegation attend, where one speaks or chairs. Reminders are
    minutes before the start; None for none.
    """

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    token_hash: str = Field(unique=True, max_length=64)
    name: str = Field(default="", max_length=60)
    common: bool = True
    chosen: bool = True
    delegation: bool = False
    roles: bool = True
    breaks: bool = False
    reminder: int | None = None
    created_at: datetime = Field(sa_type=UTCDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Invitation(Row, table=True):
    """The last invitation to one slot (`uid`) that was written for a participant.

    `sequence` never goes back (RFC 5546, 2.1.4); it runs ahead of the slot's own (`slot_sequence`)
    once somebody was invited again. `cancelled`: the letter took the one before it back.
    """

    __table_args__ = (sa.UniqueConstraint("participant_id", "uid"),)

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    uid: str = Field(max_length=36)
    sequence: int
    slot_sequence: int
    cancelled: bool = False
    written_at: datetime = Field(sa_type=UTCDateTime)
