"""All events at a glance: when each takes place by its newest published version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.models import Agenda, Day
from app.clock import now
from app.db import Reading
from app.events.models import Event
from app.events.stages import Stage, stage_of


@dataclass(frozen=True)
class EventAtAGlance:
    """An event with its first and last published day; None before anything is published."""

    event: Event
    first: date | None
    last: date | None

    @property
    def stage(self) -> Stage:
        """Where it stands today, by its published days."""
        today = now().astimezone(ZoneInfo(self.event.zone)).date()
        return stage_of(self.first, self.last, today)


def events_at_a_glance(db: Reading) -> Sequence[EventAtAGlance]:
    """All events in two queries: what is on first, then what comes, then what was, newest first."""
    newest = (
        select(Agenda.event_id, sa.func.max(Agenda.number).label("number"))
        .group_by(col(Agenda.event_id))
        .subquery()
    )
    days = {
        event_id: (first, last)
        for event_id, first, last in db.exec(
            select(Agenda.event_id, sa.func.min(Day.on), sa.func.max(Day.on))
            .join(Day, col(Day.agenda_id) == col(Agenda.id))
            .join(
                newest,
                sa.and_(
                    newest.c.event_id == col(Agenda.event_id),
                    newest.c.number == col(Agenda.number),
                ),
            )
            .group_by(col(Agenda.event_id))
        )
    }
    events = db.exec(select(Event).order_by(col(Event.slug))).all()
    listed = [EventAtAGlance(one, *days.get(one.key, (None, None))) for one in events]
    order = [Stage.RUNNING, Stage.BEFORE, Stage.ANNOUNCED, Stage.CONCLUDED]
    return sorted(
        listed,
        key=lambda one: (order.index(one.stage), -(one.first or date.min).toordinal()),
    )
