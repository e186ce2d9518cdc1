"""The podium's desk: what is typed survives every refusal, and the room's workshop ends."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient

from app.db import Database
from app.delegations.rights import Person
from app.sessions.models import Attribution, Step
from tests.cast import Cast
from tests.sessions.rooms import clustered, opened, posted, proposed, seen

PATH = "/events/workshop/sessions/workshop-1"
DESK = f"{PATH}/board/desk"
ClientFor = Callable[[Person], TestClient]


def test_the_podium_walks_a_board_from_opening_to_closing(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    chair, rapporteur = client_for(cast.chair), client_for(cast.rapporteur)
    form = {"attribution": "by_sector", "required_priorities": "1", "instruction": "One sentence."}
    assert _goes_to_the_desk(chair.post(f"{PATH}/board", data=form))
    board = 1
    assert seen(database, board).attribution is Attribution.BY_SECTOR
    one = posted(database, board, cast.georgia_head, "A contact list.")
    two = posted(database, board, cast.ukraine_head, "One office.")
    assert _goes_to_the_desk(chair.post(f"{PATH}/step", data={"step": "group"}))
    group = {"title": "Contacts", "inputs": [one, two]}
    assert _goes_to_the_desk(rapporteur.post(f"{PATH}/clusters", data=group))
    assert _goes_to_the_desk(rapporteur.post(f"{PATH}/inputs/{two}/ungrouping"))
    cluster = seen(database, board).clusters[0].id
    fill = {"cluster": str(cluster), "inputs": [two]}
    assert _goes_to_the_desk(rapporteur.post(f"{PATH}/clusters", data=fill))
    assert _goes_to_the_desk(chair.post(f"{PATH}/step", data={"step": "prioritise"}))
    priority = {"text": "One office in each State.", "inputs": [one, two]}
    assert _goes_to_the_desk(rapporteur.post(f"{PATH}/priorities", data=priority))
    number = seen(database, board).priorities[0].id
    assert "One office in each State." in rapporteur.get(f"{PATH}/priorities/{number}").text
    form = {"text": "One office per State.", "base": "1"}
    assert _goes_to_the_desk(rapporteur.post(f"{PATH}/priorities/{number}", data=form))
    assert "0 of 1 recorded" in rapporteur.get(DESK).text
    assert _goes_to_the_desk(rapporteur.post(f"{PATH}/priorities/{number}/record"))
    assert "1 of 1 recorded" in rapporteur.get(DESK).text
    assert _goes_to_the_desk(rapporteur.post(f"{PATH}/priorities/{number}/taking-back"))
    assert _goes_to_the_desk(rapporteur.post(f"{PATH}/priorities/{number}/record"))
    assert _goes_to_the_desk(chair.post(f"{PATH}/closure"))
    assert "This board is closed" in client_for(cast.georgia_head).get(f"{PATH}/board").text


def test_closing_too_early_is_refused_and_only_the_chair_may_say_why(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    refused = client_for(cast.rapporteur).post(f"{PATH}/closure")
    assert refused.status_code == 409
    assert "This workshop still owes 2 of its two priorities." in refused.text
    assert "override_reason" not in refused.text
    chair = client_for(cast.chair)
    assert 'name="override_reason"' in chair.post(f"{PATH}/closure").text
    too_long = chair.post(f"{PATH}/closure", data={"override_reason": "Because. " * 200})
    assert too_long.status_code == 422
    assert "Because. Because." in too_long.text
    assert _goes_to_the_desk(chair.post(f"{PATH}/closure", data={"override_reason": "Time."}))
    closed = client_for(cast.georgia_head).get(f"{PATH}/board").text
    assert "The chair closed it with this reason: Time." in closed
    assert seen(database, board).closure is not None


def test_what_is_typed_and_ticked_survives_a_refusal(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head, "A contact list.")
    rapporteur = client_for(cast.rapporteur)
    answer = rapporteur.post(f"{PATH}/priorities", data={"text": "One office.", "inputs": []})
    assert answer.status_code == 422
    assert ">\nOne office.</textarea>" in answer.text
    assert "Tick the inputs first." in answer.text
    answer = rapporteur.post(f"{PATH}/clusters", data={"title": "", "inputs": [one]})
    assert answer.status_code == 422
    assert f'value="{one}" form="ticked" checked' in answer.text
    assert "Give the cluster a title." in answer.text
    answer = rapporteur.post(f"{PATH}/clusters", data={"title": "Contacts", "inputs": []})
    assert 'value="Contacts"' in answer.text


def test_a_stale_wording_shows_both_texts_and_saves_on_the_second_try(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head)
    number = proposed(database, board, cast.rapporteur, [one], "First words.")
    path = f"{PATH}/priorities/{number}"
    chair, rapporteur = client_for(cast.chair), client_for(cast.rapporteur)
    assert chair.post(path, data={"text": "The chair’s words.", "base": "1"}).status_code == 303
    stale = rapporteur.post(path, data={"text": "My words.", "base": "1"})
    assert stale.status_code == 409
    assert "The chair’s words." in stale.text
    assert ">\nMy words.</textarea>" in stale.text
    assert 'name="base" value="2"' in stale.text
    assert rapporteur.post(path, data={"text": "My words.", "base": "2"}).status_code == 303
    assert rapporteur.get(f"{PATH}/priorities/999").status_code == 404


def test_hiding_asks_for_a_reason_on_a_page_of_its_own(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head, "Names a firm.")
    path = f"{PATH}/inputs/{one}/hiding"
    organiser = client_for(cast.organiser)
    assert "Names a firm." in organiser.get(path).text
    assert client_for(cast.georgia_head).get(path).status_code == 403
    empty = organiser.post(path, data={"reason": ""})
    assert empty.status_code == 422
    assert "Say why you hide it: the reason is kept." in empty.text
    assert _goes_to_the_desk(organiser.post(path, data={"reason": "Advertising."}))
    assert seen(database, board).count == 0
    assert _goes_to_the_desk(organiser.post(f"{PATH}/inputs/{one}/showing"))
    assert seen(database, board).count == 1


def test_what_was_typed_for_opening_survives_a_refusal(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    form = {"attribution": "loud", "required_priorities": "2", "instruction": "One sentence."}
    answer = client_for(cast.organiser).post(f"{PATH}/board", data=form)
    assert answer.status_code == 422
    assert "Choose as whose inputs are shown." in answer.text
    assert ">\nOne sentence.</textarea>" in answer.text
    form = {"attribution": "by_name", "required_priorities": "many"}
    answer = client_for(cast.organiser).post(f"{PATH}/board", data=form)
    assert "Give the number of priorities as a number from 0 to 20." in answer.text
    assert client_for(cast.georgia_head).post(f"{PATH}/board", data=form).status_code == 403


def test_the_organisers_desk_offers_only_what_an_organiser_may(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head)
    clustered(database, board, cast.rapporteur, "Contacts", [one])
    desk = client_for(cast.organiser).get(DESK).text
    assert 'data-cannot="group record close override"' in desk
    assert 'id="ticked"' not in desk
    assert 'data-cannot=""' in client_for(cast.chair).get(DESK).text
    assert (
        client_for(cast.organiser).post(f"{PATH}/step", data={"step": "group"}).status_code == 303
    )
    assert seen(database, board).step is Step.GROUP


def test_the_projector_has_no_control(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    posted(database, board, cast.georgia_head, "First.")
    posted(database, board, cast.georgia_head, "Second.")
    page = client_for(cast.chair).get(f"{PATH}/projector").text
    main = page.split("<main")[1]
    assert not [tag for tag in ("<form", "<button", "<input", "<textarea", "<a ") if tag in main]
    assert main.index("Second.") < main.index("First.")
    assert client_for(cast.georgia_head).get(f"{PATH}/projector").status_code == 403


def _goes_to_the_desk(answer: object) -> bool:
    return (getattr(answer, "status_code", 0), getattr(answer, "headers", {}).get("location")) == (
        303,
        DESK,
    )


def test_the_desk_says_who_grouped_and_takes_it_back(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head)
    clustered(database, board, cast.rapporteur, "Contacts", [one])
    rapporteur = client_for(cast.rapporteur)
    shown = rapporteur.get(DESK).text
    assert "Grouped by the rapporteur, " in shown
    assert "Undo: 1 input put into “Contacts”" in shown
    delegate = client_for(cast.georgia_head).get(f"{PATH}/board").text
    assert "Contacts" in delegate
    assert "Grouped by" not in delegate
    seq = seen(database, board).seq
    stale = rapporteur.post(f"{PATH}/clusters/undoing", data={"seq": str(seq - 1)})
    assert stale.status_code == 409
    assert "Look at the desk again" in stale.text
    assert _goes_to_the_desk(rapporteur.post(f"{PATH}/clusters/undoing", data={"seq": str(seq)}))
    assert "Contacts" not in rapporteur.get(DESK).text
    assert rapporteur.post(f"{PATH}/clusters/undoing", data={"seq": "x"}).status_code == 422


def test_a_priority_shows_what_it_was_and_what_it_took_in(
    database: Database, cast: Cast, client_for: ClientFor
) -> None:
    board = opened(database, cast)
    source = [posted(database, board, cast.georgia_head)]
    one = proposed(database, board, cast.rapporteur, source, "One office.")
    other = proposed(database, board, cast.rapporteur, source, "One list.")
    rapporteur = client_for(cast.rapporteur)
    page = f"{PATH}/priorities/{one}"
    rapporteur.post(page, data={"text": "An office in each State.", "base": "1"})
    rapporteur.post(f"{PATH}/priorities/{other}/merge", data={"into": str(one)})
    shown = rapporteur.get(page).text
    for said in ("Earlier wordings", "One office.", "Merged into it", "One list."):
        assert said in shown
    merged_at = seen(database, board).seq
    back = rapporteur.post(f"{page}/merge/undoing", data={"seq": str(merged_at)})
    assert (back.status_code, back.headers["location"]) == (303, page)
    assert "Merged into it" not in rapporteur.get(page).text
    again = rapporteur.post(f"{page}/merge/undoing", data={"seq": "1"})
    assert "These priorities were not merged." in again.text
