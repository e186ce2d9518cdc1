"""The PDF: read back by pdftotext, and what it declares about itself."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

from app.recommendations.document.as_pdf import as_pdf
from app.recommendations.document.tree import Status
from tests.programs import program
from tests.recommendations.document.strasbourg import (
    BRACKETED,
    FOOTNOTE,
    MERGED,
    STATES,
    WORKSHOPS,
    strasbourg,
)


def test_the_pdf_holds_the_merged_recommendation_its_countries_and_its_footnote(
    tmp_path: Path,
) -> None:
    text = _text(as_pdf(strasbourg(status=Status.DRAFT)), tmp_path)
    assert MERGED.replace("contact point for", "contact point2 for") in text
    assert "Contributed by: Georgia, Ukraine" in text
    assert FOOTNOTE in text
    assert BRACKETED in text
    assert "Georgia, recommendation 3, revision 2" in text
    for words in (*STATES, "Côte d’Ivoire", "Ελλάδα"):
        assert words in text
    for _, *priorities in WORKSHOPS:
        assert all(priority in text for priority in priorities)


def test_the_pdf_prints_the_frozen_numbers_contents_and_pages(tmp_path: Path) -> None:
    text = _text(as_pdf(strasbourg()), tmp_path)
    assert "11. Each State is called upon" in text
    assert "(ii) within one week" in text
    assert "Contents I. Background" in text
    assert "Page 1 of 3" in text
    assert "Page 3 of 3" in text


def test_a_short_text_has_no_contents(tmp_path: Path) -> None:
    document = strasbourg()
    text = _text(as_pdf(replace(document, parts=document.parts[:1])), tmp_path)
    assert "Background" in text
    assert "Contents" not in text


def test_the_pdf_declares_pdf_ua_its_language_its_title_and_its_tags() -> None:
    pdf = as_pdf(strasbourg())
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"Conclusions and priorities for multi-sectorial co-operation" in pdf
    assert b"/Lang(en)" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"/Outlines" in pdf


def test_the_same_document_gives_the_same_pdf_bytes() -> None:
    assert as_pdf(strasbourg()) == as_pdf(strasbourg())


def test_text_is_never_read_as_markup(tmp_path: Path) -> None:
    evil = '#panic("x") *bold* $x^2$ @ref <label> \\ ] [ "quoted" // gone /* gone */'
    text = _text(as_pdf(strasbourg(merged=evil)), tmp_path)
    assert "*bold* $x^2$ @ref <label>" in text
    assert "// gone /* gone */" in text


def test_a_character_without_a_glyph_is_spelled_out_and_control_characters_go(
    tmp_path: Path,
) -> None:
    text = _text(as_pdf(strasbourg(merged="Safe \U0001f600 online\x00\x0b ก.")), tmp_path)
    assert "Safe [U+1F600] online [U+0E01]." in text


def test_a_word_longer_than_the_line_stays_on_the_page(tmp_path: Path) -> None:
    word = "https://example.org/" + "a1" * 120
    pdf = as_pdf(strasbourg(merged=f"See {word} there."))
    source = tmp_path / "conclusions.pdf"
    source.write_bytes(pdf)
    done = subprocess.run(
        [program("pdftotext"), "-bbox", str(source), "-"],
        check=True,
        capture_output=True,
        timeout=60,
    )
    edges = [float(edge) for edge in re.findall(r'xMax="([\d.]+)"', done.stdout.decode())]
    assert len(edges) > 100
    assert max(edges) < 595 - 70  # points: A4 less most of the right margin


def _text(pdf: bytes, folder: Path) -> str:
    source = folder / "conclusions.pdf"
    source.write_bytes(pdf)
    done = subprocess.run(
        [program("pdftotext"), "-raw", "-enc", "UTF-8", str(source), "-"],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return " ".join(done.stdout.decode().split())
