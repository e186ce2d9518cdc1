"""uvicorn's WebSocket protocol with its transport on offer; knows no board and no route.

Leans on the insides of uvicorn 0.54's sans-IO implementation (uvicorn is pinned for that).
Under another server, or without this class, `QueuedConnection` takes its place.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.extensions.permessage_deflate import (
    PerMessageDeflate,
    ServerPerMessageDeflateFactory,
)
from websockets.server import ServerProtocol

from app.live.connections import EXTENSION, LINGER
from app.live.frames import WINDOW_BITS

MAX_MESSAGE = 16 * 1024  # bytes a phone may send in one message
PING = 20.0  # seconds between pings, and to wait for the answer


def server_options() -> dict[str, Any]:
    """What `uvicorn.Config` needs so that boards are written to directly."""
    return {
        "ws": ReadyProtocol,
        "ws_max_size": MAX_MESSAGE,
        "ws_ping_interval": PING,
        "ws_ping_timeout": PING,
        "ws_per_message_deflate": True,
    }


class ReadyProtocol(WebSocketsSansIOProtocol):
    """Offers itself as `ReadyTransport` in the ASGI scope's extensions."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.on_drain: Callable[[], None] | None = None
        # Neither side keeps a window between messages: one compressed frame is then valid for
        # every phone, and a silent socket costs no zlib memory.
        shared = ServerPerMessageDeflateFactory(
            server_no_context_takeover=True, client_no_context_takeover=True
        )
        self.conn = ServerProtocol(
            extensions=[shared] if config.ws_per_message_deflate else [],
            max_size=min(config.ws_max_size, MAX_MESSAGE),
            logger=logging.getLogger("uvicorn.error"),
        )

    @property
    def can_write(self) -> bool:
        """Open and below the transport's high-water mark."""
        return (
            self.writable.is_set()
            and self.handshake_complete
            and not self.close_sent
            and not self.disconnected
            and not self.transport.is_closing()
        )

    @property
    def deflates(self) -> bool:
        """True when the phone reads the shared compressed bytes."""
        return any(
            isinstance(extension, PerMessageDeflate)
            and extension.local_no_context_takeover
            and extension.local_max_window_bits >= WINDOW_BITS
            for extension in self.conn.extensions
        )

    def write_ready(self, data: bytes) -> None:
        """Write whole frames as they are; never waits. Only when `can_write`."""
        self.transport.write(data)

    def close_ready(self, code: int, reason: str) -> None:
        """Send the close frame; cut off when it is not answered within `LINGER` seconds."""
        if self.close_sent or self.disconnected or self.transport.is_closing():
            return
        self.stop_keepalive()
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        # Not close(): that waits for the buffer, which a silent phone never empties.
        self.close_timer = self.loop.call_later(LINGER, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.on_drain is not None:
            self.on_drain()

    def keepalive_timeout(self) -> None:
        """A missed pong: the phone is gone, and its full buffer with it."""
        self.pong_timer = None
        self.pending_ping_payload = None
        self.close_sent = True
        self.transport.abort()

    def shutdown(self) -> None:
        super().shutdown()
        self.loop.call_later(LINGER, self.transport.abort)

    async def run_asgi(self) -> None:
        extensions = cast("dict[str, Any]", self.scope["extensions"])
        extensions[EXTENSION] = self
        await super().run_asgi()
