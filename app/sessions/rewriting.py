"""Changing the wording of one's own input; every earlier wording is kept."""

from __future__ import annotations

from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person, require
from app.errors import Forbidden, Refused, StaleWrite
from app.sessions.forms import RewritingForm, checked_id
from app.sessions.models import Change, Input, InputRevision, InputState
from app.sessions.numbering import note
from app.sessions.queries import board_for_update, input_for_update, is_closed
from app.sessions.rules import KEEPS_AUTHOR, posting_refusal


def rewrite_input(
    db: Writing, board_id: int, client_id: str, form: RewritingForm, *, by: Person | None
) -> Input:
    """Change one's own input while the board takes inputs. Forbidden for another's.

    Where inputs go to the podium first, the new wording does too: what was let in was the old one.
    StaleWrite, with both texts, when its author changed it elsewhere meanwhile.
    """
    board = board_for_update(db, board_id)
    place = board.event_session_id
    require(by, Action.WITHDRAW_OWN_INPUT, event_id=board.event_id, event_session_id=place)
    assert by is not None
    found = input_for_update(db, board_id, checked_id(client_id))
    if board.attribution not in KEEPS_AUTHOR or found.author_id != by.participant_id:
        raise Forbidden("Only its author changes an input, where authors are stored.")
    text, base = form.checked_text(), form.checked_base()
    refusal = posting_refusal(board.step, closed=is_closed(db, board_id), locked=board.locked)
    if refusal is not None:
        raise refusal
    if found.state in (InputState.WITHDRAWN, InputState.HIDDEN):
        raise Refused("This input is no longer on the board. Post a new one instead.")
    if text == found.text:
        return found
    if base != found.revision:
        raise StaleWrite(base="", theirs=found.text, yours=text, revision=found.revision)
    db.add(InputRevision(input_id=found.key, number=found.revision, text=found.text, until=now()))
    found.text = text
    found.revision += 1
    if board.inbox:
        found.state = InputState.WAITING
    note(db, board, Change.INPUT, "rewrite", found.key, by=by.participant_id)
    return found
