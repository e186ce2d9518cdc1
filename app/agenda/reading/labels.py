"""Titles: the label before them ("Session 8 cont'd:"), the kind their words tell.

Knows single titles; which entry a continuation continues is found in finishing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.agenda.reading.words import CONTINUED, KINDS, LABEL, SECTION_ORDINAL, WORKSHOP_WORDS, fold


@dataclass(frozen=True, slots=True)
class Label:
    """A title taken apart; `family` is "session", "workshop" or the label's own word ("panel"),
    None without a numbered label."""

    family: str | None
    number: str | None
    continued: bool
    title: str


def read_label(title: str) -> Label:
    """The label and the title without it: "Session 8: Case studies" → 8, "Case studies"."""
    folded = fold(title)
    match = LABEL.match(folded)
    number = title[match.start("number") : match.end("number")] if match else ""
    if match is None or not _numbers(number, title[match.end() :]):
        end = re.search(rf"(?:{CONTINUED.pattern})\s*$", folded)
        if end and end.start() > 0:
            return Label(None, None, True, title[: end.start()].rstrip(" -–—,:"))
        return Label(None, None, False, title)
    at = match.end()
    continued = CONTINUED.match(folded, at)
    if continued:
        at = continued.end()
    rest = title[at:].strip(" \t:.-–—|)")
    # A bracket opened in the title keeps its other half: "Case study (Georgia)".
    if title.rstrip().endswith(")") and "(" in rest and not rest.endswith(")"):
        rest += ")"
    if not continued and (
        end := re.search(
            r"\s*[(\[]\s*(?:cont'?d\.?|cont\.?|continued|suite|"
            r"continuacion)\s*[)\]]\s*$",
            fold(rest),
        )
    ):
        continued, rest = end, rest[: end.start()]
    # "Panel 1" beside "Session 1": the word keeps their numbers apart.
    if match["word"].startswith(_APART):
        return Label(match["word"].split()[0], number, continued is not None, rest)
    workshop = match["word"].startswith(WORKSHOP_WORDS)
    family = "workshop" if workshop or re.search("break-?out", match.group()) else "session"
    return Label(family, number, continued is not None, rest)


def begins_with_label(text: str) -> bool:
    """Whether a text begins with a numbered label."""
    return read_label(text[:100]).number is not None


def heads_section(text: str) -> bool:
    """Whether a line without a time heads the entries below it: "Third Session: Review"."""
    return bool(SECTION_ORDINAL.match(fold(text[:200]))) or begins_with_label(text)


def is_workshop(text: str) -> bool:
    """Whether a text begins with the numbered label of a workshop."""
    label = read_label(text[:100])
    return label.number is not None and label.family == "workshop"


def is_short_break(text: str) -> bool:
    """Whether a short line names a break or a registration."""
    return len(text) <= 60 and kind_by_words(text) in ("break", "registration")


def kind_by_words(title: str) -> str | None:
    """The kind that the words of a title tell, the earliest word first; None if none does."""
    plain = fold(title).strip(" \"'«»“”")
    if _OTHER.match(plain):
        return "other"
    found: list[tuple[int, int, str]] = []
    for order, (kind, pattern) in enumerate(KINDS):
        match = pattern.search(plain)
        # "break" deep inside a long title is a word of its subject.
        if match and (kind != "break" or len(plain) < 90):
            found.append((match.start(), order, kind))
    return min(found)[2] if found else None


_APART = ("panel", "modul", "segment", "bloque", "round", "table", "mesa")

_OTHER = re.compile(
    r"departure|free time|transfer|arrivals?\b|delegates arrive|travel|depart\b|"
    r"temps libre|salida|tiempo libre|"
    r"traslado|security briefing|housekeeping|llegada|arrivee"
)


def _numbers(number: str, after: str) -> bool:
    """ "Session I: …" is numbered, "Workshop a practical approach" and "Session i" are not."""
    if number[:1].isdecimal():
        return True
    if len(number) > 2 and not set(number.lower()) <= set("ivx"):
        return not after.strip() or bool(
            re.match(r"\s*[:.\-–—(]", after) or CONTINUED.match(fold(after))
        )
    return number.isupper() and (not after.strip() or bool(re.match(r"\s*[:.\-–—(]", after)))
