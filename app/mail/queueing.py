"""Mails are queued in the transaction of what causes them; the sender is told after its commit.

Knows no words and no mail server.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from sqlmodel import col, select

from app.clock import now
from app.db import Writing
from app.mail.composing import one_line
from app.mail.models import Mail, MailKind

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
    queued = 0
    for one in letters:
        if (one.participant_id, one.about) in there:
            continue
        db.add(
            Mail(
                event_id=event_id,
                participant_id=one.participant_id,
                kind=kind,
                about=one.about,
                batch=batch,
                language=one.language,
                subject=one_line(one.subject)[:300],
                body=one.body,
                calendar=one.calendar,
                method=one.method,
                message_id=f"{uuid4()}@{domain}",
                due_at=moment,
                queued_at=moment,
                queued_by_id=by,
            )
        )
        queued += 1
    if queued:
        db.tell_after_commit(TOPIC, event_id)
    return queued


def queued_for(db: Writing, event_id: int, kind: MailKind, about: str) -> frozenset[int]:
    """Who has a mail of this kind about this already, whatever became of it."""
    found = db.exec(
        select(col(Mail.participant_id)).where(
            Mail.event_id == event_id, Mail.kind == kind, Mail.about == about
        )
    )
    return frozenset(found)
