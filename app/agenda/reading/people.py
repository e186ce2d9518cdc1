"""Speakers that an entry's title and lines name.

Knows lines only; who is a person is told in persons. A name counts after a word such as
"Speaker:", in a column of speakers, with a form of address, or with a function behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.agenda.reading.blocks import Line, plain_line, squeeze
from app.agenda.reading.persons import (
    ADDRESS,
    FUNCTION,
    has_address,
    is_function,
    is_name,
    persons,
    with_function,
)
from app.agenda.reading.rooms import room_alone
from app.agenda.reading.words import CHAIRING, NOT_PERSONS, PRESIDING, SPEAKER_LABEL, fold


@dataclass(frozen=True, slots=True)
class Named:
    """Lines left once speakers, who presides and the room are taken out of them."""

    lines: tuple[Line, ...]
    speakers: tuple[str, ...]
    room: str | None
    chair: str = ""


def take_names(lines: list[Line], given: list[str]) -> Named:
    """Speakers and room out of the lines below a title; `given` comes from a speakers' column."""
    kept: list[Line] = []
    speakers = [person for text in given for person in persons(text, named=True)]
    others = [t for t in given if not persons(t, named=True) and not NOT_PERSONS.match(fold(t))]
    room: str | None = None
    chairs: list[str] = []
    listing = presiding = False
    unfinished = ""
    company = any(with_function(squeeze(line.text)) for line in lines)
    for line, text in _joined(lines):
        if presiding and (has_address(text) or with_function(text)):
            # Whoever presides or reports is no speaker.
            presiding = False
            if not CHAIRING.fullmatch(f"{fold(kept[-1].text.strip()).rstrip(':')}:"):
                kept.append(line)
                continue
            kept.pop()
            chairs.append(text.strip(" .,"))
            unfinished = "chair" if _OPEN_END.search(text) else ""
            continue
        if unfinished and not line.bullet and not has_address(text) and len(text) < 100:
            held = speakers if unfinished == "speaker" else chairs
            joint = ", " if held[-1][-1:].isalnum() and not _OPEN_END.search(held[-1]) else " "
            held[-1] = f"{held[-1]}{joint}{text.rstrip(' ,')}"
            unfinished = unfinished if _OPEN_END.search(text) else ""
            continue
        before = len(speakers)
        presiding = bool(PRESIDING.fullmatch(fold(text)))
        if chair := _chair(text):
            chairs.append(chair)
            unfinished = "chair" if _OPEN_END.search(text) else ""
            listing = False
            continue
        label = SPEAKER_LABEL.match(fold(text))
        if label:
            rest = text[label.end() :].strip()
            called = persons(rest, named=True)
            speakers += called
            if rest and not called and not NOT_PERSONS.match(fold(rest)):
                kept.append(line)
            listing = not rest
        elif (people := _people_of(line, text, listing, company)) is not None:
            speakers += people
        elif room is None and (found := room_alone(text)):
            room, listing = found, False
        else:
            kept.append(line)
            listing = False
        unfinished = "speaker" if len(speakers) > before and _OPEN_END.search(text) else ""
    kept += [plain_line(text) for text in others]
    return Named(tuple(kept), tuple(dict.fromkeys(speakers)), room, "; ".join(chairs))


_OPEN_END = re.compile(r"(?:,|\b(?:and|of|for|the|&|et|de|du|des|y|del|la))$")


def _chair(text: str) -> str:
    """Who presides, as a line says it behind "Chair:"; empty for "Chair: to be confirmed"."""
    label = CHAIRING.match(fold(text))
    named = text[label.end() :].strip(" .,") if label else ""
    if not named or len(named) > 200 or NOT_PERSONS.match(fold(named)):
        return ""
    first = re.split(r",|\s\(|\s[-–—]\s|;| and | et | y ", named)[0]
    known = has_address(named) or is_name(first) or FUNCTION.match(fold(named))
    return named if known else ""


def _joined(lines: list[Line]) -> list[tuple[Line, str]]:
    """The lines with their words; a name alone and a function below it are one line."""
    found: list[tuple[Line, str]] = []
    for line in lines:
        text = squeeze(line.text)
        above = found[-1][1] if found else ""
        function = is_function(text) or (text.startswith("(") and text.endswith(")"))
        if above and function and not line.bullet and is_name(ADDRESS.sub("", above)):
            joint = " " if text.startswith("(") else ", "
            found[-1] = (plain_line(f"{above}{joint}{text}", bullet=found[-1][0].bullet),
                         f"{above}{joint}{text}")  # fmt: skip
        else:
            found.append((line, text))
    return found


def _listed(line: Line, text: str, listing: bool) -> bool:
    if listing and (line.bullet or is_name(text.split(",")[0])):
        return True
    return has_address(text) and len(text) < 140 and not text.endswith(".")


def _people_of(line: Line, text: str, listing: bool, company: bool) -> list[str] | None:
    """The speakers of a line that says nothing else, or None; `listing` below "Speakers:",
    `company` beside persons."""
    if with_function(text) or (company and _name_first(text)):
        pieces = re.split(r"\s*;\s*", text.strip(" .;,"))
        return pieces if all(map(with_function, pieces)) else [text.strip(" .;,")]
    if _CREDITED.match(fold(text)) and (credited := speakers_after_by(f" {text}")[1]):
        return list(credited)
    if _listed(line, text, listing):
        return persons(text)
    if text.startswith("("):
        return list(speakers_in_brackets(f" {text}")[1]) or None
    return None


def _name_first(text: str) -> bool:
    """A name and something else: a person, if it stands beside persons."""
    name, *rest = re.split(r",|\s\(", text, maxsplit=1)
    return bool(rest) and len(text) < 140 and is_name(ADDRESS.sub("", name))


def is_person(text: str) -> bool:
    """Whether a line names one person and nothing else."""
    return (has_address(text) or with_function(text)) and len(persons(text)) == 1


def speakers_in_brackets(title: str) -> tuple[str, tuple[str, ...]]:
    """The title without speakers in brackets at its end, and the speakers."""
    match = re.search(r"\s*\(([^()]{5,120})\)\s*$", title)
    if match is None:
        return title, ()
    inside = match.group(1).strip()
    first = ADDRESS.sub("", inside).split(",")[0].strip()
    if has_address(inside) or ("," in inside and is_name(first)):
        people = tuple(persons(inside))
        return (title[: match.start()], people) if people else (title, ())
    return title, ()


_CREDIT = re.compile(
    r"[\s,;.:(–—-]*\b(?P<verb>(?:introduced|presented|moderated|facilitated|"
    r"delivered|led|given|chaired|"
    r"présentée?s?|animée?s?|modérée?s?|introduite?s?|prononcée?s?|presentad[oa]s?|moderad[oa]s?|"
    r"impartid[oa]s?|dictad[oa]s?) (?:by|par|por)|a cargo de|"
    r"(?<=\w )by|(?<=\w )par|(?<=\w )por)\s+(?P<who>.+)$",
    re.IGNORECASE,
)
_PRESIDES = re.compile(r"moderated|chaired|facilitated|mod[eé]r|anim", re.IGNORECASE)


def speakers_after_by(title: str) -> tuple[str, tuple[str, ...]]:
    """The title and who gives it: "Standards, introduced by Mr Example (Example Office)".

    "Opening by Ms Example" keeps its words, as they would say little without the name.
    """
    match = _CREDIT.search(title)
    if match is None or len(match["who"]) > 160:
        return title, ()
    who = (
        match["who"].strip(" .;)")
        if match["who"].count("(") < match["who"].count(")")
        else match["who"]
    )
    surely = has_address(who) or with_function(who)
    people = tuple(persons(who)) if surely else ()
    if not people:
        return title, ()
    head = title[: match.start()].rstrip(" ,;:(–—-")
    alone = match["verb"].lower() in ("by", "par", "por") or len(head) < 4
    if _PRESIDES.match(match["verb"]):
        return (title, ()) if alone else (head, ())
    return (title if alone else head), people


_CREDITED = re.compile(
    r"(?:introduced|presented|delivered|given|led|presentee?s?|animee?s?|introduite?s?|presentad[oa]s?|"
    r"impartid[oa]s?) (?:by|par|por)\b|a cargo de\b"
)
_WITH_BODY = re.compile(r"[A-ZÀ-Þ][^()]{4,40}\([^()]{2,60}\)")
_BEFORE_TITLE = re.compile(r"(?P<who>[A-ZÀ-Þ].{4,140}?)\s*:\s*(?P<title>[«“\"].{4,}[»”\"])[.\s]*$")


def speakers_beside(title: str) -> tuple[str, tuple[str, ...]]:
    """Speakers with their bodies behind a dash, or before a title in quotation marks."""
    if (match := _BEFORE_TITLE.match(title)) and (
        has_address(match["who"]) or with_function(match["who"])
    ):
        return match["title"].strip('«»“”" '), tuple(persons(match["who"]))
    for dash in reversed(list(re.finditer(r"\s+[-–—]\s+", title))):
        pieces = re.split(r"(?<=\))\s*(?:,|;|&|\band\b|\bet\b|\by\b)\s*", title[dash.end() :])
        people = [piece.strip() for piece in pieces if _has_body(piece.strip())]
        if people and people[0] == pieces[0].strip():
            return title[: dash.start()], tuple(people)
    return title, ()


def _has_body(piece: str) -> bool:
    """ "Ada Example (Example Office)"."""
    name = ADDRESS.sub("", piece.split("(")[0])
    return bool(_WITH_BODY.fullmatch(piece)) and is_name(name)
