"""Events, their rooms, and the record of who changed what. Knows no agenda, no people."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime, text_enum


class Mode(StrEnum):
    """Where an event takes place."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"


class Accent(StrEnum):
    """The one colour of an event's pages."""

    BLUE = "blue"
    GREEN = "green"
    RED = "red"
    OCHRE = "ochre"
    VIOLET = "violet"
    SLATE = "slate"


class JoiningFor(StrEnum):
    """Who is shown the joining links of an event that is online."""

    PARTICIPANTS = "participants"
    EVERYBODY = "everybody"


class ListShownTo(StrEnum):
    """Who sees the names of participants; see `app.delegations.visibility`."""

    NOBODY = "nobody"
    DELEGATIONS = "delegations"
    PARTICIPANTS = "participants"
    PUBLIC_COUNTS = "public_counts"


class Event(Row, table=True):
    """One workshop or conference, and the rules it plays by."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True, max_length=80)
    title: str
    # For narrow places: page heads, tickets, mails; empty means the title itself.
    short_title: str = ""
    subtitle: str = ""
    reference: str = ""
    place: str = ""
    venue: str = ""
    # An IANA name; every time of the agenda is wall time there.
    zone: str
    mode: Mode = Field(default=Mode.IN_PERSON, sa_type=text_enum(Mode))
    # Where one joins online, unless the room of a slot has a link of its own; empty: nowhere.
    joining_url: str = ""
    joining_for: JoiningFor = Field(default=JoiningFor.PARTICIPANTS, sa_type=text_enum(JoiningFor))
    # The organisers' mail address, from which invitations come.
    contact: str = Field(default="", max_length=254)
    language: str = Field(default="en", max_length=12)
    accent: Accent = Field(default=Accent.BLUE, sa_type=text_enum(Accent))
    background: str = ""
    organisers: str = ""
    by_invitation: bool = False
    list_shown_to: ListShownTo = Field(
        default=ListShownTo.DELEGATIONS, sa_type=text_enum(ListShownTo)
    )
    delegation_at_most: int | None = None
    delegation_at_least: int | None = None
    # Delegations stand alphabetically in this language (empty: the event's), or as they are typed.
    protocol_language: str = Field(default="", max_length=12)
    protocol_is_typed: bool = False
    # Whether gender is asked, for the picture of participation and nothing else.
    asks_gender: bool = False
    required_priorities: int = 2
    # Whether there is a study to show; kept here so that every page knows its ways without asking.
    has_benchmarks: bool = False
    created_at: datetime = Field(sa_type=UTCDateTime)


class Room(Row, table=True):
    """A room of an event's venue, or a joining link's name online.

    A link may change minutes before a meeting, so it belongs to the room and to no version.
    """

    __table_args__ = (sa.UniqueConstraint("event_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    name: str = Field(max_length=120)
    position: int = 0
    joining_url: str = ""


class Record(Row, table=True):
    """One line of the event's journal: who did what to which thing, and when.

    Where attribution is "not at all", no author stands here either (`by_id` is null).
    """

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    at: datetime = Field(sa_type=UTCDateTime)
    by_id: int | None = Field(default=None, foreign_key="participant.id")
    verb: str = Field(max_length=60)
    subject: str = Field(max_length=80)
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
