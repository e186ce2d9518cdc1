"""Which boards are open at this moment: their addresses and steps, in one statement."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col

from app.agenda.models import EventSession
from app.db import Reading
from app.delegations.rights import Action, Person, may
from app.events.models import Event
from app.sessions.models import Board, Closure, Step


def open_boards(db: Reading, event: Event, *, by: Person | None) -> dict[str, Step]:
    """Event session's address → step of its board that is not closed; empty for who reads none."""
    if not may(by, Action.READ_BOARD, event_id=event.key):
        return {}
    rows = db.connection().execute(
        sa.select(col(EventSession.slug), col(Board.step))
        .join(Board, col(Board.event_session_id) == col(EventSession.id))
        .outerjoin(Closure, col(Closure.board_id) == col(Board.id))
        .where(col(Board.event_id) == event.key, col(Closure.id).is_(None))
        .order_by(col(Board.id))
    )
    return {one.slug: one.step for one in rows}
