"""The number of what the room sees of the conclusions: the lines of the journal about them.

Every act on the text passes through the locked row of the conclusions and writes at least one line
in its transaction, so the count grows with each of them, in their order and without gaps.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col, select

from app.db import Reading
from app.events.models import Record

_ABOUT = ("conclusions ", "paragraph ", "merge ", "vote ", "part ", "recommendation ")


def changes_of_text(db: Reading, event_id: int) -> int:
    """How many acts the journal has on the texts of an event."""
    return db.exec(
        select(sa.func.count())
        .select_from(Record)
        .where(
            col(Record.event_id) == event_id,
            sa.or_(*(col(Record.subject).startswith(kind) for kind in _ABOUT)),
        )
    ).one()
