"""The list of priorities: their order, the shortlist, two made one and two again.

No word of an input changes by it.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col, select

from app.db import Writing
from app.delegations.rights import Action, Person
from app.errors import NotFound, Refused
from app.sessions.forms import MergeForm, PlaceForm, UndoingForm
from app.sessions.loading import newest_round
from app.sessions.models import (
    Change,
    Priority,
    PriorityMerge,
    PrioritySource,
    PriorityState,
)
from app.sessions.numbering import note
from app.sessions.podium import open_board_for_update
from app.sessions.prioritising import priority_for_update


def move_priority(
    db: Writing, board_id: int, priority_id: int, form: PlaceForm, *, by: Person | None
) -> Priority:
    """Move a priority one place up or down; at the end of the list nothing happens."""
    board, actor = open_board_for_update(db, board_id, Action.RECORD_PRIORITY, by)
    places = form.checked()
    moved = priority_for_update(db, board_id, priority_id)
    others = list(
        db.exec(
            select(Priority)
            .where(col(Priority.board_id) == board_id, col(Priority.state) != PriorityState.MERGED)
            .order_by(col(Priority.position), col(Priority.id))
        ).all()
    )
    target = others.index(moved) + places
    if not 0 <= target < len(others):
        return moved
    neighbour = others[target]
    moved.position, neighbour.position = neighbour.position, moved.position
    note(db, board, Change.PRIORITY, "move", priority_id, by=actor.participant_id)
    return moved


def shortlist_priority(
    db: Writing, board_id: int, priority_id: int, *, by: Person | None
) -> Priority:
    """Put a proposed priority on the shortlist, which alone is then endorsed."""
    return _list(db, board_id, priority_id, PriorityState.PROPOSED, by=by)


def unlist_priority(db: Writing, board_id: int, priority_id: int, *, by: Person | None) -> Priority:
    """Take a priority off the shortlist: it is a proposed one again."""
    return _list(db, board_id, priority_id, PriorityState.SHORTLISTED, by=by)


def merge_priorities(
    db: Writing, board_id: int, priority_id: int, form: MergeForm, *, by: Person | None
) -> Priority:
    """Merge a priority into another one, which takes over all its sources; returns the other.

    The merged one keeps its words and its sources as a row. Refused where one of them is recorded.
    """
    board, actor = open_board_for_update(db, board_id, Action.RECORD_PRIORITY, by)
    into = form.checked()
    refuse_during_round(db, board_id)
    merged = priority_for_update(db, board_id, priority_id)
    target = priority_for_update(db, board_id, into)
    if merged is target:
        raise Refused("A priority cannot be merged into itself. Choose another one.")
    if PriorityState.RECORDED in (merged.state, target.state):
        raise Refused("One of the two is recorded. Take it back first, then merge them.")
    seq = note(db, board, Change.PRIORITY, f"merge into {target.key}", priority_id, by=actor.own_id)
    there = set(_sources(db, target.key))
    db.add_all(
        PrioritySource(priority_id=target.key, input_id=input_id, merge_seq=seq)
        for input_id in _sources(db, merged.key)
        if input_id not in there
    )
    db.add(
        PriorityMerge(
            board_id=board_id,
            seq=seq,
            priority_id=merged.key,
            into_id=target.key,
            before=merged.state,
        )
    )
    merged.state = PriorityState.MERGED
    merged.merged_into_id = target.key
    return target


def undo_merge(db: Writing, board_id: int, form: UndoingForm, *, by: Person | None) -> Priority:
    """Make two priorities again of what one change made one; returns the one set free.

    The other one gives back the inputs that came with the merge, and keeps its words. Undone
    already: no harm. Refused where the other one is recorded, or merged itself.
    """
    board, actor = open_board_for_update(db, board_id, Action.RECORD_PRIORITY, by)
    seq = form.checked_seq()
    refuse_during_round(db, board_id)
    merges = db.exec(select(PriorityMerge).where(col(PriorityMerge.board_id) == board_id)).all()
    merge = next((one for one in merges if one.seq == seq and one.undoes is None), None)
    if merge is None:
        raise NotFound("These priorities were not merged. Open the desk again.")
    freed = _any_for_update(db, merge.priority_id)
    if any(one.undoes == seq for one in merges):
        return freed
    target = _any_for_update(db, merge.into_id)
    if target.state is PriorityState.RECORDED:
        raise Refused("The merged priority is recorded. Take it back first, then undo the merge.")
    if target.state is PriorityState.MERGED:
        raise Refused("It was merged into yet another priority. Undo that merge first.")
    undoing = note(db, board, Change.PRIORITY, "undo merge of", freed.key, by=actor.own_id)
    db.connection().execute(
        sa.delete(PrioritySource).where(
            col(PrioritySource.priority_id) == target.key, col(PrioritySource.merge_seq) == seq
        )
    )
    freed.state, freed.merged_into_id = merge.before, None
    db.add(
        PriorityMerge(
            board_id=board_id,
            seq=undoing,
            priority_id=freed.key,
            into_id=target.key,
            before=PriorityState.MERGED,
            undoes=seq,
        )
    )
    return freed


def refuse_during_round(db: Writing, board_id: int) -> None:
    """Refused while a round is open: what the room endorses must not change under its hands."""
    newest = newest_round(db, board_id)
    if newest and newest.is_open:
        raise Refused("A round of endorsements is open. End it first, then change the list.")


def _list(
    db: Writing, board_id: int, priority_id: int, before: PriorityState, *, by: Person | None
) -> Priority:
    board, actor = open_board_for_update(db, board_id, Action.RECORD_PRIORITY, by)
    refuse_during_round(db, board_id)
    one = priority_for_update(db, board_id, priority_id)
    if one.state is before:
        listing = before is PriorityState.PROPOSED
        one.state = PriorityState.SHORTLISTED if listing else PriorityState.PROPOSED
        verb = "shortlist" if listing else "unlist"
        note(db, board, Change.PRIORITY, verb, priority_id, by=actor.participant_id)
    return one


def _any_for_update(db: Writing, priority_id: int) -> Priority:
    """A priority of a locked board, whatever became of it."""
    return db.exec(
        select(Priority)
        .where(col(Priority.id) == priority_id)
        .execution_options(populate_existing=True)
    ).one()


def _sources(db: Writing, priority_id: int) -> list[int]:
    return list(
        db.exec(
            select(PrioritySource.input_id).where(col(PrioritySource.priority_id) == priority_id)
        ).all()
    )
