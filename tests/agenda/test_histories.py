"""Two hundred random histories of an agenda: calendars count as the standard says, and only so.

A hundred on each database, each from its own seed: entries are retimed, moved, renamed, edited,
removed, added, and the draft goes back to older versions, with a publication after most steps.
"""

from __future__ import annotations

import random
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from app.agenda.calendar import CalendarFacts, calendar
from app.agenda.drafting import store_reading
from app.agenda.drafts import day_on, draft_for_update, room_named
from app.agenda.models import Agenda, Slot, Wording
from app.agenda.publishing import publish_version
from app.agenda.queries import published_timetable
from app.agenda.reading.model import ReadAgenda, ReadDay
from app.agenda.returning import return_to_version
from app.agenda.timetable import Timetable
from app.clock import now
from app.db import Database, Writing
from app.delegations.rights import Person, organiser_at
from app.errors import Refused
from app.events.models import Event
from tests.agenda.programmes import PUBLISHED, read_entry

HISTORIES = 100
STEPS = 6
FACTS = CalendarFacts("x", "X", "", "", "calendar.example.org", "https://plenary.example.org")


@pytest.mark.parametrize("tenth", range(10))
def test_a_sequence_grows_exactly_where_an_appointment_became_another_one(
    tenth: int, database: Database
):
    start = 0 if database.is_sqlite else HISTORIES
    for seed in range(start + tenth * 10, start + tenth * 10 + 10):
        with database.writing() as db:
            _live_through(db, random.Random(seed), f"history-{seed}")


def _live_through(db: Writing, chance: random.Random, slug: str) -> None:
    event, organiser = _begin(db, slug)
    told = [_publish(db, event, organiser)]
    for _ in range(STEPS):
        _change_something(db, event, organiser, chance, len(told))
        try:
            told.append(_publish(db, event, organiser))
        except Refused:
            continue  # going back to what was published last says nothing new
    _check(told)
    for number, (timetable, content) in enumerate(told, 1):
        again = published_timetable(db, event, number)
        assert again == timetable, "a published version changed"
        assert calendar(again, FACTS) == content


def _check(told: list[tuple[Timetable, bytes]]) -> None:
    """Compare with a count of our own, kept from version to version."""
    counted: dict[str, tuple[int, tuple[object, ...], Any]] = {}
    for timetable, _ in told:
        here = {entry.uid: entry for entry in timetable.entries}
        assert set(counted) <= set(here), "a uid was lost"
        for uid, entry in here.items():
            state = (entry.day, entry.starts, entry.ends, entry.room, entry.status)
            if uid not in counted:
                assert entry.sequence == 0
                assert entry.first_published_at == entry.changed_at == timetable.published_at
            else:
                sequence, before, first = counted[uid]
                assert entry.sequence == sequence + (state != before)
                assert entry.first_published_at == first
                if state != before:
                    assert entry.changed_at == timetable.published_at
            counted[uid] = (entry.sequence, state, entry.first_published_at)


def _begin(db: Writing, slug: str) -> tuple[Event, Person]:
    event = Event(slug=slug, title="X", zone="Europe/Paris", created_at=PUBLISHED)
    db.add(event)
    db.flush()
    # In the future, so that what is cancelled stays.
    day = now().date() + timedelta(days=100)
    read = ReadAgenda(
        title="X", reference=None, place=None, zone=None, mode="in_person",
        days=(ReadDay(day.isoformat()), ReadDay((day + timedelta(days=1)).isoformat())),
        entries=(
            read_entry(0, "09:00", "10:00", "session", "First", "1"),
            read_entry(0, "10:00", "11:00", "workshop", "Second", "1"),
            read_entry(1, "09:00", "10:00", "session", "Third", "2"),
        ),
        questions=(),
    )  # fmt: skip
    organiser = organiser_at(event)
    store_reading(db, event, read, by=organiser)
    return event, organiser


def _publish(db: Writing, event: Event, organiser: Person) -> tuple[Timetable, bytes]:
    number = publish_version(db, event, "", by=organiser).number
    timetable = published_timetable(db, event, number)
    return timetable, calendar(timetable, FACTS)


def _change_something(
    db: Writing, event: Event, organiser: Person, chance: random.Random, versions: int
) -> None:
    draft = draft_for_update(db, event, by=organiser)
    slots = db.exec(select(Slot).where(Slot.agenda_id == draft.key).order_by(col(Slot.uid))).all()
    slot = chance.choice(slots)
    match chance.choice(["retime", "move", "room", "words", "remove", "return", "return"]):
        case "retime":
            slot.starts = time(chance.randrange(8, 12))
            slot.ends = time(chance.randrange(13, 18))
        case "move":
            slot.day_id = day_on(db, draft, _some_day(chance)).key
        case "room":
            room = chance.choice([None, "Room 8", "Room 9"])
            slot.room_id = room_named(db, event, room).key if room else None
        case "words":
            _reword(db, draft, slot, chance)
        case "remove" if len(slots) > 1:
            db.delete(slot)
        case _:
            return_to_version(db, event, chance.randint(1, versions), by=organiser)
    db.flush()


def _some_day(chance: random.Random) -> date:
    return now().date() + timedelta(days=100 + chance.randrange(3))


def _reword(db: Writing, draft: Agenda, slot: Slot, chance: random.Random) -> None:
    wording = db.exec(
        select(Wording).where(
            Wording.agenda_id == draft.key, Wording.event_session_id == slot.event_session_id
        )
    ).one()
    wording.title = f"Title {chance.random()}"
    db.add(wording)
