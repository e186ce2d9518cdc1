"""Agendas: one draft and frozen versions, their days and slots, and the event sessions in them.

An event session keeps its identity for the whole life of an event (boards hang on it); how an
agenda words it (`Wording`) and when and where it takes place (`Slot`) belong to one agenda and are
copied when a version is published.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime, text_enum


class SlotKind(StrEnum):
    """What happens in a slot."""

    REGISTRATION = "registration"
    OPENING = "opening"
    KEYNOTE = "keynote"
    SESSION = "session"
    WORKSHOP = "workshop"
    BREAK = "break"
    PLENARY = "plenary"
    CLOSING = "closing"
    SOCIAL = "social"
    OTHER = "other"


class SlotStatus(StrEnum):
    """Cancelled slots stay in published versions, so that calendars can say so."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Agenda(Row, table=True):
    """The draft (`number` null; one per event) or the frozen version `number` of an event's agenda.

    `revision` counts the changes of the draft and guards against stale writes. `redacted_at` is
    when the name of a deleted person was last taken out of a version: its only change, ever.
    """

    __table_args__ = (
        sa.UniqueConstraint("event_id", "number"),
        sa.Index(
            "uq_agenda_one_draft",
            "event_id",
            unique=True,
            sqlite_where=sa.text("number IS NULL"),
            postgresql_where=sa.text("number IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    number: int | None = None
    label: str = Field(default="", max_length=120)
    reference: str = Field(default="", max_length=120)
    revision: int = 0
    created_at: datetime = Field(sa_type=UTCDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    published_by_id: int | None = Field(default=None, foreign_key="participant.id")
    redacted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Day(Row, table=True):
    """One day of an agenda.

    In a draft `on` may be null: the document gave no date, or no year (`written` then keeps what it
    said, `--05-16`). Such days stand in the order of `position`; no published day is among them.
    `uid` is a UUID by which the draft's history names the day, `revision` the draft's revision in
    which its date or theme last changed.
    """

    __table_args__ = (
        sa.UniqueConstraint("agenda_id", "on"),
        sa.UniqueConstraint("agenda_id", "uid"),
    )

    id: int | None = Field(default=None, primary_key=True)
    agenda_id: int = Field(foreign_key="agenda.id", index=True)
    uid: str = Field(default_factory=lambda: str(uuid.uuid4()), max_length=36)
    on: date | None = None
    written: str = Field(default="", max_length=80)
    position: int = 0
    theme: str = ""
    revision: int = 0


class EventSession(Row, table=True):
    """A subject that keeps its identity through all versions; `slug` is its address in URLs."""

    __table_args__ = (sa.UniqueConstraint("event_id", "slug"),)

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    slug: str = Field(max_length=80)


class Wording(Row, table=True):
    """How one agenda words an event session.

    `number` is the text after "Session" or "Workshop"; `speakers` and `chair` are as the document
    or an organiser names them.
    `context` is an introduction that parallel workshops share; `required_priorities` the amount
    that the document asks of this workshop.
    """

    __table_args__ = (sa.UniqueConstraint("agenda_id", "event_session_id"),)

    id: int | None = Field(default=None, primary_key=True)
    agenda_id: int = Field(foreign_key="agenda.id", index=True)
    event_session_id: int = Field(foreign_key="event_session.id", index=True)
    kind: SlotKind = Field(sa_type=text_enum(SlotKind))
    number: str | None = Field(default=None, max_length=20)
    title: str
    abstract: str = ""
    speakers: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    chair: str = Field(default="", max_length=300)
    context: str = ""
    required_priorities: int | None = None


class Slot(Row, table=True):
    """A time and a room for an event session in one agenda.

    `uid` is a UUID kept through all versions. `starts` and `ends` are wall time in the event's
    zone. `revision` is the draft's revision in which this slot or its wording last changed, and
    `source` the text it was read from: both belong to the draft only.

    The last three columns are set when a version is published, for calendars (RFC 5545, 3.8.7):
    how often what matters changed, when it last changed, when it first appeared.
    """

    __table_args__ = (sa.UniqueConstraint("agenda_id", "uid"),)

    id: int | None = Field(default=None, primary_key=True)
    agenda_id: int = Field(foreign_key="agenda.id", index=True)
    day_id: int = Field(foreign_key="day.id", index=True)
    event_session_id: int = Field(foreign_key="event_session.id", index=True)
    uid: str = Field(max_length=36)
    position: int
    starts: time | None = None
    ends: time | None = None
    end_inferred: bool = False
    room_id: int | None = Field(default=None, foreign_key="room.id")
    parallel_group: str | None = Field(default=None, max_length=20)
    continued: bool = False
    revision: int = 0
    source: str = ""
    status: SlotStatus = Field(default=SlotStatus.CONFIRMED, sa_type=text_enum(SlotStatus))
    sequence: int = 0
    changed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    first_published_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Question(Row, table=True):
    """What reading a document could not settle; stays with the draft until it is answered."""

    id: int | None = Field(default=None, primary_key=True)
    agenda_id: int = Field(foreign_key="agenda.id", index=True)
    text: str
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class DraftChange(Row, table=True):
    """One change of a draft, with what it changed as it was before and after (see history.py).

    `revision` is the draft's after the change. A change that takes back another one names it in
    `undoes_id`: nothing is ever struck from the history, and nothing is taken back twice.
    """

    id: int | None = Field(default=None, primary_key=True)
    agenda_id: int = Field(foreign_key="agenda.id", index=True)
    revision: int
    verb: str = Field(max_length=40)
    at: datetime = Field(sa_type=UTCDateTime)
    by_id: int | None = Field(default=None, foreign_key="participant.id")
    before: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    after: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    undoes_id: int | None = Field(default=None, foreign_key="draft_change.id", unique=True)


class PendingReading(Row, table=True):
    """A document that was read and is being looked over; the draft knows nothing of it yet.

    `reading` is what was understood, with the organisers' corrections (see pending.py); the row
    goes when it is accepted or thrown away. `revision` counts the corrections.
    """

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    name: str = Field(max_length=200)
    read_at: datetime = Field(sa_type=UTCDateTime)
    by_id: int | None = Field(default=None, foreign_key="participant.id")
    reading: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    revision: int = 0


class Acknowledgement(Row, table=True):
    """A clash of the draft that an organiser has seen and accepts; `clash` names it."""

    __table_args__ = (sa.UniqueConstraint("agenda_id", "clash"),)

    id: int | None = Field(default=None, primary_key=True)
    agenda_id: int = Field(foreign_key="agenda.id", index=True)
    clash: str = Field(max_length=64)
    by_id: int | None = Field(default=None, foreign_key="participant.id")
    at: datetime = Field(sa_type=UTCDateTime)
