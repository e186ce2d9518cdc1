"""Rules and lists that the running text states: delegations, sectors, countries, organisers.

Knows lines; what is not stated plainly stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.agenda.reading.blocks import Line, squeeze
from app.agenda.reading.places import is_country
from app.agenda.reading.words import AGENDA, SECTION, fold


@dataclass(frozen=True, slots=True)
class Statements:
    """What the document says of who organises and who takes part."""

    organisers: str | None
    most: int | None
    least: int | None
    sectors: tuple[str, ...]
    countries: tuple[str, ...]


def read_statements(lines: Sequence[Line]) -> Statements:
    """Statements in the lines above the first entry."""
    texts = [squeeze(line.text)[:4000] for line in lines[:400]]
    folded = [fold(text) for text in texts]
    return Statements(
        organisers=_organisers(texts, folded),
        most=_amount(_MOST, folded),
        least=_amount(_LEAST, folded),
        sectors=_sectors(lines[:400], texts, folded),
        countries=_countries(texts),
    )


_AMOUNT = (
    r"(?P<n>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|deux|trois|quatre|cinq|dos|"
    r"tres|cuatro|cinco)\s+(?:representatives?|delegates?|participants?|members?|persons?|people|"
    r"representants?|delegues?|personnes|representantes?|delegados?|participantes|personas)"
)
_MOST = re.compile(
    r"(?:up to|at most|no more than|a maximum of|maximum|jusqu'a|au plus|hasta|un maximo de)\s+"
    rf"{_AMOUNT}"
)
_LEAST = re.compile(
    rf"(?:at least|a minimum of|minimum|no fewer than|au moins|al menos|por lo menos)\s+{_AMOUNT}"
)
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "dos": 2, "tres": 3,
    "cuatro": 4, "cinco": 5,
}  # fmt: skip
_SECTORS = re.compile(
    r"\b(?:sectors?|secteurs?|sectores|representatives of|representants de)\b.*:$"
)


def _amount(pattern: re.Pattern[str], folded: Sequence[str]) -> int | None:
    """The one amount stated; None when the document states none, or different ones."""
    found = {m["n"] for text in folded for m in pattern.finditer(text)}
    numbers = {int(n) if n.isdecimal() else _WORDS[n] for n in found}
    return numbers.pop() if len(numbers) == 1 else None


def _organisers(texts: Sequence[str], folded: Sequence[str]) -> str | None:
    start = re.compile(
        r"(?:jointly |co-)?(?:organi[sz]ed|organise|organisee?|organizado|hosted) (?:jointly )?"
        r"(?:by|par|por)\s*(?:the)?\s*:?\s*"
    )
    for at, plain in enumerate(folded[:60]):
        if match := start.match(plain):
            rest = texts[at][match.end() :]
            return rest or (texts[at + 1] if at + 1 < len(texts) else None)
    return None


def _sectors(lines: Sequence[Line], texts: Sequence[str], folded: Sequence[str]) -> tuple[str, ...]:
    for at, plain in enumerate(folded):
        if not _SECTORS.search(plain):
            continue
        listed: list[str] = []
        for line, text in zip(lines[at + 1 :], texts[at + 1 :], strict=True):
            heading = (
                line.level > 0 or SECTION.fullmatch(fold(text)) or AGENDA.fullmatch(fold(text))
            )
            if heading or len(text) > 120 or text.endswith(":"):
                break
            if not line.bullet and listed and not line.italic and text.endswith("."):
                break
            listed.append(text.strip(" .;,*"))
        if len(listed) > 1:
            return tuple(listed[:20])
    return ()


def _countries(texts: Sequence[str]) -> tuple[str, ...]:
    """The first list of at least three names, nearly all of them countries, after a colon."""
    for text in texts:
        for match in re.finditer(r":\s+([^:.]{10,700})(?:\.|$)", text):
            listed = match.group(1)
            # "and" also stands inside names: the last comma's part is split only if it helps.
            names = [name.strip() for name in re.split(r",|;", listed) if name.strip()]
            if names and not is_country(names[-1]):
                names[-1:] = re.split(r"\s+(?:and|et|y)\s+", names[-1])
            names = [re.sub(r"^(?:and|et|y)\s+", "", name).strip() for name in names]
            known = sum(is_country(name) for name in names)
            if len(names) > 2 and known >= len(names) - 1:
                return tuple(names)
    return ()
