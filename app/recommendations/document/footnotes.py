"""Footnotes typed where their number goes: "a contact point^(An existing unit is enough.)".

They are part of a paragraph's text, so that its revisions, merges and comparisons hold them too.
"""

from __future__ import annotations

from app.recommendations.document.tree import Footnote

_OPENS = "^("


def taken_out(typed: str) -> tuple[str, tuple[Footnote, ...]]:
    """The text as printed and its footnotes, each at its place in that text.

    Parentheses inside a note must be in pairs. What is never closed, or empty, stays as typed.
    """
    text: list[str] = []
    notes: list[Footnote] = []
    place = 0
    while (start := typed.find(_OPENS, place)) >= 0:
        end = _end(typed, start + len(_OPENS))
        words = typed[start + len(_OPENS) : end].strip() if end is not None else ""
        if end is None or not words:
            text.append(typed[place : start + len(_OPENS)])
            place = start + len(_OPENS)
            continue
        text.append(typed[place:start].rstrip(" "))
        notes.append(Footnote(words, at=sum(map(len, text))))
        place = end + 1
    text.append(typed[place:])
    return "".join(text), tuple(notes)


def _end(typed: str, start: int) -> int | None:
    """Where the parenthesis closes that was opened before `start`."""
    depth = 1
    for place in range(start, len(typed)):
        depth += {"(": 1, ")": -1}.get(typed[place], 0)
        if not depth:
            return place
    return None
