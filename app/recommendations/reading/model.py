"""What a reading of conclusions found: frozen values, and the JSON that scripts may rely on.

Knows nothing of documents and nothing of the tables that conclusions are stored in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.recommendations.models import ParagraphKind


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the document leaves open: a message id and its values."""

    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """One paragraph in the words of the document.

    `mark` is the number or letter before it, as written ("3.", "(a)"); `parent` the index of the
    paragraph that it stands under; `addressee` whom its heading or its introduction addresses,
    `delegation` whose recommendation it is: both empty where the document does not say it.
    """

    kind: ParagraphKind
    text: str
    mark: str = ""
    addressee: str = ""
    delegation: str = ""
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that became no paragraph, and why: "title", "letterhead", "table", "annex" …"""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class ReadConclusions:
    """Everything that one reading understood; `dates` are ISO dates of the event."""

    title: str | None
    reference: str | None
    place: str | None
    dates: tuple[str, ...]
    version: str | None
    paragraphs: tuple[ReadParagraph, ...]
    left_out: tuple[LeftOut, ...]
    questions: tuple[Question, ...]

    def of_kind(self, kind: ParagraphKind) -> list[ReadParagraph]:
        """The paragraphs of one kind that stand under no other."""
        return [line for line in self.paragraphs if line.kind is kind and line.parent is None]

    def under(self, parent: int | None) -> Iterator[tuple[int, ReadParagraph]]:
        """The paragraphs right under one, with their indices; None: those at the top."""
        for index, line in enumerate(self.paragraphs):
            if line.parent == parent:
                yield index, line

    def as_json(self) -> dict[str, Any]:
        """The shape that `plenary conclusions read` prints: plain JSON values, nested as read."""
        return {
            "title": self.title,
            "reference": self.reference,
            "place": self.place,
            "dates": list(self.dates),
            "version": self.version,
            "paragraphs": self._nested(None),
            "left_out": [{"text": line.text, "why": line.why} for line in self.left_out],
            "questions": [str(question) for question in self.questions],
        }

    def _nested(self, parent: int | None) -> list[dict[str, Any]]:
        return [
            {
                "kind": line.kind.value,
                "number": line.mark or None,
                "text": line.text,
                "addressee": line.addressee or None,
                "delegation": line.delegation or None,
                "nested": self._nested(index),
            }
            for index, line in self.under(parent)
        ]
