"""Over HTTP: a board of a chosen kind, one thing before everybody, one's own input changed."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi.testclient import TestClient

from app.db import Database
from app.delegations.rights import Person
from app.live.audiences import Audience
from app.routes.live_source import RenderedBoards
from tests.cast import Cast
from tests.sessions.rooms import opened, posted, proposed, seen

PATH = "/events/workshop/sessions/workshop-1"
DESK = f"{PATH}/board/desk"
ClientFor = Callable[[Person], TestClient]


def test_a_board_shows_only_the_steps_and_kinds_of_its_template(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    chair = client_for(cast.chair)
    form = {"template": "questions", "required_priorities": "2", "attribution": "by_delegation"}
    refused = chair.post(f"{PATH}/board", data=form)
    assert (refused.status_code, "such a board words none" in refused.text) == (409, True)
    chair.post(f"{PATH}/board", data=form | {"required_priorities": "0"})
    page = client_for(cast.georgia_head).get(f"{PATH}/board").text
    assert page.count('class="step"') == 2
    assert page.count("<option") == 1
    assert '<option value="question"' in page
    chair.post(f"{PATH}/step", data={"step": "group"})
    assert "Go on to" not in chair.get(DESK).text


def test_the_focus_stands_on_every_screen_until_it_ends(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head, "A contact list.")
    priority = proposed(database, board, cast.rapporteur, [one])
    chair, delegate = client_for(cast.chair), client_for(cast.georgia_head)
    for path in (f"inputs/{one}", f"priorities/{priority}"):
        assert chair.post(f"{PATH}/{path}/focus").headers["location"] == DESK
        for page in (delegate.get(f"{PATH}/board"), chair.get(f"{PATH}/projector")):
            assert "The chair asks you to look at this" in page.text
    assert chair.post(f"{PATH}/focus/end").headers["location"] == DESK
    assert "look at this" not in delegate.get(f"{PATH}/board").text


def test_one_changes_ones_own_input_on_a_page_of_its_own(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head, "A list.")
    author = client_for(cast.georgia_head)
    path = f"{PATH}/inputs/{one}"
    assert ">\nA list.</textarea>" in author.get(path).text
    assert client_for(cast.georgia_delegate).get(path).status_code == 404
    saved = author.post(path, data={"text": "Two lists.", "base": "1"})
    assert saved.headers["location"] == f"{PATH}/board#input-{one}"
    stale = author.post(path, data={"text": "Three lists.", "base": "1"})
    assert (stale.status_code, ">\nThree lists.</textarea>" in stale.text) == (409, True)
    assert 'name="base" value="2"' in stale.text
    assert author.post(path, data={"text": "", "base": "2"}).status_code == 422
    assert seen(database, board).loose[0].text == "Two lists."


def test_each_kind_of_board_is_offered_as_it_is_usually_opened(
    cast: Cast, client_for: ClientFor
) -> None:
    chair = client_for(cast.chair)
    usual = chair.get(f"{PATH}/board").text
    assert 'name="template" value="breakout"' in usual
    assert "What should States do about this?" in usual
    assert re.search(r'name="required_priorities"[^>]*value="2"', usual)
    case = chair.get(f"{PATH}/board?template=case_study").text
    assert "What made this case difficult" in case
    assert re.search(r'value="by_sector"[^>]* checked', case)
    questions = chair.get(f"{PATH}/board?template=questions").text
    assert "Such a board words no priorities." in questions
    assert 'value="breakout"' in chair.get(f"{PATH}/board?template=nonsense").text


def test_what_is_asked_of_the_room_can_be_changed_and_everybody_reads_it(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    chair, georgia = client_for(cast.chair), client_for(cast.georgia_head)
    before = seen(database, board).seq
    asked = "What did you <learn>?"
    assert chair.post(f"{PATH}/board/rules", data={"instruction": asked}).status_code == 303
    assert "What did you &lt;learn&gt;?" in georgia.get(f"{PATH}/board").text
    [frame] = RenderedBoards(database).changes_since(board, before, Audience.DELEGATE, "en")
    assert frame.content is not None
    assert "What did you &lt;learn&gt;?" in frame.content
    refused = chair.post(f"{PATH}/board/rules", data={"instruction": "x" * 1001})
    assert refused.status_code == 422
    assert "x" * 1001 in refused.text
