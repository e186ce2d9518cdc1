"""Notices of PostgreSQL: heard, and heard again after the connection was cut."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy.engine import make_url

from app.db import CHANNEL
from app.live.listening import Listener


@pytest.fixture
def postgresql_url(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from request.getfixturevalue("_postgresql_copies")(migrated=False)


def test_a_listener_hears_and_comes_back_after_a_cut(postgresql_url):
    heard: queue.Queue[tuple[str, int]] = queue.Queue()
    connected: queue.Queue[bool] = queue.Queue()
    listener = Listener(
        make_url(postgresql_url),
        lambda topic, number: heard.put((topic, number)),
        reconnected=lambda: connected.put(True),
    )
    listener.start()
    plain = postgresql_url.replace("postgresql+psycopg://", "postgresql://")
    try:
        with psycopg.connect(plain, autocommit=True) as admin:
            connected.get(timeout=10)
            admin.execute("SELECT pg_notify(%s, 'board-12 412')", [CHANNEL])
            assert heard.get(timeout=5) == ("board-12", 412)
            admin.execute("SELECT pg_notify(%s, 'cannot be read')", [CHANNEL])
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
            connected.get(timeout=10)
            admin.execute("SELECT pg_notify(%s, 'person-55 4403')", [CHANNEL])
            assert heard.get(timeout=5) == ("person-55", 4403)
    finally:
        listener.stop()


def test_a_listener_that_was_never_started_stops_quietly():
    url = make_url("postgresql+psycopg://nobody@localhost/nothing")
    Listener(url, lambda topic, number: None, reconnected=lambda: None).stop()
