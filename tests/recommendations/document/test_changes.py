"""Two revisions laid over each other: what was added, what went, and in which words."""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.recommendations.document.as_docx import as_docx
from app.recommendations.document.changes import Change, changes, row_changes, tracked
from app.recommendations.document.printing import paragraphs
from app.recommendations.document.tree import ConclusionsDocument, Footnote, Status
from tests.programs import program
from tests.recommendations.document.strasbourg import MERGED, strasbourg

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SAME, ADDED, REMOVED = Change.SAME, Change.ADDED, Change.REMOVED
BEFORE = strasbourg(status=Status.DRAFT)
AFTER = strasbourg(merged=MERGED.replace("at all hours", "day and night"))


def _words(document: ConclusionsDocument) -> dict[str, list[tuple[Change, str]]]:
    laid = tracked(BEFORE, document)
    return {
        block.id: [
            (change, piece.text if isinstance(piece, Footnote) else piece)
            for change, piece in laid.words_of(block)
        ]
        for part in laid.document.parts
        for block in paragraphs(part.blocks)
    }


def test_changed_words_stand_where_they_were() -> None:
    found = changes(["kept for six months after."], ["kept for one year after."])
    assert found == [
        (SAME, "kept for"),
        (REMOVED, " six months"),
        (ADDED, " one year"),
        (SAME, " after."),
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab .\n", max_size=40), st.text(alphabet="ab .\n", max_size=40))
def test_both_texts_can_be_read_from_the_changes(old: str, new: str) -> None:
    found = changes([old] if old else [], [new] if new else [])
    assert "".join(str(piece) for change, piece in found if change is not ADDED) == old
    assert "".join(str(piece) for change, piece in found if change is not REMOVED) == new


def test_a_settled_bracket_a_struck_paragraph_and_a_changed_word_are_found() -> None:
    words = _words(AFTER)
    assert [piece for change, piece in words["p-60"] if change is not SAME] == [
        " at all hours",
        " day and night",
    ]
    assert (REMOVED, " [A: six months / B:") in words["p-65"]
    assert {change for change, _ in words["p-66"]} == {REMOVED}
    # Struck in the older one already: nobody reads of it again.
    assert "p-67" not in words
    assert {change for change, _ in words["p-61"]} == {SAME}


def test_a_paragraph_that_moved_under_another_heading_is_the_same_one() -> None:
    whole = strasbourg()
    moved = whole.parts[3].blocks[1]
    common = replace(whole.parts[3], blocks=whole.parts[3].blocks[:1])
    ahead = replace(whole.parts[4], blocks=(*whole.parts[4].blocks, moved))
    newer = replace(whole, parts=(*whole.parts[:3], common, ahead, *whole.parts[5:]))
    laid = tracked(whole, newer)
    assert not laid.added
    assert not laid.removed


def test_a_part_that_is_gone_stands_struck_where_it_stood() -> None:
    newer = replace(AFTER, parts=tuple(part for part in AFTER.parts if part.key != "common"))
    laid = tracked(AFTER, newer)
    assert [part.key for part in laid.document.parts] == [part.key for part in AFTER.parts]
    assert laid.removed == {f"p-{number}" for number in range(60, 66)}


def test_rows_of_tables_are_matched_whole() -> None:
    old, new = (("Georgia", "5"), ("Serbia", "4")), (("Georgia", "6"), ("Serbia", "4"))
    assert row_changes(old, new) == [
        (REMOVED, ("Georgia", "5")),
        (ADDED, ("Georgia", "6")),
        (SAME, ("Serbia", "4")),
    ]


def test_accepting_gives_the_newer_text_and_rejecting_the_older_one() -> None:
    body = _body(as_docx(AFTER, since=BEFORE))
    accepted = [line for line in _lines(body, f"{W}del") if line.startswith(("11.", "12.", "13."))]
    rejected = [line for line in _lines(body, f"{W}ins") if line.startswith(("11.", "12.", "13."))]
    assert accepted[:2] == [line for line in _lines(_body(as_docx(AFTER)), "") if line[:3] in
                            ("11.", "12.")][:2]  # fmt: skip
    assert rejected[:3] == [line for line in _lines(_body(as_docx(BEFORE)), "") if line[:3] in
                            ("11.", "12.", "13.")][:3]  # fmt: skip


def test_libreoffice_finds_revisions_and_sources_in_the_margin(tmp_path: Path) -> None:
    file = tmp_path / "conclusions.docx"
    file.write_bytes(as_docx(AFTER, since=BEFORE, annotated=True))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program("soffice"), profile, "--headless", "--convert-to", "fodt"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(file)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    tree = etree.parse(file.with_suffix(".fodt"))
    marked = _marked(tree)
    assert " at all hours" in marked["deletion"]
    assert " day and night" in marked["insertion"]
    assert any("[A register of all contact points" in text for text in marked["deletion"])
    names = {"office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0"}
    notes = ["".join(one.itertext()) for one in tree.iterfind(".//office:annotation", names)]
    assert any("Georgia, recommendation 3, revision 2" in note for note in notes)
    assert len(notes) == sum(len(b.sources) for p in AFTER.parts for b in paragraphs(p.blocks))


def test_the_tracked_and_annotated_copy_has_fixed_bytes() -> None:
    files = [as_docx(AFTER, since=BEFORE, annotated=True) for _ in range(2)]
    assert files[0] == files[1]


def _body(file: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return etree.fromstring(parts.read("word/document.xml"))


def _lines(body: etree._Element, without: str) -> list[str]:
    """Each paragraph's words, those inside the tag `without` left out."""
    return [
        "".join(
            text.text or ""
            for text in line.iter(f"{W}t", f"{W}delText", f"{W}tab")
            if not (without and any(up.tag == without for up in text.iterancestors()))
        )
        for line in body.iter(f"{W}p")
    ]


def _marked(tree: etree._ElementTree) -> dict[str, list[str]]:
    """The words of each kind of change, as LibreOffice marks them between two points."""
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    kinds = {
        region.get(f"{text}id"): etree.QName(region[0]).localname
        for region in tree.iter(f"{text}changed-region")
    }
    open_: dict[str, str] = {}
    found: dict[str, list[str]] = {"insertion": [], "deletion": [], "format-change": []}
    for event, one in etree.iterwalk(tree, events=("start", "end")):
        number = one.get(f"{text}change-id")
        if event == "start" and one.tag == f"{text}change-start":
            open_[number] = ""
        elif event == "start" and one.tag == f"{text}change-end":
            found[kinds[number]].append(open_.pop(number))
        words = one.text if event == "start" else one.tail
        space = " " if event == "start" and one.tag == f"{text}s" else ""
        for number in open_:
            open_[number] += space + (words or "")
    return found
