"""Hears from PostgreSQL what other processes committed; reads no row.

A notice is a topic and a number ("board-12 412", "person-55 4403"). It may be lost: the slow poll
of the broadcaster stands behind it.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sqlalchemy.engine import URL

from app.db import CHANNEL
from app.live.broadcaster import Broadcaster

if TYPE_CHECKING:
    import psycopg

_FIRST_PAUSE = 0.2  # seconds before connecting again, doubled up to the longest
_LONGEST_PAUSE = 10.0
_ATTENTION = 0.5  # seconds after which a listener notices that it should stop

_log = logging.getLogger("plenary.live")


def hearing(broadcaster: Broadcaster) -> Callable[[str, int], None]:
    """What to do with a notice, wherever it comes from: `board-ID seq` or `person-ID code`.

    May be called from any thread. Other topics are passed over.
    """

    def hear(topic: str, number: int) -> None:
        kind, _, key = topic.partition("-")
        if kind == "board":
            broadcaster.told(int(key), number)
        elif kind == "person":
            broadcaster.kick(key, number)

    return hear


class Listener:
    """One thread with one connection of its own, connecting again by itself.

    `hear(topic, number)` is called in that thread; `reconnected()` after each new connection,
    because what was said meanwhile is lost.
    """

    def __init__(
        self,
        database_url: URL,
        hear: Callable[[str, int], None],
        *,
        reconnected: Callable[[], None],
    ) -> None:
        plain = database_url.set(drivername="postgresql")
        self._url = plain.render_as_string(hide_password=False)
        self._hear = hear
        self._reconnected = reconnected
        self._stopping = threading.Event()
        self._lock = threading.Lock()  # its number may be another's after it is closed
        self._socket: int | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to listen, in a thread."""
        self._thread = threading.Thread(target=self._listen, name="plenary-listen", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End at once; without a start it does nothing."""
        self._stopping.set()
        with self._lock:
            if self._socket is not None:
                # Whoever waits at a socket is woken by its end.
                with suppress(OSError), socket.socket(fileno=os.dup(self._socket)) as heard:
                    heard.shutdown(socket.SHUT_RDWR)
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _listen(self) -> None:
        # Here, because a server on SQLite needs it never, and it takes a while to load.
        import psycopg

        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True, connect_timeout=5) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    pause = _FIRST_PAUSE
                    self._reconnected()
                    with self._known(connection.fileno()):
                        self._pass_on(connection)
            except psycopg.Error as error:
                if self._stopping.is_set():
                    return
                # The class only: the message of a failed connection may name user and host.
                _log.warning("Notices interrupted (%s); connecting again.", type(error).__name__)
                self._stopping.wait(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    @contextmanager
    def _known(self, number: int) -> Iterator[None]:
        with self._lock:
            self._socket = number
        try:
            yield
        finally:
            with self._lock:
                self._socket = None

    def _pass_on(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        while not self._stopping.is_set():
            for notice in connection.notifies(timeout=_ATTENTION):
                topic, _, number = notice.payload.partition(" ")
                try:
                    self._hear(topic, int(number))
                except ValueError:
                    _log.warning("A notice could not be read.")
                if self._stopping.is_set():
                    return
