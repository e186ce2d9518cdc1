"""Numbers every change of a board, in its transaction, without gaps. Knows no rule.

The update locks the board's row until the commit: the order of numbers is the order of commits.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col

from app.clock import now
from app.db import Writing
from app.events.journal import record_all
from app.sessions.models import Board, BoardEvent, Change


def note(
    db: Writing, board: Board, change: Change, verb: str, subject_id: int | None, *, by: int | None
) -> int:
    """Number a change, log it, journal it, and have it announced after the commit.

    `by` is a participant's id; None where the board's attribution stores no author. Returns the
    number.
    """
    return note_all(db, board, change, verb, [(subject_id, by)])


def note_all(
    db: Writing,
    board: Board,
    change: Change,
    verb: str,
    subjects: Sequence[tuple[int | None, int | None]],
) -> int:
    """Number changes of one kind, at least one, in their order; each is (subject's id, by).

    Returns the last number: theirs end with it, without gaps.
    """
    connection = db.connection()
    last: int = connection.execute(
        sa.update(Board)
        .where(col(Board.id) == board.key)
        .values(seq=col(Board.seq) + len(subjects))
        .returning(col(Board.seq))
    ).scalar_one()
    moment = now()
    connection.execute(
        sa.insert(BoardEvent),
        [
            {
                "board_id": board.key,
                "seq": seq,
                "change": change,
                "subject_id": subject_id,
                "verb": verb,
                "at": moment,
                "by_id": by,
            }
            for seq, (subject_id, by) in enumerate(subjects, last - len(subjects) + 1)
        ],
    )
    record_all(
        db,
        board.event_id,
        f"{verb} {change}",
        [
            (f"{change} {subject_id}" if subject_id is not None else f"board {board.key}", by)
            for subject_id, by in subjects
        ],
    )
    db.tell_after_commit(f"board-{board.key}", last)
    return last
