"""Akoma Ntoso: held to the standard's own schema, and read for its words and numbers."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from app.recommendations.document.akoma_meta import AKN, PROVENANCE, language_code
from app.recommendations.document.as_akoma_ntoso import as_akoma_ntoso
from app.recommendations.document.tree import ConclusionsDocument, ListBlock, Part, Status
from tests.recommendations.document.strasbourg import BRACKETED, FOOTNOTE, UKRAINE, strasbourg

SCHEMA = Path(__file__).with_name("schemas") / "akomantoso30.xsd.gz"
NAMES = {"a": AKN, "p": PROVENANCE}


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    text = gzip.decompress(SCHEMA.read_bytes())
    return etree.XMLSchema(etree.fromstring(text, base_url=str(SCHEMA)))


def _found(document: ConclusionsDocument, path: str) -> Any:
    return etree.fromstring(as_akoma_ntoso(document)).xpath(path, namespaces=NAMES)


def _bare() -> ConclusionsDocument:
    """Hardly anything filled in, and a list in an annex."""
    annex = Part("States", "states/of the region", (ListBlock("", ("A", "B")),), annex=True)
    whole = strasbourg(status=Status.DRAFT)
    return replace(
        whole, reference="", place="", organisers=(), letterhead=(), parts=(annex,), language="xx"
    )


@pytest.mark.parametrize(
    "document", [strasbourg(), strasbourg(status=Status.DRAFT), _bare()], ids=["", "draft", "bare"]
)
def test_the_file_is_valid_under_the_standards_schema(
    schema: etree.XMLSchema, document: ConclusionsDocument
) -> None:
    schema.assertValid(etree.fromstring(as_akoma_ntoso(document)))


def test_a_broken_file_is_not_valid(schema: etree.XMLSchema) -> None:
    broken = (
        as_akoma_ntoso(strasbourg())
        .replace(b"<mainBody", b"<body")
        .replace(b"</mainBody", b"</body")
    )
    assert not schema.validate(etree.fromstring(broken))


def test_paragraphs_keep_number_nesting_footnote_and_brackets() -> None:
    adopted = strasbourg()
    assert _found(adopted, "string(//a:paragraph[@eId='p-60']/a:num)") == "11."
    below = _found(adopted, "//a:paragraph[@eId='p-60']//a:paragraph/a:num/text()")
    assert below == ["(a)", "(b)", "(i)", "(ii)"]
    assert _found(adopted, "string(//a:paragraph[@eId='p-60']//a:authorialNote)") == FOOTNOTE
    draft = strasbourg(status=Status.DRAFT)
    assert _found(draft, "string(//a:paragraph[@eId='p-65']//a:p)") == BRACKETED
    struck = _found(draft, "//a:hcontainer[@eId='p-67']//a:del/text()")
    assert struck == ["A standing committee is set up."]


def test_sources_stand_in_the_file_with_hash_and_decision() -> None:
    source = _found(strasbourg(), "//p:source[@paragraph='#p-60'][2]")[0]
    assert source.text == UKRAINE
    assert source.get("decided-by") == "Rapporteur"
    assert len(source.get("sha256")) == 64


def test_the_adoption_closes_the_statement_and_names_its_day() -> None:
    assert _found(strasbourg(), "string(//a:conclusions//a:date/@date)") == "2019-05-17"
    assert not _found(strasbourg(status=Status.DRAFT), "//a:conclusions")


@pytest.mark.parametrize(("tag", "code"), [("en", "eng"), ("fr-CH", "fra"), ("tlh-x", "und")])
def test_languages_have_the_three_letters_that_the_standard_asks_for(tag: str, code: str) -> None:
    assert language_code(tag) == code
