"""Where the event takes place, as a line beside its dates says it.

Knows the names of countries and of the cities that time zones are named after; guesses no other.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from app.agenda.reading.words import fold
from app.agenda.reading.zones import fitting_zone

_NOT_PLACE = re.compile(
    r"\b(?:workshop|conference|meeting|seminar|forum|training|agenda|programme|program|version|"
    r"atelier|reunion|seminaire|taller|conferencia|seminario|online|virtual|zoom|teams|draft|"
    r"webinar|rooms?|salle|sala|building|palais|hotel|hall|organi[sz]ed|date|council|en ligne|"
    r"en linea|round ?table|symposium|course|day|session|from|du|del|le|les|the|on|colloque|"
    r"jour|journee|jornada|dia|"
    r"premiere?|primer[ao]?|deuxieme|segund[ao])\b"
)
_ALSO = (
    "lao pdr", "republic of moldova", "turkey", "viet nam", "vietnam", "czech republic", "moldova",
    "brunei darussalam", "united states of america", "usa", "uk", "republic of korea", "palestine",
    "cote d'ivoire", "north macedonia", "the gambia", "republic of north macedonia", "myanmar",
    "bosnia and herzegovina", "russian federation", "kosovo", "cabo verde", "timor-leste", "uae",
)  # fmt: skip


def place_from(text: str, *, after: bool = False) -> str | None:
    """The place in what stands before (or `after`) a date.

    "Regional workshop, Manila, Philippines," gives "Manila, Philippines".
    """
    text = re.sub(r"[\s,(]+(?:les?|los|el|the|on|du|del|from)\s*$", "", text)
    text = re.sub(r"^.*\b(?:held in|in|à|en|a)\s+(?=[A-ZÀ-Þ])", "", text.strip(" ,.;:-–—|()"))
    parts = [part.strip(" ,.;:-–—|()") for part in re.split(r",|\s[-–—|]\s|[()]", text)]
    parts = [part for part in parts if part]
    if after and not any(is_country(part) or _known_city(part) for part in parts[:2]):
        return None  # what follows a date is a place less often than a theme
    parts = _while_places(parts[:2]) if after else _while_places(parts[-3:][::-1])[::-1]
    if len(parts) > 1 and not is_country(parts[-1]):
        # "Vienna, Hofburg, Neuer Saal": what follows a city is an address in it.
        parts = [part for part in parts if _known_city(part)][:1] or parts
    return ", ".join(parts) if parts else None


def is_place_line(text: str) -> bool:
    """Whether a line is a place and nothing else: "Manila, Philippines", "Strasbourg"."""
    words = text.strip(" .,()")
    if len(words) > 50 or re.search(r"\d|:", words) or len(words.split()) > 6:
        return False
    parts = [part.strip() for part in words.split(",")]
    if len(parts) > 1 and is_country(parts[-1]):
        return all(_may_be_place(part) for part in parts)
    return len(parts) == 1 and len(words.split()) <= 3 and _known_city(words)


def place_in_address(venue: str | None) -> str | None:
    """City and country at the end of an address, or a city in it that a time zone is named after.

    "Hotel Continental, Bucharest, Romania" gives "Bucharest, Romania".
    """
    parts = [part.strip() for part in (venue or "").split(",")]
    if len(parts) > 2 and is_country(parts[-1]) and _may_be_place(parts[-2]):
        return ", ".join(parts[-2:])
    return next((part for part in parts if len(parts) > 1 and is_place_line(part)), None)


@cache
def country_names() -> frozenset[str]:
    """Names of countries in three languages, folded."""
    names = {
        fold(str(name))
        for language in ("en", "fr", "es")
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }
    return frozenset(names | set(_ALSO))


def is_country(text: str) -> bool:
    """Whether a text is the name of a country, with or without "the"."""
    plain = fold(text).strip(" .").removeprefix("the ")
    return plain in country_names()


def _known_city(words: str) -> bool:
    return words[:1].isupper() and not is_country(words) and fitting_zone(words) is not None


def _while_places(parts: list[str]) -> list[str]:
    kept: list[str] = []
    for part in parts:
        if not _may_be_place(part):
            break
        kept.append(part)
    return kept


def _may_be_place(part: str) -> bool:
    return (
        part[:1].isupper()
        and len(part) <= 40
        and len(part.split()) <= 4
        and not re.search(r"\d", part)
        and not _NOT_PLACE.search(fold(part).replace("the hague", "hague"))
    )
