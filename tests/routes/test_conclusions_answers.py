"""Answers over HTTP: a head answers from a phone, the rapporteur decides; no typed word is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi.testclient import TestClient

from app.delegations.rights import Person
from tests.recommendations.steps import Steps, recommendation

ClientFor = Callable[[Person], TestClient]
TOP = "/events/workshop/conclusions"
TEXT = "Data are kept for one year."
GEORGIAN = "Data are kept for six months."


def test_a_head_proposes_words_and_the_rapporteur_takes_them_over(
    steps: Steps, client_for: ClientFor
) -> None:
    number = steps.add(TEXT)
    steps.circulate()
    head, rapporteur = client_for(steps.cast.georgia_head), client_for(steps.cast.rapporteur)
    assert "Agree to the paragraph left" in head.get(f"{TOP}/our-text").text
    form = head.get(f"{TOP}/paragraphs/{number}/answer").text
    assert f">\n{TEXT}</textarea>" in form
    answer = {"kind": "propose", "words": GEORGIAN, "note": "As our law.", "revision": "1"}
    sent = head.post(f"{TOP}/paragraphs/{number}/answer", data=answer)
    assert sent.status_code == 303
    assert "Georgia proposes words" in head.get(sent.headers["location"]).text
    answers = rapporteur.get(f"{TOP}/answers").text
    assert "1 of 2 delegations have answered." in answers
    assert "<del>one year</del><ins>six months</ins>" in re.sub(r"\s+(?=<)", "", answers)
    (given,) = set(re.findall(r"/answers/(\d+)/decision", answers))
    decided = rapporteur.post(
        f"{TOP}/answers/{given}/decision", data={"outcome": "taken_over", "revision": "1"}
    )
    assert decided.status_code == 303
    assert steps.text(number) == GEORGIAN
    assert "Taken over" in head.get(f"{TOP}/our-text").text


def test_what_a_head_typed_survives_a_refusal(steps: Steps, client_for: ClientFor) -> None:
    number = steps.add(TEXT)
    steps.circulate()
    head = client_for(steps.cast.georgia_head)
    steps.write(number, "Data are kept for two years.", revision=1)
    answer = {"kind": "propose", "words": GEORGIAN, "note": "As our law.", "revision": "1"}
    refused = head.post(f"{TOP}/paragraphs/{number}/answer", data=answer)
    assert refused.status_code == 409
    assert f">\n{GEORGIAN}</textarea>" in refused.text
    assert ">\nAs our law.</textarea>" in refused.text
    assert "two years" in refused.text
    sent = head.post(f"{TOP}/paragraphs/{number}/answer", data=answer | {"revision": "2"})
    assert sent.status_code == 303


def test_one_tap_agrees_to_all_that_was_read(steps: Steps, client_for: ClientFor) -> None:
    steps.add(TEXT)
    steps.add("Courts hear a child once.")
    steps.circulate()
    head = client_for(steps.cast.georgia_head)
    refused = head.post(f"{TOP}/our-text/agreement", data={"revision": "1"})
    assert refused.status_code == 409
    assert "Read it again, then agree." in refused.text
    agreed = head.post(f"{TOP}/our-text/agreement", data={"revision": "2"})
    assert agreed.status_code == 303
    page = head.get(agreed.headers["location"]).text
    assert "Your delegation has answered every paragraph." in page


def test_a_delegation_reads_its_text_beside_the_paragraph_and_no_other_answers(
    steps: Steps, client_for: ClientFor
) -> None:
    mine = steps.submitted()
    merge = steps.merge(recommendation(mine, dropped="at all hours"))
    steps.circulate()
    steps.answer(merge.paragraph_id, "comment", note="Only for the podium.")
    own = client_for(steps.cast.georgia_delegate).get(f"{TOP}/our-text").text
    other = client_for(steps.cast.ukraine_head).get(f"{TOP}/our-text").text
    assert "at all hours" in own
    assert "Your head of delegation answers for your delegation." in own
    assert "Only for the podium." in own
    assert "Only for the podium." not in other
    assert client_for(steps.cast.ukraine_head).get(f"{TOP}/answers").status_code == 403


def test_brackets_are_chosen_on_the_page_of_answers(steps: Steps, client_for: ClientFor) -> None:
    number = steps.add("Data are kept for [Georgia: six months / one year].")
    rapporteur = client_for(steps.cast.rapporteur)
    assert "Georgia: six months" in rapporteur.get(f"{TOP}/answers").text
    choice = {"bracket": "0", "option": "1", "revision": "1"}
    assert rapporteur.post(f"{TOP}/paragraphs/{number}/choice", data=choice).status_code == 303
    assert steps.text(number) == TEXT
    again = rapporteur.post(f"{TOP}/paragraphs/{number}/choice", data=choice)
    assert again.status_code == 409
    agreed = rapporteur.post(f"{TOP}/paragraphs/{number}/agreement")
    assert agreed.status_code == 303
    assert "Agreed ad referendum" in rapporteur.get(f"{TOP}/answers").text
    assert rapporteur.post(f"{TOP}/paragraphs/{number}/agreement/removal").status_code == 303


def test_a_reason_that_is_missing_is_asked_for_beside_its_words(
    steps: Steps, client_for: ClientFor
) -> None:
    number = steps.add(TEXT)
    steps.circulate()
    given = steps.answer(number, "propose", words=GEORGIAN)
    rapporteur = client_for(steps.cast.rapporteur)
    decision = {"outcome": "not_taken", "revision": "1"}
    refused = rapporteur.post(f"{TOP}/answers/{given}/decision", data=decision)
    assert refused.status_code == 422
    assert "the delegation will read it" in refused.text
