"""The same frames where sockets do not get through: Server-Sent Events, and answers to polls.

Both sit in the broadcaster's rooms like a socket and are kicked like one. Knows no rights: the
route authorised the reader.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.live import codes
from app.live.audiences import Audience
from app.live.broadcaster import Broadcaster
from app.live.connections import Connection, QueuedConnection
from app.live.frames import Wire

RETRY = 2000  # milliseconds a browser waits before it opens a lost stream again

# Proxies that hold back the beginning of an answer hold back a comment instead of a frame.
_OPENING = b":" + b" " * 2048 + f"\nretry: {RETRY}\n\n".encode()
_NUMBER = re.compile(r'\{"seq":(\d+)')
STREAM_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",
}


@dataclass(frozen=True)
class Listening:
    """Who listens to which board from where on.

    `after` is the last number seen (-1: nothing). `still_allowed` is asked once more, after the
    connection was seated, as for sockets.
    """

    board_id: int
    audience: Audience
    language: str
    person_key: str | None
    after: int
    still_allowed: Callable[[], Awaitable[bool]]


class EventStream(Response):
    """Frames as Server-Sent Events (HTML Living Standard, 9.2), each with its number as id.

    It ends by itself after `seconds`: the browser comes back with the last number it has, and its
    rights are checked again. An event `end` carries the close code of a feed that was ended.
    """

    def __init__(self, broadcaster: Broadcaster, listening: Listening, *, seconds: float) -> None:
        super().__init__(headers=STREAM_HEADERS)
        del self.headers["content-length"]
        self._broadcaster = broadcaster
        self._listening = listening
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve until either side ends it."""
        await send(
            {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        )
        await send({"type": "http.response.body", "body": _OPENING, "more_body": True})

        async def send_event(text: str) -> None:
            await send({"type": "http.response.body", "body": as_event(text), "more_body": True})

        async def end(code: int, _reason: str) -> None:
            last = f"event: end\ndata: {code}\n\n".encode()
            await send({"type": "http.response.body", "body": last, "more_body": False})

        connection = QueuedConnection(send_event, end)
        timer = asyncio.get_running_loop().call_later(
            self._seconds, connection.close, codes.RESTART
        )
        try:
            await _seat(self._broadcaster, connection, self._listening)
            while True:
                message = await connection.until_gone(receive())
                if message is None or message["type"] == "http.disconnect":
                    return
        finally:
            timer.cancel()
            self._broadcaster.unsubscribe(connection)
            await connection.finish()


def as_event(text: str) -> bytes:
    """One message as an event. The text is one line: JSON escapes line ends."""
    number = _NUMBER.match(text)
    return (f"id: {number[1]}\n" if number else "").encode() + f"data: {text}\n\n".encode()


class PolledConnection(Connection):
    """Keeps what is written to it for one answer."""

    __slots__ = ("code", "come", "texts")

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.code: int | None = None
        self.come = asyncio.Event()

    @property
    def ready(self) -> bool:
        return not self.closed

    def write(self, wire: Wire) -> None:
        self.texts.extend(wire.texts)
        if any(_NUMBER.match(text) for text in wire.texts):
            self.come.set()

    def close(self, code: int, reason: str = "") -> None:
        self.closed = True
        self.code = code
        self.texts.clear()
        self.come.set()


async def polled(broadcaster: Broadcaster, listening: Listening, *, wait: float) -> str:
    """`{"messages": […], "closed": code or null}` as soon as a frame comes, at most after `wait`
    seconds. Every message is what a socket would have been sent."""
    connection = PolledConnection()
    try:
        await _seat(broadcaster, connection, listening)
        # Without news the answer says so, and the phone asks again.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(connection.come.wait(), wait)
    finally:
        broadcaster.unsubscribe(connection)
        await connection.finish()
    closed = "null" if connection.code is None else str(connection.code)
    return f'{{"messages":[{",".join(connection.texts)}],"closed":{closed}}}'


async def _seat(broadcaster: Broadcaster, connection: Connection, listening: Listening) -> None:
    broadcaster.subscribe(
        connection,
        listening.board_id,
        listening.audience,
        listening.language,
        listening.person_key,
    )
    if not await listening.still_allowed():
        connection.close(codes.NOT_A_MEMBER)
    broadcaster.resume(connection, max(listening.after, -1))
