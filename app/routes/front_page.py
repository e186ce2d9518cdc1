"""What an event's front page shows beside its agenda: by stage, and by what the reader may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from app.agenda.joining import joining_links
from app.agenda.timetable import Timetable
from app.benchmarks.queries import public_title
from app.clock import now
from app.db import Reading
from app.delegations.numbers import Numbers, numbers_of
from app.delegations.rights import Action, Person, may
from app.delegations.visibility import may_read_names
from app.events.models import Event
from app.events.stages import Stage, stage_of
from app.recommendations.following_up.queries import is_shown
from app.recommendations.outcome import Outcome, Standing, outcome_of, standing_of
from app.sessions.models import Step
from app.sessions.open_now import open_boards
from app.summary.queries import has_summary


@dataclass(frozen=True)
class Front:
    """An event's stage and what goes with it; what a stage does not show is empty."""

    stage: Stage
    today: date
    first: date | None
    numbers: Numbers
    conclusions: Standing | None
    outcome: Outcome | None = None
    # Event session's address → step, of boards that are open now.
    boards: dict[str, Step] = field(default_factory=dict)
    joining_url: str = ""
    is_podium: bool = False
    may_list: bool = False
    has_summary: bool = False
    # Whether everybody may read what becomes of the conclusions.
    has_follow_up: bool = False
    # The title of a study that everybody may read; it has no entry in the public's navigation.
    study: str | None = None

    @property
    def days_to_go(self) -> int:
        """How many days it is until the first one; 0 from then on."""
        return max((self.first - self.today).days, 0) if self.first else 0

    @property
    def day_number(self) -> int:
        """Which day of the event this is, from 1; meant while it is running."""
        return (self.today - self.first).days + 1 if self.first else 0


def front_of(db: Reading, event: Event, timetable: Timetable | None, *, by: Person | None) -> Front:
    """The front page of `event` as this reader sees it; seven statements before adoption."""
    dates = timetable.dates if timetable else ()
    first, last = (dates[0], dates[-1]) if dates else (None, None)
    conclusions = standing_of(db, event, by=by)
    is_adopted = conclusions is not None and conclusions.adopted_at is not None
    today = now().astimezone(ZoneInfo(event.zone)).date()
    stage = stage_of(first, last, today, is_adopted=is_adopted)
    is_running = stage is Stage.RUNNING
    return Front(
        stage=stage,
        today=today,
        first=first,
        numbers=numbers_of(db, event, by=by),
        conclusions=conclusions,
        outcome=outcome_of(db, event, by=by) if is_adopted else None,
        boards=open_boards(db, event, by=by) if is_running else {},
        joining_url="" if stage is Stage.CONCLUDED else joining_links(db, event, by=by).event,
        is_podium=may(by, Action.SHOW_PROJECTOR, event_id=event.key),
        may_list=may_read_names(event, by),
        has_summary=has_summary(db, event),
        has_follow_up=is_adopted and is_shown(db, event),
        study=public_title(db, event),
    )
