"""How much a request may carry: an agenda or a table of participants, and no more."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import TooLarge

MOST_BYTES = 25 * 1024 * 1024
TOO_LARGE = TooLarge("This file is larger than 25 MB. Remove its pictures, or send its text only.")


class LimitedBodies:
    """ASGI middleware: answers 413 instead of reading more than `MOST_BYTES` of a request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, counting what comes in; a length said in advance is believed when too large."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "0")
        if said.isdigit() and int(said) > MOST_BYTES:
            refusal = PlainTextResponse(f"{TOO_LARGE}\n", 413, {"Connection": "close"})
            await refusal(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MOST_BYTES:
                # FastAPI lets this kind pass while it reads a form, and turns others into 400.
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)
