"""The speakers' list in the hand and before the chair."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from app.db import Database
from app.delegations.rights import Person
from app.live.audiences import Audience
from app.routes.live_source import RenderedBoards
from app.sessions.models import Attribution
from tests.cast import Cast
from tests.sessions.rooms import asked, opened, seen

PATH = "/events/workshop/sessions/workshop-1"
ClientFor = Callable[[Person], TestClient]


def test_a_delegate_asks_is_told_to_be_next_speaks_and_is_timed(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    opened(database, cast)
    georgia, chair = client_for(cast.georgia_head), client_for(cast.chair)
    assert "Visible to everyone as: Georgia" in georgia.get(f"{PATH}/speakers").text
    assert _goes_on(georgia.post(f"{PATH}/speakers", data={"kind": "statement"}))
    for page in ("speakers", "board"):
        assert re.search(r'data-turn="next" data-mine', georgia.get(f"{PATH}/{page}").text)
    others = client_for(cast.ukraine_head).get(f"{PATH}/board").text
    assert 'data-turn="next"' in others
    assert " data-mine" not in others
    assert "Give the floor to Georgia" in chair.get(f"{PATH}/speakers").text
    assert _goes_on(chair.post(f"{PATH}/floor"))
    assert 'data-turn="now" data-mine' in georgia.get(f"{PATH}/board").text
    assert "data-clock-ends" in chair.get(f"{PATH}/projector").text
    assert _goes_on(chair.post(f"{PATH}/floor/pause"))
    assert "paused" in chair.get(f"{PATH}/projector").text
    assert _goes_on(chair.post(f"{PATH}/floor/resumption"))
    assert _goes_on(chair.post(f"{PATH}/floor/end"))
    assert "Time spoken" in georgia.get(f"{PATH}/speakers").text


def test_where_no_author_is_stored_the_browser_alone_knows_its_request(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast, attribution=Attribution.NOT_AT_ALL)
    georgia, other = client_for(cast.georgia_head), client_for(cast.georgia_head)
    assert _goes_on(georgia.post(f"{PATH}/speakers", data={"kind": "reply"}))
    page = georgia.get(f"{PATH}/speakers").text
    assert "Speaker 1" in page
    assert " data-mine" in page
    assert " data-mine" not in other.get(f"{PATH}/speakers").text
    number = seen(database, board).floor.waiting[0].id
    assert other.post(f"{PATH}/speakers/{number}/withdrawal").status_code == 409
    assert _goes_on(georgia.post(f"{PATH}/speakers/{number}/withdrawal"))
    assert not seen(database, board).floor.waiting


def test_a_refusal_stands_above_the_list_and_keeps_what_was_typed(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    opened(database, cast)
    chair = client_for(cast.chair)
    wrong = {"order": "alternating", "seconds": "soon", "open": "yes"}
    answer = chair.post(f"{PATH}/speakers/arrangement", data=wrong)
    assert answer.status_code == 422
    assert 'value="soon"' in answer.text
    assert "Give the time of a speaker in seconds, from 1 to 3600." in answer.text
    assert chair.post(f"{PATH}/floor").status_code == 409
    right = {"order": "alternating", "seconds": "120"}
    assert _goes_on(chair.post(f"{PATH}/speakers/arrangement", data=right))
    georgia = client_for(cast.georgia_head)
    assert "The list is closed" in georgia.get(f"{PATH}/speakers").text
    refused = georgia.post(f"{PATH}/speakers", data={"kind": "statement"})
    assert refused.status_code == 409
    assert "The speakers’ list is closed." in refused.text


def test_on_the_board_too_only_the_browser_that_asked_is_told_its_turn(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast, attribution=Attribution.NOT_AT_ALL)
    georgia, other = client_for(cast.georgia_head), client_for(cast.georgia_head)
    georgia.post(f"{PATH}/speakers", data={"kind": "statement"})
    mine = re.compile(r'id="speaker-\d+" data-turn="next" data-mine')
    assert mine.search(georgia.get(f"{PATH}/board").text)
    assert " data-mine" not in other.get(f"{PATH}/board").text
    frames = RenderedBoards(database).changes_since(board, 1, Audience.DELEGATE, "en")
    assert all(" data-mine" not in (frame.content or "") for frame in frames)


@pytest.mark.parametrize(
    ("attribution", "field", "shown"),
    [
        (Attribution.BY_NAME, "delegation", "Ukraine"),
        (Attribution.BY_DELEGATION, "delegation", "Ukraine"),
        (Attribution.BY_SECTOR, "sector", "Ministry of Justice"),
        (Attribution.NOT_AT_ALL, None, None),
    ],
)
def test_the_chair_puts_a_raised_hand_on_the_list(
    database: Database,
    cast: Cast,
    client_for: ClientFor,
    attribution: Attribution,
    field: str | None,
    shown: str | None,
) -> None:
    board = opened(database, cast, attribution=attribution)
    chair, path = client_for(cast.chair), f"{PATH}/speakers/on-behalf"
    form = {"kind": "statement"}
    if field:
        refused = chair.post(path, data=form)
        assert refused.status_code == 422
        assert f"Choose the {field} for which you do this." in refused.text
        page = chair.get(f"{PATH}/speakers").text
        value = re.search(rf'<option value="(\d+)">{shown}<', page)
        assert value is not None
        form[field] = value[1]
    for _ in range(2):
        assert _goes_on(chair.post(path, data=form))
    waiting = seen(database, board).floor.waiting
    # Where a delegation is named, it waits once for the same; numbers cannot be told apart.
    assert [one.by for one in waiting] == ([shown] if field == "delegation" else [shown] * 2)
    assert _goes_on(chair.post(f"{PATH}/floor"))
    assert client_for(cast.georgia_head).post(path, data=form).status_code == 403
    arranged = {"order": "first_time_first", "seconds": "60", "open": ""}
    assert _goes_on(chair.post(f"{PATH}/speakers/arrangement", data=arranged))
    assert _goes_on(chair.post(path, data={**form, "kind": "reply"})), "on a closed list, too"


@pytest.mark.parametrize("audience", list(Audience))
def test_a_change_of_the_list_brings_the_list_and_nothing_else(
    database: Database, cast: Cast, audience: Audience
) -> None:
    board = opened(database, cast)
    asked(database, board, cast.georgia_head)
    (frame,) = RenderedBoards(database).changes_since(board, 1, audience, "en")
    content = frame.content or ""
    assert content.count("<hx-partial") == 1
    assert f'id="speakers-{board}"' in content
    assert ("/floor" in content) is (audience is Audience.MODERATOR)
    assert " data-mine" not in content


def _goes_on(answer: object) -> bool:
    headers = getattr(answer, "headers", {})
    return getattr(answer, "status_code", 0) == 303 and headers["location"] == f"{PATH}/speakers"
