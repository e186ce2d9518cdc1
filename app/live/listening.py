"""Hears from PostgreSQL which boards changed, whoever changed them; reads no row.

A notice carries numbers only and may be lost: the slow poll of the broadcaster stands behind it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import psycopg

BOARD_CHANNEL = "plenary_board"  # payload "board_id:seq"
PERSON_CHANNEL = "plenary_person"  # payload "code:person_key"

_FIRST_PAUSE = 0.2  # seconds before connecting again, doubled up to the longest
_LONGEST_PAUSE = 10.0
_ATTENTION = 0.5  # seconds after which a listener notices that it should stop

_NOTIFY = "SELECT pg_notify(:channel, :payload)"

_log = logging.getLogger("plenary.live")


def notify_sql(board_id: int, seq: int) -> tuple[str, dict[str, str]]:
    """Statement and parameters (named, for `sqlalchemy.text`) to run in the writing transaction:
    PostgreSQL delivers the notice at commit, and not at all on rollback."""
    return _NOTIFY, {"channel": BOARD_CHANNEL, "payload": f"{board_id}:{seq}"}


def notify_kick_sql(person_key: str, code: int) -> tuple[str, dict[str, str]]:
    """The same for a person whose feeds must close in every process."""
    return _NOTIFY, {"channel": PERSON_CHANNEL, "payload": f"{code}:{person_key}"}


class Listener:
    """One thread with one connection of its own, connecting again by itself.

    `told(board_id, seq)` and `kick(person_key, code)` are called in that thread; `reconnected()`
    after each new connection, because what was said meanwhile is lost.
    """

    def __init__(
        self,
        database_url: str,
        *,
        told: Callable[[int, int], None],
        kick: Callable[[str, int], None],
        reconnected: Callable[[], None],
    ) -> None:
        self._url = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._told = told
        self._kick = kick
        self._reconnected = reconnected
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to listen, in a thread."""
        self._thread = threading.Thread(target=self._listen, name="plenary-listen", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End within a second or so."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _listen(self) -> None:
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True, connect_timeout=5) as connection:
                    connection.execute(f"LISTEN {BOARD_CHANNEL}")
                    connection.execute(f"LISTEN {PERSON_CHANNEL}")
                    pause = _FIRST_PAUSE
                    self._reconnected()
                    self._hear(connection)
            except psycopg.Error as error:
                # The class only: the message of a failed connection may name user and host.
                _log.warning("Notices interrupted (%s); connecting again.", type(error).__name__)
                self._stopping.wait(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    def _hear(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        while not self._stopping.is_set():
            for notice in connection.notifies(timeout=_ATTENTION):
                self._pass_on(notice.channel, notice.payload)
                if self._stopping.is_set():
                    return

    def _pass_on(self, channel: str, payload: str) -> None:
        first, _, second = payload.partition(":")
        try:
            if channel == BOARD_CHANNEL:
                self._told(int(first), int(second))
            elif channel == PERSON_CHANNEL:
                self._kick(second, int(first))
        except ValueError:
            _log.warning("A notice on %s could not be read.", channel)
