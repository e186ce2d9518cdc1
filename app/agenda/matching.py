"""Which entry of a document that was read again is which slot we already have.

Pure. A wrong match would hang one subject's board on another, so words decide first, time only
helps to choose, and a workshop or session whose number and title are both new is new.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from difflib import SequenceMatcher

from app.agenda.models import SlotKind

# Subjects that people prepare for; a coffee break is a coffee break.
_SUBJECTS = {SlotKind.SESSION, SlotKind.WORKSHOP, SlotKind.KEYNOTE, SlotKind.PLENARY}
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared: an entry just read, or a slot that exists."""

    kind: SlotKind
    number: str | None
    title: str
    day: date | None
    starts: time | None
    continued: bool


def match(
    read: Sequence[Known],
    existing: Sequence[Known],
    *,
    said: Mapping[int, int] | None = None,
    new: Container[int] = (),
) -> dict[int, int]:
    """Indices of `read` → indices of `existing`, each at most once.

    `said` are pairs that an organiser has put together, `new` what the organiser calls new.
    """
    found: dict[int, int] = dict(said or {})
    unknown = [index for index in range(len(read)) if index not in new]
    others = [read[index] for index in unknown]
    known = {unknown.index(index): place for index, place in found.items()}
    _match_rest(others, existing, known)
    return {unknown[index]: place for index, place in known.items()}


def _match_rest(read: Sequence[Known], existing: Sequence[Known], found: dict[int, int]) -> None:
    for key in (
        _by_all,
        _by_words_and_day,
        _by_words,
        _by_title,
        _by_title_alone,
        _by_number,
        _by_time,
    ):
        _pair(key, read, existing, found)
    _pair_alike(read, existing, found)


def _pair(
    key: Callable[[Known], Hashable | None],
    read: Sequence[Known],
    existing: Sequence[Known],
    found: dict[int, int],
) -> None:
    """Add pairs of equal keys, in order where several have the same."""
    free: dict[Hashable, list[int]] = {}
    used = set(found.values())
    for index, slot in enumerate(existing):
        if index not in used and (value := key(slot)) is not None:
            free.setdefault(value, []).append(index)
    for index, entry in enumerate(read):
        if index not in found and (value := key(entry)) is not None and free.get(value):
            found[index] = free[value].pop(0)


def _pair_alike(read: Sequence[Known], existing: Sequence[Known], found: dict[int, int]) -> None:
    """Add subjects whose titles were edited, the most alike first."""
    used = set(found.values())
    candidates = sorted(
        (
            (-_likeness(entry.title, slot.title), index, other)
            for index, entry in enumerate(read)
            if index not in found and not entry.number
            for other, slot in enumerate(existing)
            if other not in used and slot.kind is entry.kind and not slot.number
        )
    )
    for likeness, index, other in candidates:
        if -likeness >= _ALIKE and index not in found and other not in used:
            found[index] = other
            used.add(other)


def _by_all(known: Known) -> Hashable | None:
    return (*_words_of(known), known.day, known.starts)


def _by_words_and_day(known: Known) -> Hashable | None:
    return (*_words_of(known), known.day)


def _by_words(known: Known) -> Hashable | None:
    return _words_of(known)


def _by_title(known: Known) -> Hashable | None:
    # Before the number: a session put in between renumbers all that follow.
    title = _plain(known.title)
    return (known.kind, title, known.continued) if title else None


def _by_title_alone(known: Known) -> Hashable | None:
    # A session that the document now calls a plenary is the same subject.
    title = _plain(known.title)
    return (title, known.continued) if title else None


def _by_number(known: Known) -> Hashable | None:
    if known.number is None:
        return None
    return known.kind, known.number.casefold(), known.continued


def _by_time(known: Known) -> Hashable | None:
    if known.kind in _SUBJECTS or known.starts is None or known.day is None:
        return None
    return known.kind, known.day, known.starts


def _words_of(known: Known) -> tuple[Hashable, ...]:
    number = known.number.casefold() if known.number else None
    return known.kind, number, _plain(known.title), known.continued


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, _plain(one), _plain(other)).ratio()
