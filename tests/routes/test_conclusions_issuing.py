"""Publication, corrigenda and addenda over HTTP; the public reads them beside the document."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from app.delegations.rights import Person
from tests.recommendations.steps import Steps

ClientFor = Callable[[Person], TestClient]
TOP = "/events/workshop/conclusions"
CORRECTION = {
    "reference": "2019/7/Corr.1",
    "reason": "A slip of the pen.",
    "old": ["keept", "", ""],
    "new": ["kept", "", ""],
}


def test_a_corrigendum_from_its_form_to_the_public_page(
    steps: Steps, client: TestClient, client_for: ClientFor
) -> None:
    number = steps.add("Data are keept for one year.")
    steps.adopt()
    organiser = client_for(steps.cast.organiser)
    early = organiser.post(
        f"{TOP}/corrigenda", data=CORRECTION | {"block": [f"p-{number}", "", ""]}
    )
    assert early.status_code == 409
    assert ">\nkeept</textarea>" in early.text
    assert organiser.post(f"{TOP}/publication").status_code == 303
    assert organiser.post(f"{TOP}/publication").status_code == 409
    unsaid = organiser.post(f"{TOP}/corrigenda", data=CORRECTION | {"block": ["", "", ""]})
    assert unsaid.status_code == 422
    assert 'href="#block-1"' in unsaid.text
    before = client.get(f"{TOP}.json").content
    issued = organiser.post(
        f"{TOP}/corrigenda", data=CORRECTION | {"block": [f"p-{number}", "", ""]}
    )
    assert issued.status_code == 303
    page = client.get(TOP).text
    assert "Corrigendum 1" in page
    assert "2019/7/Corr.1" in page
    assert "Data are keept for one year." in page
    (supplement,) = {part.split('"')[0] for part in page.split("/supplements/")[1:]}
    read = client.get(f"{TOP}/supplements/{supplement}").text
    assert "A slip of the pen." in read
    assert "keept" in read
    file = client.get(f"{TOP}/supplements/{supplement}/file.md")
    assert "workshop-conclusions-corrigendum-1.md" in file.headers["content-disposition"]
    assert client.get(f"{TOP}/supplements/{supplement}/file.odt").status_code == 422
    assert client.get(f"{TOP}.json").content == before


def test_an_addendum_keeps_what_was_typed_and_supersession_is_told(
    steps: Steps, client: TestClient, client_for: ClientFor
) -> None:
    steps.add("Data are kept for one year.")
    steps.adopt()
    organiser = client_for(steps.cast.organiser)
    organiser.post(f"{TOP}/publication")
    form = {"reference": "2019/7/Add.1", "reason": "Decided on 1 July.", "text": "A host."}
    refused = organiser.post(f"{TOP}/addenda", data=form)
    assert refused.status_code == 422
    assert ">\nA host.</textarea>" in refused.text
    assert organiser.post(f"{TOP}/addenda", data=form | {"heading": "Host"}).status_code == 303
    assert "Addendum 1" in client.get(TOP).text
    told = organiser.post(f"{TOP}/supersession", data={"by_what": "Conclusions of 2020"})
    assert told.status_code == 303
    assert "Conclusions of 2020" in client.get(TOP).text
    assert organiser.post(f"{TOP}/addenda", data=form | {"heading": "Host"}).status_code == 409


@pytest.mark.parametrize("name", ["chair", "rapporteur", "georgia_head"])
def test_nobody_else_publishes(steps: Steps, client_for: ClientFor, name: str) -> None:
    person = client_for(getattr(steps.cast, name))
    assert person.get(f"{TOP}/publication").status_code == 403
    assert person.post(f"{TOP}/publication").status_code == 403
