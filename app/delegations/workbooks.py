"""Reads the sheets of an XLSX workbook as rows of text. Knows no column by name.

ECMA-376 is read by openpyxl, row by row; merged cells are spread here, because secretariats merge
the delegation's name over all of its members.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

from app.errors import BadInput

MOST_UNPACKED = 80_000_000  # bytes: a sheet of 20,000 rows has a tenth of it
MOST_COLUMNS = 60
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')

Rows = list[list[str]]


def sheets_of(data: bytes, most_rows: int, most_columns: int = MOST_COLUMNS) -> list[Rows]:
    """The rows of every visible sheet that has any; at most `most_rows` + 1 of each.

    BadInput for what is no workbook, or unpacks to more than anybody types.
    """
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise BadInput(
                    "This workbook is too large. Copy the sheet of participants into a new one.",
                    field="file",
                )
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            try:
                return [
                    rows
                    for sheet in book.worksheets
                    if sheet.sheet_state == "visible"
                    and (rows := _rows(archive, sheet, most_rows, most_columns))
                ]
            finally:
                book.close()
    except BadInput:
        raise
    except Exception:  # noqa: BLE001 - whatever the damaged part happens to break
        raise BadInput(
            "This workbook cannot be read. Open it, save it again as “.xlsx” and give that file.",
            field="file",
        ) from None


def _rows(archive: zipfile.ZipFile, sheet: Any, most: int, columns: int) -> Rows:
    # The size that a file claims for its sheet is often the whole grid, or one cell.
    sheet.reset_dimensions()
    rows: Rows = []
    empty = 0
    for values in sheet.iter_rows(values_only=True, max_col=columns):
        row = [_text(value) for value in values]
        if not any(row):
            empty += 1
            if empty > most:
                break
            continue
        rows += [[] for _ in range(empty)]
        empty = 0
        while not row[-1]:
            row.pop()
        rows.append(row)
        if len(rows) > most:
            break
    _spread_merged(rows, _MERGED.findall(archive.read(sheet._worksheet_path)))
    return rows


def _spread_merged(rows: Rows, ranges: list[bytes]) -> None:
    """Write the text of cells merged downwards into each of their rows.

    Cells merged sideways are titles: their text stays where it is, else a title would fill a row.
    """
    from openpyxl.utils.cell import range_boundaries

    for written in ranges:
        left, top, right, bottom = range_boundaries(written.decode())
        if not (left and top and right and bottom) or bottom == top or left != right:
            continue
        if top > len(rows) or left > len(rows[top - 1]):
            continue
        text = rows[top - 1][left - 1]
        for row in rows[top : min(bottom, len(rows))]:
            if any(row):
                row += [""] * (left - len(row))
                row[left - 1] = text


def _text(value: object) -> str:
    """A cell as it is read by people: no ".0" after whole numbers, dates as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()
