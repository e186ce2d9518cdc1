"""A new event in the browser: started by an organiser, who goes on there with a link of its own."""

from __future__ import annotations

import re

from app.events.models import Event

TYPED = {
    "source": "this",
    "title": "Co-operation again",
    "starts": "2027-03-04",
    "zone": "Europe/Paris",
    "slug": "",
}


def test_an_organiser_starts_an_event_and_goes_on_in_it(client, client_for, cast):
    desk = client_for(cast.organiser)
    assert f"/events/{cast.slug}/manage/new-event" in desk.get("/").text
    top = f"/events/{cast.slug}/manage/new-event"
    assert 'value="Multi-sectorial co-operation"' in desk.get(top).text
    answer = desk.post(top, data=TYPED)
    assert answer.status_code == 200
    assert answer.headers["cache-control"].startswith("no-store")
    (path,) = set(re.findall(r'href="(/sign-in/[^"]+)"', answer.text))
    arrived = client.get(path)
    assert arrived.status_code == 303
    draft = client.get("/events/co-operation-again-2027/manage/agenda")
    assert "Thursday 4 March 2027" in draft.text
    # The old event's desk is for who is signed in there.
    assert client.get(top).status_code == 403


def test_a_mistake_keeps_what_was_typed(client_for, cast, database):
    desk = client_for(cast.organiser)
    top = f"/events/{cast.slug}/manage/new-event"
    answer = desk.post(top, data=TYPED | {"starts": "", "source": "manila-2013"})
    assert answer.status_code == 422
    assert "Say on which day the event begins." in answer.text
    assert 'value="Co-operation again"' in answer.text
    assert '<option value="manila-2013" selected>' in answer.text
    taken = desk.post(top, data=TYPED | {"slug": cast.slug})
    assert taken.status_code == 409
    assert "already an event at workshop" in taken.text
    with database.reading() as db:
        assert db.get(Event, cast.outsider.event_id + 1) is None


def test_only_organisers_are_shown_the_way(client, client_for, cast):
    for reader in (client, client_for(cast.chair), client_for(cast.georgia_head)):
        assert "new-event" not in reader.get("/").text


def test_what_the_event_says_about_itself_is_changed_in_the_browser(client, client_for, cast):
    desk = client_for(cast.organiser)
    top = f"/events/{cast.slug}/manage/event"
    seen = re.search(r'name="seen" value="(\w+)"', desk.get(top).text)
    assert seen is not None
    typed = {"title": "Another title", "place": "Cebu", "seen": seen[1], "language": "en"}
    wrong = desk.post(top, data=typed | {"title": ""})
    assert wrong.status_code == 422
    assert 'value="Cebu"' in wrong.text
    assert desk.post(top, data=typed).status_code == 303
    assert "Another title" in client.get(f"/events/{cast.slug}").text
    stale = desk.post(top, data=typed | {"place": "Manila"})
    assert stale.status_code == 409
    assert "Somebody else changed this text" in stale.text
    again = re.search(r'name="seen" value="(\w+)"', stale.text)
    assert again is not None
    assert desk.post(top, data=typed | {"place": "Manila", "seen": again[1]}).status_code == 303
    assert "Manila" in client.get(f"/events/{cast.slug}").text
    assert client_for(cast.chair).get(top).status_code == 403
