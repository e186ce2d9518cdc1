"""What the broadcaster needs from whoever owns the boards; knows no table and no template."""

from typing import Protocol

from app.live.audiences import Audience
from app.live.frames import Frame


class BoardSource(Protocol):
    """Reads boards. Every method may be called in a worker thread and opens its own `db`."""

    def head(self, board_id: int) -> int:
        """The number of the last committed change; 0 for a board without changes."""
        ...

    def changes_since(
        self, board_id: int, seq: int, audience: Audience, language: str
    ) -> list[Frame]:
        """One frame for every number after `seq` up to the head at the time of reading, in order
        and without gaps. Each carries the full state of what changed, as it is now; what this
        audience may not see is `Frame(seq, None)`."""
        ...

    def snapshot(self, board_id: int, audience: Audience, language: str) -> Frame:
        """The whole board, `snapshot=True`. Its number is read in the same transaction as its
        rows, or before them, never after."""
        ...
