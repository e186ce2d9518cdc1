"""Rows out of tables whose rows were lost: all their cells stand in one line, or a cell in each.

Knows that a row begins with its time or names a day; which entry it tells is read in drafting.
Converters of web pages write "08:30 |", "09:00 |", "Registration |", one below the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.agenda.reading.blocks import Block, Cell, Row, plain_cell, squeeze
from app.agenda.reading.headings import read_day_heading
from app.agenda.reading.times import Span, whole_span
from app.agenda.reading.words import COLUMNS, fold

_MOST_CELLS = 20_000


def unflattened(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, every flattened row among them as the rows that it holds."""
    for block in blocks:
        if isinstance(block, Row) and (block.flat or _holds_rows(block.cells)):
            yield from _rows(block.cells, block.table)
        else:
            yield block


def _holds_rows(cells: Sequence[Cell]) -> bool:
    """Three times or more, each later than the one before: no table has so many side by side."""
    if not 5 < len(cells) <= _MOST_CELLS:
        return False
    count = ended = 0
    last = None
    for cell in cells:
        if span := _time(cell):
            if span.start is None or (last and span.start <= last):
                return False
            last = span.start
            count, ended = count + 1, ended + bool(span.end)
        elif count and _names_day(cell):
            last = None
    return count > 2 and ended > 0


def _rows(cells: Sequence[Cell], table: int) -> Iterator[Row]:
    row: list[Cell] = []
    heads = two_columns = False
    for cell in _single(cells):
        words = fold(squeeze(cell.text))
        span = _time(cell)
        if span and _closes(row, span):
            if two_columns:
                row.append(cell)
            else:
                row[-1] = plain_cell(f"{row[-1].text.rstrip(' -–—')} – {cell.text}")
            continue
        names_time = bool(COLUMNS["time"].fullmatch(words) or COLUMNS["start"].fullmatch(words))
        begins = (
            span is not None or names_time or (_names_day(cell) and not _in_heading(row, heads))
        )
        if begins or (words and not heads and _is_day(row)):
            yield from _row(row, table)
            row, heads = [], names_time
        two_columns = bool(COLUMNS["start"].fullmatch(words)) if names_time else two_columns
        row.append(cell)
    yield from _row(row, table)


def _single(cells: Sequence[Cell]) -> Iterator[Cell]:
    """The cells; a day in the line above the heading of a column is a cell of its own."""
    for cell in cells:
        last = fold(squeeze(cell.lines[-1].text)) if len(cell.lines) > 1 else ""
        if last and any(pattern.fullmatch(last) for pattern in COLUMNS.values()):
            yield Cell(cell.lines[:-1])
            yield Cell(cell.lines[-1:])
        else:
            yield cell


def _in_heading(row: Sequence[Cell], heads: bool) -> bool:
    """Whether a day named next is the name of a further column: "Hours", "Monday", "Tuesday"."""
    worded = [cell for cell in row if cell.text]
    return heads and (len(worded) < 2 or _names_day(worded[-1]))


def _is_day(row: Sequence[Cell]) -> bool:
    return bool(row) and _names_day(row[0])


def _closes(row: Sequence[Cell], span: Span) -> bool:
    """Whether a time alone in its cell is the end of the time alone in the cell before."""
    begun = _time(row[-1]) if row else None
    if begun is None or begun.start is None or begun.end or span.start is None or span.end:
        return False
    return span.start > begun.start or span.half_day


def _row(cells: list[Cell], table: int) -> Iterator[Row]:
    if any(cell.text for cell in cells):
        yield Row(tuple(cells), table)


def _time(cell: Cell) -> Span | None:
    text = squeeze(cell.text)
    return whole_span(text) if text[:1].isdecimal() else None


def _names_day(cell: Cell) -> bool:
    text = squeeze(cell.text)
    return bool(text) and _time(cell) is None and read_day_heading(text) is not None
