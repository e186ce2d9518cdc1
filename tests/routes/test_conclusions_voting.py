"""A vote over HTTP: rules, opening, ballots from phones, the result on everybody's page."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient

from app.delegations.rights import Person
from tests.recommendations.steps import Steps

ClientFor = Callable[[Person], TestClient]
TOP = "/events/workshop/conclusions"
RULES = {"quorum": "2", "majority": "two_thirds", "counted_of": "present"}


def test_a_vote_from_its_rules_to_its_result(steps: Steps, client_for: ClientFor) -> None:
    steps.add("Data are kept for one year.")
    cast = steps.cast
    organiser, chair = client_for(cast.organiser), client_for(cast.chair)
    georgia, ukraine = client_for(cast.georgia_head), client_for(cast.ukraine_head)
    wrong = organiser.post(f"{TOP}/vote/rules", data=RULES | {"quorum": "many"})
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.text
    assert organiser.post(f"{TOP}/vote/rules", data=RULES).status_code == 303
    assert "at least two thirds of the delegations present" in chair.get(f"{TOP}/vote").text
    here = {"revision": "1", "present": [str(cast.georgia_id), str(cast.ukraine_id)]}
    assert chair.post(f"{TOP}/vote/opening", data=here).status_code == 303
    assert georgia.post(f"{TOP}/vote/ballot", data={"choice": "yes"}).status_code == 303
    seen = ukraine.get(f"{TOP}/vote").text
    assert "1 of 2 delegations have voted" in seen
    assert "How the delegations voted" not in seen
    assert georgia.post(f"{TOP}/vote/ballot", data={"choice": "maybe"}).status_code == 422
    assert ukraine.post(f"{TOP}/vote/ballot", data={"choice": "yes"}).status_code == 303
    closed = chair.post(f"{TOP}/vote/closing")
    assert closed.headers["location"].endswith("done=carried")
    result = georgia.get(f"{TOP}/vote").text
    assert "2 in favour, 0 against, 0 abstaining; 2 delegations present." in result
    assert "How the delegations voted" in result
    assert "by vote: 2 in favour" in TestClient(georgia.app).get(TOP).text
    again = chair.post(f"{TOP}/vote/closing")
    assert again.status_code == 409
