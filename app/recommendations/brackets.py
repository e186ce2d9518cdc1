"""Square brackets mark text that is not agreed: "[A: six months / B: one year]". Knows no rows."""

from __future__ import annotations

from app.recommendations.stages import ParagraphAct


def is_bracketed(text: str) -> bool:
    """Whether some of the text stands in brackets; a lone bracket counts, too."""
    return "[" in text or "]" in text


def writing(text: str) -> ParagraphAct:
    """What it means for a paragraph to be given this text."""
    return ParagraphAct.BRACKET if is_bracketed(text) else ParagraphAct.WRITE
