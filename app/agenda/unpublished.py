"""What the draft says that no published version says yet. For organisers only."""

from __future__ import annotations

from app.agenda.changes import Change, changes_between
from app.agenda.queries import draft_timetable, newest_timetable
from app.db import Reading
from app.delegations.rights import Person
from app.events.models import Event


def unpublished_changes(db: Reading, event: Event, *, by: Person | None) -> list[Change]:
    """The changes that publishing now would publish, entry by entry; none without a draft."""
    draft = draft_timetable(db, event, by=by).timetable
    newest = newest_timetable(db, event)
    if not draft.entries and newest is None:
        return []
    return changes_between(newest, draft)
