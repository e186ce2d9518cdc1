"""The order of all recorded priorities in the plenary: its podium moves them up and down."""

from __future__ import annotations

from sqlmodel import col, select

from app.db import Writing
from app.delegations.rights import Action, Person, require
from app.errors import NotFound
from app.events.journal import record
from app.events.models import Event
from app.sessions.forms import PlaceForm
from app.sessions.models import Priority
from app.sessions.plenary import in_order, workshops_of


def move_in_plenary(
    db: Writing, event: Event, priority_id: int, form: PlaceForm, *, by: Person | None
) -> None:
    """Move a recorded priority one place up or down among those of all workshops.

    At the end of the list nothing happens. NotFound for one that no workshop has recorded. Nothing
    changes on the boards themselves: their own order stays.
    """
    require(by, Action.RECORD_PRIORITY, event_id=event.key)
    assert by is not None
    places = form.checked()
    # Locked, so that two who move at once do not give two priorities one place.
    db.exec(select(Event.id).where(col(Event.id) == event.key).with_for_update()).one()
    ids = [one.priority.id for one in in_order(workshops_of(db, event, by=by))]
    if priority_id not in ids:
        raise NotFound("No workshop has recorded this priority. Open the page again.")
    at = ids.index(priority_id)
    target = at + places
    if not 0 <= target < len(ids):
        return
    ids[at], ids[target] = ids[target], ids[at]
    rows = db.exec(select(Priority).where(col(Priority.id).in_(ids))).all()
    for row in rows:
        row.plenary_position = ids.index(row.key) + 1
    record(db, event.key, "order in plenary", f"priority {priority_id}", by=by.participant_id)
