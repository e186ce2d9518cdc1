"""The head of a document: what it is called, where and when it met, and where its text begins.

Knows lines; the facts themselves are read as an agenda's head is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from app.agenda.reading.blocks import Line, squeeze
from app.agenda.reading.dates import find_dates
from app.agenda.reading.facts import Facts
from app.agenda.reading.words import fold
from app.recommendations.reading import kinds
from app.recommendations.reading.body import is_heading
from app.recommendations.reading.lines import Piece
from app.recommendations.reading.model import LeftOut

_LONG = 160
"""Characters of a line that is running text and no line of a letterhead."""


def head_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines above the first heading of a part: no such heading is what the document is called.

    One with a date below it, before any running text, still belongs to the head ("Conclusions").
    """
    for place, line in enumerate(lines[:60]):
        text = squeeze(line.text)
        if place and line.strong and not line.bullet and kinds.names_section(text):
            below = [squeeze(one.text) for one in lines[place + 1 : place + 9]]
            short = list(takewhile(lambda one: len(one) < _LONG, below))
            if not any(find_dates(one) for one in short):
                return list(lines[:place])
    return list(lines)


def body_begins(pieces: Sequence[Piece], facts: Facts) -> int:
    """The place of the first line that is not head."""
    least = _last_fact(pieces, facts) + 1
    first = next(
        (place for place in range(least, len(pieces)) if _is_text(pieces, place, facts)),
        len(pieces),
    )
    while first > least and _heads(pieces[first - 1], facts):
        first -= 1
    return first


def head_left_out(pieces: Sequence[Piece], facts: Facts) -> list[LeftOut]:
    """The lines of the head, each with what it says."""
    return [LeftOut(piece.whole, _why(piece, facts)) for piece in pieces]


def without_contents(pieces: Sequence[Piece]) -> tuple[list[Piece], list[LeftOut]]:
    """The lines without a table of contents: it ends where what it named first stands again."""
    at = next((n for n, piece in enumerate(pieces) if _CONTENTS.fullmatch(fold(piece.text))), None)
    if at is None:
        return list(pieces), []
    named = ""
    for end in range(at + 1, len(pieces)):
        text = pieces[end].text
        if named and text and text in named:
            out = [LeftOut(piece.whole, "contents") for piece in pieces[at:end]]
            return [*pieces[:at], *pieces[end:]], out
        named += f" {text} "
    return list(pieces), []


def is_running_head(piece: Piece, facts: Facts) -> bool:
    """Whether a line within the text only repeats the reference, as the head of a page does."""
    said = facts.reference or ""
    return said != "" and said in piece.text and len(piece.text) < len(said) + 20


_CONTENTS = re.compile(
    r"(?:table of )?contents|table des matieres|sommaire|indice|contenidos?|tabla de contenidos?"
)


def _last_fact(pieces: Sequence[Piece], facts: Facts) -> int:
    """The place of the last line above all running text that names the event's dates or the
    reference; -1 where there is none."""
    found = -1
    for place, piece in enumerate(pieces[:40]):
        if len(piece.text) >= _LONG or piece.is_listed or piece.table:
            break
        says_reference = bool(facts.reference) and (facts.reference or "") in piece.text
        if says_reference or _names_dates(piece.text, facts):
            found = place
    return found


def _names_dates(text: str, facts: Facts) -> bool:
    days = {(date.month, date.day) for date in facts.dates}
    return any((date.month, date.day) in days for one in find_dates(text) for date in one.dates)


def _is_text(pieces: Sequence[Piece], place: int, facts: Facts) -> bool:
    piece = pieces[place]
    if piece.table or _in_title(piece, facts):
        return False
    if kinds.is_preambular(piece.text) or kinds.is_annex(piece.text):
        return True
    if is_heading(piece) and kinds.names_section(piece.text):
        return True
    if len(piece.text) >= _LONG and not is_heading(piece):
        return True
    following = pieces[place + 1] if place + 1 < len(pieces) else None
    if piece.text.endswith(":") and following is not None and following.is_listed:
        return True
    return piece.is_listed and place > 0 and not find_dates(piece.text)


def _heads(piece: Piece, facts: Facts) -> bool:
    """Whether the last line above the text is its heading and none of the head's own lines."""
    if not piece.level and not (piece.strong and kinds.section_kind(piece.text)):
        return False
    return _why(piece, facts) == "letterhead" and not find_dates(piece.text)


def _in_title(piece: Piece, facts: Facts) -> bool:
    text = squeeze(piece.text)
    return bool(facts.title) and len(text) > 3 and text in squeeze(facts.title or "")


def _why(piece: Piece, facts: Facts) -> str:
    text = squeeze(piece.text)
    if _in_title(piece, facts) or (facts.title and facts.title in text):
        return "title"
    if facts.reference and facts.reference in text:
        return "reference"
    if find_dates(text):
        return "version" if facts.document_version and text in facts.document_version else "dates"
    if facts.place and facts.place in text:
        return "place"
    return "letterhead"
