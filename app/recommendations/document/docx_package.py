"""The parts of a Word file that python-docx does not write: footnotes, fields, links.

Knows WordprocessingML (ECMA-376, part 1, sections 17.11 and 17.16), not the conclusions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from lxml import etree

_BREAKS = re.compile(r"([\n\t])")
_SIGNS = {"\n": qn("w:br"), "\t": qn("w:tab")}
_RUN, _WORDS, _PROPERTIES = qn("w:r"), qn("w:t"), qn("w:rPr")
_PARAGRAPH, _SHAPE, _STYLE, _VALUE = qn("w:p"), qn("w:pPr"), qn("w:pStyle"), qn("w:val")
_BOLD, _STRUCK, _SPACE = qn("w:b"), qn("w:strike"), qn("xml:space")


class Footnotes:
    """The footnotes of one file, in the order of their references."""

    def __init__(self, document: Document) -> None:
        """Collect for `document`; nothing is written before `attach`."""
        self._document = document
        self._root = parse_xml(
            f"<w:footnotes {nsdecls('w')}>"
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
            '</w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
            "<w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>"
        )
        self._count = 0

    def add(self, paragraph: Paragraph, text: str) -> None:
        """Put a reference at the end of `paragraph` and `text` into its footnote."""
        self._count += 1
        reference = element("w:footnoteReference", id=str(self._count))
        paragraph._p.append(_run("FootnoteReference", reference))
        note = element("w:footnote", id=str(self._count))
        inside = element("w:p")
        properties = element("w:pPr")
        properties.append(element("w:pStyle", val="FootnoteText"))
        inside.append(properties)
        inside.append(_run("FootnoteReference", element("w:footnoteRef")))
        inside.append(_run(None, *_text(" " + text)))
        note.append(inside)
        self._root.append(note)

    def attach(self) -> None:
        """Write the part and name its separators in the settings; without footnotes do nothing."""
        if not self._count:
            return
        main = self._document.part
        blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        name, kind = PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES
        main.relate_to(Part(name, kind, blob, main.package), RELATIONSHIP_TYPE.FOOTNOTES)
        properties = element("w:footnotePr")
        for identity in ("-1", "0"):
            properties.append(element("w:footnote", id=identity))
        settings = self._document.settings.element
        before = settings.find(qn("w:compat"))
        # The schema is a sequence: after its place Word calls the whole file damaged.
        settings.insert(len(settings) if before is None else settings.index(before), properties)


def element(tag: str, **attributes: str) -> Any:
    """Return an element such as `w:p` with attributes of the same namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def add_paragraph(document: Document, style_id: str) -> Paragraph:
    """Append an empty paragraph of a style; python-docx looks for the place of each anew."""
    body = document.element.body
    made = body.makeelement(_PARAGRAPH)
    style = etree.SubElement(etree.SubElement(made, _SHAPE), _STYLE)
    style.set(_VALUE, style_id)
    body[-1].addprevious(made)  # the section's properties stand last
    return Paragraph(made, document._body)


def add_text(paragraph: Paragraph, text: str, *, bold: bool = False, struck: bool = False) -> None:
    """Append a run, bold or struck; line ends and tabs become Word's own.

    `Paragraph.add_run` takes a text apart letter by letter, a third of a large file's time.
    """
    if text:
        run = etree.SubElement(paragraph._p, _RUN)
        if bold or struck:
            properties = etree.SubElement(run, _PROPERTIES)
            etree.SubElement(properties, _BOLD if bold else _STRUCK)
        for piece in _BREAKS.split(text):
            if piece in _SIGNS:
                etree.SubElement(run, _SIGNS[piece])
            elif piece:
                written = etree.SubElement(run, _WORDS)
                written.text = piece
                written.set(_SPACE, "preserve")


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Append a field with the result that is shown until the reader's program computes its own."""
    begin_field(paragraph, instruction)
    paragraph.add_run(shown)
    end_field(paragraph)


def begin_field(paragraph: Paragraph, instruction: str) -> None:
    """Open a field whose result may run over several paragraphs."""
    code = element("w:instrText")
    code.text = f" {instruction} "
    code.set(qn("xml:space"), "preserve")
    _char(paragraph, "begin")
    paragraph._p.append(_run(None, code))
    _char(paragraph, "separate")


def end_field(paragraph: Paragraph) -> None:
    """Close the field that was opened last."""
    _char(paragraph, "end")


def add_link(paragraph: Paragraph, anchor: str, text: str) -> None:
    """Append a link to a bookmark of the same file."""
    link = element("w:hyperlink", anchor=bookmark_name(anchor), history="1")
    link.append(_run(None, *_text(text)))
    paragraph._p.append(link)


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Mark the whole paragraph; `number` is unique in the file."""
    start = element("w:bookmarkStart", id=str(number), name=bookmark_name(name))
    properties = paragraph._p.pPr
    paragraph._p.insert(0 if properties is None else 1, start)
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def bookmark_name(name: str) -> str:
    """Return a name Word accepts: a letter first, then letters, digits, underscores; at most 40."""
    return re.sub(r"\W", "_", name if name[:1].isalpha() else f"b_{name}")[:40]


def _char(paragraph: Paragraph, kind: str) -> None:
    paragraph._p.append(_run(None, element("w:fldChar", fldCharType=kind)))


def _run(style: str | None, *inside: Any) -> Any:
    run = element("w:r")
    if style:
        properties = element("w:rPr")
        properties.append(element("w:rStyle", val=style))
        run.append(properties)
    for child in inside:
        run.append(child)
    return run


def _text(text: str) -> Iterable[Any]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield element("w:br")
        written = element("w:t")
        written.text = line
        written.set(qn("xml:space"), "preserve")
        yield written
