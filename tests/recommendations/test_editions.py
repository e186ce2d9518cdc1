"""Revisions of the conclusions that were kept, and what changed between any two of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from app.delegations.models import Role
from app.delegations.rights import Person
from app.errors import Forbidden, NotFound, SignInNeeded
from app.recommendations.circulating import circulate_conclusions
from app.recommendations.document.changes import Change
from app.recommendations.editing import delete_paragraph, write_paragraph
from app.recommendations.editions import Comparison, compared, editions
from app.recommendations.forms import ParagraphForm
from tests.recommendations.steps import GEORGIA, MERGED, Steps, recommendation

# Both databases give the same rows here; what is locked is tested where it is written.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ClientFor = Callable[[Person], TestClient]
TOP = "/events/workshop/conclusions"


@pytest.fixture
def circulated(steps: Steps) -> tuple[int, int, int]:
    """Circulated once; then one paragraph merged, one struck, one as it was."""
    merged, struck, kept = (steps.add(text) for text in ("Own words.", "A committee.", "Stays."))
    with steps.database.writing() as db:
        circulate_conclusions(db, steps.event, by=steps.cast.chair)
    steps.merge(recommendation(steps.submitted()), paragraph_id=merged, revision=1)
    with steps.database.writing() as db:
        delete_paragraph(db, steps.event, struck, by=steps.cast.rapporteur)
    return merged, struck, kept


def comparison(
    steps: Steps, by: Person | None, older: str = "", newer: str = ""
) -> Comparison | None:
    with steps.database.reading() as db:
        return compared(db, steps.event, older=older, newer=newer, by=by)


def test_what_changed_since_the_circulation_says_who_when_and_why(
    steps: Steps, circulated: tuple[int, int, int]
) -> None:
    found = comparison(steps, steps.cast.georgia_delegate)
    assert found is not None
    assert (found.older.key, found.older.by) == ("circulation-1", Role.CHAIR)
    assert found.newer.key == "draft"
    changes = {line.block.id: line for part in found.parts for line in part.paragraphs}
    merged, struck, kept = circulated
    assert changes[f"p-{struck}"].change is Change.REMOVED
    assert f"p-{kept}" not in changes
    (step,) = changes[f"p-{merged}"].steps
    assert (step.by, step.is_merge) == (Role.RAPPORTEUR, True)


def test_any_two_revisions_can_be_chosen_in_either_order(
    steps: Steps, circulated: tuple[int, int, int]
) -> None:
    merged = circulated[0]
    with steps.database.writing() as db:
        circulate_conclusions(db, steps.event, by=steps.cast.chair)
        form = ParagraphForm(text="Last words.", revision=2)
        write_paragraph(db, steps.event, merged, form, by=steps.cast.rapporteur)
    steps.adopt()
    with steps.database.reading() as db:
        keys = [one.key for one in editions(db, steps.event, by=steps.cast.chair)]
    assert keys == ["circulation-1", "circulation-2", "adoption"]
    by = steps.cast.rapporteur
    forth = comparison(steps, by, older="circulation-1", newer="adoption")
    back = comparison(steps, by, older="adoption", newer="circulation-1")
    assert forth == back
    assert forth is not None
    words = {line.block.text for part in forth.parts for line in part.paragraphs}
    assert words == {"Last words.", "A committee."}
    with pytest.raises(NotFound):
        comparison(steps, by, older="circulation-9")
    with pytest.raises(NotFound):
        # The draft is no more: what stands is what was adopted.
        comparison(steps, by, newer="draft")


def test_drafts_are_compared_by_those_who_may_read_drafts(
    steps: Steps, circulated: tuple[int, int, int]
) -> None:
    with pytest.raises(SignInNeeded):
        comparison(steps, None)
    for outsider in (steps.cast.observer, steps.cast.outsider):
        with pytest.raises(Forbidden):
            comparison(steps, outsider)


def test_the_page_marks_words_and_leads_to_the_tracked_file(
    steps: Steps, circulated: tuple[int, int, int], client_for: ClientFor
) -> None:
    browser = client_for(steps.cast.ukraine_delegate)
    page = browser.get(f"{TOP}/compare").text
    assert f"<ins>{MERGED[:4]}" in page.replace("<ins> ", "<ins>")
    assert "<del>A committee.</del>" in page
    assert "1 other paragraph here is as it was." in page
    assert steps.cast.rapporteur.name not in page.replace("the rapporteur", "")
    link = re.search(r'href="([^"]+tracked\.docx[^"]+)"', page)
    assert link
    file = browser.get(link[1].replace("&amp;", "&"))
    body = zipfile.ZipFile(io.BytesIO(file.content)).read("word/document.xml").decode()
    assert "<w:delText" in body
    assert "<w:ins " in body
    assert browser.get(f"{TOP}/compare?from=nothing").status_code == 404


def test_before_the_first_circulation_there_is_nothing_to_compare(
    steps: Steps, client_for: ClientFor
) -> None:
    browser = client_for(steps.cast.chair)
    assert "nothing to compare yet" in browser.get(f"{TOP}/compare").text
    steps.add(GEORGIA)
    assert "nothing to compare yet" in browser.get(f"{TOP}/compare").text
    file = browser.get(f"{TOP}/tracked.docx")
    assert b"w:delText" not in zipfile.ZipFile(io.BytesIO(file.content)).read("word/document.xml")


def test_nobody_else_is_given_the_tracked_file(
    steps: Steps, circulated: tuple[int, int, int], client: TestClient
) -> None:
    assert client.get(f"{TOP}/tracked.docx").status_code == 401
