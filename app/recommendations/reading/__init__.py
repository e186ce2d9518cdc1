"""Reading conclusions that exist: bytes of a document in, paragraphs, facts and questions out.

Knows no database and no event: reading stores nothing and decides nothing. Stages: the openers of
the agenda's reading (bytes → blocks) → lines → front (facts) and body (kinds, nesting) → a reading.
"""

from __future__ import annotations

from app.recommendations.reading.document import read_conclusions
from app.recommendations.reading.model import LeftOut, Question, ReadConclusions, ReadParagraph

__all__ = ["LeftOut", "Question", "ReadConclusions", "ReadParagraph", "read_conclusions"]
