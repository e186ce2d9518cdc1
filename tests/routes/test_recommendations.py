"""Recommendations over HTTP: forms that keep what was typed, pages for those who may read them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from app.clock import now
from app.delegations.models import Participant
from app.delegations.rights import Person
from app.recommendations.models import RecommendationState
from tests.recommendations.steps import GEORGIA, UKRAINE, Steps

ClientFor = Callable[[Person], TestClient]
TOP = "/events/workshop/recommendations"


def test_a_delegate_drafts_and_the_head_submits_in_the_browser(
    steps: Steps, client_for: ClientFor
) -> None:
    delegate = client_for(steps.cast.georgia_delegate)
    answer = delegate.post(TOP, data={"text": GEORGIA, "addressee": "all States"})
    assert answer.status_code == 303
    address = answer.headers["location"].partition("?")[0]
    page = delegate.get(answer.headers["location"]).text
    assert "Only your delegation sees this until the head submits it." in page
    assert "Submit for the delegation" not in page
    head = client_for(steps.cast.georgia_head)
    page = head.get(address).text
    assert "Submit for the delegation" in page
    assert head.post(f"{address}/submission", data={"revision": "1"}).status_code == 303
    assert steps.state(1) is RecommendationState.SUBMITTED
    podium = client_for(steps.cast.rapporteur).get(TOP).text
    assert GEORGIA in podium
    assert re.search(r"1 submitted,\s*1 without disposition", podium)


def test_a_refused_draft_stays_in_the_field(steps: Steps, client_for: ClientFor) -> None:
    browser = client_for(steps.cast.georgia_delegate)
    answer = browser.post(TOP, data={"text": "", "theme": "My <theme>"})
    assert answer.status_code == 422
    assert "Write the text of the recommendation." in answer.text
    assert 'value="My &lt;theme&gt;"' in answer.text


def test_a_stale_revision_shows_both_texts_and_keeps_mine(
    steps: Steps, client_for: ClientFor
) -> None:
    number = steps.draft()
    browser = client_for(steps.cast.georgia_delegate)
    address = f"{TOP}/{number}/revisions"
    assert browser.post(address, data={"text": "Theirs.", "revision": "1"}).status_code == 303
    answer = browser.post(address, data={"text": "Mine.", "revision": "1"})
    assert answer.status_code == 409
    assert "Theirs." in answer.text
    field = re.search(r'<textarea[^>]*name="text"[^>]*>\s*(.*?)</textarea>', answer.text, re.DOTALL)
    assert field is not None
    assert field[1] == "Mine."
    assert 'name="revision" value="2"' in answer.text
    assert browser.post(address, data={"text": "Mine.", "revision": "2"}).status_code == 303


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("georgia_delegate", 200),
        ("ukraine_head", 404),
        ("organiser", 404),
        ("chair", 404),
        ("observer", 403),
        ("speaker", 403),
        ("outsider", 403),
        (None, 401),
    ],
)
def test_a_draft_opens_for_its_delegation_only(
    steps: Steps, client: TestClient, client_for: ClientFor, name: str | None, status: int
) -> None:
    number = steps.draft()
    browser = client_for(getattr(steps.cast, name)) if name else client
    answer = browser.get(f"{TOP}/{number}")
    assert answer.status_code == status
    assert (GEORGIA in answer.text) == (status == 200)
    assert (GEORGIA in browser.get(TOP).text) == (status == 200)


def test_whoever_left_reads_nothing_any_more(steps: Steps, client_for: ClientFor) -> None:
    number = steps.draft()
    delegate = steps.cast.georgia_delegate
    browser = client_for(delegate)
    assert browser.get(f"{TOP}/{number}").status_code == 200
    with steps.database.writing() as db:
        db.get_one(Participant, delegate.own_id).left_at = now()
    assert browser.get(f"{TOP}/{number}").status_code == 401
    assert browser.post(TOP, data={"text": UKRAINE}).status_code == 401


def test_a_head_who_pressed_twice_reads_a_sentence(steps: Steps, client_for: ClientFor) -> None:
    number = steps.submitted()
    browser = client_for(steps.cast.georgia_head)
    answer = browser.post(f"{TOP}/{number}/submission", data={"revision": "1"})
    assert answer.status_code == 409
    assert "no longer a draft" in answer.text


def test_a_submitted_text_shows_delegates_no_form(steps: Steps, client_for: ClientFor) -> None:
    number = steps.submitted()
    page = client_for(steps.cast.georgia_delegate).get(f"{TOP}/{number}").text
    assert "<textarea" not in page
    assert "the head of your delegation changes it now" in page
    answer = client_for(steps.cast.georgia_head).post(f"{TOP}/{number}/withdrawal")
    assert answer.status_code == 303
    assert steps.state(number) is RecommendationState.WITHDRAWN


def test_another_events_recommendation_is_not_found(steps: Steps, client_for: ClientFor) -> None:
    number = steps.submitted()
    outsider = client_for(steps.cast.outsider)
    assert outsider.get(f"/events/elsewhere/recommendations/{number}").status_code == 404


def test_a_draft_says_how_strongly_who_until_when_and_from_what(
    steps: Steps, client_for: ClientFor
) -> None:
    priority = steps.recorded_priority("Hear a child once.", "A room for children.")
    delegate = client_for(steps.cast.georgia_delegate)
    page = delegate.get(TOP).text
    assert 'value="input-1"' in page
    fields = {
        "text": "Each court has a room for children.",
        "strength": "call_upon",
        "authority": "Ministry of Justice",
        "due": "within one year",
        "origin": ["input-1", f"priority-{priority}"],
    }
    address = delegate.post(TOP, data=fields).headers["location"]
    page = delegate.get(address).text
    assert page.count(" checked") == 2
    assert '<option value="call_upon" selected>calls upon</option>' in page
    refused = delegate.post(TOP, data={**fields, "origin": ["input-1", "input-99"]})
    assert refused.status_code == 422
    assert "Choose the sources from the list on this page." in refused.text
    assert "within one year" in refused.text
    steps.submit(1)
    rapporteur = client_for(steps.cast.rapporteur)
    page = rapporteur.get(f"{TOP}/1").text
    assert "calls upon" in page
    assert "A room for children." in page
    desk = rapporteur.get("/events/workshop/conclusions/desk?by=session").text
    assert re.search(r"<legend>[^<]*Workshop 1", desk)


def test_the_rapporteurs_comment_stands_above_the_text(steps: Steps, client_for: ClientFor) -> None:
    number = steps.submitted()
    rapporteur = client_for(steps.cast.rapporteur)
    address = f"{TOP}/{number}/returns"
    assert address in rapporteur.get(f"{TOP}/{number}/dispositions").text
    refused = rapporteur.post(address, data={"comment": " ", "revision": "1"})
    assert refused.status_code == 422
    assert "look at again" in refused.text
    answer = rapporteur.post(address, data={"comment": "By when?", "revision": "1"})
    assert answer.headers["location"].endswith("/conclusions/desk?done=returned")
    desk = rapporteur.get(answer.headers["location"]).text
    assert "By when?" in desk
    assert "No paragraph yet of the kind:" in desk
    delegate = client_for(steps.cast.georgia_delegate)
    page = delegate.get(f"{TOP}/{number}").text
    assert page.index("By when?") < page.index("<textarea")
    assert "Returned with a comment" in page
    assert rapporteur.get(f"{TOP}/{number}").status_code == 404
