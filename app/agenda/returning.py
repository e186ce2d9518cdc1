"""Going back to an older version: the draft is made equal to it, and nothing published changes.

What was published stays as it was; publishing the draft is one more version, whose calendars count
on. Knows no document and no page.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.drafts import day_on, draft_for_update
from app.agenda.history import recorded
from app.agenda.models import Agenda, Day, Slot, SlotStatus, Wording
from app.db import Writing
from app.delegations.rights import Person
from app.errors import NotFound, Refused
from app.events.models import Event

_SLOT = (
    "event_session_id", "position", "starts", "ends", "end_inferred", "room_id", "parallel_group",
    "continued",
)  # fmt: skip
_OF_ONE_AGENDA = {"id", "agenda_id"}


def return_to_version(
    db: Writing, event: Event, number: int, *, revision: int | None = None, by: Person | None
) -> None:
    """Make the draft say what version `number` says; entries keep their uids.

    What that version had as cancelled is not in the draft. `revision` is the draft's as its writer
    saw it (None: as it is now). NotFound without such a version, Refused for a stale writer.
    """
    draft = draft_for_update(db, event, by=by)
    if revision is not None and revision != draft.revision:
        raise Refused(
            "The draft was changed while you were looking at it. Look at it again, then go back."
        )
    version = db.exec(
        select(Agenda).where(Agenda.event_id == event.key, Agenda.number == number)
    ).first()
    if version is None:
        raise NotFound("There is no version {number} of this agenda.", number=number)
    draft.revision += 1
    with recorded(db, draft, "return to version", by=by, number=number):
        draft.reference = version.reference
        _copy_wordings(db, version, draft)
        _copy_slots(db, version, draft, _copy_days(db, version, draft))
        _drop_unused(db, draft)


def _copy_days(db: Writing, version: Agenda, draft: Agenda) -> dict[int, Day]:
    """The draft's days by the ids of the version's."""
    copied: dict[int, Day] = {}
    for day in db.exec(select(Day).where(Day.agenda_id == version.key)):
        assert day.on is not None
        own = day_on(db, draft, day.on)
        own.position, own.theme, own.revision = day.position, day.theme, draft.revision
        copied[day.key] = own
    db.flush()
    return copied


def _copy_wordings(db: Writing, version: Agenda, draft: Agenda) -> None:
    own = {
        wording.event_session_id: wording
        for wording in db.exec(select(Wording).where(Wording.agenda_id == draft.key))
    }
    for wording in db.exec(select(Wording).where(Wording.agenda_id == version.key)):
        words = wording.model_dump(exclude=_OF_ONE_AGENDA)
        if wording.event_session_id in own:
            own[wording.event_session_id].sqlmodel_update(words)
        else:
            db.add(Wording(agenda_id=draft.key, **words))
    db.flush()


def _copy_slots(db: Writing, version: Agenda, draft: Agenda, days: dict[int, Day]) -> None:
    # In place where there is one: what an organiser accepted or read about it stays beside it.
    own = {slot.uid: slot for slot in db.exec(select(Slot).where(Slot.agenda_id == draft.key))}
    for slot in db.exec(
        select(Slot).where(Slot.agenda_id == version.key, Slot.status == SlotStatus.CONFIRMED)
    ):
        values = {name: getattr(slot, name) for name in _SLOT}
        values |= {"day_id": days[slot.day_id].key, "revision": draft.revision}
        mine = own.pop(slot.uid, None)
        if mine is None:
            db.add(Slot(agenda_id=draft.key, uid=slot.uid, **values))
        else:
            mine.sqlmodel_update(values)
    for gone in own.values():
        db.delete(gone)
    db.flush()


def _drop_unused(db: Writing, draft: Agenda) -> None:
    used = select(Slot.event_session_id).where(Slot.agenda_id == draft.key)
    db.exec(
        sa.delete(Wording).where(
            col(Wording.agenda_id) == draft.key, col(Wording.event_session_id).not_in(used)
        )
    )
    days = select(Slot.day_id).where(Slot.agenda_id == draft.key)
    db.exec(sa.delete(Day).where(col(Day.agenda_id) == draft.key, col(Day.id).not_in(days)))
