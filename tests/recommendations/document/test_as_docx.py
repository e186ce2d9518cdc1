"""The Word file: opened by LibreOffice, and looked at from inside."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import docx
from lxml import etree

from app.recommendations.document.as_docx import as_docx
from app.recommendations.document.tree import Status
from tests.programs import program
from tests.recommendations.document.strasbourg import (
    BRACKETED,
    FOOTNOTE,
    LONG_WORD,
    MERGED,
    STATES,
    WORKSHOPS,
    strasbourg,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_libreoffice_reads_the_merged_recommendation_its_countries_and_its_footnote(
    tmp_path: Path,
) -> None:
    text = _through_libreoffice(as_docx(strasbourg(status=Status.DRAFT)), tmp_path)
    assert MERGED[:60] in text
    assert MERGED[-60:] in text
    assert "Contributed by: Georgia, Ukraine" in text
    assert BRACKETED in text
    assert "[A register of all contact points is kept by the organisers.]" in text
    assert "Georgia, recommendation 3, revision 2" in text
    for words in (*STATES, "Côte d’Ivoire", "Ελλάδα", LONG_WORD):
        assert words in text
    for _, *priorities in WORKSHOPS:
        assert all(priority in text for priority in priorities)


def test_libreoffice_prints_the_footnotes_on_their_page_under_the_running_lines(
    tmp_path: Path,
) -> None:
    file = _converted(as_docx(strasbourg()), tmp_path, "pdf")
    done = subprocess.run(
        [program("pdftotext"), "-layout", str(file), "-"],
        check=True,
        capture_output=True,
        timeout=60,
    )
    pages = done.stdout.decode().split("\f")
    page = next(page for page in pages if "11. Each State" in " ".join(page.split()))
    assert f"2 {FOOTNOTE}" in " ".join(page.split())
    assert "CRD/VC1840/EndOCSEA@Europe(2019)RCOJ1" in page.splitlines()[0]
    assert f"Page {pages.index(page) + 1} of {len(pages) - 1}" in page


def test_libreoffice_prints_the_frozen_numbers(tmp_path: Path) -> None:
    lines = _through_libreoffice(as_docx(strasbourg()), tmp_path).splitlines()
    assert any(line.startswith("11.\tEach State is called upon") for line in lines)
    assert any(line.startswith("(ii)\twithin one week") for line in lines)
    assert any(line.startswith("IV.\tCommon recommendations") for line in lines)


def test_the_same_document_gives_the_same_word_bytes() -> None:
    assert as_docx(strasbourg()) == as_docx(strasbourg())


def test_headings_are_real_styles_and_the_contents_list_them() -> None:
    word = docx.Document(io.BytesIO(as_docx(strasbourg())))
    styled = [(p.style.name, p.text) for p in word.paragraphs if p.style is not None]
    headings = [text for name, text in styled if name == "Heading 1"]
    contents = [text for name, text in styled if name == "toc 1"]
    assert headings[:2] == ["I.\tBackground", "II.\tParticipation"]
    assert contents == headings
    assert [text for name, text in styled if name == "Heading 2"] == [w[0] for w in WORKSHOPS]


def test_every_link_of_the_contents_leads_to_a_bookmark() -> None:
    body = _xml(as_docx(strasbourg()), "word/document.xml")
    anchors = {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")}
    marks = [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
    assert anchors
    assert anchors <= set(marks)
    assert len(marks) == len(set(marks))
    assert "p_60" in marks


def test_the_file_has_reference_pages_language_and_footnotes_of_its_own() -> None:
    file = as_docx(strasbourg())
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        running = "".join(
            parts.read(name).decode()
            for name in parts.namelist()
            if name.startswith(("word/header", "word/footer"))
        )
        styles = parts.read("word/styles.xml").decode()
        settings = parts.read("word/settings.xml").decode()
    assert "CRD/VC1840/EndOCSEA@Europe(2019)RCOJ1" in running
    assert " PAGE " in running
    assert " NUMPAGES " in running
    assert '<w:lang w:val="en-GB"' in styles
    assert "<w:footnotePr>" in settings
    notes = _xml(file, "word/footnotes.xml")
    assert [note.get(f"{W}id") for note in notes] == ["-1", "0", "1", "2"]


def test_characters_that_xml_forbids_do_not_break_the_file(tmp_path: Path) -> None:
    merged = "Name a contact\x00 point\x0b for\ud800 reports\ufffe\nwith & < >."
    file = as_docx(strasbourg(merged=merged))
    words = "".join(_xml(file, "word/document.xml").itertext())
    assert "Name a contact point for reportswith & < >." in words.replace("\n", "")
    assert "with & < >." in _through_libreoffice(file, tmp_path)


def _through_libreoffice(file: bytes, folder: Path) -> str:
    text = _converted(file, folder, "txt:Text (encoded):UTF8")
    return text.read_text(encoding="utf-8-sig")


def _converted(file: bytes, folder: Path, kind: str) -> Path:
    source = folder / "conclusions.docx"
    source.write_bytes(file)
    subprocess.run(
        [
            program("soffice"),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"conclusions.{kind.partition(':')[0]}"


def _xml(file: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return etree.fromstring(parts.read(name))
