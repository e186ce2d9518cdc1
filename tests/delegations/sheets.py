"""Spreadsheets as secretariats keep them, made here for tests: rows into an XLSX file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from openpyxl import Workbook

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
EVENTS = ("abu-dhabi-2012", "cebu-2017", "manila-2013", "online-2021", "strasbourg-2019")


def workbook(rows, *, merged=(), before=(), hidden=()):
    """The bytes of a workbook: sheets `before`, then one of `rows`; `hidden` sheets at last."""
    book = Workbook()
    sheets = [*before, rows, *hidden]
    for number, one in enumerate(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        for row in one:
            sheet.append(row)
        if one is rows:
            for cells in merged:
                sheet.merge_cells(cells)
        if number >= len(sheets) - len(hidden):
            sheet.sheet_state = "hidden"
    data = io.BytesIO()
    book.save(data)
    book.close()
    return data.getvalue()


def sample_rows(slug):
    """The rows of a sample's participants, header first."""
    with (SAMPLES / slug / "participants.csv").open(newline="", encoding="utf-8") as lines:
        return list(csv.reader(lines))
