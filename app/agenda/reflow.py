"""What happens to the hours of a day when an entry is put in another place. Pure.

All values are minutes after midnight. Within a day an entry changes places with what it passes, so
the day is as long as before; what comes from elsewhere pushes what follows, as far as needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time

from app.agenda.timetable import Entry, TimetableDay
from app.errors import Refused

DAY = 24 * 60


@dataclass(slots=True)
class Plan:
    """Where entries go: uid → (start, end) in wall time, and the order of the whole day."""

    hours: dict[str, tuple[time | None, time | None]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Row:
    """Entries side by side, on their way; `ends` may lie after midnight."""

    entries: tuple[Entry, ...]
    starts: int | None
    ends: int | None
    by: int = 0


def placed(day: TimetableDay, entry: Entry, index: int) -> Plan:
    """`entry` before the row `index` of `day` (counted without the entry), or after the last one.

    Refused where something would be pushed past midnight.
    """
    rows = [row for row in (_row(one.entries, but=entry.uid) for one in day.rows) if row.entries]
    whole = [one.entries for one in day.rows]
    alone = (entry,) in whole
    plan = Plan()
    if alone and entry.starts is not None:
        before = sum(row is not None for row in whole[: whole.index((entry,))])
        plan.hours[entry.uid] = _exchange(rows, entry, before, index, _end_here(day, entry))
    elif entry.starts is not None:
        plan.hours[entry.uid] = _insert(rows, entry, index)
    plan.order = [one.uid for row in rows[:index] for one in row.entries]
    plan.order.append(entry.uid)
    plan.order += [one.uid for row in rows[index:] for one in row.entries]
    for row in rows:
        if row.by:
            plan.hours |= {one.uid: shifted(one, row.by) for one in row.entries}
    return plan


def shifted(entry: Entry, by: int) -> tuple[time | None, time | None]:
    """The entry's hours, `by` minutes later (earlier if negative).

    Refused where it would begin on another day, or begin to end on another day.
    """
    if entry.starts is None:
        return None, None
    starts = minutes(entry.starts) + by
    ends = None if entry.ends is None else _end(entry) + by
    ended_here = ends is not None and ends - by <= DAY
    if starts < 0 or starts >= DAY or (ends is not None and ended_here and ends > DAY):
        raise Refused(
            "“{name}” would be pushed past midnight, so nothing was changed. "
            "Move it to another day first.",
            name=entry.name,
        )
    return clock(starts), None if ends is None else clock(ends)


def minutes(at: time) -> int:
    """Minutes after midnight."""
    return at.hour * 60 + at.minute


def clock(after_midnight: int) -> time:
    """Wall time; the day after begins again at 00:00."""
    return time(after_midnight // 60 % 24, after_midnight % 60)


def _exchange(
    rows: Sequence[_Row], entry: Entry, before: int, index: int, end: int | None
) -> tuple[time | None, time | None]:
    """Hours for the entry when it passes what stands between it and its place."""
    assert entry.starts is not None
    starts = minutes(entry.starts)
    passed = [
        row for row in rows[min(before, index) : max(before, index)] if row.starts is not None
    ]
    if not passed:
        return entry.starts, entry.ends
    first, last = passed[0], passed[-1]
    assert first.starts is not None
    assert last.starts is not None
    if index < before:
        by = (end or 0) - starts
        if by <= 0:
            by = starts - last.starts
        new = first.starts
    else:
        by = starts - first.starts
        new = (last.starts if last.ends is None else last.ends) + (by if last.ends else 0)
    for row in passed:
        row.by = by
    return shifted(entry, new - starts)


def _insert(rows: Sequence[_Row], entry: Entry, index: int) -> tuple[time | None, time | None]:
    """Hours for an entry from elsewhere; what follows gives way, as far as there is no gap."""
    assert entry.starts is not None
    here = minutes(entry.starts)
    length = 0 if entry.ends is None else _end(entry) - here
    following = [row for row in rows[index:] if row.starts is not None]
    preceding = [row for row in rows[:index] if row.starts is not None]
    if following:
        starts = following[0].starts
    elif preceding:
        starts = preceding[-1].ends or preceding[-1].starts
    else:
        starts = here
    assert starts is not None
    free_from = starts + length
    for row in following:
        assert row.starts is not None
        row.by = max(0, free_from - row.starts)
        if not row.by:
            break
        free_from = (row.starts if row.ends is None else row.ends) + row.by
    return shifted(entry, starts - here)


def _row(entries: Sequence[Entry], *, but: str) -> _Row:
    kept = tuple(entry for entry in entries if entry.uid != but)
    starts = [minutes(entry.starts) for entry in kept if entry.starts is not None]
    ends = [_end(entry) for entry in kept if entry.ends is not None]
    return _Row(kept, min(starts, default=None), max(ends, default=None))


def _end_here(day: TimetableDay, entry: Entry) -> int | None:
    """When the entry ends, or else when the next row begins."""
    if entry.ends is not None:
        return _end(entry)
    later = [row.starts for row in day.rows if row.starts is not None and entry.starts is not None]
    return min(
        (minutes(at) for at in later if entry.starts is not None and at > entry.starts),
        default=None,
    )


def _end(entry: Entry) -> int:
    """Minutes after the midnight before; an end in the small hours counts on."""
    assert entry.ends is not None
    assert entry.starts is not None
    return minutes(entry.ends) + (DAY if entry.ends <= entry.starts else 0)
