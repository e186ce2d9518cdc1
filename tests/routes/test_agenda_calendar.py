"""The calendar feed over HTTP: what it is, how it is cached, what it never says."""

from __future__ import annotations

import ics
import pytest
from fastapi.testclient import TestClient

from app.agenda.drafting import store_reading
from app.agenda.publishing import publish_version
from app.events.models import Event
from app.main import create_app
from app.settings import Settings
from tests.agenda.programmes import STRASBOURG


@pytest.fixture
def feed(cast):
    return f"/events/{cast.slug}/agenda.ics"


@pytest.fixture
def publish(database, cast):
    """Publishes a second version."""

    def published():
        with database.writing() as db:
            event = db.get_one(Event, cast.event_id)
            store_reading(db, event, STRASBOURG, by=cast.organiser)
            publish_version(db, event, "", by=cast.organiser)

    return published


def test_the_feed_is_a_calendar_of_the_newest_version(client, feed, publish):
    publish()
    answer = client.get(feed)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = ics.Calendar(answer.text).events
    assert {event.name for event in events} >= {
        "Workshop 1: Reporting and prosecution",
        "Session 8: Evolving trends (continued)",
    }
    assert answer.text.count("SEQUENCE:") == len(events)
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Paris" in answer.text


def test_the_same_version_is_the_same_bytes(client, feed):
    assert client.get(feed).content == client.get(feed).content


def test_what_has_not_changed_is_not_sent_again(client, feed, publish):
    first = client.get(feed)
    tag, modified = first.headers["etag"], first.headers["last-modified"]
    for headers in (
        {"if-none-match": tag},
        {"if-none-match": f'"other", W/{tag}'},
        {"if-modified-since": modified},
    ):
        again = client.get(feed, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    publish()
    newer = client.get(feed, headers={"if-none-match": tag})
    assert newer.status_code == 200
    assert newer.headers["etag"] != tag
    assert client.get(feed, headers={"if-modified-since": modified}).status_code == 200


def test_a_tag_decides_where_both_are_sent(client, feed):
    modified = client.get(feed).headers["last-modified"]
    headers = {"if-none-match": '"old"', "if-modified-since": modified}
    assert client.get(feed, headers=headers).status_code == 200
    nonsense = {"if-modified-since": "yesterday"}
    assert client.get(feed, headers=nonsense).status_code == 200


def test_head_says_how_much_there_is_and_sends_nothing(client, feed):
    head, get = client.head(feed), client.get(feed)
    assert head.content == b""
    assert head.headers["content-length"] == str(len(get.content))
    assert head.headers["etag"] == get.headers["etag"]


def test_breaks_can_be_left_out_under_a_tag_of_their_own(client, feed, publish):
    publish()
    full, short = client.get(feed), client.get(f"{feed}?breaks=0")
    assert "Coffee break" in full.text
    assert "Coffee break" not in short.text
    assert full.headers["etag"] != short.headers["etag"]


def test_addresses_come_from_the_settings_and_never_from_the_request(
    database, database_url, cast, feed, tmp_path
):
    settings = Settings(
        data=tmp_path,
        database_url=database_url,
        base_url="https://workshops.example.org/",
        calendar_domain="calendar.example.org",
    )
    del database
    with TestClient(create_app(settings), base_url="http://evil.example.com") as browser:
        text = browser.get(feed).text
        page = browser.get(f"/events/{cast.slug}").text
    assert "evil" not in text
    assert "URL:https://workshops.example.org/events/workshop\r\n" in text
    assert "@calendar.example.org\r\n" in text
    assert "webcal://workshops.example.org/events/workshop/agenda.ics" in page
    assert "https://workshops.example.org/events/workshop/agenda.ics" in page
    assert "8 to 24 hours" in page
