"""Headers on every answer, and the same-origin check on every change. Knows no route.

The check follows what browsers say about themselves (Fetch Metadata, W3C; Origin, RFC 6454): a
request that changes something must come from our own pages. A request that says neither is not
from a browser, so nobody's cookie can have been borrowed for it.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SAFE = {"GET", "HEAD", "OPTIONS"}
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


def is_same_origin(headers: Headers) -> bool:
    """Whether a request comes from our own pages, or from no browser at all."""
    site = headers.get("sec-fetch-site")
    if site in {"same-origin", "none"}:
        return True
    if site is not None:
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


class HouseHeaders:
    """ASGI middleware: refuses changes from elsewhere, adds the headers of the house."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse; sockets are checked where they are opened."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["method"] not in _SAFE and not is_same_origin(Headers(scope=scope)):
            refusal = PlainTextResponse(
                "This form was sent from another site. Open the page here and send it again.\n",
                status_code=403,
            )
            await refusal(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)
