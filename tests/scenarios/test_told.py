"""Samples as the demo tells them: up to its clock, and no further."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from app import clock
from app.agenda.models import Agenda
from app.agenda.queries import published_timetable
from app.db import Database
from app.demo.samples import sample
from app.demo.story import tell
from app.events.queries import event_by_slug
from app.recommendations.models import Adoption
from app.sessions.models import Board, Closure, Priority, PriorityState

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SECOND_MORNING = datetime(2019, 5, 17, 7, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock_is_put_right():
    yield
    clock.start_at(None)


def test_what_lies_ahead_of_the_demos_clock_is_planned_and_published(database: Database) -> None:
    tell(database, sample("online-2021"), until=SECOND_MORNING)
    with database.reading() as db:
        assert db.exec(select(Board)).all() == []
        assert db.exec(select(Adoption)).all() == []
        published = published_timetable(db, event_by_slug(db, "online-2021"))
        assert len(published.entries) == 7
        assert all(
            moment < SECOND_MORNING
            for moment in db.exec(select(Agenda.published_at)).all()
            if moment
        )


def test_a_running_event_goes_on_to_its_end(database: Database) -> None:
    strasbourg = sample("strasbourg-2019")
    assert strasbourg.event["demo_starts_at"] == SECOND_MORNING
    tell(database, strasbourg, until=datetime(2019, 5, 31, tzinfo=UTC))
    with database.reading() as db:
        recorded = select(Priority).where(Priority.state == PriorityState.RECORDED)
        assert len(db.exec(recorded).all()) == 8
        assert len(db.exec(select(Closure)).all()) == len(db.exec(select(Board)).all()) == 4
        adopted = db.exec(select(Adoption)).one()
        assert f"{adopted.adopted_at:%d %B %Y %H:%M}" == "17 May 2019 14:50"
