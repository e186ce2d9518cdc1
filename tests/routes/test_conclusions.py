"""The conclusions for their readers: draft, adopted text, files, permanent paragraphs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from app.clock import now
from app.delegations.models import Participant
from app.delegations.rights import Person
from tests.recommendations.steps import GEORGIA, MERGED, UKRAINE, Steps, recommendation

ClientFor = Callable[[Person], TestClient]
TOP = "/events/workshop/conclusions"


@pytest.fixture
def paragraph(steps: Steps) -> int:
    """Georgia's and Ukraine's recommendations in one paragraph."""
    georgia = steps.submitted()
    ukraine = steps.submitted(UKRAINE, by=steps.cast.ukraine_head)
    merge = steps.merge(recommendation(georgia), recommendation(ukraine))
    return merge.paragraph_id


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("organiser", True),
        ("chair", True),
        ("rapporteur", True),
        ("ukraine_delegate", True),
        ("speaker", False),
        ("observer", False),
        ("outsider", False),
        (None, False),
    ],
)
def test_the_draft_is_for_delegations_and_podium(
    steps: Steps,
    paragraph: int,
    client: TestClient,
    client_for: ClientFor,
    name: str | None,
    sees: bool,
) -> None:
    browser = client_for(getattr(steps.cast, name)) if name else client
    page = browser.get(TOP)
    assert page.status_code == 200
    assert (MERGED in page.text) == sees
    assert ("not adopted yet" in page.text) == (not sees)
    refused = 401 if name is None else 403
    for address in (f"{TOP}.json", f"{TOP}.docx", f"{TOP}/paragraphs/{paragraph}"):
        answer = browser.get(address)
        assert answer.status_code == (200 if sees else refused)
        assert sees or GEORGIA.encode() not in answer.content


def test_whoever_left_loses_the_draft(steps: Steps, paragraph: int, client_for: ClientFor) -> None:
    delegate = steps.cast.georgia_delegate
    browser = client_for(delegate)
    assert MERGED in browser.get(f"{TOP}/paragraphs/{paragraph}").text
    with steps.database.writing() as db:
        db.get_one(Participant, delegate.own_id).left_at = now()
    assert MERGED not in browser.get(TOP).text
    assert browser.get(f"{TOP}/paragraphs/{paragraph}").status_code == 401


def test_adopted_conclusions_are_everybodys_in_every_format(
    steps: Steps, paragraph: int, client: TestClient
) -> None:
    adoption = steps.adopt()
    page = client.get(TOP).text
    assert MERGED in page
    assert adoption.content_hash in page
    assert f'id="p-{paragraph}"' in page
    assert f'href="{TOP}/paragraphs/{paragraph}"' in page
    kinds = {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pdf": "application/pdf",
        "md": "text/markdown; charset=utf-8",
        "json": "application/json",
        "xml": "application/xml",
    }
    for ending, kind in kinds.items():
        answer = client.get(f"{TOP}.{ending}")
        assert answer.headers["content-type"] == kind
        assert f'filename="workshop-conclusions.{ending}"' in answer.headers["content-disposition"]
        assert answer.content == client.get(f"{TOP}.{ending}").content
    data = client.get(f"{TOP}.json").json()
    assert (data["status"], data["frozen_hash"]) == ("adopted", adoption.content_hash)
    assert data["content_hash"] == adoption.content_hash
    word = zipfile.ZipFile(io.BytesIO(client.get(f"{TOP}.docx").content))
    text = re.sub(r"<[^>]+>", "", word.read("word/document.xml").decode())
    assert MERGED in text
    assert "Georgia, Ukraine" in text


def test_the_annotated_copy_names_the_sources_in_its_margin_and_waits_for_the_adoption(
    steps: Steps, paragraph: int, client: TestClient
) -> None:
    assert client.get(f"{TOP}/annotated.docx").status_code == 401
    assert client.get(f"{TOP}.xml").status_code == 401
    steps.adopt()
    word = zipfile.ZipFile(io.BytesIO(client.get(f"{TOP}/annotated.docx").content))
    notes = word.read("word/comments.xml").decode()
    assert "Georgia, recommendation 1, revision 1" in notes
    assert GEORGIA in notes
    assert "Sources of each paragraph" not in word.read("word/document.xml").decode()


def test_the_public_page_of_a_paragraph_names_sources_and_no_working_text(
    steps: Steps, paragraph: int, client: TestClient
) -> None:
    steps.adopt()
    page = client.get(f"{TOP}/paragraphs/{paragraph}").text
    assert "Georgia, recommendation 1, revision 1" in page
    assert GEORGIA in page
    assert "Its texts" not in page
    assert client.get(f"{TOP}/paragraphs/999").status_code == 404


def test_what_people_wrote_is_escaped(steps: Steps, client: TestClient) -> None:
    steps.add("<script>alert('x')</script>", kind="take_away")
    steps.adopt()
    page = client.get(TOP).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_an_event_without_conclusions_has_an_honest_page(
    steps: Steps, client_for: ClientFor
) -> None:
    page = client_for(steps.cast.georgia_head).get(TOP)
    assert page.status_code == 200
    assert "Participation" in page.text
