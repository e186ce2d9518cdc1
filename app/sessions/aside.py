"""Setting an input aside: it stays in sight, marked, and may be brought back. Nothing is lost."""

from __future__ import annotations

from app.db import Writing
from app.delegations.rights import Action, Person
from app.errors import Refused
from app.sessions.forms import checked_id
from app.sessions.models import Change, Input, InputState
from app.sessions.numbering import note
from app.sessions.podium import open_board_for_update
from app.sessions.queries import input_for_update
from app.sessions.rules import IN_SIGHT


def set_aside(db: Writing, board_id: int, client_id: str, *, by: Person | None) -> Input:
    """Set an input aside: for later, or outside the subject. Twice does no harm."""
    board, actor = open_board_for_update(db, board_id, Action.GROUP_INPUTS, by)
    found = input_for_update(db, board_id, checked_id(client_id))
    if found.state is InputState.SET_ASIDE:
        return found
    if found.state not in IN_SIGHT:
        raise Refused("Only an input that the room can read is set aside. Open the desk again.")
    found.state = InputState.SET_ASIDE
    note(db, board, Change.INPUT, "set aside", found.key, by=actor.participant_id)
    return found


def bring_back(db: Writing, board_id: int, client_id: str, *, by: Person | None) -> Input:
    """Bring an input back that was set aside, to where it stood. Otherwise nothing happens."""
    board, actor = open_board_for_update(db, board_id, Action.GROUP_INPUTS, by)
    found = input_for_update(db, board_id, checked_id(client_id))
    if found.state is InputState.SET_ASIDE:
        found.state = InputState.CLUSTERED if found.cluster_id else InputState.POSTED
        note(db, board, Change.INPUT, "bring back", found.key, by=actor.participant_id)
    return found
