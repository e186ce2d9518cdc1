"""Rows of boards turned into the values of `views`, each kind in one query. Checks no rights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.models import Agenda, EventSession, Wording
from app.db import Reading
from app.delegations.models import Delegation, Participant, Sector
from app.events.models import Event
from app.sessions.models import (
    Board,
    Endorsement,
    EndorsementRound,
    Input,
    Priority,
    PrioritySource,
    PriorityState,
)
from app.sessions.rules import shown_as
from app.sessions.views import InputView, Place, PriorityView, RoundView


def inputs_of(db: Reading, board: Board, which: Any) -> list[InputView]:
    """Inputs of a board in the order of posting; `which` is a condition on them."""
    rows = db.exec(
        select(Input, Participant.name, Delegation.name, Sector.name)
        .outerjoin(Participant, col(Participant.id) == col(Input.author_id))
        .outerjoin(Delegation, col(Delegation.id) == col(Input.delegation_id))
        .outerjoin(Sector, col(Sector.id) == col(Input.sector_id))
        .where(col(Input.board_id) == board.key, which)
        .order_by(col(Input.id))
    ).all()
    return [
        InputView(
            id=one.key,
            client_id=one.client_id,
            kind=one.kind,
            text=one.text,
            state=one.state,
            by=shown_as(board.attribution, name=name, delegation=delegation, sector=sector),
            author_id=one.author_id,
            cluster_id=one.cluster_id,
            hidden_reason=one.hidden_reason,
            posted_at=one.posted_at,
            revision=one.revision,
            from_paper=one.from_paper,
        )
        for one, name, delegation, sector in rows
    ]


def priorities_of(
    db: Reading, board_id: int, inputs: dict[int, InputView], newest: RoundView | None = None
) -> tuple[PriorityView, ...]:
    """The priorities of a board with their sources, which are taken from `inputs`.

    Points are counted only where `newest`, the newest round, lets them be seen.
    """
    sources: defaultdict[int, list[InputView]] = defaultdict(list)
    for source in db.exec(
        select(PrioritySource)
        .join(Priority, col(Priority.id) == col(PrioritySource.priority_id))
        .where(col(Priority.board_id) == board_id)
        .order_by(col(PrioritySource.input_id))
    ).all():
        sources[source.priority_id].append(inputs[source.input_id])
    rows = db.exec(
        select(Priority)
        .where(col(Priority.board_id) == board_id, col(Priority.state) != PriorityState.MERGED)
        .order_by(col(Priority.position), col(Priority.id))
    ).all()
    counts = _points(db, newest.id) if newest and newest.shows_counts else None
    return tuple(
        PriorityView(
            id=one.key,
            number=number,
            text=one.text,
            state=one.state,
            revision=one.revision,
            sources=tuple(sources[one.key]),
            plenary_position=one.plenary_position,
            endorsements=None if counts is None else counts.get(one.key, 0),
        )
        for number, one in enumerate(rows, 1)
    )


def newest_round(db: Reading, board_id: int) -> RoundView | None:
    """The newest round of endorsements of a board."""
    one = db.exec(
        select(EndorsementRound)
        .where(col(EndorsementRound.board_id) == board_id)
        .order_by(col(EndorsementRound.number).desc())
        .limit(1)
    ).first()
    if one is None:
        return None
    return RoundView(one.key, one.number, one.points, one.is_secret, one.closed_at is None)


def _points(db: Reading, round_id: int) -> dict[int, int]:
    rows = db.exec(
        select(Endorsement.priority_id, sa.func.count())
        .where(col(Endorsement.round_id) == round_id)
        .group_by(col(Endorsement.priority_id))
    ).all()
    return dict(rows)


def places_of(
    db: Reading, event: Event, event_sessions: Sequence[EventSession]
) -> dict[int, Place]:
    """Where boards stand, in the words of the newest published version that has them."""
    wordings = db.exec(
        select(Wording)
        .join(Agenda, col(Agenda.id) == col(Wording.agenda_id))
        .where(
            col(Agenda.event_id) == event.id,
            col(Agenda.number).is_not(None),
            col(Wording.event_session_id).in_([one.key for one in event_sessions]),
        )
        .order_by(col(Agenda.number))
    ).all()
    newest = {wording.event_session_id: wording for wording in wordings}
    return {one.key: _place(event, one, newest.get(one.key)) for one in event_sessions}


def _place(event: Event, event_session: EventSession, wording: Wording | None) -> Place:
    return Place(
        event_id=event.key,
        event_slug=event.slug,
        event_title=event.title,
        event_session_id=event_session.key,
        key=event_session.slug,
        kind=wording.kind if wording else None,
        number=wording.number if wording else None,
        # Before a version is published nothing of the draft is shown, not even a title.
        title=wording.title if wording else event_session.slug,
        zone=event.zone,
    )


def counts_of(
    db: Reading, table: type[Input | Priority], board_ids: Sequence[int], which: Any
) -> dict[int, int]:
    """How many rows of `table` each board has for which `which` holds."""
    rows = db.exec(
        select(table.board_id, sa.func.count())
        .where(col(table.board_id).in_(board_ids), which)
        .group_by(col(table.board_id))
    ).all()
    return dict(rows)
