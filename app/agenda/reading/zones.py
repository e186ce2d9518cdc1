"""Time zones: which a document names, which would fit a place.

Knows the IANA names. An abbreviation such as CET is never a zone, and a place is only a hint for
a question: nothing here decides a zone that nobody named.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from babel import Locale

from app.agenda.reading.words import fold

_NAMED = re.compile(
    r"\b(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)"
    r"/[A-Z][A-Za-z_+-]+(?:/[A-Z][A-Za-z_]+)?"
)
# Seats of organisations whose documents name the city and not the country.
_SEATS = {
    "strasbourg": "Europe/Paris", "geneva": "Europe/Zurich", "geneve": "Europe/Zurich",
    "ginebra": "Europe/Zurich", "the hague": "Europe/Amsterdam", "la haye": "Europe/Amsterdam",
    "new york": "America/New_York", "washington": "America/New_York", "lyon": "Europe/Paris",
    "abu dhabi": "Asia/Dubai", "cebu": "Asia/Manila", "addis ababa": "Africa/Addis_Ababa",
    "bonn": "Europe/Berlin", "turin": "Europe/Rome", "strasburg": "Europe/Paris",
}  # fmt: skip


def is_zone(name: str) -> bool:
    """Whether `name` is an IANA zone such as Europe/Paris (not CET, not UTC+2)."""
    if "/" not in name and name != "UTC":
        return False
    try:
        ZoneInfo(name)
    except (ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        return False
    except KeyError:
        return False
    return True


def named_zone(text: str) -> str | None:
    """The one IANA zone that a text names; None for none or several."""
    found = {match for match in _NAMED.findall(text) if is_zone(match)}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=512)
def fitting_zone(place: str) -> str | None:
    """A zone that would fit a place, for a question: by city, or by a country with one zone."""
    plain = fold(place)
    for seat, zone in _SEATS.items():
        if re.search(rf"\b{seat}\b", plain):
            return zone
    for name, zone in _named_places():
        # The plain search first: a thousand patterns would cost a second.
        if name in plain and re.search(rf"\b{re.escape(name)}\b", plain):
            return zone
    return None


@cache
def _named_places() -> tuple[tuple[str, str], ...]:
    """Cities that zones are named after, then countries that have only one zone; folded."""
    rows = _rows()
    cities = [(fold(zone.rsplit("/", 1)[-1].replace("_", " ")), zone) for _, zone in rows]
    countries = []
    for language in ("en", "fr", "es"):
        for code, country in Locale(language).territories.items():
            zones = [zone for other, zone in rows if other == code]
            if len(zones) == 1:
                countries.append((fold(str(country)), zones[0]))
    return (*cities, *countries)


def _rows() -> list[tuple[str, str]]:
    """(country code, zone) from the zone.tab that the tzdata package carries."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    lines = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return [(fields[0], fields[2]) for fields in lines if len(fields) > 2]
