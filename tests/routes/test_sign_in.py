"""Signing in by a personal link, out again, one's own page, the language of pages."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from app import clock
from app.delegations.links import give_link, revoke_links, sign_out_everywhere
from app.delegations.models import SignIn, SignInLink
from app.delegations.sign_in import issue_link, person_by_cookie
from app.events.models import Record
from app.main import create_app
from app.routes.sign_in import own_path
from app.settings import Settings

COOKIE = "plenary_sign_in"


@pytest.fixture
def token(database, cast):
    with database.writing() as db:
        return issue_link(db, cast.georgia_delegate.own_id, by=None)


def test_a_personal_link_signs_in_and_leads_to_the_event(client, cast, token):
    answer = client.get(f"/sign-in/{token}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/events/{cast.slug}"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert f"Max-Age={30 * 24 * 60 * 60}" in cookie
    assert "Secure" not in cookie
    page = client.get(f"/events/{cast.slug}/me")
    assert "Delegate, Tbilisi police" in page.text


def test_over_https_the_cookie_is_secure(database_url, database, cast, token, tmp_path):
    settings = Settings(data=tmp_path, database_url=database_url, base_url="https://example.org")
    with TestClient(create_app(settings), follow_redirects=False) as browser:
        assert "; Secure" in browser.get(f"/sign-in/{token}").headers["set-cookie"]


def test_the_token_goes_into_no_cache_no_referrer_and_no_log(client, token, caplog):
    caplog.set_level(logging.DEBUG)
    for address in (f"/sign-in/{token}", f"/sign-in/{token}x"):
        answer = client.get(address)
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert token not in answer.text
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))]
    assert not [line for line in ours if token in line]


def test_an_unknown_link_is_not_found_and_a_revoked_one_gone(client, database, cast, token):
    unknown = client.get("/sign-in/nobody-gave-this")
    assert unknown.status_code == 404
    assert "This link is not known here. Ask the organisers for a new one." in unknown.text
    with database.writing() as db:
        revoke_links(db, cast.event_id, cast.georgia_delegate.own_id, by=cast.organiser)
    revoked = client.get(f"/sign-in/{token}")
    assert revoked.status_code == 410
    assert "This link was taken back. Ask the organisers for a new one." in revoked.text
    assert 'href="/sign-in"' in revoked.text
    assert "set-cookie" not in revoked.headers


def test_revoking_ends_every_sign_in_of_that_person_only(client_for, database, cast):
    delegate, other = client_for(cast.georgia_delegate), client_for(cast.georgia_head)
    me = f"/events/{cast.slug}/me"
    assert delegate.get(me).status_code == other.get(me).status_code == 200
    with database.writing() as db:
        revoke_links(db, cast.event_id, cast.georgia_delegate.own_id, by=cast.organiser)
        assert db.notices == {f"person-{cast.georgia_delegate.own_id}": 4403}
    assert delegate.get(me).status_code == 401
    assert other.get(me).status_code == 200


def test_a_sign_in_expires(client, database, cast, token):
    client.get(f"/sign-in/{token}")
    me = f"/events/{cast.slug}/me"
    assert client.get(me).status_code == 200
    with database.writing() as db:
        db.exec(select(SignIn)).one().expires_at = clock.now() - timedelta(seconds=1)
    assert client.get(me).status_code == 401


def test_signing_out_ends_this_browser_and_no_other(client_for, cast):
    here, there = client_for(cast.georgia_delegate), client_for(cast.georgia_delegate)
    cookie = here.cookies[COOKIE]
    answer = here.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/events/{cast.slug}")
    me = f"/events/{cast.slug}/me"
    here.cookies.set(COOKIE, cookie)
    assert here.get(me).status_code == 401
    assert there.get(me).status_code == 200


def test_signing_out_everywhere_ends_all_browsers_and_no_link(client_for, database, cast, token):
    here, there = client_for(cast.georgia_delegate), client_for(cast.georgia_delegate)
    assert here.post(f"/events/{cast.slug}/me/sign-outs").status_code == 303
    assert there.get(f"/events/{cast.slug}/me").status_code == 401
    again = there.get(f"/sign-in/{token}")
    assert again.status_code == 303
    with database.writing() as db:
        sign_out_everywhere(db, cast.event_id, by=cast.georgia_delegate)
        assert db.notices == {f"person-{cast.georgia_delegate.own_id}": 4401}


def test_signing_in_as_somebody_else_ends_the_first_sign_in(client_for, database, cast, token):
    browser = client_for(cast.observer)
    first = browser.cookies[COOKIE]
    browser.get(f"/sign-in/{token}")
    with database.reading() as db:
        assert person_by_cookie(db, first) is None


def test_a_token_is_nowhere_in_the_database(database, cast, client, token):
    cookie = client.get(f"/sign-in/{token}").cookies[COOKIE]
    with database.writing() as db:
        given = give_link(db, cast.event_id, cast.observer.own_id, by=cast.organiser)
    secrets = [token, cookie, given]
    with database.reading() as db:
        rows = [
            *db.exec(select(SignInLink)).all(),
            *db.exec(select(SignIn)).all(),
            *db.exec(select(Record)).all(),
        ]
        assert not [row for row in rows if any(secret in str(row) for secret in secrets)]
        hashes = db.exec(select(col(SignInLink.token_hash))).all()
    assert {len(one) for one in hashes} == {64}
    if database.is_sqlite:
        files = [database.url.database, f"{database.url.database}-wal"]
        stored = b"".join(_bytes(file) for file in files)
        assert b"Tbilisi" in stored
        assert not [secret for secret in secrets if secret.encode() in stored]


def test_my_page_needs_a_sign_in_at_this_event(client, client_for, cast):
    me = f"/events/{cast.slug}/me"
    assert client.get(me).status_code == 401
    assert client_for(cast.outsider).get(me).status_code == 403
    assert client_for(cast.observer).get(me).status_code == 200


def test_the_language_is_kept_and_leads_back(client, cast):
    answer = client.post("/language", data={"language": "fr", "back": f"/events/{cast.slug}?a=1"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/events/{cast.slug}?a=1")
    assert client.cookies["plenary_language"] == "fr"
    answer = client.post(
        "/language", data={"language": "xx"}, headers={"referer": "http://testserver/x"}
    )
    assert answer.headers["location"] == "/x"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\/evil.example", "evil",
        "javascript:alert(1)", "/\t/evil.example", "http:/x", "", "/a b", "/é",
    ],
)  # fmt: skip
def test_the_language_never_leads_to_another_site(client, elsewhere):
    assert own_path(elsewhere) is None
    answer = client.post(
        "/language",
        data={"language": "fr", "back": elsewhere},
        headers={"referer": "https://evil.example/x"},
    )
    assert answer.headers["location"] == "/"


def test_three_slashes_do_not_make_a_host():
    assert own_path("///evil.example") == "/evil.example"


def _bytes(file: str) -> bytes:
    with open(file, "rb") as opened:  # noqa: PTH123 - a path given as text by the database's URL
        return opened.read()
