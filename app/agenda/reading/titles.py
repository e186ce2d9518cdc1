"""Titles: which line is the title, where it ends, what of it is no title.

Knows lines only; labels and kinds are read later.
"""

from __future__ import annotations

import re

from app.agenda.reading.blocks import Line, plain_line, squeeze
from app.agenda.reading.labels import read_label
from app.agenda.reading.people import is_person


def title_first(lines: list[Line]) -> list[Line]:
    """The lines, those behind the title that stand above it and only name who speaks."""
    above = 0
    while above < min(3, len(lines)) and is_person(squeeze(lines[above].text)):
        above += 1
    if above == 0 or above >= len(lines) or is_person(squeeze(lines[above].text)):
        return lines
    return [lines[above], *lines[:above], *lines[above + 1 :]]


def title_and_rest(lines: list[Line]) -> tuple[str, list[Line]]:
    """The title and the lines below it: the bold beginning, else the first line."""
    first, below = lines[0], lines[1:]
    head, rest = first.lead()
    bare = read_label(head) if head else None
    label_alone = bare is not None and bare.number is not None and not bare.title
    broken = rest[:1].islower() or head.endswith((",", "–", "-"))
    if rest and len(head) > 3 and not label_alone and not broken:
        return squeeze(head), [first.after(len(head)), *below]
    text = first.text
    if gap := re.search(r"(?<=\S) {2,}(?=[A-ZÀ-Þ].{30})", text):
        return squeeze(text[: gap.start()]), [first.after(gap.end()), *below]
    text = squeeze(text)
    if not first.strong and (end := _end_of_title(text)):
        return text[:end].rstrip(), [plain_line(text[end:].strip()), *below]
    label = read_label(text)
    bold = bool(below) and first.strong and below[0].strong and not below[0].bullet
    if below and label.number and not label.title and not label.continued:
        return f"{text.rstrip(' :')}: {squeeze(below[0].text)}", below[1:]
    if bold and (text.endswith((":", "-", "–", ",")) or below[0].text[:1].islower()):
        return f"{text} {squeeze(below[0].text)}", below[1:]
    if below and not first.strong and _goes_on(text, below[0]):
        return f"{text} {squeeze(below[0].text)}", below[1:]
    return text, below


_SENTENCE = re.compile(
    r"(?<=\w{3}[?!.])\s+(?=[A-ZÀ-Þ])|"
    r"\s+(?=(?:This|The|In this|During this|Each|Cette|La|Le|L'|Au cours de|Esta|El|En esta) "
    r"(?:session|workshop|séance|atelier|sesión|taller)\b)|\s+(?=Participants are invited)"
)


def _end_of_title(text: str) -> int | None:
    """Where a title ends that stands in one line with its description and in one emphasis."""
    if len(text) < 120:
        return None
    found = _SENTENCE.search(text)
    return found.start() if found and 3 < found.start() < 200 else None


def _goes_on(text: str, below: Line) -> bool:
    """A title broken at the edge of the page goes on in lower case."""
    start = below.text[:1]
    return not below.bullet and start.islower() and len(text) > 30 and text[-1:] not in ".:;?!"


_LENGTH = re.compile(
    r"\s*[(\[]\s*(?:approx\.? |about |environ |ca\.? )?\d{1,3}(?:[.,-]\d{1,2})?\s?"
    r"(?:min\w*|mn|hours?|hrs?|h|heures?|horas?|['’′])\.?\s*(?:each|chacun|cada uno)?\s*[)\]]\s*$",
    re.IGNORECASE,
)


def without_length(title: str) -> str:
    """A title without how long it takes: "Adoption of the agenda (5 min)"."""
    return _LENGTH.sub("", title) or title


_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})?[.)]?\s+(?=[A-ZÀ-Þ«“\"])|[A-Za-z]\)\s+(?=[A-ZÀ-Þ])")


def without_number(title: str) -> str:
    """A title without its number in a list: "3.1 Reports of the States"."""
    match = _NUMBER.match(title)
    numbered = match and ("." in match.group() or ")" in match.group())
    return title[match.end() :] if match and numbered else title


def tidy(title: str) -> str:
    """A title without dashes, bars and stars at its ends."""
    return squeeze(title).strip(" \t-–—:|*")
