"""A board's room: its streams of frames and who listens; reads nothing and sends nothing."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice

from app.live.audiences import Audience
from app.live.connections import Connection
from app.live.frames import Frame
from app.live.tally import Tally

RING = 500  # frames kept per board, audience and language


class Stream:
    """The frames of one board for one audience in one language, and their listeners.

    `head` is the number of the last frame taken up, None before the first look. The ring holds
    the frames up to `head` without gaps.
    """

    __slots__ = ("_ring", "audience", "connections", "head", "language", "room", "snapshot")

    def __init__(self, room: Room, audience: Audience, language: str) -> None:
        self.room = room
        self.audience = audience
        self.language = language
        self.connections: set[Connection] = set()
        self.head: int | None = None
        self.snapshot: Frame | None = None
        self._ring: deque[Frame] = deque(maxlen=RING)

    def take_up(self, frames: Sequence[Frame]) -> bool:
        """Append frames that follow the head; False, and a fresh start, when they leave a gap."""
        if not frames:
            return True
        expected = range((self.head or 0) + 1, (self.head or 0) + 1 + len(frames))
        if self.head is None or [frame.seq for frame in frames] != list(expected):
            self.start_at(frames[-1].seq)
            return False
        self._ring.extend(frames)
        self.head = frames[-1].seq
        return True

    def start_at(self, head: int) -> None:
        """Forget the frames kept: whoever has not seen `head` needs a snapshot."""
        self._ring.clear()
        self.head = head
        if self.snapshot is not None and self.snapshot.seq > head:
            self.snapshot = None

    def missed_since(self, seq: int) -> list[Frame] | None:
        """The frames after `seq` up to the head, or None when the ring no longer holds them all."""
        head = self.head or 0
        skip = seq - (head - len(self._ring))
        return None if skip < 0 or seq > head else list(islice(self._ring, skip, None))

    def ready_snapshot(self) -> Frame | None:
        """The snapshot kept, when it is not older than the head."""
        kept = self.snapshot
        return kept if kept is not None and kept.seq >= (self.head or 0) else None


class Room:
    """One board's streams, what is known of its head, and who waits to be brought up to date."""

    def __init__(self, board_id: int, tally: Tally | None = None) -> None:
        self.board_id = board_id
        self.tally = tally or Tally()
        self.told = 0
        self.look = False
        self.resuming: set[Connection] = set()
        self.drained: set[Connection] = set()
        self.wake = asyncio.Event()
        self.next_round = 0.0
        self.worker: asyncio.Task[None] | None = None
        self.presence_changed = False
        self.presence_said: int | None = None
        self.left_at: float | None = None
        self._streams: dict[tuple[Audience, str], Stream] = {}

    def stream(self, audience: Audience, language: str) -> Stream:
        """The stream of this audience and language, made when first asked for."""
        key = (audience, language)
        if key not in self._streams:
            self._streams[key] = Stream(self, audience, language)
        return self._streams[key]

    def listened_to(self) -> list[Stream]:
        """The streams somebody listens to."""
        return [stream for stream in self._streams.values() if stream.connections]

    def connections(self) -> Iterator[Connection]:
        """Everybody connected. A copy per stream: whoever sends may lose some on the way."""
        for stream in tuple(self._streams.values()):
            yield from tuple(stream.connections)

    def people(self) -> int:
        """How many people are here: two tabs of one person count once, a projector never."""
        keys = {
            connection.person_key
            for stream in self.listened_to()
            if stream.audience is not Audience.PROJECTOR
            for connection in stream.connections
        }
        return len(keys - {None})
