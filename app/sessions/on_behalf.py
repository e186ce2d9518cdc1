"""For whom the podium may act on a board: as much is chosen and stored as the board shows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from app.db import Reading
from app.delegations.models import Delegation, Sector
from app.errors import BadInput
from app.sessions.forms import OnBehalfForm
from app.sessions.models import Attribution, Board
from app.sessions.rules import KEEPS_AUTHOR
from app.sessions.views import BoardView


@dataclass(frozen=True)
class Whom:
    """What is to be chosen from, as (id, name): delegations, or sectors, or nothing at all."""

    delegations: tuple[tuple[int, str], ...] = ()
    sectors: tuple[tuple[int, str], ...] = ()


def whom_on(db: Reading, board: BoardView) -> Whom:
    """For whom the podium may act on this board."""
    if board.attribution in KEEPS_AUTHOR:
        found = db.exec(
            select(Delegation).where(col(Delegation.event_id) == board.place.event_id)
        ).all()
        names = ((one.key, one.name) for one in found)
        return Whom(delegations=tuple(sorted(names, key=lambda one: one[1].casefold())))
    if board.attribution is Attribution.BY_SECTOR:
        sectors = db.exec(
            select(Sector)
            .where(col(Sector.event_id) == board.place.event_id)
            .order_by(col(Sector.position), col(Sector.name))
        ).all()
        return Whom(sectors=tuple((one.key, one.name) for one in sectors))
    return Whom()


def delegation_for(db: Reading, board: Board, form: OnBehalfForm) -> int | None:
    """The delegation to be stored; None where the board shows none. BadInput for an unknown one."""
    if board.attribution not in KEEPS_AUTHOR:
        return None
    chosen = db.get(Delegation, form.checked_delegation())
    if chosen is None or chosen.event_id != board.event_id:
        raise BadInput("Choose the delegation for which you do this.", field="delegation")
    return chosen.key


def sector_for(db: Reading, board: Board, form: OnBehalfForm) -> int | None:
    """The sector to be stored; None unless the board shows only sectors. BadInput likewise."""
    if board.attribution is not Attribution.BY_SECTOR:
        return None
    chosen = db.get(Sector, form.checked_sector())
    if chosen is None or chosen.event_id != board.event_id:
        raise BadInput("Choose the sector for which you do this.", field="sector")
    return chosen.key
