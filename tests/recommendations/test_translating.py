"""Conclusions in the other working language: drafts until confirmed, and again when changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from app.delegations.rights import Person
from app.errors import Forbidden, NotFound, Refused, StaleWrite
from app.recommendations.document.tree import Translation
from app.recommendations.editing import write_paragraph
from app.recommendations.forms import ParagraphForm, PartForm
from app.recommendations.translating import (
    TranslatedParagraph,
    confirm_translation,
    translate_paragraph,
    translated_document,
    translated_paragraph,
)
from tests.recommendations.steps import Steps

ClientFor = Callable[[Person], TestClient]
TOP = "/events/workshop/conclusions"
FRENCH = "La coopération fonctionne^(Voir le rapport.)."


@pytest.fixture
def paragraph(steps: Steps) -> int:
    """One point with a footnote; another one that nobody translates stands behind it."""
    number = steps.add("Co-operation works^(See the report.).", kind="take_away")
    steps.add("They meet again.", kind="way_ahead")
    return number


def _translate(steps: Steps, number: int, text: str = FRENCH, revision: int = 0) -> None:
    with steps.database.writing() as db:
        form = PartForm(text=text, revision=revision)
        translate_paragraph(db, steps.event, number, "fr", form, by=steps.cast.rapporteur)


def _confirm(steps: Steps, number: int, revision: int = 1) -> None:
    with steps.database.writing() as db:
        confirm_translation(db, steps.event, number, "fr", revision, by=steps.cast.rapporteur)


def _line(steps: Steps, number: int) -> TranslatedParagraph:
    with steps.database.reading() as db:
        return translated_paragraph(db, steps.event, number, "fr", by=steps.cast.rapporteur)


def test_a_translation_is_a_draft_until_confirmed_and_again_when_its_source_changes(
    steps: Steps, paragraph: int
) -> None:
    with pytest.raises(Refused):
        _confirm(steps, paragraph, revision=0)
    _translate(steps, paragraph)
    assert not _line(steps, paragraph).is_confirmed
    _confirm(steps, paragraph)
    assert _line(steps, paragraph).is_confirmed
    with steps.database.writing() as db:
        form = ParagraphForm(text="Co-operation works well.", revision=1)
        write_paragraph(db, steps.event, paragraph, form, by=steps.cast.rapporteur)
    line = _line(steps, paragraph)
    assert (line.is_confirmed, line.is_behind) == (False, True)
    _confirm(steps, paragraph, revision=2)
    assert _line(steps, paragraph).is_confirmed


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_document_in_the_other_language_says_what_is_not_confirmed(
    steps: Steps, paragraph: int
) -> None:
    _translate(steps, paragraph)
    adoption = steps.adopt()
    with steps.database.reading() as db:
        document = translated_document(
            db, steps.event, "fr", translate=str.upper, original=str, by=None
        )
    parts = {part.key: part for part in document.parts}
    (draft,) = parts["take-aways"].blocks
    (missing,) = parts["way-ahead"].blocks
    assert parts["take-aways"].heading == "KEY TAKE-AWAYS"
    assert (draft.text, draft.translation) == ("La coopération fonctionne.", Translation.DRAFT)  # type: ignore[union-attr]
    assert [note.number for note in draft.footnotes] == [1]  # type: ignore[union-attr]
    assert (missing.text, missing.translation) == ("They meet again.", Translation.MISSING)  # type: ignore[union-attr]
    # The fingerprint is that of the adopted text, and this is not it.
    assert (adoption.content_hash, document.content_hash) == (adoption.content_hash, None)


def test_two_who_translate_one_paragraph_see_both_texts(steps: Steps, paragraph: int) -> None:
    _translate(steps, paragraph)
    with pytest.raises(StaleWrite) as stale:
        _translate(steps, paragraph, "Autre texte.")
    assert (stale.value.theirs, stale.value.yours) == (FRENCH, "Autre texte.")
    with pytest.raises(Refused):
        _confirm(steps, paragraph, revision=7)
    with pytest.raises(NotFound):
        _translate(steps, 999)
    with steps.database.writing() as db, pytest.raises(Forbidden):
        translate_paragraph(
            db, steps.event, paragraph, "fr", PartForm(text="x"), by=steps.cast.chair
        )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_pages_and_files_in_the_other_language(
    steps: Steps, paragraph: int, client: TestClient, client_for: ClientFor
) -> None:
    browser = client_for(steps.cast.rapporteur)
    form = f"{TOP}/paragraphs/{paragraph}/languages/fr"
    assert browser.post(form, data={"text": FRENCH, "revision": "0"}).status_code == 303
    page = browser.get(f"{TOP}/languages/fr").text
    assert "Draft translation" in page
    assert "La coopération fonctionne" in page
    assert browser.post(f"{form}/confirmation", data={"revision": "1"}).status_code == 303
    assert "Confirmed" in browser.get(f"{TOP}/languages/fr").text
    stale = browser.post(form, data={"text": "Autre.", "revision": "0"})
    assert (stale.status_code, "Autre." in stale.text) == (409, True)
    assert browser.get(f"{TOP}/languages/de").status_code == 404
    assert client.get(f"{TOP}.md?language=fr").status_code == 401
    steps.adopt()
    file = client.get(f"{TOP}.md?language=fr")
    assert "La coopération fonctionne" in file.text
    assert 'filename="workshop-conclusions-fr.md"' in file.headers["content-disposition"]
    assert client.get(f"{TOP}.md?language=xx").status_code == 404
    data = client.get(f"{TOP}.json?language=fr").json()
    blocks = [block for part in data["parts"] for block in part["blocks"]]
    assert [
        block.get("translation") for block in blocks if block.get("id", "").startswith("p-")
    ] == [
        "confirmed",
        "missing",
    ]
