"""Reads tables of rows and cells from a file, CSV or workbook. Knows no column by name.

`sheets_in` chooses by content, for the name of a file may lie.
"""

from __future__ import annotations

import csv
import io

from app.delegations.workbooks import MOST_COLUMNS, Rows, sheets_of
from app.errors import BadInput

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
_DELIMITERS = ",;\t"
# What begins so is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@")
_LOOKED_AT = 20  # rows by which the delimiter is found


def sheets_in(data: bytes, *, most_columns: int = MOST_COLUMNS) -> list[Rows]:
    """The sheets of a file, one of a CSV: all rows, also empty ones, so that row 1 is the first.

    BadInput for what is no table, is too large, or is not UTF-8 (or UTF-16 with its mark).
    """
    if len(data) > MOST_BYTES:
        raise BadInput(
            "This file is larger than {most} megabytes. Save only the sheet of participants.",
            field="file",
            most=MOST_BYTES // 1_000_000,
        )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(
            "This is a workbook of an older kind or with a password. Save it as “.xlsx” without"
            " one, or save its sheet of participants as “CSV UTF-8”.",
            field="file",
        )
    is_workbook = data.startswith(b"PK\x03\x04")
    sheets = sheets_of(data, MOST_ROWS, most_columns) if is_workbook else [_csv_rows(_text(data))]
    if not any(cell.strip() for rows in sheets for row in rows for cell in row):
        raise BadInput(
            "This file is empty. Give a table with one person in each row.", field="file"
        )
    if any(len(rows) > MOST_ROWS for rows in sheets):
        raise BadInput(
            "This table has more than {most} rows. Import it in parts.",
            field="file",
            most=MOST_ROWS,
        )
    return sheets


def _text(data: bytes) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(
            "The letters of this file cannot be read. Save the table as “CSV UTF-8”.", field="file"
        ) from None
    if "\x00" in text:
        raise BadInput("This is not a table. Save the sheet as “CSV UTF-8”.", field="file")
    return text


def _csv_rows(text: str) -> Rows:
    """By the delimiter that makes most cells of the first rows; Excel's depends on the country."""
    delimiter = max(_DELIMITERS, key=lambda one: _cells(text, one))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: Rows = []
    try:
        for row in reader:
            rows.append([_as_written(cell) for cell in row])
            if len(rows) > MOST_ROWS:
                break
    except csv.Error:
        raise BadInput(
            "The table cannot be read after row {row}. Look for a quotation mark that is not"
            " closed, and save it as “CSV UTF-8” again.",
            field="file",
            row=len(rows),
        ) from None
    return rows


def _as_written(cell: str) -> str:
    """The cell without the apostrophe that keeps spreadsheets from reckoning with it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


def _cells(text: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    cells = 0
    try:
        for number, row in enumerate(reader):
            if number == _LOOKED_AT:
                break
            cells += len(row)
    except csv.Error:
        return 0
    return cells
