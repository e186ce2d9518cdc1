"""The document in another language, paragraph by paragraph; knows no database and no gettext.

A paragraph that nobody confirmed in that language says so in print, and what is not translated
stands in the original: a translation must never pass for the text that was agreed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.recommendations.document.footnotes import taken_out
from app.recommendations.document.labels import Labels
from app.recommendations.document.tree import (
    Block,
    ConclusionsDocument,
    ParagraphBlock,
    Translation,
)


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """A paragraph's words in the other language, footnotes typed in them, and their standing."""

    text: str
    is_confirmed: bool


def in_language(
    document: ConclusionsDocument,
    language: str,
    texts: Mapping[str, TranslatedText],
    headings: Mapping[str, str],
    labels: Labels,
) -> ConclusionsDocument:
    """The document with `texts` by permanent id and `headings` by part key; numbers as they are.

    It carries no fingerprint: that belongs to the text that was adopted.
    """
    return replace(
        document,
        language=language,
        labels=labels,
        content_hash=None,
        parts=tuple(
            replace(
                part,
                heading=headings.get(part.key, part.heading),
                blocks=tuple(_block(block, texts) for block in part.blocks),
            )
            for part in document.parts
        ),
    )


def _block(block: Block, texts: Mapping[str, TranslatedText]) -> Block:
    return _paragraph(block, texts) if isinstance(block, ParagraphBlock) else block


def _paragraph(block: ParagraphBlock, texts: Mapping[str, TranslatedText]) -> ParagraphBlock:
    children = tuple(_paragraph(child, texts) for child in block.children)
    found = texts.get(block.id)
    if found is None:
        missing = (
            Translation.MISSING if block.id.startswith(("p-", "priority-")) else block.translation
        )
        return replace(block, children=children, translation=missing)
    text, notes = taken_out(found.text)
    # The numbers of footnotes are those of the original, as far as both have as many.
    counted = tuple(
        replace(note, number=old.number) for note, old in zip(notes, block.footnotes, strict=False)
    )
    standing = Translation.CONFIRMED if found.is_confirmed else Translation.DRAFT
    return replace(block, text=text, footnotes=counted, children=children, translation=standing)
