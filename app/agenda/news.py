"""What is new for somebody who last looked at an earlier version: a few words for each entry.

Pure: knows timetables and their changes, no page. Whole sentences about changes are in changes.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.agenda.changes import ChangeKind, changes_between
from app.agenda.timetable import Entry, Timetable


@dataclass(frozen=True, slots=True)
class News:
    """A few words about one entry: `sentence` is a gettext message id with `values`."""

    uid: str
    sentence: str
    values: dict[str, str | date]


def news_between(before: Timetable, after: Timetable) -> list[News]:
    """What changed for readers of `before`, entry by entry; edited small print is no news."""
    entries = {entry.uid: entry for entry in after.entries}
    found = []
    for change in changes_between(before, after):
        entry = entries.get(change.uid)
        if entry is not None and (one := _news(change.kind, entry)) is not None:
            found.append(one)
    return found


def _news(kind: ChangeKind, entry: Entry) -> News | None:
    moved: dict[str, str | date] = {"day": entry.day or "", "hours": entry.hours}
    match kind:
        case ChangeKind.ADDED:
            return News(entry.uid, "Added", {})
        case ChangeKind.CANCELLED:
            return News(entry.uid, "Cancelled", {})
        case ChangeKind.MOVED if entry.day and entry.hours:
            return News(entry.uid, "Moved to {day}, {hours}", moved)
        case ChangeKind.MOVED if entry.day:
            return News(entry.uid, "Moved to {day}", moved)
        case ChangeKind.RETIMED if entry.hours:
            return News(entry.uid, "Now at {hours}", moved)
        case ChangeKind.ROOM if entry.room:
            return News(entry.uid, "Moved to {room}", {"room": entry.room})
        case ChangeKind.TITLE:
            return News(entry.uid, "Renamed", {})
        case ChangeKind.SPEAKERS:
            return News(entry.uid, "Other speakers", {})
        case ChangeKind.CHAIR:
            return News(entry.uid, "Other chair", {})
    return None


def joined(news: Sequence[News]) -> dict[str, list[News]]:
    """All news by the uid of their entry, in order."""
    by_uid: dict[str, list[News]] = {}
    for one in news:
        by_uid.setdefault(one.uid, []).append(one)
    return by_uid
