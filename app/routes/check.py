"""Does the venue's network let Plenary through? A page to open there the day before.

The page tries each way by itself: HTTPS, sockets, streams, polls, what the phone keeps, its clock.
Open to everybody; reads no event and stores nothing.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.clock import now
from app.live.streaming import STREAM_HEADERS
from app.pages import page
from app.routes.deps import ReaderDep
from app.routes.headers import is_same_origin

router = APIRouter(prefix="/check", include_in_schema=False)

PATIENCE = 10.0  # seconds a socket has to say something
EVENTS = 3
GAP = 0.4  # seconds between events: a proxy that collects them brings all at once


@router.get("")
def check_network(reader: ReaderDep) -> HTMLResponse:
    """The page; without scripts it says what it would have done."""
    return page(reader, "check/show.html")


@router.websocket("/live")
async def try_socket(websocket: WebSocket) -> None:
    """Says back one message and ends."""
    if not is_same_origin(websocket.headers):
        await websocket.close()
        return
    await websocket.accept()
    with suppress(WebSocketDisconnect, TimeoutError, KeyError):
        said = await asyncio.wait_for(websocket.receive_text(), PATIENCE)
        await websocket.send_text(json.dumps({"said": said[:100]}))
        await websocket.close()


@router.get("/feed")
async def try_stream() -> Response:
    """A few events with pauses between them, then the end."""

    async def events() -> AsyncIterator[str]:
        for number in range(EVENTS):
            yield f"data: {number}\n\n"
            await asyncio.sleep(GAP)

    return StreamingResponse(events(), headers=STREAM_HEADERS)


@router.get("/frames")
async def try_poll(wait: Annotated[float, Query(ge=0, le=5)] = 0.0) -> JSONResponse:
    """The server's time after `wait` seconds: a poll that stays open, and the clock to compare."""
    await asyncio.sleep(wait)
    return JSONResponse({"now": now().isoformat()}, headers={"Cache-Control": "no-store"})
