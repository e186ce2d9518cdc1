"""Reminders before a session: for who asked, of their own sessions, once for each beginning."""

from __future__ import annotations

from datetime import time

import pytest

from app.agenda.choosing import choose
from app.agenda.drafting import store_reading
from app.agenda.publishing import publish_version
from app.agenda.saying import Sayer
from app.delegations.models import Participant
from app.events.models import Event
from app.mail.actions import choose_own_mails
from app.mail.forms import ChoiceForm
from app.mail.reminding import remind
from tests.agenda.programmes import STRASBOURG, with_entry
from tests.mail.conftest import addressed, mails

SAYERS = {one: Sayer(str, one) for one in ("en", "fr")}


@pytest.fixture
def due(database):
    """Asks for what is due; how many were queued."""

    def asked():
        return remind(database, SAYERS, base_url="https://p.example.org/", domain="example.org")

    return asked


@pytest.fixture
def event(database, cast, at):
    """The workshops begin at 9:00 on 17 May; the head chose the first and wants to know."""
    at("2019-05-01T09:00:00+02:00")
    addressed(database, cast)
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        for person in (cast.georgia_head, cast.ukraine_head):
            choose(db, event, "workshop-1", by=person)
        form = ChoiceForm(remind="60", language="fr")
        choose_own_mails(db, event, form, ("en", "fr"), by=cast.georgia_head)
    return event


def test_who_asked_is_reminded_once_and_in_time(database, cast, event, due, at):
    at("2019-05-17T07:59:00+02:00")
    assert due() == 0
    at("2019-05-17T08:00:30+02:00")
    assert [due(), due()] == [1, 0]
    (mail,) = mails(database)
    assert mail.participant_id == cast.georgia_head.own_id
    assert mail.subject == "Soon: Workshop 1: Reporting and prosecution, 09:00–11:00"
    assert "17 mai 2019, 09:00–11:00 (Europe/Paris)" in mail.body
    assert "https://p.example.org/events/workshop/sessions/workshop-1" in mail.body


def test_nobody_is_reminded_of_what_has_begun(cast, event, due, at):
    at("2019-05-17T09:00:00+02:00")
    assert due() == 0


def test_who_left_or_has_no_address_or_no_longer_wants_it_is_not_reminded(
    database, cast, event, due, at
):
    at("2019-05-17T08:30:00+02:00")
    with database.writing() as db:
        db.get_one(Participant, cast.georgia_head.own_id).email = None
    assert due() == 0
    addressed(database, cast)
    with database.writing() as db:
        choose_own_mails(db, event, ChoiceForm(), ("en",), by=cast.georgia_head)
    assert due() == 0


def test_a_session_that_moved_is_a_reason_to_be_reminded_again(database, cast, event, due, at):
    at("2019-05-16T09:00:00+02:00")
    with database.writing() as db:
        store_reading(db, event, STRASBOURG, by=cast.organiser)
        publish_version(db, event, "", by=cast.organiser)
    at("2019-05-17T08:45:00+02:00")
    assert due() == 1
    with database.writing() as db:
        store_reading(db, event, with_entry(STRASBOURG, 5, start=time(9, 45)), by=cast.organiser)
        publish_version(db, event, "", by=cast.organiser)
    assert due() == 1
    assert "09:45" in mails(database)[-1].body
