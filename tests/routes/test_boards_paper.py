"""The page of inputs from paper, and the limit of inputs of one person, as people use them."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi.testclient import TestClient

from app.db import Database
from app.delegations.rights import Person
from app.live.audiences import Audience
from app.routes.live_source import RenderedBoards
from app.sessions.models import Attribution
from tests.cast import Cast
from tests.sessions.rooms import opened, posted, seen

PATH = "/events/workshop/sessions/workshop-1"
ClientFor = Callable[[Person], TestClient]


def test_a_pile_of_paper_is_typed_in_one_after_the_other(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    rapporteur = client_for(cast.rapporteur)
    before = seen(database, board).seq
    for text in ("A contact list.", "One office."):
        page = rapporteur.get(f"{PATH}/paper").text
        client_id = re.search(r'name="client_id" value="([^"]+)"', page)
        assert client_id is not None
        georgia = str(cast.georgia_id)
        form = {"client_id": client_id[1], "delegation": georgia, "text": text}
        put = rapporteur.post(f"{PATH}/paper", data=form)
        assert put.headers["location"] == f"{PATH}/paper?done=put&delegation={georgia}"
        again = rapporteur.get(put.headers["location"]).text
        assert "It is on the board" in again
        assert f'value="{georgia}" selected' in again
    shown = client_for(cast.ukraine_head).get(f"{PATH}/board").text
    assert shown.count("from paper") == 2
    frames = RenderedBoards(database).changes_since(board, before, Audience.DELEGATE, "en")
    assert [frame.content is not None and "from paper" in frame.content for frame in frames] == [
        True,
        True,
    ]


def test_a_refusal_keeps_what_was_typed(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    opened(database, cast, attribution=Attribution.BY_SECTOR)
    chair = client_for(cast.chair)
    form = {"client_id": "0191e1a0-0000-7000-8000-000000000001", "text": "A contact list."}
    refused = chair.post(f"{PATH}/paper", data=form)
    assert refused.status_code == 422
    assert "Choose the sector for which you do this." in refused.text
    assert "A contact list." in refused.text
    assert form["client_id"] in refused.text
    assert 'name="delegation"' not in refused.text


def test_a_limit_is_shown_before_posting_and_kept(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    chair, georgia = client_for(cast.chair), client_for(cast.georgia_head)
    for wrong in ("many", "100", "-1"):
        refused = chair.post(f"{PATH}/board/rules", data={"most_inputs": wrong})
        assert refused.status_code == 422
        assert "Give the number of inputs as a number up to 99" in refused.text
        assert f'value="{wrong}"' in refused.text
    assert chair.post(f"{PATH}/board/rules", data={"most_inputs": "2"}).status_code == 303
    assert 'value="2"' in chair.get(f"{PATH}/board/rules").text
    assert "At most 2 inputs from each person." in georgia.get(f"{PATH}/board").text
    first = posted(database, board, cast.georgia_head)
    posted(database, board, cast.georgia_head)
    posted(database, board, cast.georgia_delegate)
    form = {"client_id": "0191e1a0-0000-7000-8000-000000000001", "text": "A third one."}
    refused = georgia.post(f"{PATH}/inputs", data=form)
    assert refused.status_code == 409
    assert "On this board each person posts at most 2 inputs." in refused.text
    assert "A third one." in refused.text
    georgia.post(f"{PATH}/inputs/{first}/withdrawal")
    assert georgia.post(f"{PATH}/inputs", data=form).status_code == 303
    assert chair.post(f"{PATH}/board/rules", data={"most_inputs": ""}).status_code == 303
    assert seen(database, board).most_inputs == 0
