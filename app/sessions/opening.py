"""Opening the board of an event session: from then on its attribution is settled."""

from __future__ import annotations

from sqlmodel import col, select

from app.agenda.models import EventSession
from app.agenda.queries import is_published
from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person, may, require
from app.errors import NotFound, Refused
from app.events.models import Event
from app.sessions.models import Attribution, Board, BoardTemplate, Change
from app.sessions.numbering import note
from app.sessions.podium import refuse_unless
from app.sessions.queries import board_of_event_session, required_by_rule
from app.sessions.states import BoardAct
from app.sessions.templates import PLANS


def open_board(
    db: Writing,
    event_session_id: int,
    *,
    attribution: Attribution = Attribution.BY_DELEGATION,
    required_priorities: int | None = None,
    template: BoardTemplate = BoardTemplate.BREAKOUT,
    instruction: str = "",
    by: Person | None,
) -> Board:
    """Open the board of an event session; Refused when it has one, or is not published yet.

    `required_priorities` None: a workshop owes what the event asks for, any other session nothing.
    Attribution cannot be changed afterwards: nobody's text is ever shown as more than was promised
    when it was written.
    """
    # Locked, so that two who open it at once make one board and not an error of the database.
    event_session = db.exec(
        select(EventSession).where(col(EventSession.id) == event_session_id).with_for_update()
    ).first()
    if event_session is None:
        raise NotFound("There is no session at this address. Look for it in the agenda.")
    require(
        by,
        Action.MOVE_STEP,
        event_id=event_session.event_id,
        event_session_id=event_session_id,
    )
    assert by is not None
    _refuse_unpublished(db, event_session, by)
    there = board_of_event_session(db, event_session_id)
    if there is not None:
        refuse_unless(db, there, BoardAct.OPEN)
    if required_priorities is None:
        event = db.get_one(Event, event_session.event_id)
        required_priorities = required_by_rule(db, event, event_session_id)
    if required_priorities and not PLANS[template].words_priorities:
        raise Refused(
            "This session owes priorities, and such a board words none. "
            "Choose another kind of board, or put the number owed to 0."
        )
    board = Board(
        template=template,
        event_id=event_session.event_id,
        event_session_id=event_session_id,
        attribution=attribution,
        required_priorities=required_priorities,
        instruction=instruction,
        opened_at=now(),
    )
    db.add(board)
    db.flush()
    board.seq = note(db, board, Change.STEP, "open", None, by=by.participant_id)
    return board


def _refuse_unpublished(db: Writing, event_session: EventSession, by: Person) -> None:
    # Lists of boards are for every delegate, and the address is made of the draft's words.
    if is_published(db, event_session.key):
        return
    if may(by, Action.MANAGE_AGENDA, event_id=event_session.event_id):
        raise Refused(
            "This session stands in the draft only. "
            "Publish the agenda first, then its board can be opened."
        )
    raise NotFound("There is no session at this address. Look for it in the agenda.")
