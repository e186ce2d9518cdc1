"""Counts requests and how long their answers took to begin. Knows no route and nobody who asks."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Seconds; a page of ours takes some milliseconds, a PDF of all conclusions a second.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


@dataclass
class Counts:
    """Requests by method and kind of answer ("2xx"), and by the time until an answer began."""

    requests: Counter[tuple[str, str]] = field(default_factory=Counter)
    took: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    seconds: float = 0.0


class Counted:
    """ASGI middleware around everything. Till the beginning of an answer, because a feed's end
    says how long somebody listened, not how long we took."""

    def __init__(self, app: ASGIApp, counts: Counts) -> None:
        self.app = app
        self.counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on and count; sockets are counted by the rooms they sit in."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                took = time.perf_counter() - begun
                self.counts.requests[scope["method"], f"{message['status'] // 100}xx"] += 1
                self.counts.took[bisect_left(BUCKETS, took)] += 1
                self.counts.seconds += took
            await send(message)

        await self.app(scope, receive, send_counted)
