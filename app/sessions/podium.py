"""What all tools of the podium begin with: the board locked, the right checked, the board open."""

from __future__ import annotations

from app.db import Writing
from app.delegations.rights import Action, Person, require
from app.sessions.models import Board
from app.sessions.queries import board_for_update, is_closed
from app.sessions.states import BoardAct, refusal, state_of


def open_board_for_update(
    db: Writing, board_id: int, action: Action, by: Person | None
) -> tuple[Board, Person]:
    """The board, locked and not closed, and who acts; NotNow on a closed board."""
    board = board_for_update(db, board_id)
    require(by, action, event_id=board.event_id, event_session_id=board.event_session_id)
    assert by is not None
    refuse_unless(db, board, BoardAct.WORK)
    return board, by


def refuse_unless(db: Writing, board: Board, act: BoardAct) -> None:
    """Let pass what the state of this locked board allows; else NotNow with the reason."""
    closed = is_closed(db, board.key)
    refused = refusal(act, state_of(board.step, closed=closed, locked=board.locked))
    if refused is not None:
        raise refused
