"""The loop of one socket; knows no rights: the route authorised it and checked its Origin."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from app.live import codes
from app.live.audiences import Audience
from app.live.broadcaster import Broadcaster
from app.live.connections import (
    Connection,
    DirectConnection,
    QueuedConnection,
    offered_transport,
)

BURST = 20  # messages a phone may send at once; after that it is read no faster than PACE
PACE = 0.5  # seconds
JUNK_LIMIT = 50  # messages that mean nothing before the feed is closed


async def serve_socket(
    websocket: WebSocket,
    broadcaster: Broadcaster,
    board_id: int,
    audience: Audience,
    language: str,
    person_key: str | None,
    still_allowed: Callable[[], Awaitable[bool]] | None = None,
) -> None:
    """Accept a socket and keep it until either side ends it.

    `still_allowed` is asked once more, after the connection was seated:
    a right taken back between the route's check and the seat would find no feed to close.
    """
    await websocket.accept()
    connection = _connection(websocket)
    broadcaster.subscribe(connection, board_id, audience, language, person_key)
    try:
        if still_allowed is not None and not await still_allowed():
            connection.close(codes.NOT_A_MEMBER)
        await _listen(websocket, connection, broadcaster)
    finally:
        broadcaster.unsubscribe(connection)
        await connection.finish()


def resumed_at(text: str | None) -> int | None:
    """The number in `{"resume": n}`, or None when the message is something else."""
    try:
        message = json.loads(text or "")
    except (ValueError, RecursionError):
        return None
    seq = message.get("resume") if isinstance(message, dict) else None
    return seq if isinstance(seq, int) and not isinstance(seq, bool) and seq < 2**53 else None


def _connection(websocket: WebSocket) -> Connection:
    transport = offered_transport(websocket.scope)
    if transport is not None:
        return DirectConnection(transport)

    def close(code: int, reason: str) -> Awaitable[None]:
        return websocket.close(code, reason)

    return QueuedConnection(websocket.send_text, close)


async def _listen(websocket: WebSocket, connection: Connection, broadcaster: Broadcaster) -> None:
    loop = asyncio.get_running_loop()
    junk = 0
    allowance, since = float(BURST), loop.time()
    while True:
        try:
            message: Any = await connection.until_gone(websocket.receive())
        except (WebSocketDisconnect, RuntimeError):
            return
        if message is None or message["type"] == "websocket.disconnect":
            return
        seq = resumed_at(message.get("text"))
        if seq is not None:
            broadcaster.resume(connection, max(seq, -1))
        else:
            junk += 1
            if junk == JUNK_LIMIT:
                connection.close(codes.UNWELCOME)
        now = loop.time()
        allowance, since = min(BURST, allowance + (now - since) / PACE) - 1, now
        if allowance < 0 and not connection.closed:
            await asyncio.sleep(PACE)
