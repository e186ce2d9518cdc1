"""Where an event stands: announced, ahead, running, concluded. Pure; is told days and moment."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Stage(StrEnum):
    """The four stages by which an event's front page is made."""

    ANNOUNCED = "announced"
    BEFORE = "before"
    RUNNING = "running"
    CONCLUDED = "concluded"


def stage_of(
    first: date | None, last: date | None, today: date, *, is_adopted: bool = False
) -> Stage:
    """The stage on `today`, a date in the event's zone.

    `first` and `last` are the days of the newest published version, None where nothing takes
    place yet. Conclusions adopted on the last day conclude it, earlier ones do not: there is more
    to come.
    """
    if first is None or last is None:
        return Stage.CONCLUDED if is_adopted else Stage.ANNOUNCED
    if today < first:
        return Stage.BEFORE
    if today > last or (is_adopted and today == last):
        return Stage.CONCLUDED
    return Stage.RUNNING
