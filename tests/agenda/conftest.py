"""An event without an agenda, its organiser, and a clock that can be set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from app import clock
from app.agenda.drafting import store_reading
from app.agenda.queries import Draft, draft_timetable
from app.db import Database
from app.delegations.models import Appointment, Participant, Role
from app.delegations.rights import Person
from app.delegations.sign_in import person_by_id
from app.events.models import Event
from tests.agenda.programmes import PUBLISHED, STRASBOURG


@pytest.fixture
def event(database: Database) -> Event:
    """An event in Strasbourg about which nothing is known yet."""
    with database.writing() as db:
        made = Event(
            slug="strasbourg", title="Co-operation", zone="Europe/Paris", created_at=PUBLISHED
        )
        db.add(made)
    return made


@pytest.fixture
def organiser(database: Database, event: Event) -> Person:
    """Its organiser."""
    with database.writing() as db:
        participant = Participant(event_id=event.key, name="Organiser")
        db.add(participant)
        db.flush()
        db.add(Appointment(participant_id=participant.key, role=Role.ORGANISER))
        db.flush()
        return person_by_id(db, participant.key)


@pytest.fixture
def colleague(database: Database, event: Event) -> Person:
    """A second organiser of the same event."""
    with database.writing() as db:
        participant = Participant(event_id=event.key, name="Colleague")
        db.add(participant)
        db.flush()
        db.add(Appointment(participant_id=participant.key, role=Role.ORGANISER))
        db.flush()
        return person_by_id(db, participant.key)


@pytest.fixture
def draft(database: Database, event: Event, organiser: Person) -> Callable[[], Draft]:
    """Reads the programme of two days in; gives the draft as it is now."""
    with database.writing() as db:
        store_reading(db, event, STRASBOURG, by=organiser)

    def now() -> Draft:
        with database.reading() as db:
            return draft_timetable(db, event, by=organiser)

    return now


@pytest.fixture
def at() -> Iterator[Callable[[str], None]]:
    """Sets the clock to a moment, written with its offset."""
    yield lambda moment: clock.start_at(datetime.fromisoformat(moment))
    clock.start_at(None)
