"""Rows of a speakers' list turned into its view, in two queries. Checks no rights."""

from __future__ import annotations

from collections.abc import Hashable

from sqlmodel import col, select

from app.db import Reading
from app.delegations.models import Delegation, Participant, Sector
from app.sessions.models import Attribution, Board
from app.sessions.rules import shown_as
from app.sessions.speakers_models import Speaker, SpeakersList, SpeakersOrder, SpeakerState
from app.sessions.speakers_order import Waiting, in_order
from app.sessions.speakers_views import FloorView, SpeakerView, Speaking, SpeakingTime


def floor_of(db: Reading, board: Board) -> FloorView:
    """The speakers' list of a board, in the order that its chair chose."""
    arranged = arrangement_of(db, board.key)
    rows = db.exec(
        select(Speaker, Participant.name, Delegation.name, Sector.name)
        .outerjoin(Participant, col(Participant.id) == col(Speaker.participant_id))
        .outerjoin(Delegation, col(Delegation.id) == col(Speaker.delegation_id))
        .outerjoin(Sector, col(Sector.id) == col(Speaker.sector_id))
        .where(col(Speaker.board_id) == board.key, col(Speaker.state) != SpeakerState.WITHDRAWN)
        .order_by(col(Speaker.id))
    ).all()
    speakers = [row[0] for row in rows]
    views = {
        one.key: SpeakerView(
            id=one.key,
            number=number,
            kind=one.kind,
            by=shown_as(board.attribution, name=name, delegation=delegation, sector=sector),
            participant_id=one.participant_id,
            ticket_hash=one.ticket_hash,
        )
        for number, (one, name, delegation, sector) in enumerate(rows, 1)
    }
    speaking = [one for one in speakers if one.state is SpeakerState.SPEAKING]
    return FloorView(
        is_open=arranged.is_open,
        order=arranged.order,
        seconds=arranged.seconds,
        speaking=next((_speaking(one, views[one.key]) for one in speaking), None),
        waiting=tuple(views[one.id] for one in _queue(speakers, arranged.order)),
        times=_times(speakers, views, board.attribution),
    )


def arrangement_of(db: Reading, board_id: int) -> SpeakersList:
    """How the list is run; a fresh row, not stored, where the chair arranged nothing."""
    stored = db.exec(select(SpeakersList).where(col(SpeakersList.board_id) == board_id)).first()
    return stored or SpeakersList(board_id=board_id)


def _speaking(one: Speaker, view: SpeakerView) -> Speaking:
    return Speaking(view, one.allotted, one.spoken, one.running_since)


def _queue(speakers: list[Speaker], order: SpeakersOrder) -> list[Waiting]:
    heard = sorted(
        (one for one in speakers if one.began_at is not None),
        key=lambda one: (one.began_at, one.key),
    )
    waiting = [
        Waiting(
            one.key,
            one.kind,
            _group(one),
            sum(_person(other) == _person(one) for other in heard),
        )
        for one in speakers
        if one.state is SpeakerState.WAITING
    ]
    return in_order(waiting, order, [_group(one) for one in heard])


def _group(one: Speaker) -> Hashable:
    """For whom somebody speaks: the delegation, the sector where only that is known, themselves."""
    if one.delegation_id is not None:
        return ("delegation", one.delegation_id)
    if one.participant_id is None and one.sector_id is not None:
        return ("sector", one.sector_id)
    return _person(one)


def _person(one: Speaker) -> Hashable:
    if one.participant_id:
        return ("participant", one.participant_id)
    if one.ticket_hash:
        return one.ticket_hash
    # Asked for by the podium: known as the delegation's speaker, or as nobody known at all.
    return ("delegation", one.delegation_id) if one.delegation_id else ("request", one.key)


def _times(
    speakers: list[Speaker], views: dict[int, SpeakerView], attribution: Attribution
) -> tuple[SpeakingTime, ...]:
    """Most first; by delegation even where names are shown, for it is delegations that share."""
    seconds: dict[str, int] = {}
    turns: dict[str, int] = {}
    for one in speakers:
        by = views[one.key].by
        if by is None or one.state is not SpeakerState.SPOKEN:
            continue
        if attribution is Attribution.BY_NAME and one.delegation_id is not None:
            by = by.rpartition(", ")[2]
        seconds[by] = seconds.get(by, 0) + one.spoken
        turns[by] = turns.get(by, 0) + 1
    by_time = sorted(seconds, key=lambda by: (-seconds[by], by))
    return tuple(SpeakingTime(by, seconds[by], turns[by]) for by in by_time)
