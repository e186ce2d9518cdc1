"""Names of States: from CLDR (through Babel), with the names that the United Nations use beside it.

Knows codes of ISO 3166-1 alpha-2 and nothing of delegations. An event's own name for a State
is stored with its delegation; this only proposes one and recognises those in a spreadsheet.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from babel import Locale

# In CLDR, but neither a State nor a territory of ISO 3166-1: unions, outposts, test data.
_NO_TERRITORY = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
)
_RECOGNISED_IN = ("en", "fr")
# Short names in use between governments that CLDR words otherwise (UN terminology and older ones).
_FORMS_OF_STATE = frozenset(
    ("republic", "kingdom", "state", "principality", "sultanate", "grand duchy", "commonwealth")
)
_ALSO = {
    "bolivia plurinational state of": "BO",
    "bosnie herzegovine": "BA",
    "brunei darussalam": "BN",
    "burma": "MM",
    "cabo verde": "CV",
    "congo": "CG",
    "republic of the congo": "CG",
    "cote d ivoire": "CI",
    "czech republic": "CZ",
    "democratic people s republic of korea": "KP",
    "democratic republic of the congo": "CD",
    "democratic republic of timor leste": "TL",
    "gambia": "GM",
    "gambia republic of the": "GM",
    "great britain": "GB",
    "holland": "NL",
    "holy see": "VA",
    "hong kong": "HK",
    "iran islamic republic of": "IR",
    "islamic republic of iran": "IR",
    "ivory coast": "CI",
    "kosovo": "XK",
    "lao pdr": "LA",
    "lao people s democratic republic": "LA",
    "macao": "MO",
    "macedonia": "MK",
    "micronesia federated states of": "FM",
    "moldova republic of": "MD",
    "netherlands kingdom of the": "NL",
    "people s republic of china": "CN",
    "republic of korea": "KR",
    "republic of moldova": "MD",
    "republic of north macedonia": "MK",
    "republique de moldova": "MD",
    "republique de coree": "KR",
    "republique tcheque": "CZ",
    "russian federation": "RU",
    "federation de russie": "RU",
    "saint vincent and the grenadines": "VC",
    "state of palestine": "PS",
    "palestine": "PS",
    "swaziland": "SZ",
    "syrian arab republic": "SY",
    "timor leste": "TL",
    "turkey": "TR",
    "uk": "GB",
    "united kingdom of great britain and northern ireland": "GB",
    "united republic of tanzania": "TZ",
    "united states of america": "US",
    "usa": "US",
    "venezuela bolivarian republic of": "VE",
    "viet nam": "VN",
}


def territory_of(name: str) -> str | None:
    """The code of the State that a spreadsheet means by `name`, or None when it is none we know.

    Case, accents, brackets and a leading article do not matter. Codes are not names: "AU" may be
    Australia or the African Union.
    """
    known, asked = _by_name(), plain(name)
    if asked in known:
        return known[asked]
    form, _, rest = asked.partition(" of ")
    return known.get(plain(rest)) if form in _FORMS_OF_STATE else None


def usual_name(territory: str, language: str) -> str | None:
    """How CLDR names a territory in a language ("en", "fr", …); None for what is none."""
    if territory in _NO_TERRITORY or len(territory) != 2:
        return None
    return _names(language).get(territory)


def territories(language: str) -> list[tuple[str, str]]:
    """All territories as (code, name), in the alphabetical order of their plain letters."""
    found = ((code, usual_name(code, language)) for code in _names(language))
    return sorted(((code, name) for code, name in found if name), key=lambda line: plain(line[1]))


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
    spelled = {"en": " and ", "fr": " et "}.get(language, " & ")
    return {
        code: name.replace(" & ", spelled)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha()
    }
