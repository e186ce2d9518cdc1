"""How often something may be tried from one address: counts in memory, of one process.

A whole hotel may come from one address, so the numbers given are those of a hall, not of a person;
what must not be guessed is long enough for that.
"""

from __future__ import annotations

import time
from collections import deque
from threading import Lock
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from app.errors import TooOften

_WINDOW = 60.0  # seconds
_MOST_ADDRESSES = 10_000


class Patience:
    """Moments of what was tried lately, by what and from where."""

    def __init__(self) -> None:
        self._tries: dict[tuple[str, str], deque[float]] = {}
        self._lock = Lock()

    def ask(self, what: str, address: str, most: int) -> None:
        """Let pass what was counted less than `most` times within a minute, else TooOften."""
        with self._lock:
            tries = self._tries.get((what, address))
            self._forget(tries)
            if tries is not None and len(tries) >= most:
                raise TooOften("This was tried very often just now. Wait a minute and try again.")

    def count(self, what: str, address: str) -> None:
        """Count one try."""
        with self._lock:
            if len(self._tries) >= _MOST_ADDRESSES:
                self._clean()
            self._tries.setdefault((what, address), deque()).append(time.monotonic())

    def _clean(self) -> None:
        for key, tries in list(self._tries.items()):
            self._forget(tries)
            if not tries:
                del self._tries[key]

    @staticmethod
    def _forget(tries: deque[float] | None) -> None:
        while tries and tries[0] < time.monotonic() - _WINDOW:
            tries.popleft()


def address_of(connection: HTTPConnection) -> str:
    """Where a request comes from, as the server or the proxy in front of it says."""
    return connection.client.host if connection.client else ""


def _patience(connection: HTTPConnection) -> Patience:
    kept: Patience = connection.app.state.patience
    return kept


PatienceDep = Annotated[Patience, Depends(_patience)]
