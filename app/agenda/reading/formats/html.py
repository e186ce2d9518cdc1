"""From HTML to blocks: tables with merged cells, lists, emphasis, line breaks.

Knows nothing of agendas. Scripts, styles and anything fetched from elsewhere are never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from app.agenda.reading.blocks import Block, Cell, Line, LineBuilder, Paragraph, Row
from app.errors import BadInput

_IGNORED = {"script", "style", "head", "noscript", "template", "svg", "del", "s", "select"}
_BREAKING = {
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "section", "article", "header", "footer",
    "main", "nav", "aside", "blockquote", "pre", "figure", "hr", "tr", "td", "th", "table",
    "tbody", "thead", "tfoot", "caption", "address", "body", "form", "fieldset", "center",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_MOST_SPANNED = 200


def blocks(text: str, *, keep_tabs: bool = False) -> list[Block]:
    """The blocks of an HTML document or fragment.

    `keep_tabs` keeps tab characters inside paragraphs and reads such paragraphs as rows: Word
    documents converted to HTML hold tabulators that a browser would not show.
    """
    root = _parsed(text)
    if root is None:
        return []
    reader = _Reader(keep_tabs)
    reader.walk(root, False, False)
    reader.flush()
    return reader.found


def lines(text: str) -> list[Line]:
    """The lines of an HTML fragment, tables flattened."""
    root = _parsed(text)
    if root is None:
        return []
    builder = LineBuilder()
    _Inline(builder, keep_tabs=False).walk(root, False, False)
    builder.end()
    return builder.lines


def _parsed(text: str) -> Any:
    # lxml refuses text that declares an encoding; the text is decoded already.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    if not text.strip():
        return None
    # The default parser stops at 256 nested elements, which also bounds the recursion below.
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text, parser=parser, ensure_head_body=False)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    except (ValueError, RecursionError):
        raise BadInput("The HTML is damaged. Save the page again and try again.") from None


class _Inline:
    """Walks elements and gathers their lines, tables flattened."""

    def __init__(self, builder: LineBuilder, *, keep_tabs: bool) -> None:
        self.builder = builder
        self.keep_tabs = keep_tabs

    def walk(self, element: Any, strong: bool, italic: bool, kept: bool = False) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _IGNORED or not tag:
            return
        if tag == "br":
            self.builder.end()
            return
        if tag == "sup" and re.fullmatch(r"[\s\[\]0-9*]*", element.text_content()):
            return  # the number of a footnote
        style = (element.get("style") or "").replace(" ", "").lower()
        strong = strong or tag in ("b", "strong", "th") or tag in _HEADINGS
        strong = strong or bool(re.search(r"font-weight:(bold|[6-9]00)", style))
        italic = italic or tag in ("i", "em") or "font-style:italic" in style
        if tag in _HEADINGS:
            self.builder.mark(level=int(tag[1]))
        elif tag == "li":
            self.builder.mark(bullet=True, depth=_depth(element))
        elif tag == "p" and element.getparent() is not None and element.getparent().tag == "li":
            pass  # the paragraph of a list item is the item's line
        elif tag in _BREAKING:
            self.builder.end()
        kept = kept or tag == "pre"
        self.text(element.text, strong, italic, kept)
        for child in element:
            self.child(child, strong, italic, kept)
            self.text(child.tail, strong, italic, kept)
        if tag in _BREAKING or tag in _HEADINGS:
            self.builder.end()

    def child(self, element: Any, strong: bool, italic: bool, kept: bool) -> None:
        self.walk(element, strong, italic, kept)

    def text(self, text: str | None, strong: bool, italic: bool, kept: bool) -> None:
        if not text:
            return
        if kept:
            for number, piece in enumerate(text.split("\n")):
                if number:
                    self.builder.end()
                self.builder.add(piece, strong=strong, italic=italic)
            return
        blank = r"[ \n\r]+" if self.keep_tabs else r"\s+"
        self.builder.add(re.sub(blank, " ", text), strong=strong, italic=italic)


class _Reader(_Inline):
    """Walks a document; tables become rows, everything else paragraphs."""

    def __init__(self, keep_tabs: bool) -> None:
        super().__init__(LineBuilder(), keep_tabs=keep_tabs)
        self.found: list[Block] = []
        self.tables = 0

    def flush(self) -> None:
        self.builder.end()
        for line in self.builder.lines:
            self.found.append(self._block(line))
        self.builder.lines = []

    def child(self, element: Any, strong: bool, italic: bool, kept: bool) -> None:
        if element.tag != "table":
            self.walk(element, strong, italic, kept)
            return
        self.flush()
        if element.find(".//table") is not None:
            # A table around tables only arranges the page: its cells are read one after another.
            self.walk(element, strong, italic, kept)
            self.flush()
            return
        self.tables += 1
        self.found.extend(Row(cells, self.tables) for cells in _grid(element))

    def _block(self, line: Line) -> Block:
        if not self.keep_tabs or "\t" not in line.text:
            return Paragraph(line)
        return Row(tuple(_split(line)))


def _split(line: Line) -> Iterator[Cell]:
    builder = LineBuilder()
    for run in line.runs:
        for number, piece in enumerate(run.text.split("\t")):
            if number:
                builder.end()
                yield Cell(tuple(builder.lines))
                builder.lines = []
            builder.add(piece, strong=run.strong, italic=run.italic)
    builder.end()
    yield Cell(tuple(builder.lines))


def _grid(table: Any) -> Iterator[tuple[Cell, ...]]:
    """Rows of the table with every merged cell told in each row that it covers."""
    hanging: dict[int, tuple[int, Cell]] = {}
    for row in table.iter("tr"):
        cells: list[Cell] = []
        column = 0
        for element in row:
            if element.tag not in ("td", "th"):
                continue
            column = _hang(hanging, cells, column)
            width, height = _span(element, "colspan"), _span(element, "rowspan")
            builder = LineBuilder()
            _Inline(builder, keep_tabs=False).walk(element, False, False)
            builder.end()
            cell = Cell(tuple(builder.lines), width)
            cells.append(cell)
            if height > 1:
                hanging[column] = (height - 1, Cell(cell.lines, width, continued=True))
            column += width
        _hang(hanging, cells, column)
        yield tuple(cells)


def _hang(hanging: dict[int, tuple[int, Cell]], cells: list[Cell], column: int) -> int:
    while column in hanging:
        left, cell = hanging.pop(column)
        cells.append(cell)
        if left > 1:
            hanging[column] = (left - 1, cell)
            # The same row must not meet it again, and the next column is past it anyway.
        column += cell.columns
    return column


def _depth(item: Any) -> int:
    """How many lists an item stands in, its own among them."""
    return 1 + len([above for above in item.iterancestors() if above.tag == "li"])


def _span(element: Any, name: str) -> int:
    text = element.get(name) or "1"
    return min(int(text), _MOST_SPANNED) if text.isdecimal() and text.isascii() and text else 1
