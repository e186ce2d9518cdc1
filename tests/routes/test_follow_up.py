"""Reading conclusions in and following them up over HTTP: what pages show, what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from app.delegations.rights import Person
from tests.recommendations.reading.test_documents import DOCUMENTS
from tests.recommendations.steps import GEORGIA, Steps, recommendation

ClientFor = Callable[[Person], TestClient]
EVENT = "/events/workshop"
READINGS = f"{EVENT}/conclusions/readings"
SUMMARY = (DOCUMENTS / "summary.md").read_bytes()


def upload(browser: TestClient, data: bytes, name: str = "summary.md") -> str:
    """Where the review of a document is, once it was read."""
    answer = browser.post(READINGS, files={"document": (name, data)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def chosen(page: str) -> list[str]:
    """The kinds that the page offers as chosen, line by line."""
    return re.findall(r'<option value="(\w+)" selected>', page)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\xff" * 300, b"PK\x03\x04 cut"])
def test_a_broken_document_is_refused_on_the_same_page(
    steps: Steps, client_for: ClientFor, data: bytes
) -> None:
    organiser = client_for(steps.cast.organiser)
    answer = organiser.post(READINGS, files={"document": ("a.docx", data)})
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert "To be looked over" not in organiser.get(READINGS).text


def test_a_summary_is_looked_over_corrected_and_becomes_the_draft(
    steps: Steps, client_for: ClientFor
) -> None:
    rapporteur = client_for(steps.cast.rapporteur)
    review = upload(rapporteur, SUMMARY)
    page = rapporteur.get(review).text
    kinds = chosen(page)
    assert kinds.count("take_away") == 8
    assert kinds.count("way_ahead") == 5
    assert kinds.count("nested") == 7
    assert "Participants thanked" in page
    kinds[kinds.index("operative")] = "out"
    answer = rapporteur.post(f"{review}/kinds", data={"kind": kinds, "first": 0, "revision": 1})
    assert answer.status_code == 303
    assert chosen(rapporteur.get(review).text) == kinds
    answer = rapporteur.post(f"{review}/taking-in", data={"use": "base", "revision": 2})
    assert answer.headers["location"].startswith(f"{EVENT}/conclusions/desk")
    kinds_now = [line.row.kind.value for line in steps.records().paragraphs]
    assert kinds_now.count("take_away") == 8 + 7
    assert kinds_now.count("way_ahead") == 5
    assert rapporteur.get(review).status_code == 404


def test_earlier_conclusions_are_named_and_followed_up(steps: Steps, client_for: ClientFor) -> None:
    organiser = client_for(steps.cast.organiser)
    review = upload(organiser, SUMMARY)
    unnamed = organiser.post(
        f"{review}/taking-in",
        data={"use": "earlier", "title": "", "place": "Cebu typed", "revision": 1},
    )
    assert unnamed.status_code == 422
    assert 'value="Cebu typed"' in unnamed.text
    taken = organiser.post(
        f"{review}/taking-in", data={"use": "earlier", "title": "Cebu 2017", "revision": 1}
    )
    assert taken.headers["location"] == f"{EVENT}/follow-up"
    page = organiser.get(f"{EVENT}/follow-up").text
    assert page.count('class="followed__point"') == 5
    delegate = client_for(steps.cast.georgia_delegate)
    [earlier] = set(re.findall(r"/conclusions/earlier/\d+", organiser.get(READINGS).text))
    assert "Bring their laws closer" in delegate.get(f"{EVENT}{earlier}").text


def test_a_delegation_reports_and_the_pages_count(steps: Steps, client_for: ClientFor) -> None:
    steps.merge(recommendation(steps.submitted()), text=GEORGIA)
    steps.adopt()
    organiser, head = client_for(steps.cast.organiser), client_for(steps.cast.georgia_head)
    assert "Take up the points" in organiser.get(f"{EVENT}/follow-up").text
    assert organiser.post(f"{EVENT}/follow-up/beginning").status_code == 303
    [point] = set(re.findall(r"/follow-up/points/\d+", head.get(f"{EVENT}/follow-up").text))
    [report] = re.findall(r'action="([^"]+/reports)"', head.get(f"{EVENT}{point}").text)
    refused = head.post(report, data={"progress": "done", "evidence": "", "link": ""})
    assert refused.status_code == 422
    refused = head.post(report, data={"progress": "done", "evidence": "Law 12", "link": "nowhere"})
    assert refused.status_code == 422
    assert "Law 12</textarea>" in refused.text
    done = head.post(report, data={"progress": "done", "evidence": "Law 12", "link": ""})
    assert done.headers["location"] == f"{EVENT}{point}?done=reported"
    by_owner = head.get(f"{EVENT}/follow-up?by=owner").text
    assert re.search(r'Done <span class="figures">1</span>', by_owner)
    assert head.post(f"{EVENT}/follow-up/reminders").status_code == 403
    stranger = client_for(steps.cast.ukraine_head)
    assert "/reports" not in stranger.get(f"{EVENT}{point}").text
    assert stranger.post(report, data={"progress": "none"}).status_code == 403


def test_the_public_reads_it_once_the_event_says_so(
    steps: Steps, client: TestClient, client_for: ClientFor
) -> None:
    steps.merge(recommendation(steps.submitted()), text=GEORGIA)
    steps.adopt()
    organiser = client_for(steps.cast.organiser)
    organiser.post(f"{EVENT}/follow-up/beginning")
    link = f'href="{EVENT}/follow-up"'
    assert link in organiser.get(f"{EVENT}/conclusions").text
    assert link not in client.get(f"{EVENT}/conclusions").text
    assert client.get(f"{EVENT}/follow-up").status_code == 401
    assert client.get(f"{EVENT}/follow-up.json").status_code == 401
    organiser.post(f"{EVENT}/follow-up/visibility", data={"visible": "public"})
    assert link in client.get(f"{EVENT}/conclusions").text
    assert GEORGIA in client.get(f"{EVENT}/follow-up").text
    assert client.get(f"{EVENT}/follow-up.csv").content.startswith(b"\xef\xbb\xbfNumber,")
    assert "Remind" not in client.get(f"{EVENT}/follow-up").text


def test_an_owner_is_given_and_what_was_typed_stays_when_it_is_refused(
    steps: Steps, client_for: ClientFor
) -> None:
    steps.add("Meet again.", kind="way_ahead")
    steps.adopt()
    organiser = client_for(steps.cast.organiser)
    organiser.post(f"{EVENT}/follow-up/beginning")
    [point] = set(re.findall(r"/follow-up/points/\d+", organiser.get(f"{EVENT}/follow-up").text))
    address = f"{EVENT}{point}"
    typed = {"owner": "organisation", "name": "", "due_on": "2027-01-31"}
    refused = organiser.post(f"{address}/owners", data=typed)
    assert refused.status_code == 422
    assert 'value="2027-01-31"' in refused.text
    given = organiser.post(f"{address}/owners", data=typed | {"name": "The donors"})
    assert given.status_code == 303
    page = organiser.get(address).text
    assert "The donors" in page
    [due] = re.findall(r'action="([^"]+/due-date)"', page)
    wrong = organiser.post(due, data={"due_on": "soon"})
    assert wrong.status_code == 422
    assert organiser.post(due, data={"due_on": ""}).status_code == 303
    [away] = re.findall(r'action="([^"]+/owners/\d+/removal)"', page)
    assert organiser.post(away).status_code == 303
    assert "The donors" not in organiser.get(f"{EVENT}/follow-up").text


def test_the_next_event_is_offered_what_is_still_open(steps: Steps, client_for: ClientFor) -> None:
    organiser = client_for(steps.cast.organiser)
    new_event = f"{EVENT}/manage/new-event"
    assert 'name="bring"' not in organiser.get(new_event).text
    steps.add("Meet again.", kind="way_ahead")
    steps.adopt()
    organiser.post(f"{EVENT}/follow-up/beginning")
    assert "1 open point" in organiser.get(new_event).text
    typed = {"title": "The next one", "starts": "2027-03-04", "zone": "Europe/Paris"}
    refused = organiser.post(new_event, data=typed | {"bring": "by post"})
    assert refused.status_code == 422
    assert 'value="The next one"' in refused.text
    assert organiser.post(new_event, data=typed | {"bring": "entry"}).status_code == 200
    [point] = set(re.findall(r"/follow-up/points/\d+", organiser.get(f"{EVENT}/follow-up").text))
    assert "/events/the-next-one-2027/follow-up/points/" in organiser.get(f"{EVENT}{point}").text
