"""Speakers and rooms that an entry's lines name.

Knows lines only. Inventing a person or a room is worse than missing one: a name counts after a
word such as "Speaker:", in a column of speakers, or with a form of address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.agenda.reading.blocks import Line, plain_line, squeeze
from app.agenda.reading.places import is_country
from app.agenda.reading.words import NOT_PERSONS, PRESIDING, ROOM_LABEL, SPEAKER_LABEL, fold

_ADDRESS = re.compile(
    r"(?:Ambassador|Mr|Ms|Mrs|Miss|Dr|Prof|Professor|Judge|Justice|H\.\s?E|Hon|M|MM|Mme|Mlle|Mmes|Sr|Sra|Srta|"
    r"Dra|Lic|Ing|Eng|Mtro|Mtra|Amb|S\.\s?E\.\s?M|S\.\s?E|Atty|Col|Maj|Gen|Capt)\.?\s+(?=[A-ZÀ-Þ])"
)
_NAME_WORD = r"(?:[A-ZÀ-Þ][\w'’.-]*|de|del|da|di|van|von|der|den|la|le|bin|al|el|dos|y)"
_NAME = re.compile(rf"(?!The\b){_NAME_WORD}(?:\s+{_NAME_WORD}){{1,4}}$")
_BODIES = re.compile(
    r"\b(?:council|ministr|ministe|universit|office|department|division|court|police|commission|agency|"
    r"centre|center|institut|union|nations|group|session|study|studies|country|authority|service|"
    r"directorate|embassy|bureau|unit|task|force|committee|convention|of|for|and|consejo|conseil|departamento|direccion|fiscalia|"
    r"procuraduria|instituto|tribunal|corte|cour|parquet|ecole|autorite|justicia|estados|"
    r"secretar|interpol|europol|room|hall|building|break|lunch|group|"
    r"general|national|federal|republic|europe)"
)


_FUNCTION = re.compile(
    r"(?:the |le |la |el )?(?:(?:deputy|senior|chief|vice|assistant|associate|former|state|public|"
    r"legal|national|regional|programme|project|supreme court|under|district)[\s-]+)*"
    r"(?:director|head|judge|prosecutor|minister|secretary|ambassador|advis[eo]r|officer|"
    r"professor|delegate|commissioner|inspector|magistrate|registrar|co-?ordinator|manager|"
    r"economist|researcher|lecturer|analyst|consultant|investigator|directeur|directrice|chef|"
    r"cheffe|juge|procureure?|ministre|conseill(?:er|ere)|professeure?|coordonna(?:teur|trice)|"
    r"directora?|jef[ea]|juez|jueza|fiscal|ministr[oa]|asesora?|profesora?|coordinadora?)\b"
)


@dataclass(frozen=True, slots=True)
class Named:
    """Lines left once speakers and room are taken out of them."""

    lines: tuple[Line, ...]
    speakers: tuple[str, ...]
    room: str | None


def take_names(lines: list[Line], given: list[str]) -> Named:
    """Speakers and room out of the lines below a title; `given` comes from a speakers' column."""
    kept: list[Line] = []
    speakers = [person for text in given for person in _persons(text, named=True)]
    others = [t for t in given if not _persons(t, named=True) and not NOT_PERSONS.match(fold(t))]
    room: str | None = None
    listing = presiding = False
    for line in lines:
        text = squeeze(line.text)
        if presiding and _ADDRESS.match(text):
            kept.append(line)  # whoever presides is no speaker
            presiding = False
            continue
        presiding = bool(PRESIDING.fullmatch(fold(text)))
        label = SPEAKER_LABEL.match(fold(text))
        if label:
            rest = text[label.end() :].strip()
            people = tuple(_persons(rest, named=True))
            speakers += people
            if rest and not people and not NOT_PERSONS.match(fold(rest)):
                kept.append(line)
            listing = not rest
        elif _listed(line, text, listing):
            speakers += _persons(text)
        elif text.startswith("(") and (people := speakers_in_brackets(f" {text}")[1]):
            speakers += people
        elif room is None and (found := _room(text)):
            room, listing = found, False
        else:
            kept.append(line)
            listing = False
    kept += [plain_line(text) for text in others]
    return Named(tuple(kept), tuple(dict.fromkeys(speakers)), room)


def _listed(line: Line, text: str, listing: bool) -> bool:
    if listing and (line.bullet or _is_name(text.split(",")[0])):
        return True
    return bool(_ADDRESS.match(text)) and len(text) < 140 and not text.endswith(".")


def room_alone(text: str) -> str | None:
    """The room that a line names and nothing else, or None."""
    return _room(text)


def room_in_brackets(title: str) -> tuple[str, str | None]:
    """The title without a room in brackets, and the room: "Workshop (Room 8)"."""
    match = re.search(r"\s*[(\[]([^()\[\]]{4,40})[)\]]\s*$", title)
    match = match or re.search(r"\s+[-–—|@]\s+([^-–—|@]{4,40})$", title)
    if match and (room := _room(match.group(1))):
        return title[: match.start()], room
    return title, None


def speakers_in_brackets(title: str) -> tuple[str, tuple[str, ...]]:
    """The title without speakers in brackets at its end, and the speakers."""
    match = re.search(r"\s*\(([^()]{5,120})\)\s*$", title)
    if match is None:
        return title, ()
    inside = match.group(1).strip()
    first = _ADDRESS.sub("", inside).split(",")[0].strip()
    if _ADDRESS.match(inside) or ("," in inside and _is_name(first)):
        people = tuple(_persons(inside))
        return (title[: match.start()], people) if people else (title, ())
    return title, ()


def _room(text: str) -> str | None:
    plain = fold(text)
    match = ROOM_LABEL.match(plain)
    if match is None or len(text) > 60 or text.endswith("."):
        return None
    rest = text[match.end() :]
    named = rest.strip(" :")
    if rest.lstrip().startswith(":"):
        says_room = plain.startswith(("venue", "location", "lieu", "lugar")) or len(named) > 3
        return named if says_room and named else f"{text[: match.end()]} {named}" if named else None
    if plain.startswith(("venue", "location", "lieu")) or not re.match(r"\s+[\dA-Z]", rest):
        return None
    return text if len(named.split()) <= 3 else None


def _persons(text: str, *, named: bool = False) -> list[str]:
    """The persons of a list; with `named` the document calls them speakers, so that a function
    ("Director, Water Department") stands for a person too."""
    pieces = re.split(r"\s*;\s*|\s*\n\s*|\s+/\s+", text.strip(" .;"))
    addressed = re.split(rf",\s+(?:and |et |y )?(?={_ADDRESS.pattern})", text)
    if len(pieces) == 1 and len(addressed) > 1:
        pieces = addressed
    elif len(pieces) == 1 and "," in text:
        parts = [part.strip() for part in re.split(r",| and | et | y ", text)]
        titled = [bool(_ADDRESS.match(part)) for part in parts]
        # "Sr. Eusebio Ejemplo, Departamento de Justicia": who has a title stands before a body.
        alone = titled[0] and not any(titled[1:])
        if not alone and all(_is_name(_ADDRESS.sub("", part)) for part in parts):
            pieces = parts
    elif len(pieces) == 1:
        halves = re.split(r"\s+(?:and|et|y|&)\s+", text)
        if all(_is_name(_ADDRESS.sub("", half)) for half in halves):
            pieces = halves
    found = (squeeze(piece).strip(" .") for piece in pieces)
    return [
        p
        for p in found
        if len(p) > 3
        and not NOT_PERSONS.match(fold(p))
        and (_may_be_person(p) or (named and _FUNCTION.match(fold(p))))
    ]


def _may_be_person(text: str) -> bool:
    first = re.split(r",|\(| [-–—] ", text)[0].strip()
    bare = _ADDRESS.sub("", first)
    if is_country(bare):
        return False
    return bool(_ADDRESS.match(text)) or _is_name(bare)


def _is_name(text: str) -> bool:
    text = text.strip(" .")
    return bool(_NAME.match(text)) and not _BODIES.search(fold(text)) and not text.isupper()
