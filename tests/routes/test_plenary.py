"""The plenary reads what the workshops recorded, and nothing that they did not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from app.db import Database
from app.delegations.rights import Person
from app.sessions.closing import close_board
from app.sessions.forms import ClosureForm
from app.sessions.models import Attribution
from tests.cast import Cast
from tests.sessions.rooms import clustered, opened, posted, proposed, recorded

EVENT = "/events/workshop"
REPORT = f"{EVENT}/sessions/workshop-1/report"
ClientFor = Callable[[Person], TestClient]


@pytest.mark.parametrize("page", ["plenary", "plenary/projector"])
def test_recorded_priorities_stand_side_by_side_with_what_is_owed(
    database: Database, cast: Cast, client_for: ClientFor, page: str
) -> None:
    chair = client_for(cast.chair)
    assert "No workshop has a board yet." in chair.get(f"{EVENT}/{page}").text
    board = opened(database, cast)
    source = [posted(database, board, cast.georgia_head)]
    recorded(database, board, cast.rapporteur, source, "One office in each State.")
    proposed(database, board, cast.rapporteur, source, "Only proposed.")
    text = chair.get(f"{EVENT}/{page}").text
    assert "One office in each State." in text
    assert "Georgia" in text
    assert "1 of 2 recorded" in text
    assert "Still owed: not recorded yet." in text
    assert "Only proposed." not in text


def test_a_workshops_report_assembles_itself(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    source = [posted(database, board, cast.georgia_head, "A contact list.")]
    posted(database, board, cast.ukraine_head, "Not used.")
    clustered(database, board, cast.rapporteur, "Contacts", source)
    recorded(database, board, cast.rapporteur, source, "One office in each State.")
    reader = client_for(cast.ukraine_head)
    assert "The workshop is still at work" in reader.get(REPORT).text
    with database.writing() as db:
        close_board(db, board, ClosureForm(override_reason="Time ran out."), by=cast.chair)
    text = reader.get(REPORT).text
    for said in ("One office in each State.", "A contact list.", "Contacts", "Time ran out."):
        assert said in text
    assert "Not used." not in text


def test_a_report_names_no_delegation_where_the_board_names_none(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast, attribution=Attribution.NOT_AT_ALL)
    source = [posted(database, board, cast.georgia_head, "A contact list.")]
    recorded(database, board, cast.rapporteur, source)
    reader = client_for(cast.ukraine_head)
    for page in (REPORT, f"{EVENT}/plenary"):
        assert "Georgia" not in reader.get(page).text
