"""The peer of phones: a bare FastAPI socket that answers what it is sent with one text.

Usage: python -m performance.bare_sockets PORT. Knows no board.
"""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

from performance.cards import CARD

app = FastAPI()


@app.websocket("/live")
async def live(socket: WebSocket) -> None:
    """Stay open; a card for every message."""
    await socket.accept()
    try:
        while True:
            await socket.receive_text()
            await socket.send_text(CARD)
    except WebSocketDisconnect:
        return


if __name__ == "__main__":
    uvicorn.run(
        app, port=int(sys.argv[1]), ws="websockets-sansio", ws_per_message_deflate=False,
        ws_ping_interval=None, backlog=2048, log_level="error", access_log=False,
    )  # fmt: skip
