"""From the words and drawn tables of PDF pages to blocks in reading order.

Knows places on paper. Heads and feet that return on every page are told once; a table that goes
on over a page keeps its number, its repeated heading row is dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from app.agenda.reading.blocks import Block, Cell, Row
from app.agenda.reading.formats.pdf_columns import loose_blocks
from app.agenda.reading.formats.pdf_words import Word, in_lines, joined

_MARGIN = 0.12
"""Share of a page's height in which running heads and feet stand."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in points, its words, the tables drawn on it."""

    width: float
    height: float
    words: list[Word]
    tables: list[Any]


def read_pages(pages: list[Page]) -> list[Block]:
    """The blocks of all pages."""
    pages = _without_running_heads(pages)
    state = _Tables()
    found: list[Block] = []
    for page in pages:
        rest = page.words
        pieces: list[tuple[float, list[Block]]] = []
        for number, table in enumerate(sorted(page.tables, key=lambda t: t.bbox[1])):
            left, top, right, bottom = table.bbox
            inside = [
                w for w in rest if left <= w.x1 and w.x0 <= right and top <= w.middle <= bottom
            ]
            above = any(w.middle < top for w in rest)
            rest = [w for w in rest if w not in set(inside)]
            begins = number == 0 and not above
            pieces.append((top, list(state.rows(table, inside, goes_on=begins))))
        bounds = [top for top, _ in pieces]
        for place in range(len(bounds) + 1):
            low = bounds[place - 1] if place else float("-inf")
            high = bounds[place] if place < len(bounds) else float("inf")
            loose = [w for w in rest if low <= w.middle < high]
            if loose:
                state.interrupted = True
                found.extend(loose_blocks(loose, state))
            if place < len(bounds):
                found.extend(pieces[place][1])
                state.interrupted = False
    return found


class _Tables:
    """Numbers tables and remembers the last one, in case it goes on overleaf."""

    def __init__(self) -> None:
        self.number = 0
        self.columns: list[float] = []
        self.heading: tuple[str, ...] = ()
        self.interrupted = True

    def next(self) -> int:
        """The number of a table that begins."""
        self.number += 1
        return self.number

    def rows(self, table: Any, words: list[Word], *, goes_on: bool) -> list[Row]:
        edges = sorted({round(c[0]) for row in table.rows for c in row.cells if c})
        same = len(edges) == len(self.columns) and all(
            abs(one - other) < 6 for one, other in zip(edges, self.columns, strict=True)
        )
        overleaf = goes_on and same and not self.interrupted and self.number > 0
        if not overleaf:
            self.next()
            self.columns, self.heading = [float(e) for e in edges], ()
        found: list[Row] = []
        for row in table.rows:
            cells = _cells(row, table, words)
            if not any(cell.lines for cell in cells):
                continue
            told = tuple(cell.text for cell in cells)
            if overleaf and not found and told == self.heading:
                continue
            if not self.heading:
                self.heading = told
            found.append(Row(tuple(cells), self.number))
        return found


def _cells(row: Any, table: Any, words: list[Word]) -> list[Cell]:
    """Cells of one drawn row; a place without a cell belongs to the merged one beside or above."""
    edges = sorted({round(c[0]) for r in table.rows for c in r.cells if c})
    found: list[Cell] = []
    for at, box in enumerate(row.cells):
        if box is None:
            above = _covering(table, row, at)
            if above is not None:
                lines = _words_in(words, above)
                found.append(Cell(joined(in_lines(lines), above[2] - 4), continued=True))
            continue
        width = max(1, sum(1 for e in edges if box[0] - 2 <= e < box[2] - 2))
        inside = _words_in(words, box)
        found.append(Cell(joined(in_lines(inside), box[2] - 4), width))
    return found


def _covering(table: Any, row: Any, at: int) -> Any | None:
    """The box of a cell further up that reaches down into this row at column `at`, if it begins
    there; None for the right part of a cell merged over columns (told at its beginning)."""
    top = row.bbox[1]
    for other in table.rows:
        box = other.cells[at] if at < len(other.cells) else None
        if box is not None and box[1] < top - 1 and box[3] > top + 1:
            return box
    return None


def _words_in(words: list[Word], box: Any) -> list[Word]:
    left, top, right, bottom = box
    return [
        w
        for w in words
        if top - 1 <= w.middle <= bottom + 1 and left - 1 <= (w.x0 + w.x1) / 2 <= right + 1
    ]


def _without_running_heads(pages: list[Page]) -> list[Page]:
    """Lines in the margins that return on at least half of the pages stay on the first only; the
    numbers of pages go."""
    if not pages:
        return pages
    marginal = [
        [(line, _told(line)) for line in in_lines(page.words) if _in_margin(line, page)]
        for page in pages
    ]
    counts = Counter(told for lines in marginal for told in {told for _, told in lines})
    often = {t for t, n in counts.items() if len(pages) > 1 and n >= max(2, len(pages) / 2)}
    seen: set[str] = set()
    kept: list[Page] = []
    for page, lines in zip(pages, marginal, strict=True):
        dropped: set[Word] = set()
        for line, told in lines:
            again = told in often and (told in seen or _in_foot(line, page))
            if again or _is_page_number(line):
                dropped.update(line)
            seen.add(told)
        words = [w for w in page.words if w not in dropped]
        kept.append(Page(page.width, page.height, words, page.tables))
    return kept


def _told(line: list[Word]) -> str:
    return re.sub(r"\d+", "#", " ".join(w.text for w in line)).casefold()


def _in_margin(line: list[Word], page: Page) -> bool:
    middle = line[0].middle / page.height
    return middle < _MARGIN or middle > 1 - _MARGIN


def _in_foot(line: list[Word], page: Page) -> bool:
    return line[0].middle / page.height > 1 - _MARGIN


def _is_page_number(line: list[Word]) -> bool:
    words = " ".join(w.text for w in line)
    return bool(
        re.fullmatch(
            r"(?i)(?:page|página|p\.)?\s*[-–]?\s*\d{1,3}\s*[-–]?(?:\s*(?:/|of|sur|de)\s*\d{1,3})?",
            words,
        )
    )
