"""Names of States: from CLDR (through Babel), with the names that the United Nations use beside it.

Knows codes of ISO 3166-1 alpha-2 and nothing of delegations. An event's own name for a State
is stored with its delegation; this only proposes one and recognises those in a spreadsheet.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from babel import Locale

# In CLDR, but neither a State nor a territory of ISO 3166-1: unions, outposts, test data.
_NO_TERRITORY = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
)
_RECOGNISED_IN = ("en", "fr", "es")
# "Republic of Serbia", "Royaume d’Espagne", "Serbia, Republic of": the form, then the name.
_FORM = (
    "republic|kingdom|state|principality|sultanate|grand duchy|commonwealth|republique|royaume"
    "|etat|principaute|republica|reino|estado|principado"
)
_FORM_BEFORE = re.compile(rf"(?:{_FORM}) (?:of|de|du|des|d|del) (.+)")
_FORM_BEHIND = re.compile(rf"(.+) (?:{_FORM}) (?:of|de|du|des|d|del)(?: the| la| l)?")
# Two languages in one cell.
_BETWEEN = re.compile(r"\s*[/|\n]\s*| [-–—] ")
# Short names in use between governments that CLDR words otherwise (UN terminology and older ones).
_ALSO = {
    "bih": "BA",
    "bolivia plurinational state of": "BO",
    "bosnia": "BA",
    "bosnia herzegovina": "BA",
    "bosnie herzegovine": "BA",
    "brunei darussalam": "BN",
    "burma": "MM",
    "cabo verde": "CV",
    "congo": "CG",
    "congo democratic republic of the": "CD",
    "congo republic of the": "CG",
    "republic of the congo": "CG",
    "cote d ivoire": "CI",
    "czech republic": "CZ",
    "dprk": "KP",
    "dr congo": "CD",
    "drc": "CD",
    "democratic people s republic of korea": "KP",
    "democratic republic of the congo": "CD",
    "democratic republic of timor leste": "TL",
    "gambia": "GM",
    "gambia republic of the": "GM",
    "fyrom": "MK",
    "great britain": "GB",
    "holland": "NL",
    "holy see": "VA",
    "hong kong": "HK",
    "iran islamic republic of": "IR",
    "islamic republic of iran": "IR",
    "ivory coast": "CI",
    "kosovo": "XK",
    "korea democratic people s republic of": "KP",
    "korea republic of": "KR",
    "lao pdr": "LA",
    "lao people s democratic republic": "LA",
    "macao": "MO",
    "macedonia": "MK",
    "micronesia federated states of": "FM",
    "moldova republic of": "MD",
    "netherlands kingdom of the": "NL",
    "people s republic of china": "CN",
    "png": "PG",
    "prc": "CN",
    "republica de corea": "KR",
    "republic of korea": "KR",
    "republic of moldova": "MD",
    "republic of north macedonia": "MK",
    "republique de moldova": "MD",
    "republique de coree": "KR",
    "republique populaire de chine": "CN",
    "republique democratique populaire lao": "LA",
    "republica democratica popular lao": "LA",
    "republique tcheque": "CZ",
    "rok": "KR",
    "russian federation": "RU",
    "federation de russie": "RU",
    "saint vincent and the grenadines": "VC",
    "state of palestine": "PS",
    "palestine": "PS",
    "swaziland": "SZ",
    "syrian arab republic": "SY",
    "timor leste": "TL",
    "turkey": "TR",
    "u k": "GB",
    "u s": "US",
    "u s a": "US",
    "uae": "AE",
    "uk": "GB",
    "united kingdom of great britain and northern ireland": "GB",
    "united republic of tanzania": "TZ",
    "united states of america": "US",
    "etats unis d amerique": "US",
    "estados unidos de america": "US",
    "royaume uni de grande bretagne et d irlande du nord": "GB",
    "reino unido de gran bretana e irlanda del norte": "GB",
    "us": "US",
    "usa": "US",
    "venezuela bolivarian republic of": "VE",
    "viet nam": "VN",
}


def territory_of(name: str) -> str | None:
    """The code of the State that a spreadsheet means by `name`, or None when it is none we know.

    Case, accents, brackets and a leading article do not matter, and two languages may stand side
    by side ("Georgia / Géorgie"). Codes are not names: "AU" may be Australia or the African Union.
    """
    found = _territory_of(name)
    if found or not _BETWEEN.search(name.strip()):
        return found
    parts = {_territory_of(part) for part in _BETWEEN.split(name.strip())}
    return parts.pop() if len(parts) == 1 else None


def written_name(name: str, language: str) -> str:
    """How a delegation is called that a spreadsheet names so: of two languages the event's.

    A State in capitals gets its usual name; "Republic of Moldova" stays as it is written.
    """
    territory = territory_of(name)
    usual = usual_name(territory, language) if territory else None
    if territory is None or usual is None:
        return name
    parts = [name] if _territory_of(name) else _BETWEEN.split(name.strip())
    here = [part for part in parts if plain(part) == plain(usual)] or parts
    elsewhere = {
        plain(usual_name(territory, one) or "") for one in _RECOGNISED_IN if one != language
    }
    is_other = plain(here[0]) != plain(usual) and plain(here[0]) in elsewhere
    return usual if here[0].isupper() or is_other else here[0]


def _territory_of(name: str) -> str | None:
    known, asked = _by_name(), plain(name)
    if asked in known:
        return known[asked]
    form = _FORM_BEFORE.fullmatch(asked) or _FORM_BEHIND.fullmatch(asked)
    return known.get(plain(form[1])) if form else None


def usual_name(territory: str, language: str) -> str | None:
    """How CLDR names a territory in a language ("en", "fr", …); None for what is none."""
    if territory in _NO_TERRITORY or len(territory) != 2:
        return None
    return _names(language).get(territory)


def territories(language: str) -> list[tuple[str, str]]:
    """All territories as (code, name), in the alphabetical order of their plain letters."""
    found = ((code, usual_name(code, language)) for code in _names(language))
    return sorted(((code, name) for code, name in found if name), key=lambda line: plain(line[1]))


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """Text as it is compared: no case, no accents, no punctuation, no leading article."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    kept = "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    words = kept.replace("ı", "i").split()
    if len(words) > 1 and words[0] in {"the", "la", "le", "les", "l"}:
        del words[0]
    return " ".join(words)


@cache
def _by_name() -> dict[str, str]:
    known: dict[str, str] = {}
    for language in _RECOGNISED_IN:
        for code, _ in territories(language):
            name = _names(language)[code]
            # "Myanmar (Burma)", "St. Lucia": the part before the bracket and the whole word, too.
            for written in (name, name.partition(" (")[0], name.replace("St.", "Saint")):
                known.setdefault(plain(written), code)
    return known | _ALSO


@cache
def _names(language: str) -> dict[str, str]:
    names = Locale.parse(language).territories
    # CLDR saves room with "&"; on a list of delegations the word stands.
    spelled = {"en": " and ", "fr": " et ", "es": " y "}.get(language, " & ")
    return {
        code: name.replace(" & ", spelled)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha()
    }
