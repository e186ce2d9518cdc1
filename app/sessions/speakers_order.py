"""In which order the floor is given: a pure rule over who waits and who spoke. Knows no database.

Points of order come first, as they were asked for; the order that the chair chose is for the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from app.sessions.speakers_models import FloorKind, SpeakersOrder


@dataclass(frozen=True)
class Waiting:
    """A request: its number, what for, for which group (delegation), and how often they spoke."""

    id: int
    kind: FloorKind
    group: Hashable
    turns: int = 0


def in_order(
    waiting: Sequence[Waiting], order: SpeakersOrder, spoken: Sequence[Hashable] = ()
) -> list[Waiting]:
    """Who waits, in the order of speaking. `waiting` as asked, `spoken` the groups heard so far."""
    first = [one for one in waiting if one.kind is FloorKind.POINT_OF_ORDER]
    rest = [one for one in waiting if one.kind is not FloorKind.POINT_OF_ORDER]
    if order is SpeakersOrder.FIRST_TIME_FIRST:
        rest.sort(key=lambda one: one.turns > 0)
    elif order is SpeakersOrder.ALTERNATING:
        rest = _alternating(rest, [*spoken, *(one.group for one in first)])
    return first + rest


def _alternating(waiting: Sequence[Waiting], spoken: Sequence[Hashable]) -> list[Waiting]:
    """The group heard least goes on; none twice in a row while another one waits."""
    left, placed = list(waiting), []
    turns = Counter(spoken)
    last = spoken[-1] if spoken else None
    while left:
        others = [one for one in left if one.group != last] or left
        chosen = min(others, key=lambda one: turns[one.group])
        left.remove(chosen)
        placed.append(chosen)
        last = chosen.group
        turns[last] += 1
    return placed
