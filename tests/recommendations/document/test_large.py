"""A large document: 50 delegations with 20 recommendations each, 12 workshops; read back whole."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from app.recommendations.document.as_docx import as_docx
from app.recommendations.document.as_pdf import as_pdf
from app.recommendations.document.changes import tracked
from app.recommendations.document.numbering import mark, numbered
from app.recommendations.document.printing import paragraphs
from app.recommendations.document.tree import (
    ConclusionsDocument,
    Footnote,
    ParagraphBlock,
    ParagraphKind,
    ParagraphState,
    Part,
    Status,
)
from tests.programs import program

DELEGATIONS, EACH, WORKSHOPS = 50, 20, 12
STATES = tuple(f"State of Zone {number:02}" for number in range(1, DELEGATIONS + 1))


def large() -> ConclusionsDocument:
    """Every tenth recommendation has a footnote, every 25th stands in brackets, as a whole."""
    priorities = (
        _headed(f"workshop-{one}", f"Workshop {one}", (_priority(one, 1), _priority(one, 2)))
        for one in range(1, WORKSHOPS + 1)
    )
    countries = (
        _headed(f"delegation-{place}", name, tuple(_recommendation(place, n) for n in range(EACH)))
        for place, name in enumerate(STATES)
    )
    return numbered(
        ConclusionsDocument(
            title="Conclusions",
            reference="LARGE (2026) 1",
            status=Status.DRAFT,
            event_title="A large conference",
            version_date=date(2026, 11, 22),
            parts=(
                Part("Priorities of the workshops", "priorities", tuple(priorities)),
                Part("Recommendations by country", "by-country", tuple(countries)),
            ),
        )
    )


@pytest.fixture(scope="module")
def document() -> ConclusionsDocument:
    return large()


def test_libreoffice_reads_every_number_footnote_bracket_and_country(
    document: ConclusionsDocument, tmp_path: Path
) -> None:
    file = tmp_path / "large.docx"
    file.write_bytes(as_docx(document))
    subprocess.run(
        [
            program("soffice"),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(file),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    _holds_everything(_read(file.with_suffix(".pdf")), document)


def test_pdftotext_reads_every_number_footnote_bracket_and_country(
    document: ConclusionsDocument, tmp_path: Path
) -> None:
    file = tmp_path / "large.pdf"
    file.write_bytes(as_pdf(document))
    _holds_everything(_read(file), document)


def test_a_large_document_is_compared_with_itself_in_no_time(document: ConclusionsDocument) -> None:
    laid = tracked(document, document)
    changed = [
        block.id
        for part in laid.document.parts
        for block in paragraphs(part.blocks)
        if laid.has_changed(block)
    ]
    assert changed == []


def _read(file: Path) -> str:
    done = subprocess.run(
        [program("pdftotext"), "-raw", "-enc", "UTF-8", str(file), "-"],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return done.stdout.decode()


def _holds_everything(text: str, document: ConclusionsDocument) -> None:
    blocks = list(chain.from_iterable(paragraphs(part.blocks) for part in document.parts))
    counted = [block for block in blocks if block.number]
    assert len(counted) == DELEGATIONS * EACH + 2 * WORKSHOPS
    plain = " ".join(text.split())
    places = [plain.find(f"{mark(block)} {_printed(block)[:16]}") for block in counted]
    # Each of them is there, and in the order of the document.
    assert -1 not in places
    assert places == sorted(places)
    assert all(name in plain for name in STATES)
    assert len(re.findall(r"\[Each State keeps", plain)) == DELEGATIONS * EACH // 25
    notes = [note for block in counted for note in block.footnotes]
    assert len(notes) == DELEGATIONS * EACH // 10
    assert all(note.text in plain for note in notes)


def _printed(block: ParagraphBlock) -> str:
    return ("[" if block.state is ParagraphState.BRACKETED else "") + block.text


def _headed(id_: str, text: str, children: tuple[ParagraphBlock, ...]) -> ParagraphBlock:
    return ParagraphBlock(id_, ParagraphKind.HEADING, text, children=children)


def _priority(workshop: int, number: int) -> ParagraphBlock:
    text = f"Agree on form {workshop}.{number} for referrals between hotlines and police."
    return ParagraphBlock(f"priority-{workshop}-{number}", ParagraphKind.PRIORITY, text)


def _recommendation(place: int, number: int) -> ParagraphBlock:
    count = place * EACH + number
    text = f"Each State keeps list {count} of contact points, and publishes it in its languages."
    notes = (Footnote(f"List {count} is kept by the secretariat.", at=21),)
    return ParagraphBlock(
        f"p-{count + 1}",
        ParagraphKind.RECOMMENDATION,
        text,
        state=ParagraphState.BRACKETED if count % 25 == 7 else ParagraphState.DRAFTING,
        delegations=(STATES[place],),
        footnotes=notes if count % 10 == 3 else (),
    )
