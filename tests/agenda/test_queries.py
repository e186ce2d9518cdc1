"""Reading agendas: only what is published, in a constant number of statements."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.agenda.drafting import store_reading
from app.agenda.publishing import publish_version
from app.agenda.queries import (
    draft_timetable,
    event_session_by_slug,
    published_timetable,
    versions,
)
from app.agenda.reading.model import ReadAgenda, ReadDay
from app.errors import NotFound
from tests.agenda.programmes import STRASBOURG, read_entry, with_entry, without_entry


@pytest.fixture
def publish(database, event, organiser, at):
    """Reads in and publishes."""
    at("2019-04-01T09:00:00+00:00")

    def published(read=STRASBOURG):
        with database.writing() as db:
            store_reading(db, event, read, by=organiser)
            publish_version(db, event, "", by=organiser)

    return published


def large(entries: int) -> ReadAgenda:
    """An agenda with so many entries."""
    return ReadAgenda(
        title="Large", reference=None, place=None, zone=None, mode=None,
        days=(ReadDay("2019-05-16"),),
        entries=tuple(
            read_entry(0, f"{8 + n // 30:02}:{n % 30:02}", None, "session", f"Item {n}", str(n))
            for n in range(entries)
        ),
        questions=(),
    )  # fmt: skip


def test_nothing_published_is_said_in_a_sentence(database, event, organiser):
    with database.writing() as db:
        store_reading(db, event, STRASBOURG, by=organiser)
    with database.reading() as db:
        with pytest.raises(NotFound, match="not published yet"):
            published_timetable(db, event)
        with pytest.raises(NotFound, match="There is no session at this address"):
            event_session_by_slug(db, event, "workshop-1")


def test_the_newest_version_is_read_unless_another_is_asked_for(database, event, publish):
    publish()
    publish(with_entry(STRASBOURG, 1, title="Opening"))
    with database.reading() as db:
        assert published_timetable(db, event).number == 2
        assert published_timetable(db, event, 1).entries[1].title == "Welcome remarks"
        assert [one.number for one in versions(db, event)] == [2, 1]
        with pytest.raises(NotFound, match="There is no version 3"):
            published_timetable(db, event, 3)


def test_an_event_session_is_worded_by_the_newest_version_not_by_the_draft(
    database, event, organiser, publish
):
    publish()
    publish(with_entry(STRASBOURG, 5, title="Second wording"))
    with database.writing() as db:
        store_reading(db, event, with_entry(STRASBOURG, 5, title="Secret wording"), by=organiser)
    with database.reading() as db:
        workshop = event_session_by_slug(db, event, "workshop-1")
    assert (workshop.label, workshop.title) == ("Workshop 1", "Second wording")
    assert workshop.required_priorities == 2
    assert [slot.hours for slot in workshop.slots] == ["09:30–11:00"]


def test_a_continued_session_has_both_its_slots(database, event, publish):
    publish()
    with database.reading() as db:
        hours = [slot.hours for slot in event_session_by_slug(db, event, "session-8").slots]
    assert hours == ["09:30–11:00", "11:30–12:30"]


def test_an_event_session_that_was_dropped_keeps_its_address(database, event, publish):
    publish()
    publish(without_entry(STRASBOURG, 6))
    with database.reading() as db:
        (slot,) = event_session_by_slug(db, event, "workshop-2").slots
    assert slot.is_cancelled


def test_another_events_addresses_are_unknown_here(database, event, cast, publish):
    publish()
    with database.reading() as db, pytest.raises(NotFound):
        event_session_by_slug(db, db.get_one(type(event), cast.event_id), "session-8")


@pytest.mark.parametrize("query", ["published", "draft", "event_session"])
def test_200_entries_take_as_many_statements_as_3(database, event, organiser, publish, query):
    def read(db):
        if query == "published":
            return len(published_timetable(db, event).entries)
        if query == "draft":
            return len(draft_timetable(db, event, by=organiser).timetable.entries)
        return len(event_session_by_slug(db, event, "session-1").slots)

    statements: list[int] = []
    for entries in (3, 200):
        publish(large(entries))
        seen: list[str] = []
        listener = seen.append

        def count(connection, cursor, statement, *rest, note=listener):
            note(statement)

        sa.event.listen(database.engine, "before_cursor_execute", count)
        with database.reading() as db:
            assert read(db) == (1 if query == "event_session" else entries)
        sa.event.remove(database.engine, "before_cursor_execute", count)
        statements.append(len(seen))
    assert statements[0] == statements[1] <= 6
