"""What the podium lets the room see on the projector, and that only the projector changes by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from fastapi.testclient import TestClient

from app import clock
from app.db import Database
from app.delegations.rights import Person
from app.live.audiences import Audience
from app.routes.live_source import RenderedBoards
from app.sessions.closing import close_board
from app.sessions.forms import ClosureForm
from app.sessions.models import Screen
from tests.cast import Cast
from tests.sessions.rooms import opened, posted, recorded, seen

PATH = "/events/workshop/sessions/workshop-1"
ClientFor = Callable[[Person], TestClient]


@pytest.mark.parametrize("screen", [screen.value for screen in Screen if screen != "board"])
def test_the_podium_chooses_what_the_projector_shows(
    database: Database, cast: Cast, client_for: ClientFor, screen: str
) -> None:
    board = opened(database, cast)
    chair = client_for(cast.chair)
    before = seen(database, board).seq
    assert 'data-screen="board"' in chair.get(f"{PATH}/projector").text
    chosen = chair.post(f"{PATH}/projector", data={"screen": screen})
    assert chosen.headers["location"] == f"{PATH}/board/desk"
    assert f'data-screen="{screen}"' in chair.get(f"{PATH}/projector").text
    desk = chair.get(f"{PATH}/board/desk").text
    assert f'value="{screen}" aria-pressed="true"' in desk
    assert 'value="board" aria-pressed="false"' in desk
    chair.post(f"{PATH}/projector", data={"screen": screen})
    rendered = RenderedBoards(database)
    [shown] = rendered.changes_since(board, before, Audience.PROJECTOR, "en")
    assert f'data-screen="{screen}"' in (shown.content or "")
    [delegate] = rendered.changes_since(board, before, Audience.DELEGATE, "en")
    assert delegate.content is None, "nothing of this is a delegate's"


@pytest.fixture
def second_morning() -> Iterator[None]:
    """The clock stands in the middle of registration, before the workshops."""
    clock.start_at(datetime.fromisoformat("2019-05-17T08:40:00+02:00"))
    yield
    clock.start_at(None)


def test_the_projector_says_what_is_on_and_what_comes_next(
    database: Database, cast: Cast, client_for: ClientFor, second_morning: None
) -> None:
    del second_morning
    opened(database, cast)
    page = client_for(cast.chair).get(f"{PATH}/projector").text
    now, _, coming = page.partition("agenda-screen--next")
    assert "Registration" in now
    assert "Identifying victims" not in now.partition("agenda-screen--now")[2]
    for said in ("Workshop 1", "Reporting and prosecution", "Identifying victims", "Room 8"):
        assert said in coming


def test_what_everybody_is_brought_to_goes_before_the_screen_chosen(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head)
    chair = client_for(cast.chair)
    chair.post(f"{PATH}/projector", data={"screen": "agenda"})
    chair.post(f"{PATH}/inputs/{one}/focus")
    assert 'data-screen="focus"' in chair.get(f"{PATH}/projector").text
    chair.post(f"{PATH}/focus/end")
    assert 'data-screen="agenda"' in chair.get(f"{PATH}/projector").text


def test_a_closed_boards_projector_shows_the_agenda_and_the_way_in(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast, required=1)
    recorded(database, board, cast.rapporteur, [posted(database, board, cast.georgia_head)])
    with database.writing() as db:
        close_board(db, board, ClosureForm(), by=cast.chair)
    chair = client_for(cast.chair)
    assert chair.post(f"{PATH}/projector", data={"screen": "join"}).status_code == 303
    page = chair.get(f"{PATH}/projector").text
    assert f"http://127.0.0.1:8000{PATH}/board" in page
    assert "<svg aria-hidden" in page
    assert 'class="screens"' in chair.get(f"{PATH}/board/desk").text


def test_a_screen_that_does_not_exist_is_refused(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    opened(database, cast)
    refused = client_for(cast.chair).post(f"{PATH}/projector", data={"screen": "clock"})
    assert refused.status_code == 422
    assert "Choose what the projector shows." in refused.text
    forbidden = client_for(cast.georgia_head).post(f"{PATH}/projector", data={"screen": "join"})
    assert forbidden.status_code == 403
