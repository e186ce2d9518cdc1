"""Asking for the floor, withdrawing the request, and how the chair runs the list."""

from __future__ import annotations

import hashlib

from sqlmodel import col, select

from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person, may, require
from app.errors import NotFound, Refused
from app.sessions.models import Attribution, Board, Change
from app.sessions.numbering import note
from app.sessions.on_behalf import delegation_for, sector_for
from app.sessions.podium import open_board_for_update, refuse_unless
from app.sessions.queries import board_for_update
from app.sessions.rules import KEEPS_AUTHOR
from app.sessions.speakers_forms import ArrangementForm, AskForm, OnBehalfAskForm
from app.sessions.speakers_loading import arrangement_of
from app.sessions.speakers_models import FloorKind, Speaker, SpeakersList, SpeakerState
from app.sessions.states import BoardAct


def ask_for_floor(
    db: Writing, board_id: int, form: AskForm, *, ticket: str = "", by: Person | None
) -> Speaker:
    """Put somebody on the list; who waits for the same already, waits on.

    `ticket` is a secret of the asking browser: where no participant is stored, it alone proves
    later whose request this was. Refused when the chair closed the list, but for a point of order.
    """
    board, actor = open_board_for_update(db, board_id, Action.ASK_FOR_FLOOR, by)
    kind = form.checked()
    if kind is not FloorKind.POINT_OF_ORDER and not arrangement_of(db, board_id).is_open:
        raise Refused("The speakers’ list is closed. Raise your hand if it is urgent.")
    names = board.attribution in KEEPS_AUTHOR
    shows_sector = names or board.attribution is Attribution.BY_SECTOR
    asked = Speaker(
        board_id=board_id,
        kind=kind,
        participant_id=actor.own_id if names else None,
        delegation_id=actor.delegation_id if names else None,
        sector_id=actor.sector_id if shows_sector else None,
        ticket_hash="" if names else hash_of_ticket(board_id, ticket),
        asked_at=now(),
    )
    waiting = db.exec(
        select(Speaker).where(
            col(Speaker.board_id) == board_id,
            col(Speaker.kind) == kind,
            col(Speaker.state) == SpeakerState.WAITING,
            col(Speaker.participant_id) == asked.participant_id
            if names
            else col(Speaker.ticket_hash) == asked.ticket_hash,
        )
    ).first()
    if waiting is not None:
        return waiting
    db.add(asked)
    db.flush()
    by_id = actor.own_id if names else None
    note(db, board, Change.FLOOR, "ask for", asked.key, by=by_id)
    return asked


def put_on_list(db: Writing, board_id: int, form: OnBehalfAskForm, *, by: Person | None) -> Speaker:
    """Put somebody on the list who raised a hand or a flag, even on a closed list.

    As much is stored as the board shows: the delegation, the sector, or only that somebody waits.
    Whom the board names and who waits for the same already, waits on. Only the podium takes such a
    request off again.
    """
    board, actor = open_board_for_update(db, board_id, Action.GIVE_FLOOR, by)
    kind = form.checked()
    asked = Speaker(
        board_id=board_id,
        kind=kind,
        delegation_id=delegation_for(db, board, form),
        sector_id=sector_for(db, board, form),
        asked_at=now(),
    )
    if asked.delegation_id is not None:
        waiting = db.exec(
            select(Speaker).where(
                col(Speaker.board_id) == board_id,
                col(Speaker.kind) == kind,
                col(Speaker.state) == SpeakerState.WAITING,
                col(Speaker.participant_id).is_(None),
                col(Speaker.delegation_id) == asked.delegation_id,
            )
        ).first()
        if waiting is not None:
            return waiting
    db.add(asked)
    db.flush()
    note(db, board, Change.FLOOR, "ask for another", asked.key, by=actor.participant_id)
    return asked


def withdraw_request(
    db: Writing, board_id: int, speaker_id: int, *, ticket: str = "", by: Person | None
) -> Speaker:
    """Take a request off the list: whose it is, or the chair. A second time does no harm."""
    board = board_for_update(db, board_id)
    here = {"event_id": board.event_id, "event_session_id": board.event_session_id}
    at_podium = may(by, Action.GIVE_FLOOR, **here)
    if not at_podium:
        require(by, Action.ASK_FOR_FLOOR, **here)
    assert by is not None
    refuse_unless(db, board, BoardAct.WORK)
    asked = speaker_for_update(db, board, speaker_id)
    if not (at_podium or is_theirs(asked, by, ticket)):
        raise Refused("Somebody else asked for this. Only they or the chair take it off the list.")
    if asked.state is SpeakerState.WITHDRAWN:
        return asked
    if asked.state is not SpeakerState.WAITING:
        raise Refused("This speaker has had the floor already; the list stays as it is.")
    asked.state = SpeakerState.WITHDRAWN
    # Even the hand that withdraws would tell whose request it was.
    by_id = by.participant_id if at_podium or board.attribution in KEEPS_AUTHOR else None
    note(db, board, Change.FLOOR, "withdraw from", speaker_id, by=by_id)
    return asked


def arrange_speakers(
    db: Writing, board_id: int, form: ArrangementForm, *, by: Person | None
) -> SpeakersList:
    """Choose the order and the time of a speaker, open or close the list."""
    board, actor = open_board_for_update(db, board_id, Action.GIVE_FLOOR, by)
    order, seconds = form.checked_order(), form.checked_seconds()
    arranged = arrangement_of(db, board_id)
    arranged.order, arranged.seconds, arranged.is_open = order, seconds, form.open == "yes"
    db.add(arranged)
    note(db, board, Change.FLOOR, "arrange", None, by=actor.participant_id)
    return arranged


def speaker_for_update(db: Writing, board: Board, speaker_id: int) -> Speaker:
    """A request on a board that is already locked; NotFound for an unknown one."""
    found = db.exec(
        select(Speaker)
        .where(col(Speaker.board_id) == board.key, col(Speaker.id) == speaker_id)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound("This speaker is not on the list. Open the speakers’ list again.")
    return found


def is_theirs(asked: Speaker, person: Person, ticket: str) -> bool:
    """Whether this person asked, or this browser where no person is stored."""
    if asked.participant_id is not None:
        return asked.participant_id == person.participant_id
    return bool(ticket) and asked.ticket_hash == hash_of_ticket(asked.board_id, ticket)


def hash_of_ticket(board_id: int, ticket: str) -> str:
    """What is stored of a ticket: another value on every board, so that boards tell nothing."""
    return hashlib.sha256(f"{board_id} {ticket}".encode()).hexdigest()
