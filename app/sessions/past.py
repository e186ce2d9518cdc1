"""What a priority was before: its earlier wordings, what was merged into it. Checks no rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from app.db import Reading
from app.sessions.models import BoardEvent, Priority, PriorityMerge, PriorityWording


@dataclass(frozen=True)
class EarlierWording:
    """A wording as it stood until it was changed; `number` is its revision."""

    number: int
    text: str
    until: datetime


@dataclass(frozen=True)
class Merged:
    """A priority contained in another one since the board's change `seq`."""

    seq: int
    text: str
    at: datetime


def wordings_of(db: Reading, priority_id: int) -> list[EarlierWording]:
    """The earlier wordings of a priority, the latest first."""
    rows = db.exec(
        select(PriorityWording)
        .where(col(PriorityWording.priority_id) == priority_id)
        .order_by(col(PriorityWording.number).desc())
    ).all()
    return [EarlierWording(row.number, row.text, row.until) for row in rows]


def merged_into(db: Reading, priority_id: int) -> list[Merged]:
    """What was merged into a priority and not set free again, the latest first."""
    rows = db.exec(
        select(PriorityMerge, Priority.text, BoardEvent.at)
        .join(Priority, col(Priority.id) == col(PriorityMerge.priority_id))
        .join(
            BoardEvent,
            (col(BoardEvent.board_id) == col(PriorityMerge.board_id))
            & (col(BoardEvent.seq) == col(PriorityMerge.seq)),
        )
        .where(col(PriorityMerge.into_id) == priority_id)
        .order_by(col(PriorityMerge.seq).desc())
    ).all()
    undone = {row.undoes for row, *_ in rows}
    return [
        Merged(row.seq, text, at)
        for row, text, at in rows
        if row.undoes is None and row.seq not in undone
    ]
