"""Moving entries of the draft: within a day, to another day, side by side with another one.

Knows the draft's rows; the arithmetic of hours is in reflow.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from string import ascii_uppercase

from sqlmodel import select

from app.agenda.drafts import draft_for_update
from app.agenda.editing import slot_for_update
from app.agenda.forms import PlaceForm, ShiftForm
from app.agenda.history import recorded
from app.agenda.models import Agenda, Slot
from app.agenda.queries import timetable_of
from app.agenda.reflow import minutes, placed, shifted
from app.agenda.timetable import Entry, Timetable, TimetableDay
from app.db import Writing
from app.delegations.rights import Person
from app.errors import BadInput, NotFound, Refused
from app.events.models import Event


def move_slot(db: Writing, event: Event, uid: str, form: PlaceForm, *, by: Person | None) -> None:
    """Put an entry in the place that the form names (see PlaceForm).

    "earlier" and "later" exchange it with its neighbour, "before:" and "end:" take the hours of the
    place, "day:" keeps the hours on another day, "beside:" makes it run side by side. Refused if
    somebody changed the entry since, or if anything were pushed past midnight.
    """
    draft = draft_for_update(db, event, by=by)
    slot = slot_for_update(db, draft, uid)
    timetable = timetable_of(db, event, draft)
    entry = _entry(timetable, uid)
    _refuse_changed(slot, entry, form.base_revision())
    moving = _Moving(db, draft, timetable, entry)
    draft.revision += 1
    with recorded(db, draft, "move entry", by=by, uid=uid):
        moving.move(form.place.strip())


def shift_following(
    db: Writing, event: Event, uid: str, form: ShiftForm, *, by: Person | None
) -> int:
    """Everything after this entry, on its day, so many minutes later or earlier; returns how many.

    With `this_too` the entry itself, and what runs side by side with it, goes along. Ends that were
    taken from what follows follow it.
    """
    draft = draft_for_update(db, event, by=by)
    slot = slot_for_update(db, draft, uid)
    timetable = timetable_of(db, event, draft)
    entry = _entry(timetable, uid)
    by_minutes = form.checked()
    _refuse_changed(slot, entry, form.base_revision())
    if entry.starts is None:
        raise Refused("This entry has no time yet. Give it one first.")
    day = next(day for day in timetable.days if day.id == entry.day_id)
    concerned = {
        one.uid: shifted(one, by_minutes)
        for one in day.entries
        if one.starts is not None
        and (one.starts > entry.starts or (form.this_too and one.starts == entry.starts))
    }
    if not concerned:
        raise Refused("Nothing comes after this entry on its day.")
    draft.revision += 1
    with recorded(db, draft, "shift entries", by=by, uid=uid):
        slots = _slots(db, draft)
        first = min(one.starts for one in day.entries if one.uid in concerned and one.starts)
        for one in day.entries:
            if one.uid not in concerned and one.end_inferred and one.ends == first and one.starts:
                _follow(slots[one.uid], minutes(first) + by_minutes, draft)
        for moved, (starts, ends) in concerned.items():
            _set_hours(slots[moved], starts, ends, draft)
    return len(concerned)


class _Moving:
    """One entry on its way to another place of the draft."""

    def __init__(self, db: Writing, draft: Agenda, timetable: Timetable, entry: Entry) -> None:
        self.draft, self.timetable, self.entry = draft, timetable, entry
        self.slots = _slots(db, draft)
        self.slot = self.slots[entry.uid]

    def move(self, place: str) -> None:
        """Go there, or say what is wrong with the place."""
        kind, _, name = place.partition(":")
        if place in ("earlier", "later"):
            self._pass_one(later=place == "later")
        elif kind == "before":
            target = _entry(self.timetable, name)
            if target.uid == self.entry.uid:
                raise Refused("It stands there already.")
            self._put(self._day(target.day_id), before=target.uid)
        elif kind == "end":
            self._put(self._day(_number(name)), before=None)
        elif kind == "day":
            self._to_day(self._day(_number(name)))
        elif kind == "beside":
            self._beside(_entry(self.timetable, name))
        else:
            raise BadInput("Choose where the entry goes.", field="place")

    def _pass_one(self, *, later: bool) -> None:
        day = self._day(self.entry.day_id)
        rows = [row.entries for row in day.rows]
        here = next(place for place, row in enumerate(rows) if self.entry in row)
        if len(rows[here]) > 1:
            # Out of the parallel entries: right before them, or right after.
            self._put_at(day, here + later)
            return
        if not later and here == 0:
            raise Refused("It is the first of its day. Move it to another day instead.")
        if later and here == len(rows) - 1:
            raise Refused("It is the last of its day. Move it to another day instead.")
        self._put_at(day, here + (1 if later else -1))

    def _put(self, day: TimetableDay, *, before: str | None) -> None:
        others = [[one.uid for one in row.entries if one.uid != self.entry.uid] for row in day.rows]
        rows = [row for row in others if row]
        index = next((place for place, row in enumerate(rows) if before in row), len(rows))
        self._put_at(day, index)

    def _put_at(self, day: TimetableDay, index: int) -> None:
        plan = placed(day, self.entry, index)
        self.slot.day_id = day.id
        self.slot.parallel_group = None
        self.slot.revision = self.draft.revision
        for uid, (starts, ends) in plan.hours.items():
            _set_hours(self.slots[uid], starts, ends, self.draft)
        # The same places as before, given out anew: nobody else's entry gets another number.
        numbers = sorted(self.slots[uid].position for uid in plan.order)
        for uid, number in zip(plan.order, numbers, strict=True):
            self.slots[uid].position = number

    def _to_day(self, day: TimetableDay) -> None:
        if day.id == self.entry.day_id:
            raise Refused("It is on this day already.")
        self.slot.day_id = day.id
        self.slot.revision = self.draft.revision

    def _beside(self, target: Entry) -> None:
        if target.uid == self.entry.uid:
            raise Refused("An entry cannot run side by side with itself. Choose another one.")
        if target.starts is None:
            raise Refused("That entry has no time yet. Give it one first.")
        row = next(row for day in self.timetable.days for row in day.rows if target in row.entries)
        groups = [one.parallel_group for one in row.entries if one.parallel_group]
        group = groups[0] if groups else _free_label(self.timetable.entries)
        for one in row.entries:
            if one.parallel_group != group:
                self.slots[one.uid].parallel_group = group
                self.slots[one.uid].revision = self.draft.revision
        ends = target.ends
        if self.entry.starts is not None and self.entry.ends is not None:
            by = minutes(target.starts) - minutes(self.entry.starts)
            ends = shifted(self.entry, by)[1]
        self.slot.day_id = target.day_id
        self.slot.parallel_group = group
        _set_hours(self.slot, target.starts, ends, self.draft)

    def _day(self, day_id: int) -> TimetableDay:
        for day in self.timetable.days:
            if day.id == day_id:
                return day
        raise NotFound("This day is no longer in the draft. Go back to the agenda.")


def _refuse_changed(slot: Slot, entry: Entry, revision: int) -> None:
    if slot.revision > revision:
        raise Refused(
            "Somebody else changed “{name}” while you were looking at it. "
            "Look at it again; nothing was moved.",
            name=entry.name,
        )


def _slots(db: Writing, draft: Agenda) -> dict[str, Slot]:
    return {
        slot.uid: slot for slot in db.exec(select(Slot).where(Slot.agenda_id == draft.key)).all()
    }


def _set_hours(slot: Slot, starts: time | None, ends: time | None, draft: Agenda) -> None:
    if (slot.starts, slot.ends) != (starts, ends):
        slot.starts, slot.ends, slot.revision = starts, ends, draft.revision


def _follow(slot: Slot, end: int, draft: Agenda) -> None:
    """An end that was only ever the start of what follows, unless that now begins before it."""
    assert slot.starts is not None
    if end > minutes(slot.starts):
        _set_hours(slot, slot.starts, time(end // 60 % 24, end % 60), draft)


def _free_label(entries: Iterable[Entry]) -> str:
    taken = {entry.parallel_group for entry in entries}
    names: tuple[str, ...] = (
        *ascii_uppercase,
        *(f"A{number}" for number in range(1, len(taken) + 2)),
    )
    return next(name for name in names if name not in taken)


def _entry(timetable: Timetable, uid: str) -> Entry:
    for entry in timetable.entries:
        if entry.uid == uid:
            return entry
    raise NotFound("This entry is no longer in the draft. Go back to the agenda.")


def _number(text: str) -> int:
    if text.isdecimal() and len(text) < 10:
        return int(text)
    raise BadInput("Choose where the entry goes.", field="place")
