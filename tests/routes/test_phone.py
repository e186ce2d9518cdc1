"""What phones are given to keep, and how they are told what they may not."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from app import clock
from app.agenda.drafting import store_reading
from app.agenda.publishing import publish_version
from app.events.models import Event
from tests.agenda.programmes import STRASBOURG, at, with_entry, without_entry

SECRET = "Wording that nobody may see yet"
RETIMED = with_entry(STRASBOURG, 1, end=at("09:45"), room="Room 12")


@pytest.fixture
def top(database, cast, client):
    """Versions 2 and 3 after the cast's first, and a draft that nobody may see.

    Before the event, for after it nothing is cancelled any more; the application, which sets the
    clock when it starts, comes first.
    """
    del client
    clock.start_at(datetime(2019, 4, 10, 9, tzinfo=UTC))
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        store_reading(db, event, STRASBOURG, by=cast.organiser)
        publish_version(db, event, "Second edition", by=cast.organiser)
        store_reading(db, event, without_entry(RETIMED, 8), by=cast.organiser)
        publish_version(db, event, "Third edition", by=cast.organiser)
        store_reading(db, event, with_entry(STRASBOURG, 2, title=SECRET), by=cast.organiser)
    yield f"/events/{cast.slug}"
    clock.start_at(None)


def test_the_service_worker_is_served_at_the_root(client):
    answer = client.get("/sw.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["cache-control"]
    assert answer.headers["service-worker-allowed"] == "/"


def test_a_page_is_public_only_when_nobody_is_signed_in(client, client_for, cast, top):
    versions = [
        f"{top}/versions{end}" for end in ("", "/2", "/3", "/2/changes", "/3/changes?since=1")
    ]
    for path in (top, f"{top}/sessions/welcome-remarks", *versions):
        public = client.get(path)
        assert public.headers["cache-control"] == "public, no-cache"
        assert "Cookie" in public.headers["vary"]
        assert public.headers["agenda-version"] == "3"
        assert public.headers["content-language"] == "en"
        for person in (cast.organiser, cast.georgia_delegate, cast.outsider):
            private = client_for(person).get(path)
            assert private.headers["cache-control"] == "no-cache, private"
            assert private.headers["agenda-version"] == "3"


def test_news_are_few_words_about_what_concerns_a_reader(client, top):
    answer = client.get(f"{top}/changes.json?since=2").json()
    assert (answer["number"], answer["label"]) == (3, "Third edition")
    said = sorted(" · ".join(words) for words in answer["news"].values())
    assert said == ["Cancelled", "Now at 09:00–09:45 · Moved to Room 12"]
    assert SECRET not in str(answer)


@pytest.mark.parametrize("since", [3, 0, 4, -1, 10**12])
def test_who_saw_the_newest_version_or_none_has_no_news(client, top, since):
    answer = client.get(f"{top}/changes.json?since={since}").json()
    assert answer == {"number": 3, "label": "Third edition", "news": {}}


def test_the_manifest_opens_the_event_and_its_pictures_are_there(client, top):
    answer = client.get(f"{top}/manifest.webmanifest")
    assert answer.headers["content-type"].startswith("application/manifest+json")
    manifest = answer.json()
    assert manifest["start_url"] == top
    assert {"192x192", "512x512", "any"} == {icon["sizes"] for icon in manifest["icons"]}
    for icon in manifest["icons"]:
        picture = client.get(icon["src"])
        assert picture.status_code == 200
        assert picture.headers["content-type"] == icon["type"]


def test_without_scripts_the_server_hides_what_was_not_looked_for(client, top):
    every, some, none = (
        client.get(top + query).text for query in ("", "?kind=workshop&q=VÍCTIMS", "?room=Nowhere")
    )
    assert "hidden" not in "".join(re.findall(r"<article[^>]*>", every))
    shown = [tag for tag in re.findall(r"<article[^>]*>", some) if "hidden" not in tag]
    assert len(shown) == 1
    assert 'data-kind="workshop"' in shown[0]
    assert all("hidden" in tag for tag in re.findall(r"<article[^>]*>", none))
    assert ">Nothing in the agenda matches.</span>" in none
