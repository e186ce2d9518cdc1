"""My sessions and personal calendars over HTTP; joining links; letters written at the desk."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from sqlmodel import select

from app import clock
from app.agenda.drafting import store_reading
from app.agenda.publishing import publish_version
from app.delegations.models import Participant
from app.events.models import Event, Room
from app.mail.models import Mail
from tests.agenda.programmes import STRASBOURG


@pytest.fixture
def top(database, cast):
    """The event's address; its second version has two days."""
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        store_reading(db, event, STRASBOURG, by=cast.organiser)
        publish_version(db, event, "", by=cast.organiser)
    return f"/events/{cast.slug}"


@pytest.fixture
def delegate(client_for, cast):
    return client_for(cast.georgia_delegate)


def feed_of(answer):
    """The address of a calendar just made."""
    return found(r"(/calendars/[\w-]{32}\.ics)", answer.text)


def found(pattern, text):
    """What the pattern's brackets hold."""
    match = re.search(pattern, text)
    assert match is not None
    return match[1]


def make(browser, top, **data):
    return browser.post(f"{top}/my-sessions/calendars", data={"parts": ["common"], **data})


def test_a_participant_marks_a_session_and_takes_the_mark_off(delegate, top):
    address = f"{top}/sessions/workshop-2"
    assert "I attend this" in delegate.get(address).text
    assert delegate.post(f"{address}/choice").headers["location"] == f"{address}#choice"
    assert "One of my sessions" in delegate.get(address).text
    assert "Identifying victims" in delegate.get(f"{top}/my-sessions").text
    delegate.post(f"{address}/choice/removal")
    assert "You have not chosen a session yet." in delegate.get(f"{top}/my-sessions").text


def test_who_is_not_signed_in_is_offered_neither_mark_nor_list(client, top):
    assert "I attend this" not in client.get(f"{top}/sessions/workshop-2").text
    assert "my-sessions" not in client.get(top).text
    assert client.get(f"{top}/my-sessions").status_code == 401


def test_a_calendar_is_shown_once_read_by_anybody_and_taken_back(client, delegate, top):
    made = make(delegate, top, name="Phone")
    assert made.headers["cache-control"] == "no-store"
    address = feed_of(made)
    assert f"webcal://127.0.0.1:8000{address}" in made.text
    listed = delegate.get(f"{top}/my-sessions").text
    assert "Phone" in listed
    assert address not in listed
    read = client.get(address)
    assert read.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "X-WR-CALNAME:Multi-sectorial co-operation: Phone" in read.text
    feed = found(r"/calendars/(\d+)/revocation", listed)
    gone = delegate.post(f"{top}/my-sessions/calendars/{feed}/revocation")
    assert gone.status_code == 303
    for answer in (client.get(address), client.head(address)):
        assert answer.status_code == 410
        assert answer.headers["cache-control"] == "private, no-cache"
    assert client.get("/calendars/unknown.ics").status_code == 404


def test_a_calendar_is_cached_by_what_is_in_it_and_by_no_one_else(client, delegate, top):
    address = feed_of(make(delegate, top, parts=["chosen"]))
    first = client.get(address)
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["referrer-policy"] == "no-referrer"
    assert first.headers["x-robots-tag"] == "noindex"
    known = {"if-none-match": first.headers["etag"]}
    assert client.get(address, headers=known).status_code == 304
    # A choice changes the calendar although no version was published.
    delegate.post(f"{top}/sessions/workshop-1/choice")
    since = {"if-modified-since": first.headers["last-modified"]}
    for headers in (known, since):
        again = client.get(address, headers=headers)
        assert again.status_code == 200
        assert "Workshop 1" in again.text


def test_what_was_typed_stays_in_a_refused_form(delegate, top):
    refused = make(delegate, top, name="x" * 61, parts=["breaks"], reminder="15")
    assert refused.status_code == 422
    assert "x" * 61 in refused.text
    assert re.search(r'value="breaks" checked', refused.text)
    assert '<option value="15" selected' in refused.text
    make(delegate, top)
    feed = found(r"/calendars/(\d+)/revocation", delegate.get(f"{top}/my-sessions").text)
    changed = delegate.post(f"{top}/my-sessions/calendars/{feed}", data={"name": "Laptop"})
    assert changed.status_code == 422
    assert 'value="Laptop"' in changed.text


def test_a_joining_link_is_for_participants_unless_the_event_says_otherwise(
    client, client_for, database, cast, delegate, top
):
    organiser = client_for(cast.organiser)
    link = "https://meet.example.org/all"
    places = [f"{top}/sessions/workshop-1", f"{top}/agenda.ics"]

    def save(who):
        data = {"joining_url": link, "joining_for": who}
        return organiser.post(f"{top}/manage/joining-links", data=data)

    assert save("participants").headers["location"] == f"{top}/manage/calendars?done=joining"
    assert [link in client.get(place).text for place in places] == [False, False]
    # The public calendar says the same to everybody: caches know no cookies.
    assert [link in delegate.get(place).text for place in places] == [True, False]
    assert link in client.get(feed_of(make(delegate, top))).text.replace("\r\n ", "")
    before = client.get(places[1]).headers["etag"]
    save("everybody")
    answer = client.get(places[1], headers={"if-none-match": before})
    assert link in answer.text.replace("\r\n ", "")
    assert link in client.get(places[0]).text


def test_rooms_have_links_of_their_own_and_an_empty_one_is_kept_in_its_place(
    client_for, database, cast, top
):
    with database.writing() as db:
        rooms = [Room(event_id=cast.event_id, name=name) for name in ("Zoom 1", "Zoom 2")]
        db.add_all(rooms)
    ids = [str(room.key) for room in rooms]
    organiser = client_for(cast.organiser)
    answer = organiser.post(
        f"{top}/manage/joining-links",
        data={"room_id": ids, "room_url": ["", "https://meet.example.org/2"]},
    )
    assert answer.status_code == 303
    with database.reading() as db:
        links = [db.get_one(Room, int(key)).joining_url for key in ids]
    assert links == ["", "https://meet.example.org/2"]
    refused = organiser.post(
        f"{top}/manage/joining-links",
        data={"room_id": ids, "room_url": ["http://plain.example.org", ""]},
    )
    assert refused.status_code == 422
    assert "http://plain.example.org" in refused.text
    assert f'id="room-{ids[0]}-error"' in refused.text


def test_calendar_invitations_are_queued(client_for, database, cast, delegate, top, client):
    organiser = client_for(cast.organiser)
    refused = organiser.post(f"{top}/manage/invitations")
    assert refused.status_code == 409
    assert "organisers&#39; mail address first" in refused.text
    wrong = organiser.post(f"{top}/manage/contact", data={"contact": "nobody"})
    assert wrong.status_code == 422
    assert 'value="nobody"' in wrong.text
    organiser.post(f"{top}/manage/contact", data={"contact": "secretariat@example.org"})
    with database.writing() as db:
        db.get_one(Participant, cast.georgia_delegate.own_id).email = "police@example.org"
    # The cast's event lies in the past; the clock is put before it.
    clock.start_at(datetime.fromisoformat("2019-04-20T09:00:00+00:00"))
    try:
        delegate = client_for(cast.georgia_delegate)
        delegate.post(f"{top}/sessions/workshop-1/choice")
        written = client_for(cast.organiser).post(f"{top}/manage/invitations")
    finally:
        clock.start_at(None)
    assert "letters=1&without=0" in written.headers["location"]
    with database.reading() as db:
        mail = db.exec(select(Mail)).one()
    assert (mail.participant_id, mail.method) == (cast.georgia_delegate.own_id, "REQUEST")
    assert "ATTENDEE" in mail.calendar
    page = organiser.get(f"{top}/manage/calendars?letters=1&without=0")
    assert "1 mail is on its way." in page.text
