"""Links for one use and with an end; one's devices, signed out from afar."""

from __future__ import annotations

import contextlib
import threading
import time
from datetime import timedelta

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from app import clock
from app.delegations.devices import Device, device_of
from app.delegations.forms import LinkForm
from app.delegations.links import links_for
from app.delegations.models import Role, SignIn, SignInLink
from app.delegations.sign_in import issue_link, open_link
from app.errors import Gone
from app.events.models import Event, Record
from tests.live_boards.feeds import cookie_of
from tests.sessions.rooms import opened

# Where both databases would say the same.
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
COOKIE = "plenary_sign_in"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"


@ONE
def test_a_link_for_one_use_asks_first_and_signs_in_once(client, database, cast):
    with database.writing() as db:
        token = issue_link(db, cast.georgia_delegate.own_id, by=None, one_use=True)
    for _ in range(2):
        asked = client.get(f"/sign-in/{token}")
        assert asked.status_code == 200
        assert "Delegate, Tbilisi police" in asked.text
        assert asked.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in asked.headers
    assert client.post(f"/sign-in/{token}").status_code == 303
    assert client.get(f"/events/{cast.slug}/me").status_code == 200
    for answer in (client.get(f"/sign-in/{token}"), client.post(f"/sign-in/{token}")):
        assert answer.status_code == 410
        assert "This link was for one use and has been used." in answer.text
        assert token not in answer.text


def test_two_browsers_with_one_link_for_one_use_make_one_sign_in(database, cast):
    with database.writing() as db:
        token = issue_link(db, cast.georgia_delegate.own_id, by=None, one_use=True)
    ready = threading.Barrier(4)
    refused = []

    def use():
        ready.wait()
        try:
            with database.writing() as db:
                open_link(db, token, days=1)
        except Gone as refusal:
            refused.append(refusal)

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(refused) == 3
    with database.reading() as db:
        assert len(db.exec(select(SignIn)).all()) == 1


@ONE
def test_a_link_runs_out_and_who_is_signed_in_by_it_stays(client, database, cast):
    with database.writing() as db:
        lasts = timedelta(days=7)
        token = issue_link(db, cast.georgia_delegate.own_id, by=None, lasts=lasts)
    assert client.get(f"/sign-in/{token}").status_code == 303
    with database.writing() as db:
        db.exec(select(SignInLink)).one().expires_at = clock.now()
    late = client.get(f"/sign-in/{token}")
    assert late.status_code == 410
    assert "This link has run out. Ask the organisers for a new one." in late.text
    assert client.get(f"/events/{cast.slug}/me").status_code == 200


@ONE
def test_an_organiser_gives_a_link_for_a_week_and_one_use(client_for, database, cast):
    desk = client_for(cast.organiser)
    path = f"/events/{cast.slug}/manage/participants/{cast.observer.own_id}"
    page = desk.post(f"{path}/links", data={"lasts": "7", "use": "one"})
    assert "It signs one device in and is then used up." in page.text
    assert "It opens the door for 7 days." in page.text
    with database.reading() as db:
        stored = select(SignInLink).where(SignInLink.participant_id == cast.observer.own_id)
        link = db.exec(stored).one()
        assert link.one_use
        assert link.expires_at == link.created_at + timedelta(days=7)
    wrong = desk.post(f"{path}/links", data={"lasts": "400"})
    assert wrong.status_code == 422
    assert "Choose how long the link opens the door." in wrong.text
    with database.reading() as db:
        assert db.exec(stored).all() == [link]


@ONE
def test_links_for_all_heads_are_for_a_day_and_one_use(database, cast):
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        day = LinkForm(lasts="1", use="one")
        given = links_for(
            db, event, role=Role.HEAD, form=day, base_url="https://p.example", by=cast.organiser
        )
    assert [link["role"] for link in given] == ["head", "head"]
    with database.reading() as db:
        stored = db.exec(select(SignInLink)).all()
        assert len(stored) == 2
        assert {link.one_use for link in stored} == {True}
        assert {link.expires_at - link.created_at for link in stored} == {timedelta(days=1)}


@ONE
def test_my_page_lists_my_devices_and_signs_one_of_them_out(
    client_for, application, database, cast
):
    token = _link(database, cast.georgia_delegate)
    phone = client_for(cast.georgia_delegate)
    laptop = TestClient(application, follow_redirects=False)
    laptop.get(f"/sign-in/{token}", headers={"User-Agent": FIREFOX})
    me = f"/events/{cast.slug}/me"
    page = phone.get(me).text
    assert "Firefox on Windows" in page
    assert "A browser that does not say its name" in page
    with database.reading() as db:
        far = db.exec(select(SignIn.id).where(SignIn.browser == "Firefox")).one()
        near = db.exec(select(SignIn.id).where(SignIn.browser == "")).one()
    assert client_for(cast.observer).post(f"{me}/devices/{far}/removal").status_code == 404
    answer = phone.post(f"{me}/devices/{far}/removal")
    assert answer.headers["location"] == f"{me}#devices"
    assert laptop.get(me).status_code == 401
    assert "Firefox" not in phone.get(me).text
    assert phone.post(f"{me}/devices/{near}/removal").headers["location"] == f"/events/{cast.slug}"
    assert phone.get(me).status_code == 401


@ONE
def test_an_organiser_signs_somebody_out_on_all_devices_and_leaves_the_links(
    client_for, database, cast
):
    token = _link(database, cast.georgia_delegate)
    phone = client_for(cast.georgia_delegate)
    desk = client_for(cast.organiser)
    person = f"/events/{cast.slug}/manage/participants/{cast.georgia_delegate.own_id}"
    assert "Signed in on 1 device." in desk.get(person).text
    assert desk.post(f"{person}/devices/removal").status_code == 303
    assert phone.get(f"/events/{cast.slug}/me").status_code == 401
    assert phone.get(f"/sign-in/{token}").status_code == 303
    with database.reading() as db:
        verbs = db.exec(select(Record.verb, Record.by_id)).all()
    assert ("sign out everywhere", cast.organiser.own_id) in verbs


@ONE
def test_a_device_signed_out_from_afar_hears_it_within_a_second(database, cast, address):
    def open_feed(cookie):
        url = f"{address.replace('http', 'ws')}/events/{cast.slug}/sessions/workshop-1/live"
        return connect(url, additional_headers={"Cookie": f"{COOKIE}={cookie}"})

    opened(database, cast)
    cookies = [cookie_of(database, cast.georgia_delegate) for _ in range(2)]
    with database.reading() as db:
        far = db.exec(select(SignIn.id).order_by(col(SignIn.id))).all()[1]
    with open_feed(cookies[0]) as here, open_feed(cookies[1]) as there:
        for feed in (here, there):
            feed.send('{"resume": -1}')
            feed.recv(timeout=5)
        answer = httpx2.post(
            f"{address}/events/{cast.slug}/me/devices/{far}/removal", cookies={COOKIE: cookies[0]}
        )
        assert answer.status_code == 303
        began = time.monotonic()
        assert (_end(there), _end(here)) == (1012, 1012)
        waited = time.monotonic() - began
        # A tenth of it on a machine that has nothing else to do; tests run four at a time.
        assert waited < 1, waited
    # Both ask again; only the one that is still signed in is let in.
    with open_feed(cookies[1]) as there:
        assert _end(there) == 4401
    with open_feed(cookies[0]) as here:
        here.send('{"resume": -1}')
        assert here.recv(timeout=5)


@pytest.mark.parametrize(
    ("said", "browser", "system"),
    [
        (FIREFOX, "Firefox", "Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML,"
            " like Gecko) Version/26.1 Mobile/15E148 Safari/604.1",
            "Safari",
            "iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/142.0.0.0 Mobile Safari/537.36",
            "Chrome",
            "Android",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            "Edge",
            "Mac",
        ),
        ("curl/8.5.0", "", ""),
        (None, "", ""),
    ],
)
def test_a_browser_is_kept_in_two_words(said, browser, system):
    assert device_of(said) == Device(browser, system)


def _end(feed):
    """The code with which the server ends a feed; what it still sends is passed over."""
    with contextlib.suppress(ConnectionClosed):
        while True:
            feed.recv(timeout=5)
    return feed.close_code


def _link(database, person):
    with database.writing() as db:
        return issue_link(db, person.own_id, by=None)
