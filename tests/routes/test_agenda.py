"""The public agenda over HTTP: what is on, versions, changes, event sessions; never a draft."""

from __future__ import annotations

from datetime import datetime

import pytest

from app import clock
from app.agenda.drafting import store_reading
from app.agenda.publishing import publish_version
from app.db import Database
from app.delegations.rights import organiser_at
from app.events.models import Event
from app.sessions.opening import open_board
from tests.agenda.programmes import PUBLISHED, STRASBOURG, with_entry

SECRET = "Wording that nobody may see yet"
HIDDEN = with_entry(
    with_entry(STRASBOURG, 1, title=SECRET, abstract=SECRET, speakers=(SECRET,), chair=SECRET),
    5,
    room=SECRET,
)


@pytest.fixture
def rehearsed(client):
    """Sets the clock; asked for after the application, which puts it right when it starts."""
    del client
    yield lambda moment: clock.start_at(datetime.fromisoformat(moment))
    clock.start_at(None)


@pytest.fixture
def programme(database, cast, rehearsed):
    """A second version after the cast's first one, and a draft that nobody may see."""
    rehearsed("2019-04-10T09:00:00+00:00")
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        store_reading(db, event, STRASBOURG, by=cast.organiser)
        publish_version(db, event, "Second edition", by=cast.organiser)
        store_reading(db, event, HIDDEN, by=cast.organiser)
    return f"/events/{cast.slug}"


def add_event(database: Database, slug: str) -> Event:
    with database.writing() as db:
        event = Event(slug=slug, title="Another", zone="Europe/Paris", created_at=PUBLISHED)
        db.add(event)
    return event


def test_anybody_reads_the_newest_version(client, programme):
    page = client.get(programme)
    assert page.status_code == 200
    assert "<title>Agenda · Multi-sectorial co-operation · Plenary</title>" in page.text
    assert "Second edition" in page.text
    assert "Welcome remarks" in page.text
    assert page.text.count("<h1") == 1
    # Workshops 1 and 2 are one group for readers of the page as well.
    assert 'role="group" aria-label="At the same time, 09:30"' in page.text


def test_no_public_address_shows_a_word_of_the_draft(client, programme):
    addresses = ["", "/versions/1", "/versions/2", "/versions/2/changes", "/agenda.ics"]
    sessions = ["workshop-1", "welcome-remarks", "registration"]
    for address in [*addresses, *(f"/sessions/{key}" for key in sessions)]:
        answer = client.get(programme + address)
        assert answer.status_code == 200, address
        assert SECRET not in answer.text, address


def test_before_anything_is_published_the_page_says_so(client, database, cast, client_for):
    event = add_event(database, "new")
    with database.writing() as db:
        store_reading(db, event, HIDDEN, by=organiser_at(event))
    page = client.get("/events/new")
    assert page.status_code == 200
    assert "The agenda is not published yet." in page.text
    assert SECRET not in page.text
    assert "/manage/agenda" not in page.text
    for address in ("/versions/1", "/versions/1/changes", "/sessions/workshop-1", "/agenda.ics"):
        assert client.get(f"/events/new{address}").status_code == 404


def test_an_organiser_is_led_to_the_draft(client_for, cast, programme):
    assert f"{programme}/manage/agenda" in client_for(cast.organiser).get(programme).text


def test_the_server_itself_marks_what_is_on_now_and_next(client, programme, rehearsed):
    rehearsed("2019-05-16T09:10:00+02:00")
    text = client.get(programme).text
    now_and_next = text.partition('class="now-list"')[2].partition("</section>")[0]
    items = now_and_next.split("<li ")[1:]
    marked = {
        state: [item for item in items if f'data-now="{state}"' in item]
        for state in ("now", "next")
    }
    assert ["Welcome remarks" in item for item in marked["now"]] == [True]
    assert ["Session 8" in item for item in marked["next"]] == [True]
    assert 'content="2019-05-16T07:10' in text  # the clock that now.js goes on from


def test_after_the_event_the_page_says_that_it_is_over(client, programme, rehearsed):
    rehearsed("2019-05-19T09:10:00+02:00")
    text = client.get(programme).text
    assert "This event ended on Friday 17 May 2019." in text
    assert 'class="now-list"' not in text


def test_an_earlier_version_stays_where_it_was(client, programme):
    page = client.get(f"{programme}/versions/1")
    assert "Welcome remarks" not in page.text
    assert "This is not the agenda any more" in page.text
    assert "This is not the agenda any more" not in client.get(f"{programme}/versions/2").text
    assert client.get(f"{programme}/versions/3").status_code == 404


def test_changes_are_sentences(client, programme):
    page = client.get(f"{programme}/versions/2/changes")
    assert "Changes since Version 1" in page.text
    assert "“Workshop 1: Reporting and prosecution” is at 09:30–11:00 instead of" in page.text
    assert "“Welcome remarks” is new, on" in page.text
    assert "This is the first version." in client.get(f"{programme}/versions/1/changes").text
    assert f'href="{programme}/versions/2/changes"' in client.get(programme).text


def test_changes_are_dated_in_the_readers_language(client, programme):
    page = client.get(f"{programme}/versions/2/changes", headers={"accept-language": "fr"})
    assert "16 mai" in page.text
    assert "Atelier 1\u00a0: Reporting and prosecution" in page.text


def test_titles_from_documents_are_text_and_never_markup(client, database, cast, programme):
    evil = with_entry(STRASBOURG, 1, title="<script>alert(1)</script> {name} %s")
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        store_reading(db, event, evil, by=cast.organiser)
        publish_version(db, event, "", by=cast.organiser)
    for address in (programme, f"{programme}/versions/3/changes"):
        text = client.get(address).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {name} %s" in text


def test_an_event_session_has_a_page(client, programme):
    page = client.get(f"{programme}/sessions/session-8")
    assert page.status_code == 200
    assert "Risks." in page.text
    assert page.text.count("Thursday 16 May 2019") == 2
    assert "11:30–12:30" in page.text


def test_who_chairs_is_said_wherever_the_agenda_is_public(client, database, cast, programme):
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        chaired = with_entry(STRASBOURG, 5, chair="Judge <Presiding>")
        store_reading(db, event, chaired, by=cast.organiser)
        publish_version(db, event, "", by=organiser_at(event))
    assert "Chair: <span data-find>Judge &lt;Presiding&gt;</span>" in client.get(programme).text
    assert "Judge &lt;Presiding&gt;" in client.get(f"{programme}/sessions/workshop-1").text
    assert (
        "is chaired by Judge &lt;Presiding&gt;"
        in client.get(f"{programme}/versions/3/changes").text
    )
    for file in ("agenda.txt", "agenda.ics", "agenda.json", "embed.js"):
        assert "Chair: Judge <Presiding>" in client.get(f"{programme}/{file}").text


def test_what_introduces_workshops_together_stands_over_them_once(
    client, database, cast, programme
):
    read = STRASBOURG
    for place in (2, 5, 6):
        read = with_entry(read, place, context="Each <names> two priorities.")
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        store_reading(db, event, read, by=cast.organiser)
        publish_version(db, event, "", by=cast.organiser)
    said = "Each &lt;names&gt; two priorities."
    page = client.get(programme).text
    assert page.count(f'<p class="parallel__intro">{said}</p>') == 1
    assert page.count(f'<p class="entry__intro">{said}</p>') == 1
    assert said in client.get(f"{programme}/sessions/workshop-2").text


def test_its_board_is_offered_to_those_who_may_read_it(
    client, client_for, database, cast, programme
):
    address = f"{programme}/sessions/workshop-1"
    link = f'href="{address}/board"'
    assert link not in client_for(cast.georgia_delegate).get(address).text
    assert link in client_for(cast.chair).get(address).text  # who may open one
    with database.writing() as db:
        open_board(db, cast.workshop_id, by=cast.chair)
    assert link in client_for(cast.georgia_delegate).get(address).text
    assert link not in client.get(address).text
    assert link not in client_for(cast.outsider).get(address).text
