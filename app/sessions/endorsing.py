"""Rounds of endorsements: opened and ended by the podium, points given and taken back by delegates.

A point is a row, counts are counted; nobody's points are read from the log of changes.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Action, Person
from app.errors import Refused
from app.events.journal import record
from app.events.models import Event
from app.sessions.forms import RoundForm
from app.sessions.loading import newest_round
from app.sessions.models import (
    Board,
    Change,
    Endorsement,
    EndorsementRound,
    Priority,
    PriorityState,
)
from app.sessions.numbering import note
from app.sessions.podium import open_board_for_update
from app.sessions.queries import whole_board_at
from app.sessions.views import BoardView, RoundView


@dataclass(frozen=True)
class Ballot:
    """A board with the priorities that one delegate has endorsed in its newest round."""

    board: BoardView
    given: frozenset[int]

    @property
    def left(self) -> int:
        """How many points this delegate may still give."""
        return max(0, self.board.round.points - len(self.given)) if self.board.round else 0


def ballot_at(db: Reading, event: Event, key: str, *, by: Person | None) -> Ballot:
    """One's own ballot at this board."""
    board = whole_board_at(db, event, key, action=Action.ENDORSE_PRIORITY, by=by)
    assert by is not None
    given = _given(db, board.round.id, by) if board.round else frozenset()
    return Ballot(board, given)


def open_round(
    db: Writing, board_id: int, form: RoundForm, *, by: Person | None
) -> EndorsementRound:
    """Open a round over the shortlist, or without one over every priority not recorded."""
    board, actor = open_board_for_update(db, board_id, Action.RECORD_PRIORITY, by)
    points, is_secret = form.checked_points(), form.checked_secret()
    before = newest_round(db, board_id)
    if before and before.is_open:
        raise Refused("A round is open already. End it before you open the next one.")
    if not _endorsable(db, board_id):
        raise Refused("There is nothing to endorse yet. Word a priority first.")
    opened = EndorsementRound(
        board_id=board_id,
        number=before.number + 1 if before else 1,
        points=points,
        is_secret=is_secret,
        opened_at=now(),
        opened_by_id=actor.own_id,
    )
    db.add(opened)
    db.flush()
    note(db, board, Change.ROUND, "open", opened.key, by=actor.participant_id)
    return opened


def close_round(db: Writing, board_id: int, *, by: Person | None) -> None:
    """End the open round: from now on everybody sees its counts. A second time does no harm."""
    board, actor = open_board_for_update(db, board_id, Action.RECORD_PRIORITY, by)
    newest = newest_round(db, board_id)
    if newest is None or not newest.is_open:
        return
    db.get_one(EndorsementRound, newest.id).closed_at = now()
    note(db, board, Change.ROUND, "end", newest.id, by=actor.participant_id)


def endorse(db: Writing, board_id: int, priority_id: int, *, by: Person | None) -> None:
    """Give one point to a priority. Given already: no harm. Refused without a point left."""
    board, actor, newest = _voting(db, board_id, by)
    given = _given(db, newest.id, actor)
    if priority_id in given:
        return
    if priority_id not in _endorsable(db, board_id):
        raise Refused("This priority is not part of the round. Open your ballot again.")
    if len(given) >= newest.points:
        raise Refused("You have given all your points. Take one back first, then give it here.")
    db.add(Endorsement(round_id=newest.id, participant_id=actor.own_id, priority_id=priority_id))
    _tell(db, board, newest, priority_id, "endorse")


def take_back_endorsement(
    db: Writing, board_id: int, priority_id: int, *, by: Person | None
) -> None:
    """Take one's own point back. Not given: no harm."""
    board, actor, newest = _voting(db, board_id, by)
    if priority_id not in _given(db, newest.id, actor):
        return
    db.connection().execute(
        sa.delete(Endorsement).where(
            col(Endorsement.round_id) == newest.id,
            col(Endorsement.participant_id) == actor.own_id,
            col(Endorsement.priority_id) == priority_id,
        )
    )
    _tell(db, board, newest, priority_id, "take a point from")


def _voting(db: Writing, board_id: int, by: Person | None) -> tuple[Board, Person, RoundView]:
    board, actor = open_board_for_update(db, board_id, Action.ENDORSE_PRIORITY, by)
    newest = newest_round(db, board_id)
    if newest is None or not newest.is_open:
        raise Refused("No round of endorsements is open. Wait until the chair opens one.")
    return board, actor, newest


def _endorsable(db: Reading, board_id: int) -> frozenset[int]:
    """The ids of `BoardView.endorsable`, without loading the board: every point asks for them."""
    rows = db.exec(
        select(Priority.id, Priority.state).where(col(Priority.board_id) == board_id)
    ).all()
    by_state = {
        wanted: frozenset(number for number, state in rows if state is wanted and number)
        for wanted in (PriorityState.SHORTLISTED, PriorityState.PROPOSED)
    }
    return by_state[PriorityState.SHORTLISTED] or by_state[PriorityState.PROPOSED]


def _given(db: Reading, round_id: int, by: Person) -> frozenset[int]:
    return frozenset(
        db.exec(
            select(Endorsement.priority_id).where(
                col(Endorsement.round_id) == round_id,
                col(Endorsement.participant_id) == by.own_id,
            )
        ).all()
    )


def _tell(db: Writing, board: Board, newest: RoundView, priority_id: int, verb: str) -> None:
    """Announce a count that may be seen. Of a secret round not even the moment of a point is told
    to the room, and who gave it stands in no log."""
    if newest.is_secret:
        record(db, board.event_id, "vote", f"round {newest.id}", by=None)
    else:
        note(db, board, Change.ENDORSEMENT, verb, priority_id, by=None)
