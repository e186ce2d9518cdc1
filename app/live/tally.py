"""What the rooms of one process have sent so far; knows nobody and no board."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Tally:
    """Counts that only grow. Written on the event loop, read from anywhere."""

    frames: int = 0  # changes of boards written to phones in step
    snapshots: int = 0  # whole boards written to phones that had missed too much
    late: int = 0  # times that a phone could not take a change at once
