"""The printed numbers of a document, computed in one place; knows no file format.

Paragraphs are numbered through the whole document ("1" to "n"), nested ones "(a)", "(i)", "(1)";
parts are numbered "I", "II"; annexes and footnotes have series of their own. Headings, preambular
and deleted paragraphs take no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from app.recommendations.document.tree import (
    Block,
    ConclusionsDocument,
    ParagraphBlock,
    ParagraphKind,
    ParagraphState,
    Part,
)

UNNUMBERED = frozenset({ParagraphKind.HEADING, ParagraphKind.PREAMBLE})


def numbered(document: ConclusionsDocument) -> ConclusionsDocument:
    """Return the document with every number computed anew.

    For a draft. A frozen revision already carries its numbers and is exported as it stands, so
    that an inserted "12 bis" never shifts what delegations have on paper.
    """
    tops = _nested(1) if document.letters else map(str, count(1))
    notes = count(1)
    body, annexes = map(roman, count(1)), map(roman, count(1))
    parts = []
    for part in document.parts:
        number = next(annexes if part.annex else body)
        first = 1 if document.letters else 0
        blocks = tuple(_numbered(block, tops, notes, first) for block in part.blocks)
        parts.append(replace(part, number=number, blocks=blocks))
    return replace(document, parts=tuple(parts))


def mark(paragraph: ParagraphBlock) -> str:
    """The number as printed in the margin: "12.", for a nested paragraph "(a)"; "" without."""
    if not paragraph.number:
        return ""
    nested = re.search(r"\([^()]+\)$", paragraph.number)
    return nested.group() if nested else f"{paragraph.number}."


def part_mark(part: Part, annex: str) -> str:
    """The number before a part's heading ("IV.", "Annex II."); `annex` is that word."""
    if part.annex:
        return f"{annex} {part.number}." if part.number else f"{annex}."
    return f"{part.number}." if part.number else ""


def roman(number: int) -> str:
    """Return a number from 1 as a Roman numeral in capitals."""
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    signs = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
    text = ""
    for value, sign in zip(values, signs, strict=True):
        times, number = divmod(number, value)
        text += sign * times
    return text


def _numbered(block: Block, series: Iterator[str], notes: Iterator[int], depth: int) -> Block:
    if not isinstance(block, ParagraphBlock):
        return block
    return _numbered_paragraph(block, series, notes, parent="", depth=depth)


def _numbered_paragraph(
    paragraph: ParagraphBlock, series: Iterator[str], notes: Iterator[int], parent: str, depth: int
) -> ParagraphBlock:
    counted = paragraph.kind not in UNNUMBERED and paragraph.state is not ParagraphState.DELETED
    number = f"{parent} {next(series)}".strip() if counted else None
    order = sorted(paragraph.footnotes, key=lambda note: _position(note.at))
    footnotes = tuple(replace(note, number=next(notes)) for note in order)
    # A heading is transparent: its children go on counting where its siblings stand.
    if paragraph.kind is ParagraphKind.HEADING:
        below, under, deeper = series, parent, depth
    else:
        below, under, deeper = _nested(depth + 1), number or "", depth + 1
    children = tuple(
        _numbered_paragraph(child, below, notes, under, deeper) for child in paragraph.children
    )
    return replace(paragraph, number=number, footnotes=footnotes, children=children)


def _position(at: int | None) -> float:
    return float("inf") if at is None else at


def _nested(depth: int) -> Iterator[str]:
    counters = (_letters, lambda number: roman(number).lower(), str)
    counter = counters[(depth - 1) % len(counters)]
    return (f"({counter(number)})" for number in count(1))


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
