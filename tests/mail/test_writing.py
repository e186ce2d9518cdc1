"""Whom mails go to, what they say to each, and what an organiser decides about them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlmodel import select

from app.agenda.choosing import choose
from app.agenda.drafting import store_reading
from app.agenda.publishing import publish_version
from app.agenda.saying import Sayer
from app.agenda.vevent import CalendarFacts
from app.delegations.models import Participant
from app.delegations.sign_in import issue_link, open_link
from app.errors import BadInput, Forbidden, Refused, StaleWrite
from app.events.models import Event
from app.mail.actions import (
    choose_language,
    choose_own_mails,
    decide_on_mail,
    return_to_usual_text,
    save_text,
    send_failed_again,
    send_mails,
    stop_sending,
)
from app.mail.forms import ChoiceForm, DecisionForm, SendForm
from app.mail.models import Mail, MailKind, MailState
from app.mail.queries import own_mails, text_of
from app.mail.recipients import occasion
from app.mail.texts import TextForm
from app.pages import translations
from tests.agenda.programmes import STRASBOURG, with_entry
from tests.mail.conftest import addressed, mails, queued, states

FACTS = CalendarFacts("workshop", "Co-operation", "", "", "example.org", "https://p.example.org")
SAYERS = {one: Sayer(translations(one).gettext, one) for one in ("en", "fr")}
LANGUAGES = ("en", "fr")


@pytest.fixture
def database_url(_sqlite_copies):
    """The queue and its locks are tried on both databases in test_once."""
    yield from _sqlite_copies(migrated=True)


@pytest.fixture
def event(database, cast):
    addressed(database, cast)
    with database.writing() as db:
        db.get_one(Participant, cast.speaker.own_id).email = None
        return db.get_one(Event, cast.event_id)


@pytest.fixture
def send(database, cast, event):
    """Sends a kind of mail to the people given, or to all who are due; how many."""

    def sent(kind="invitation", people=None, batch=None, version="", again=()):
        with database.writing() as db:
            if people is None:
                due = occasion(db, event, MailKind(kind), by=cast.organiser).due
                people = [one.participant_id for one in due]
            form = SendForm(
                kind=kind, people=list(map(str, people)), again=list(map(str, again)),
                version=version, batch=batch or str(uuid4()),
            )  # fmt: skip
            return send_mails(db, event, form, FACTS, SAYERS, by=cast.organiser)

    return sent


def test_an_invitation_goes_once_to_each_who_has_an_address(database, cast, send):
    assert send() == 8  # nine at the event, one of them without an address
    assert len({mail.participant_id for mail in mails(database)}) == 8
    with pytest.raises(BadInput, match="at least one person"):
        send()
    assert send(people=[cast.speaker.own_id]) == 0


def test_the_same_form_sent_twice_counts_once(cast, send):
    batch = str(uuid4())
    assert send(people=[cast.chair.own_id], batch=batch) == 1
    assert send(people=[cast.chair.own_id], batch=batch) == 0


def test_who_was_invited_meanwhile_is_not_invited_twice_unless_that_is_wanted(cast, send):
    assert send(people=[cast.chair.own_id]) == 1
    assert send(people=[cast.chair.own_id, cast.observer.own_id]) == 1  # a colleague's older form
    assert send(people=[], again=[cast.chair.own_id, cast.speaker.own_id]) == 1


def test_an_invitation_says_what_and_when_in_the_language_of_its_reader(
    database, cast, event, send
):
    with database.writing() as db:
        form = ChoiceForm(language="fr")
        choose_language(db, event, cast.georgia_head.own_id, form, LANGUAGES, by=cast.organiser)
        choose_own_mails(db, event, ChoiceForm(language="en"), LANGUAGES, by=cast.chair)
    send(people=[cast.georgia_head.own_id, cast.chair.own_id])
    chair, head = sorted(mails(database), key=lambda mail: mail.language)
    assert chair.subject == "Multi-sectorial co-operation: your personal link"
    assert "Dear Chair,\n" in chair.body
    assert "17 May 2019, Strasbourg\n" in chair.body
    assert "\n{link}\n" in chair.body
    assert head.language == "fr"
    assert "17 mai 2019, Strasbourg\n" in head.body
    assert "sans mot de passe" in head.body


def test_an_event_words_its_mails_itself(database, cast, event, send):
    own = TextForm(subject="Come to {event}", body="Hello {name} ({function}): {link}")
    with database.writing() as db:
        save_text(db, event, MailKind.INVITATION, "en", own, by=cast.organiser)
    send(people=[cast.chair.own_id])
    with database.writing() as db:
        return_to_usual_text(db, event, MailKind.INVITATION, "en", by=cast.organiser)
    send(people=[], again=[cast.chair.own_id])
    first, second = mails(database)
    assert first.subject == "Come to Multi-sectorial co-operation"
    assert first.body == "Hello Chair (): {link}\n"
    assert second.body.startswith("Dear Chair,")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"subject": " ", "body": "{link}"}, "subject"),
        ({"subject": "S", "body": "no link"}, "needs {link}"),
        ({"subject": "S {link}", "body": "{link}"}, "not the subject"),
        ({"subject": "S", "body": "{link} {frist_name}"}, "no field {frist_name}"),
        ({"subject": "S", "body": "{link} {changes}"}, "no field {changes}"),
        ({"subject": "S", "body": "{link}" + "x" * 8000}, "Shorten it"),
    ],
)
def test_words_that_cannot_do_are_refused(typed, sentence):
    with pytest.raises(BadInput) as refused:
        TextForm(**typed).checked(MailKind.INVITATION)
    assert sentence in str(refused.value)


def test_two_organisers_who_word_one_mail_see_both_texts(database, cast, event):
    first = TextForm(subject="S", body="First {link}")
    with database.writing() as db:
        save_text(db, event, MailKind.INVITATION, "en", first, by=cast.organiser)
    late = TextForm(subject="S", body="Late {link}")
    with pytest.raises(StaleWrite) as stale, database.writing() as db:
        save_text(db, event, MailKind.INVITATION, "en", late, by=cast.organiser)
    assert (stale.value.theirs, stale.value.yours) == ("First {link}", "Late {link}")
    with database.writing() as db:
        row = text_of(db, event, MailKind.INVITATION, "en")
        assert row is not None
        insists = TextForm(subject="S", body="Late {link}", base=row.changed_at.isoformat())
        save_text(db, event, MailKind.INVITATION, "en", insists, by=cast.organiser)


def test_only_who_was_invited_and_never_signed_in_is_reminded_once_a_day(
    database, cast, event, send, at
):
    at("2019-04-10T09:00:00+00:00")
    send(people=[cast.chair.own_id, cast.observer.own_id, cast.ukraine_head.own_id])
    with database.writing() as db:
        mail = db.exec(select(Mail).where(Mail.participant_id == cast.ukraine_head.own_id)).one()
        mail.state = MailState.FAILED
        open_link(db, issue_link(db, cast.chair.own_id, by=None), days=1)
    assert send("reminder") == 1
    assert mails(database)[-1].participant_id == cast.observer.own_id
    assert send("reminder", people=[], again=[cast.observer.own_id]) == 0
    at("2019-04-11T09:00:00+00:00")
    assert send("reminder") == 1


def test_only_those_concerned_hear_what_changed_and_only_once(database, cast, event, send, at):
    at("2019-04-10T09:00:00+00:00")
    with database.writing() as db:
        store_reading(db, event, STRASBOURG, by=cast.organiser)
        publish_version(db, event, "", by=cast.organiser)
        choose(db, event, "workshop-1", by=cast.georgia_head)
        choose(db, event, "workshop-2", by=cast.observer)
        store_reading(db, event, with_entry(STRASBOURG, 5, room="Room 9"), by=cast.organiser)
        publish_version(db, event, "Version 3", by=cast.organiser)
    # Georgia's delegate hears of it, too: the delegation's plans are touched.
    assert send("changes") == 2
    told = {mail.participant_id for mail in mails(database)}
    assert told == {cast.georgia_head.own_id, cast.georgia_delegate.own_id}
    (mail, _) = mails(database)
    assert "Version 3 of the agenda is published." in mail.body
    assert "is in Room 9 instead of Room 8." in mail.body
    assert send("changes", people=[], again=told) == 0


def test_a_person_decides_what_was_interrupted(database, cast, event):
    queued(database, cast, 3)
    with database.writing() as db:
        for mail in db.exec(select(Mail)):
            mail.state = MailState.UNCERTAIN
    ids = [mail.key for mail in mails(database)]
    for mail_id, decision in zip(ids, ("again", "sent", "drop"), strict=True):
        with database.writing() as db:
            form = DecisionForm(decision=decision)
            decide_on_mail(db, event, mail_id, form, by=cast.organiser)
    assert [mail.state for mail in mails(database)] == [
        MailState.QUEUED, MailState.SENT, MailState.DROPPED,
    ]  # fmt: skip
    with pytest.raises(Refused, match="changed meanwhile"), database.writing() as db:
        decide_on_mail(db, event, ids[1], DecisionForm(decision="again"), by=cast.organiser)
    with pytest.raises(Forbidden), database.writing() as db:
        decide_on_mail(db, event, ids[0], DecisionForm(decision="drop"), by=cast.chair)


def test_what_waits_is_stopped_and_what_failed_is_sent_again(database, cast, event):
    queued(database, cast, 2)
    with database.writing() as db:
        assert stop_sending(db, event, by=cast.organiser) == 2
        for mail in db.exec(select(Mail)):
            mail.state = MailState.FAILED
        db.flush()
        assert send_failed_again(db, event, by=cast.organiser) == 2
    assert states(database) == {MailState.QUEUED: 2}


def test_nothing_is_sent_without_a_sender_or_by_others(database, cast, event, send):
    form = SendForm(kind="invitation", people=["1"], batch=str(uuid4()))
    with pytest.raises(Forbidden), database.writing() as db:
        send_mails(db, event, form, FACTS, SAYERS, by=cast.chair)
    with database.writing() as db:
        db.get_one(Event, event.key).contact = ""
    with pytest.raises(Refused, match="mail address first"):
        send()
    assert mails(database) == []


def test_one_sees_what_was_sent_to_oneself_and_nobody_elses(database, cast, event, send):
    send(people=[cast.chair.own_id, cast.observer.own_id])
    with database.writing() as db:
        for mail in db.exec(select(Mail)):
            mail.state = MailState.SENT
    with database.reading() as db:
        (own,) = own_mails(db, event, by=cast.observer)
    assert own.participant_id == cast.observer.own_id
