"""Posting inputs: each once, however often its phone sends it. The hot path: few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person, require
from app.errors import BadInput, PlenaryError, Refused
from app.sessions.forms import InputForm
from app.sessions.models import Attribution, Board, Change, Input, InputKind, InputState
from app.sessions.numbering import note_all
from app.sessions.queries import board_for_update, is_closed
from app.sessions.rules import KEEPS_AUTHOR, posting_refusal, too_many, too_soon
from app.sessions.templates import PLANS


@dataclass(frozen=True)
class Post:
    """What somebody sends to a board; `by` is None where nobody is signed in."""

    form: InputForm
    by: Person | None


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
    [outcome] = post_inputs(db, board_id, [Post(form, by)])
    if isinstance(outcome, PlenaryError):
        raise outcome
    return outcome


def post_inputs(db: Writing, board_id: int, posts: Sequence[Post]) -> list[Posted | PlenaryError]:
    """Store inputs that came together, as if each had been posted after the one before it.

    One outcome for each, in their order; a refusal concerns its own input only. However many there
    are, the statements are the same.
    """
    board = board_for_update(db, board_id)
    read = [_read(board, post) for post in posts]
    mail = _mail(db, board, [one for one in read if isinstance(one, _Letter)])
    judged = [mail.take(one) if isinstance(one, _Letter) else one for one in read]
    numbers = _store(db, board, mail.fresh)
    head = max(numbers.values(), default=board.seq)
    return [
        Posted(one[0], numbers[one[0].key] if one[1] else head, new=one[1])
        if isinstance(one, tuple)
        else one
        for one in judged
    ]


@dataclass(frozen=True)
class _Letter:
    client_id: str
    text: str
    kind: InputKind
    form: InputForm
    by: Person


def _read(board: Board, post: Post) -> _Letter | PlenaryError:
    """What was sent, when its sender may post and it can be understood."""
    form, by = post.form, post.by
    try:
        require(
            by,
            Action.POST_INPUT,
            event_id=board.event_id,
            event_session_id=board.event_session_id,
        )
        assert by is not None
        client_id, text, kind = form.checked_client_id(), form.checked_text(), form.checked_kind()
    except PlenaryError as refusal:
        return refusal
    return _Letter(client_id, text, kind, form, by)


@dataclass
class _Mail:
    """What decides about each letter: the board, and what is on it; grows with each one taken."""

    board: Board
    closed: bool
    moment: datetime
    there: dict[str, Input]
    last: dict[int, datetime]  # when each author posted last, where the board asks for a pace
    count: dict[int, int]  # how many inputs each author has, where the board has a limit
    fresh: list[Input] = field(default_factory=list)

    def take(self, one: _Letter) -> tuple[Input, bool] | PlenaryError:
        """Its input, and whether it is a new one."""
        there = self.there.get(one.client_id)
        if there is not None:
            if _is_theirs(there, self.board, one.text, one.by):
                return there, False
            return Refused("Another input has this id. Write it once more and post it again.")
        # After the look for the same id: what was acknowledged once is never refused later.
        refusal = self._refusal(one)
        if refusal is not None:
            return refusal
        made = _input(self.board, one, self.moment)
        self.fresh.append(made)
        self.there[one.client_id] = made
        if made.author_id is not None:
            self.last[made.author_id] = self.moment
            self.count[made.author_id] = self.count.get(made.author_id, 0) + 1
        return made, True

    def _refusal(self, one: _Letter) -> PlenaryError | None:
        board = self.board
        refusal = posting_refusal(board.step, closed=self.closed, locked=board.locked)
        if refusal is not None:
            return refusal
        if one.kind not in PLANS[board.template].kinds:
            return BadInput(
                "This board does not take such an input. Choose another kind.", field="kind"
            )
        if board.attribution not in KEEPS_AUTHOR:
            # Without a stored author nobody can be told apart, and nothing is stored to do so.
            return None
        author = one.by.own_id
        if board.slow_seconds:
            refusal = too_soon(board.slow_seconds, self.last.get(author), self.moment)
        return refusal or too_many(board.most_inputs, self.count.get(author, 0))


def _mail(db: Writing, board: Board, letters: Sequence[_Letter]) -> _Mail:
    mail = _Mail(board, is_closed(db, board.key), now(), {}, {}, {})
    ids = [one.client_id for one in letters]
    for there in db.exec(
        select(Input).where(col(Input.board_id) == board.key, col(Input.client_id).in_(ids))
    ):
        mail.there[there.client_id] = there
    if board.attribution in KEEPS_AUTHOR and (board.slow_seconds or board.most_inputs):
        kept = sa.case((col(Input.state) == InputState.WITHDRAWN, 0), else_=1)
        for author, last, count in db.connection().execute(
            sa.select(col(Input.author_id), sa.func.max(Input.posted_at), sa.func.sum(kept))
            .where(
                col(Input.board_id) == board.key,
                col(Input.author_id).in_({one.by.own_id for one in letters}),
            )
            .group_by(col(Input.author_id))
        ):
            mail.last[author] = last
            mail.count[author] = count
    return mail


def _input(board: Board, one: _Letter, moment: datetime) -> Input:
    names = board.attribution in KEEPS_AUTHOR
    shows_sector = names or board.attribution is Attribution.BY_SECTOR
    return Input(
        board_id=board.key,
        client_id=one.client_id,
        kind=one.kind,
        text=one.text,
        state=InputState.WAITING if board.inbox else InputState.POSTED,
        author_id=one.by.own_id if names else None,
        delegation_id=one.by.delegation_id if names else None,
        sector_id=one.by.sector_id if shows_sector else None,
        written_at=one.form.written(moment),
        posted_at=moment,
    )


def _store(db: Writing, board: Board, fresh: Sequence[Input]) -> dict[int, int]:
    """Put new inputs on the board; the number of each change by the input's id."""
    if not fresh:
        return {}
    # One statement for all, past the unit of work, which takes half a millisecond for each. Asked
    # to give the keys back in order, SQLite would be sent one statement for each again.
    stored = db.connection().execute(
        sa.insert(Input).returning(col(Input.client_id), col(Input.id)),
        [one.model_dump(exclude={"id"}) for one in fresh],
    )
    keys = {row.client_id: row.id for row in stored}
    for one in fresh:
        one.id = keys[one.client_id]
    last = note_all(db, board, Change.INPUT, "post", [(one.key, one.author_id) for one in fresh])
    return {one.key: last - len(fresh) + nth for nth, one in enumerate(fresh, 1)}


def _is_theirs(there: Input, board: Board, text: str, by: Person) -> bool:
    """Whether this is the same phone's input. Where no author is stored, its text tells."""
    if board.attribution in KEEPS_AUTHOR:
        return there.author_id == by.participant_id
    return there.text == text
