"""The plenary reads what the workshops recorded, and nothing that they did not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from app.db import Database
from app.delegations.rights import Person
from app.sessions.closing import close_board
from app.sessions.forms import ClosureForm
from app.sessions.models import Attribution
from app.sessions.opening import open_board
from app.sessions.prioritising import take_back_priority
from tests.cast import Cast
from tests.sessions.rooms import clustered, opened, posted, proposed, recorded, seen

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


def test_the_plenarys_podium_puts_the_priorities_of_all_workshops_in_one_order(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    ids = _two_workshops(database, cast)
    chair = client_for(cast.chair)
    assert _ranked(chair) == ["First.", "Second.", "Third."]
    for priority, move, order in (
        (ids[2], "up", ["First.", "Third.", "Second."]),
        (ids[2], "up", ["Third.", "First.", "Second."]),
        (ids[2], "up", ["Third.", "First.", "Second."]),
        (ids[0], "down", ["Third.", "Second.", "First."]),
    ):
        path = f"{EVENT}/plenary/priorities/{priority}/position"
        moved = chair.post(path, data={"move": move})
        assert moved.headers["location"] == f"{EVENT}/plenary#ranked-{priority}"
        assert _ranked(chair) == order
    assert [one.text for one in seen(database, 1).priorities] == ["First.", "Second."]
    shown = chair.get(f"{EVENT}/plenary/projector?view=order").text
    assert shown.index("Third.") < shown.index("Second.") < shown.index("First.")
    assert "Workshop 2" in shown
    assert "/position" not in shown


def test_nobody_but_the_podium_orders_and_only_what_is_recorded(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    ids = _two_workshops(database, cast)
    path = f"{EVENT}/plenary/priorities/{ids[1]}/position"
    georgia, chair = client_for(cast.georgia_head), client_for(cast.chair)
    assert "/position" not in georgia.get(f"{EVENT}/plenary").text
    assert georgia.post(path, data={"move": "up"}).status_code == 403
    assert chair.post(path, data={"move": "sideways"}).status_code == 422
    with database.writing() as db:
        take_back_priority(db, 1, ids[1], by=cast.rapporteur)
    assert chair.post(path, data={"move": "up"}).status_code == 404


def _two_workshops(database: Database, cast: Cast) -> list[int]:
    board = opened(database, cast)
    source = [posted(database, board, cast.georgia_head)]
    ids = [
        recorded(database, board, cast.rapporteur, source, text) for text in ("First.", "Second.")
    ]
    with database.writing() as db:
        other = open_board(db, cast.other_workshop_id, by=cast.chair).key
    source = [posted(database, other, cast.georgia_head)]
    return [*ids, recorded(database, other, cast.rapporteur, source, "Third.")]


def _ranked(browser: TestClient) -> list[str]:
    page = browser.get(f"{EVENT}/plenary").text.partition("In one order")[2]
    return re.findall(r'class="priority__text">([^<]+)<', page)
