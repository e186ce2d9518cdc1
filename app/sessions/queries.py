"""What is read of boards: a whole board in a constant number of queries, and what changed on it.

The functions that take `by` check the right to read; the others serve those that have checked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.models import Agenda, EventSession, SlotKind, Wording
from app.db import Reading, Writing
from app.delegations.rights import Action, Person, may, require
from app.errors import NotFound
from app.events.models import Event
from app.sessions.groupings import clusters_of, groupings_of
from app.sessions.loading import counts_of, inputs_of, newest_round, places_of, priorities_of
from app.sessions.models import (
    Board,
    BoardEvent,
    Closure,
    Input,
    InputState,
    Priority,
    PriorityState,
)
from app.sessions.rules import IN_SIGHT
from app.sessions.speakers_loading import floor_of
from app.sessions.views import (
    BoardLine,
    BoardView,
    ClosureView,
    InputView,
    NewInput,
    Place,
)

# Kinds of event sessions that are offered a board; any other one may be given one by address.
_WITH_BOARDS = frozenset({SlotKind.SESSION, SlotKind.WORKSHOP})


def place_of_board(
    db: Reading, event: Event, key: str, *, action: Action = Action.READ_BOARD, by: Person | None
) -> tuple[Place, int | None]:
    """The event session at this address and the id of its board (None before it is opened).

    NotFound for an unknown address; SignInNeeded or Forbidden without the right to `action`.
    """
    found = db.exec(
        select(EventSession, Board.id)
        .outerjoin(Board, col(Board.event_session_id) == col(EventSession.id))
        .where(col(EventSession.event_id) == event.id, col(EventSession.slug) == key)
    ).first()
    # Rights first: who may not read boards does not learn which ones there are.
    event_session_id = found[0].key if found else None
    require(by, action, event_id=event.key, event_session_id=event_session_id)
    if found is None:
        raise NotFound("There is no session at this address. Look for it in the agenda.")
    place = places_of(db, event, [found[0]])[found[0].key]
    is_public = place.kind is not None or found[1] is not None
    if not is_public and not may(by, Action.MANAGE_AGENDA, event_id=event.key):
        # Only a draft has it, and its address is made of the draft's words.
        raise NotFound("There is no session at this address. Look for it in the agenda.")
    return place, found[1]


# Built once: every post and every phone that comes back asks it.
_PLACE_AT = (
    sa.select(col(EventSession.id), col(Board.id))
    .outerjoin(Board, col(Board.event_session_id) == col(EventSession.id))
    .where(
        col(EventSession.event_id) == sa.bindparam("at_event"),
        col(EventSession.slug) == sa.bindparam("at_key"),
    )
)


@dataclass(frozen=True)
class BoardAddress:
    """What stands at the address of a board, as ids; None where there is nothing (yet)."""

    event_id: int
    event_session_id: int | None
    board_id: int | None

    def opened(self) -> int:
        """The board's id, for an action that checks rights itself; NotFound before it is opened."""
        if self.board_id is None:
            raise NotFound("The board of this session is not open yet. The chair opens it.")
        return self.board_id

    def opened_to(self, by: Person | None, action: Action) -> int:
        """The board's id for who may do `action`; NotFound before it is opened.

        SignInNeeded or Forbidden without the right, whether there is a board or not.
        """
        require(by, action, event_id=self.event_id, event_session_id=self.event_session_id)
        return self.opened()


def board_address(db: Reading, event: Event, key: str) -> BoardAddress:
    """What stands at this address; checks no rights."""
    asked = {"at_event": event.id, "at_key": key}
    found = db.connection().execute(_PLACE_AT, asked).first()
    return BoardAddress(event.key, found[0] if found else None, found[1] if found else None)


def board_id_at(db: Reading, event: Event, key: str) -> int:
    """The id of the board at this address, for an action that checks rights itself.

    NotFound before the board is opened.
    """
    return board_address(db, event, key).opened()


def board_at(
    db: Reading, event: Event, key: str, *, action: Action = Action.READ_BOARD, by: Person | None
) -> int:
    """The id of the board at this address, for who may do `action`; see `opened_to`."""
    return board_address(db, event, key).opened_to(by, action)


def whole_board_at(
    db: Reading, event: Event, key: str, *, action: Action = Action.READ_BOARD, by: Person | None
) -> BoardView:
    """The whole board at this address, for who may do `action`."""
    return board_with_everything(db, board_at(db, event, key, action=action, by=by))


def board_of_event_session(db: Reading, event_session_id: int) -> Board | None:
    """The board of an event session, if one was opened."""
    return db.exec(select(Board).where(col(Board.event_session_id) == event_session_id)).first()


def board_for_update(db: Writing, board_id: int) -> Board:
    """The board, locked: who holds it changes the board alone. NotFound for an unknown one."""
    board = db.exec(
        select(Board)
        .where(col(Board.id) == board_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if board is None:
        raise NotFound("There is no such board. Look for it in the agenda.")
    return board


def is_closed(db: Reading, board_id: int) -> bool:
    """Whether the board was closed."""
    closures = select(Closure.id).where(col(Closure.board_id) == board_id)
    return db.exec(closures).first() is not None


def recorded_count(db: Reading, board_id: int) -> int:
    """How many priorities the board has recorded."""
    return db.exec(
        select(sa.func.count())
        .select_from(Priority)
        .where(col(Priority.board_id) == board_id, col(Priority.state) == PriorityState.RECORDED)
    ).one()


def input_for_update(db: Writing, board_id: int, client_id: str) -> Input:
    """An input of a board that is already locked; NotFound for an unknown one."""
    found = inputs_for_update(db, board_id, [client_id])
    return found[0]


def inputs_for_update(db: Writing, board_id: int, client_ids: Sequence[str]) -> list[Input]:
    """Inputs of a board that is already locked, in the order of posting; NotFound if one lacks."""
    found = db.exec(
        select(Input)
        .where(col(Input.board_id) == board_id, col(Input.client_id).in_(client_ids))
        .order_by(col(Input.id))
        .execution_options(populate_existing=True)
    ).all()
    if len(found) != len(client_ids):
        raise NotFound("This input is not on the board. Open the board again.")
    return list(found)


def head(db: Reading, board_id: int) -> int:
    """The number of the board's last change; 0 without changes."""
    return db.exec(select(Board.seq).where(col(Board.id) == board_id)).first() or 0


def changes_since(db: Reading, board_id: int, seq: int) -> Sequence[BoardEvent]:
    """The numbered changes after `seq`, in order."""
    return db.exec(
        select(BoardEvent)
        .where(col(BoardEvent.board_id) == board_id, col(BoardEvent.seq) > seq)
        .order_by(col(BoardEvent.seq))
    ).all()


def new_inputs(db: Reading, board_id: int, input_ids: Sequence[int]) -> dict[int, NewInput]:
    """Single inputs by their id, for the frames that bring them: the rest is not read."""
    board, event, key = db.exec(
        select(Board, Event.slug, EventSession.slug)
        .join(Event, col(Event.id) == col(Board.event_id))
        .join(EventSession, col(EventSession.id) == col(Board.event_session_id))
        .where(col(Board.id) == board_id)
    ).one()
    count = input_count(db, board_id)
    path = f"/events/{event}/sessions/{key}"
    return {
        view.id: NewInput(board_id=board_id, path=path, count=count, input=view)
        for view in inputs_of(db, board, col(Input.id).in_(input_ids))
    }


def own_unseen(db: Reading, board_id: int, *, by: Person | None) -> list[InputView]:
    """One's own inputs that the room does not read: waiting, or hidden with the reason."""
    if by is None or by.participant_id is None:
        return []
    board = db.get_one(Board, board_id)
    mine = col(Input.author_id) == by.participant_id
    unseen = col(Input.state).in_([InputState.WAITING, InputState.HIDDEN])
    return inputs_of(db, board, sa.and_(mine, unseen))


def input_count(db: Reading, board_id: int) -> int:
    """How many inputs everybody in the room can read."""
    return db.exec(
        select(sa.func.count())
        .select_from(Input)
        .where(col(Input.board_id) == board_id, col(Input.state).in_(IN_SIGHT))
    ).one()


def board_with_everything(db: Reading, board_id: int) -> BoardView:
    """The whole board. Its number is read first: the rows may be newer, never older."""
    board, event, event_session = db.exec(
        select(Board, Event, EventSession)
        .join(Event, col(Event.id) == col(Board.event_id))
        .join(EventSession, col(EventSession.id) == col(Board.event_session_id))
        .where(col(Board.id) == board_id)
    ).one()
    inputs = inputs_of(db, board, sa.true())
    by_id = {one.id: one for one in inputs}
    grouped: defaultdict[int | None, list[InputView]] = defaultdict(list)
    waiting = tuple(one for one in inputs if one.state is InputState.WAITING)
    for one in inputs:
        if one.state is not InputState.WAITING:
            grouped[one.cluster_id].append(one)
    groupings = groupings_of(db, board)
    closure = db.exec(select(Closure).where(col(Closure.board_id) == board_id)).first()
    newest = newest_round(db, board_id)
    return BoardView(
        id=board.key,
        seq=board.seq,
        place=places_of(db, event, [event_session])[event_session.key],
        step=board.step,
        attribution=board.attribution,
        instruction=board.instruction,
        required_priorities=board.required_priorities,
        loose=tuple(grouped[None]),
        clusters=clusters_of(db, board, grouped, groupings),
        groupings=groupings,
        priorities=priorities_of(db, board.key, by_id, newest),
        closure=ClosureView(closure.closed_at, closure.override_reason) if closure else None,
        floor=floor_of(db, board),
        round=newest,
        waiting=waiting,
        inbox=board.inbox,
        locked=board.locked,
        slow_seconds=board.slow_seconds,
        most_inputs=board.most_inputs,
        warns=board.warns,
        template=board.template,
        screen=board.screen,
        focus_input_id=board.focus_input_id,
        focus_priority_id=board.focus_priority_id,
    )


def boards_of_event(db: Reading, event: Event, *, by: Person | None) -> list[BoardLine]:
    """The boards of an event in the order of the agenda; for the podium also those to be opened."""
    require(by, Action.READ_BOARD, event_id=event.key)
    rows: Sequence[tuple[EventSession, Board | None, int | None]] = db.exec(
        select(EventSession, Board, Closure.id)
        .outerjoin(Board, col(Board.event_session_id) == col(EventSession.id))
        .outerjoin(Closure, col(Closure.board_id) == col(Board.id))
        .where(col(EventSession.event_id) == event.id)
        .order_by(col(EventSession.id))
    ).all()
    ids = [board.key for _, board, _ in rows if board is not None]
    inputs = counts_of(db, Input, ids, col(Input.state).in_(IN_SIGHT))
    recorded = counts_of(db, Priority, ids, col(Priority.state) == PriorityState.RECORDED)
    places = places_of(db, event, [event_session for event_session, _, _ in rows])
    lines = []
    for event_session, board, closed in rows:
        place = places[event_session.key]
        if board is not None:
            number = board.key
            lines.append(
                BoardLine(
                    place=place,
                    board_id=number,
                    step=board.step,
                    inputs=inputs.get(number, 0),
                    recorded=recorded.get(number, 0),
                    required=board.required_priorities,
                    closed=closed is not None,
                )
            )
        elif place.kind in _WITH_BOARDS:
            lines.append(BoardLine(place=place))
    return lines


def required_by_rule(db: Reading, event: Event, event_session_id: int) -> int:
    """How many recorded priorities an event session owes.

    What the newest published version demands of it, else what the event asks of its workshops.
    """
    wording = db.exec(
        select(Wording)
        .join(Agenda, col(Agenda.id) == col(Wording.agenda_id))
        .where(col(Wording.event_session_id) == event_session_id, col(Agenda.number).is_not(None))
        .order_by(col(Agenda.number).desc())
    ).first()
    if wording is None:
        return 0
    if wording.required_priorities is not None:
        return wording.required_priorities
    return event.required_priorities if wording.kind is SlotKind.WORKSHOP else 0
