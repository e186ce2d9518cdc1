"""The silence procedure over HTTP: from the deadline on everybody's page to who broke it."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient

from app.delegations.rights import Person
from tests.recommendations.steps import Steps
from tests.recommendations.test_silence import opened, under_silence

ClientFor = Callable[[Person], TestClient]
TOP = "/events/workshop/conclusions"


def test_a_head_objects_and_every_delegation_reads_over_what(
    steps: Steps, client_for: ClientFor
) -> None:
    number = under_silence(steps)
    georgia, ukraine = client_for(steps.cast.georgia_head), client_for(steps.cast.ukraine_delegate)
    page = georgia.get(f"{TOP}/silence").text
    assert 'data-deadline="Europe/Paris"' in page
    assert "Object…" in page
    missing = georgia.post(f"{TOP}/objection", data={"reason": "Our law says six months."})
    assert missing.status_code == 422
    assert ">\nOur law says six months.</textarea>" in missing.text
    form = {"paragraph_id": str(number), "reason": "Our law says six months."}
    sent = georgia.post(f"{TOP}/objection", data=form)
    assert sent.status_code == 303
    read = ukraine.get(f"{TOP}/silence").text
    assert "Georgia objected on" in read
    assert "Our law says six months." in read
    assert f"#p-{number}" in read
    assert "Object…" not in read


def test_the_podium_opens_with_a_reason_and_calls_off(steps: Steps, client_for: ClientFor) -> None:
    steps.add("Data are kept for one year.")
    steps.circulate()
    chair = client_for(steps.cast.chair)
    refused = chair.post(f"{TOP}/silence", data={"deadline": "2019-05-20T12:00", "reason": "Now."})
    assert refused.status_code == 422
    assert "This time is over." in refused.text
    assert 'value="2019-05-20T12:00"' in refused.text
    assert ">\nNow.</textarea>" in refused.text
    opened(steps)
    early = chair.post(f"{TOP}/silence/adoption")
    assert early.status_code == 409
    assert "may still object" in early.text
    off = chair.post(f"{TOP}/silence/calling-off", data={"reason": "A mistake."})
    assert off.status_code == 303
    assert "Open the silence procedure" in chair.get(f"{TOP}/silence").text


def test_a_reservation_is_read_by_all_who_read_the_draft(
    steps: Steps, client_for: ClientFor
) -> None:
    steps.add("Data are kept for one year.")
    head = client_for(steps.cast.ukraine_head)
    assert head.post(f"{TOP}/reservation", data={"text": ""}).status_code == 422
    assert (
        head.post(f"{TOP}/reservation", data={"text": "Our parliament decides."}).status_code == 303
    )
    for person in (steps.cast.georgia_delegate, steps.cast.rapporteur):
        page = client_for(person).get(f"{TOP}/silence").text
        assert "Our parliament decides." in page
    assert client_for(steps.cast.observer).get(f"{TOP}/silence").status_code == 403
