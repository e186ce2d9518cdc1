"""A table in a Word file: hairlines, a header row repeated on every page; knows no conclusions."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell

from app.recommendations.document.docx_package import element
from app.recommendations.document.tree import TableBlock


def add_table(word: Document, block: TableBlock, width: float, style_id: str) -> list[Any]:
    """Append the table, `width` mm wide, its text in the paragraph style of that id.

    Returns the row elements below the header.
    """
    table = word.add_table(rows=1, cols=len(block.columns))
    table.autofit = False
    shares = block.widths or (1.0,) * len(block.columns)
    widths = [Mm(width * share / sum(shares)) for share in shares]
    for column, each in zip(table.columns, widths, strict=True):
        column.width = each
    for cell, name in zip(table.rows[0].cells, block.columns, strict=True):
        _write(cell, name, style_id, bold=True)
    _repeat_header(table)
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _write(cell, text, style_id)
    for line in table.rows:
        line._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for cell, each in zip(line.cells, widths, strict=True):
            cell.width = each
    _rule(table)
    # Two tables that touch become one, and a table must not be the last thing in a section.
    word.add_paragraph()._p.style = style_id
    return [row._tr for row in table.rows][1:]


def _write(cell: _Cell, text: str, style_id: str, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style_id
    paragraph.add_run(text).bold = bold or None


def _repeat_header(table: Table) -> None:
    table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))


def _rule(table: Table) -> None:
    properties = table._tbl.tblPr
    borders = element("w:tblBorders")
    for side, size in (("top", "8"), ("bottom", "4"), ("insideH", "2")):
        borders.append(element(f"w:{side}", val="single", sz=size, space="0", color="000000"))
    margins = element("w:tblCellMar")
    for side, twips in (("top", "60"), ("left", "0"), ("bottom", "60"), ("right", "200")):
        margins.append(element(f"w:{side}", w=twips, type="dxa"))
    # The schema is a sequence (ECMA-376, part 1, section 17.4.59): borders, layout, margins, look.
    properties.find(qn("w:tblLayout")).addprevious(borders)
    properties.find(qn("w:tblLayout")).addnext(margins)
