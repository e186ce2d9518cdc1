"""Versions over HTTP: the list, any two compared, the feed, going back, the text to send."""

from __future__ import annotations

import pytest
from lxml import etree

from app.agenda.choosing import choose
from app.agenda.drafting import store_reading
from app.agenda.publishing import publish_version
from app.agenda.queries import draft_timetable, versions
from app.events.models import Event
from tests.agenda.programmes import STRASBOURG, with_entry, without_entry


@pytest.fixture
def top(database, cast):
    """The event's address; versions 2 and 3 after the cast's first one, and no change since."""
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        for read, label in ((STRASBOURG, "Second"), (without_entry(STRASBOURG, 1), "Third")):
            store_reading(db, event, read, by=cast.organiser)
            publish_version(db, event, label, reference=f"REF/{label}", by=cast.organiser)
    return f"/events/{cast.slug}"


def test_all_versions_are_listed_with_their_references(client, top):
    page = client.get(f"{top}/versions").text
    assert page.index("Third") < page.index("Second") < page.index("Version 1")
    assert "REF/Second" in page
    assert f'href="{top}/versions.atom"' in page
    assert f'href="{top}/versions"' in client.get(top).text


def test_any_two_versions_are_compared(client, top):
    page = client.get(f"{top}/versions/3/changes?since=1").text
    assert "Changes since Version 1" in page
    assert "“Session 8: Evolving trends” is new" in page
    assert "Welcome remarks" not in page  # came and went in between
    chosen = client.get(f"{top}/versions/changes?version=3&since=1")
    assert chosen.headers["location"] == f"{top}/versions/3/changes?since=1"
    backwards = client.get(f"{top}/versions/1/changes?since=3")
    assert backwards.headers["location"] == f"{top}/versions/3/changes?since=1"
    assert "These versions say the same." in client.get(f"{top}/versions/2/changes?since=2").text


@pytest.mark.parametrize("since", ["9", "x", "-1", "99999999999999999999"])
def test_a_version_that_is_not_there_is_not_found(client, top, since):
    answer = client.get(f"{top}/versions/3/changes?since={since}")
    if answer.status_code == 303:
        answer = client.get(answer.headers["location"])
    assert answer.status_code == 404
    back = client.get(f"{top}/versions/changes?version={since}&since=1")
    assert back.status_code == 303


def test_the_feed_has_an_entry_for_each_version_and_is_cached_by_it(client, top):
    answer = client.get(f"{top}/versions.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert [one.text for one in root.iterfind("{*}entry/{*}title")] == [
        "Third", "Second", "Version 1",
    ]  # fmt: skip
    assert "“Welcome remarks” on" in root.findtext("{*}entry/{*}content")
    known = {"if-none-match": answer.headers["etag"]}
    assert client.get(f"{top}/versions.atom", headers=known).status_code == 304
    assert client.head(f"{top}/versions.atom").content == b""


def test_without_a_version_there_is_no_feed(client, client_for, cast):
    assert client.get("/events/elsewhere/versions.atom").status_code == 404
    assert "Nothing is published yet." in client.get("/events/elsewhere/versions").text
    desk = client_for(cast.outsider).get("/events/elsewhere/manage/versions")
    assert "Nothing is published yet." in desk.text


def test_an_organiser_goes_back_and_the_page_says_what_is_not_published(
    client_for, database, cast, top
):
    organiser = client_for(cast.organiser)
    desk = organiser.get(f"{top}/manage/versions")
    assert "not published" not in desk.text
    with database.reading() as db:
        event = db.get_one(Event, cast.event_id)
        revision = draft_timetable(db, event, by=cast.organiser).revision
    stale = organiser.post(f"{top}/manage/versions/2/return", data={"revision": revision - 1})
    assert stale.status_code == 409
    assert "changed while you were looking" in stale.text
    gone = organiser.post(f"{top}/manage/versions/2/return", data={"revision": revision})
    assert gone.headers["location"] == f"{top}/manage/agenda?done=returned"
    for page in ("agenda", "versions", "calendars", "participants", "participants/new"):
        assert "2 changes not published" in organiser.get(f"{top}/manage/{page}").text, page
    with database.reading() as db:
        assert len(versions(db, event)) == 3


def test_only_organisers_see_how_much_is_not_published(client_for, database, cast, top):
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        store_reading(db, event, STRASBOURG, by=cast.organiser)
    for address in (top, f"{top}/versions", f"{top}/my-sessions"):
        assert "not published" not in client_for(cast.chair).get(address).text


def test_the_text_to_send_names_changes_and_whom_they_concern(client_for, database, cast, top):
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        choose(db, event, "workshop-2", by=cast.observer)
        moved = with_entry(without_entry(STRASBOURG, 1), 5, room="Room <9>")
        store_reading(db, event, moved, by=cast.organiser)
        publish_version(db, event, "Fourth", by=cast.organiser)
    page = client_for(cast.organiser).get(f"{top}/manage/versions/4/mail")
    assert page.status_code == 200
    assert "- “Workshop 2: Identifying victims” is in Room &lt;9&gt;." in page.text
    assert "1 person" in page.text
    assert "Observer, civil society" in page.text
    assert "Head of delegation" not in page.text
    assert client_for(cast.organiser).get(f"{top}/manage/versions/9/mail").status_code == 404
