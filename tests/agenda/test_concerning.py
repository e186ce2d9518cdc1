"""Who hears of which change: those whose plans it touches, and nobody of an editorial fix."""

from __future__ import annotations

import pytest

from app.agenda.choosing import choose, chosen_sessions, unchoose
from app.agenda.concerning import concerned
from app.agenda.drafting import store_reading
from app.agenda.interests import attended_by_all, interests
from app.agenda.models import SlotKind
from app.agenda.publishing import publish_version
from app.agenda.queries import published_timetable
from app.delegations.models import Appointment, Participant, Role
from app.errors import Forbidden, NotFound, SignInNeeded
from app.events.models import Event
from tests.agenda.programmes import (
    STRASBOURG,
    THURSDAY,
    entry,
    timetable,
    with_entry,
    without_entry,
)
from tests.agenda.programmes import at as clock_time


@pytest.fixture
def held(database, cast):
    """The cast's event with two days of agenda as version 2."""
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        store_reading(db, event, STRASBOURG, by=cast.organiser)
        publish_version(db, event, "", by=cast.organiser)
    return event


@pytest.fixture
def who_hears(database, cast, held):
    """Publishes a reading and returns who is concerned: name → kinds of change."""

    def of(read):
        with database.writing() as db:
            before = published_timetable(db, held)
            store_reading(db, held, read, by=cast.organiser)
            publish_version(db, held, "", by=cast.organiser)
            found = concerned(db, held, before, published_timetable(db, held), by=cast.organiser)
        return {one.name: [change.kind.value for change in one.changes] for one in found}

    return of


def workshop(number):
    return next(place for place, one in enumerate(STRASBOURG.entries) if one.number == number)


def test_a_workshop_that_moves_concerns_who_chose_it_and_their_delegation(
    database, cast, held, who_hears
):
    with database.writing() as db:
        choose(db, held, "workshop-2", by=cast.georgia_delegate)
    later = with_entry(STRASBOURG, workshop("2"), room="Room 9")
    assert who_hears(later) == {
        "Delegate, Tbilisi police": ["room"],
        "Head of delegation": ["room"],
    }


def test_whoever_speaks_or_chairs_hears_of_new_speakers_and_the_delegation_does_not(
    database, cast, held, who_hears
):
    with database.writing() as db:
        db.add(
            Appointment(
                participant_id=cast.speaker.own_id, role=Role.SPEAKER,
                event_session_id=cast.workshop_id,
            )
        )  # fmt: skip
        choose(db, held, "workshop-1", by=cast.ukraine_delegate)
    other = with_entry(STRASBOURG, workshop("1"), speakers=("Judge",))
    assert who_hears(other) == {
        "Delegate, Kyiv police": ["speakers"],
        "Speaker, international organisation": ["speakers"],
    }
    chaired = with_entry(other, workshop("1"), chair="Dean")
    assert who_hears(chaired) == {
        "Delegate, Kyiv police": ["chair"],
        "Speaker, international organisation": ["chair"],
    }


def test_what_everybody_attends_concerns_everybody(cast, who_hears):
    later = with_entry(STRASBOURG, 1, start=clock_time("08:45"))
    heard = who_hears(later)
    assert set(heard) == {
        person.name for person in cast.everybody.values() if person is not cast.outsider
    }
    assert set(map(tuple, heard.values())) == {("retimed",)}


def test_people_of_a_cancelled_session_are_told(database, cast, held, who_hears):
    with database.writing() as db:
        choose(db, held, "workshop-1", by=cast.observer)
    assert who_hears(without_entry(STRASBOURG, workshop("1"))) == {
        "Observer, civil society": ["cancelled"]
    }


def test_an_editorial_fix_concerns_nobody(database, cast, held, who_hears):
    with database.writing() as db:
        choose(db, held, "workshop-1", by=cast.observer)
    assert who_hears(with_entry(STRASBOURG, workshop("1"), abstract="Better words.")) == {}


def test_who_has_left_hears_nothing(database, cast, held, who_hears):
    with database.writing() as db:
        choose(db, held, "workshop-1", by=cast.observer)
        db.get_one(Participant, cast.observer.own_id).left_at = held.created_at
    assert who_hears(without_entry(STRASBOURG, workshop("1"))) == {}


def test_only_organisers_may_ask_whom_it_concerns(database, cast, held):
    with database.reading() as db:
        newest = published_timetable(db, held)
        for person, refusal in ((None, SignInNeeded), (cast.georgia_head, Forbidden)):
            with pytest.raises(refusal):
                concerned(db, held, None, newest, by=person)


def test_marking_twice_is_marking_once_and_the_mark_comes_off(database, cast, held):
    with database.writing() as db:
        choose(db, held, "workshop-1", by=cast.observer)
        choose(db, held, "workshop-1", by=cast.observer)
        assert chosen_sessions(db, held, by=cast.observer) == {cast.workshop_id}
        unchoose(db, held, "workshop-1", by=cast.observer)
        unchoose(db, held, "workshop-1", by=cast.observer)
        assert chosen_sessions(db, held, by=cast.observer) == frozenset()
        assert chosen_sessions(db, held, by=None) == frozenset()


def test_nobody_marks_what_is_not_published_or_without_being_a_participant(database, cast, held):
    with database.writing() as db:
        secret = with_entry(STRASBOURG, 0, title="Secret gathering", kind="other")
        store_reading(db, held, secret, by=cast.organiser)
    with pytest.raises(NotFound), database.writing() as db:
        choose(db, held, "secret-gathering", by=cast.observer)
    for person, refusal in ((None, SignInNeeded), (cast.outsider, Forbidden)):
        with pytest.raises(refusal), database.writing() as db:
            choose(db, held, "workshop-1", by=person)


def test_a_delegation_attends_what_its_other_members_chose(database, cast, held):
    with database.writing() as db:
        for person in (cast.observer, cast.georgia_head, cast.georgia_delegate):
            choose(db, held, "workshop-1", by=person)
    with database.reading() as db:
        found = interests(db, held)
    assert found[cast.georgia_head.own_id].delegation == {cast.workshop_id}
    assert found[cast.georgia_head.own_id].own == {cast.workshop_id}
    assert found[cast.ukraine_head.own_id].own == frozenset()
    assert cast.outsider.own_id not in found


def test_attended_by_all_is_what_nothing_else_runs_beside():
    programme = timetable(
        entry(1, "08:00", "17:00", "Registration", kind=SlotKind.REGISTRATION),
        entry(2, "09:00", "10:00", "Opening", kind=SlotKind.OPENING),
        entry(3, "10:00", "10:30", "Coffee", kind=SlotKind.BREAK),
        entry(4, "10:30", "12:00", "One", kind=SlotKind.SESSION),
        entry(5, "11:00", "12:30", "Two", kind=SlotKind.SESSION),
        entry(6, "14:00", "15:00", "Alone", kind=SlotKind.WORKSHOP),
        entry(7, "15:00", "16:00", "Report", kind=SlotKind.PLENARY, day=THURSDAY),
        entry(8, None, None, "Some time", kind=SlotKind.SESSION),
        entry(9, "19:00", "22:00", "Dinner", kind=SlotKind.SOCIAL),
    )
    assert attended_by_all(programme) == {1, 2, 7, 8}
