"""Closing a board: only with the priorities it owes, unless the chair says why not."""

from __future__ import annotations

from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person, require
from app.errors import Refused
from app.sessions.forms import ClosureForm
from app.sessions.loading import newest_round
from app.sessions.models import Change, Closure
from app.sessions.numbering import note
from app.sessions.podium import open_board_for_update
from app.sessions.queries import recorded_count
from app.sessions.rules import missing_priorities, owed


def close_board(db: Writing, board_id: int, form: ClosureForm, *, by: Person | None) -> Closure:
    """Close the board. Refused while it owes recorded priorities, unless a reason is given.

    Only the chair may give one; it is kept with the closure. Where nothing is owed, a reason given
    all the same is not kept: nothing was overridden.
    """
    board, actor = open_board_for_update(db, board_id, Action.CLOSE_BOARD, by)
    reason = form.checked()
    newest = newest_round(db, board_id)
    if newest and newest.is_open:
        raise Refused("A round of endorsements is still open. End it first, then close the board.")
    missing = missing_priorities(board.required_priorities, recorded_count(db, board_id))
    if missing and not reason:
        raise owed(board.required_priorities, missing)
    if missing:
        require(
            by,
            Action.OVERRIDE_CLOSURE,
            event_id=board.event_id,
            event_session_id=board.event_session_id,
        )
    closure = Closure(
        board_id=board_id,
        closed_at=now(),
        closed_by_id=actor.own_id,
        override_reason=reason if missing else "",
    )
    db.add(closure)
    db.flush()
    verb = "close against what is owed" if missing else "close"
    note(db, board, Change.CLOSURE, verb, None, by=actor.participant_id)
    return closure
