"""Reading a Word agenda of forty pages: processor time beside mammoth's alone, in one run.

mammoth only converts the document to HTML; the reader does the same and then understands it.
"""

from __future__ import annotations

import datetime as dt
import io
import time
from collections.abc import Callable

import docx
import mammoth

from app.agenda.reading import read_document

DAYS, ROWS, RUNS = 20, 10, 5
WORDS = (
    "Delegations tell what they measured in their wells and what they would like to measure, with "
    "the means that they have or hope for in the years to come. "
)


def document() -> bytes:
    """A programme of 200 entries, each with four paragraphs: about forty pages."""
    made = docx.Document()
    made.add_heading("Workshop on Wells", 1)
    made.add_paragraph("Oslo, Norway, 3-22 June 2024")
    for day in range(DAYS):
        on = dt.date(2024, 6, 3) + dt.timedelta(days=day)
        made.add_paragraph(on.strftime("%A %d %B %Y"))
        table = made.add_table(rows=ROWS, cols=2)
        for number, row in enumerate(table.rows):
            row.cells[0].text = f"{8 + number:02d}:00-{9 + number:02d}:00"
            cell = row.cells[1]
            cell.paragraphs[0].add_run(f"Session {day * ROWS + number + 1}: Depth").bold = True
            for _ in range(4):
                cell.add_paragraph(WORDS * 2)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def rows() -> list[tuple[str, float, float]]:
    """(what, reached, limit): the best of several runs of each, as a ratio."""
    data = document()
    assert len(read_document("agenda.docx", data).entries) == DAYS * ROWS
    alone = _best(lambda: mammoth.convert_to_html(io.BytesIO(data)))
    whole = _best(lambda: read_document("agenda.docx", data))
    return [("reading a Word agenda of 40 pages, x mammoth alone", whole / alone, 2.0)]


def _best(work: Callable[[], object]) -> float:
    took = []
    for _ in range(RUNS):
        begun = time.process_time()
        work()
        took.append(time.process_time() - begun)
    return min(took)
