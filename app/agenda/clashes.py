"""What in a timetable cannot well be at the same time: rooms, people, slots. Pure.

Warnings, never refusals: two rooms may be one behind a folding wall. A clash keeps its name (`key`)
while the same entries clash over the same thing, whatever their hours.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from app.agenda.models import SlotKind
from app.agenda.timetable import Entry, Timetable


class ClashKind(StrEnum):
    """What two entries dispute, or what is wrong with one of them."""

    ROOM = "room"
    SPEAKER = "speaker"
    CHAIR = "chair"
    OVERLAP = "overlap"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Clash:
    """One warning; `sentence` is a gettext message id, `values` fill it, `uids` are concerned."""

    kind: ClashKind
    sentence: str
    values: dict[str, str]
    uids: tuple[str, ...]
    key: str

    def __str__(self) -> str:
        return self.sentence.format(**self.values)


def clashes_in(
    timetable: Timetable, appointed: Mapping[int, Iterable[tuple[str, str]]] | None = None
) -> list[Clash]:
    """All clashes, day by day.

    `appointed`: event session id → (part, name) of people appointed there, part "chair" or
    "speaker"; they count beside the names that the agenda itself has.
    """
    people = appointed or {}
    found: list[Clash] = []
    for day in timetable.days:
        live = [one for one in day.entries if one.starts is not None and not one.is_cancelled]
        for place, one in enumerate(live):
            for other in live[place + 1 :]:
                if _meet(one, other):
                    found += _between(one, other, people)
    found += _outside(timetable)
    return found


def _between(
    one: Entry, other: Entry, people: Mapping[int, Iterable[tuple[str, str]]]
) -> Iterator[Clash]:
    same_session = one.event_session_id == other.event_session_id
    if one.room and one.room == other.room:
        yield _clash(
            ClashKind.ROOM,
            "“{one}” and “{other}” are in {what} at the same time.",
            one,
            other,
            one.room,
        )
    if not same_session:
        yield from _over_people(one, other, people)
    if not _side_by_side(one, other):
        yield _clash(
            ClashKind.OVERLAP,
            "“{one}” ({hours}) and “{other}” ({other_hours}) overlap.",
            one,
            other,
            "",
        )


def _over_people(
    one: Entry, other: Entry, people: Mapping[int, Iterable[tuple[str, str]]]
) -> Iterator[Clash]:
    here, there = _people_of(one, people), _people_of(other, people)
    for name in here.keys() & there.keys():
        part, written = here[name]
        other_part, _ = there[name]
        both = {part, other_part}
        if both == {"speaker"}:
            yield _clash(
                ClashKind.SPEAKER,
                "{what} speaks in “{one}” and in “{other}” at the same time.",
                one,
                other,
                written,
            )
        elif both == {"chair"}:
            yield _clash(
                ClashKind.CHAIR,
                "{what} chairs “{one}” and “{other}” at the same time.",
                one,
                other,
                written,
            )
        else:
            yield _clash(
                ClashKind.CHAIR,
                "{what} is needed in “{one}” and in “{other}” at the same time.",
                one,
                other,
                written,
            )


def _outside(timetable: Timetable) -> Iterator[Clash]:
    """Workshops of one group that are not within the slot that most of the group have."""
    groups: dict[str, list[Entry]] = {}
    for entry in timetable.entries:
        if entry.parallel_group and entry.starts and not entry.is_cancelled:
            groups.setdefault(entry.parallel_group, []).append(entry)
    for members in groups.values():
        slots = Counter((one.day, one.day_id, one.starts, one.ends) for one in members)
        (on, day_id, starts, ends), _ = slots.most_common(1)[0]
        for one in members:
            if (one.day, one.day_id) != (on, day_id) or not _within(one, starts, ends):
                hours = "–".join(f"{at:%H:%M}" for at in (starts, ends) if at)
                values = {"one": one.name, "hours": hours}
                yield Clash(
                    ClashKind.OUTSIDE,
                    "“{one}” is outside the slot of its parallel entries ({hours}).",
                    values,
                    (one.uid,),
                    _key("outside", one.uid),
                )


def _within(entry: Entry, starts: time | None, ends: time | None) -> bool:
    if entry.starts is None or starts is None:
        return True
    if entry.starts < starts or (ends is not None and entry.starts >= ends > starts):
        return False
    return (
        entry.ends is None or ends is None or _minute(entry.ends, starts) <= _minute(ends, starts)
    )


def _meet(one: Entry, other: Entry) -> bool:
    """Whether both go on at some moment; who ends when the other begins has left the room."""
    first, second = sorted(_span(entry) for entry in (one, other))
    return first[0] == second[0] or second[0] < first[1]


def _span(entry: Entry) -> tuple[int, int]:
    assert entry.starts is not None
    starts = _minute(entry.starts)
    return starts, starts if entry.ends is None else _minute(entry.ends, entry.starts)


def _side_by_side(one: Entry, other: Entry) -> bool:
    """Whether it is meant: of one group, or workshops that begin together."""
    if one.parallel_group and one.parallel_group == other.parallel_group:
        return True
    workshops = one.kind is other.kind is SlotKind.WORKSHOP
    return workshops and one.starts == other.starts


def _people_of(
    entry: Entry, people: Mapping[int, Iterable[tuple[str, str]]]
) -> dict[str, tuple[str, str]]:
    """Plain name → (part, name as written); who chairs and speaks is the chair."""
    if entry.is_break:
        return {}
    named = [("speaker", name) for name in entry.speakers]
    named += [(part, name) for part, name in people.get(entry.event_session_id, ())]
    if entry.chair:
        named.append(("chair", entry.chair))
    found: dict[str, tuple[str, str]] = {}
    for part, name in named:
        plain = " ".join(name.casefold().split())
        if plain and (plain not in found or part == "chair"):
            found[plain] = (part, name)
    return found


def _clash(kind: ClashKind, sentence: str, one: Entry, other: Entry, what: str) -> Clash:
    values = {
        "one": one.name,
        "other": other.name,
        "what": what,
        "hours": one.hours,
        "other_hours": other.hours,
    }
    uids = (one.uid, other.uid)
    return Clash(kind, sentence, values, uids, _key(kind.value, *sorted(uids), what.casefold()))


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _minute(at: time, after: time | None = None) -> int:
    """Minutes after midnight; after the next midnight if it is not `after` that hour."""
    late = after is not None and at <= after
    return at.hour * 60 + at.minute + (24 * 60 if late else 0)
