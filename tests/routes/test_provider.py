"""Signing in by the account of an organisation, against a provider with real sockets."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient
from joserfc.jwk import ECKey
from pydantic import SecretStr
from sqlmodel import select

from app import clock
from app.delegations.models import Participant, SignIn
from app.delegations.openid import Client, Question, address_to_ask
from app.delegations.sign_in_models import ProviderVisit
from app.errors import Unavailable
from app.main import create_app
from app.settings import Settings
from tests.routes.provider import CLIENT, SECRET, Provider
from tests.servers import served

DOUBTED = "The organisation’s answer cannot be accepted."


@pytest.fixture(params=["sqlite"])
def database_url(request):
    """One database: what matters happens between us and the provider."""
    yield from request.getfixturevalue(f"_{request.param}_copies")(migrated=True)


@pytest.fixture(scope="module")
def serving():
    """A provider, served."""
    made = Provider()
    with served(made.app) as address:
        made.issuer = address
        yield made


@pytest.fixture
def provider(serving):
    """The same, honest."""
    serving.tell_the_truth()
    return serving


@pytest.fixture
def settings(database_url, database, provider, tmp_path):
    del database
    return Settings(
        data=tmp_path,
        database_url=database_url,
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SecretStr(SECRET),
        oidc_name="Ministry",
    )


@pytest.fixture
def application(settings):
    return create_app(settings)


@pytest.fixture
def listed(database, cast):
    """A delegate with an address."""
    with database.writing() as db:
        db.get_one(Participant, cast.georgia_delegate.own_id).email = "Delegate@Example.org"
    return cast.georgia_delegate


def visit(browser):
    """To the provider and back to our door, as a browser goes: our address with its answer."""
    left = browser.get("/sign-in/provider")
    assert left.status_code == 303, left.text
    with httpx2.Client() as outside:
        back = urlsplit(outside.get(left.headers["location"]).headers["location"])
    assert back.path == "/sign-in/provider/callback"
    return f"{back.path}?{back.query}"


def test_a_verified_address_on_the_list_opens_the_door(client, listed, cast):
    asked = [
        parse_qs(urlsplit(client.get("/sign-in/provider").headers["location"]).query)
        for _ in range(2)
    ]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]
    assert asked[0]["redirect_uri"] == ["http://127.0.0.1:8000/sign-in/provider/callback"]
    assert "Sign in with Ministry" in client.get("/sign-in").text
    entered = client.get(visit(client))
    assert (entered.status_code, entered.headers["location"]) == (303, f"/events/{cast.slug}")
    me = client.get(f"/events/{cast.slug}/me").text
    assert "Delegate, Tbilisi police" in me
    assert "by the account of an organisation" in me


def test_an_answer_is_taken_once_and_only_in_the_browser_that_asked(
    client, application, listed, database, cast
):
    back = visit(client)
    other = TestClient(application, follow_redirects=False)
    lured = other.get(back)
    assert lured.status_code == 409
    assert "begun in another browser" in lured.text
    visit(other)
    assert other.get(back).status_code == 409
    assert client.get(back).status_code == 303
    assert client.get(back).status_code == 409
    with database.reading() as db:
        assert len(db.exec(select(SignIn)).all()) == 1
    assert other.get(f"/events/{cast.slug}/me").status_code == 401


def test_a_token_that_is_not_for_us_now_is_not_believed(client, provider, listed, database):
    elsewhere = [CLIENT, "somebody-else"]
    for lie in (
        {"iss": "https://evil.example"},
        {"aud": "somebody-else"},
        {"aud": elsewhere},
        {"aud": elsewhere, "azp": "somebody-else"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"exp": None},
    ):
        provider.lies = lie
        doubted = client.get(visit(client))
        assert doubted.status_code == 409, lie
        assert DOUBTED in doubted.text
    provider.tell_the_truth()
    provider.signs_with = ECKey.generate_key("P-256", {"kid": "one"}, private=True)
    assert DOUBTED in client.get(visit(client)).text
    with database.reading() as db:
        assert db.exec(select(SignIn)).all() == []


def test_an_address_that_nobody_verified_is_none(client, provider, listed):
    for lie in ({"email_verified": False}, {"email_verified": None}, {"email": 1}):
        provider.lies = lie
        refused = client.get(visit(client))
        assert refused.status_code == 409, lie
        assert "This account has no verified e-mail address." in refused.text


def test_who_is_on_no_list_or_has_left_does_not_come_in(client, provider, listed, database):
    provider.address = "somebody@example.org"
    nobody = client.get(visit(client))
    assert nobody.status_code == 404
    assert "Your address is on no event’s list here." in nobody.text
    provider.address = "delegate@example.org"
    with database.writing() as db:
        db.get_one(Participant, listed.own_id).left_at = clock.now()
    assert client.get(visit(client)).status_code == 404


def test_who_is_on_two_lists_chooses(client, listed, cast, database):
    with database.writing() as db:
        db.get_one(Participant, cast.outsider.own_id).email = "delegate@example.org"
    choosing = client.get(visit(client))
    assert choosing.status_code == 200
    assert "Another workshop" in choosing.text
    assert "set-cookie" in choosing.headers
    with database.reading() as db:
        assert "example.org" not in str(db.exec(select(ProviderVisit)).one())
    other = client.post("/sign-in/provider/choice", data={"participant_id": cast.chair.own_id})
    assert other.status_code == 409
    assert "This entry is not yours." in other.text
    chosen = {"participant_id": str(cast.outsider.own_id)}
    entered = client.post("/sign-in/provider/choice", data=chosen)
    assert entered.headers["location"] == "/events/elsewhere"
    assert client.post("/sign-in/provider/choice", data=chosen).status_code == 409


def test_a_late_answer_a_no_and_a_silence_are_said(client, provider, listed, database):
    back = visit(client)
    with database.writing() as db:
        db.exec(select(ProviderVisit)).one().expires_at = clock.now() - timedelta(seconds=1)
    late = client.get(back)
    assert late.status_code == 409
    assert "Start again from the sign-in page." in late.text
    state = parse_qs(urlsplit(visit(client)).query)["state"][0]
    refused = client.get(f"/sign-in/provider/callback?error=access_denied&state={state}")
    assert refused.status_code == 409
    assert "The organisation did not let you in." in refused.text
    provider.is_down = True
    silent = client.get("/sign-in/provider")
    assert silent.status_code == 503
    assert "The organisation’s sign-in does not answer." in silent.text


def test_without_a_provider_there_is_no_button_and_no_door(database_url, database, tmp_path):
    settings = Settings(data=tmp_path, database_url=database_url)
    with TestClient(create_app(settings), follow_redirects=False) as browser:
        assert "provider" not in browser.get("/sign-in").text
        for door in ("", "/callback?code=1&state=1"):
            assert browser.get(f"/sign-in/provider{door}").status_code == 404


def test_a_provider_without_encryption_is_not_asked():
    client = Client("http://accounts.example.org", CLIENT, SECRET, "http://127.0.0.1/back")
    with pytest.raises(Unavailable):
        address_to_ask(client, Question("nonce", "verifier"), "state")


def test_the_secret_is_in_no_text_of_the_settings():
    settings = Settings(oidc_client_secret=SecretStr(SECRET))
    assert SECRET not in f"{settings!r} {settings}"
