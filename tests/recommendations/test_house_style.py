"""How documents look as their organisers want it: letterhead, donor, numbering, typeface."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from app.delegations.rights import Person
from app.errors import BadInput, Forbidden
from app.recommendations.document.as_docx import as_docx
from app.recommendations.document.as_pdf import as_pdf
from app.recommendations.document.tree import ConclusionsDocument, ParagraphBlock
from app.recommendations.house_style import HouseStyleForm, set_house_style
from app.recommendations.queries import conclusions_document
from tests.recommendations.document.strasbourg import strasbourg
from tests.recommendations.steps import Steps

ClientFor = Callable[[Person], TestClient]
PAGE = "/events/workshop/manage/house-style"


def _document(steps: Steps) -> ConclusionsDocument:
    with steps.database.reading() as db:
        return conclusions_document(db, steps.event, by=steps.cast.chair)


def test_drafts_follow_the_house_style_and_adopted_texts_keep_theirs(
    steps: Steps, client_for: ClientFor
) -> None:
    top = steps.add("Co-operation works.", kind="take_away")
    steps.add("between hotlines", parent_id=str(top))
    browser = client_for(steps.cast.organiser)
    typed = {
        "letterhead": "Directorate General II\nChildren's rights",
        "donor": "Funded by a donor",
        "numbering": "letters",
        "typeface": "classic",
    }
    assert browser.post(PAGE, data=typed).status_code == 303
    assert "Funded by a donor" in browser.get(PAGE).text
    document = _document(steps)
    assert document.letterhead == (
        "Directorate General II",
        "Children's rights",
        "Funded by a donor",
    )
    block = document.parts[-1].blocks[0]
    assert isinstance(block, ParagraphBlock)
    assert (block.number, block.children[0].number) == ("(a)", "(a) (i)")
    steps.adopt()
    assert browser.post(PAGE, data=typed | {"numbering": "figures"}).status_code == 303
    assert _document(steps).letters


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_printed_is_refused_with_what_was_typed(
    steps: Steps, client_for: ClientFor
) -> None:
    browser = client_for(steps.cast.organiser)
    answer = browser.post(PAGE, data={"letterhead": "One\n" * 9 + "Last", "donor": "D"})
    assert answer.status_code == 422
    assert "at most 6 lines" in answer.text
    assert "Last" in answer.text
    for wrong in ({"donor": "x" * 300}, {"numbering": "runes"}, {"typeface": "comic"}):
        with pytest.raises(BadInput):
            HouseStyleForm(**wrong).check()
    with steps.database.writing() as db, pytest.raises(Forbidden):
        set_house_style(db, steps.event, HouseStyleForm(), by=steps.cast.rapporteur)


def test_the_classic_typeface_is_that_of_the_files() -> None:
    classic = replace(strasbourg(), typeface="classic")
    styles = zipfile.ZipFile(io.BytesIO(as_docx(classic))).read("word/styles.xml").decode()
    assert "Times New Roman" in styles
    assert "Cambria" not in styles
    assert b"NewComputerModern" in as_pdf(classic).replace(b"NewCM", b"NewComputerModern")
