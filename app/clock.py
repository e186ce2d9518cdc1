"""The only place that asks the system what time it is.

The clock can be moved for rehearsals and for the demo (`PLENARY_STARTS_AT`): everything that asks
for the time then sees the moved one. Knows nothing of time zones of events.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_shift = timedelta()


def now() -> datetime:
    """The present moment, timezone-aware, in UTC, to the microsecond."""
    return datetime.now(UTC) + _shift


def start_at(moment: datetime | None) -> None:
    """Let the clock run on from `moment` (timezone-aware); None puts it right again."""
    global _shift
    _shift = moment - datetime.now(UTC) if moment else timedelta()


def is_moved() -> bool:
    """Whether the clock shows another time than the system's."""
    return bool(_shift)
