"""Days of the draft: added, dated, given a theme, removed while nothing takes place on them."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.drafts import add_day, draft_for_update
from app.agenda.forms import DayForm, NewDayForm
from app.agenda.history import recorded
from app.agenda.models import Agenda, Day, Slot
from app.db import Writing
from app.delegations.rights import Person
from app.errors import BadInput, NotFound, Refused, StaleWrite
from app.events.models import Event


def put_in_day(db: Writing, event: Event, form: NewDayForm, *, by: Person | None) -> int:
    """Add a day on which nothing takes place yet; returns its id."""
    draft = draft_for_update(db, event, by=by)
    on, theme = form.checked()
    _refuse_taken(db, draft, on)
    draft.revision += 1
    with recorded(db, draft, "add day", by=by):
        day = add_day(db, draft, on)
        day.theme, day.revision = theme, draft.revision
    return day.key


def change_day(db: Writing, event: Event, day_id: int, form: DayForm, *, by: Person | None) -> None:
    """Give a day of the draft its date and theme; all its entries move along."""
    draft = draft_for_update(db, event, by=by)
    day = day_for_update(db, draft, day_id)
    on, theme = form.checked()
    if day.revision > form.base_revision():
        theirs = f"{day.on or day.written} {day.theme}".strip()
        yours = f"{on} {theme}".strip()
        raise StaleWrite(base="", theirs=theirs, yours=yours, revision=draft.revision)
    _refuse_taken(db, draft, on, but=day_id)
    draft.revision += 1
    with recorded(db, draft, "change day", by=by):
        if day.on != on:
            slots = sa.update(Slot).where(col(Slot.day_id) == day.key)
            db.exec(slots.values(revision=draft.revision))
        day.on, day.theme, day.revision = on, theme, draft.revision


def remove_day(db: Writing, event: Event, day_id: int, *, by: Person | None) -> None:
    """Take an empty day out of the draft; Refused while something takes place on it."""
    draft = draft_for_update(db, event, by=by)
    day = day_for_update(db, draft, day_id)
    if db.exec(select(Slot.id).where(Slot.day_id == day.key)).first() is not None:
        raise Refused("Something takes place on this day. Move its entries to another day first.")
    draft.revision += 1
    with recorded(db, draft, "remove day", by=by):
        db.delete(day)


def day_for_update(db: Writing, draft: Agenda, day_id: int) -> Day:
    """This day of the (locked) draft, or NotFound."""
    day = db.exec(select(Day).where(Day.id == day_id, Day.agenda_id == draft.key)).first()
    if day is None:
        raise NotFound("This day is no longer in the draft. Go back to the agenda.")
    return day


def _refuse_taken(db: Writing, draft: Agenda, on: date, *, but: int | None = None) -> None:
    same = select(Day.id).where(Day.agenda_id == draft.key, Day.on == on, Day.id != but)
    if but is None:
        same = select(Day.id).where(Day.agenda_id == draft.key, Day.on == on)
    if db.exec(same).first() is not None:
        raise BadInput("The agenda has this day already. Choose another date.", field="on")
