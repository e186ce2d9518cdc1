"""Public pages and files as ready bytes: made once, compressed once, given to everybody who asks.

Only for readers who are not signed in. An answer is kept while no transaction has been committed
since its making began, and never longer than a second: pages say what is on now and carry the
server's clock. Knows no page; `PATHS` says which addresses are worth it.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections import OrderedDict
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import clock
from app.db import Database

PATHS = re.compile(
    r"/events/[^/]+(|/agenda\.\w+|/embed\.js|/changes\.json|/conclusions(\.\w+)?"
    r"|/sessions/[^/]+|/versions/\d+(/\w+)?)"
)
LONGEST = timedelta(seconds=1)
MOST = 64  # answers kept, which bounds the memory with the next line
LARGEST = 512 * 1024  # bytes of one answer

# Whatever may change an answer beside its address. A cookie of ours that says who asks is not
# among them: such a request is passed on.
_TELLING = frozenset(
    {b"host", b"accept", b"accept-encoding", b"accept-language", b"cookie", b"origin",
     b"hx-request", b"if-none-match", b"if-modified-since"}
)  # fmt: skip
_PERSONAL = frozenset({b"authorization", b"range"})
_SIGNED_IN = b"plenary_sign_in"

Key = tuple[object, ...]


class Moments:
    """A word that is another one after every commit, by whichever process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._looking: sqlite3.Connection | None = None
        self._open = False

    def open(self) -> None:
        """From now on there are answers to be kept."""
        self._open = True

    def close(self) -> None:
        """Keep nothing any longer."""
        self._open = False
        if self._looking is not None:
            self._looking.close()
            self._looking = None

    async def now(self) -> object | None:
        """The word of this moment, or None when nobody can say."""
        return self.said() if self._database.is_sqlite else await run_in_threadpool(self.said)

    def said(self) -> object | None:
        """The same for worker threads."""
        if not self._open:
            return None
        if not self._database.is_sqlite:
            return self._snapshot()
        try:
            # Some microseconds of shared memory. On a connection of its own, which never writes:
            # it counts the commits of all others.
            if self._looking is None:
                self._looking = sqlite3.connect(
                    f"file:{self._database.url.database}?mode=ro",
                    uri=True,
                    timeout=0,
                    check_same_thread=False,
                )
            with closing(self._looking.execute("PRAGMA data_version")) as found:
                return found.fetchone()[0]  # type: ignore[no-any-return]
        except sqlite3.Error:
            return None

    def _snapshot(self) -> str:
        # Which transactions can be seen; the highest number alone would miss one that was open.
        with self._database.reading() as db:
            seen = db.connection().execute(sa.text("SELECT pg_current_snapshot()::text"))
            return str(seen.scalar_one())


@dataclass
class _Answer:
    word: object
    made_at: datetime
    messages: list[Message] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    good: bool = False
    size: int = 0

    def holds(self, word: object) -> bool:
        """Whether a caller may be given this. While it is made, callers wait for it."""
        age = clock.now() - self.made_at
        return self.word == word and timedelta() <= age < LONGEST

    def take(self, message: Message) -> None:
        """Keep one message of the answer."""
        if message["type"] == "http.response.start":
            self.good = message["status"] in {200, 304}
        self.size += len(message.get("body", b""))
        if self.size > LARGEST:
            self.good = False
            self.messages.clear()
        elif self.good:
            self.messages.append(message)


class Ready:
    """ASGI middleware around everything that makes an answer."""

    def __init__(self, app: ASGIApp, moments: Moments) -> None:
        self.app = app
        self._moments = moments
        self._kept: OrderedDict[Key, _Answer] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the kept answer, or make it; who asks while it is made waits for it."""
        key = _key(scope)
        word = await self._moments.now() if key is not None else None
        if key is None or word is None:
            await self.app(scope, receive, send)
            return
        kept = self._kept.get(key)
        if kept is not None and kept.holds(word):
            await kept.done.wait()
            if kept.good:
                for message in kept.messages:
                    await send(message)
                return
        await self._make(key, _Answer(word, clock.now()), scope, receive, send)

    async def _make(
        self, key: Key, answer: _Answer, scope: Scope, receive: Receive, send: Send
    ) -> None:
        async def send_kept(message: Message) -> None:
            answer.take(message)
            await send(message)

        self._kept[key] = answer
        self._kept.move_to_end(key)
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)
        complete = False
        try:
            await self.app(scope, receive, send_kept)
            complete = True
        finally:
            answer.good = answer.good and complete
            answer.done.set()
            if not answer.good and self._kept.get(key) is answer:
                del self._kept[key]


def _key(scope: Scope) -> Key | None:
    """What an answer depends on; None for a request that is somebody's own."""
    if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
        return None
    if not PATHS.fullmatch(scope["path"]):
        return None
    telling = []
    for name, value in scope["headers"]:
        if name in _PERSONAL or (name == b"cookie" and _SIGNED_IN in value):
            return None
        if name in _TELLING:
            telling.append((name, value))
    return (
        scope["method"], scope["scheme"], scope["path"], scope["query_string"], tuple(telling)
    )  # fmt: skip
