"""Mails are queued in the transaction of what causes them; the sender is told after its commit.

Knows no words and no mail server.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import select

from app.clock import now
from app.db import Writing
from app.mail.composing import one_line
from app.mail.models import Mail, MailKind, MailState

# The notice that wakes the sender; its number is the event's.
TOPIC = "mail"


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as it is worded for one participant; `about` as in the table."""

    participant_id: int
    language: str
    subject: str
    body: str
    about: str = ""
    calendar: str = ""
    method: str = ""


def queue_mails(
    db: Writing,
    event_id: int,
    kind: MailKind,
    letters: Iterable[Letter],
    *,
    batch: str,
    domain: str,
    by: int | None,
) -> int:
    """Queue each letter; how many. The same form (`batch`) queues nobody's mail twice.

    Rights are the caller's, and so is the event's lock. `domain` is that of Message-IDs.
    """
    there = set(
        db.exec(
            select(Mail.participant_id, Mail.about).where(
                Mail.event_id == event_id, Mail.batch == batch
            )
        ).all()
    )
    moment = now()
    rows = [
        {
            "event_id": event_id,
            "participant_id": one.participant_id,
            "kind": kind,
            "about": one.about,
            "batch": batch,
            "language": one.language,
            "subject": one_line(one.subject)[:300],
            "body": one.body,
            "calendar": one.calendar,
            "method": one.method,
            "message_id": f"{uuid4()}@{domain}",
            "state": MailState.QUEUED,
            "attempts": 0,
            "due_at": moment,
            "queued_at": moment,
            "queued_by_id": by,
            "claim": "",
            "address": "",
            "problem": "",
            "reply": "",
        }
        for one in letters
        if (one.participant_id, one.about) not in there
    ]
    if rows:
        # In one statement: as many objects would keep SQLite's single writer for seconds.
        db.exec(sa.insert(Mail), params=rows)
        db.tell_after_commit(TOPIC, event_id)
    return len(rows)
