"""The board in the hand: reading, posting by form, script and program, withdrawing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.db import Database
from app.delegations.rights import Person
from app.sessions.closing import close_board
from app.sessions.forms import ClosureForm, HidingForm
from app.sessions.models import Attribution
from app.sessions.moderating import hide_input
from app.sessions.stepping import move_step
from tests.cast import Cast
from tests.sessions.rooms import opened, posted, seen

PATH = "/events/workshop/sessions/workshop-1"
ClientFor = Callable[[Person], TestClient]


def test_a_plain_form_posts_and_leads_to_the_card(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    phone = client_for(cast.georgia_head)
    page = phone.get(f"{PATH}/board").text
    assert "Visible to everyone as: Georgia" in page
    assert "Nothing has been posted yet." in page
    client_id = page.split('name="client_id" value="')[1][:36]
    form = {"client_id": client_id, "text": "One office <b>each</b>.", "kind": "question"}
    answer = phone.post(f"{PATH}/inputs", data=form)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"{PATH}/board#input-{client_id}",
    )
    assert phone.post(f"{PATH}/inputs", data=form).status_code == 303
    page = phone.get(f"{PATH}/board").text
    assert "One office &lt;b&gt;each&lt;/b&gt;." in page
    assert page.count(f'id="input-{client_id}"') == 1
    assert seen(database, board).count == 1


def test_a_program_is_answered_in_json_201_then_200(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    opened(database, cast)
    phone = client_for(cast.georgia_delegate)
    form = {"client_id": str(uuid4()), "text": "One office each.", "kind": "contribution"}
    headers = {"accept": "application/json"}
    answers = [phone.post(f"{PATH}/inputs", data=form, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    body = answers[0].json()
    assert (body["client_id"], body["seq"], body["state"]) == (form["client_id"], 2, "posted")
    assert set(body) == {"client_id", "id", "seq", "state"}
    refused = phone.post(f"{PATH}/inputs", data=form | {"text": ""}, headers=headers)
    assert refused.status_code == 422
    assert refused.json()["detail"] == "Write something first, then post it."


def test_our_own_script_is_answered_by_the_card_marked_as_theirs(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    phone = client_for(cast.georgia_delegate)
    form = {"client_id": str(uuid4()), "text": "One office each.", "kind": "contribution"}
    headers = {"hx-request": "true"}
    answer = phone.post(f"{PATH}/inputs", data=form, headers=headers)
    assert answer.status_code == 201
    assert f'hx-target="#inputs-{board}" hx-swap="place key:data-order"' in answer.text
    assert f'id="input-{form["client_id"]}"' in answer.text
    assert "data-mine" in answer.text
    with database.writing() as db:
        move_step(db, board, "group", by=cast.chair)
    late = phone.post(f"{PATH}/inputs", data=form | {"client_id": str(uuid4())}, headers=headers)
    assert late.status_code == 409
    assert late.text.startswith('<p role="alert">Posting is over on this board')


def test_what_was_typed_stands_in_the_field_after_a_refusal(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    phone = client_for(cast.georgia_head)
    long = "Contact list. " * 80
    form = {"client_id": str(uuid4()), "text": long, "kind": "challenge"}
    answer = phone.post(f"{PATH}/inputs", data=form)
    assert answer.status_code == 422
    assert long.strip() in answer.text
    assert "This text has 1119 characters; 1000 are possible." in answer.text
    assert '<option value="challenge" selected>' in answer.text
    with database.writing() as db:
        close_board(db, board, ClosureForm(override_reason="Time."), by=cast.chair)
    answer = phone.post(f"{PATH}/inputs", data=form | {"text": "Too late."})
    assert answer.status_code == 409
    assert ">\nToo late.</textarea>" in answer.text
    assert "This board is closed. Your text was not posted" in answer.text


@pytest.mark.parametrize(
    ("attribution", "words"),
    [
        (Attribution.BY_NAME, "Visible to everyone as: Head of delegation, Georgia"),
        (Attribution.BY_SECTOR, "Visible to everyone as: Ministry of Justice"),
        (Attribution.NOT_AT_ALL, "Visible to everyone without any name; none is stored."),
    ],
)
def test_the_form_says_before_posting_as_whose_it_will_stand_there(
    database: Database,
    cast: Cast,
    client_for: ClientFor,
    attribution: Attribution,
    words: str,
) -> None:
    opened(database, cast, attribution=attribution)
    assert words in client_for(cast.georgia_head).get(f"{PATH}/board").text


def test_no_page_says_which_participant_wrote_for_a_delegation(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_delegate, "Of the delegate.")
    two = posted(database, board, cast.georgia_head, "Of the head.")
    pages = {
        person: client_for(person).get(f"{PATH}/board").text
        for person in (cast.georgia_head, cast.georgia_delegate, cast.ukraine_head)
    }
    marked = {
        person.name: [client_id for client_id in (one, two) if _is_marked(page, client_id)]
        for person, page in pages.items()
    }
    assert marked == {
        "Head of delegation": [two],
        "Delegate, Tbilisi police": [one],
        "Head of delegation, Kyiv": [],
    }
    assert "data-author" not in pages[cast.ukraine_head]
    assert "Tbilisi police" not in pages[cast.ukraine_head]


def test_withdrawing_leads_back_to_the_board_without_the_text(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_head, "Better unsaid.")
    answer = client_for(cast.ukraine_head).post(f"{PATH}/inputs/{client_id}/withdrawal")
    assert answer.status_code == 403
    phone = client_for(cast.georgia_head)
    answer = phone.post(f"{PATH}/inputs/{client_id}/withdrawal")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}/board")
    for person in (cast.georgia_head, cast.ukraine_head, cast.chair):
        page = client_for(person).get(f"{PATH}/board").text
        assert "Better unsaid." not in page
        assert "Withdrawn by its author." in page


def test_a_hidden_text_is_on_no_page_but_the_desk_and_its_authors_own(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_head, "Names a firm.")
    with database.writing() as db:
        hide_input(db, board, client_id, HidingForm(reason="Advertising."), by=cast.chair)
    for other in (cast.georgia_delegate, cast.ukraine_head):
        assert "Names a firm." not in client_for(other).get(f"{PATH}/board").text
    assert "Reason: Advertising." in client_for(cast.georgia_head).get(f"{PATH}/board").text
    chair = client_for(cast.chair)
    assert "Names a firm." not in chair.get(f"{PATH}/board").text
    assert "Names a firm." not in chair.get(f"{PATH}/projector").text
    desk = chair.get(f"{PATH}/board/desk").text
    assert "Names a firm." in desk
    assert "Hidden: Advertising." in desk


def test_before_it_is_open_the_board_says_so(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    page = client_for(cast.georgia_head).get(f"{PATH}/board")
    assert page.status_code == 200
    assert "The board is not open yet." in page.text
    assert "As whose are inputs shown?" in client_for(cast.chair).get(f"{PATH}/board").text
    answer = client_for(cast.georgia_head).post(f"{PATH}/inputs", data={"text": "Early."})
    assert answer.status_code == 404
    assert client_for(cast.chair).get(f"{PATH}/projector").status_code == 404


def test_outsiders_and_strangers_read_no_board(
    database: Database, cast: Cast, client: TestClient, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    posted(database, board, cast.georgia_head, "For the room only.")
    outsider = client_for(cast.outsider)
    for path in ("/events/workshop/boards", f"{PATH}/board", f"{PATH}/board/desk"):
        assert (client.get(path).status_code, outsider.get(path).status_code) == (401, 403)
        assert "For the room only." not in outsider.get(path).text
    assert client.get("/events/workshop/sessions/nowhere/board").status_code == 401
    observer = client_for(cast.observer)
    assert observer.get(f"{PATH}/board").status_code == 200
    assert 'name="text"' not in observer.get(f"{PATH}/board").text
    assert observer.get(f"{PATH}/board/desk").status_code == 403
    assert (
        client_for(cast.georgia_head).get("/events/workshop/sessions/no/board").status_code == 404
    )


def test_a_refused_form_shows_a_stranger_nothing(
    database: Database, cast: Cast, client: TestClient, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    posted(database, board, cast.georgia_head, "For the room only.")
    observer = client_for(cast.observer)
    for path in ("inputs", "priorities", "clusters", "closure", "step"):
        for stranger, status in ((client, 401), (observer, 403)):
            answer = stranger.post(f"{PATH}/{path}", data={"text": ""})
            assert answer.status_code == status, path
            assert "For the room only." not in answer.text


def test_the_list_of_boards_says_where_each_stands(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    posted(database, board, cast.georgia_head)
    page = client_for(cast.georgia_head).get("/events/workshop/boards").text
    assert "Reporting and prosecution" in page
    assert "1 input<" in page
    assert "0 of 2 priorities" in page
    assert "not open yet" in page
    assert f'href="{PATH}/board/desk"' not in page
    podium = client_for(cast.chair).get("/events/workshop/boards").text
    assert f'href="{PATH}/board/desk"' in podium
    assert "Open the board" in podium


@pytest.mark.parametrize("path", ["board", "board/desk", "projector"])
def test_a_board_of_thirty_inputs_is_read_in_as_many_queries_as_one_of_three(
    database: Database, cast: Cast, client_for: ClientFor, path: str
) -> None:
    board = opened(database, cast)
    chair = client_for(cast.chair)
    counts = []
    for more in (3, 27):
        for number in range(more):
            posted(database, board, cast.georgia_head, f"Input {number}")
        counts.append(_queries(chair, f"{PATH}/{path}"))
    assert counts[0] == counts[1]


def _is_marked(page: str, client_id: str) -> bool:
    return "data-mine" in page.split(f'id="input-{client_id}"')[1].split(">")[0]


def _queries(browser: TestClient, path: str) -> int:
    statements: list[str] = []

    def note(*arguments: object) -> None:
        # The house's own threads may look for mails or days of deletion at this very moment.
        if not threading.current_thread().name.startswith(("plenary-", "retention")):
            statements.append(str(arguments[2]))

    engine = browser.app.state.database.engine  # type: ignore[attr-defined]
    sa.event.listen(engine, "before_cursor_execute", note)
    assert browser.get(path).status_code == 200
    sa.event.remove(engine, "before_cursor_execute", note)
    return len(statements)
