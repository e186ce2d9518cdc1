"""Carries the changes of boards to everybody connected; knows boards only by number.

Told "board 12 is at 412" after a commit, it holds a round for that board: the source renders once
per audience and language, off the event loop, and the same bytes go to every phone.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

from app.live import codes
from app.live.audiences import Audience
from app.live.connections import Connection
from app.live.frames import clock_frame, presence_frame
from app.live.rooms import Room
from app.live.rounds import hold_round, write_to_all
from app.live.source import BoardSource
from app.live.tally import Tally

TICK = 0.04  # seconds between two rounds of a board: what comes in meanwhile goes out together
POLL = 5.0  # seconds between two looks at the heads, for notices that were lost
PRESENCE = 1.0  # seconds between two counts of the people here
BEAT = 20.0  # seconds between two signs of life, by which a phone notices a dead link
EMPTY = 600.0  # seconds an empty room is kept, so that a room of sleeping phones resumes cheaply
RETRY = 1.0  # seconds after a round failed

T = TypeVar("T")

_log = logging.getLogger("plenary.live")


class Broadcaster:
    """Rooms of one process. `told`, `kick`, `close_board` and `look` may be called from any
    thread; the rest belongs to the event loop on which `start` was awaited."""

    def __init__(
        self, source: BoardSource, *, now: Callable[[], datetime], poll: float = POLL
    ) -> None:
        self._source = source
        self._now = now
        self._poll = poll
        self.tally = Tally()
        self._rooms: dict[int, Room] = {}
        self._people: dict[str, set[Connection]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._minders: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to serve, on the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="plenary-live")
        self._minders = [
            asyncio.create_task(self._every(PRESENCE, self._say_presence)),
            asyncio.create_task(self._every(self._poll, self._look_everywhere)),
            asyncio.create_task(self._every(BEAT, self._beat)),
        ]

    async def shutdown(self) -> None:
        """Send everybody away with 1012 (they come back by themselves) and stop."""
        for room in self._rooms.values():
            for connection in room.connections():
                connection.close(codes.RESTART)
        tasks = [*self._minders, *(room.worker for room in self._rooms.values() if room.worker)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._rooms.clear()
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
        self._loop = None

    def told(self, board_id: int, seq: int) -> None:
        """Board `board_id` is at `seq`, and that is committed. Repeats and disorder do no harm."""
        self._soon(self._take_notice, board_id, seq)

    def look(self) -> None:
        """Notices may have been lost: look at the head of every board somebody listens to."""
        self._soon(self._look_everywhere)

    def kick(self, person_key: str, code: int = codes.NOT_A_MEMBER) -> None:
        """Close every feed of this person, now."""
        self._soon(self._send_away, person_key, code)

    def close_board(self, board_id: int, code: int = codes.BOARD_CLOSED) -> None:
        """End the feeds of this board for good."""
        self._soon(self._empty, board_id, code)

    def subscribe(
        self,
        connection: Connection,
        board_id: int,
        audience: Audience,
        language: str,
        person_key: str | None,
    ) -> None:
        """Seat a connection that was authorised, and give it the server's clock. It is sent
        frames from the moment it says by `resume` where it stands."""
        room = self._rooms.get(board_id)
        if room is None:
            room = self._rooms[board_id] = Room(board_id, self.tally)
            room.worker = asyncio.create_task(self._serve(room))
        connection.stream = room.stream(audience, language)
        connection.person_key = person_key
        connection.drained = self._has_drained
        connection.stream.connections.add(connection)
        if person_key is not None:
            self._people.setdefault(person_key, set()).add(connection)
        room.presence_changed = True
        room.left_at = None
        if connection.ready:
            connection.write(clock_frame(self._now()))
            if room.presence_said is not None:
                connection.write(presence_frame(room.presence_said))

    def unsubscribe(self, connection: Connection) -> None:
        """Forget a connection; a second time does no harm."""
        stream = connection.stream
        if stream is None:
            return
        connection.stream = None
        stream.connections.discard(connection)
        room = stream.room
        room.presence_changed = True
        if not room.listened_to():
            room.left_at = asyncio.get_running_loop().time()
        if connection.person_key is not None:
            theirs = self._people.get(connection.person_key, set())
            theirs.discard(connection)
            if not theirs:
                self._people.pop(connection.person_key, None)

    def resume(self, connection: Connection, seq: int) -> None:
        """It has seen everything up to `seq` (-1: nothing). The head is read after this, hence
        after it was seated, so that no change falls between the two."""
        if connection.stream is None:
            return
        room = connection.stream.room
        connection.sent = seq
        room.resuming.add(connection)
        room.wake.set()

    def present(self, board_id: int) -> int:
        """How many people have this board open in this process."""
        room = self._rooms.get(board_id)
        return room.people() if room is not None else 0

    def listening(self) -> tuple[int, int]:
        """How many boards somebody listens to in this process, and how many feeds there are."""
        rooms = [room for room in tuple(self._rooms.values()) if room.listened_to()]
        return len(rooms), sum(len(tuple(room.connections())) for room in rooms)

    def _soon(self, call: Callable[..., None], *arguments: object) -> None:
        loop = self._loop
        if loop is None or loop.is_closed():
            return  # not serving (a command line, a test): nobody is connected
        try:
            loop.call_soon_threadsafe(call, *arguments)
        except RuntimeError:
            return  # the loop closed between the two lines: everybody is gone

    def _take_notice(self, board_id: int, seq: int) -> None:
        room = self._rooms.get(board_id)
        if room is not None and seq > room.told:
            room.told = seq
            room.wake.set()

    def _look_everywhere(self) -> None:
        now = asyncio.get_running_loop().time()
        for room in tuple(self._rooms.values()):
            if room.left_at is None:
                room.look = True
                room.wake.set()
            elif now - room.left_at > EMPTY and room.worker is not None:
                room.worker.cancel()
                del self._rooms[room.board_id]

    def _send_away(self, person_key: str, code: int) -> None:
        for connection in tuple(self._people.get(person_key, ())):
            connection.close(code)
            self.unsubscribe(connection)

    def _empty(self, board_id: int, code: int) -> None:
        room = self._rooms.get(board_id)
        for connection in room.connections() if room is not None else ():
            connection.close(code)
            self.unsubscribe(connection)

    def _has_drained(self, connection: Connection) -> None:
        if connection.stream is not None:
            room = connection.stream.room
            room.drained.add(connection)
            room.wake.set()

    async def _serve(self, room: Room) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await room.wake.wait()
            # The first change after a pause goes out at once, the next ones together.
            await asyncio.sleep(max(0.0, room.next_round - loop.time()))
            room.wake.clear()
            room.next_round = loop.time() + TICK
            try:
                await hold_round(room, self._source, self._in_thread)
            except Exception:  # noqa: BLE001 - whatever the source raises, the room goes on
                _log.exception("Board %s could not be read; trying again.", room.board_id)
                room.next_round = loop.time() + RETRY
                room.wake.set()

    def _in_thread(self, call: Callable[[], T], /) -> Awaitable[T]:
        return asyncio.get_running_loop().run_in_executor(self._threads, call)

    async def _every(self, seconds: float, call: Callable[[], Awaitable[None] | None]) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                waiting = call()
                if waiting is not None:
                    await waiting
            except Exception:  # noqa: BLE001 - one bad turn must not end the duty
                _log.exception("A regular duty of the live boards failed; it goes on.")

    async def _say_presence(self) -> None:
        for room in tuple(self._rooms.values()):
            if not room.presence_changed:
                continue
            room.presence_changed = False
            people = room.people()
            if people != room.presence_said:
                room.presence_said = people
                await write_to_all(room.connections(), presence_frame(people))

    async def _beat(self) -> None:
        for room in tuple(self._rooms.values()):
            await write_to_all(room.connections(), clock_frame(self._now()))
