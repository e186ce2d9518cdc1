"""One server of the fan-out comparison, as a process of its own, led by lines on stdin.

Usage: python -m performance.fan_out_server KIND, KIND "ours" or "broadcast". Prints its port,
then for each line "COUNT" publishes so many changes and prints CPU seconds and publishing times;
for "fill" publishes what no socket's buffers hold and prints the number of the last change.
Knows nothing of who connects.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import time
from collections.abc import Awaitable, Callable

from performance.cards import CARD

FILL = 200  # changes of 64 kB that do not compress
GAP = 0.06  # seconds between changes: more than the broadcaster's tick, so that none are joined

Publish = Callable[[], Awaitable[None]]


async def lead(
    publish: Publish, connected: Callable[[], int], fill: Callable[[], Awaitable[int]]
) -> None:
    """Obey stdin until it ends."""
    loop = asyncio.get_running_loop()
    while line := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
        if line == "connected":
            print(connected(), flush=True)
            continue
        if line == "fill":
            print(await fill(), flush=True)
            continue
        began, times = time.process_time(), []
        for _ in range(int(line)):
            times.append(time.monotonic())
            await publish()
            await asyncio.sleep(GAP)
        await asyncio.sleep(0.5)
        print(json.dumps({"cpu": time.process_time() - began, "times": times}), flush=True)


async def ours() -> None:
    """Starlette, uvicorn and the broadcaster, from "told" to the bytes of every phone."""
    import uvicorn
    from starlette.applications import Starlette
    from starlette.routing import WebSocketRoute
    from starlette.websockets import WebSocket

    from app.clock import now
    from app.live.audiences import Audience
    from app.live.broadcaster import Broadcaster
    from app.live.endpoint import serve_socket
    from app.live.frames import Frame
    from app.live.protocol import server_options

    class Source:
        seq = 0
        card = CARD

        def head(self, board_id: int) -> int:
            return self.seq

        def changes_since(
            self, board_id: int, seq: int, audience: Audience, language: str
        ) -> list[Frame]:
            return [Frame(number, self.card) for number in range(seq + 1, self.seq + 1)]

        def snapshot(self, board_id: int, audience: Audience, language: str) -> Frame:
            return Frame(self.seq, self.card, snapshot=True)

    source = Source()
    broadcaster = Broadcaster(source, now=now, poll=3600)

    async def endpoint(websocket: WebSocket) -> None:
        await serve_socket(websocket, broadcaster, 1, Audience.DELEGATE, "en", None)

    async def publish() -> None:
        source.seq += 1
        broadcaster.told(1, source.seq)

    async def fill() -> int:
        for _ in range(FILL):
            source.card = os.urandom(32_000).hex()
            await publish()
            await asyncio.sleep(GAP)
        source.card = CARD
        return source.seq

    def connected() -> int:
        room = broadcaster._rooms.get(1)
        return sum(c.sent is not None for c in room.connections()) if room else 0

    app = Starlette(routes=[WebSocketRoute("/", endpoint)])
    listening = socket.create_server(("127.0.0.1", 0), backlog=2048)
    options = {**server_options(), "loop": "asyncio", "log_level": "error"}
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            ws_ping_interval=None,
            lifespan="off",
            **{name: value for name, value in options.items() if name != "ws_ping_interval"},
        )
    )
    await broadcaster.start()
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    print(listening.getsockname()[1], flush=True)
    await lead(publish, connected, fill)
    server.force_exit = server.should_exit = True
    await serving


async def broadcast() -> None:
    """`websockets.broadcast`, deflate off: the peer."""
    from websockets.asyncio.server import ServerConnection, broadcast, serve

    sockets: set[ServerConnection] = set()
    text = json.dumps({"seq": 1, "content": CARD})

    async def handler(connection: ServerConnection) -> None:
        await connection.recv()
        sockets.add(connection)
        await connection.wait_closed()

    async def publish() -> None:
        broadcast(sockets, text)

    async def fill() -> int:
        return 0  # one silent phone would stop this peer for all

    async with serve(handler, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        print(next(iter(server.sockets)).getsockname()[1], flush=True)
        await lead(publish, lambda: len(sockets), fill)


if __name__ == "__main__":
    asyncio.run({"ours": ours, "broadcast": broadcast}[sys.argv[1]]())
