"""The fixed cast of people whom tests use, at one small event with a published agenda.

Two States with a head and a delegate each, the podium, a speaker, an observer, and an outsider who
is organiser of another event. Made of plain rows, so that a broken action breaks only its own test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.agenda.models import Agenda, Day, EventSession, Slot, SlotKind, Wording
from app.db import Database, Row, Writing
from app.delegations.models import (
    Appointment,
    Delegation,
    DelegationKind,
    Participant,
    Role,
    Sector,
)
from app.delegations.rights import Person
from app.delegations.sign_in import issue_link, open_link, person_by_id
from app.events.models import Event, Room
from app.main import create_app
from app.settings import Settings
from tests.stories import Stories

PUBLISHED = datetime(2019, 4, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """Everybody, and the ids of what they meet about."""

    event_id: int
    slug: str
    georgia_id: int
    ukraine_id: int
    workshop_id: int
    other_workshop_id: int
    organiser: Person
    chair: Person
    rapporteur: Person
    georgia_head: Person
    georgia_delegate: Person
    ukraine_head: Person
    ukraine_delegate: Person
    speaker: Person
    observer: Person
    outsider: Person

    @property
    def everybody(self) -> dict[str, Person]:
        """All people by the name of their part."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Person)}


def assemble(db: Writing) -> Cast:
    """Write the cast into an empty database."""
    event = _event(db, "workshop", "Multi-sectorial co-operation")
    other = _event(db, "elsewhere", "Another workshop")
    justice = _added(db, Sector(event_id=event, name="Ministry of Justice", position=1))
    police = _added(db, Sector(event_id=event, name="Law enforcement agencies", position=2))
    georgia = _state(db, event, "Georgia", "GE")
    ukraine = _state(db, event, "Ukraine", "UA")
    workshop, other_workshop = _published_agenda(db, event)

    def person(
        name: str, role: Role, *, of: int | None = None, sector: int | None = None, at: int = event
    ) -> Person:
        participant = _added(
            db, Participant(event_id=at, name=name, delegation_id=of, sector_id=sector)
        )
        _added(db, Appointment(participant_id=participant, role=role))
        return person_by_id(db, participant)

    return Cast(
        event_id=event,
        slug="workshop",
        georgia_id=georgia,
        ukraine_id=ukraine,
        workshop_id=workshop,
        other_workshop_id=other_workshop,
        organiser=person("Organiser, secretariat", Role.ORGANISER),
        chair=person("Chair", Role.CHAIR),
        rapporteur=person("General rapporteur", Role.RAPPORTEUR),
        georgia_head=person("Head of delegation", Role.HEAD, of=georgia, sector=justice),
        georgia_delegate=person(
            "Delegate, Tbilisi police", Role.DELEGATE, of=georgia, sector=police
        ),
        ukraine_head=person("Head of delegation, Kyiv", Role.HEAD, of=ukraine, sector=justice),
        ukraine_delegate=person("Delegate, Kyiv police", Role.DELEGATE, of=ukraine, sector=police),
        speaker=person("Speaker, international organisation", Role.SPEAKER),
        observer=person("Observer, civil society", Role.OBSERVER),
        outsider=person("Organiser elsewhere", Role.ORGANISER, at=other),
    )


@pytest.fixture
def cast(database: Database, stories: Stories) -> Cast:
    """The cast in an otherwise empty database (once on SQLite, once on PostgreSQL)."""
    return stories.told(assemble, database)


@pytest.fixture
def application(database_url: str, database: Database, tmp_path: Path) -> FastAPI:
    """The whole application over the test's database."""
    del database  # the URL below is its URL
    return create_app(Settings(data=tmp_path, database_url=database_url))


@pytest.fixture
def client(application: FastAPI) -> Iterator[TestClient]:
    """A browser in which nobody is signed in."""
    with TestClient(application, follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def client_for(
    application: FastAPI, client: TestClient, database: Database
) -> Callable[[Person], TestClient]:
    """Gives each person a browser in which they are signed in."""
    del client  # keeps the application running while its browsers are open

    def signed_in(person: Person) -> TestClient:
        with database.writing() as db:
            token = issue_link(db, person.own_id, by=None)
            opened = open_link(db, token, days=1)
        browser = TestClient(application, follow_redirects=False)
        browser.cookies.set("plenary_sign_in", opened.cookie)
        return browser

    return signed_in


def _published_agenda(db: Writing, event: int) -> tuple[int, int]:
    """Version 1: registration, then two parallel workshops; and the draft that follows it."""
    room = _added(db, Room(event_id=event, name="Room 8", position=1))
    plan = (
        ("registration", SlotKind.REGISTRATION, None, "Registration", time(8, 30), time(9), None),
        ("workshop-1", SlotKind.WORKSHOP, "1", "Reporting and prosecution", time(9), time(11), "A"),
        ("workshop-2", SlotKind.WORKSHOP, "2", "Identifying victims", time(9), time(11), "A"),
    )
    ids = [_added(db, EventSession(event_id=event, slug=line[0])) for line in plan]
    for number in (1, None):
        agenda = _added(
            db,
            Agenda(
                event_id=event,
                number=number,
                label="Version 1" if number else "",
                created_at=PUBLISHED,
                published_at=PUBLISHED if number else None,
            ),
        )
        day = _added(db, Day(agenda_id=agenda, on=date(2019, 5, 17)))
        for position, (identity, line) in enumerate(zip(ids, plan, strict=True)):
            slug, kind, label, title, starts, ends, group = line
            _added(
                db,
                Wording(
                    agenda_id=agenda,
                    event_session_id=identity,
                    kind=kind,
                    number=label,
                    title=title,
                    abstract=f"About {title.lower()}." if label else "",
                ),
            )
            _added(
                db,
                Slot(
                    agenda_id=agenda,
                    day_id=day,
                    event_session_id=identity,
                    uid=f"00000000-0000-4000-8000-00000000000{position}",
                    position=position,
                    starts=starts,
                    ends=ends,
                    room_id=room if slug == "workshop-1" else None,
                    parallel_group=group,
                    changed_at=PUBLISHED if number else None,
                    first_published_at=PUBLISHED if number else None,
                ),
            )
    return ids[1], ids[2]


def _event(db: Writing, slug: str, title: str) -> int:
    zone = "Europe/Paris"
    return _added(
        db, Event(slug=slug, title=title, zone=zone, place="Strasbourg", created_at=PUBLISHED)
    )


def _state(db: Writing, event: int, name: str, territory: str) -> int:
    kind = DelegationKind.STATE
    return _added(db, Delegation(event_id=event, kind=kind, name=name, territory=territory))


def _added(db: Writing, row: Row) -> int:
    db.add(row)
    db.flush()
    return row.key
