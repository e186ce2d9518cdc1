"""The document as the plain data that the PDF template prints; knows no typesetting."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from app.recommendations.document.numbering import mark, part_mark
from app.recommendations.document.printing import (
    day,
    facts,
    is_listed,
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


def page_data(document: ConclusionsDocument) -> dict[str, Any]:
    """Return what `conclusions.typ` prints, as plain data; the document is already cleaned."""
    labels = document.labels
    lang, _, region = document.language.partition("-")
    sources = sources_part(document)
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
        "contents": labels.contents,
        "parts": [_part(part, document) for part in document.body],
        "annexes": [_part(part, document) for part in annexes],
        "adoption": _adoption(document.adoption, document) if document.adoption else None,
        "fingerprint": document.content_hash or "",
        "fingerprint-word": labels.fingerprint,
    }


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
    return {
        "mark": mark(block),
        "deleted": block.state is ParagraphState.DELETED,
        "pieces": [
            {"note": piece.text, "number": piece.number}
            if isinstance(piece, Footnote)
            else {"text": piece}
            for piece in pieces(block)
        ],
        "remarks": remarks(block, document.labels),
        "blocks": _blocks(block.children, document, nested=True),
    }
