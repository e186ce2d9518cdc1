"""What the room may read: inputs let in from the inbox, hidden with a reason, shown again."""

from __future__ import annotations

from app.db import Writing
from app.delegations.rights import Action, Person, require
from app.errors import Refused
from app.sessions.forms import HidingForm, RulesForm, checked_id
from app.sessions.models import Board, Change, Input, InputState
from app.sessions.numbering import note
from app.sessions.podium import open_board_for_update
from app.sessions.queries import board_for_update, input_for_update


def hide_input(
    db: Writing, board_id: int, client_id: str, form: HidingForm, *, by: Person | None
) -> Input:
    """Hide an input from everybody but the podium. Refused when it was withdrawn."""
    board, found, actor = _moderated(db, board_id, client_id, by)
    reason = form.checked()
    if found.state is InputState.WITHDRAWN:
        raise Refused("Its author has withdrawn this input; nobody sees it any more.")
    if found.state is InputState.HIDDEN:
        return found
    found.state = InputState.HIDDEN
    found.hidden_reason = reason
    note(db, board, Change.INPUT, "hide", found.key, by=actor.participant_id)
    return found


def let_in(db: Writing, board_id: int, client_id: str, *, by: Person | None) -> Input:
    """Let an input that waits in the inbox onto the board. Otherwise nothing happens."""
    board, found, actor = _moderated(db, board_id, client_id, by)
    if found.state is not InputState.WAITING:
        return found
    found.state = InputState.CLUSTERED if found.cluster_id else InputState.POSTED
    note(db, board, Change.INPUT, "let in", found.key, by=actor.participant_id)
    return found


def set_rules(db: Writing, board_id: int, form: RulesForm, *, by: Person | None) -> Board:
    """Set what is asked of the room and how it works: inbox, lock, pace, limit, warning.

    What waits in the inbox goes on waiting.
    """
    board, actor = open_board_for_update(db, board_id, Action.MODERATE_BOARD, by)
    board.instruction = form.checked_instruction()
    board.slow_seconds, board.most_inputs = form.checked_slow(), form.checked_most()
    board.inbox, board.locked, board.warns = (
        bool(tick) for tick in (form.inbox, form.locked, form.warns)
    )
    # Written before the number is taken: the update behind it refreshes the board.
    db.flush()
    board.seq = note(db, board, Change.RULES, "set", None, by=actor.participant_id)
    return board


def show_input(db: Writing, board_id: int, client_id: str, *, by: Person | None) -> Input:
    """Show a hidden input again, where it stood."""
    board, found, actor = _moderated(db, board_id, client_id, by)
    if found.state is not InputState.HIDDEN:
        return found
    found.state = InputState.CLUSTERED if found.cluster_id else InputState.POSTED
    found.hidden_reason = ""
    note(db, board, Change.INPUT, "show", found.key, by=actor.participant_id)
    return found


def _moderated(
    db: Writing, board_id: int, client_id: str, by: Person | None
) -> tuple[Board, Input, Person]:
    board = board_for_update(db, board_id)
    require(
        by,
        Action.MODERATE_BOARD,
        event_id=board.event_id,
        event_session_id=board.event_session_id,
    )
    assert by is not None
    return board, input_for_update(db, board_id, checked_id(client_id)), by
