"""The event's notice: a text to start from, the organisers' own, and a day of deletion."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlmodel import select

from app.agenda.models import Day
from app.clock import now
from app.events.models import Event
from app.privacy.models import DataProtection
from app.privacy.notices import data_protection_of, days_left
from tests.reading_pages import found

# These are pages; what they ask of databases is tried on both beside this file.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def path(cast):
    return f"/events/{cast.slug}/manage/privacy"


def typed(page, **changes):
    """The form as its page fills it, with changes."""
    fields = dict(re.findall(r'<input class="input[^"]*" id="(\w+)".*? value="([^"]*)"', page.text))
    base = found(r'name="base" value="(\w+)"', page.text)
    text = found(r'<textarea[^>]*name="notice"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)
    chosen = found(r'name="list_shown_to" value="(\w+)" checked', page.text)
    return {
        **{name: unescape(value) for name, value in fields.items()},
        "base": base,
        "notice": unescape(text),
        "list_shown_to": chosen,
        **changes,
    }


def soon(days):
    return (now() + timedelta(days=days)).date().isoformat()


def test_everybody_reads_a_sensible_notice_before_anybody_wrote_one(client, cast):
    page = client.get(f"/events/{cast.slug}/privacy")
    assert page.status_code == 200
    assert "To hold this event we store" in page.text
    assert "Not stated yet. Ask the organisers." in page.text
    assert f'href="/events/{cast.slug}/privacy"' in client.get(f"/events/{cast.slug}").text


def test_the_organisers_words_are_what_everybody_reads(client, client_for, cast, path, database):
    organiser = client_for(cast.organiser)
    form = typed(
        organiser.get(path),
        controller="Secretariat, Strasbourg",
        contact="dpo@example.org",
        legal_basis="GDPR, Article 6(1)(e)",
        notice="We keep <names> only.",
        delete_on=soon(200),
        list_shown_to="participants",
    )
    assert organiser.post(path, data=form).status_code == 303
    page = unescape(client.get(f"/events/{cast.slug}/privacy").text)
    for said in ("Secretariat, Strasbourg", "dpo@example.org", "GDPR, Article 6(1)(e)",
                 "We keep <names> only.", "Participants of this event"):  # fmt: skip
        assert said in page
    assert "<names>" not in client.get(f"/events/{cast.slug}/privacy").text
    with database.reading() as db:
        event = db.get_one(Event, cast.event_id)
        assert event.list_shown_to.value == "participants"
        kept = data_protection_of(db, event).delete_on
        assert kept is not None
        assert kept.isoformat() == soon(200)


def test_the_usual_text_left_alone_stays_the_reader_s_language(client_for, cast, path, database):
    organiser = client_for(cast.organiser)
    assert organiser.post(path, data=typed(organiser.get(path))).status_code == 303
    with database.reading() as db:
        assert db.exec(select(DataProtection.notice)).one() == ""
    french = organiser.get(f"/events/{cast.slug}/privacy", headers={"accept-language": "fr"})
    assert "Pour tenir cet événement" in french.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"delete_on": "soon"}, "year-month-day"),
        ({"delete_on": "2019-05-20"}, "after today"),
        ({"list_shown_to": "all"}, "Choose who sees the names."),
        ({"controller": "x" * 301}, "longer than 300 characters"),
    ],
)
def test_what_was_typed_survives_a_refusal(client_for, cast, path, database, wrong, said):
    organiser = client_for(cast.organiser)
    answer = organiser.post(path, data=typed(organiser.get(path), contact="Desk <1>") | wrong)
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert 'value="Desk &lt;1&gt;"' in answer.text
    with database.reading() as db:
        assert db.exec(select(DataProtection)).all() == []


def test_a_day_of_deletion_comes_after_the_event(client_for, cast, path, database):
    with database.writing() as db:
        for day in db.exec(select(Day)):
            day.on = (now() + timedelta(days=40)).date()
    organiser = client_for(cast.organiser)
    answer = organiser.post(path, data=typed(organiser.get(path), delete_on=soon(40)))
    assert "Choose a later day of deletion." in unescape(answer.text)
    assert organiser.post(path, data=typed(organiser.get(path), delete_on=soon(41))).is_redirect


def test_two_organisers_writing_at_once_lose_no_word(client_for, cast, path):
    organiser = client_for(cast.organiser)
    form = typed(organiser.get(path), notice="Mine, written slowly")
    assert organiser.post(path, data=typed(organiser.get(path), notice="Theirs")).is_redirect
    answer = organiser.post(path, data=form)
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    again = typed(answer)
    assert again["notice"] == "Mine, written slowly"
    assert organiser.post(path, data=again).is_redirect


def test_a_near_day_of_deletion_is_said_on_the_organisers_desk(client_for, cast, path, database):
    organiser = client_for(cast.organiser)
    organiser.post(path, data=typed(organiser.get(path), delete_on=soon(12)))
    with database.reading() as db:
        left = days_left(db, db.get_one(Event, cast.event_id))
    assert left in {11, 12, 13}
    people = organiser.get(f"/events/{cast.slug}/manage/participants").text
    assert f"Everything personal is deleted in {left} days." in people
    organiser.post(path, data=typed(organiser.get(path), delete_on=soon(90)))
    assert "is deleted in" not in organiser.get(f"/events/{cast.slug}/manage/participants").text
