"""Ready bytes: the same for all who are not signed in, and never older than the last commit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import select

from app import clock
from app.db import Database
from app.delegations.rights import Person
from app.events.models import Event
from app.pages import fragment
from app.routes.ready import Moments
from tests.cast import Cast

AGENDA = "/events/workshop"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates of pages that were really rendered, in order."""
    rendered: list[str] = []

    def counted(reader: object, template: str, **context: object) -> str:
        rendered.append(template)
        return fragment(reader, template, **context)  # type: ignore[arg-type]

    monkeypatch.setattr("app.pages.fragment", counted)
    return rendered


def test_a_page_is_made_once_for_all_who_are_not_signed_in(
    client: TestClient, cast: Cast, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    # PostgreSQL's word changes with the commits of its other databases, too: those of other tests.
    monkeypatch.setattr(Moments, "_snapshot", lambda self: "still")
    first, second = client.get(AGENDA), client.get(AGENDA)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.content == second.content
    assert first.headers.multi_items() == second.headers.multi_items()
    assert len(made) == 1
    assert second.headers["content-security-policy"]
    french = client.get(AGENDA, headers={"Accept-Language": "fr"})
    assert ('lang="fr"' in french.text, 'lang="fr"' in second.text[:200]) == (True, False)
    plain = client.get(AGENDA, headers={"Accept-Encoding": "identity"})
    assert plain.content == second.content
    assert "content-encoding" not in plain.headers
    assert len(made) == 3


def test_what_was_committed_is_shown_at_once(
    database: Database, cast: Cast, client: TestClient
) -> None:
    for number in range(3):
        assert client.get(AGENDA).status_code == 200
        with database.writing() as db:
            db.exec(select(Event).where(Event.slug == cast.slug)).one().title = f"Title {number}"
        assert f"Title {number}" in client.get(AGENDA).text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_is_kept_longer_than_a_second(
    client: TestClient, cast: Cast, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    client.get(AGENDA)
    moment += timedelta(seconds=0.9)
    client.get(AGENDA)
    assert len(made) == 1
    moment += timedelta(seconds=0.2)
    client.get(AGENDA)
    assert len(made) == 2
    moment -= timedelta(hours=1)  # a rehearsal begins again
    client.get(AGENDA)
    assert len(made) == 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobodys_own_page_is_kept_or_given_to_others(
    client: TestClient,
    client_for: Callable[[Person], TestClient],
    cast: Cast,
    made: list[str],
) -> None:
    organiser = client_for(cast.organiser)
    own = [organiser.get(AGENDA).text for _ in range(2)]
    assert len(made) == 2
    assert all("Draft agenda" in text for text in own)
    assert "Draft agenda" not in client.get(AGENDA).text
    assert "Draft agenda" in organiser.get(AGENDA).text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_known_tag_gets_its_304_from_what_is_kept(client: TestClient, cast: Cast) -> None:
    tag = client.get(f"{AGENDA}/agenda.ics").headers["etag"]
    answers = [client.get(f"{AGENDA}/agenda.ics", headers={"If-None-Match": tag}) for _ in "ab"]
    assert [(one.status_code, one.content) for one in answers] == [(304, b"")] * 2
    assert client.get(f"{AGENDA}/agenda.ics").status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_refusals_and_what_has_no_place_here_are_not_kept(
    application: FastAPI, client: TestClient, cast: Cast
) -> None:
    for path in ("/events/nowhere", "/check", "/events/workshop/boards"):
        assert client.get(path).status_code == client.get(path).status_code
    layer = application.middleware_stack
    while layer is not None and type(layer).__name__ != "Ready":
        layer = getattr(layer, "app", None)
    assert layer is not None
    assert layer._kept == {}  # type: ignore[attr-defined]
