"""Who grouped what and when, as it is read; and the clusters that stand. Checks no rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import col, select

from app.db import Reading
from app.delegations.models import Appointment, Role
from app.sessions.models import Board, BoardEvent, Cluster, Grouping
from app.sessions.views import ClusterView, GroupingView, InputView

# Who groups, as the room knows them: by what they are there for, never by name.
_ROLES = (Role.RAPPORTEUR, Role.CHAIR, Role.ORGANISER)


def groupings_of(db: Reading, board: Board) -> tuple[GroupingView, ...]:
    """All groupings of a board, oldest first, in one query."""
    rows = db.exec(
        select(Grouping, Cluster, BoardEvent, Appointment.role)
        .join(
            Cluster,
            col(Cluster.id) == sa.func.coalesce(col(Grouping.cluster_id), col(Grouping.before_id)),
        )
        .join(
            BoardEvent,
            (col(BoardEvent.board_id) == col(Grouping.board_id))
            & (col(BoardEvent.seq) == col(Grouping.seq)),
        )
        .outerjoin(
            Appointment,
            (col(Appointment.participant_id) == col(BoardEvent.by_id))
            & col(Appointment.role).in_(_ROLES)
            & (
                col(Appointment.event_session_id).is_(None)
                | (col(Appointment.event_session_id) == board.event_session_id)
            ),
        )
        .where(col(Grouping.board_id) == board.key)
        .order_by(col(Grouping.id))
    ).all()
    undone = {row.undoes for row, *_ in rows}
    found: dict[int, GroupingView] = {}
    for row, cluster, change, role in rows:
        known = found.get(row.seq) or GroupingView(
            seq=row.seq,
            verb="undo" if row.undoes else change.verb,
            role=None,
            at=change.at,
            cluster_id=cluster.key,
            title=cluster.title,
            input_ids=(),
            undone=row.seq in undone,
        )
        found[row.seq] = replace(
            known,
            role=_nearer(known.role, role),
            input_ids=tuple(dict.fromkeys((*known.input_ids, row.input_id))),
        )
    return tuple(found.values())


def clusters_of(
    db: Reading,
    board: Board,
    inputs: Mapping[int | None, list[InputView]],
    groupings: Sequence[GroupingView],
) -> tuple[ClusterView, ...]:
    """The clusters with their inputs; one whose making was undone stands while it is filled."""
    clusters = db.exec(
        select(Cluster)
        .where(col(Cluster.board_id) == board.key)
        .order_by(col(Cluster.position), col(Cluster.id))
    ).all()
    filled = {
        one.cluster_id: one for one in groupings if one.verb in ("make", "fill") and not one.undone
    }
    unmade = {one.cluster_id for one in groupings if one.verb == "make" and one.undone}
    unmade -= {one.cluster_id for one in groupings if one.verb != "undo" and not one.undone}
    return tuple(
        ClusterView(one.key, one.title, tuple(inputs.get(one.key, ())), filled.get(one.key))
        for one in clusters
        if one.key not in unmade or inputs.get(one.key)
    )


def _nearer(one: str | None, other: str | None) -> Role | None:
    return next((role for role in _ROLES if role in (one, other)), None)
