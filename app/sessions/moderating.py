"""Hiding an input from the room, with a reason that is kept, and showing it again."""

from __future__ import annotations

from app.db import Writing
from app.delegations.rights import Action, Person, require
from app.errors import Refused
from app.sessions.forms import HidingForm, checked_id
from app.sessions.models import Board, Change, Input, InputState
from app.sessions.numbering import note
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
