"""The words of a PDF page with their places and emphasis, and lines made of words.

Knows pdfplumber's characters; knows no tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.agenda.reading.blocks import Line, Run, clean


@dataclass(frozen=True, slots=True)
class Word:
    """One word; distances in points from the left and the top of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    strong: bool = False
    italic: bool = False

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """Its height."""
        return self.bottom - self.top


def words_of(page: Any) -> list[Word]:
    """The words of a page in reading order; rotated ones (margins, watermarks) are left out."""
    found = page.extract_words(
        x_tolerance_ratio=0.22,
        keep_blank_chars=False,
        use_text_flow=False,
        extra_attrs=["fontname", "upright"],
    )
    return [
        Word(
            clean(word["text"]), float(word["x0"]), float(word["x1"]),
            float(word["top"]), float(word["bottom"]),
            bool(re.search(r"bold|black|heavy|semibold|-bd", word["fontname"], re.IGNORECASE)),
            bool(re.search(r"italic|oblique", word["fontname"], re.IGNORECASE)),
        )
        for word in found
        if word["upright"] and clean(word["text"]).strip()
    ]  # fmt: skip


def in_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Words that stand at one height together, left to right, from the top down."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.middle, w.x0)):
        last = found[-1] if found else None
        if last and abs(word.middle - last[0].middle) < 0.45 * min(word.size, last[0].size):
            last.append(word)
        else:
            found.append([word])
    return [sorted(line, key=lambda w: w.x0) for line in found]


# The last four are what Word's symbol fonts leave of a bullet.
_BULLETS = "•▪●◦‣►▶➢○■□§·\uf0b7\uf0a7\uf0d8\uf076"


def joined(lines: Sequence[Sequence[Word]], right: float) -> tuple[Line, ...]:
    """Lines as they were typed: what only broke at the edge `right` is one line again."""
    found: list[list[Word]] = []
    for line in lines:
        above = found[-1] if found else None
        if above and _wrapped(above, list(line), right):
            above.extend(line)
        else:
            found.append(list(line))
    return tuple(_line(words) for words in found)


def _wrapped(above: list[Word], line: list[Word], right: float) -> bool:
    first, last = line[0], above[-1]
    if first.text[0] in _BULLETS or re.fullmatch(
        r"(?:[-–—*]|\d{1,2}[.)]|\(?[a-z][.)])", first.text
    ):
        return False
    if first.strong != last.strong or abs(first.size - last.size) > 0.15 * last.size:
        return False
    if first.top - last.bottom > 0.75 * last.size:
        return False
    if re.match(r"\d{1,2}\s?[h:.]\s?\d\d", first.text):
        return False
    # The first word below would not have fitted into the line above.
    room = right - last.x1
    wide = first.x1 - first.x0 + 0.2 * last.size
    return room < wide + 2


def _line(words: Sequence[Word]) -> Line:
    indent = round(words[0].x0)
    bullet = words[0].text[0] in _BULLETS or words[0].text in ("-", "–", "*")
    if bullet:
        rest = words[0].text.lstrip(_BULLETS + "-–*")
        head = [] if not rest else [_with_text(words[0], rest)]
        words = [*head, *words[1:]]
    runs: list[Run] = []
    for number, word in enumerate(words):
        blank = " " if number else ""
        if runs and (runs[-1].strong, runs[-1].italic) == (word.strong, word.italic):
            last = runs[-1].text
            runs[-1] = Run(last + blank + word.text, word.strong, word.italic)
        else:
            runs.append(Run(blank + word.text, word.strong, word.italic))
    return Line(tuple(runs), bullet and bool(runs), indent=indent, apart=False)


def _with_text(word: Word, text: str) -> Word:
    return Word(text, word.x0, word.x1, word.top, word.bottom, word.strong, word.italic)
