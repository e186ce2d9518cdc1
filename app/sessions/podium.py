"""What all tools of the podium begin with: the board locked, the right checked, the board open."""

from __future__ import annotations

from app.db import Writing
from app.delegations.rights import Action, Person, require
from app.errors import Refused
from app.sessions.models import Board
from app.sessions.queries import board_for_update, is_closed


def open_board_for_update(
    db: Writing, board_id: int, action: Action, by: Person | None
) -> tuple[Board, Person]:
    """The board, locked and not closed, and who acts; Refused on a closed board."""
    board = board_for_update(db, board_id)
    require(by, action, event_id=board.event_id, event_session_id=board.event_session_id)
    assert by is not None
    if is_closed(db, board_id):
        raise Refused("This board is closed; it stays as it is.")
    return board, by
