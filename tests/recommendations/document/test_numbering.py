"""The printed numbers and the fingerprint of a conclusions document."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import count, islice
from pathlib import Path

import pytest

from app.recommendations.document.hashing import content_hash
from app.recommendations.document.numbering import mark, numbered, part_mark, roman
from app.recommendations.document.printing import paragraphs, without_sources
from app.recommendations.document.tree import (
    ConclusionsDocument,
    Footnote,
    ParagraphBlock,
    ParagraphKind,
    ParagraphState,
    Part,
    Status,
    TableBlock,
)
from tests.recommendations.document.strasbourg import MERGED, strasbourg

ROOT = Path(__file__).parents[3]


def test_paragraphs_are_counted_through_all_parts_and_headings_take_no_number() -> None:
    numbers = {p.id: p.number for part in strasbourg().parts for p in paragraphs(part.blocks)}
    assert numbers["p-1"] is None
    assert numbers["p-2"] == "1"
    assert numbers["p-10"] is None
    assert [numbers[f"p-{n}"] for n in (11, 12, 21, 22, 31, 32, 41, 42)] == [*"3456789", "10"]
    assert [numbers[f"p-{n}"] for n in range(60, 66)] == [
        "11",
        "11 (a)",
        "11 (b)",
        "11 (b) (i)",
        "11 (b) (ii)",
        "12",
    ]
    assert numbers["p-80"] == "13"


def test_a_deleted_paragraph_takes_no_number() -> None:
    common = strasbourg(status=Status.DRAFT).parts[3]
    assert [(p.id, p.number) for p in common.blocks if isinstance(p, ParagraphBlock)] == [
        ("p-60", "11"),
        ("p-65", "12"),
        ("p-66", "13"),
        ("p-67", None),
    ]


def test_parts_annexes_and_footnotes_have_series_of_their_own() -> None:
    document = strasbourg()
    assert [part.number for part in document.parts] == ["I", "II", "III", "IV", "V", "I"]
    assert [part_mark(part, "Annex") for part in document.parts[4:]] == ["V.", "Annex I."]
    notes = [n.number for p in document.parts for q in paragraphs(p.blocks) for n in q.footnotes]
    assert notes == [1, 2]


def test_footnotes_are_counted_in_the_order_of_the_words_they_belong_to() -> None:
    notes = (Footnote("last"), Footnote("second", at=5), Footnote("first", at=1))
    block = ParagraphBlock("p-1", ParagraphKind.OPERATIVE, "one two", footnotes=notes)
    counted = next(paragraphs(numbered(_with(block)).parts[0].blocks))
    assert [(n.number, n.text) for n in counted.footnotes] == [
        (1, "first"),
        (2, "second"),
        (3, "last"),
    ]


def test_the_margin_shows_only_the_last_step_of_a_nested_number() -> None:
    marks = [mark(_clause(number)) for number in ("12", "12 (a)", "12 (a) (ii)", "12 bis", None)]
    assert marks == ["12.", "(a)", "(ii)", "12 bis.", ""]


def test_after_twenty_six_letters_come_two() -> None:
    children = tuple(_clause(None, f"p-{n}") for n in range(2, 30))
    document = numbered(_with(replace(_clause(None), children=children)))
    last = list(paragraphs(document.parts[0].blocks))[-2:]
    assert [p.number for p in last] == ["1 (aa)", "1 (ab)"]


def test_roman_numerals_are_right_where_signs_are_subtracted() -> None:
    assert [roman(n) for n in islice(count(1), 10)] == [
        "I",
        "II",
        "III",
        "IV",
        "V",
        "VI",
        "VII",
        "VIII",
        "IX",
        "X",
    ]
    assert [roman(n) for n in (40, 49, 90, 400, 1994)] == ["XL", "XLIX", "XC", "CD", "MCMXCIV"]


def test_a_row_with_a_missing_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="exactly one cell"):
        TableBlock("", ("State", "Outcome"), (("Georgia",),))


def test_a_footnote_before_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="position from 0"):
        Footnote("A note.", at=-1)


def test_the_fingerprint_changes_with_each_thing_the_text_says() -> None:
    document = strasbourg(status=Status.DRAFT)
    background = document.parts[0]
    changed = [
        strasbourg(merged=MERGED.replace("single", "second"), status=Status.DRAFT),
        replace(document, reference="CRD(2019)2"),
        replace(document, language="fr"),
        replace(document, title="Other conclusions"),
        replace(document, parts=document.parts[1:]),
        replace(document, parts=(replace(background, number="II"), *document.parts[1:])),
        replace(document, parts=(replace(background, heading="History"), *document.parts[1:])),
    ]
    changed += [_with(block) for block in _variants()]
    hashes = [content_hash(each) for each in (document, *changed)]
    assert len(set(hashes)) == len(hashes)


def test_the_fingerprint_does_not_change_with_status_dates_or_provenance() -> None:
    document = strasbourg()
    same = [
        replace(document, status=Status.CIRCULATED, adoption=None, content_hash=None),
        replace(document, version_date=date(2020, 1, 1), letterhead=()),
        without_sources(document),
        strasbourg(),
    ]
    assert {content_hash(each) for each in same} == {document.content_hash}


def test_the_fingerprint_is_the_same_in_another_process() -> None:
    code = (
        "from app.recommendations.document.hashing import content_hash;"
        "from tests.recommendations.document.strasbourg import strasbourg;"
        "print(content_hash(strasbourg()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == content_hash(strasbourg())


def _variants() -> list[ParagraphBlock]:
    plain = _clause("1")
    return [
        plain,
        replace(plain, text="Other words."),
        replace(plain, number="2"),
        replace(plain, state=ParagraphState.BRACKETED),
        replace(plain, delegations=("Georgia",)),
        replace(plain, addressees=("all States",)),
        replace(plain, time="in 2020"),
        replace(plain, footnotes=(Footnote("A note.", number=1),)),
        replace(plain, children=(_clause("1 (a)", "p-2"),)),
    ]


def _clause(number: str | None, id_: str = "p-1") -> ParagraphBlock:
    return ParagraphBlock(id_, ParagraphKind.OPERATIVE, "Words.", number=number)


def _with(*blocks: ParagraphBlock) -> ConclusionsDocument:
    return ConclusionsDocument(
        title="Conclusions",
        reference="R",
        status=Status.DRAFT,
        event_title="Event",
        version_date=date(2019, 5, 17),
        parts=(Part("Only", "only", blocks),),
    )
