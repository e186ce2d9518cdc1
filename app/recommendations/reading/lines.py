"""Blocks of a document → the lines of running text, whole again where only the edge broke them.

Knows paragraphs, rows of tables and the marks of lists; knows nothing of what a line is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.agenda.reading.blocks import Block, Line, Paragraph, Row, plain_line, squeeze
from app.recommendations.reading.marks import Mark, mark_of

_WIDEST = 110
"""Characters of the longest line in a text that somebody broke by hand or by program."""
_END = re.compile(r"[.;:!?…][\"”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """One line: its words without its mark; `table` is not 0 for a row of a real table."""

    text: str
    mark: Mark | None = None
    bullet: bool = False
    level: int = 0
    strong: bool = False
    depth: int = 0
    indent: int = 0
    table: int = 0

    @property
    def is_listed(self) -> bool:
        """Whether it is an item of a list."""
        return self.bullet or self.mark is not None

    @property
    def whole(self) -> str:
        """All its words, the mark among them."""
        return f"{self.mark.text} {self.text}" if self.mark else self.text


def pieces_of(blocks: Iterable[Block]) -> list[Piece]:
    """The lines of a document in their order."""
    lines = [(line, table) for block in blocks for line, table in _lines(block)]
    loose = [line.text for line, table in lines if not table]
    broken = any(not line.apart for line, _ in lines) and max(map(len, loose), default=0) < _WIDEST
    widest = max((len(text) for text in loose), default=0)
    found: list[Piece] = []
    above = ""
    for line, table in lines:
        piece = _piece(line, table)
        if not piece.text and not piece.mark:
            continue
        if found and _goes_on(found[-1], above, line, piece, widest if broken else 0):
            found[-1] = replace(found[-1], text=f"{found[-1].text} {piece.text}")
        else:
            found.append(piece)
        above = line.text
    return found


def _goes_on(last: Piece, above: str, line: Line, piece: Piece, widest: int) -> bool:
    """Whether a line only goes on with the sentence of the line above it."""
    if line.apart or piece.is_listed or piece.level or piece.table or last.level or last.table:
        return False
    if last.strong != piece.strong and not last.is_listed:
        return False
    small = piece.text[:1].islower()
    if widest and not above.isupper():
        # A line that ends a sentence and reaches the edge may end a paragraph, too; rarely.
        return len(above) > (0.8 if _END.search(above) else 0.5 if small else 0.75) * widest
    return small and not _END.search(above)


def _lines(block: Block) -> Iterable[tuple[Line, int]]:
    if isinstance(block, Paragraph):
        return [(block.line, 0)]
    if block.table:
        return [(line, block.table) for line in _told(block)]
    return [(line, 0) for line in _in_one(block)]


def _told(row: Row) -> Iterable[Line]:
    """A row of a table in one line."""
    text = " | ".join(cell.text for cell in row.cells if cell.text and not cell.continued)
    return [plain_line(text)] if text else []


def _in_one(row: Row) -> Iterable[Line]:
    """A line with tabulators or wide gaps, which is no table: its words with single blanks."""
    lines = [line for cell in row.cells for line in cell.lines]
    if not lines:
        return []
    blank = next(place for place, cell in enumerate(row.cells) if cell.lines)
    runs = [run for line in lines for run in (*line.runs, *plain_line(" ").runs)]
    return [replace(lines[0], runs=tuple(runs), indent=max(lines[0].indent, 4 * blank))]


def _piece(line: Line, table: int) -> Piece:
    text = squeeze(line.text)
    mark = None if line.level or table else mark_of(text)
    if mark:
        text = text[len(mark.text) :].strip()
    return Piece(
        text=text,
        mark=mark,
        bullet=line.bullet,
        level=line.level,
        strong=line.strong and bool(text),
        depth=line.depth,
        indent=line.indent,
        table=table,
    )
