"""Bringing everybody to one input or one priority, and letting them go again."""

from __future__ import annotations

from app.db import Writing
from app.delegations.rights import Action, Person
from app.errors import Refused
from app.sessions.forms import checked_id
from app.sessions.models import Board, Change
from app.sessions.numbering import note
from app.sessions.podium import open_board_for_update
from app.sessions.prioritising import priority_for_update
from app.sessions.queries import input_for_update
from app.sessions.rules import IN_SIGHT


def focus_on_input(db: Writing, board_id: int, client_id: str, *, by: Person | None) -> Board:
    """Show one input large on every screen. Refused unless everybody may read it."""
    board, actor = open_board_for_update(db, board_id, Action.MOVE_STEP, by)
    found = input_for_update(db, board_id, checked_id(client_id))
    if found.state not in IN_SIGHT:
        raise Refused("The room cannot read this input. Show it again first.")
    return _focus(db, board, actor, input_id=found.key)


def focus_on_priority(db: Writing, board_id: int, priority_id: int, *, by: Person | None) -> Board:
    """Show one priority large on every screen."""
    board, actor = open_board_for_update(db, board_id, Action.MOVE_STEP, by)
    return _focus(db, board, actor, priority_id=priority_for_update(db, board_id, priority_id).key)


def end_focus(db: Writing, board_id: int, *, by: Person | None) -> Board:
    """Give every screen its board back. Without a focus nothing happens."""
    board, actor = open_board_for_update(db, board_id, Action.MOVE_STEP, by)
    return _focus(db, board, actor)


def _focus(
    db: Writing,
    board: Board,
    actor: Person,
    *,
    input_id: int | None = None,
    priority_id: int | None = None,
) -> Board:
    if (board.focus_input_id, board.focus_priority_id) == (input_id, priority_id):
        return board
    board.focus_input_id, board.focus_priority_id = input_id, priority_id
    db.flush()
    verb = "bring all to" if input_id or priority_id else "end"
    board.seq = note(db, board, Change.FOCUS, verb, None, by=actor.participant_id)
    return board
