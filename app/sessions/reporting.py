"""What a workshop reports in figures: how much was said, under which titles, what was recorded.

For documents that leave the room: it names nobody and quotes no input. Checks no rights.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from app.db import Reading
from app.sessions.loading import counts_of
from app.sessions.models import Board, Closure, Cluster, Input, Priority, PriorityState
from app.sessions.rules import IN_SIGHT


@dataclass(frozen=True)
class WorkshopReport:
    """One board in figures; `clusters` are the titles under which inputs stand, in their order."""

    event_session_id: int
    inputs: int
    clusters: tuple[str, ...]
    recorded: int
    required: int
    override_reason: str


def reports_of(db: Reading, event_id: int) -> dict[int, WorkshopReport]:
    """Event session id → report of its board, in a constant number of statements."""
    boards: Sequence[tuple[Board, Closure | None]] = db.exec(
        select(Board, Closure)
        .outerjoin(Closure, col(Closure.board_id) == col(Board.id))
        .where(col(Board.event_id) == event_id)
    ).all()
    ids = [board.key for board, _ in boards]
    inputs = counts_of(db, Input, ids, col(Input.state).in_(IN_SIGHT))
    recorded = counts_of(db, Priority, ids, col(Priority.state) == PriorityState.RECORDED)
    filled = db.exec(
        select(Cluster)
        .where(
            col(Cluster.board_id).in_(ids),
            col(Cluster.id).in_(
                select(Input.cluster_id).where(
                    col(Input.board_id).in_(ids), col(Input.state).in_(IN_SIGHT)
                )
            ),
        )
        .order_by(col(Cluster.position), col(Cluster.id))
    ).all()
    titles: defaultdict[int, list[str]] = defaultdict(list)
    for cluster in filled:
        titles[cluster.board_id].append(cluster.title)
    return {
        board.event_session_id: WorkshopReport(
            event_session_id=board.event_session_id,
            inputs=inputs.get(board.key, 0),
            clusters=tuple(titles[board.key]),
            recorded=recorded.get(board.key, 0),
            required=board.required_priorities,
            override_reason=closure.override_reason if closure else "",
        )
        for board, closure in boards
    }
