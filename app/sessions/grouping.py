"""Grouping inputs into clusters: who first grouped them is kept, no input is changed by it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person
from app.errors import NotFound, Refused
from app.sessions.forms import ClusterForm, checked_id
from app.sessions.models import Change, Cluster, Input, InputState
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
    _put(inputs, cluster.key)
    note(db, board, Change.CLUSTER, "make", cluster.key, by=actor.participant_id)
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
    _put(_groupable(db, board_id, chosen), cluster.key)
    note(db, board, Change.CLUSTER, "fill", cluster.key, by=actor.participant_id)
    return cluster


def take_out_of_cluster(db: Writing, board_id: int, client_id: str, *, by: Person | None) -> Input:
    """Take an input out of its cluster; a second time does no harm."""
    board, actor = open_board_for_update(db, board_id, Action.GROUP_INPUTS, by)
    found = inputs_for_update(db, board_id, [checked_id(client_id)])[0]
    if found.cluster_id is None:
        return found
    found.cluster_id = None
    if found.state is InputState.CLUSTERED:
        found.state = InputState.POSTED
    note(db, board, Change.INPUT, "take out", found.key, by=actor.participant_id)
    return found


def _groupable(db: Writing, board_id: int, client_ids: list[str]) -> list[Input]:
    inputs = inputs_for_update(db, board_id, client_ids)
    if any(one.state is InputState.WAITING for one in inputs):
        raise Refused("One of these inputs still waits in the inbox. Let it in first.")
    if any(one.state is InputState.WITHDRAWN for one in inputs):
        raise Refused("One of these inputs was withdrawn meanwhile. Tick the others again.")
    return inputs


def _put(inputs: list[Input], cluster_id: int) -> None:
    for one in inputs:
        one.cluster_id = cluster_id
        if one.state is InputState.POSTED:
            one.state = InputState.CLUSTERED


def _next_position(db: Writing, board_id: int) -> int:
    highest = db.exec(
        select(sa.func.max(Cluster.position)).where(col(Cluster.board_id) == board_id)
    ).first()
    return (highest or 0) + 1
