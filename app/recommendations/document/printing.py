"""What every printed export shares: pieces, remarks, the annex of sources; knows no format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

# Forms of recommendations clean their texts with it, too.
from app.printing import printable as printable
from app.recommendations.document.labels import Labels
from app.recommendations.document.numbering import UNNUMBERED, roman
from app.recommendations.document.tree import (
    Block,
    ConclusionsDocument,
    Footnote,
    ParagraphBlock,
    ParagraphState,
    Part,
    SourceNote,
    TableBlock,
    Translation,
)


def cleaned(document: ConclusionsDocument) -> ConclusionsDocument:
    """Return the document with every text made printable and footnotes still at their words."""
    result = _cleaned(document)
    assert isinstance(result, ConclusionsDocument)
    return result


def pieces(paragraph: ParagraphBlock) -> Iterator[str | Footnote]:
    """Yield the paragraph's text and its footnotes in reading order.

    A paragraph that is bracketed as a whole gets its brackets here, as text, so that they survive
    copying, black-and-white printing and being read aloud.
    """
    bracketed = paragraph.state is ParagraphState.BRACKETED and "[" not in paragraph.text
    if bracketed:
        yield "["
    start = 0
    late = []
    for note in paragraph.footnotes:
        if note.at is None or note.at >= len(paragraph.text):
            late.append(note)
            continue
        end = max(note.at, start)
        if end > start:
            yield paragraph.text[start:end]
        yield note
        start = end
    if paragraph.text[start:]:
        yield paragraph.text[start:]
    if bracketed:
        yield "]"
    yield from late


def facts(document: ConclusionsDocument) -> list[tuple[str, str]]:
    """Return what the first page states as (label, text), only what is filled in."""
    labels = document.labels
    pairs = [
        (labels.reference, document.reference),
        (labels.date, day(document.version_date, document.language)),
        (labels.status, labels.status_name(document.status.value)),
        (labels.organisers, "\n".join(document.organisers)),
    ]
    return [(label, text) for label, text in pairs if text]


def where(place: str, when: str) -> str:
    """Return place and time in one line, either of which may be missing."""
    return ", ".join(filter(None, [place, when]))


def remarks(paragraph: ParagraphBlock, labels: Labels) -> list[tuple[str, str]]:
    """Return what is printed small under a paragraph as (label, text), only what is filled in."""
    pairs = [
        (labels.addressees, ", ".join(paragraph.addressees)),
        (labels.delegations, ", ".join(paragraph.delegations)),
        (labels.theme, paragraph.theme),
        (labels.measure, paragraph.measure),
        (labels.responsible, paragraph.responsible),
        (labels.time, paragraph.time),
        (labels.translation, _standing_of(paragraph.translation, labels)),
    ]
    return [(label, text) for label, text in pairs if text]


def _standing_of(translation: Translation, labels: Labels) -> str:
    return {
        Translation.DRAFT: labels.translation_draft,
        Translation.MISSING: labels.translation_missing,
    }.get(translation, "")


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[ParagraphBlock]:
    """Yield every paragraph in reading order, nested ones after their parent."""
    for block in blocks:
        if isinstance(block, ParagraphBlock):
            yield block
            yield from paragraphs(block.children)


def is_listed(block: Block) -> bool:
    """Say whether the block is an item of a list: every paragraph that may carry a number."""
    return isinstance(block, ParagraphBlock) and block.kind not in UNNUMBERED


def sources_part(document: ConclusionsDocument) -> Part | None:
    """Return the annex "sources of each paragraph", or None when no paragraph names a source."""
    labels = document.labels
    rows = [
        (_name(paragraph), "\n".join(source_lines(note, document)), note.text)
        for part in document.parts
        for paragraph in paragraphs(part.blocks)
        for note in paragraph.sources
    ]
    if not rows:
        return None
    columns = (labels.paragraph, labels.source, labels.text_used)
    table = TableBlock("", columns, tuple(rows), widths=(4, 10, 11))
    number = roman(len(document.annexes) + 1)
    return Part(labels.sources, "sources", (table,), annex=True, number=number)


def source_lines(note: SourceNote, document: ConclusionsDocument) -> list[str]:
    """Return a source in two lines: its record; its use, with who decided it and on which day."""
    decided = day(note.decided_at.date(), document.language) if note.decided_at else ""
    use = document.labels.relation_name(note.relation.value)
    return [note.label, ", ".join(filter(None, [use, note.decided_by, decided]))]


def without_sources(document: ConclusionsDocument) -> ConclusionsDocument:
    """Return the document without provenance, for readers who may see the text only."""

    def bare(block: Block) -> Block:
        return _bare(block) if isinstance(block, ParagraphBlock) else block

    parts = (replace(part, blocks=tuple(map(bare, part.blocks))) for part in document.parts)
    return replace(document, parts=tuple(parts))


def day(value: date, language: str) -> str:
    """Return a date as printed ("17 May 2019"), day before month in every language."""
    return format_date(value, "d MMMM y", locale=_locale(language))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse("en")


def _name(paragraph: ParagraphBlock) -> str:
    if paragraph.number:
        return paragraph.number
    first = paragraph.text.split("\n")[0]
    return first if len(first) <= 40 else first[:39].rstrip() + "…"


def _bare(paragraph: ParagraphBlock) -> ParagraphBlock:
    return replace(paragraph, sources=(), children=tuple(map(_bare, paragraph.children)))


def _cleaned(value: Any) -> Any:
    # Most values by far are plain texts and tuples of nothing.
    if type(value) is str:
        return printable(value)
    if isinstance(value, tuple):
        return tuple(map(_cleaned, value)) if value else value
    if value is None or isinstance(value, Enum):
        return value
    if isinstance(value, ParagraphBlock) and value.footnotes:
        value = replace(
            value, footnotes=tuple(_moved(note, value.text) for note in value.footnotes)
        )
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for one in fields(value):
            before = getattr(value, one.name)
            after = _cleaned(before)
            if after is not before:
                changed[one.name] = after
        return replace(value, **changed) if changed else value
    return value


def _moved(note: Footnote, text: str) -> Footnote:
    return note if note.at is None else replace(note, at=len(printable(text[: note.at])))
