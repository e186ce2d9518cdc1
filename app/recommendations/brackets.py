"""Square brackets mark text that is not agreed: "[A: six months / B: one year]". Knows no rows."""

from __future__ import annotations

from app.recommendations.models import ParagraphState


def is_bracketed(text: str) -> bool:
    """Whether some of the text stands in brackets; a lone bracket counts, too."""
    return "[" in text or "]" in text


def state_of(text: str) -> ParagraphState:
    """The state of a paragraph just written: a changed text is no longer agreed."""
    return ParagraphState.BRACKETED if is_bracketed(text) else ParagraphState.DRAFTING
