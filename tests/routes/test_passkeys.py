"""Passkeys: added on one's own page, used at the door, removed; and every answer that is wrong."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app import clock
from app.delegations.links import revoke_links
from app.delegations.models import SignIn
from app.delegations.passkeys import Site, site_of
from app.delegations.sign_in_models import Challenge, Passkey
from app.errors import TooOften
from app.main import create_app
from app.routes.patience import Patience
from app.settings import Settings
from tests.conftest import KINDS
from tests.delegations.keys import PRESENT, Key

BOTH = pytest.mark.parametrize("database_url", KINDS, indirect=True)
REFUSED = "The passkey’s answer cannot be accepted here. Try it once more."
TWICE = "This took too long, or was sent twice. Try the passkey once more."


@pytest.fixture(params=["sqlite"])
def database_url(request):
    """One database, but where rows are locked or taken out: answers are judged without it."""
    yield from request.getfixturevalue(f"_{request.param}_copies")(migrated=True)


@pytest.fixture
def application(database_url, database, tmp_path):
    del database
    settings = Settings(data=tmp_path, database_url=database_url, base_url="http://localhost:8000")
    return create_app(settings)


@pytest.fixture
def me(cast):
    return f"/events/{cast.slug}/me"


def add(browser, me, key, name="Laptop"):
    question = browser.post(f"{me}/passkeys/challenge")
    assert question.status_code == 200, question.text
    return browser.post(f"{me}/passkeys", data={"name": name, "answer": key.made(question.text)})


def question_of(client):
    return client.post("/sign-in/passkey/challenge").text


def enter(client, answer):
    return client.post("/sign-in/passkey", data={"answer": answer})


def test_a_key_is_added_and_opens_the_door(client, client_for, cast, database, me):
    browser, key = client_for(cast.organiser), Key()
    question = json.loads(browser.post(f"{me}/passkeys/challenge").text)
    wanted = question["authenticatorSelection"]
    assert (wanted["residentKey"], wanted["userVerification"]) == ("required", "required")
    assert "Organiser" not in question["user"]["id"]
    assert add(browser, me, key).headers["location"] == f"{me}#passkeys"
    assert "Laptop" in browser.get(me).text
    answer = enter(client, key.signed(question_of(client)))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/events/{cast.slug}")
    page = client.get(me)
    assert "Organiser, secretariat" in page.text
    assert "by passkey" in page.text
    with database.reading() as db:
        stored = db.exec(select(Passkey)).one()
        assert (stored.sign_count, stored.name) == (2, "Laptop")
        assert stored.last_used_at is not None


def test_a_key_that_is_used_again_counts_up_and_a_copy_of_it_is_refused(
    client, client_for, cast, me
):
    key = Key(count=0)
    add(client_for(cast.chair), me, key)
    # One that lives on several devices counts nothing, and is taken each time.
    for count in (0, 0, 5):
        key.count = count
        assert enter(client, key.signed(question_of(client))).status_code == 303
    key.count = 5
    refused = enter(client, key.signed(question_of(client)))
    assert refused.status_code == 422
    assert REFUSED in refused.text
    assert enter(client, key.signed(question_of(client))).status_code == 303


@BOTH
def test_an_answer_is_taken_once(client, client_for, cast, me, database):
    key = Key()
    add(client_for(cast.organiser), me, key)
    answer = key.signed(question_of(client))
    assert enter(client, answer).status_code == 303
    again = enter(client, answer)
    assert again.status_code == 409
    assert TWICE in again.text
    with database.reading() as db:
        assert len(db.exec(select(SignIn).where(SignIn.way == "passkey")).all()) == 1
        assert db.exec(select(Challenge)).all() == []


def test_a_key_of_another_site_or_without_proof_is_refused(client, client_for, cast, me):
    browser, key = client_for(cast.organiser), Key()
    add(browser, me, key)
    for wrong in (
        {"origin": "http://localhost:8001"},
        {"origin": "https://evil.example"},
        {"domain": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0},
    ):
        refused = add(browser, me, Key(**wrong))
        assert refused.status_code == 422, wrong
        assert REFUSED in refused.text
        answer = key.but(**wrong).signed(question_of(client))
        assert enter(client, answer).status_code == 422, wrong
        # A wrong answer uses its question up as well.
        assert TWICE in enter(client, answer).text
    assert enter(client, key.signed(question_of(client))).status_code == 303


def test_a_question_belongs_to_whom_it_was_asked_and_to_its_minutes(
    client, client_for, cast, me, database
):
    organiser, chair, key = client_for(cast.organiser), client_for(cast.chair), Key()
    asked = organiser.post(f"{me}/passkeys/challenge").text
    theirs = chair.post(f"{me}/passkeys", data={"name": "Mine", "answer": key.made(asked)})
    assert theirs.status_code == 409
    assert TWICE in theirs.text
    assert 'value="Mine"' in theirs.text
    with database.writing() as db:
        db.exec(select(Challenge)).one().expires_at = clock.now() - timedelta(seconds=1)
    late = organiser.post(f"{me}/passkeys", data={"name": "Mine", "answer": key.made(asked)})
    assert TWICE in late.text
    with database.reading() as db:
        assert db.exec(select(Passkey)).all() == []


def test_another_key_signs_nothing_in(client, client_for, cast, me):
    key, thief = Key(), Key()
    add(client_for(cast.organiser), me, key)
    unknown = enter(client, thief.signed(question_of(client)))
    assert unknown.status_code == 409
    assert "This passkey is not known here." in unknown.text
    thief.id = key.id
    assert REFUSED in enter(client, thief.signed(question_of(client))).text


def test_an_answer_that_is_none_is_refused(client):
    known = '{"response":{"clientDataJSON":"e30"}}'
    for nonsense in ("", "{}", "[]", "null", known, "[" * 5000):
        refused = enter(client, nonsense)
        assert refused.status_code == 422, nonsense
        assert REFUSED in refused.text


def test_a_key_without_a_name_is_not_kept_and_one_is_kept_once(client_for, cast, me, database):
    browser, key = client_for(cast.organiser), Key()
    assert "Give the passkey a name" in add(browser, me, key, name=" ").text
    add(browser, me, key)
    assert "This passkey is already kept here." in add(browser, me, key, name="Again").text
    with database.reading() as db:
        assert [one.name for one in db.exec(select(Passkey))] == ["Laptop"]


def test_removing_a_key_signs_out_what_it_signed_in_and_nothing_else(
    client, client_for, cast, me, database
):
    browser, key = client_for(cast.organiser), Key()
    add(browser, me, key)
    enter(client, key.signed(question_of(client)))
    with database.reading() as db:
        passkey = db.exec(select(Passkey.id)).one()
    assert client_for(cast.chair).post(f"{me}/passkeys/{passkey}/removal").status_code == 404
    assert browser.post(f"{me}/passkeys/{passkey}/removal").status_code == 303
    assert client.get(me).status_code == 401
    assert browser.get(me).status_code == 200
    assert enter(client, key.signed(question_of(client))).status_code == 409


def test_taking_back_all_links_forgets_the_keys(client, client_for, cast, me, database):
    key = Key()
    add(client_for(cast.chair), me, key)
    enter(client, key.signed(question_of(client)))
    with database.writing() as db:
        revoke_links(db, cast.event_id, cast.chair.own_id, by=cast.organiser)
    assert client.get(me).status_code == 401
    assert enter(client, key.signed(question_of(client))).status_code == 409


def test_only_who_runs_the_event_keeps_keys(client_for, cast, me):
    delegate = client_for(cast.georgia_head)
    assert "Passkeys" not in delegate.get(me).text
    assert delegate.post(f"{me}/passkeys/challenge").status_code == 403
    assert "Passkeys" in client_for(cast.rapporteur).get(me).text


def test_questions_are_not_asked_without_end():
    patience = Patience()
    for _ in range(240):
        patience.ask("passkey", "198.51.100.7", 240)
        patience.count("passkey", "198.51.100.7")
    with pytest.raises(TooOften):
        patience.ask("passkey", "198.51.100.7", 240)
    patience.ask("passkey", "198.51.100.8", 240)
    patience.ask("wrong code", "198.51.100.7", 240)


def test_the_door_offers_keys_where_browsers_keep_them(client, database_url, tmp_path):
    assert "Sign in with a passkey" in client.get("/sign-in").text
    settings = Settings(data=tmp_path, database_url=database_url, base_url="http://127.0.0.1:8000")
    with TestClient(create_app(settings), follow_redirects=False) as browser:
        assert "Sign in with a passkey" not in browser.get("/sign-in").text
        assert browser.post("/sign-in/passkey/challenge").status_code == 409


@pytest.mark.parametrize(
    ("base_url", "site"),
    [
        ("https://Plenary.example.org", Site("plenary.example.org", "https://plenary.example.org")),
        ("https://p.example:8443", Site("p.example", "https://p.example:8443")),
        ("http://localhost:8000", Site("localhost", "http://localhost:8000")),
        ("http://plenary.example.org", None),
        ("http://127.0.0.1:8000", None),
        ("https://[::1]", None),
    ],
)
def test_keys_hold_for_a_name_and_an_encrypted_connection(base_url, site):
    assert site_of(base_url) == site
