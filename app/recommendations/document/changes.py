"""Two revisions of one document, paragraph by paragraph and word by word; knows no file format.

Paragraphs are matched by their permanent ids, never by their words or their numbers: a sentence
that moved under another heading is the same paragraph, and one retyped elsewhere is a new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from app.recommendations.document.numbering import mark
from app.recommendations.document.printing import paragraphs, pieces
from app.recommendations.document.tree import (
    Block,
    ConclusionsDocument,
    Footnote,
    ParagraphBlock,
    ParagraphState,
    Part,
    TableBlock,
)

# A word keeps the space before it: "six months" that became "one year" is one change, not two.
_WORDS = re.compile(r"\s*\w+|\s*[^\w\s]|\s+")

Piece = str | Footnote


class Change(StrEnum):
    """What became of some words between two revisions."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Tracked:
    """The newer document with what was taken out standing where it stood.

    `before` holds every paragraph of the older one by its id, `added` and `removed` are ids;
    `tables` holds the older tables and lists by part key and caption.
    """

    older: ConclusionsDocument
    document: ConclusionsDocument
    before: Mapping[str, ParagraphBlock]
    added: frozenset[str]
    removed: frozenset[str]
    tables: Mapping[tuple[str, str], TableBlock]

    def words_of(self, block: ParagraphBlock) -> list[tuple[Change, Piece]]:
        """The paragraph's words and footnotes, each with what became of it."""
        if block.id in self.removed:
            return [(Change.REMOVED, piece) for piece in pieces(block)]
        if block.id in self.added:
            return [(Change.ADDED, piece) for piece in pieces(block)]
        return changes(list(pieces(self.before[block.id])), list(pieces(block)))

    def has_changed(self, block: ParagraphBlock) -> bool:
        """Whether the paragraph itself (not those under it) reads otherwise than before."""
        if block.id in self.added or block.id in self.removed:
            return True
        old = self.before[block.id]
        return (list(_spoken(old)), old.kind) != (list(_spoken(block)), block.kind)

    def old_mark(self, block: ParagraphBlock) -> str:
        """The number that stood before the paragraph; "" where there was none."""
        return mark(self.before[block.id]) if block.id in self.before else ""


def tracked(older: ConclusionsDocument, newer: ConclusionsDocument) -> Tracked:
    """Lay two revisions over each other; struck paragraphs count as taken out."""
    older, newer = standing(older), standing(newer)
    before = {block.id: block for block in _every(older)}
    after = {block.id for block in _every(newer)}
    gone = frozenset(before.keys() - after)
    old_parts = {part.key: part for part in older.parts}
    parts = [
        replace(
            part,
            blocks=_merged(_blocks(old_parts.get(part.key)), part.blocks, gone),
        )
        for part in newer.parts
    ]
    document = replace(newer, parts=_with_lost_parts(older, parts, gone))
    tables = {
        (part.key, block.caption): block
        for part in older.parts
        for block in part.blocks
        if isinstance(block, TableBlock)
    }
    return Tracked(older, document, before, frozenset(after - before.keys()), gone, tables)


def changes(old: Sequence[Piece], new: Sequence[Piece]) -> list[tuple[Change, Piece]]:
    """What became of each run of words and of each footnote, in reading order.

    What was taken out stands before what took its place.
    """
    before, after = list(_tokens(old)), list(_tokens(new))
    matcher = SequenceMatcher(None, [_key(t) for t in before], [_key(t) for t in after], False)
    found: list[tuple[Change, Piece]] = []
    for operation, start, end, first, last in matcher.get_opcodes():
        if operation == "equal":
            # The newer footnote: its number is the one that is printed.
            found += [(Change.SAME, token) for token in after[first:last]]
            continue
        found += [(Change.REMOVED, token) for token in before[start:end]]
        found += [(Change.ADDED, token) for token in after[first:last]]
    return list(_joined(found))


def row_changes(
    old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]
) -> list[tuple[Change, tuple[str, ...]]]:
    """The rows of both tables in reading order, each with what became of it."""
    found: list[tuple[Change, tuple[str, ...]]] = []
    for operation, start, end, first, last in SequenceMatcher(None, old, new, False).get_opcodes():
        if operation == "equal":
            found += [(Change.SAME, row) for row in new[first:last]]
            continue
        found += [(Change.REMOVED, row) for row in old[start:end]]
        found += [(Change.ADDED, row) for row in new[first:last]]
    return found


def standing(document: ConclusionsDocument) -> ConclusionsDocument:
    """The document without the paragraphs that are kept, struck."""
    return replace(
        document,
        parts=tuple(replace(part, blocks=_standing(part.blocks)) for part in document.parts),
    )


def _standing(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return tuple(
        replace(block, children=_only_paragraphs(_standing(block.children)))
        if isinstance(block, ParagraphBlock) and block.children
        else block
        for block in blocks
        if not (isinstance(block, ParagraphBlock) and block.state is ParagraphState.DELETED)
    )


def _merged(old: Sequence[Block], new: Sequence[Block], gone: frozenset[str]) -> tuple[Block, ...]:
    """The newer row of blocks with the paragraphs that are gone behind what they stood behind."""
    before = {block.id: block for block in old if isinstance(block, ParagraphBlock)}
    lost: dict[str | None, list[Block]] = {}
    here = {block.id for block in new if isinstance(block, ParagraphBlock)}
    behind: str | None = None
    for block in old:
        if not isinstance(block, ParagraphBlock):
            continue
        if block.id in here:
            behind = block.id
        elif block.id in gone:
            lost.setdefault(behind, []).append(_only_gone(block, gone))
    out = list(lost.get(None, []))
    for each in new:
        if not isinstance(each, ParagraphBlock):
            out.append(each)
            continue
        earlier = before.get(each.id)
        children = _merged(earlier.children if earlier else (), each.children, gone)
        out += [replace(each, children=_only_paragraphs(children)), *lost.get(each.id, [])]
    return tuple(out)


def _only_gone(block: ParagraphBlock, gone: frozenset[str]) -> ParagraphBlock:
    # What stood under it and stands elsewhere now is printed there.
    below = tuple(_only_gone(child, gone) for child in block.children if child.id in gone)
    return replace(block, children=below)


def _with_lost_parts(
    older: ConclusionsDocument, parts: list[Part], gone: frozenset[str]
) -> tuple[Part, ...]:
    out = list(parts)
    for place, part in enumerate(older.parts):
        if any(part.key == one.key for one in out):
            continue
        blocks = tuple(
            _only_gone(block, gone)
            for block in part.blocks
            if isinstance(block, ParagraphBlock) and block.id in gone
        )
        if blocks:
            earlier = {one.key for one in older.parts[:place]}
            at = max((i + 1 for i, one in enumerate(out) if one.key in earlier), default=0)
            out.insert(at, replace(part, blocks=blocks))
    return tuple(out)


def _blocks(part: Part | None) -> tuple[Block, ...]:
    return part.blocks if part else ()


def _only_paragraphs(blocks: Sequence[Block]) -> tuple[ParagraphBlock, ...]:
    return tuple(block for block in blocks if isinstance(block, ParagraphBlock))


def _every(document: ConclusionsDocument) -> Iterator[ParagraphBlock]:
    for part in document.parts:
        yield from paragraphs(part.blocks)


def _spoken(block: ParagraphBlock) -> Iterator[object]:
    for piece in pieces(block):
        yield piece.text if isinstance(piece, Footnote) else piece
    yield (
        block.addressees,
        block.delegations,
        block.theme,
        block.measure,
        block.responsible,
        block.time,
    )


def _tokens(run: Sequence[Piece]) -> Iterator[Piece]:
    for piece in run:
        if isinstance(piece, Footnote):
            yield piece
        else:
            yield from _WORDS.findall(piece)


def _key(token: Piece) -> tuple[bool, str]:
    return isinstance(token, Footnote), token.text if isinstance(token, Footnote) else token


def _joined(found: Sequence[tuple[Change, Piece]]) -> Iterator[tuple[Change, Piece]]:
    run: list[str] = []
    kind = Change.SAME
    for change, token in found:
        if isinstance(token, Footnote) or change is not kind:
            if run:
                yield kind, "".join(run)
            run = []
        kind = change
        if isinstance(token, Footnote):
            yield change, token
        else:
            run.append(token)
    if run:
        yield kind, "".join(run)
