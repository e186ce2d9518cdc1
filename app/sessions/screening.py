"""What the projector of a board shows; a closed board's may still show something else."""

from __future__ import annotations

from app.db import Writing
from app.delegations.rights import Action, Person, require
from app.sessions.forms import ScreenForm
from app.sessions.models import Board, Change
from app.sessions.numbering import note
from app.sessions.queries import board_for_update


def show_on_projector(db: Writing, board_id: int, form: ScreenForm, *, by: Person | None) -> Board:
    """Choose what stands on the projector. What stands there already: nothing happens."""
    board = board_for_update(db, board_id)
    place = board.event_session_id
    require(by, Action.SHOW_PROJECTOR, event_id=board.event_id, event_session_id=place)
    assert by is not None
    screen = form.checked()
    if board.screen is screen:
        return board
    board.screen = screen
    # Written before the number is taken: the update behind it refreshes the board.
    db.flush()
    board.seq = note(db, board, Change.SCREEN, f"show {screen}", None, by=by.participant_id)
    return board
