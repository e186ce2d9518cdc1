"""The document as Markdown (CommonMark with tables and footnotes); knows no renderer.

Everything that people wrote is escaped: an asterisk in a delegation's text stays an asterisk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.printing import markdown_escaped
from app.recommendations.document.numbering import mark, part_mark
from app.recommendations.document.printing import (
    cleaned,
    day,
    facts,
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


def as_markdown(document: ConclusionsDocument) -> str:
    """Return the whole document, provenance included, ending with one line break."""
    return "\n\n".join(_Writer(cleaned(document)).sections()) + "\n"


class _Writer:
    def __init__(self, document: ConclusionsDocument) -> None:
        self.document = document
        self.labels = document.labels

    def sections(self) -> Iterator[str]:
        document, labels = self.document, self.labels
        if document.letterhead:
            yield _hard_lines(map(_inline, document.letterhead))
        yield _inline(document.event_title)
        yield f"# {_inline(document.title)}"
        if document.subtitle:
            yield f"*{_inline(document.subtitle)}*"
        place = where(document.place, document.dates)
        lines = [_inline(place)] if place else []
        lines += [f"{_inline(label)}: {_inline(text)}" for label, text in facts(document)]
        yield _hard_lines(lines)
        for part in document.body:
            yield from self.part(part)
        if document.adoption:
            yield from self.adoption(document.adoption)
        if document.content_hash:
            yield f"{_inline(labels.fingerprint)}: `{document.content_hash}`"
        sources = sources_part(document)
        for part in (*document.annexes, sources) if sources else document.annexes:
            yield from self.part(part)
        notes = (n for p in document.parts for q in paragraphs(p.blocks) for n in q.footnotes)
        for note in notes:
            yield f"[^{note.number}]: {_inline(note.text)}"

    def part(self, part: Part) -> Iterator[str]:
        number = part_mark(part, self.labels.annex)
        yield f"## {_inline(f'{number} {part.heading}'.strip())}"
        for block in part.blocks:
            yield from self.block(block, 3)

    def block(self, block: Block, level: int) -> Iterator[str]:
        match block:
            case ParagraphBlock(kind=ParagraphKind.HEADING):
                yield f"{'#' * min(level, 6)} {_inline(block.text)}"
                for child in block.children:
                    yield from self.block(child, level + 1)
            case ParagraphBlock():
                yield from self.paragraph(block)
            case TableBlock():
                if block.caption:
                    yield f"**{_inline(block.caption)}**"
                yield _table(block)
            case ListBlock():
                if block.caption:
                    yield f"**{_inline(block.caption)}**"
                yield "\n".join(f"- {_inline(item)}" for item in block.items)

    def paragraph(self, block: ParagraphBlock) -> Iterator[str]:
        yield self.text(block)
        for child in block.children:
            # Nested clauses become nested bullets; two spaces put what follows inside the bullet.
            chunks = list(self.block(child, 6))
            yield "- " + "\n\n".join(chunks).replace("\n", "\n  ").replace("\n  \n", "\n\n")

    def text(self, block: ParagraphBlock) -> str:
        written = "".join(
            f"[^{piece.number}]" if isinstance(piece, Footnote) else markdown_escaped(piece)
            for piece in pieces(block)
        )
        body = _hard_lines(line for line in written.split("\n") if line.strip())
        if block.state is ParagraphState.DELETED:
            body = _hard_lines(f"~~{line}~~" for line in body.split("\\\n"))
        number = mark(block)
        lines = [f"{markdown_escaped(number)} {body}" if number else body]
        noted = (
            f"{_inline(label)}: {_inline(text)}" for label, text in remarks(block, self.labels)
        )
        small = " · ".join(noted)
        lines += [f"*{small}*"] if small else []
        return _hard_lines(lines)

    def adoption(self, note: AdoptionNote) -> Iterator[str]:
        yield f"## {_inline(self.labels.adoption)}"
        yield _inline(note.clause)
        when = day(note.adopted_on, self.document.language)
        yield _inline(where(note.place, when))
        if note.reservations:
            yield f"**{_inline(self.labels.reservations)}**"
            yield "\n".join(f"- {_inline(text)}" for text in note.reservations)


def _table(table: TableBlock) -> str:
    def row(cells: Iterable[str]) -> str:
        return f"| {' | '.join(map(_inline, cells))} |"

    rule = f"|{' --- |' * len(table.columns)}"
    return "\n".join([row(table.columns), rule, *map(row, table.rows)])


def _hard_lines(lines: Iterable[str]) -> str:
    return "\\\n".join(lines)


def _inline(text: str) -> str:
    # One line: a table cell, a heading or a bullet cannot hold more; the parts stay told apart.
    return markdown_escaped("; ".join(line.strip() for line in text.split("\n") if line.strip()))
