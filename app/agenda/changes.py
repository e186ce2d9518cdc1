"""What changed between two timetables, each change as a sentence. Pure: knows no database.

A sentence is a gettext message id with named values, as errors have them; dates stay dates among
the values, so that a page can write them in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.agenda.timetable import Entry, Timetable


class ChangeKind(StrEnum):
    """What sort of change; the last one concerns nobody's plans."""

    ADDED = "added"
    CANCELLED = "cancelled"
    MOVED = "moved"
    RETIMED = "retimed"
    ROOM = "room"
    TITLE = "title"
    SPEAKERS = "speakers"
    CHAIR = "chair"
    EDITORIAL = "editorial"


@dataclass(frozen=True, slots=True)
class Change:
    """One change; `uid` and `event_session_slug` are empty where it concerns no single entry."""

    kind: ChangeKind
    sentence: str
    values: dict[str, str | date] = field(default_factory=dict)
    uid: str = ""
    event_session_slug: str = ""

    def __str__(self) -> str:
        return self.sentence.format(**self.values)


def changes_between(before: Timetable | None, after: Timetable) -> list[Change]:
    """All changes from `before` (None: nothing yet) to `after`, entry by entry in their order.

    An entry that is missing in `after` is cancelled; what was cancelled before and still is, is no
    change.
    """
    olds = {entry.uid: entry for entry in before.entries} if before else {}
    news = {entry.uid: entry for entry in after.entries}
    found: list[Change] = []
    for uid, new in news.items():
        found += _changes_of(olds.get(uid), new)
    found += [
        _cancelled(old) for old in olds.values() if old.uid not in news and not old.is_cancelled
    ]
    found += _changes_around(before, after)
    return found


def _changes_of(old: Entry | None, new: Entry) -> Iterator[Change]:
    if new.is_cancelled:
        if old is not None and not old.is_cancelled:
            yield _cancelled(new)
        return
    if old is None:
        yield _added(new)
        return
    if old.is_cancelled:
        yield _change(ChangeKind.ADDED, "“{name}” takes place after all.", new)
    yield from _time_and_place(old, new)
    yield from _words(old, new)


def _added(new: Entry) -> Change:
    if new.day is None:
        return _change(ChangeKind.ADDED, "“{name}” is new.", new)
    if not new.hours:
        return _change(ChangeKind.ADDED, "“{name}” is new, on {day}.", new, day=new.day)
    return _change(
        ChangeKind.ADDED, "“{name}” is new, on {day}, {hours}.", new, day=new.day, hours=new.hours
    )


def _cancelled(old: Entry) -> Change:
    if old.day is None:
        return _change(ChangeKind.CANCELLED, "“{name}” is cancelled.", old)
    return _change(ChangeKind.CANCELLED, "“{name}” on {day} is cancelled.", old, day=old.day)


def _time_and_place(old: Entry, new: Entry) -> Iterator[Change]:
    if old.day != new.day:
        yield _moved(old, new)
    elif (old.starts, old.ends) != (new.starts, new.ends):
        yield _retimed(old, new)
    if old.room != new.room:
        yield _room(old, new)


def _moved(old: Entry, new: Entry) -> Change:
    if new.day is None:
        return _change(ChangeKind.MOVED, "“{name}” has no date any more.", new)
    if old.day is None:
        return _change(ChangeKind.MOVED, "“{name}” has a date now: {after}.", new, after=new.day)
    if not new.hours:
        return _change(
            ChangeKind.MOVED,
            "“{name}” moved from {before} to {after}.",
            new,
            before=old.day,
            after=new.day,
        )
    return _change(
        ChangeKind.MOVED,
        "“{name}” moved from {before} to {after}, {hours}.",
        new,
        before=old.day,
        after=new.day,
        hours=new.hours,
    )


def _retimed(old: Entry, new: Entry) -> Change:
    if not new.hours:
        return _change(
            ChangeKind.RETIMED,
            "“{name}” has no time any more; it was {before}.",
            new,
            before=old.hours,
        )
    if not old.hours:
        return _change(ChangeKind.RETIMED, "“{name}” is at {after}.", new, after=new.hours)
    return _change(
        ChangeKind.RETIMED,
        "“{name}” is at {after} instead of {before}.",
        new,
        before=old.hours,
        after=new.hours,
    )


def _room(old: Entry, new: Entry) -> Change:
    if not new.room:
        return _change(
            ChangeKind.ROOM,
            "“{name}” has no room any more; it was {before}.",
            new,
            before=old.room or "",
        )
    if not old.room:
        return _change(ChangeKind.ROOM, "“{name}” is in {after}.", new, after=new.room)
    return _change(
        ChangeKind.ROOM,
        "“{name}” is in {after} instead of {before}.",
        new,
        before=old.room,
        after=new.room,
    )


def _words(old: Entry, new: Entry) -> Iterator[Change]:
    if old.name != new.name:
        yield _change(ChangeKind.TITLE, "“{before}” is now called “{name}”.", new, before=old.name)
    if old.speakers != new.speakers:
        yield _speakers(old, new)
    if old.chair != new.chair:
        yield _chair(new)
    if _small_print(old) != _small_print(new):
        yield _change(ChangeKind.EDITORIAL, "The text about “{name}” was edited.", new)


def _speakers(old: Entry, new: Entry) -> Change:
    if not new.speakers:
        return _change(ChangeKind.SPEAKERS, "“{name}” has no speakers any more.", new)
    after = "; ".join(new.speakers)
    if not old.speakers:
        return _change(ChangeKind.SPEAKERS, "Speaking in “{name}”: {after}.", new, after=after)
    return _change(ChangeKind.SPEAKERS, "Speaking in “{name}” now: {after}.", new, after=after)


def _chair(new: Entry) -> Change:
    if not new.chair:
        return _change(ChangeKind.CHAIR, "“{name}” has no chair any more.", new)
    return _change(ChangeKind.CHAIR, "“{name}” is chaired by {after}.", new, after=new.chair)


def _small_print(entry: Entry) -> tuple[object, ...]:
    return (
        entry.kind, entry.abstract, entry.context, entry.continued, entry.required_priorities,
    )  # fmt: skip


def _changes_around(before: Timetable | None, after: Timetable) -> Iterator[Change]:
    if before is None:
        return
    themes = {day.on: day.theme for day in before.days if day.on is not None}
    for day in after.days:
        if day.on in themes and themes[day.on] != day.theme and day.rows:
            yield Change(ChangeKind.EDITORIAL, "The theme of {day} was edited.", {"day": day.on})
    if before.reference != after.reference:
        yield _reference(before.reference, after.reference)


def _reference(before: str, after: str) -> Change:
    if not after:
        return Change(
            ChangeKind.EDITORIAL,
            "The agenda has no reference any more; it was {before}.",
            {"before": before},
        )
    return Change(ChangeKind.EDITORIAL, "The reference is now {after}.", {"after": after})


def _change(kind: ChangeKind, sentence: str, entry: Entry, **values: str | date) -> Change:
    return Change(
        kind,
        sentence,
        {"name": entry.name, **values},
        uid=entry.uid,
        event_session_slug=entry.event_session_slug,
    )
