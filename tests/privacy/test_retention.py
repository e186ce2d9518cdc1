"""On the day that an event promised, everything personal goes by itself; a day earlier nothing."""

from __future__ import annotations

import time
from datetime import timedelta

import time_machine
from sqlmodel import select

from app.clock import now
from app.db import Database
from app.delegations.models import Participant
from app.events.models import Event
from app.privacy.deleting import clean_up, delete_person
from app.privacy.inspecting import forget_old_inspections, inspect
from app.privacy.models import DataProtection, Inspected, Inspection
from app.privacy.notices import data_protection_of
from app.privacy.retention import Retention, delete_what_is_due
from tests.privacy.rows import EMAIL, NAME, all_bytes
from tests.privacy.test_erasing import call, traces
from tests.routes.doors_world import World


def test_the_day_of_deletion_deletes_everybody_once(database, database_url, cast, tmp_path, client):
    with database.writing() as db:
        call(db, cast.georgia_head)
        call(db, cast.outsider)
        inspect(db, cast.event_id, Inspected.LIST, by=cast.organiser)
    World(database, cast)
    day = now().date() + timedelta(days=40)
    with database.writing() as db:
        db.add(DataProtection(event_id=cast.event_id, delete_on=day))
    with time_machine.travel(now() + timedelta(days=38)):
        assert delete_what_is_due(database, tmp_path) == []
    with database.reading() as db:
        assert db.get_one(Participant, cast.georgia_head.own_id).name == NAME
    with time_machine.travel(now() + timedelta(days=41)):
        assert delete_what_is_due(database, tmp_path) == ["workshop"]
        assert delete_what_is_due(database, tmp_path) == []
        assert client.get("/events/workshop").status_code == 200
        assert "were deleted on" in client.get("/events/workshop/privacy").text
    with database.reading() as db:
        left = db.exec(select(Participant).where(Participant.event_id == cast.event_id)).all()
        assert {one.name for one in left} == {""}
        assert {one.email for one in left} == {None}
        assert db.exec(select(Inspection)).all() == []
        assert data_protection_of(db, db.get_one(Event, cast.event_id)).deleted_at is not None
        # The other event keeps its people, until its own day.
        assert db.get_one(Participant, cast.outsider.own_id).name == NAME
    with database.writing() as db:
        other = db.get_one(Participant, cast.outsider.own_id)
        other.name, other.email, other.function = "Somebody", None, ""
    database.scrub()
    stored = all_bytes(database_url)
    assert NAME.encode() not in stored
    assert EMAIL.encode() not in stored


def test_the_server_looks_by_itself(database, cast, tmp_path):
    with database.writing() as db:
        db.add(DataProtection(event_id=cast.event_id, delete_on=now().date() - timedelta(days=2)))
    keeper = Retention(database, tmp_path, first_look=0)
    keeper.start()
    until = time.monotonic() + 10
    while _name(database, cast.chair) and time.monotonic() < until:
        time.sleep(0.02)
    keeper.stop()
    assert _name(database, cast.chair) == ""


def _name(database, person):
    with database.reading() as db:
        return db.get_one(Participant, person.own_id).name


def test_the_record_of_looks_does_not_outlive_a_year(database, cast):
    with database.writing() as db:
        inspect(db, cast.event_id, Inspected.LIST, by=cast.organiser)
    with time_machine.travel(now() + timedelta(days=366)), database.writing() as db:
        inspect(db, cast.event_id, Inspected.LIST, by=cast.chair)
        forget_old_inspections(db)
    with database.reading() as db:
        assert db.exec(select(Inspection.by_id)).all() == [cast.chair.own_id]


def test_what_a_long_reader_kept_in_the_log_goes_with_the_next_look(
    database, database_url, cast, tmp_path, monkeypatch
):
    with database.writing() as db:
        call(db, cast.georgia_head)
    reader = Database(database_url)
    with reader.reading() as reading:
        # Somebody's page is open in another process while a person is deleted.
        assert reading.get_one(Participant, cast.georgia_head.own_id).name == NAME
        with database.writing() as db:
            words = delete_person(
                db, cast.event_id, cast.georgia_head.own_id, confirmed="yes", by=cast.organiser
            )
        monkeypatch.setattr("app.db.PATIENCE", 50)
        clean_up(database, tmp_path, words)
        assert database.is_unscrubbed == database.is_sqlite
    reader.dispose()
    Retention(database, tmp_path).look()
    assert not database.is_unscrubbed
    assert traces(database_url) == []
