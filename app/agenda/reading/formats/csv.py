"""From comma-separated tables to rows of one table, whatever separates them.

Knows of agendas only the headings of columns. Spreadsheets in French and Spanish separate by
semicolons.
"""

from __future__ import annotations

import csv
import io
from itertools import islice

from app.agenda.reading.blocks import Block, Cell, Line, Row, plain_line
from app.agenda.reading.words import COLUMNS, fold
from app.errors import BadInput

_MOST_ROWS = 20_000
_MOST_CELLS = 60
_SEPARATORS = ",;\t"


def looks_separated(text: str) -> str | None:
    """The separator of a text that is a table of separated values, or None.

    Most rows must hold one and the same number of cells, at least three, and one of the first
    rows the headings of columns.
    """
    sample = text[:20_000]
    for separator in _SEPARATORS:
        if sample.count(separator) < 4:
            continue
        try:
            rows = [row for row in csv.reader(io.StringIO(sample), delimiter=separator) if row]
        except csv.Error:
            continue
        counts = [len(row) for row in rows]
        usual = max(set(counts), key=counts.count) if counts else 0
        if usual >= 3 and counts.count(usual) * 2 > len(counts) and any(map(_heads, rows[:15])):
            return separator
    return None


def blocks(text: str) -> list[Block]:
    """The rows of a table of separated values. Raises BadInput for one that is no agenda's size."""
    separator = looks_separated(text) or (";" if text.count(";") > text.count(",") else ",")
    found: list[Block] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        for row in islice(reader, _MOST_ROWS + 1):
            cells = tuple(_cell(piece) for piece in row[:_MOST_CELLS])
            if any(cell.lines for cell in cells):
                found.append(Row(cells, 1))
    except csv.Error:
        raise BadInput(
            "The table is damaged. Save it again as .csv or .xlsx and try again."
        ) from None
    if len(found) > _MOST_ROWS:
        raise BadInput("The table is too long for an agenda. Keep the agenda's rows only.")
    return found


def _heads(row: list[str]) -> bool:
    named = [w for w in row if any(c.fullmatch(fold(w.strip())) for c in COLUMNS.values())]
    return len(named) > 2 or (len(named) == 2 and len(row) < 4)


def _cell(piece: str) -> Cell:
    lines = (line.strip() for line in piece.split("\n"))
    kept: list[Line] = [
        plain_line(line.lstrip("•▪- "), bullet=line.startswith(("•", "▪", "- ")))
        for line in lines
        if line
    ]
    return Cell(tuple(kept))
