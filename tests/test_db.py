"""Reading and writing handles: what each may do, and what others see of it, on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError
from sqlmodel import select

from app.db import Database, Reading, Writing
from app.events.models import Event
from app.events.queries import event_by_slug

MOMENT = datetime(2019, 5, 16, 9, 30, tzinfo=timezone(timedelta(hours=2)))


def _event(slug: str) -> Event:
    return Event(slug=slug, title="A workshop", zone="Europe/Paris", created_at=MOMENT)


def _slugs(db: Reading) -> list[str]:
    return sorted(db.exec(select(Event.slug)).all())


def test_what_was_written_is_there_after_the_block_and_not_before(database: Database) -> None:
    with database.writing() as db:
        db.add(_event("one"))
        db.flush()
        with database.reading() as other:
            assert _slugs(other) == []
    with database.reading() as db:
        assert _slugs(db) == ["one"]


def test_an_error_leaves_nothing_behind(database: Database) -> None:
    def stumble() -> None:
        with database.writing() as db:
            db.add(_event("one"))
            db.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    with database.reading() as db:
        assert _slugs(db) == []


def test_a_reading_handle_changes_nothing(database: Database) -> None:
    with database.writing() as db:
        db.add(_event("one"))
    with database.reading() as db:
        event_by_slug(db, "one").title = "Another title"
        with pytest.raises(RuntimeError, match="only reads"):
            db.flush()
        with pytest.raises(RuntimeError, match="only reads"):
            db.commit()
    with database.reading() as db:
        assert event_by_slug(db, "one").title == "A workshop"


def test_a_reading_handle_sees_one_moment(database: Database) -> None:
    with database.reading() as db:
        before = _slugs(db)
        with database.writing() as other:
            other.add(_event("one"))
        assert _slugs(db) == before == []


def test_a_moment_comes_back_in_utc_with_its_offset(database: Database) -> None:
    with database.writing() as db:
        db.add(_event("one"))
    with database.reading() as db:
        stored = event_by_slug(db, "one").created_at
    assert stored == MOMENT
    assert stored.tzinfo is UTC


def test_a_moment_without_offset_is_refused(database: Database) -> None:
    def store() -> None:
        with database.writing() as db:
            event = _event("one")
            event.created_at = MOMENT.replace(tzinfo=None)
            db.add(event)

    with pytest.raises(StatementError, match="a moment needs its offset"):
        store()
    with database.reading() as db:
        assert _slugs(db) == []


def test_notices_leave_after_the_commit_and_only_then(database: Database) -> None:
    heard: list[tuple[str, int, list[str]]] = []

    def hear(topic: str, number: int) -> None:
        with database.reading() as db:
            heard.append((topic, number, _slugs(db)))

    def stumble() -> None:
        with database.writing() as db:
            db.tell_after_commit("board-1", 1)
            raise ZeroDivisionError

    database.on_commit = hear
    with pytest.raises(ZeroDivisionError):
        stumble()
    assert heard == []
    with database.writing() as db:
        db.add(_event("one"))
        db.tell_after_commit("board-1", 2)
        db.tell_after_commit("board-1", 3)
    # On PostgreSQL the same notice comes back through LISTEN; see tests/live/test_listening.py.
    assert heard == ([("board-1", 3, ["one"])] if database.is_sqlite else [])


def test_writers_that_read_first_never_lose_a_change(database: Database) -> None:
    with database.writing() as db:
        db.add(_event("one"))

    def count_up() -> None:
        for _ in range(10):
            with database.writing() as writer:
                _raise_by_one(writer)

    threads = [threading.Thread(target=count_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as reader:
        assert event_by_slug(reader, "one").required_priorities == 2 + 80


def _raise_by_one(db: Writing) -> None:
    event = db.exec(select(Event).where(Event.slug == "one").with_for_update()).one()
    event.required_priorities += 1
