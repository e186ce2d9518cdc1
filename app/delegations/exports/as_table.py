"""Participants as a spreadsheet: CSV (RFC 4180, UTF-8 with a mark for Excel) and XLSX."""

from __future__ import annotations

import csv
import io

from app.delegations.exports.people_list import PeopleList
from app.delegations.sheets import FORMULA
from app.printing import printable

_WIDTHS = (30, 30, 36, 40, 32, 24, 12)  # characters


def as_csv(people: PeopleList) -> bytes:
    """The rows as text; a cell that programs would take for a formula begins with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in people.rows():
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(people: PeopleList) -> bytes:
    """The rows as a workbook, the header above and kept in sight; every cell is text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(printable(people.translate("Participants"))[:31])
    for place, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    for number, row in enumerate(people.rows()):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, printable(value))
            cell.data_type = "s"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    data = io.BytesIO()
    book.save(data)
    book.close()
    return data.getvalue()
