"""From spreadsheets to rows: every visible sheet a table, dates and times as agendas write them.

Knows of agendas only the headings of their columns, because a time without a number format is a
bare fraction of a day (0.375) that its column alone explains.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from typing import Any

import openpyxl
from openpyxl.utils.datetime import from_excel

from app.agenda.reading.blocks import Block, Cell, Line, Paragraph, Row, Run, clean, plain_line
from app.agenda.reading.words import COLUMNS, fold
from app.errors import BadInput

_LARGEST_PART = 3_000_000
_LARGEST_WHOLE = 40_000_000
_MOST_PARTS = 1_000
_MOST_ROWS = 5_000
_MOST_CELLS = 60
_DAMAGED = "The spreadsheet is damaged or cut off. Save it again as .xlsx and try again."
_TOO_LARGE = "The spreadsheet is too large for an agenda. Keep the agenda's rows only; try again."


def blocks(data: bytes) -> list[Block]:
    """The blocks of an .xlsx: sheets in their order, hidden ones left out. Raises BadInput."""
    _inspect(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except BadInput:
        raise
    except Exception:  # noqa: BLE001
        # openpyxl documents no errors for damaged packages: they come as KeyError, ValueError,
        # TypeError, ParseError and more, depending on the place of damage.
        raise BadInput(_DAMAGED) from None
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        found: list[Block] = []
        for number, sheet in enumerate(sheets, 1):
            if len(sheets) > 1:
                found.append(Paragraph(plain_line(clean(sheet.title))))
            found.extend(_rows(sheet, number, book.epoch))
    finally:
        book.close()
    return found


def _inspect(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > _LARGEST_WHOLE:
                raise BadInput(_TOO_LARGE)
            for part in parts:
                if not part.filename.endswith((".xml", ".rels")):
                    continue
                if part.file_size > _LARGEST_PART:
                    raise BadInput(_TOO_LARGE)
                start = archive.read(part)[:4096].replace(b"\0", b"")
                if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                    raise BadInput(_DAMAGED)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        raise BadInput(_DAMAGED) from None


def _rows(sheet: Any, table: int, epoch: dt.datetime) -> list[Block]:
    """Rows with every merged cell told in each row that it covers."""
    covered, spans = _merged(sheet)
    headings: dict[int, str] = {}
    found: list[Block] = []
    last_row, last_column = min(sheet.max_row, _MOST_ROWS), min(sheet.max_column, _MOST_CELLS)
    for row in sheet.iter_rows(max_row=last_row, max_col=last_column):
        cells: list[Cell] = []
        for cell in row:
            place = (cell.row, cell.column)
            if place in covered:
                above = covered[place]
                if above is not None:
                    source = sheet.cell(*above)
                    lines = _lines(source, headings.get(above[1], ""), epoch)
                    cells.append(Cell(lines, spans.get(above, 1), continued=True))
                continue
            heading = headings.get(cell.column, "")
            cells.append(Cell(_lines(cell, heading, epoch), spans.get(place, 1)))
            if isinstance(cell.value, str):
                headings.setdefault(cell.column, "")
                role = _role(cell.value)
                headings[cell.column] = role or headings[cell.column]
        if any(cell.lines for cell in cells):
            found.append(Row(tuple(cells), table))
    return found


def _merged(
    sheet: Any,
) -> tuple[dict[tuple[int, int], tuple[int, int] | None], dict[tuple[int, int], int]]:
    """Covered places, with the merged cell to be told again there (None: told already in this
    row), and the width of each merged cell."""
    covered: dict[tuple[int, int], tuple[int, int] | None] = {}
    spans: dict[tuple[int, int], int] = {}
    for merged in sheet.merged_cells.ranges:
        first = (merged.min_row, merged.min_col)
        last_row = min(merged.max_row, _MOST_ROWS)
        last_column = min(merged.max_col, _MOST_CELLS)
        spans[first] = max(1, last_column - merged.min_col + 1)
        for row in range(merged.min_row, last_row + 1):
            for column in range(merged.min_col, last_column + 1):
                if (row, column) != first:
                    told = column == merged.min_col
                    covered[row, column] = first if told else None
    return covered, spans


def _lines(cell: Any, heading: str, epoch: dt.datetime) -> tuple[Line, ...]:
    strong = bool(cell.font and cell.font.b)
    text = _text(cell.value, heading, epoch)
    return tuple(
        Line((Run(re.sub(r"^[•▪]\s*", "", line.strip()), strong),), line.strip()[:1] in "•▪")
        for line in clean(text).split("\n")
        if line.strip()
    )


def _text(value: Any, heading: str, epoch: dt.datetime) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | float) and heading in ("time", "start", "end", "day"):
        value = _from_serial(float(value), heading, epoch)
    if isinstance(value, dt.datetime):
        value = (value + dt.timedelta(seconds=30)).replace(second=0, microsecond=0)
        if value.time() == dt.time.min:
            return str(value.date().isoformat())
        return f"{value:%H:%M}" if value.year <= 1904 else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _from_serial(value: float, heading: str, epoch: dt.datetime) -> Any:
    """A serial of days as what its column holds; anything else unchanged."""
    try:
        if heading == "day":
            return from_excel(value, epoch) if 20_000 <= value <= 80_000 else value
        whole, fraction = divmod(value, 1)
        minutes = fraction * 1440
        if abs(minutes - round(minutes)) < 0.02 and (whole >= 20_000 or whole == 0):
            stands = from_excel(value, epoch)
            return stands if whole else dt.time(round(minutes) // 60 % 24, round(minutes) % 60)
    except (ValueError, OverflowError):
        return value
    return value


def _role(text: str) -> str | None:
    plain = fold(" ".join(text.split()))
    return next((name for name, words in COLUMNS.items() if words.fullmatch(plain)), None)
