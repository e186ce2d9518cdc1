"""How the Word file looks: page, styles, language; knows no text.

Real styles with Word's own names wherever it has one, so that a secretariat can restyle the whole
document in one place and a table of contents finds its headings.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from app.recommendations.document.docx_package import element

# In every Word since 2007, with Greek and Cyrillic; LibreOffice has a font of the same widths.
FONT = "Cambria"
CLASSIC = "Times New Roman"
COLUMN = 11  # mm: numbers stand in a column of their own
STEP = 8  # mm: each nesting
QUIET = RGBColor(0x55, 0x55, 0x55)
BLACK = RGBColor(0, 0, 0)
DEEPEST = 4


def dress(document: Document, language: str, typeface: str = "") -> dict[str, str]:
    """Give the empty document its page, its styles, its language (BCP 47) and its typeface.

    Returns the id of each style by its name: python-docx searches all styles for every paragraph,
    which for a thousand recommendations takes longer than everything else together.
    """
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    section.left_margin, section.right_margin = Mm(32), Mm(28)
    section.header_distance = section.footer_distance = Mm(14)
    section.different_first_page_header_footer = True
    _speak(document, language)
    # The template is of 2010, and Word would announce "compatibility mode" over an adopted text.
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    _style(document, "Normal", size=11, after=6, line=1.1)
    _style(document, "Header", size=8.5, quiet=True)
    _style(document, "Footer", size=8.5, quiet=True)
    _style(document, "Letterhead", size=8.5, quiet=True, after=42)
    _style(document, "Event", size=11, quiet=True, after=4)
    _style(document, "Title", size=24, bold=True, after=6, line=1.0, rule=None)
    _style(document, "Subtitle", size=13, after=6)
    _style(document, "Place", size=11, after=16)
    _style(document, "Facts", size=11, after=2, left=34, hang=34)
    _style(
        document,
        "TOC Heading",
        size=13,
        bold=True,
        before=20,
        after=6,
        left=COLUMN,
        hang=COLUMN,
        rule=8,
    )
    _style(document, "toc 1", size=11, after=2, left=COLUMN, hang=COLUMN)
    _style(
        document,
        "Heading 1",
        size=13,
        bold=True,
        before=22,
        after=8,
        left=COLUMN,
        hang=COLUMN,
        rule=8,
    )
    _style(document, "Heading 2", size=11, bold=True, before=12, after=6, left=COLUMN)
    _style(document, "Heading 3", size=11, bold=True, before=10, after=4, left=COLUMN)
    for depth in range(1, DEEPEST + 1):
        step = COLUMN if depth == 1 else STEP
        left = COLUMN + STEP * (depth - 1)
        _style(document, clause(depth), size=11, after=6, left=left, hang=step)
        _style(document, clause(depth, "Remarks"), size=8.5, quiet=True, after=7, left=left)
        _style(document, clause(depth, "Preamble"), size=11, after=6, left=left)
    _style(document, "List Bullet", size=11, after=2, left=COLUMN + 4, hang=4)
    _style(document, "Caption", size=11, bold=True, before=8, after=4)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    _style(document, "Table Text", size=9, after=0, line=1.0)
    _style(document, "Fingerprint", size=8, quiet=True, before=14)
    _style(document, "footnote text", size=9, after=2, line=1.0, style_id="FootnoteText")
    reference = document.styles.add_style(
        "footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True
    )
    reference.element.set(qn("w:styleId"), "FootnoteReference")
    reference.font.superscript = True
    if typeface == "classic":
        for fonts in document.styles.element.iter(qn("w:rFonts")):
            for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{slot}"), CLASSIC)
    return {str(style.name): style.style_id for style in document.styles}


def clause(depth: int, name: str = "Clause") -> str:
    """Return the style's name for a nesting from 1; deeper than the deepest looks like it."""
    return f"{name} {min(depth, DEEPEST)}"


def _style(
    document: Document,
    name: str,
    *,
    size: float,
    bold: bool = False,
    quiet: bool = False,
    before: float = 0,
    after: float = 0,
    left: float = 0,
    hang: float = 0,
    line: float | None = None,
    rule: int | None = None,
    style_id: str | None = None,
) -> None:
    styles = document.styles
    if name not in styles:
        # A style of Word's own must not be marked as custom, or Word adds a second one beside it.
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in _WORDS_OWN)
        style.base_style = styles["Normal"]
        style.quick_style = True
    style = styles[name]
    assert isinstance(style, ParagraphStyle)
    if style_id:
        style.element.set(qn("w:styleId"), style_id)
    _font(style, size, bold=bold, quiet=quiet)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.left_indent, shape.first_line_indent = Mm(left), Mm(-hang)
    if hang:
        shape.tab_stops.add_tab_stop(Mm(left))
    if line:
        shape.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
        shape.line_spacing = line
    _rule_above(style, rule)


def _font(style: ParagraphStyle, size: float, *, bold: bool, quiet: bool) -> None:
    properties = style.element.get_or_add_rPr()
    # The template names theme fonts, which win over plain ones, and spaces and colours its titles.
    for tag in ("w:rFonts", "w:spacing", "w:kern", "w:i", "w:iCs", "w:bCs", "w:szCs", "w:lang"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    fonts = properties.get_or_add_rFonts()
    for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{slot}"), FONT)
    font = style.font
    font.size, font.bold, font.italic = Pt(size), bold, False
    font.color.rgb = QUIET if quiet else BLACK


def _rule_above(style: ParagraphStyle, eighths: int | None) -> None:
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    if eighths:
        borders = element("w:pBdr")
        borders.append(element("w:top", val="single", sz=str(eighths), space="6", color="000000"))
        # Two parts without text between them would otherwise share one rule.
        borders.append(
            element("w:between", val="single", sz=str(eighths), space="6", color="000000")
        )
        properties.insert_element_before(borders, *_AFTER_BORDERS)


def _speak(document: Document, language: str) -> None:
    # Word hyphenates and proofs by country; a bare "en" would be taken for American.
    tag = {"en": "en-GB"}.get(language, language)
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    spoken: Any = element("w:lang", val=tag, eastAsia=tag, bidi=tag)
    defaults.append(spoken)


_WORDS_OWN = frozenset({"toc 1", "TOC Heading", "footnote text"})

# What may follow w:pBdr in a w:pPr (ECMA-376, part 1, section 17.3.1.26).
_AFTER_BORDERS = tuple(
    f"w:{name}"
    for name in (  # noqa: SIM905 - a list of forty quoted words reads worse
        "shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE "
        "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
        "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle "
        "rPr sectPr pPrChange"
    ).split()
)
