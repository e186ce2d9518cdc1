"""Withdrawing one's own input."""

from __future__ import annotations

from app.db import Writing
from app.delegations.rights import Action, Person, require
from app.errors import Forbidden, Refused
from app.sessions.forms import checked_id
from app.sessions.models import Change, Input, InputState
from app.sessions.numbering import note
from app.sessions.podium import refuse_unless
from app.sessions.queries import board_for_update, input_for_update
from app.sessions.rules import KEEPS_AUTHOR
from app.sessions.states import BoardAct


def withdraw_input(db: Writing, board_id: int, client_id: str, *, by: Person | None) -> Input:
    """Take one's own input off the board. A second time does no harm; Forbidden for another's.

    Refused where no author is stored (then nobody can tell whose it is) and on a closed board.
    """
    board = board_for_update(db, board_id)
    require(
        by,
        Action.WITHDRAW_OWN_INPUT,
        event_id=board.event_id,
        event_session_id=board.event_session_id,
    )
    assert by is not None
    found = input_for_update(db, board_id, checked_id(client_id))
    if board.attribution not in KEEPS_AUTHOR:
        raise Refused(
            "Inputs carry no author on this board, so nobody can withdraw one. "
            "Ask the chair to hide it."
        )
    if found.author_id != by.participant_id:
        raise Forbidden("Only its author withdraws an input. Ask the chair if it should be hidden.")
    if found.state is InputState.WITHDRAWN:
        return found
    refuse_unless(db, board, BoardAct.WITHDRAW)
    found.state = InputState.WITHDRAWN
    note(db, board, Change.INPUT, "withdraw", found.key, by=by.participant_id)
    return found
