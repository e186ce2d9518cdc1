"""Mails go once: through a real mail server that refuses, is silent, or is not there."""

from __future__ import annotations

import email
import re
from datetime import timedelta
from email import policy
from email.header import decode_header, make_header

import pytest
from icalendar import Calendar
from sqlmodel import col, select

from app import clock
from app.agenda.choosing import choose
from app.agenda.invitations import Address
from app.agenda.saying import Sayer
from app.agenda.vevent import CalendarFacts
from app.clock import now
from app.delegations.models import Participant, SignInLink
from app.delegations.sign_in import open_link
from app.errors import BadInput
from app.events.models import Event
from app.mail.actions import choose_language, save_text
from app.mail.calendars import send_calendar_invitations
from app.mail.composing import Outgoing, compose, envelope, one_line
from app.mail.forms import ChoiceForm
from app.mail.ledger import HAS_LEFT, NO_ADDRESS, PAUSES, UNWRITABLE, Ledger
from app.mail.models import Mail, MailKind, MailState
from app.mail.post import MailServer
from app.mail.sending import Sender
from app.mail.texts import TextForm
from app.pages import translations
from app.settings import Settings
from tests.mail.conftest import addressed, mails, queued, states, until


@pytest.fixture
def database_url(_sqlite_copies):
    """One kind is enough to speak with a mail server; test_once has both."""
    yield from _sqlite_copies(migrated=True)


@pytest.fixture
def cast(cast, database):
    """The cast, with addresses."""
    addressed(database, cast)
    return cast


@pytest.fixture
def later():
    """Lets time pass."""
    passed = timedelta()

    def pass_by(**span):
        nonlocal passed
        passed += timedelta(**span)
        clock.start_at(None)
        clock.start_at(now() + passed)

    yield pass_by
    clock.start_at(None)


def test_a_mail_has_what_a_mail_needs(database, cast, mail_server, look):
    mail_server.start()
    queued(database, cast, body="Bonjour Zoë,\n.a dot\n" + "long " * 400 + "\n")
    look()
    (mail,) = mail_server.mails
    (stored,) = mails(database)
    assert mail["Subject"] == "You are invited"
    assert mail["To"].addresses[0].addr_spec == stored.address
    assert mail["To"].addresses[0].display_name == "Head of delegation"
    assert mail["From"].addresses[0].addr_spec == "secretariat@example.org"
    assert mail["Message-ID"] == f"<{stored.message_id}>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "en"
    assert mail["List-Unsubscribe"] == "<https://plenary.example.org/events/workshop/me/mails>"
    assert abs(mail["Date"].datetime - now()) < timedelta(minutes=1)
    assert mail.get_content().replace("\r\n", "\n") == stored.body
    assert (stored.state, stored.attempts) == (MailState.SENT, 1)
    look()
    assert len(mail_server.mails) == 1


def test_an_installation_may_send_from_an_address_of_its_own(database, cast, mail_server, settings):
    mail_server.start()
    queued(database, cast)
    own = {"mail_from": "plenary@example.net", "base_url": "http://[::1]:8000"}
    Sender(database, settings.model_copy(update=own)).look()
    (mail,) = mail_server.mails
    assert mail["From"].addresses[0].addr_spec == "plenary@example.net"
    assert mail["Reply-To"].addresses[0].addr_spec == "secretariat@example.org"


def test_a_personal_link_is_in_the_mail_and_nowhere_else(
    database, cast, mail_server, look, settings, tmp_path
):
    mail_server.start()
    queued(database, cast, body="Here: {link}\n")
    look()
    (mail,) = mail_server.mails
    (token,) = re.findall(r"https://plenary\.example\.org/sign-in/([\w-]+)", mail.get_content())
    (stored,) = mails(database)
    assert token not in repr(stored)
    with database.writing() as db:
        hashes = db.exec(
            select(SignInLink.token_hash).where(
                SignInLink.participant_id == cast.georgia_head.own_id
            )
        ).all()
        assert len(hashes) == 1
        assert token not in hashes
        assert open_link(db, token, days=1).participant_id == cast.georgia_head.own_id


def test_a_refused_address_has_failed_and_the_next_mail_goes(database, cast, mail_server, look):
    mail_server.start()
    with database.writing() as db:
        db.get_one(Participant, cast.ukraine_head.own_id).email = "unknown@example.org"
        db.get_one(Participant, cast.speaker.own_id).email = "nobody@exa..mple.org"
    for number, person in enumerate((cast.ukraine_head, cast.speaker, cast.georgia_head)):
        queued(database, cast, batch=str(number), to=person.own_id)
    queued(database, cast, batch="4", body="refuse this text")
    queued(database, cast, batch="5")
    look()
    refused, unwritable, first, text, last = mails(database)
    assert refused.state is MailState.FAILED
    assert refused.reply == "550 5.1.1 <unknown@example.org> is not known here"
    assert (unwritable.state, unwritable.problem) == (MailState.FAILED, UNWRITABLE)
    assert (text.state, text.reply) == (MailState.FAILED, "554 5.6.0 not with these words")
    assert first.state is last.state is MailState.SENT
    assert set(mail_server.deliveries) == {first.message_id, last.message_id}


def test_what_is_refused_for_now_is_tried_again_later_and_later_and_given_up(
    database, cast, mail_server, look, later
):
    mail_server.start()
    with database.writing() as db:
        db.get_one(Participant, cast.georgia_head.own_id).email = "busy@example.org"
    queued(database, cast)
    for attempt, pause in enumerate(PAUSES, 1):
        look()
        (mail,) = mails(database)
        assert (mail.state, mail.attempts) == (MailState.QUEUED, attempt)
        assert abs(mail.due_at - now() - timedelta(seconds=pause)) < timedelta(seconds=10)
        later(seconds=pause - 30)
        look()
        assert mails(database)[0].attempts == attempt
        later(seconds=40)
    look()
    (mail,) = mails(database)
    assert (mail.state, mail.reply) == (MailState.FAILED, "451 4.3.0 come back later")


def test_while_no_server_answers_no_mail_is_to_blame(database, cast, mail_server, look, later):
    mail_server.stop()
    queued(database, cast, 2)
    look()
    assert {(mail.state, mail.attempts) for mail in mails(database)} == {(MailState.QUEUED, 0)}
    assert mails(database)[0].problem == "The mail server does not answer."
    mail_server.start()
    look()
    assert mail_server.mails == []
    later(seconds=6)
    look()
    assert states(database) == {MailState.SENT: 2}
    assert {mail.problem for mail in mails(database)} == {""}


@pytest.mark.parametrize("taken", [True, False])
def test_a_server_that_is_gone_without_an_answer_leaves_it_uncertain(
    database, cast, mail_server, look, later, taken
):
    mail_server.start(2 if taken else -2)
    queued(database, cast, 3)
    look()
    mail_server.wait_for_death()
    assert [mail.state for mail in mails(database)] == [
        MailState.SENT, MailState.UNCERTAIN, MailState.QUEUED,
    ]  # fmt: skip
    mail_server.start()
    later(seconds=10)
    look()
    assert states(database) == {MailState.SENT: 2, MailState.UNCERTAIN: 1}
    assert sum(mail_server.deliveries.values()) == 2 + taken


def test_nobody_is_written_to_who_left_or_lost_their_address(database, cast, mail_server, look):
    mail_server.start()
    queued(database, cast, batch="1")
    queued(database, cast, batch="2", to=cast.speaker.own_id)
    with database.writing() as db:
        db.get_one(Participant, cast.georgia_head.own_id).left_at = now()
        db.get_one(Participant, cast.speaker.own_id).email = None
    look()
    assert [mail.problem for mail in mails(database)] == [HAS_LEFT, NO_ADDRESS]
    assert states(database) == {MailState.FAILED: 2}
    assert mail_server.mails == []


NAMES = (
    "Ministère de la Justice, « Bureau » d'Étienne",
    'Dr "X" <y@z.example>, Tbilisi',
    "მოსამართლე " * 12 + "!",
    "Judge, " * 30 + "last",
    "Ł" * 200,
    "Judge\r\nBcc: other@example.org",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_length_and_script_is_one_recipient(name):
    sender = Address("Secretariat", "office@example.org")
    to = Address(name, "judge@bücher.example")
    content = compose(
        Outgoing(sender, sender, to, name * 2, "Come.\n", "1@example.org", "en"),
        written_at=clock.now(),
    )
    assert max(map(len, content.split(b"\r\n"))) <= 78
    read = email.message_from_bytes(content, policy=policy.default)
    assert [one.addr_spec for one in read["To"].addresses] == ["judge@xn--bcher-kva.example"]
    assert read["Bcc"] is None
    shown = email.message_from_bytes(content)["To"]
    said = str(make_header(decode_header(shown))).replace("\r\n", "")
    assert said == f"{one_line(name)} <judge@xn--bcher-kva.example>"


@pytest.mark.parametrize("address", ["zoë@example.org", "a b@example.org", "a@exa..mple.org", "x"])
def test_an_address_that_servers_do_not_pass_on_is_said_to_be_wrong(address):
    with pytest.raises(ValueError, match=r"not an address|label"):
        envelope(Address("Judge", address))


@pytest.mark.parametrize("step", ["addressed", "sealed"])
def test_a_mail_that_is_deleted_under_its_sender_is_passed_over(
    database, cast, mail_server, look, monkeypatch, step
):
    mail_server.start()
    queued(database, cast, 1)
    queued(database, cast, 1, batch="2")
    usual = getattr(Ledger, step)

    def late(ledger, mail_id, *rest, **more):
        if mail_id == first.key:
            with database.writing() as db:
                db.delete(db.get_one(Mail, mail_id))
        return usual(ledger, mail_id, *rest, **more)

    first, second = mails(database)
    monkeypatch.setattr(Ledger, step, late)
    look()
    assert [mail.key for mail in mails(database)] == [second.key]
    assert set(mail_server.deliveries) == {second.message_id}


def test_a_calendar_invitation_is_an_alternative_to_its_text(database, cast, mail_server, look, at):
    mail_server.start()
    at("2019-04-20T09:00:00+00:00")
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        choose(db, event, "workshop-1", by=cast.georgia_head)
        choose_language(
            db, event, cast.georgia_head.own_id, ChoiceForm(language="fr"), ("fr",),
            by=cast.organiser,
        )  # fmt: skip
        sayers = {one: Sayer(translations(one).gettext, one) for one in ("en", "fr")}
        facts = CalendarFacts.of(event, domain="example.org", base_url="https://p.example.org")
        for due in (1, 0):
            letters = send_calendar_invitations(db, event, facts, sayers, by=cast.organiser)
            assert len(letters.due) == due
    look()
    (mail,) = mail_server.mails
    assert mail.get_content_type() == "multipart/alternative"
    text, calendar = mail.iter_parts()
    assert "17 mai 2019" in text.get_content()
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "REQUEST"
    (meeting,) = Calendar.from_ical(calendar.get_content()).walk("VEVENT")
    assert str(meeting["ATTENDEE"]) == f"mailto:person-{cast.georgia_head.own_id}@example.org"


def test_a_calendar_invitation_is_worded_by_the_event(database, cast, at):
    at("2019-04-20T09:00:00+00:00")
    addressed(database, cast)
    sayers = {"en": Sayer(translations("en").gettext, "en")}
    own = TextForm(
        subject="Your diary: {what}",
        body="Dear {name},\n\n{what}\n{time_and_room}\n\nThe secretariat",
    )
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        facts = CalendarFacts.of(event, domain="example.org", base_url="https://p.example.org")
        save_text(db, event, MailKind.CALENDAR, "en", own, by=cast.organiser)
        choose(db, event, "workshop-1", by=cast.georgia_head)
        send_calendar_invitations(db, event, facts, sayers, by=cast.organiser)
        mail = db.exec(select(Mail)).one()
        assert mail.subject == "Your diary: Invitation: Workshop 1: Reporting and prosecution"
        assert mail.body == (
            "Dear Head of delegation,\n\n"
            "Invitation: Workshop 1: Reporting and prosecution\n"
            "17 May 2019, 09:00–11:00 (Europe/Paris)\nRoom 8\n\n"
            "The secretariat\n"
        )
    for wrong, field in (("No session named.", "body"), ("{what} {link}", "body")):
        form = TextForm(subject="A", body=wrong)
        with pytest.raises(BadInput) as refused, database.writing() as db:
            save_text(db, event, MailKind.CALENDAR, "fr", form, by=cast.organiser)
        assert refused.value.field == field


def test_what_is_logged_names_nobody(database, cast, settings, monkeypatch, caplog):
    queued(database, cast)

    def breaks(*_):
        raise RuntimeError("person-4@example.org")

    monkeypatch.setattr(MailServer, "address", breaks)
    sender = Sender(database, settings)
    sender.wake()
    sender.start()
    until(lambda: bool(caplog.records))
    sender.stop()
    assert "RuntimeError" in caplog.text
    assert "@" not in caplog.text


def test_without_a_mail_server_mails_are_files(database, cast, tmp_path):
    queued(database, cast, 2)
    sender = Sender(database, Settings(data=tmp_path))
    sender.look()
    sender.look()
    files = sorted((tmp_path / "mail" / "workshop").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    assert states(database) == {MailState.WRITTEN: 2}
    with database.reading() as db:
        first = db.exec(select(Mail).order_by(col(Mail.id))).first()
    assert first is not None
    assert f"<{first.message_id}>".encode() in files[0].read_bytes()
