"""Names of people as secretariats write them: "DOE, Jane", "Mr Jane DOE", "Doe" beside "Jane".

A form of address stays with its name, for badges and lists use it; it never makes two people of
one. Knows no language well: what is not surely an order of names is left as it was written.
"""

from __future__ import annotations

from app.delegations.territories import plain

_WRITTEN = (
    "mr mrs ms miss mx mme mlle mm mmes sr sra srta dna dr dra drs prof professor professeur"
    " excellency excellence hon honourable amb ambassador maitre"
)
_ADDRESSES = frozenset(_WRITTEN.split())
# "M. Dupont" is Monsieur and "M Dupont" may be anybody; other single letters are initials.
_WITH_STOPS = frozenset(("M.", "H.E.", "S.E.", "Me."))


def one_name(text: str, *, family_first: bool = False) -> str:
    """A name in the order it is spoken.

    "DOE, Jane" becomes "Jane DOE"; "Doe, Jane" only where the column says `family_first`, for
    "Prosecutor, General Prosecution" is a name by function and stays.
    """
    honorific, rest = _parted(text)
    before, comma, after = (part.strip() for part in rest.partition(","))
    if not (comma and before and after) or "," in after:
        return text
    address, given = _parted(after)
    if not given:  # "Jane DOE, Ms"
        return f"{honorific or address} {before}"
    capital = _is_capital(before) and not _is_capital(after) and _is_name(after)
    if not (family_first or capital):
        return text
    return " ".join(part for part in (honorific or address, given, before) if part)


def joined_name(honorific: str, given: str, family: str) -> str:
    """One name of the parts that stand in columns of their own."""
    return " ".join(part for part in (honorific, given, family) if part)


def addressed(honorific: str, name: str) -> str:
    """The name with its form of address, once."""
    return f"{honorific} {name}" if honorific and not _parted(name)[0] else name


def name_key(name: str) -> str:
    """What makes two spellings the same person: words in any order, without a form of address."""
    return " ".join(sorted(plain(_parted(name)[1] or name).split()))


def is_honorific(text: str) -> bool:
    """Whether the text is a form of address and nothing else ("Mr", "Mme", "H.E. Ms")."""
    return bool(text.strip()) and not _parted(text)[1]


def _parted(text: str) -> tuple[str, str]:
    """Form of address and the rest."""
    words = text.split()
    count = 0
    while count < len(words) and _addresses(words[count]):
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def _addresses(word: str) -> bool:
    return word in _WITH_STOPS or plain(word) in _ADDRESSES


def _is_name(text: str) -> bool:
    words = text.split()
    return len(words) <= 4 and all(not word[0].islower() for word in words)


def _is_capital(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 1 and all(not letter.islower() for letter in letters)
