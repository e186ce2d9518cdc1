"""The document as JSON with its provenance, described by `schema.json`; knows no rights.

Whoever may see the text but not the sources is given `printing.without_sources(document)`.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from app.recommendations.document.hashing import content_hash
from app.recommendations.document.tree import (
    AdoptionNote,
    Block,
    ConclusionsDocument,
    Footnote,
    ListBlock,
    ParagraphBlock,
    SourceNote,
    TableBlock,
)

FORMAT = "plenary-conclusions-1"
SCHEMA = Path(__file__).with_name("schema.json")


def as_json(document: ConclusionsDocument) -> str:
    """Return the document as JSON text, keys in the schema's order, ending with a line break.

    Texts are exactly as stored: unlike the printed exports, nothing is stripped. `content_hash` is
    that of the text as it stands here; `frozen_hash` the one under which it was adopted, so that
    both can be compared.
    """
    return json.dumps(as_data(document), ensure_ascii=False, indent=2) + "\n"


def as_data(document: ConclusionsDocument) -> dict[str, Any]:
    """Return what `as_json` writes, as plain data; dates are ISO 8601, absent values null."""
    return {
        "format": FORMAT,
        "title": document.title,
        "subtitle": document.subtitle,
        "reference": document.reference,
        "status": document.status.value,
        "language": document.language,
        "version_date": document.version_date.isoformat(),
        "event": {
            "title": document.event_title,
            "place": document.place,
            "dates": document.dates,
            "organisers": list(document.organisers),
        },
        "letterhead": list(document.letterhead),
        "content_hash": content_hash(document),
        "frozen_hash": document.content_hash,
        "adoption": _adoption(document.adoption) if document.adoption else None,
        "parts": [
            {
                "key": part.key,
                "number": part.number,
                "heading": part.heading,
                "annex": part.annex,
                "blocks": [_block(block) for block in part.blocks],
            }
            for part in document.parts
        ],
    }


def _adoption(note: AdoptionNote) -> dict[str, Any]:
    return {
        "clause": note.clause,
        "method": note.method.value,
        "adopted_on": note.adopted_on.isoformat(),
        "place": note.place,
        "reservations": list(note.reservations),
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case ParagraphBlock():
            return _paragraph(block)
        case TableBlock():
            return {
                "type": "table",
                "caption": block.caption,
                "columns": list(block.columns),
                "rows": [list(row) for row in block.rows],
                "widths": list(block.widths),
            }
        case ListBlock():
            return {"type": "list", "caption": block.caption, "items": list(block.items)}


def _paragraph(block: ParagraphBlock) -> dict[str, Any]:
    return {
        "type": "paragraph",
        "id": block.id,
        "number": block.number,
        "kind": block.kind.value,
        "state": block.state.value,
        "text": block.text,
        "addressees": list(block.addressees),
        "delegations": list(block.delegations),
        "theme": block.theme,
        "measure": block.measure,
        "responsible": block.responsible,
        "time": block.time,
        "translation": block.translation.value,
        "footnotes": [_footnote(note) for note in block.footnotes],
        "sources": [_source(note) for note in block.sources],
        "children": [_paragraph(child) for child in block.children],
    }


def _footnote(note: Footnote) -> dict[str, Any]:
    return {"number": note.number, "at": note.at, "text": note.text}


def _source(note: SourceNote) -> dict[str, Any]:
    return {
        "kind": note.kind.value,
        "label": note.label,
        "relation": note.relation.value,
        "text": note.text,
        "text_hash": note.text_hash,
        "decided_by": note.decided_by,
        "decided_at": _iso(note.decided_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
