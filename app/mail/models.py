"""Mails to participants, the organisers' texts for them, and what each participant wants.

A mail's body has `{link}` where the personal link will stand: the link itself is never stored.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime, text_enum


class MailKind(StrEnum):
    """What a mail is for."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    CHANGES = "changes"
    CALENDAR = "calendar"
    SOON = "soon"
    FOLLOW_UP = "follow_up"


class MailState(StrEnum):
    """What became of a mail.

    `SENDING`: handed to the mail server, whose answer is awaited. `UNCERTAIN`: that answer never
    came, so a person decides. `WRITTEN`: a file, because no mail server is set.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    WRITTEN = "written"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    DROPPED = "dropped"


class Mail(Row, table=True):
    """One mail to one participant.

    `about` is what must not be told twice ("version 3", a slot's uid), `batch` the form from which
    it comes. `address` is where it went, known once it was tried. `claim` is the attempt that may
    say what became of it. `problem` is a sentence (message id), `reply` the mail server's own.
    """

    __table_args__ = (
        sa.UniqueConstraint("batch", "participant_id", "about"),
        sa.Index("ix_mail_state_due_at", "state", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    kind: MailKind = Field(sa_type=text_enum(MailKind))
    about: str = Field(default="", max_length=80)
    batch: str = Field(max_length=36)
    language: str = Field(max_length=12)
    subject: str = Field(max_length=300)
    body: str
    # iCalendar with its method, for invitations to a slot.
    calendar: str = ""
    method: str = Field(default="", max_length=12)
    message_id: str = Field(unique=True, max_length=120)
    state: MailState = Field(default=MailState.QUEUED, sa_type=text_enum(MailState))
    attempts: int = 0
    due_at: datetime = Field(sa_type=UTCDateTime)
    queued_at: datetime = Field(sa_type=UTCDateTime)
    queued_by_id: int | None = Field(default=None, foreign_key="participant.id")
    claim: str = Field(default="", max_length=32)
    address: str = Field(default="", max_length=254)
    settled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    problem: str = Field(default="", max_length=300)
    reply: str = Field(default="", max_length=300)


class MailText(Row, table=True):
    """An event's own text for a kind of mail in one language; without a row the usual one."""

    __table_args__ = (sa.UniqueConstraint("event_id", "kind", "language"),)

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    kind: MailKind = Field(sa_type=text_enum(MailKind))
    language: str = Field(max_length=12)
    subject: str = Field(max_length=200)
    body: str
    changed_at: datetime = Field(sa_type=UTCDateTime)


class MailChoice(Row, table=True):
    """In which language a participant gets mails (null: the event's), and reminded how long before.

    `remind` is minutes before a session of one's own; null: not at all.
    """

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", unique=True)
    language: str | None = Field(default=None, max_length=12)
    remind: int | None = None
