"""Whose turn it is to send: one sender per database, in whatever process.

The turn is a lock of the operating system or of PostgreSQL and dies with its holder: whoever takes
it next knows at once that nobody is sending any more. Knows no mail.
"""

from __future__ import annotations

import sqlite3

import sqlalchemy as sa

from app.db import Database

# "mail", as a key of PostgreSQL's advisory locks.
_KEY = 0x6D61696C


class Turn:
    """The turn of one sender; give it back when there is nothing to send."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._file: sqlite3.Connection | None = None
        self._connection: sa.Connection | None = None

    def take(self) -> bool:
        """Whether it is ours now; False while another sender has it."""
        return self._take_file() if self._database.is_sqlite else self._take_key()

    def is_held(self) -> bool:
        """Whether it still is ours: PostgreSQL gives it away when the connection was lost."""
        if self._connection is None:
            return self._file is not None
        try:
            self._connection.execute(sa.text("SELECT 1"))
        except sa.exc.SQLAlchemyError:
            return False
        return True

    def give_back(self) -> None:
        """Let another sender have it."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._connection is not None:
            connection, self._connection = self._connection, None
            try:
                connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": _KEY})
            except sa.exc.SQLAlchemyError:
                connection.invalidate()
            connection.close()

    def _take_file(self) -> bool:
        # A file beside the database: holding the database itself would keep every writer out.
        path = f"{self._database.url.database}-sender"
        file = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            file.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            file.close()
            return False
        self._file = file
        return True

    def _take_key(self) -> bool:
        engine = self._database.engine.execution_options(isolation_level="AUTOCOMMIT")
        connection = engine.connect()
        taken = connection.execute(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY})
        if not taken.scalar_one():
            connection.close()
            return False
        self._connection = connection
        return True
