"""The speakers' list as it is read: plain values, the same for pages and frames.

Times are absolute, never "seconds left from now": what is rendered twice is the same twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.sessions.speakers_models import SECONDS, FloorKind, SpeakersOrder


@dataclass(frozen=True)
class SpeakerView:
    """A request. `by` is as whose it is shown, None where nobody is named; `number` counts them."""

    id: int
    number: int
    kind: FloorKind
    by: str | None
    participant_id: int | None
    ticket_hash: str


@dataclass(frozen=True)
class Speaking:
    """Who has the floor. Seconds; `running_since` is None in a pause."""

    speaker: SpeakerView
    allotted: int
    spoken: int
    running_since: datetime | None

    @property
    def left(self) -> int:
        """The seconds left when the clock last stood still; negative when they are over."""
        return self.allotted - self.spoken

    @property
    def ends_at(self) -> datetime | None:
        """When the time is over; None in a pause."""
        return self.running_since + timedelta(seconds=self.left) if self.running_since else None


@dataclass(frozen=True)
class SpeakingTime:
    """How long and how often a delegation (or sector) spoke; who speaks now is not counted yet."""

    by: str
    seconds: int
    turns: int


@dataclass(frozen=True)
class FloorView:
    """The speakers' list of a board."""

    is_open: bool = True
    order: SpeakersOrder = SpeakersOrder.AS_ASKED
    seconds: int = SECONDS
    speaking: Speaking | None = None
    waiting: tuple[SpeakerView, ...] = ()
    times: tuple[SpeakingTime, ...] = ()

    @property
    def in_use(self) -> bool:
        """Whether there is anything to show to the room."""
        return bool(self.speaking or self.waiting or self.times)
