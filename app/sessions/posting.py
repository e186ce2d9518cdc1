"""Posting an input: once, however often the phone sends it. The hot path: few statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person, require
from app.errors import BadInput, Refused
from app.sessions.forms import InputForm
from app.sessions.models import Attribution, Board, Change, Input, InputState
from app.sessions.numbering import note
from app.sessions.queries import board_for_update, is_closed
from app.sessions.rules import KEEPS_AUTHOR, posting_refusal, too_many, too_soon
from app.sessions.templates import PLANS


@dataclass(frozen=True)
class Posted:
    """A stored input; `new` is False when it was there before. `seq` is the board's number."""

    input: Input
    seq: int
    new: bool


def post_input(db: Writing, board_id: int, form: InputForm, *, by: Person | None) -> Posted:
    """Store an input. Sent again, it is acknowledged again and stored once.

    What the board's attribution does not show is not stored: by sector only the sector, not at all
    nothing, neither here nor in the log of changes nor in the journal. Refused when the board does
    not take inputs, or the id belongs to another input.
    """
    board = board_for_update(db, board_id)
    require(
        by,
        Action.POST_INPUT,
        event_id=board.event_id,
        event_session_id=board.event_session_id,
    )
    assert by is not None
    client_id, text, kind = form.checked_client_id(), form.checked_text(), form.checked_kind()
    there = db.exec(
        select(Input).where(col(Input.board_id) == board_id, col(Input.client_id) == client_id)
    ).first()
    if there is not None:
        if not _is_theirs(there, board, text, by):
            raise Refused("Another input has this id. Write it once more and post it again.")
        return Posted(there, board.seq, new=False)
    # After the look for the same id: what was acknowledged once is never refused later.
    refusal = posting_refusal(board.step, closed=is_closed(db, board_id), locked=board.locked)
    if refusal is not None:
        raise refusal
    if kind not in PLANS[board.template].kinds:
        raise BadInput("This board does not take such an input. Choose another kind.", field="kind")
    moment = now()
    names = board.attribution in KEEPS_AUTHOR
    if board.slow_seconds and names:
        # Without a stored author nobody can be told apart, and nothing is stored to do so.
        refusal = too_soon(board.slow_seconds, _last_posted(db, board_id, by), moment)
        if refusal is not None:
            raise refusal
    if board.most_inputs and names:
        refusal = too_many(board.most_inputs, _posted_by(db, board_id, by))
        if refusal is not None:
            raise refusal
    shows_sector = names or board.attribution is Attribution.BY_SECTOR
    posted = Input(
        board_id=board_id,
        client_id=client_id,
        kind=kind,
        text=text,
        state=InputState.WAITING if board.inbox else InputState.POSTED,
        author_id=by.own_id if names else None,
        delegation_id=by.delegation_id if names else None,
        sector_id=by.sector_id if shows_sector else None,
        written_at=form.written(moment),
        posted_at=moment,
    )
    db.add(posted)
    db.flush()
    author = by.own_id if names else None
    seq = note(db, board, Change.INPUT, "post", posted.key, by=author)
    return Posted(posted, seq, new=True)


def _last_posted(db: Writing, board_id: int, by: Person) -> datetime | None:
    return db.exec(
        select(sa.func.max(Input.posted_at)).where(
            col(Input.board_id) == board_id, col(Input.author_id) == by.own_id
        )
    ).first()


def _posted_by(db: Writing, board_id: int, by: Person) -> int:
    return db.exec(
        select(sa.func.count())
        .select_from(Input)
        .where(
            col(Input.board_id) == board_id,
            col(Input.author_id) == by.own_id,
            col(Input.state) != InputState.WITHDRAWN,
        )
    ).one()


def _is_theirs(there: Input, board: Board, text: str, by: Person) -> bool:
    """Whether this is the same phone's input. Where no author is stored, its text tells."""
    if board.attribution in KEEPS_AUTHOR:
        return there.author_id == by.participant_id
    return there.text == text
