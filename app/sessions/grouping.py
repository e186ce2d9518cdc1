"""Grouping inputs into clusters, and undoing it: who grouped what and when is kept for ever.

No word of an input changes by it. Undoing is one more change, which puts back where things were.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person
from app.errors import NotFound, Refused
from app.sessions.forms import ClusterForm, UndoingForm, checked_id
from app.sessions.models import Board, Change, Cluster, Grouping, Input, InputState
from app.sessions.numbering import note
from app.sessions.podium import open_board_for_update
from app.sessions.queries import inputs_for_update


def make_cluster(db: Writing, board_id: int, form: ClusterForm, *, by: Person | None) -> Cluster:
    """A new cluster of the chosen inputs under a title; they leave the clusters they were in."""
    board, actor = open_board_for_update(db, board_id, Action.GROUP_INPUTS, by)
    chosen, title = form.checked_inputs(), form.checked_title()
    inputs = _groupable(db, board_id, chosen)
    cluster = Cluster(
        board_id=board_id,
        title=title,
        position=_next_position(db, board_id),
        created_at=now(),
        created_by_id=actor.own_id,
    )
    db.add(cluster)
    db.flush()
    seq = note(db, board, Change.CLUSTER, "make", cluster.key, by=actor.participant_id)
    _put(db, board, seq, inputs, cluster.key)
    return cluster


def put_into_cluster(
    db: Writing, board_id: int, form: ClusterForm, *, by: Person | None
) -> Cluster:
    """Put the chosen inputs into the cluster that the form names."""
    board, actor = open_board_for_update(db, board_id, Action.GROUP_INPUTS, by)
    chosen, cluster_id = form.checked_inputs(), form.checked_cluster()
    cluster = db.exec(
        select(Cluster).where(col(Cluster.board_id) == board_id, col(Cluster.id) == cluster_id)
    ).first()
    if cluster is None:
        raise NotFound("This cluster is not on the board. Open the board again.")
    inputs = _groupable(db, board_id, chosen)
    seq = note(db, board, Change.CLUSTER, "fill", cluster.key, by=actor.participant_id)
    _put(db, board, seq, inputs, cluster.key)
    return cluster


def take_out_of_cluster(db: Writing, board_id: int, client_id: str, *, by: Person | None) -> Input:
    """Take an input out of its cluster; a second time does no harm."""
    board, actor = open_board_for_update(db, board_id, Action.GROUP_INPUTS, by)
    found = inputs_for_update(db, board_id, [checked_id(client_id)])[0]
    if found.cluster_id is None:
        return found
    seq = note(db, board, Change.INPUT, "take out", found.key, by=actor.participant_id)
    _put(db, board, seq, [found], None)
    return found


def undo_grouping(db: Writing, board_id: int, form: UndoingForm, *, by: Person | None) -> None:
    """Take back the newest grouping, which the writer saw as the change that the form names.

    Taken back already: no harm. Refused when somebody grouped after it.
    """
    board, actor = open_board_for_update(db, board_id, Action.GROUP_INPUTS, by)
    seq = form.checked_seq()
    rows = db.exec(
        select(Grouping).where(col(Grouping.board_id) == board_id).order_by(col(Grouping.id))
    ).all()
    undone = {row.undoes for row in rows}
    standing = [row.seq for row in rows if row.undoes is None and row.seq not in undone]
    if seq in undone:
        return
    if not standing or standing[-1] != seq:
        raise Refused("Somebody has grouped inputs meanwhile. Look at the desk again, then undo.")
    taken_back = [row for row in rows if row.seq == seq]
    inputs = db.exec(
        select(Input)
        .where(col(Input.id).in_([row.input_id for row in taken_back]))
        .execution_options(populate_existing=True)
    ).all()
    before = {row.input_id: row.before_id for row in taken_back}
    subject = taken_back[0].cluster_id or taken_back[0].before_id
    undoing = note(db, board, Change.CLUSTER, "undo grouping of", subject, by=actor.participant_id)
    for one in inputs:
        _put(db, board, undoing, [one], before[one.key], undoes=seq)


def _groupable(db: Writing, board_id: int, client_ids: list[str]) -> list[Input]:
    inputs = inputs_for_update(db, board_id, client_ids)
    if any(one.state is InputState.WAITING for one in inputs):
        raise Refused("One of these inputs still waits in the inbox. Let it in first.")
    if any(one.state is InputState.WITHDRAWN for one in inputs):
        raise Refused("One of these inputs was withdrawn meanwhile. Tick the others again.")
    return inputs


def _put(
    db: Writing,
    board: Board,
    seq: int,
    inputs: list[Input],
    cluster_id: int | None,
    undoes: int | None = None,
) -> None:
    for one in inputs:
        if one.cluster_id == cluster_id and undoes is None:
            continue
        db.add(
            Grouping(
                board_id=board.key,
                seq=seq,
                input_id=one.key,
                before_id=one.cluster_id,
                cluster_id=cluster_id,
                undoes=undoes,
            )
        )
        one.cluster_id = cluster_id
        if one.state in (InputState.POSTED, InputState.CLUSTERED):
            one.state = InputState.CLUSTERED if cluster_id else InputState.POSTED


def _next_position(db: Writing, board_id: int) -> int:
    highest = db.exec(
        select(sa.func.max(Cluster.position)).where(col(Cluster.board_id) == board_id)
    ).first()
    return (highest or 0) + 1
