"""Personal calendars: what is in them, who may open them, and how they end."""

from __future__ import annotations

from datetime import timedelta

import ics
import pytest
from icalendar import Calendar
from sqlmodel import select

from app.agenda.calendar_models import CalendarFeed
from app.agenda.choosing import choose
from app.agenda.drafting import store_reading
from app.agenda.feeds import (
    MOST_FEEDS,
    change_feed,
    give_feed,
    own_feeds,
    personal_calendar,
    revoke_feed,
)
from app.agenda.joining import joining_links, set_joining_links
from app.agenda.personal_forms import FeedForm, JoiningForm
from app.agenda.publishing import publish_version
from app.agenda.vevent import NOWHERE
from app.delegations.links import give_link, revoke_links
from app.delegations.models import Appointment, Participant, Role
from app.errors import BadInput, Forbidden, Gone, NotFound, Refused, SignInNeeded
from app.events.models import Event, JoiningFor, Room
from tests.agenda.programmes import STRASBOURG, with_entry, without_entry

EVERYTHING = ["common", "chosen", "delegation", "roles", "breaks"]


@pytest.fixture
def held(database, cast, at):
    """The cast's event with two days of agenda as version 2, weeks before it is held."""
    at("2019-04-10T09:00:00+00:00")
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        store_reading(db, event, STRASBOURG, by=cast.organiser)
        publish_version(db, event, "", by=cast.organiser)
    return event


@pytest.fixture
def give(database, held, cast):
    """Makes a calendar for the Georgian delegate and returns its token."""

    def given(*parts, reminder="", by=cast.georgia_delegate):
        with database.writing() as db:
            return give_feed(db, held, FeedForm(parts=list(parts), reminder=reminder), by=by)

    return given


@pytest.fixture
def read(database):
    """Reads a calendar by its token: the events in it."""

    def opened(token):
        with database.reading() as db:
            found = personal_calendar(
                db, token, domain="calendar.example.org", base_url="https://plenary.example.org"
            )
        return Calendar.from_ical(found.content).walk("VEVENT")

    return opened


def names(events):
    return {str(event["SUMMARY"]) for event in events}


def mark(database, held, slug, by):
    with database.writing() as db:
        choose(db, held, slug, by=by)


def test_each_part_shows_its_own_sessions(database, cast, held, give, read):
    mark(database, held, "workshop-1", cast.georgia_delegate)
    mark(database, held, "workshop-2", cast.georgia_head)
    with database.writing() as db:
        db.add(
            Appointment(
                participant_id=cast.georgia_delegate.own_id, role=Role.CHAIR,
                event_session_id=cast.workshop_id,
            )
        )  # fmt: skip
    first, second = (
        "Workshop 1: Reporting and prosecution",
        "Workshop 2: Identifying victims",
    )
    assert names(read(give("chosen"))) == {first}
    assert names(read(give("roles"))) == {first}
    assert names(read(give("delegation"))) == {second}
    assert names(read(give("breaks"))) == {"Coffee break"}
    assert names(read(give("common"))) == {
        "Registration", "Welcome remarks", "Session 8: Evolving trends",
        "Session 8: Evolving trends (continued)", "The way forward",
    }  # fmt: skip
    everything = read(give(*EVERYTHING))
    assert len(everything) == len(STRASBOURG.entries)


def test_a_calendar_follows_choices_and_versions(database, cast, held, give, read):
    token = give("chosen")
    assert read(token) == []
    mark(database, held, "workshop-2", cast.georgia_delegate)
    (before,) = read(token)
    with database.writing() as db:
        store_reading(db, held, with_entry(STRASBOURG, 6, room="Room 9"), by=cast.organiser)
        (still,) = read_in(db, token)
        assert still == before  # a draft changes nothing
        publish_version(db, held, "", by=cast.organiser)
    (after,) = read(token)
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (1, 2)
    with database.writing() as db:
        store_reading(db, held, without_entry(STRASBOURG, 6), by=cast.organiser)
        publish_version(db, held, "", by=cast.organiser)
    (gone,) = read(token)
    assert gone["STATUS"] == "CANCELLED"


def read_in(db, token):
    found = personal_calendar(
        db, token, domain="calendar.example.org", base_url="https://plenary.example.org"
    )
    return Calendar.from_ical(found.content).walk("VEVENT")


def test_reminders_are_in_the_calendars_that_want_them_and_never_for_breaks(give, read):
    reminded = read(give("common", "breaks", reminder="15"))
    for event in reminded:
        alarms = event.walk("VALARM")
        if event["SUMMARY"] == "Coffee break":
            assert alarms == []
        else:
            assert alarms[0]["TRIGGER"].dt == -timedelta(minutes=15)
    assert not any(event.walk("VALARM") for event in read(give("common")))


def test_another_program_reads_reminders_and_joining_links(database, cast, held, give):
    with database.writing() as db:
        form = JoiningForm(joining_url="https://meet.example.org/1")
        set_joining_links(db, held, form, by=cast.organiser)
    token = give("common", reminder="30")
    with database.reading() as db:
        content = personal_calendar(
            db, token, domain="x.example", base_url="https://plenary.example.org"
        ).content
    for event in ics.Calendar(content.decode()).events:
        assert [alarm.trigger for alarm in event.alarms] == [-timedelta(minutes=30)]
        assert "https://meet.example.org/1" in event.description


def test_an_address_is_long_random_and_stored_as_a_hash_only(database, give):
    tokens = {give("chosen") for _ in range(5)}
    assert len(tokens) == 5
    assert all(len(token) == 32 for token in tokens)  # 24 bytes: 192 bits
    with database.reading() as db:
        stored = str([feed.model_dump() for feed in db.exec(select(CalendarFeed))])
    assert not any(token in stored for token in tokens)


def test_a_calendar_taken_back_is_gone_and_an_unknown_one_not_found(
    database, cast, held, give, read
):
    token, other = give("chosen"), give("common")
    with database.writing() as db:
        feed = own_feeds(db, held, by=cast.georgia_delegate)[0]
        revoke_feed(db, held, feed.key, by=cast.georgia_delegate)
    with pytest.raises(Gone):
        read(token)
    assert read(other)
    with pytest.raises(NotFound):
        read("no-such-calendar")


def test_who_left_and_whose_links_were_taken_back_has_no_calendar_any_more(
    database, cast, held, give, read
):
    lost = give("common")
    with database.writing() as db:
        give_link(db, held.key, cast.georgia_delegate.own_id, by=cast.organiser)
        revoke_links(db, held.key, cast.georgia_delegate.own_id, by=cast.organiser)
    with pytest.raises(Gone):
        read(lost)
    with database.reading() as db:
        assert own_feeds(db, held, by=cast.georgia_delegate) == []
    fresh = give("common")
    assert read(fresh)
    with database.writing() as db:
        db.get_one(Participant, cast.georgia_delegate.own_id).left_at = held.created_at
    with pytest.raises(Gone):
        read(fresh)


def test_a_calendar_can_be_changed_by_its_owner_only(database, cast, held, give, read):
    token = give("common")
    with database.writing() as db:
        feed = own_feeds(db, held, by=cast.georgia_delegate)[0].key
    form = FeedForm(name="Phone", parts=["breaks"], reminder="60")
    with pytest.raises(NotFound), database.writing() as db:
        change_feed(db, held, feed, form, by=cast.georgia_head)
    with pytest.raises(NotFound), database.writing() as db:
        revoke_feed(db, held, feed, by=cast.georgia_head)
    with database.writing() as db:
        change_feed(db, held, feed, form, by=cast.georgia_delegate)
    assert names(read(token)) == {"Coffee break"}
    for person, refusal in ((None, SignInNeeded), (cast.outsider, Forbidden)):
        with pytest.raises(refusal), database.writing() as db:
            give_feed(db, held, form, by=person)


def test_ten_calendars_are_enough(give):
    for _ in range(MOST_FEEDS):
        give("chosen")
    with pytest.raises(Refused, match="10 calendars already"):
        give("chosen")


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (FeedForm(parts=[]), "parts"),
        (FeedForm(parts=["chosen"], reminder="7"), "reminder"),
        (FeedForm(parts=["chosen"], name="x" * 61), "name"),
    ],
)
def test_what_a_calendar_cannot_be_is_said_beside_the_field(form, field):
    with pytest.raises(BadInput) as refusal:
        form.checked()
    assert refusal.value.field == field


def test_joining_links_are_shown_as_the_event_decides(database, cast, held):
    with database.writing() as db:
        room = Room(event_id=held.key, name="Breakout 1")
        db.add(room)
        db.flush()
        form = JoiningForm(
            joining_url="https://meet.example.org/all", room_id=[str(room.key)],
            room_url=["https://meet.example.org/1"],
        )  # fmt: skip
        set_joining_links(db, held, form, by=cast.organiser)
    with database.reading() as db:
        event = db.get_one(Event, held.key)
        seen = joining_links(db, event, by=cast.observer)
        assert seen.event == "https://meet.example.org/all"
        assert dict(seen.rooms) == {"Breakout 1": "https://meet.example.org/1"}
        assert joining_links(db, event, by=None) == NOWHERE
        assert joining_links(db, event, by=cast.outsider) == NOWHERE
    with database.writing() as db:
        event = db.get_one(Event, held.key)
        event.joining_for = JoiningFor.EVERYBODY
        assert joining_links(db, event, by=None) == seen


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (JoiningForm(joining_url="http://meet.example.org"), "joining_url"),
        (JoiningForm(joining_url="javascript:alert(1)"), "joining_url"),
        (JoiningForm(joining_url="https://meet.example.org/a b"), "joining_url"),
        (JoiningForm(joining_url="https://"), "joining_url"),
        (JoiningForm(joining_for="nobody"), "joining_for"),
        (JoiningForm(room_id=["1"], room_url=[]), None),
    ],
)
def test_what_is_no_joining_link_is_refused_and_nothing_stored(database, cast, held, form, field):
    with pytest.raises(BadInput) as refusal, database.writing() as db:
        set_joining_links(db, held, form, by=cast.organiser)
    assert refusal.value.field == field
    with database.reading() as db:
        assert db.get_one(Event, held.key).joining_url == ""


def test_only_organisers_set_links_and_only_of_their_own_rooms(database, cast, held):
    with pytest.raises(Forbidden), database.writing() as db:
        set_joining_links(db, held, JoiningForm(), by=cast.chair)
    with database.writing() as db:
        other = Room(event_id=cast.outsider.event_id, name="Elsewhere")
        db.add(other)
    form = JoiningForm(room_id=[str(other.key)], room_url=["https://meet.example.org/1"])
    with pytest.raises(NotFound), database.writing() as db:
        set_joining_links(db, held, form, by=cast.organiser)
