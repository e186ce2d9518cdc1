"""A scripted phone on a bad line: posts as js/outbox.js does, follows as js/live.js does.

Its line drops, repeats and swaps messages, loses answers, and breaks; the phone sleeps. All of
that is drawn from the phone's own dice, hence the same for the same seed.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass, field

import httpx2
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.chaos.plan import FATES, Letter
from tests.live_boards.feeds import PATH
from tests.live_boards.phones import ScriptedPage

AWAY = (OSError, EOFError, TimeoutError, WebSocketException, httpx2.HTTPError)
WAYS = ("socket", "socket", "socket", "stream", "poll")
_PARTIAL = re.compile(r"<hx-partial .*?</hx-partial>", re.DOTALL)
_TARGET = re.compile(r'hx-target="#([^"]+)"')
_PLACED = re.compile(r'hx-swap="place [^>]*>\s*<li id="([^"]+)"')


class LeanPage(ScriptedPage):
    """A page that forgets what later frames painted over, so that hours of frames stay few.

    Right because every partial carries the full state of what it brings, and a whole wall or stage
    carries all cards.
    """

    def __init__(self, page: str) -> None:
        super().__init__(page)
        self._last: dict[str, str] = {}

    def put(self, content: str) -> None:
        for partial in _PARTIAL.findall(content):
            target = _TARGET.findall(partial)[0]
            placed = _PLACED.findall(partial)
            if target.startswith(("wall-", "stage-")):
                self._last = {
                    name: kept for name, kept in self._last.items() if not name.startswith("place-")
                }
            name = placed[0] if placed else target
            self._last.pop(name, None)
            self._last[name] = partial
        self._contents = list(self._last.values())


@dataclass
class Phone:
    """One phone: what it shows, what it still has to send, what was acknowledged to it."""

    number: int
    seed: int
    address: str
    cookie: str
    audience: str
    page: LeanPage
    letters: tuple[Letter, ...]
    calm: asyncio.Event
    acknowledged: list[str] = field(default_factory=list)
    attempts: int = 0
    naps: int = 0
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.line = random.Random(f"{self.seed} line {self.number}")
        self.way = WAYS[self.number % len(WAYS)]

    @property
    def headers(self) -> dict[str, str]:
        """Signed in."""
        return {"Cookie": f"plenary_sign_in={self.cookie}"}

    async def post_all(self, client: httpx2.AsyncClient) -> None:
        """Send every input, each until it is acknowledged."""
        for letter in self.letters:
            await asyncio.sleep(letter.pause)
            fates = letter.fates()
            while True:
                if await self._sent(client, letter.client_id, fates):
                    break
                await asyncio.sleep(0.3 + fates.random() * 0.7)

    async def _sent(self, client: httpx2.AsyncClient, client_id: str, fates: random.Random) -> bool:
        self.attempts += 1
        post = client.post(
            f"{PATH}/inputs",
            data={"client_id": client_id, "text": f"Input {client_id}"},
            headers={**self.headers, "Accept": "application/json"},
        )
        fate = fates.choice(FATES)
        try:
            if fate == "cut":  # the line breaks while the server works
                async with asyncio.timeout(fates.random() * 0.03):
                    await post
                return False
            answer = await post
            if fate == "lost":  # stored, perhaps, but the phone never learns it
                return False
            if fate == "twice":
                answer = await client.send(answer.request)
        except AWAY:
            return False
        assert answer.status_code in {200, 201}, answer.text
        assert answer.json()["client_id"] == client_id
        self.acknowledged.append(client_id)
        return True

    async def follow(self, client: httpx2.AsyncClient) -> None:
        """Follow the board for ever, coming back after every break."""
        while True:
            with suppress(*AWAY, json.JSONDecodeError, KeyError):
                # A break leaves the generator in the middle: closed here, not when the loop ends.
                async with aclosing(self._messages(client)) as messages:
                    async for message in messages:
                        if not await self._take(message):
                            break
            await asyncio.sleep(0.3 + self.line.random() * 0.7)

    async def reaches(self, head: int) -> None:
        """Wait until the page shows the board at `head`."""
        while self.page.seen < head:
            self.heard.clear()
            await self.heard.wait()

    async def _take(self, message: str) -> bool:
        """Put a message on the page as this line delivers it; False when the line breaks."""
        bad = 1.0 if self.calm.is_set() else self.line.random()
        if bad < 0.02:
            return False
        if bad < 0.03:
            self.naps += 1
            await asyncio.sleep(self.line.random() * 3)
            return False
        if bad < 0.06:
            return True  # dropped on the way: the next one shows the gap
        self.page.take(message)
        if bad < 0.10:
            self.page.take(message)
        self.heard.set()
        gaps, self.page.gaps = self.page.gaps, 0
        return gaps == 0  # js/live.js asks again; here a new connection does

    async def _messages(self, client: httpx2.AsyncClient) -> AsyncGenerator[str, None]:
        after = self.page.seen
        query = f"audience={self.audience}&after={after}"
        if self.way == "socket":
            url = f"{self.address.replace('http', 'ws')}{PATH}/live?audience={self.audience}"
            socket = await connect(
                url, additional_headers=self.headers, proxy=None, open_timeout=10
            )
            try:
                await socket.send(json.dumps({"resume": after}))
                kept: str | None = None
                async for message in socket:
                    text = str(message)
                    # Two that change places.
                    if kept is None and not self.calm.is_set() and self.line.random() < 0.05:
                        kept = text
                        continue
                    yield text
                    if kept is not None:
                        yield kept
                        kept = None
            finally:
                # A line breaks without a good-bye. A polite close would wait ten seconds for an
                # answer behind frames nobody reads, and be cut off when the storm ends.
                socket.transport.abort()
        elif self.way == "stream":
            url = f"{PATH}/feed?{query}"
            async with client.stream("GET", url, headers=self.headers, timeout=30) as answer:
                async for line in answer.aiter_lines():
                    if line.startswith("data: {"):
                        yield line.removeprefix("data: ")
        else:
            url = f"{PATH}/frames?{query}&wait=2"
            answer = await client.get(url, headers=self.headers)
            for message in answer.json()["messages"]:
                yield json.dumps(message)
