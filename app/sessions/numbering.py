"""Numbers every change of a board, in its transaction, without gaps. Knows no rule.

The update locks the board's row until the commit: the order of numbers is the order of commits.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col

from app.clock import now
from app.db import Writing
from app.events.journal import record
from app.sessions.models import Board, BoardEvent, Change


def note(
    db: Writing, board: Board, change: Change, verb: str, subject_id: int | None, *, by: int | None
) -> int:
    """Number a change, log it, journal it, and have it announced after the commit.

    `by` is a participant's id; None where the board's attribution stores no author. Returns the
    number.
    """
    seq: int = (
        db.connection()
        .execute(
            sa.update(Board)
            .where(col(Board.id) == board.key)
            .values(seq=col(Board.seq) + 1)
            .returning(col(Board.seq))
        )
        .scalar_one()
    )
    db.add(
        BoardEvent(
            board_id=board.key,
            seq=seq,
            change=change,
            subject_id=subject_id,
            verb=verb,
            at=now(),
            by_id=by,
        )
    )
    subject = f"{change} {subject_id}" if subject_id is not None else f"board {board.key}"
    record(db, board.event_id, f"{verb} {change}", subject, by=by)
    db.tell_after_commit(f"board-{board.key}", seq)
    return seq
