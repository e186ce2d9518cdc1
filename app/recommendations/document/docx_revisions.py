"""Revision marks of a Word file: what was inserted and deleted, by whom, on which day.

Knows WordprocessingML (ECMA-376, part 1, section 17.13.5), not the conclusions.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from app.recommendations.document.changes import Change
from app.recommendations.document.docx_package import element

_TAGS = {Change.ADDED: "w:ins", Change.REMOVED: "w:del"}


class Revisions:
    """The revision marks of one file, each with a number of its own."""

    def __init__(self, author: str, date: str) -> None:
        """Sign every mark with `author` and `date` (ISO 8601, UTC)."""
        self._author, self._date = author, date
        self._count = 0

    def mark_runs(self, paragraph: Paragraph, first: int, change: Change) -> None:
        """Mark everything from the paragraph's child `first` on."""
        if change is Change.SAME:
            return
        for child in list(paragraph._p)[first:]:
            holder = self._mark(change)
            child.addprevious(holder)
            holder.append(child)
            if change is Change.REMOVED:
                _say_deleted(child.iter(qn("w:t")))

    def mark_paragraph(self, paragraph: Paragraph, change: Change) -> None:
        """Mark the end of the paragraph, so that rejecting or accepting takes its line with it."""
        if change is not Change.SAME:
            properties = element("w:rPr")
            properties.append(self._mark(change))
            paragraph._p.get_or_add_pPr().append(properties)

    def mark_row(self, row: Any, change: Change) -> None:
        """Mark a whole row of a table (`w:tr`)."""
        if change is not Change.SAME:
            row.get_or_add_trPr().append(self._mark(change))

    def _mark(self, change: Change) -> Any:
        self._count += 1
        return element(
            _TAGS[change], id=str(90_000 + self._count), author=self._author, date=self._date
        )


def _say_deleted(texts: Iterable[Any]) -> None:
    # Words in a deletion have a tag of their own: Word calls a file with w:t there damaged.
    for text in list(texts):
        text.tag = qn("w:delText")
