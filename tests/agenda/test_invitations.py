"""Invitations as letters: one attendee each, due once, taken back with a higher SEQUENCE."""

from __future__ import annotations

import pytest
from icalendar import Calendar
from sqlmodel import select

from app.agenda.choosing import choose, unchoose
from app.agenda.drafting import store_reading
from app.agenda.invitations import Address, cancellation, invitation
from app.agenda.inviting import last_written, write_invitations
from app.agenda.joining import set_contact, set_joining_links
from app.agenda.models import SlotKind
from app.agenda.personal_forms import ContactForm, JoiningForm
from app.agenda.publishing import publish_version
from app.agenda.saying import Sayer
from app.agenda.vevent import CalendarFacts, Joining
from app.delegations.models import Participant
from app.errors import BadInput, Forbidden, Refused
from app.events.models import Event
from tests.agenda.programmes import (
    PUBLISHED,
    STRASBOURG,
    entry,
    timetable,
    with_entry,
    without_entry,
)

FACTS = CalendarFacts("workshop", "Co-operation", "Strasbourg", "", "calendar.example.org",
                      "https://plenary.example.org")  # fmt: skip


def speaking(participant_id):
    """English, to everybody."""
    return Sayer(str, "en")


ORGANISER = Address('The "Secretariat", Strasbourg', "secretariat@example.org")
JUDGE = Address("Judge, Tbilisi", "judge@example.org")
WORKSHOP = entry(1, "09:30", "11:00", "Reporting", kind=SlotKind.WORKSHOP, number="1",
                 room="Room 8", sequence=3)  # fmt: skip


def event_of(content):
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def test_an_invitation_has_one_attendee_and_asks_for_an_answer():
    joining = Joining(rooms=(("Room 8", "https://meet.example.org/8"),))
    content = invitation(
        WORKSHOP, timetable(WORKSHOP), FACTS, organiser=ORGANISER, attendee=JUDGE, sequence=3,
        written_at=PUBLISHED, joining=joining,
    )  # fmt: skip
    event = event_of(content)
    assert Calendar.from_ical(content)["METHOD"] == "REQUEST"
    assert str(event["ATTENDEE"]) == "mailto:judge@example.org"
    assert event["ATTENDEE"].params["CN"] == "Judge, Tbilisi"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert str(event["ORGANIZER"]) == "mailto:secretariat@example.org"
    assert event["UID"] == f"{WORKSHOP.uid}@calendar.example.org"
    assert (event["SEQUENCE"], event["STATUS"]) == (3, "CONFIRMED")
    assert str(event["CONFERENCE"]) == "https://meet.example.org/8"
    assert content.count(b"ATTENDEE") == 1
    assert b"BEGIN:VTIMEZONE" in content


def test_a_cancellation_names_the_same_uid():
    event = event_of(
        cancellation(
            WORKSHOP, timetable(WORKSHOP), FACTS, organiser=ORGANISER, attendee=JUDGE, sequence=4,
            written_at=PUBLISHED,
        )
    )  # fmt: skip
    assert event["UID"] == f"{WORKSHOP.uid}@calendar.example.org"
    assert (event["SEQUENCE"], event["STATUS"]) == (4, "CANCELLED")
    assert event["SUMMARY"] == "CANCELLED: Workshop 1: Reporting"


@pytest.fixture
def held(database, cast, at):
    """The cast's event, six weeks before it is held; the head of delegation has an address."""
    at("2019-04-10T09:00:00+00:00")
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        store_reading(db, event, STRASBOURG, by=cast.organiser)
        publish_version(db, event, "", by=cast.organiser)
        set_contact(db, event, ContactForm(contact="secretariat@example.org"), by=cast.organiser)
        db.get_one(Participant, cast.georgia_head.own_id).email = "head@example.org"
        choose(db, event, "workshop-1", by=cast.georgia_head)
    return event


@pytest.fixture
def due(database, cast, held):
    """Writes what is due: (method, summary, sequence) of each letter."""

    def written():
        with database.writing() as db:
            letters = write_invitations(db, held, FACTS, speaking, by=cast.organiser).due
        found = []
        for one in letters:
            event = event_of(one.calendar)
            method = str(Calendar.from_ical(one.calendar)["METHOD"])
            assert method == one.method
            found.append((method, str(event["SUMMARY"]), event["SEQUENCE"]))
        return found

    return written


FIRST = "Workshop 1: Reporting and prosecution"


def test_an_invitation_is_due_once_and_again_when_the_slot_moves(database, cast, held, due):
    ((method, name, sequence),) = due()
    assert (method, name) == ("REQUEST", FIRST)
    assert due() == []
    publish(database, cast, held, with_entry(STRASBOURG, 5, abstract="Other words."))
    assert due() == []  # an editorial fix
    publish(database, cast, held, with_entry(STRASBOURG, 5, room="Room 9"))
    assert due() == [("REQUEST", FIRST, sequence + 1)]


def test_a_cancelled_slot_is_taken_back_with_a_higher_sequence(database, cast, held, due):
    ((_, _, sequence),) = due()
    publish(database, cast, held, without_entry(STRASBOURG, 5))
    assert due() == [("CANCEL", f"CANCELLED: {FIRST}", sequence + 1)]
    assert due() == []


def test_who_does_not_attend_any_more_gets_it_taken_back_and_may_come_again(
    database, cast, held, due
):
    ((_, _, sequence),) = due()
    with database.writing() as db:
        unchoose(db, held, "workshop-1", by=cast.georgia_head)
    assert due() == [("CANCEL", f"CANCELLED: {FIRST}", sequence + 1)]
    with database.writing() as db:
        choose(db, held, "workshop-1", by=cast.georgia_head)
    assert due() == [("REQUEST", FIRST, sequence + 2)]
    publish(database, cast, held, with_entry(STRASBOURG, 5, room="Room 9"))
    # The slot's own count is behind the letters' now; what moved is due all the same.
    assert due() == [("REQUEST", FIRST, sequence + 3)]


def test_what_is_over_is_not_invited_to(due, at):
    at("2019-05-17T12:00:00+02:00")
    assert due() == []


def test_people_without_an_address_are_counted(database, cast, held):
    with database.writing() as db:
        choose(db, held, "workshop-2", by=cast.observer)
        letters = write_invitations(db, held, FACTS, speaking, by=cast.organiser)
        assert last_written(db, held) is not None
    assert letters.without_address == 1
    (letter,) = letters.due
    assert letter.participant_id == cast.georgia_head.own_id
    assert letter.subject == f"Invitation: {FIRST}"


def test_joining_links_of_participants_stand_in_their_invitations(database, cast, held):
    with database.writing() as db:
        form = JoiningForm(joining_url="https://meet.example.org/all")
        set_joining_links(db, held, form, by=cast.organiser)
        (one,) = write_invitations(db, held, FACTS, speaking, by=cast.organiser).due
    assert str(event_of(one.calendar)["CONFERENCE"]) == "https://meet.example.org/all"


def test_nothing_is_written_without_a_sender_or_by_others(database, cast, held):
    with pytest.raises(Forbidden), database.writing() as db:
        write_invitations(db, held, FACTS, speaking, by=cast.chair)
    with database.writing() as db:
        db.get_one(Event, held.key).contact = ""
    with pytest.raises(Refused, match="mail address first"), database.writing() as db:
        write_invitations(db, held, FACTS, speaking, by=cast.organiser)
    with pytest.raises(BadInput), database.writing() as db:
        set_contact(db, held, ContactForm(contact="a@b.example\r\nBcc: c@d.example"),
                    by=cast.organiser)  # fmt: skip
    with database.reading() as db:
        assert db.exec(select(Event.contact).where(Event.id == held.key)).one() == ""


def publish(database, cast, event, read):
    with database.writing() as db:
        store_reading(db, event, read, by=cast.organiser)
        publish_version(db, event, "", by=cast.organiser)
