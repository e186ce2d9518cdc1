"""Inputs from paper: the podium types in what somebody wrote by hand, as its delegation's.

Whose it is, is stored as far as the board shows it, as if they had posted it themselves; who typed
it stands in the log of changes.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.models import Delegation, Sector
from app.delegations.rights import Action, Person
from app.errors import BadInput, Refused
from app.events.models import Event
from app.sessions.forms import PaperForm
from app.sessions.models import Attribution, Board, Change, Input
from app.sessions.numbering import note
from app.sessions.podium import open_board_for_update
from app.sessions.posting import Posted
from app.sessions.queries import whole_board_at
from app.sessions.rules import KEEPS_AUTHOR
from app.sessions.templates import PLANS
from app.sessions.views import BoardView


@dataclass(frozen=True)
class Paper:
    """A board, and for whom the podium may type: (id, name) of delegations and of sectors."""

    board: BoardView
    delegations: list[tuple[int, str]]
    sectors: list[tuple[int, str]]

    @property
    def names_delegation(self) -> bool:
        """Whether an input is a delegation's on this board."""
        return self.board.attribution in KEEPS_AUTHOR

    @property
    def names_sector(self) -> bool:
        """Whether an input is a sector's, and nothing more, on this board."""
        return self.board.attribution is Attribution.BY_SECTOR


def paper_at(db: Reading, event: Event, key: str, *, by: Person | None) -> Paper:
    """What the page of inputs from paper needs, for the podium."""
    board = whole_board_at(db, event, key, action=Action.MODERATE_BOARD, by=by)
    delegations = db.exec(select(Delegation).where(col(Delegation.event_id) == event.key)).all()
    sectors = db.exec(
        select(Sector).where(col(Sector.event_id) == event.key).order_by(col(Sector.position))
    ).all()
    return Paper(
        board,
        sorted(((one.key, one.name) for one in delegations), key=lambda one: one[1].casefold()),
        [(one.key, one.name) for one in sectors],
    )


def type_in(db: Writing, board_id: int, form: PaperForm, *, by: Person | None) -> Posted:
    """Put an input from paper on the board, in any step. Sent again, it is stored once.

    It needs no letting in: the podium has read it. Refused on a closed board.
    """
    board, actor = open_board_for_update(db, board_id, Action.MODERATE_BOARD, by)
    client_id, text, kind = form.checked_client_id(), form.checked_text(), form.checked_kind()
    there = db.exec(
        select(Input).where(col(Input.board_id) == board_id, col(Input.client_id) == client_id)
    ).first()
    if there is not None:
        if not there.from_paper or there.text != text:
            raise Refused("Another input has this id. Open this page again and type it there.")
        return Posted(there, board.seq, new=False)
    if kind not in PLANS[board.template].kinds:
        raise BadInput("This board does not take such an input. Choose another kind.", field="kind")
    moment = now()
    typed = Input(
        board_id=board_id,
        client_id=client_id,
        kind=kind,
        text=text,
        delegation_id=_delegation(db, board, form),
        sector_id=_sector(db, board, form),
        from_paper=True,
        written_at=moment,
        posted_at=moment,
    )
    db.add(typed)
    db.flush()
    seq = note(db, board, Change.INPUT, "type in", typed.key, by=actor.participant_id)
    return Posted(typed, seq, new=True)


def _delegation(db: Reading, board: Board, form: PaperForm) -> int | None:
    if board.attribution not in KEEPS_AUTHOR:
        return None
    chosen = db.get(Delegation, form.checked_delegation())
    if chosen is None or chosen.event_id != board.event_id:
        raise BadInput("Choose the delegation whose input this is.", field="delegation")
    return chosen.key


def _sector(db: Reading, board: Board, form: PaperForm) -> int | None:
    if board.attribution is not Attribution.BY_SECTOR:
        return None
    chosen = db.get(Sector, form.checked_sector())
    if chosen is None or chosen.event_id != board.event_id:
        raise BadInput("Choose the sector whose input this is.", field="sector")
    return chosen.key
