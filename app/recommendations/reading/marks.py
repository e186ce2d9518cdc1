"""The number or letter before a paragraph: "3.", "(a)", "iv)", "2.1". Knows no paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_MARK = re.compile(
    r"(?P<dotted>\d{1,2}(?:\.\d{1,2})+)\.?(?=\s+\S)|"
    r"(?:OP|PP|OP\s|PP\s)(?P<operative>\d{1,2})\.?(?=\s+\S)|"
    r"\((?P<inside>\d{1,3}|[a-z]{1,2}|[ivxl]{1,6}|[A-Z]|[IVXL]{1,6})\)(?=\s+\S)|"
    r"(?P<before>\d{1,3}|[a-z]|[ivxl]{1,5}|[A-H]|[IVXL]{1,5})[.)](?=\s+\S)"
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


class Series(StrEnum):
    """In what paragraphs are counted."""

    NUMBER = "number"
    DOTTED = "dotted"
    LETTER = "letter"
    CAPITAL = "capital"
    ROMAN = "roman"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as written, and each way to read it: (series, place in it); "(i)" has two."""

    text: str
    readings: tuple[tuple[Series, int], ...]
    dots: int = 0


def mark_of(text: str) -> Mark | None:
    """The mark that a line begins with, or None."""
    match = _MARK.match(text)
    if match is None:
        return None
    if match["dotted"]:
        last = int(match["dotted"].rsplit(".", 1)[-1])
        return Mark(match.group(), ((Series.DOTTED, last),), match["dotted"].count("."))
    word = match["operative"] or match["inside"] or match["before"]
    return Mark(match.group(), tuple(_readings(word)))


def _readings(word: str) -> list[tuple[Series, int]]:
    if word.isdecimal():
        return [(Series.NUMBER, int(word))]
    found: list[tuple[Series, int]] = []
    series = Series.CAPITAL if word.isupper() else Series.LETTER
    if len(set(word)) == 1:
        found.append((series, ord(word[0].lower()) - 96 + 26 * (len(word) - 1)))
    if set(word.lower()) <= set(_ROMAN):
        found.append((Series.ROMAN, _roman(word.lower())))
    return found or [(series, 0)]


def _roman(word: str) -> int:
    values = [_ROMAN[letter] for letter in word]
    following = [*values[1:], 0]
    return sum(-one if one < next_ else one for one, next_ in zip(values, following, strict=True))
