"""A round of endorsements over HTTP: the ballot on the phone, the counts on the other screens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from app.db import Database
from app.delegations.rights import Person
from app.live.audiences import Audience
from app.routes.live_source import RenderedBoards
from app.sessions.endorsing import endorse, open_round
from app.sessions.forms import RoundForm
from tests.cast import Cast
from tests.sessions.rooms import opened, posted, proposed, seen

PATH = "/events/workshop/sessions/workshop-1"
DESK = f"{PATH}/board/desk"
ClientFor = Callable[[Person], TestClient]


def test_a_delegate_gives_and_takes_back_points_on_their_ballot(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    one, two = _two(database, cast, board)
    rapporteur, delegate = client_for(cast.rapporteur), client_for(cast.georgia_delegate)
    assert "No round of endorsements is open." in delegate.get(f"{PATH}/ballot").text
    wrong = rapporteur.post(f"{PATH}/rounds", data={"points": "0"})
    assert (wrong.status_code, "a number from 1 to 20" in wrong.text) == (422, True)
    assert rapporteur.get(f"{PATH}/rounds/new").status_code == 200
    assert rapporteur.post(f"{PATH}/rounds", data={"points": "1"}).headers["location"] == DESK
    assert f'href="{PATH}/ballot"' in delegate.get(f"{PATH}/board").text
    assert "1 of 1 points left" in delegate.get(f"{PATH}/ballot").text
    given = delegate.post(f"{PATH}/priorities/{one}/endorsement")
    assert given.headers["location"] == f"{PATH}/ballot#priority-{one}"
    assert "0 of 1 points left" in delegate.get(f"{PATH}/ballot").text
    refused = delegate.post(f"{PATH}/priorities/{two}/endorsement")
    assert (refused.status_code, "given all your points" in refused.text) == (409, True)
    assert "1 endorsement<" in rapporteur.get(DESK).text
    assert '<table class="bars">' in rapporteur.get(DESK).text
    delegate.post(f"{PATH}/priorities/{one}/endorsement/removal")
    assert "1 of 1 points left" in delegate.get(f"{PATH}/ballot").text
    assert rapporteur.post(f"{PATH}/rounds/end").headers["location"] == DESK
    assert delegate.post(f"{PATH}/priorities/{one}/endorsement").status_code == 409


@pytest.mark.parametrize("audience", list(Audience))
def test_no_frame_of_a_closed_round_shows_a_count(
    database: Database, cast: Cast, audience: Audience
) -> None:
    board = opened(database, cast)
    one, _ = _two(database, cast, board)
    told = {}
    for counts in ("closed", "open"):
        with database.writing() as db:
            db.connection().exec_driver_sql("DELETE FROM endorsement")
            db.connection().exec_driver_sql("DELETE FROM endorsement_round")
            db.connection().exec_driver_sql("UPDATE board SET step = 'prioritise'")
        with database.writing() as db:
            open_round(db, board, RoundForm(counts=counts), by=cast.rapporteur)
            endorse(db, board, one, by=cast.georgia_head)
        source = RenderedBoards(database)
        frames = [*source.changes_since(board, 0, audience, "en")]
        frames.append(source.snapshot(board, audience, "en"))
        told[counts] = "".join(frame.content or "" for frame in frames)
    shown = {counts: "1 endorsement<" in text for counts, text in told.items()}
    assert shown == {"closed": False, "open": True}
    assert 'class="bars"' not in told["closed"]


def test_the_rapporteur_orders_shortlists_merges_and_sets_aside(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    one, two = _two(database, cast, board)
    rapporteur = client_for(cast.rapporteur)
    client_id = seen(database, board).loose[0].client_id

    def post(path: str, **data: str) -> str:
        answer = rapporteur.post(f"{PATH}/{path}", data=data)
        assert answer.headers["location"] == DESK
        page: str = rapporteur.get(DESK).text
        return page

    assert "set aside</span>" in post(f"inputs/{client_id}/setting-aside")
    assert "set aside</span>" not in post(f"inputs/{client_id}/bringing-back")
    assert "shortlisted" in post(f"priorities/{two}/shortlisting")
    assert "shortlisted" not in post(f"priorities/{two}/shortlisting/removal")
    page = post(f"priorities/{two}/position", move="up")
    assert page.index(f'id="priority-{two}"') < page.index(f'id="priority-{one}"')
    unclear = rapporteur.post(f"{PATH}/priorities/{one}/merge")
    assert (unclear.status_code, "Choose the priority" in unclear.text) == (422, True)
    assert f'id="priority-{one}"' not in post(f"priorities/{one}/merge", into=str(two))


def _two(database: Database, cast: Cast, board: int) -> list[int]:
    return [
        proposed(
            database,
            board,
            cast.rapporteur,
            [posted(database, board, cast.georgia_head, text)],
            text,
        )
        for text in ("First.", "Second.")
    ]
