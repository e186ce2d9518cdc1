"""The document as Akoma Ntoso 3.0 (OASIS LegalDocML), with its provenance; knows no rights.

`<conclusions>` means dates and signatures there: our conclusions are a `<statement>`, and what
closes them, the adoption, stands in `<conclusions>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from app.recommendations.document.akoma_meta import AKN, meta
from app.recommendations.document.numbering import mark, part_mark
from app.recommendations.document.printing import cleaned, day, pieces, remarks, where
from app.recommendations.document.tree import (
    AdoptionNote,
    Block,
    ConclusionsDocument,
    Footnote,
    ListBlock,
    ParagraphBlock,
    ParagraphKind,
    ParagraphState,
    Part,
    TableBlock,
)

E = ElementMaker(namespace=AKN, nsmap={None: AKN})


def as_akoma_ntoso(document: ConclusionsDocument) -> bytes:
    """Return the XML file in UTF-8, valid under akomantoso30.xsd; equal documents, equal bytes."""
    written = _Writer(cleaned(document)).document()
    file: bytes = etree.tostring(written, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return file


class _Writer:
    def __init__(self, document: ConclusionsDocument) -> None:
        self.source = document
        self.labels = document.labels
        self._unnamed = 0

    def document(self) -> Any:
        document = self.source
        statement = E.statement(
            meta(document, "main"),
            self.preface(),
            E.mainBody(*self.body(), eId="body"),
            name="conclusions",
            contains="originalVersion",
        )
        if document.adoption:
            statement.append(self.adoption(document.adoption))
        if document.annexes:
            annexes = (self.annex(part) for part in document.annexes)
            statement.append(E.attachments(*annexes))
        return E.akomaNtoso(statement)

    def body(self) -> list[Any]:
        # A body without anything is not valid, and a draft may begin with its annexes.
        nothing = E.hcontainer(E.content(E.p()), eId="nothing", name="empty")
        return [*map(self.part, self.source.body)] or [nothing]

    def preface(self) -> Any:
        document = self.source
        lines = [E.p(E.docTitle(*_lines(document.title)))]
        if document.subtitle:
            lines.append(E.p(*_lines(document.subtitle)))
        if document.reference:
            lines.append(E.p(E.docNumber(document.reference)))
        lines += [E.p(*_lines(line)) for line in document.letterhead]
        place = where(document.place, document.dates)
        lines.append(E.p(*_lines(" · ".join(filter(None, [document.event_title, place])))))
        when = document.version_date
        lines.append(E.p(E.docDate(day(when, document.language), date=when.isoformat())))
        lines.append(E.p(E.docStatus(self.labels.status_name(document.status.value))))
        return E.preface(*lines, eId="preface")

    def part(self, part: Part) -> Any:
        made = E.part(eId=_id(f"part-{part.key}"))
        number = part_mark(part, self.labels.annex)
        if number:
            made.append(E.num(number))
        made.append(E.heading(*_lines(part.heading)))
        made.extend(self.blocks(part.blocks))
        return made

    def annex(self, part: Part) -> Any:
        name = f"annex-{part.key}"
        return E.attachment(
            E.heading(f"{part_mark(part, self.labels.annex)} {part.heading}"),
            E.doc(meta(self.source, name), E.mainBody(*self.blocks(part.blocks)), name="annex"),
            eId=_id(f"att-{part.key}"),
        )

    def blocks(self, blocks: Iterable[Block]) -> Iterator[Any]:
        for block in blocks:
            match block:
                case ParagraphBlock(kind=ParagraphKind.HEADING):
                    heading = E.heading(*_lines(block.text))
                    inside = self.blocks(block.children)
                    yield E.hcontainer(heading, *inside, eId=_id(block.id), name="group")
                case ParagraphBlock():
                    yield self.paragraph(block)
                case TableBlock():
                    yield self.holder("table", _table(block), block.caption)
                case ListBlock():
                    items = (E.li(*_lines(item)) for item in block.items)
                    yield self.holder("list", E.ul(*items), block.caption)

    def holder(self, name: str, inside: Any, caption: str) -> Any:
        self._unnamed += 1
        title = [E.heading(*_lines(caption))] if caption else []
        return E.hcontainer(*title, E.content(inside), eId=f"{name}_{self._unnamed}", name=name)

    def paragraph(self, block: ParagraphBlock) -> Any:
        number = mark(block)
        made = E.paragraph(E.num(number)) if number else E.hcontainer(name="recital")
        made.set("eId", _id(block.id))
        made.set("class", f"{block.kind.value} {block.state.value}")
        words = [self.words(block)]
        words += [
            E.p(f"{label}: {text}", {"class": "remark"})
            for label, text in remarks(block, self.labels)
        ]
        if block.children:
            made.append(E.intro(*words))
            made.extend(self.blocks(block.children))
        else:
            made.append(E.content(*words))
        return made

    def words(self, block: ParagraphBlock) -> Any:
        inside: list[Any] = []
        for piece in pieces(block):
            if isinstance(piece, Footnote):
                note = E.authorialNote(E.p(*_lines(piece.text)), placement="bottom")
                note.set("marker", str(piece.number))
                inside.append(note)
            else:
                inside += _lines(piece)
        if block.state is ParagraphState.DELETED:
            return E.p(E("del", *inside))
        return E.p(*inside)

    def adoption(self, note: AdoptionNote) -> Any:
        on = day(note.adopted_on, self.source.language)
        signed = E.p(E.date(on, date=note.adopted_on.isoformat()))
        if note.place:
            signed = E.p(E.location(note.place, refersTo="#place"), ", ", *signed)
        reserved = [E.p(*_lines(text), {"class": "reservation"}) for text in note.reservations]
        return E.conclusions(E.p(*_lines(note.clause)), signed, *reserved, eId="concl")


def _table(block: TableBlock) -> Any:
    head = E.tr(*(E.th(E.p(*_lines(name))) for name in block.columns))
    rows = (E.tr(*(E.td(E.p(*_lines(cell))) for cell in row)) for row in block.rows)
    return E.table(head, *rows)


def _lines(text: str) -> list[Any]:
    out: list[Any] = []
    for number, line in enumerate(text.split("\n")):
        out += [E.eol(), line] if number else [line]
    return out


def _id(name: str) -> str:
    # Akoma Ntoso's naming convention (part 2, section 5.6): letters, digits, "_" and "-".
    return re.sub(r"[^\w-]", "_", name)
