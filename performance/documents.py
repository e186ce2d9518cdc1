"""Large conclusions as Word and PDF beside python-docx and Typst alone writing the same text."""

from __future__ import annotations

import io
import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import docx
import typst

from app.recommendations.document.as_docx import as_docx
from app.recommendations.document.as_pdf import as_pdf
from app.recommendations.document.tree import (
    ConclusionsDocument,
    ParagraphBlock,
    ParagraphKind,
    Part,
    Status,
)

Lines = dict[str, Any]
T = TypeVar("T")

DELEGATIONS, EACH, RUNS = 50, 20, 4
TEXT = (
    "Each State names one contact point for reports, reachable at all hours, publishes its address "
    "and tells the others within one month when it changes, so that requests for evidence do not "
    "come back for small defects of form."
)
PLAIN = """#set document(title: "Conclusions", date: auto)
#set text(lang: "en", font: "Libertinus Serif", size: 11pt)
#for part in json(bytes(sys.inputs.document)) {
  heading(part.heading)
  enum(tight: false, ..part.lines.map(line => enum.item(int(line.number), line.text)))
}
"""


def rows() -> list[tuple[str, float, float]]:
    """(what, reached, limit): the best processor time of some runs, as ratios."""
    # Another text for every run: Typst remembers what it has set.
    trees = [_tree(run) for run in range(RUNS)]
    plains = [_plain(tree) for tree in trees]
    found = []
    for kind, ours, peer in (("Word file", as_docx, _plain_docx), ("PDF", as_pdf, _plain_pdf)):
        mine, alone = _best(ours, trees), _best(peer, plains)
        print(f"{kind}: {mine:.2f} s, alone {alone:.2f} s", file=sys.stderr)
        library = "python-docx" if kind == "Word file" else "typst"
        what = f"{kind} of {DELEGATIONS * EACH} recommendations, x {library} alone"
        found.append((what, mine / alone, 1.5))
    return found


def _tree(run: int) -> ConclusionsDocument:
    return ConclusionsDocument(
        title="Conclusions",
        reference="PC-OC (2019) 5",
        status=Status.DRAFT,
        event_title="Workshop",
        version_date=date(2019, 5, 17),
        parts=tuple(
            Part(
                heading=f"State {state}",
                key=f"state-{state}",
                number=str(state),
                blocks=tuple(
                    ParagraphBlock(
                        id=f"p-{state * EACH + number}",
                        kind=ParagraphKind.RECOMMENDATION,
                        number=str(state * EACH + number),
                        text=f"{TEXT} ({run}, {state}, {number})",
                    )
                    for number in range(1, EACH + 1)
                ),
            )
            for state in range(DELEGATIONS)
        ),
    )


def _plain(tree: ConclusionsDocument) -> list[Lines]:
    return [
        {
            "heading": part.heading,
            "lines": [
                {"number": one.number, "text": one.text}
                for one in part.blocks
                if isinstance(one, ParagraphBlock)
            ],
        }
        for part in tree.parts
    ]


def _plain_docx(parts: list[Lines]) -> bytes:
    made = docx.Document()
    for part in parts:
        made.add_heading(str(part["heading"]), 1)
        for line in part["lines"]:
            made.add_paragraph(f"{line['number']}\t{line['text']}")
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def _plain_pdf(parts: list[Lines]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "plain.typ"
        template.write_text(PLAIN)
        pdf = typst.compile(
            template,
            font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True),
            sys_inputs={"document": json.dumps(parts)},
            pdf_standards="ua-1",
        )
    assert isinstance(pdf, bytes)
    return pdf


def _best(work: Callable[[T], object], given: list[T]) -> float:
    took = []
    for one in given:
        begun = time.process_time()
        work(one)
        took.append(time.process_time() - begun)
    return min(took)
