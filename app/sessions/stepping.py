"""Moving a board through its steps: Post, Group, Prioritise, Adopt, and back."""

from __future__ import annotations

from app.db import Writing
from app.delegations.rights import Action, Person
from app.errors import Refused
from app.sessions.forms import StepForm
from app.sessions.models import Board, Change
from app.sessions.numbering import note
from app.sessions.podium import open_board_for_update
from app.sessions.templates import PLANS


def move_step(db: Writing, board_id: int, step: str, *, by: Person | None) -> Board:
    """Move the board to `step`, a value of `Step`. Where it stands already, nothing happens."""
    board, actor = open_board_for_update(db, board_id, Action.MOVE_STEP, by)
    target = StepForm(step=step).checked()
    if target not in PLANS[board.template].steps:
        raise Refused("This kind of board has no such step. Choose one of those it shows.")
    if board.step is target:
        return board
    board.step = target
    board.seq = note(db, board, Change.STEP, f"go to {target}", None, by=actor.participant_id)
    return board
