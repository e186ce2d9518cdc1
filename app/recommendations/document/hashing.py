"""The fingerprint of a document's text; knows no file format and nothing about who may see it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from app.recommendations.document.tree import (
    Block,
    ConclusionsDocument,
    ListBlock,
    ParagraphBlock,
    ParagraphState,
    TableBlock,
)


def content_hash(document: ConclusionsDocument) -> str:
    """Return the SHA-256 (hex) of what the document says: text, numbers, reference, language.

    Status, dates of printing, adoption note and sources stay out: adopting a text, or noting later
    that a source has changed, must not change the fingerprint of the words that were agreed.
    """
    said = {
        "reference": document.reference,
        "language": document.language,
        "title": document.title,
        "subtitle": document.subtitle,
        "parts": [
            [part.number, part.heading, part.annex, [_said(block) for block in part.blocks]]
            for part in document.parts
        ],
    }
    # ASCII with fixed separators: the same bytes in every process, on every platform.
    canonical = json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _said(block: Block) -> list[Any]:
    match block:
        case ParagraphBlock():
            return [
                "paragraph",
                block.id,
                block.number,
                block.kind.value,
                block.text,
                # Brackets and strokes are part of what a reader sees; degrees of agreement are not.
                block.state.value if block.state in _VISIBLE_STATES else "",
                list(block.addressees),
                list(block.delegations),
                [block.theme, block.measure, block.responsible, block.time],
                [[note.number, note.at, note.text] for note in block.footnotes],
                [_said(child) for child in block.children],
            ]
        case TableBlock():
            rows = [list(row) for row in block.rows]
            return ["table", block.caption, list(block.columns), rows]
        case ListBlock():
            return ["list", block.caption, list(block.items)]


_VISIBLE_STATES = frozenset({ParagraphState.BRACKETED, ParagraphState.DELETED})
