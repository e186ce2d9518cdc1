"""A board in memory and a real server around it, for the tests of the live core."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from app.clock import now
from app.live.audiences import Audience
from app.live.broadcaster import POLL, Broadcaster
from app.live.endpoint import serve_socket
from app.live.frames import Frame
from app.live.protocol import server_options
from app.pages import static_content

STATIC = Path(__file__).parents[2] / "static"
BOARD = 12


@dataclass
class MemoryBoard:
    """A `BoardSource` of one board. A change is a card's text; None removes the card.

    `secret` numbers are shown to moderators only. `renders` counts what was asked of it.
    """

    changes: list[tuple[str, str | None]] = field(default_factory=list)
    secret: set[int] = field(default_factory=set)
    renders: list[str] = field(default_factory=list)
    fails: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def change(self, card: str, text: str | None, *, secret: bool = False) -> int:
        with self.lock:
            self.changes.append((card, text))
            if secret:
                self.secret.add(len(self.changes))
            return len(self.changes)

    def head(self, board_id: int) -> int:
        if self.fails:
            self.fails -= 1
            raise OSError("the database is away")
        return len(self.changes)

    def changes_since(
        self, board_id: int, seq: int, audience: Audience, language: str
    ) -> list[Frame]:
        with self.lock:
            self.renders.append(f"changes {audience} {language}")
            return [self._frame(n, audience) for n in range(seq + 1, len(self.changes) + 1)]

    def snapshot(self, board_id: int, audience: Audience, language: str) -> Frame:
        with self.lock:
            self.renders.append(f"snapshot {audience} {language}")
            return Frame(len(self.changes), self.board_html(audience), snapshot=True)

    def board_html(self, audience: Audience) -> str:
        body = "".join(f"<li id='{c}'>{t}</li>" for c, t in self.cards(audience).items())
        return f"<hx-partial hx-target='#board-12' hx-swap='outerMorph'>{body}</hx-partial>"

    def cards(self, audience: Audience) -> dict[str, str]:
        """What a fresh page shows."""
        shown: dict[str, str] = {}
        for number, (card, text) in enumerate(self.changes, 1):
            if number in self.secret and audience is not Audience.MODERATOR:
                continue
            shown.pop(card, None) if text is None else shown.update({card: text})
        return shown

    def _frame(self, number: int, audience: Audience) -> Frame:
        if number in self.secret and audience is not Audience.MODERATOR:
            return Frame(number, None)
        card, text = self.changes[number - 1]
        return Frame(number, f"{card}={text}")


@dataclass
class Stage:
    """A running server."""

    board: MemoryBoard
    broadcaster: Broadcaster
    port: int = 0
    allowed: bool = True
    pages: dict[str, Callable[[], str]] = field(default_factory=dict)
    posts: list[dict[str, Any]] = field(default_factory=list)
    answer: Callable[[dict[str, Any]], Response] | None = None

    def post(self, card: str, text: str | None, *, secret: bool = False) -> int:
        """Change the board and tell."""
        seq = self.board.change(card, text, secret=secret)
        self.broadcaster.told(BOARD, seq)
        return seq

    def misdeliver(self, frame: Frame) -> None:
        """Send a frame past all order to every phone, as no broadcaster should."""
        loop = self.broadcaster._loop
        assert loop is not None
        for connection in self.broadcaster._rooms[BOARD].connections():
            loop.call_soon_threadsafe(connection.write, frame.encoded())

    def least_sent(self) -> int:
        """The lowest number any connected phone was sent."""
        room = self.broadcaster._rooms[BOARD]
        return min(connection.sent or 0 for connection in room.connections())

    @asynccontextmanager
    async def phone(
        self, audience: str = "delegate", person: str = "", resume: int | None = 0, **options: Any
    ) -> AsyncIterator[ClientConnection]:
        url = f"ws://127.0.0.1:{self.port}/live/{audience}?person={person}"
        async with connect(url, **options) as socket:
            if resume is not None:
                # Who is not let in may be sent away before.
                with contextlib.suppress(ConnectionClosed):
                    await socket.send(json.dumps({"resume": resume}))
            yield socket


@contextmanager
def staged(
    *, ready: bool = True, poll: float = POLL, board: MemoryBoard | None = None, **server: Any
) -> Iterator[Stage]:
    """A server on a free port, with the ready protocol or as plain as uvicorn comes."""
    board = board or MemoryBoard()
    stage = Stage(board, Broadcaster(board, now=now, poll=poll))
    options = {**(server_options() if ready else {}), **server}
    config = uvicorn.Config(_app(stage), port=0, log_level="error", **options)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run)
    thread.start()
    try:
        deadline = time.monotonic() + 10
        while not running.started and time.monotonic() < deadline:
            time.sleep(0.01)
        stage.port = running.servers[0].sockets[0].getsockname()[1]
        yield stage
    finally:
        running.should_exit = True
        thread.join(timeout=15)
        assert not thread.is_alive()


async def frames_until(socket: ClientConnection, seq: int, seconds: float = 5.0) -> list[Any]:
    """The numbered frames up to `seq`."""
    frames: list[Any] = []
    async with asyncio.timeout(seconds):
        while not frames or frames[-1]["seq"] < seq:
            message = json.loads(await socket.recv())
            if "seq" in message:
                frames.append(message)
    return frames


async def quiet(socket: ClientConnection, seconds: float = 0.3) -> bool:
    """True when no numbered frame comes for a while."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while True:
                if "seq" in json.loads(await socket.recv()):
                    return False
    return True


def _app(stage: Stage) -> Starlette:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await stage.broadcaster.start()
        yield
        await stage.broadcaster.shutdown()

    async def allowed() -> bool:
        return stage.allowed

    async def live(websocket: WebSocket) -> None:
        audience = Audience(websocket.path_params["audience"])
        person = websocket.query_params.get("person") or None
        await serve_socket(websocket, stage.broadcaster, BOARD, audience, "en", person, allowed)

    async def page(request: Request) -> Response:
        html = stage.pages[request.path_params["name"]]()
        policy = "default-src 'self'; base-uri 'none'; form-action 'self'"
        return HTMLResponse(html, headers={"Content-Security-Policy": policy})

    async def inputs(request: Request) -> Response:
        form = dict(await request.form())
        stage.posts.append(form)
        assert stage.answer is not None
        return stage.answer(form)

    def scripts(request: Request) -> Response:
        return Response(static_content("js/board.js"), media_type="text/javascript")

    return Starlette(
        lifespan=lifespan,
        routes=[
            WebSocketRoute("/live/{audience}", live),
            Route("/pages/{name}", page),
            Route("/inputs", inputs, methods=["POST"]),
            Route("/board.js", scripts),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
    )
