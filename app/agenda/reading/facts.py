"""What stands above the agenda: title, reference, place, venue, mode, the event's dates.

Knows lines; knows no entries. Only what the document states counts; details of participation are
read in statements.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.agenda.reading.blocks import Block, Line, Paragraph, squeeze
from app.agenda.reading.dates import Mention, PartialDate, find_dates
from app.agenda.reading.places import is_place_line, place_from, place_in_address
from app.agenda.reading.words import (
    AGENDA,
    PART_OF_DAY,
    PRESIDING,
    SECTION,
    SECTION_ORDINAL,
    fold,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of the event as the document's head states them; None or empty where it does not."""

    title: str | None
    reference: str | None
    place: str | None
    venue: str | None
    mode: str | None
    dates: tuple[PartialDate, ...]
    document_date: str | None
    document_version: str | None


def lines_of(blocks: Sequence[Block]) -> list[Line]:
    """All lines of blocks, rows cell by cell."""
    found: list[Line] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block.line)
        else:
            found.extend(line for cell in block.cells if not cell.continued for line in cell.lines)
    return found


def read_facts(lines: Sequence[Line]) -> Facts:
    """The facts in the lines above the first entry."""
    top = _top(lines)
    dated = _event_line(top)
    at = dated[0] if dated else None
    place, place_venue = _place(top, dated)
    venue = _venue(top) or place_venue
    mode = _mode(top, place or venue)
    return Facts(
        title=_title(top, at, dated[1] if dated else None),
        reference=_reference(top),
        place=place if mode != "online" else None,
        venue=venue,
        mode=mode,
        dates=dated[1].dates if dated else (),
        document_date=_document_date(top, dated),
        document_version=_version(top),
    )


_TOP = 60
_VERSION = re.compile(
    r"\b(?:version|versao|draft no|as of|etat au|rev(?:ision|\.)?|updated?|status|date of (?:issue|"
    r"document)|issued|printed|last modified|dated)\b"
)
_EVENT = (
    r"(?:workshop|conference|meeting|seminar|forum|training|symposium|round ?table|consultation|"
    r"colloquium|course|webinar|summit|atelier|conference|reunion|seminaire|colloque|formation|"
    r"taller|conferencia|seminario|foro|congreso|encuentro|curso)"
)
_GENERIC = re.compile(
    rf"(?:(?:the|an?|first|second|third|\d+(?:st|nd|rd|th)|regional|international|national|"
    rf"sub-regional|subregional|joint|annual|technical|expert|inter-?governmental|final|draft|"
    rf"online|hybrid|virtual|regionale?|internationale?|nationale?)\s+)*{_EVENT}"
    rf"(?:\s+(?:regionale?|internationale?|nationale?|internacional|nacional))?"
)
_ABOUT_AGENDA = re.compile(
    r"(?:agenda|programme|program|programa|ordre du jour|orden del dia)\b"
    rf"(?!.*\b{_EVENT}\b).{{0,40}}"
)
_VENUE = re.compile(
    r"\b(?:rooms?|salles?|salas?|(?<=\w )building|batiment|edificio|palais|hotel|hall|"
    r"conference cent(?:re|er)|centre de conferences|headquarters|campus|auditorium)\b"
)
_REFERENCE = re.compile(
    r"(?<![\w/@.:])(?=[^\s]*\d)(?=[^\s]{6})[A-Z][A-Za-z0-9().-]*(?:/[A-Za-z0-9@().+_-]+){1,8}(?![\w/])"
)
_REFERENCE_LABEL = re.compile(
    r"(?:our )?(?:ref(?:erence)?|document|doc|symbol|cote)\.?\s*(?:no\.?)?\s*:\s*(\S.*)"
)


def _top(lines: Sequence[Line]) -> list[Line]:
    """The lines before the first section of running text."""
    top: list[Line] = []
    for line in lines[:_TOP]:
        text = squeeze(line.text)
        plain = fold(text[:200])
        if len(text) > 400 or (SECTION.fullmatch(plain) and not plain.startswith("venue")):
            break
        top.append(line)
    return top


def _event_line(top: Sequence[Line]) -> tuple[int, Mention] | None:
    """The line that names the event's dates, and the dates: a range before a single day, a line
    that names the kind of event before one that does not."""
    best: tuple[int, int, Mention] | None = None
    singles = 0
    for at, line in enumerate(top):
        text = squeeze(line.text)
        plain = fold(text)
        if _VERSION.search(plain) or len(text) > 250:
            continue
        for mention in find_dates(text):
            weight = (2 if len(mention.dates) > 1 else 0) + (
                1 if re.search(rf"\b{_EVENT}\b", plain) or mention.weekday is not None else 0
            )
            singles += 1
            if best is None or weight > best[0]:
                best = (weight, at, mention)
    if best is None or (best[0] == 0 and singles > 1):
        return None
    return best[1], best[2]


def _place(top: Sequence[Line], dated: tuple[int, Mention] | None) -> tuple[str | None, str | None]:
    for line in top:
        text = squeeze(line.text)
        if match := re.match(r"(?:place|lieu|lugar|city|ville|location)\s*:\s*(.+)", fold(text)):
            said = text[match.start(1) :].strip()
            city = place_in_address(said)
            return (city, said.split(",")[0].strip()) if city else (said, None)
    if dated is None:
        return place_in_address(_venue(top)), None
    at = dated[0]
    for line in (top[at], *top):
        text = squeeze(line.text)
        for mention in find_dates(text) if len(text) < 250 else []:
            if _same_dates(mention, dated[1]):
                before, after = text[: mention.start], text[mention.end :]
                found = place_from(before) or place_from(after, after=True)
                if found:
                    return found, None
    around = [top[n] for n in (at + 1, at - 1, at + 2) if 0 <= n < len(top)]
    for line in around:
        words = squeeze(line.text)
        if is_place_line(words):
            return words.strip(" .,()"), None
    return place_in_address(_venue(top)), None


def _same_dates(one: Mention, other: Mention) -> bool:
    days = {(date.month, date.day) for date in other.dates}
    return any((date.month, date.day) in days for date in one.dates)


def _venue(top: Sequence[Line]) -> str | None:
    for line in top:
        text = squeeze(line.text)
        plain = fold(text)
        if match := re.match(r"(?:venue|lieu de la reunion|sede)\s*:\s*", plain):
            return text[match.end() :] or None
        cut = min((m.start for m in find_dates(text)), default=len(text))
        if _VENUE.search(plain) and len(text) < 160 and not re.search(rf"\b{_EVENT} on\b", plain):
            return text[:cut].strip(" ,.-–") or None
    return None


def _mode(top: Sequence[Line], venue: str | None) -> str | None:
    """Only words about the event count: "online sexual exploitation" is a subject."""
    for line in top:
        plain = fold(squeeze(line.text))
        if re.search(r"\bhybrid|\bhybride|\bhibrid[ao]|in[- ]person and online", plain):
            return "hybrid"
        if re.search(
            rf"\b(?:online|virtual|remote) {_EVENT}|{_EVENT}(?: \w+)? (?:online|en ligne|en linea|"
            r"virtuelle?|virtual)\b|\bvia (?:zoom|teams|webex|kudo|interactio)|"
            r"\bvideo-?\s?conf|\bvisioconference|\bwebinar|^\(?online\)?$|^\(?en ligne\)?$|"
            r"^en linea$|(?:venue|place|location|lieu|lugar)\s*: (?:online|virtual|zoom|en ligne)|"
            r"\d{4},? (?:online|virtual|en ligne|en linea)\b|\bonline, \d",
            plain,
        ):
            return "online"
    return "in_person" if venue else None


def _title(top: Sequence[Line], at: int | None, mention: Mention | None) -> str | None:
    for line in top:
        text = squeeze(line.text)
        if match := re.match(r"(?:title|titre|titulo)\s*:\s*(.+)", fold(text)):
            return text[match.start(1) :].strip()
    best = [n for n, line in enumerate(top) if _can_be_title(line) and line.level > 0]
    if not best and at is not None and mention and not _of_a_day(top[at], mention):
        own = _own_title(squeeze(top[at].text), mention)
        if own:
            return own
        best = [n for n in range(at - 1, -1, -1) if _can_be_title(top[n])][:1]
        best = best or [n for n in range(at + 1, len(top)) if _can_be_title(top[n])][:1]
    if not best:
        best = [n for n, line in enumerate(top) if _can_be_title(line) and line.strong]
    if not best:
        best = [n for n, line in enumerate(top) if _can_be_title(line)][:1]
    if not best:
        return None
    level = min(top[n].level or 9 for n in best)
    first = next(n for n in best if (top[n].level or 9) == level)
    last = first
    while first > 0 and _goes_on(top[first - 1], top[first]):
        first -= 1
    while last + 1 < len(top) and _goes_on(top[last], top[last + 1]):
        last += 1
    return _unquoted(" ".join(squeeze(line.text) for line in top[first : last + 1]))


def _of_a_day(line: Line, mention: Mention) -> bool:
    """A line that opens a day of the agenda stands below no title in particular."""
    return mention.weekday is not None and len(mention.dates) == 1 and mention.start == 0


_OPEN_END = re.compile(
    r"(?:[,:–-]|\b(?:of|the|and|for|on|in|to|with|de|du|des|la|le|les|et|sur|pour|del|los|las|y|el|"
    r"en|para|sobre))$"
)


def _goes_on(line: Line, following: Line) -> bool:
    """Whether a title is written in two lines: headings of one level, a line that ends open or is
    followed by one in lower case, lines in capitals."""
    if line.level or following.level:
        return line.level == following.level and _can_be_title(following)
    text, below = squeeze(line.text), squeeze(following.text)
    if len(text) + len(below) > 300 or find_dates(below) or find_dates(text) or following.bullet:
        return False
    if AGENDA.fullmatch(fold(text)) or AGENDA.fullmatch(fold(below)) or text.endswith("."):
        return False
    if _SPEAKS_OF.match(fold(below)) or _ABOUT_AGENDA.match(fold(below)):
        return False
    if below[:1].islower():
        return len(text) > 12
    capitals = text.isupper() and below.isupper() and _can_be_title(following)
    return capitals or (
        len(text) > 20 and bool(_OPEN_END.search(fold(text))) and _can_be_title(following)
    )


_SPEAKS_OF = re.compile(
    r"(?:jointly |co-)?(?:organi[sz]ed|hosted|funded|organise|organizado|in (?:co-?operation|the)|"
    r"en (?:cooperation|partenariat|collaboration)|held|supported|by|par|por|within|with)\b"
)


def _own_title(text: str, mention: Mention | None) -> str | None:
    """ "Workshop on electronic evidence, Tirana, 3-4 May 2018" holds title, place and date."""
    head = text[: mention.start].split(",")[0].strip(" -–—(") if mention else ""
    plain = fold(head)
    generic = _GENERIC.fullmatch(plain)
    if generic or _SENTENCE.search(plain):
        return None
    return head if len(head) > 20 and re.search(rf"\b{_EVENT}\b", plain) else None


def _can_be_title(line: Line) -> bool:
    text = squeeze(line.text)
    plain = fold(text)
    if not (6 if line.level == 1 else 12) <= len(text) <= 300 or (
        text.endswith((".", ";")) and len(text) > 40
    ):
        return False
    bare = _unquoted(plain).strip(" .:()|")
    return not (
        PART_OF_DAY.fullmatch(bare)
        or _SENTENCE.search(plain)
        or _OF_EVENT.fullmatch(bare)
        or text.endswith(":")
        or SECTION_ORDINAL.match(bare)
        or PRESIDING.match(bare)
        or _GENERIC.fullmatch(bare)
        or AGENDA.fullmatch(bare)
        or _ABOUT_AGENDA.fullmatch(bare)
        or SECTION.fullmatch(bare)
        or (_VENUE.search(plain) and not re.search(rf"\b{_EVENT}\b", plain))
        or _VERSION.match(plain)
        or find_dates(text)
        or any(len(m.group()) * 3 > len(text) for m in _REFERENCE.finditer(text))
        or is_place_line(text)
        or re.match(
            r"(?:organi[sz]ed|hosted|funded|co-?funded|documents?|prepared|in cooperation|www|http|"
            r"organise|organizado|modalidad|format|modalite|mode:|directorate|department|ministry|"
            r"division|\(|venue|working lang|(?:location|place|dates?|datum|time|attendees|"
            r"objectives?|"
            r"theme|host|contact|fecha|lugar|hora|lieu|heure|event date|when|where)s?\b\s*(?::|$))",
            plain,
        )
    )


_OF_EVENT = re.compile(
    rf"(?:agenda|programme|program|programa|ordre du jour|orden del dia)\s+"
    rf"(?:of|for|de|du|del|des)\s+(?:the |la |le |l'|el )?{_EVENT}"
)
_SENTENCE = re.compile(
    r"\b(?:will be|is being|was held|took place|takes place|are invited|has been|have been|please|"
    r"may be subject|subject to change|se tiendra|aura lieu|s'est tenue?|tendra lugar|se celebrara|"
    r"se llevara a cabo|was archived|previous page|next page|skip to|table of contents)\b|"
    r"^(?:item|point|punto) \d"
)


def _reference(top: Sequence[Line]) -> str | None:
    for line in top:
        text = squeeze(line.text)
        if "://" in text or "www." in text:
            continue
        if (match := _REFERENCE.search(text)) and not find_dates(match.group()):
            found = match.group().rstrip(".,")
            return found if found.count("(") >= found.count(")") else found.rstrip(")")
        if match := re.match(
            r"[A-Z][A-Z-]{1,15} ?\((?:19|20)\d\d\) ?\d{1,4}(?: ?[a-zA-Z]+\d*)?$", text
        ):
            return match.group()
        if match := _REFERENCE_LABEL.match(fold(text)):
            return text[match.start(1) :].strip()
    return None


def _document_date(top: Sequence[Line], event: tuple[int, Mention] | None) -> str | None:
    for line in top:
        text = squeeze(line.text)
        mentions = find_dates(text)
        if not mentions or len(mentions[0].dates) != 1 or len(text) > 60:
            continue
        if event and _same_dates(mentions[0], event[1]):
            continue
        return mentions[0].dates[0].iso()
    return None


def _version(top: Sequence[Line]) -> str | None:
    for line in top:
        text = squeeze(line.text)
        if re.match(r"(?:draft |final )?(?:version|rev\.|revision|v\.?\d)\b", fold(text)):
            return text[:80]
    return None


def _unquoted(text: str) -> str:
    """The text without quotation marks around it; marks around a part of it stay."""
    text, marks = text.strip(), "\"“”«»'‘’"
    whole = text[:1] in marks and text[-1:] in marks
    return text.strip(f" {marks}") if whole else text
