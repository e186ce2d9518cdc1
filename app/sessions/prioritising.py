"""Priorities: worded from chosen inputs, reworded, recorded, taken back."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person
from app.errors import NotFound, Refused, StaleWrite
from app.sessions.forms import PriorityForm
from app.sessions.models import (
    Change,
    InputState,
    Priority,
    PrioritySource,
    PriorityState,
    PriorityWording,
)
from app.sessions.numbering import note
from app.sessions.podium import open_board_for_update
from app.sessions.queries import inputs_for_update


def propose_priority(
    db: Writing, board_id: int, form: PriorityForm, *, by: Person | None
) -> Priority:
    """Word a priority from chosen inputs; they stay as they are and are kept as its sources."""
    board, actor = open_board_for_update(db, board_id, Action.RECORD_PRIORITY, by)
    chosen, text = form.checked_inputs(), form.checked_text()
    inputs = inputs_for_update(db, board_id, chosen)
    if any(one.state is InputState.WAITING for one in inputs):
        raise Refused("One of these inputs still waits in the inbox. Let it in first.")
    if any(one.state in {InputState.WITHDRAWN, InputState.HIDDEN} for one in inputs):
        raise Refused("One of these inputs was withdrawn or hidden. Tick the others again.")
    highest = db.exec(
        select(sa.func.max(Priority.position)).where(col(Priority.board_id) == board_id)
    ).first()
    priority = Priority(
        board_id=board_id,
        position=(highest or 0) + 1,
        text=text,
        created_at=now(),
        created_by_id=actor.own_id,
    )
    db.add(priority)
    db.flush()
    db.add_all(PrioritySource(priority_id=priority.key, input_id=one.key) for one in inputs)
    note(db, board, Change.PRIORITY, "propose", priority.key, by=actor.participant_id)
    return priority


def reword_priority(
    db: Writing, board_id: int, priority_id: int, form: PriorityForm, *, by: Person | None
) -> Priority:
    """Change the wording; StaleWrite (with both texts) when somebody else did so meanwhile.

    The earlier wording is kept, and saving it again is how a change is undone. A recorded priority
    is taken back first: what the room has recorded is not reworded silently.
    """
    board, actor = open_board_for_update(db, board_id, Action.RECORD_PRIORITY, by)
    text, base = form.checked_text(), form.checked_base()
    priority = priority_for_update(db, board_id, priority_id)
    if text == priority.text:
        return priority
    if base != priority.revision:
        raise StaleWrite(base="", theirs=priority.text, yours=text, revision=priority.revision)
    if priority.state is PriorityState.RECORDED:
        raise Refused("This priority is recorded. Take it back first, then change its wording.")
    db.add(
        PriorityWording(
            priority_id=priority.key, number=priority.revision, text=priority.text, until=now()
        )
    )
    priority.text = text
    priority.revision += 1
    note(db, board, Change.PRIORITY, "reword", priority_id, by=actor.participant_id)
    return priority


def record_priority(db: Writing, board_id: int, priority_id: int, *, by: Person | None) -> Priority:
    """Record a priority: it counts towards those the workshop owes. Twice does no harm."""
    board, actor = open_board_for_update(db, board_id, Action.RECORD_PRIORITY, by)
    priority = priority_for_update(db, board_id, priority_id)
    if priority.state is PriorityState.RECORDED:
        return priority
    priority.state = PriorityState.RECORDED
    priority.recorded_at = now()
    note(db, board, Change.PRIORITY, "record", priority_id, by=actor.participant_id)
    return priority


def take_back_priority(
    db: Writing, board_id: int, priority_id: int, *, by: Person | None
) -> Priority:
    """Make a recorded priority a proposed one again."""
    board, actor = open_board_for_update(db, board_id, Action.RECORD_PRIORITY, by)
    priority = priority_for_update(db, board_id, priority_id)
    if priority.state is not PriorityState.RECORDED:
        return priority
    priority.state = PriorityState.PROPOSED
    priority.recorded_at = None
    note(db, board, Change.PRIORITY, "take back", priority_id, by=actor.participant_id)
    return priority


def priority_for_update(db: Writing, board_id: int, priority_id: int) -> Priority:
    """A priority of a board that is already locked; NotFound for another's and a merged one."""
    found = db.exec(
        select(Priority)
        .where(
            col(Priority.board_id) == board_id,
            col(Priority.id) == priority_id,
            col(Priority.state) != PriorityState.MERGED,
        )
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound("This priority is not on the board. Open the board again.")
    return found
