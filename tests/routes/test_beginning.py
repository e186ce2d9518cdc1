"""An installation begins: the server prints a link, and whoever opens it makes the first event."""

from __future__ import annotations

import re
import socket
import threading

import pytest
from sqlmodel import select

from app import cli
from app.delegations.beginning import FirstForm, begin, first_link
from app.delegations.devices import UNKNOWN
from app.delegations.models import Participant
from app.delegations.sign_in_models import FirstLink
from app.errors import PlenaryError
from app.events.models import Event
from tests.conftest import KINDS

FORM = {
    "title": "Workshop on  evidence",
    "slug": "Manila-2027",
    "zone": "Asia/Manila",
    "name": "Secretariat",
    "email": "office@example.org",
}


@pytest.fixture(params=["sqlite"])
def database_url(request):
    """One database, but where two come at once."""
    yield from request.getfixturevalue(f"_{request.param}_copies")(migrated=True)


@pytest.fixture
def token(database):
    with database.writing() as db:
        return first_link(db, by=None)


def test_whoever_has_the_link_makes_the_first_event_and_organises_it(client, token, database):
    page = client.get(f"/first/{token}")
    assert page.status_code == 200
    assert page.headers["referrer-policy"] == "no-referrer"
    made = client.post(f"/first/{token}", data=FORM)
    assert made.headers["location"] == "/events/manila-2027/manage/agenda"
    assert client.get("/events/manila-2027/manage/agenda").status_code == 200
    assert "Secretariat" in client.get("/events/manila-2027/me").text
    with database.reading() as db:
        assert db.exec(select(Event.title)).all() == ["Workshop on evidence"]
        assert token not in str(db.exec(select(FirstLink)).all())
    for again in (client.get(f"/first/{token}"), client.post(f"/first/{token}", data=FORM)):
        assert again.status_code == 410
        assert "The first event is there already." in again.text
    with database.writing() as db:
        assert first_link(db, by=None) is None


def test_a_link_that_nobody_printed_makes_nothing(client, token, database):
    for answer in (client.get(f"/first/{token}x"), client.post(f"/first/{token}x", data=FORM)):
        assert answer.status_code == 404
        assert "The server prints a new one when it starts." in answer.text
    with database.reading() as db:
        assert db.exec(select(Event)).all() == []


def test_what_is_missing_is_said_and_nothing_is_stored(client, token, database):
    for field, typed, said in (
        ("title", " ", "An event needs a title."),
        ("title", "t" * 301, "The title is longer than 300 characters."),
        ("slug", "Manila 2027", "must be lower-case letters"),
        ("zone", "CET", "is not a time zone"),
        ("name", "", "The name is missing."),
        ("email", "office", "is not an e-mail address"),
    ):
        refused = client.post(f"/first/{token}", data=FORM | {field: typed})
        assert refused.status_code == 422, field
        assert said in refused.text
        assert "Asia/Manila" in refused.text or field == "zone"
    with database.reading() as db:
        assert db.exec(select(Event)).all() == []
        assert db.exec(select(Participant)).all() == []
    assert client.post(f"/first/{token}", data=FORM).status_code == 303


@pytest.mark.parametrize("database_url", KINDS, indirect=True)
def test_two_who_open_the_link_at_once_make_one_event(database, token):
    ready = threading.Barrier(2)
    outcomes: list[object] = []

    def make(number):
        form = FirstForm(**FORM | {"slug": f"event-{number}"})
        ready.wait()
        try:
            with database.writing() as db:
                outcomes.append(begin(db, token, form, days=1, device=UNKNOWN).event_slug)
        except PlenaryError as refusal:
            outcomes.append(refusal.status)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(outcomes) == 2
    assert 410 in outcomes
    with database.reading() as db:
        assert len(db.exec(select(Event)).all()) == 1


def test_the_command_prints_the_link_where_there_is_no_event(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(cli, "serve_application", lambda _settings, listening: listening.close())
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    cli.serve(port=port, data=tmp_path)
    said, link = capsys.readouterr().out.splitlines()
    assert "There is no event yet." in said
    assert re.fullmatch(rf"http://127\.0\.0\.1:{port}/first/[\w-]{{32}}", link)
