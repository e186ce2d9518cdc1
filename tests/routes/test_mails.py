"""The pages about mails: what is sent to whom, tried before it goes, and decided afterwards."""

from __future__ import annotations

import email
import re
from datetime import timedelta
from email import policy
from html import unescape

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.mail.models import Mail, MailState
from app.mail.queries import PAGE
from tests.mail.conftest import addressed, mails, queued, until


@pytest.fixture
def organiser(client_for, cast, database):
    addressed(database, cast)
    return client_for(cast.organiser)


@pytest.fixture
def top(cast):
    return f"/events/{cast.slug}/manage/mails"


@pytest.fixture
def database_url(_sqlite_copies):
    """Pages read and write by queries and actions that are tried on both databases."""
    yield from _sqlite_copies(migrated=True)


def text_of(page):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)))


def form_of(page):
    """What the form to send has in it: its mark, and who is ticked."""
    (batch,) = re.findall(r'name="batch" value="([^"]+)"', page.text)
    ticked = re.findall(r'name="people" value="(\d+)" checked', page.text)
    return {"kind": "invitation", "batch": batch, "people": ticked}


def test_invitations_are_counted_before_they_go_and_go_once(organiser, top, database, tmp_path):
    with database.writing() as db:
        db.connection().exec_driver_sql("UPDATE participant SET email = NULL WHERE id = 2")
    desk = text_of(organiser.get(top))
    assert "8 people have an address; 1 has none. 7 still to be written to." in desk
    assert "No mail server is set: mails become files" in desk
    form = form_of(organiser.get(f"{top}/new?kind=invitation"))
    assert len(form["people"]) == 7  # the organiser has signed in already
    for _ in range(2):
        answer = organiser.post(top, data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{top}?done=queued")
    assert len(mails(database)) == 7
    assert "still to be written to" not in text_of(organiser.get(top)).partition("Reminders")[0]


def test_the_link_of_an_invitation_signs_its_reader_in(
    organiser, top, client, cast, tmp_path, database
):
    page = organiser.get(f"{top}/new")
    organiser.post(top, data=form_of(page) | {"people": [cast.georgia_head.own_id]})
    until(lambda: mails(database)[0].state is MailState.WRITTEN)  # by the server's own sender
    (file,) = (tmp_path / "mail" / cast.slug).glob("*.eml")
    mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    (path,) = re.findall(r"http://[^/\s]+(/sign-in/[\w-]+)", mail.get_content())
    answer = client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/events/{cast.slug}")
    client.cookies.set("plenary_sign_in", answer.cookies["plenary_sign_in"])
    assert "Head of delegation" in text_of(client.get(f"/events/{cast.slug}/me"))


def test_nobody_chosen_is_said_and_the_form_stays(organiser, top):
    form = form_of(organiser.get(f"{top}/new"))
    page = organiser.post(top, data=form | {"people": []})
    assert page.status_code == 422
    assert "Choose at least one person." in text_of(page)
    assert form_of(page)["batch"] == form["batch"]


def test_words_are_tried_for_one_person_and_kept_when_they_are_refused(
    organiser, top, cast, database
):
    path = f"{top}/texts/invitation/en"
    typed = {"subject": "Come", "body": "Dear {name}, <here>: {link}",
             "person": cast.ukraine_head.own_id}  # fmt: skip
    page = organiser.post(path, data=typed | {"do": "preview"})
    assert "Dear Head of delegation, Kyiv, <here>: •••••" in text_of(page)
    page = organiser.post(path, data=typed | {"body": "no field & no link"})
    assert page.status_code == 422
    assert "The text needs {link}." in text_of(page)
    assert "no field &amp; no link</textarea>" in page.text
    assert organiser.post(path, data=typed | {"do": "save"}).status_code == 303
    assert "the event's own words" in text_of(organiser.get(path))
    assert organiser.post(f"{path}/removal").status_code == 303
    assert "the usual words" in text_of(organiser.get(path))
    assert organiser.get(f"{top}/texts/nonsense/en").status_code == 404


def test_the_words_of_calendar_invitations_are_tried_with_the_first_session(organiser, top):
    path = f"{top}/texts/calendar/en"
    page = organiser.get(path)
    assert "{what}" in page.text
    assert "Invitation: Registration" in text_of(page)
    typed = {"subject": "{what}", "body": "Dear {name}, at {time_and_room}: {what}"}
    assert organiser.post(path, data=typed | {"do": "save"}).status_code == 303
    assert "the event's own words" in text_of(organiser.get(path))
    # They go to whom a session concerns, not to people who are chosen.
    form = form_of(organiser.get(f"{top}/new"))
    assert organiser.post(top, data=form | {"kind": "calendar"}).status_code == 422


def test_what_was_interrupted_waits_for_a_decision(organiser, top, database, cast):
    queued(database, cast, 2)
    with database.writing() as db:
        for mail in db.exec(select(Mail)):
            mail.state = MailState.UNCERTAIN
    assert "For you to decide" in text_of(organiser.get(top))
    first, second = mails(database)
    organiser.post(f"{top}/{first.key}/decision", data={"decision": "sent"})
    organiser.post(f"{top}/{second.key}/decision", data={"decision": "drop"})
    assert [mail.state for mail in mails(database)] == [MailState.SENT, MailState.DROPPED]
    refused = organiser.post(f"{top}/{first.key}/decision", data={"decision": "drop"})
    assert refused.status_code == 409
    assert "has changed meanwhile" in text_of(refused)
    assert "For you to decide" not in text_of(organiser.get(top))


def test_mails_are_listed_by_state_and_person(organiser, top, database, cast):
    queued(database, cast, 1)
    queued(database, cast, 1, batch="2", to=cast.observer.own_id)
    with database.writing() as db:
        first = db.exec(select(Mail).order_by(col(Mail.id))).first()
        first.state, first.problem = MailState.FAILED, "The mail server refused the address."
    failed = text_of(organiser.get(f"{top}?state=failed")).partition("All mails")[2]
    assert "Head of delegation" in failed
    assert "The mail server refused the address." in failed
    assert "Observer" not in failed
    person = text_of(organiser.get(f"{top}/people/{cast.observer.own_id}"))
    assert "You are invited" in person
    assert organiser.post(f"{top}/retries").status_code == 303
    assert mails(database)[0].state is MailState.QUEUED


def test_why_nothing_goes_is_said_while_it_waits(organiser, top, database, cast):
    queued(database, cast, 3)
    with database.writing() as db:
        for mail in db.exec(select(Mail)):
            mail.due_at = now() + timedelta(hours=1)
            mail.problem = "The mail server does not answer."
    desk = text_of(organiser.get(top)).partition("Write")[0]
    assert "0 of 3" in desk
    assert "The mail server does not answer. Next attempt:" in desk
    assert organiser.post(f"{top}/stops").status_code == 303
    assert "does not answer" not in text_of(organiser.get(top))


def test_many_mails_are_listed_page_by_page(organiser, top, database, cast):
    queued(database, cast, PAGE + 1)
    first = organiser.get(f"{top}?page=nonsense&state=nonsense&kind=nonsense")
    assert "Page 1 of 2" in text_of(first)
    assert first.text.count('class="mail"') == PAGE
    (onwards,) = re.findall(r'rel="next" href="([^"]+)"', first.text)
    assert organiser.get(unescape(onwards)).text.count('class="mail"') == 1


def test_a_longer_list_asks_no_more_of_the_database(organiser, top, database, cast, application):
    asked = []
    engine = application.state.database.engine
    sa.event.listen(engine, "before_cursor_execute", lambda *_: asked.append(1))
    counts = []
    for batch in ("1", "2"):
        queued(database, cast, 1 if batch == "1" else 20, batch=batch)
        with database.writing() as db:  # so that the server's sender has nothing to ask
            for mail in db.exec(select(Mail)):
                mail.state = MailState.UNCERTAIN
        organiser.get(top)
        asked.clear()
        organiser.get(top)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_sender_is_asked_for_where_it_is_missing(client_for, cast, top, database):
    organiser = client_for(cast.organiser)
    assert "Nothing is sent without it." in text_of(organiser.get(top))
    refused = organiser.post(f"{top}/sender", data={"contact": "nonsense"})
    assert refused.status_code == 422
    assert 'value="nonsense"' in refused.text
    assert organiser.post(f"{top}/sender", data={"contact": "a@example.org"}).status_code == 303
    assert "Nothing is sent without it." not in text_of(organiser.get(top))


def test_one_reads_and_chooses_ones_own_mails(client_for, cast, database):
    addressed(database, cast)
    queued(database, cast, 1, to=cast.observer.own_id, body="Only for the observer: {link}\n")
    with database.writing() as db:
        db.exec(select(Mail)).one().state = MailState.SENT
    path = f"/events/{cast.slug}/me/mails"
    own = client_for(cast.observer)
    assert "Only for the observer: •••••" in text_of(own.get(path))
    assert "Only for the observer" not in text_of(client_for(cast.chair).get(path))
    assert own.post(path, data={"language": "fr"}).status_code == 303
    assert '<option value="fr" selected>' in own.get(path).text
    assert own.post(path, data={"language": "xx"}).status_code == 422
