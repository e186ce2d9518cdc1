"""The journal: every action that changes something writes one line here, in its transaction."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.clock import now
from app.db import Writing
from app.events.models import Record


def record(
    db: Writing, event_id: int, verb: str, subject: str, *, by: int | None, **detail: object
) -> None:
    """Write one line: `verb` ("publish"), `subject` ("agenda 3"), `by` a participant's id or None.

    `detail` must be JSON and must name no person where attribution forbids it.
    """
    db.add(
        Record(
            event_id=event_id, at=now(), by_id=by, verb=verb, subject=subject, detail=dict(detail)
        )
    )


def record_all(
    db: Writing, event_id: int, verb: str, lines: Sequence[tuple[str, int | None]]
) -> None:
    """Write a line for each (subject, by), in one statement and without details."""
    moment = now()
    db.connection().execute(
        sa.insert(Record),
        [
            {
                "event_id": event_id,
                "at": moment,
                "by_id": by,
                "verb": verb,
                "subject": subject,
                "detail": {},
            }
            for subject, by in lines
        ],
    )
