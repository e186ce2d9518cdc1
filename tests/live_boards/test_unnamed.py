"""Attribution on bytes: no page, frame, answer or log tells what the board does not show."""

from __future__ import annotations

import logging
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from app.db import Database
from app.live.audiences import Audience
from app.routes.live_source import RenderedBoards
from app.sessions.models import Attribution
from tests.cast import Cast
from tests.live_boards.feeds import PATH, cookie_of
from tests.sessions.rooms import opened

AUTHOR = "Delegate, Tbilisi police"
DELEGATION = "Georgia"
SECTOR = "Law enforcement agencies"


@pytest.mark.parametrize(
    ("attribution", "hidden"),
    [
        (Attribution.NOT_AT_ALL, (AUTHOR, DELEGATION, SECTOR)),
        (Attribution.BY_SECTOR, (AUTHOR, DELEGATION)),
    ],
)
def test_what_goes_out_tells_no_more_than_the_board_promised(
    database: Database,
    cast: Cast,
    client: TestClient,
    caplog: pytest.LogCaptureFixture,
    attribution: Attribution,
    hidden: tuple[str, ...],
) -> None:
    board = opened(database, cast, attribution=attribution)
    cookie = {"Cookie": f"plenary_sign_in={cookie_of(database, cast.georgia_delegate)}"}
    caplog.set_level(logging.DEBUG)
    answer = client.post(
        f"{PATH}/inputs",
        data={"client_id": str(uuid4()), "text": "A contact list."},
        headers={**cookie, "HX-Request": "true"},
    )
    assert answer.status_code == 201
    out = [answer.text, *(record.getMessage() for record in caplog.records)]
    source = RenderedBoards(database)
    for audience in Audience:
        out += [frame.content or "" for frame in source.changes_since(board, 0, audience, "en")]
        out.append(source.snapshot(board, audience, "en").content or "")
    podium = {"Cookie": f"plenary_sign_in={cookie_of(database, cast.chair)}"}
    out.append(client.get(f"{PATH}/frames?wait=1", headers=podium).text)
    out += [client.get(f"{PATH}/{page}", headers=podium).text for page in ("board", "projector")]
    assert sum("A contact list." in text for text in out) >= 7
    told = {one for one in (AUTHOR, DELEGATION, SECTOR) if any(one in text for text in out)}
    assert told.isdisjoint(hidden), told
    assert (SECTOR in told) == (attribution is Attribution.BY_SECTOR)
