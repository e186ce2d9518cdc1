"""How the Word agenda looks: page, fonts, widths. Knows WordprocessingML, no agenda."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

TEXT_WIDTH = 166.0  # mm, between the margins of A4
TIME_WIDTH = 30.0
_FONT = "Arial"


def dress(word: Document, language: str) -> None:
    """A4, margins, fonts and spacing."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - TEXT_WIDTH) / 2)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    styles: Any = word.styles
    for name, size, before, after in (
        ("Normal", 10, 0, 3),
        ("Subtitle", 10, 0, 3),
        ("Heading 1", 16, 6, 6),
        ("Heading 2", 11, 14, 4),
        ("Header", 8.5, 0, 0),
        ("Footer", 8.5, 0, 0),
        ("List Bullet", 10, 0, 1),
    ):
        style = styles[name]
        _name_font(style)
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.font.italic = False
        style.font.bold = name.startswith("Heading")
        style.paragraph_format.space_before, style.paragraph_format.space_after = (
            Pt(before),
            Pt(after),
        )
        for spacing in style.element.rPr.findall(qn("w:spacing")):  # the template's wide letters
            style.element.rPr.remove(spacing)
    _speak(styles["Normal"], language)
    for kind in ("Header", "Footer"):
        stops = styles[kind].paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(Mm(TEXT_WIDTH / 2), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def set_widths(table: Table, widths: Sequence[float]) -> None:
    """Fixed widths in millimetres; each cell needs its own, LibreOffice reads no other."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        place = 0
        for cell in row._tr.tc_lst:
            span = cell.grid_span
            cell.width = Mm(sum(widths[place : place + span]))
            place += span


def rule(table: Table) -> None:
    """Thin grey rules, and air above and below the words of a cell."""
    properties = table._tbl.tblPr
    borders, margins = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _append(borders, side, val="single", sz="4", space="0", color="8C8C8C")
    for side in ("top", "bottom"):
        _append(margins, side, w="60", type="dxa")
    # The schema is a sequence: borders, layout, margins, look.
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    layout.addnext(margins)


def keep_together(row: _Row) -> None:
    """A row that does not break over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def repeat_as_heading(row: _Row) -> None:
    """A row that stands again at the top of each page of its table."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def shade(cell: _Cell) -> None:
    """The pale ground of a day's band."""
    _append(cell._tc.get_or_add_tcPr(), "shd", val="clear", color="auto", fill="EDEDED")


def add_page_number(paragraph: Paragraph, pattern: str) -> None:
    """ "Page 1 of 2" as fields; `pattern` has {page} and {pages}."""
    before, _, rest = pattern.partition("{page}")
    between, _, after = rest.partition("{pages}")
    paragraph.add_run(before)
    _add_field(paragraph, "PAGE")
    paragraph.add_run(between)
    _add_field(paragraph, "NUMPAGES")
    paragraph.add_run(after)


def _append(parent: Any, name: str, **attributes: str) -> None:
    child = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        child.set(qn(f"w:{key}"), value)
    parent.append(child)


def _add_field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" {code} ")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _name_font(style: Any) -> None:
    style.font.name = _FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # The template's theme fonts win over the name where they are left in.
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _FONT)


def _speak(style: Any, language: str) -> None:
    """The language that Word's spelling and a reading voice use."""
    properties = style.element.get_or_add_rPr()
    for former in properties.findall(qn("w:lang")):
        properties.remove(former)
    _append(properties, "lang", val=language)
