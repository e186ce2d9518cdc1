"""One phone's open feed and its two writers; knows no board's content and no rights.

`DirectConnection` writes ready bytes to the transport the server offers. `QueuedConnection` is
the way through any ASGI server: a bounded queue and one writer task. Neither ever waits for a
slow phone: `ready` says whether it can take more, `drained` is called when it can again.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from app.live.frames import Wire

if TYPE_CHECKING:
    from app.live.rooms import Stream

EXTENSION = "plenary.transport"
LINGER = 1.0  # seconds a closing phone has to answer before it is cut off
QUEUE_LIMIT = 64  # messages waiting on the fallback path

T = TypeVar("T")


class ReadyTransport(Protocol):
    """What a server offers in `scope["extensions"][EXTENSION]`."""

    on_drain: Callable[[], None] | None

    @property
    def can_write(self) -> bool: ...

    @property
    def deflates(self) -> bool: ...

    def write_ready(self, data: bytes) -> None: ...

    def close_ready(self, code: int, reason: str) -> None: ...


class Connection(ABC):
    """A feed's place: what it has been sent, and whether it takes more.

    `sent` is the last number written to it; None until it has said where it stands.
    """

    __slots__ = ("behind", "closed", "drained", "person_key", "sent", "stream")

    def __init__(self) -> None:
        self.stream: Stream | None = None
        self.person_key: str | None = None
        self.sent: int | None = None
        self.behind = False
        self.closed = False
        self.drained: Callable[[Connection], None] | None = None

    @property
    @abstractmethod
    def ready(self) -> bool:
        """True when it is open and takes more without waiting."""

    @abstractmethod
    def write(self, wire: Wire) -> None:
        """Hand over messages; never waits. Only when `ready`."""

    @abstractmethod
    def close(self, code: int, reason: str = "") -> None:
        """Nothing more is sent; the phone is told, and cut off after `LINGER` at the latest."""

    def until_gone(self, receive: Awaitable[T]) -> Awaitable[T | None]:
        """What `receive` brings, or None when the feed was cut off meanwhile."""
        return receive

    async def finish(self) -> None:
        """Put away what the feed holds; called once, when its endpoint ends."""
        self.closed = True

    def _has_drained(self) -> None:
        if self.behind and not self.closed and self.drained is not None:
            self.behind = False
            self.drained(self)


class DirectConnection(Connection):
    """Writes the shared bytes straight to the transport."""

    __slots__ = ("_packed", "_transport")

    def __init__(self, transport: ReadyTransport) -> None:
        super().__init__()
        self._transport = transport
        self._packed = transport.deflates
        transport.on_drain = self._has_drained

    @property
    def ready(self) -> bool:
        return not self.closed and self._transport.can_write

    def write(self, wire: Wire) -> None:
        self._transport.write_ready(wire.packed if self._packed else wire.plain)

    def close(self, code: int, reason: str = "") -> None:
        if not self.closed:
            self.closed = True
            self._transport.close_ready(code, reason)

    async def finish(self) -> None:
        self.closed = True
        self._transport.on_drain = None


class QueuedConnection(Connection):
    """One bounded queue and one writer over ordinary ASGI `send`."""

    __slots__ = ("_close", "_closing", "_gone", "_send", "_texts", "_wake", "_writer")

    def __init__(
        self,
        send: Callable[[str], Awaitable[None]],
        close: Callable[[int, str], Awaitable[None]],
    ) -> None:
        super().__init__()
        self._send = send
        self._close = close
        self._texts: deque[str] = deque()
        self._wake = asyncio.Event()
        self._gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._closing: tuple[int, str] | None = None
        self._writer = asyncio.create_task(self._write_out())

    @property
    def ready(self) -> bool:
        return not self.closed and len(self._texts) < QUEUE_LIMIT

    def write(self, wire: Wire) -> None:
        self._texts.extend(wire.texts)
        self._wake.set()

    def close(self, code: int, reason: str = "") -> None:
        if self.closed:
            return
        self.closed = True
        self._closing = (code, reason)
        self._texts.clear()
        self._wake.set()
        asyncio.get_running_loop().call_later(LINGER, self._cut_off)

    async def until_gone(self, receive: Awaitable[T]) -> T | None:
        receiving = asyncio.ensure_future(receive)
        try:
            await asyncio.wait((receiving, self._gone), return_when=asyncio.FIRST_COMPLETED)
            return receiving.result() if receiving.done() else None
        finally:
            receiving.cancel()

    async def finish(self) -> None:
        self.closed = True
        self._cut_off()
        await asyncio.gather(self._writer, return_exceptions=True)

    def _cut_off(self) -> None:
        self._writer.cancel()
        if not self._gone.done():
            self._gone.set_result(None)

    async def _write_out(self) -> None:
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._texts:
                    await self._send(self._texts.popleft())
                if self._closing is not None:
                    await self._close(*self._closing)
                    return
                self._has_drained()
        except Exception:  # noqa: BLE001 - servers differ in what they raise here
            # The phone went away while it was written to: its endpoint learns it by `until_gone`.
            self._cut_off()


def offered_transport(scope: Any) -> ReadyTransport | None:
    """The transport the server offers with this connection, or None on an ordinary server."""
    transport: ReadyTransport | None = (scope.get("extensions") or {}).get(EXTENSION)
    return transport
