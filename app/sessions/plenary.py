"""What the plenary reads of the workshops: their boards side by side, their recorded priorities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.agenda.models import SlotKind
from app.db import Reading
from app.delegations.rights import Action, Person, require
from app.events.models import Event
from app.sessions.queries import board_id_at, board_with_everything, boards_of_event
from app.sessions.views import BoardView, Place, PriorityView


@dataclass(frozen=True)
class Ranked:
    """A recorded priority in the order of the plenary, and the workshop it comes from."""

    place: Place
    priority: PriorityView


def in_order(boards: Sequence[BoardView]) -> list[Ranked]:
    """All recorded priorities: as the plenary ordered them, new ones last in the agenda's order."""
    ranked = [
        Ranked(board.place, one) for board in boards for one in board.priorities if one.recorded
    ]
    # Sorting is stable: what has no place of its own keeps the order of the agenda.
    return sorted(
        ranked,
        key=lambda one: (
            one.priority.plenary_position is None,
            one.priority.plenary_position or 0,
        ),
    )


def workshops_of(db: Reading, event: Event, *, by: Person | None) -> list[BoardView]:
    """The boards that owe or recorded priorities or are a workshop's, in the order of the agenda.

    For whoever may read boards. What is recorded counts; the rest is on its way.
    """
    require(by, Action.READ_BOARD, event_id=event.key)
    keys = [
        line.place.key
        for line in boards_of_event(db, event, by=by)
        if line.step and (line.required or line.recorded or line.place.kind is SlotKind.WORKSHOP)
    ]
    return [board_with_everything(db, board_id_at(db, event, key)) for key in keys]
