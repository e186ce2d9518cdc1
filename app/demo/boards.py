"""Tells what happened on a board: posted, grouped, worded, recorded, closed.

A scene finds the board as an earlier scene left it; inputs and priorities are counted from the
board's first one (from 0 and from 1, as its facts do).
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from sqlmodel import col, select

from app import clock
from app.agenda.models import EventSession
from app.db import Reading, Writing
from app.delegations.models import Role
from app.delegations.rights import Person
from app.demo.people import somebody
from app.demo.samples import Facts
from app.events.models import Event
from app.sessions.closing import close_board
from app.sessions.forms import ClosureForm, ClusterForm, InputForm, PriorityForm
from app.sessions.grouping import make_cluster
from app.sessions.models import Attribution, Board, BoardTemplate, Input, Priority, Step
from app.sessions.opening import open_board
from app.sessions.posting import post_input
from app.sessions.prioritising import propose_priority, record_priority
from app.sessions.queries import board_of_event_session
from app.sessions.stepping import move_step

# Between two inputs: a room that thinks before it types.
_PAUSE = timedelta(seconds=75)


def run_board(db: Writing, event: Event, told: Facts) -> None:
    """One scene on the board of the event session `told["session"]`, opened where it is not yet."""
    rapporteur = somebody(db, event, Role.RAPPORTEUR)
    board = _board(db, event, told, by=rapporteur)
    if told.get("inputs") and board.step is not Step.POST:
        move_step(db, board.key, Step.POST, by=rapporteur)
    for line in told.get("inputs", ()):
        clock.start_at(clock.now() + _PAUSE)
        post_input(
            db,
            board.key,
            InputForm(client_id=str(uuid4()), text=line["text"], kind=line["kind"]),
            by=somebody(
                db, event, Role.DELEGATE, delegation=line["delegation"], sector=line.get("sector")
            ),
        )
    posted = inputs_of(db, board)
    if told.get("clusters"):
        move_step(db, board.key, Step.GROUP, by=rapporteur)
    for line in told.get("clusters", ()):
        chosen = [posted[index] for index in line["inputs"]]
        make_cluster(db, board.key, ClusterForm(title=line["title"], inputs=chosen), by=rapporteur)
    if "step" in told:
        move_step(db, board.key, told["step"], by=rapporteur)
    for line in told.get("priorities", ()):
        chosen = [posted[index] for index in line["from"]]
        worded = PriorityForm(text=line["text"], inputs=chosen)
        priority = propose_priority(db, board.key, worded, by=rapporteur)
        if line["recorded"]:
            record_priority(db, board.key, priority.key, by=rapporteur)
    for number in told.get("recorded", ()):
        record_priority(db, board.key, priorities_of(db, board)[number - 1].key, by=rapporteur)
    if told.get("closed"):
        chair = somebody(db, event, Role.CHAIR)
        close_board(db, board.key, ClosureForm(), by=chair)


def board_at(db: Reading, event: Event, key: str) -> Board | None:
    """The board of the event session with this address, where it is open."""
    return board_of_event_session(db, _event_session_id(db, event, key))


def inputs_of(db: Reading, board: Board) -> list[str]:
    """The client ids of a board's inputs in the order in which they came."""
    return list(
        db.exec(
            select(Input.client_id).where(col(Input.board_id) == board.key).order_by(col(Input.id))
        ).all()
    )


def priorities_of(db: Reading, board: Board) -> list[Priority]:
    """A board's priorities in the order in which they were worded."""
    return list(
        db.exec(
            select(Priority).where(col(Priority.board_id) == board.key).order_by(col(Priority.id))
        ).all()
    )


def _board(db: Writing, event: Event, told: Facts, *, by: Person) -> Board:
    return board_at(db, event, told["session"]) or open_board(
        db,
        _event_session_id(db, event, told["session"]),
        attribution=Attribution(told["attribution"]),
        template=BoardTemplate(told.get("template", BoardTemplate.BREAKOUT)),
        instruction=told["instruction"],
        by=by,
    )


def _event_session_id(db: Reading, event: Event, key: str) -> int:
    found = db.exec(
        select(EventSession.id).where(
            col(EventSession.event_id) == event.key, col(EventSession.slug) == key
        )
    ).first()
    assert found is not None, f"the agenda of {event.slug} has no {key}"
    return found
