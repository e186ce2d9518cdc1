"""One round of a room: read what is new, render it once per stream, bring everybody up to date.

Everything sent to a room is sent from here, one round at a time, so numbers never overtake each
other. Knows the source only by its protocol.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from app.live.connections import Connection
from app.live.frames import Frame, Wire
from app.live.rooms import RING, Room, Stream
from app.live.source import BoardSource

BREATH = 250  # phones written to before the event loop gets a turn
CHUNK = 32  # missed frames joined into one write
# What a feed has seen that counts from another history (the database was put back from a backup,
# or the phone asks for everything): no ring reaches so far, so it is given the snapshot.
NOTHING = -1

T = TypeVar("T")
News = int | list[Frame]  # the frames after a stream's head, or the number it starts afresh at


class InThread(Protocol):
    """Runs a call off the event loop."""

    def __call__(self, call: Callable[[], T], /) -> Awaitable[T]: ...


_log = logging.getLogger("plenary.live")


async def hold_round(room: Room, source: BoardSource, in_thread: InThread) -> None:
    """Take up what is new and write it. When the source fails, all wait for the next round."""
    resuming, room.resuming = room.resuming, set()
    drained, room.drained = room.drained, set()
    look, room.look = room.look or bool(resuming), False
    late: set[Connection] = set(drained)
    try:
        streams = room.listened_to()
        if look or any(stream.head is None or stream.head < room.told for stream in streams):
            news = await _read(room, source, in_thread, streams, look)
            for stream, frames in news:
                late |= await _take_up(stream, frames)
        for connection in resuming:
            if (connection.sent or 0) > _head_of(connection):
                connection.sent = NOTHING
        await _bring_up(resuming | late, source, in_thread)
    except BaseException:
        room.resuming |= resuming
        room.drained |= late
        room.look = True
        raise


async def write_to_all(connections: Iterable[Connection], wire: Wire) -> None:
    """Write an unnumbered message to everybody who can take it; the others do without."""
    for count, connection in enumerate(connections, 1):
        if connection.ready:
            connection.write(wire)
        if count % BREATH == 0:
            await asyncio.sleep(0)


async def _read(
    room: Room,
    source: BoardSource,
    in_thread: InThread,
    streams: Sequence[Stream],
    look: bool,
) -> list[tuple[Stream, News]]:
    """In order: the frames after a stream's head, or the number at which it starts afresh."""
    plan = [(stream, stream.head, _seen(stream)) for stream in streams]
    told = None if look or any(since is None for _, since, _ in plan) else room.told

    def read() -> list[tuple[Stream, News]]:
        head = source.head(room.board_id) if told is None else told
        news: list[tuple[Stream, News]] = []
        for stream, since, seen in plan:
            if since is None:
                # The first look: begin where the phones are, so that a restarted server answers
                # a room that comes back with the few changes it missed and not with whole boards.
                since = min((seq for seq in seen if 0 <= head - seq <= RING), default=head)
                news.append((stream, since))
            # Only a number just read tells that the history is another one: a stream may well
            # be ahead of what was told.
            put_back = told is None and head < since
            if put_back or head - since > RING:
                news.append((stream, head))
            elif head > since:
                frames = source.changes_since(
                    room.board_id, since, stream.audience, stream.language
                )
                for frame in frames:
                    frame.encoded()
                news.append((stream, frames))
        return news

    return await in_thread(read)


def _seen(stream: Stream) -> list[int]:
    return [c.sent for c in stream.connections if c.sent is not None and c.sent >= 0]


async def _take_up(stream: Stream, news: News) -> set[Connection]:
    """Send to everybody in step with the stream; the others are returned."""
    if isinstance(news, int):
        put_back = stream.head is not None and news < stream.head
        stream.start_at(news)
        for connection in stream.connections:
            if put_back and (connection.sent or 0) > news:
                connection.sent = NOTHING
        return {c for c in stream.connections if c.sent is not None and c.sent != news}
    before = stream.head
    if not stream.take_up(news):
        _log.error("Board %s: the numbers of its changes leave a gap.", stream.room.board_id)
        return {c for c in stream.connections if c.sent is not None}
    if not news:
        return set()
    wire = Wire.joined(frame.encoded() for frame in news)
    head = news[-1].seq
    late: set[Connection] = set()
    written = 0
    # Never awaited per phone: the shared bytes go to every transport below its high-water mark,
    # and whoever is above it is brought up when it has drained.
    for count, connection in enumerate(tuple(stream.connections), 1):
        if connection.sent == before and connection.ready:
            connection.write(wire)
            connection.sent = head
            written += 1
        elif connection.sent is not None and connection.sent < head:
            late.add(connection)
        if count % BREATH == 0:
            await asyncio.sleep(0)
    stream.room.tally.frames += written * len(news)
    stream.room.tally.late += len(late)
    return late


async def _bring_up(connections: set[Connection], source: BoardSource, in_thread: InThread) -> None:
    """Send each what it has missed: the frames when the ring holds them, else the snapshot."""
    for count, connection in enumerate(connections, 1):
        stream, sent = connection.stream, connection.sent
        if stream is None or sent is None or connection.closed:
            continue
        # A snapshot may be newer than the stream: its holder just waits for the next number.
        missed = [] if sent > _head_of(connection) else stream.missed_since(sent)
        if missed is not None:
            _write_missed(connection, missed)
        elif not connection.ready:
            connection.behind = True
        else:
            snapshot = stream.ready_snapshot() or await _render_snapshot(stream, source, in_thread)
            _write_missed(connection, [snapshot])
            stream.room.tally.snapshots += 1
        if count % BREATH == 0:
            await asyncio.sleep(0)


def _write_missed(connection: Connection, missed: list[Frame]) -> None:
    for start in range(0, len(missed), CHUNK):
        if not connection.ready:
            connection.behind = True
            return
        chunk = missed[start : start + CHUNK]
        connection.write(Wire.joined(frame.encoded() for frame in chunk))
        connection.sent = chunk[-1].seq


async def _render_snapshot(stream: Stream, source: BoardSource, in_thread: InThread) -> Frame:
    def render() -> Frame:
        frame = source.snapshot(stream.room.board_id, stream.audience, stream.language)
        frame.encoded()
        return frame

    stream.snapshot = await in_thread(render)
    return stream.snapshot


def _head_of(connection: Connection) -> int:
    stream = connection.stream
    return stream.head or 0 if stream is not None else 0
