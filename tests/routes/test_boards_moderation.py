"""The rules of the room over HTTP: the inbox, what its author is told, the pause between inputs."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from fastapi.testclient import TestClient
from httpx2 import Response

from app.db import Database
from app.delegations.rights import Person
from tests.cast import Cast
from tests.sessions.rooms import opened, posted, seen

PATH = "/events/workshop/sessions/workshop-1"
DESK = f"{PATH}/board/desk"
ClientFor = Callable[[Person], TestClient]


def test_an_input_goes_through_the_inbox_and_its_author_is_told(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    chair, author = client_for(cast.chair), client_for(cast.georgia_head)
    saved = chair.post(f"{PATH}/board/rules", data={"inbox": "yes", "warns": "yes"})
    assert saved.headers["location"] == DESK
    assert 'name="inbox" value="yes" checked' in chair.get(f"{PATH}/board/rules").text
    composer = author.get(f"{PATH}/board").text
    assert "The chair reads your input first." in composer
    assert "Name no victim and no case" in composer
    answer = _post(author, "A contact list.")
    assert (answer.status_code, "waiting for the chair" in answer.text) == (201, True)
    assert f'hx-target="#yours-{board}"' in answer.text
    one = seen(database, board).waiting[0].client_id
    assert f'data-own="{one}"' in author.get(f"{PATH}/board").text
    assert "A contact list." not in client_for(cast.ukraine_head).get(f"{PATH}/board").text
    assert "A contact list." in chair.get(DESK).text
    chair.post(f"{PATH}/inputs/{one}/letting-in")
    assert "A contact list." in client_for(cast.ukraine_head).get(f"{PATH}/board").text
    assert "waiting for the chair" not in author.get(f"{PATH}/board").text


def test_only_its_author_reads_why_an_input_was_hidden(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head, "Names a firm.")
    client_for(cast.chair).post(f"{PATH}/inputs/{one}/hiding", data={"reason": "Advertising."})
    assert "Reason: Advertising." in client_for(cast.georgia_head).get(f"{PATH}/board").text
    assert "Advertising." not in client_for(cast.georgia_delegate).get(f"{PATH}/board").text


def test_a_pause_is_told_in_a_sentence_that_the_phone_keeps_with_the_text(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    opened(database, cast)
    chair, author = client_for(cast.chair), client_for(cast.georgia_head)
    wrong = chair.post(f"{PATH}/board/rules", data={"slow_seconds": "7", "locked": "yes"})
    assert (wrong.status_code, "Choose the pace" in wrong.text) == (422, True)
    assert 'name="locked" value="yes" checked' in wrong.text
    chair.post(f"{PATH}/board/rules", data={"slow_seconds": "120"})
    assert _post(author, "One.").status_code == 201
    refused = _post(author, "Two.")
    assert refused.status_code == 409
    assert refused.text.startswith('<p role="alert">The chair has asked for one input every 120')


def _post(author: TestClient, text: str) -> Response:
    data = {"client_id": str(uuid4()), "text": text, "kind": "contribution"}
    return author.post(f"{PATH}/inputs", data=data, headers={"HX-Request": "true"})
