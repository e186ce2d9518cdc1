"""Boards as a spreadsheet: a sheet of priorities and a sheet of inputs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.sessions.exports.content import BoardContent, Translate

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LONG = 60  # the width of a column of texts, in characters
_FIXED = datetime(2000, 1, 1, tzinfo=UTC)  # no file says when it was asked for


def as_xlsx(boards: Sequence[BoardContent], translate: Translate = str) -> bytes:
    """The bytes of an .xlsx file. No text is a formula, whatever it begins with."""
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    _ = translate
    book = Workbook()
    book.properties.created = book.properties.modified = _FIXED
    book.properties.creator = "Plenary"
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = _("Priorities")[:31]
    _fill(
        first,
        [_("Number"), _("Priority"), _("Board"), _("State"), _("From inputs")],
        [
            (
                one.number,
                one.text,
                board.name,
                _("recorded") if one.recorded else _("proposed"),
                ", ".join(str(number) for number in one.sources),
            )
            for board in boards
            for one in board.priorities
        ],
    )
    _fill(
        book.create_sheet(_("Inputs")[:31]),
        [_("Number"), _("Input"), _("Board"), _("Kind"), _("By"), _("Cluster"), _("Posted")],
        [
            (
                one.number,
                one.text,
                board.name,
                one.kind,
                one.by or "",
                one.cluster or "",
                one.posted,
            )
            for board in boards
            for one in board.inputs
        ],
    )
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _fill(sheet: Worksheet, heads: Sequence[str], rows: Sequence[Sequence[int | str]]) -> None:
    from openpyxl.styles import Alignment, Font

    for at, row in enumerate([heads, *rows], 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column, value)
            if isinstance(value, str):
                # "=1+1" in an input is what somebody wrote, never a formula.
                cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if at == 1:
                cell.font = Font(bold=True)
    for letter in "CDEFG"[: len(heads) - 2]:
        sheet.column_dimensions[letter].width = 24
    sheet.column_dimensions["B"].width = _LONG
    sheet.freeze_panes = "A2"
