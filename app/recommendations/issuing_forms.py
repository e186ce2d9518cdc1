"""What organisers type after the adoption: fields, limits, a sentence for what is wrong."""

from __future__ import annotations

from itertools import zip_longest

from app.errors import BadInput
from app.forms import Form
from app.recommendations.forms import MOST_LINE, MOST_REASON, MOST_TEXT, Text

MOST_REFERENCE = 120


class CorrigendumForm(Form):
    """Corrections, one entry of each list per line; empty lines are passed over."""

    reference: Text = ""
    reason: Text = ""
    block: list[str] = []
    old: list[Text] = []
    new: list[Text] = []

    def lines(self) -> list[tuple[str, str, str]]:
        """(block, words as adopted, words as they shall read), as typed."""
        rows = zip_longest(self.block, self.old, self.new, fillvalue="")
        return [row for row in rows if any(row[1:])]

    def check(self) -> list[tuple[str, str, str]]:
        """The lines, or BadInput for the first field that cannot be stored."""
        _reference(self.reference)
        _need(self.reason, "reason", "Say what was wrong: everybody reads it.")
        _limit(self.reason, "reason", MOST_REASON)
        lines = self.lines()
        if not lines:
            raise BadInput("Correct the words of at least one paragraph.", field="old-1")
        for number, (block, old, new) in enumerate(lines, 1):
            _need(block, f"block-{number}", "Choose the paragraph that is corrected.")
            _need(old, f"old-{number}", "Give the words as they were adopted.")
            _need(new, f"new-{number}", "Give the words as they should read.")
            _limit(old, f"old-{number}", MOST_TEXT)
            _limit(new, f"new-{number}", MOST_TEXT)
            if set("[]") & set(new):
                raise BadInput(
                    "Brackets mark what is not agreed. A corrigendum mends form only.",
                    field=f"new-{number}",
                )
        return lines


class AddendumForm(Form):
    """New matter; an empty line stands between its paragraphs."""

    reference: Text = ""
    reason: Text = ""
    heading: Text = ""
    text: Text = ""

    def check(self) -> list[str]:
        """The paragraphs, or BadInput for the first field that cannot be stored."""
        _reference(self.reference)
        _need(self.reason, "reason", "Say who decided on this addition, and when.")
        _limit(self.reason, "reason", MOST_REASON)
        _need(self.heading, "heading", "Give the addendum a heading of its own.")
        _limit(self.heading, "heading", MOST_LINE)
        _need(self.text, "text", "Write the paragraphs of the addendum.")
        _limit(self.text, "text", 5 * MOST_TEXT)
        if set("[]") & set(self.text):
            raise BadInput("Brackets mark what is not agreed. Agree on it first.", field="text")
        return [part.strip() for part in self.text.split("\n\n") if part.strip()]


class SupersessionForm(Form):
    """The document that takes the place of the published one."""

    by_what: Text = ""
    reason: Text = ""

    def check(self) -> None:
        """Raise BadInput for the first field that cannot be stored."""
        _need(self.by_what, "by_what", "Name the document that takes its place.")
        _limit(self.by_what, "by_what", MOST_LINE)
        _limit(self.reason, "reason", MOST_REASON)


def _reference(text: str) -> None:
    _need(text, "reference", "Give the reference number that the organisers assigned.")
    _limit(text, "reference", MOST_REFERENCE)


def _need(text: str, field: str, sentence: str) -> None:
    if not text:
        raise BadInput(sentence, field=field)


def _limit(text: str, field: str, most: int) -> None:
    if len(text) > most:
        raise BadInput(
            "This text has {length} characters; at most {most} fit. Shorten it.",
            field=field,
            most=most,
            length=len(text),
        )
