"""The document as the plain data that the PDF template prints; knows no typesetting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from app.recommendations.document.numbering import mark, part_mark
from app.recommendations.document.printing import (
    day,
    facts,
    is_listed,
    paragraphs,
    pieces,
    remarks,
    sources_part,
    where,
)
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

# Fewer parts need no contents on two pages, about this many letters.
ENOUGH_PARTS, TWO_PAGES = 3, 4500
# What Typst brings with it: the same page on every machine. The others draw what the first lacks.
FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
LONG = 25  # letters of a word that the template may have to divide


def page_data(document: ConclusionsDocument) -> dict[str, Any]:
    """Return what `conclusions.typ` prints, as plain data; the document is already cleaned."""
    labels = document.labels
    lang, _, region = document.language.partition("-")
    sources = sources_part(document)
    texts = list(_texts(document))
    annexes = (*document.annexes, sources) if sources else document.annexes
    return {
        "lang": lang.lower(),
        "region": region if len(region) == 2 else None,
        "title": document.title,
        "authors": list(document.organisers),
        "keywords": [document.reference],
        "letterhead": "\n".join(document.letterhead),
        "event": document.event_title,
        "subtitle": document.subtitle,
        "place": where(document.place, document.dates),
        "facts": facts(document),
        "running": document.reference or document.title,
        "status": labels.status_name(document.status.value),
        "footer": document.event_title,
        "page": labels.page,
        "fonts": FONTS if document.typeface != "classic" else (FONTS[1], FONTS[0], FONTS[2]),
        "contents": labels.contents,
        "contents-wanted": len(document.parts) > ENOUGH_PARTS or sum(map(len, texts)) > TWO_PAGES,
        "long-words": any(len(word) >= LONG for text in texts for word in text.split()),
        "parts": [_part(part, document) for part in document.body],
        "annexes": [_part(part, document) for part in annexes],
        "adoption": _adoption(document.adoption, document) if document.adoption else None,
        "fingerprint": document.content_hash or "",
        "fingerprint-word": labels.fingerprint,
    }


def _texts(document: ConclusionsDocument) -> Iterator[str]:
    """Everything long that is printed, as far as it decides about the page."""
    yield from (document.title, document.subtitle, document.event_title, document.reference)
    yield from (part.heading for part in document.parts)
    if document.adoption:
        yield from (document.adoption.clause, *document.adoption.reservations)
    for part in document.parts:
        for block in part.blocks:
            if isinstance(block, ListBlock):
                yield from block.items
        for paragraph in paragraphs(part.blocks):
            yield paragraph.text
            yield from (note.text for note in paragraph.footnotes)
            yield from (*paragraph.addressees, *paragraph.delegations, paragraph.theme)
            yield from (paragraph.measure, paragraph.responsible, paragraph.time)


def _part(part: Part, document: ConclusionsDocument) -> dict[str, Any]:
    return {
        "mark": part_mark(part, document.labels.annex),
        "annex": part.annex,
        "heading": part.heading,
        "blocks": _blocks(part.blocks, document, nested=False),
    }


def _adoption(note: AdoptionNote, document: ConclusionsDocument) -> dict[str, Any]:
    return {
        "heading": document.labels.adoption,
        "clause": note.clause,
        "where": where(note.place, day(note.adopted_on, document.language)),
        "reservations": list(note.reservations),
        "reservations-word": document.labels.reservations,
    }


def _blocks(
    blocks: Iterable[Block], document: ConclusionsDocument, *, nested: bool
) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for listed, group in groupby(blocks, key=is_listed):
        if not listed:
            out += [_block(block, document) for block in group]
            continue
        items = [_words(block, document) for block in group if isinstance(block, ParagraphBlock)]
        out.append({"type": "paragraphs", "nested": nested, "items": items})
    return out


def _block(block: Block, document: ConclusionsDocument) -> dict[str, Any]:
    match block:
        case ParagraphBlock(kind=ParagraphKind.HEADING):
            inside = _blocks(block.children, document, nested=False)
            return {"type": "heading", "text": block.text, "blocks": inside}
        case ParagraphBlock():
            return {"type": "plain", **_words(block, document)}
        case TableBlock():
            return _table(block)
        case ListBlock():
            return {"type": "list", "caption": block.caption, "items": list(block.items)}


def _table(table: TableBlock) -> dict[str, Any]:
    return {
        "type": "table",
        "caption": table.caption,
        "columns": list(table.columns),
        "rows": [list(row) for row in table.rows],
        "widths": list(table.widths) or [1] * len(table.columns),
    }


def _words(block: ParagraphBlock, document: ConclusionsDocument) -> dict[str, Any]:
    found = list(pieces(block))
    plain = not any(isinstance(piece, Footnote) for piece in found)
    return {
        "mark": mark(block),
        "deleted": block.state is ParagraphState.DELETED,
        # Most paragraphs are one text: the template need not put it together.
        "text": "".join(map(str, found)) if plain else None,
        "pieces": []
        if plain
        else [
            {"note": piece.text, "number": piece.number}
            if isinstance(piece, Footnote)
            else {"text": piece}
            for piece in found
        ],
        "remarks": remarks(block, document.labels),
        "blocks": _blocks(block.children, document, nested=True),
    }
