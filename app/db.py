"""The database: engine, reading and writing handles, columns that mean the same on both databases.

`db` is always one of these handles. SQLite runs in WAL mode with one writer at a time; PostgreSQL
takes any number of processes. Knows no table.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NoReturn

import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import declared_attr
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session as _SqlModelSession
from sqlmodel import SQLModel

# HTTP workers run in a pool of 40 threads (Starlette's default): a connection for each of them.
POOL_SIZE = 40
# Milliseconds that rewriting SQLite's file waits for readers; whoever deletes waits with it.
PATIENCE = 3000
# PostgreSQL's channel of notices; payload "topic number".
CHANNEL = "plenary"

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """Base of every table: singular name in snake case, an integer key given by the database."""

    # Tables do not validate: what pydantic needs for it is not made before somebody asks.
    model_config = {"defer_build": True}

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return _snake(cls.__name__)

    @property
    def key(self) -> int:
        """The primary key of a row that has been flushed."""
        number: int | None = getattr(self, "id", None)
        if number is None:
            raise RuntimeError(f"{type(self).__name__} has no id yet: flush it first")
        return number


class UTCDateTime(sa.TypeDecorator[datetime]):
    """A moment. SQLite drops offsets, so UTC goes in and comes out timezone-aware on both."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuse naive moments; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its offset")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give UTC back, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def text_enum(kind: type[StrEnum]) -> Any:
    """A column type that stores an enum's values (not its names) as text, with a check."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
        name=_snake(kind.__name__),
        length=40,
    )


class Reading(_SqlModelSession):
    """A handle that cannot change anything: reads one consistent moment."""

    def flush(self, objects: Any = None) -> None:
        """Refuse: what was changed under a reading handle would silently be lost."""
        if self.new or self.dirty or self.deleted:
            raise RuntimeError("this handle only reads; take Database.writing()")

    def commit(self) -> NoReturn:
        """Refuse: there is nothing to commit."""
        raise RuntimeError("this handle only reads; take Database.writing()")


class Writing(Reading):
    """A handle for one transaction, committed once by whoever opened it."""

    def flush(self, objects: Any = None) -> None:
        """Send what has been changed to the database, inside the transaction."""
        _SqlModelSession.flush(self, objects)

    def tell_after_commit(self, topic: str, number: int) -> None:
        """Ask that (topic, number) be announced once this transaction is on disk."""
        self.info.setdefault("notices", {})[topic] = number

    @property
    def notices(self) -> dict[str, int]:
        """What has to be announced after the commit: topic → highest number."""
        notices: dict[str, int] = self.info.get("notices", {})
        return notices


class Database:
    """One database and its two kinds of handle.

    `on_commit(topic, number)` is called in the writer's thread after each commit that announced
    something. On PostgreSQL the notices travel by NOTIFY inside the transaction instead, and reach
    every process (`CHANNEL`).
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _engine(self.url)
        # PostgreSQL would otherwise let each statement of a page see another moment.
        self._still = (
            self.engine
            if self.is_sqlite
            else self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        )
        self.is_unscrubbed = False
        self.on_commit: Callable[[str, int], None] | None = None
        # SQLite lets one writer in and makes the others poll (p99 80 ms with eight threads).
        # Waiting on a lock in our own process instead is fair and quick.
        self._turn = threading.Lock() if self.is_sqlite else nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """A handle on one consistent moment; changes nothing."""
        with Reading(self._still, expire_on_commit=False, autoflush=False) as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A handle on one transaction: committed at the end, rolled back when anything is raised.

        Notices are given out only after the commit: who hears of a change can read it.
        """
        with self._turn, Writing(self.engine, expire_on_commit=False) as db:
            db.connection(execution_options={"plenary_writes": True})
            yield db
            db.flush()
            if not self.is_sqlite:
                for topic, number in db.notices.items():
                    db.connection().execute(
                        sa.text("SELECT pg_notify(:channel, :payload)"),
                        {"channel": CHANNEL, "payload": f"{topic} {number}"},
                    )
            _SqlModelSession.commit(db)
            notices = dict(db.notices)
        if self.is_sqlite and self.on_commit:
            for topic, number in notices.items():
                self.on_commit(topic, number)

    def scrub(self) -> bool:
        """Leave nothing of deleted rows in the files; False when others were in the way.

        `secure_delete` clears cells, but what SQLite moved between pages may linger beside them,
        and the log keeps pages as they were: the file is written anew and the log emptied.
        PostgreSQL keeps dead rows until they are vacuumed. `is_unscrubbed` says that it is still
        to be done.
        """
        self.is_unscrubbed = True
        try:
            self.is_unscrubbed = not (self._rewritten() if self.is_sqlite else self._vacuumed())
        except (sa.exc.DBAPIError, sqlite3.OperationalError):
            return False
        return not self.is_unscrubbed

    def _vacuumed(self) -> bool:
        with self.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM")
        return True

    def _rewritten(self) -> bool:
        # Past SQLAlchemy, which would begin a transaction: neither works inside one.
        raw = self.engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")
            with self._turn:
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                answer = cursor.fetchone()
        finally:
            cursor.execute("PRAGMA busy_timeout=30000")
            raw.close()
        return answer is not None and not answer[0]

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _engine(url: sa.URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(
            url, pool_size=POOL_SIZE, max_overflow=10, pool_pre_ping=True, hide_parameters=True
        )
    engine = sa.create_engine(
        url,
        pool_size=POOL_SIZE,
        poolclass=sa.QueuePool,
        # An error's text goes to the log, and what was to be stored is nobody's business there.
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": 30},
    )
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    # Python's driver opens transactions late and only before INSERT, which loses checks made
    # by a SELECT before it; we say BEGIN ourselves.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("plenary_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
