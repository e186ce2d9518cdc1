"""The two tables in which studies are exchanged: long (a row per finding) and matrix.

What a column, a kind and a finding are called, in English, French and Spanish. Knows no file
format and no database.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date

from app.benchmarks.models import ConductKind, Coverage
from app.benchmarks.views import SourceView

# What stands before the States in a matrix, and before the State in a long table.
LINE = ("Provision", "Basis", "Definition", "Code", "Conduct", "Kind")
FINDING = ("State", "State code", "Finding", "Value", "Note", "As at")
SOURCE = ("Law", "Article", "Language", "Link", "In force on", "Quotation", "Translation")
# Columns by which a sheet of counts is known, which is no matrix of three States.
COUNTED = frozenset({"Covered", "Partially", "Not covered"})
LONG = (*LINE, *FINDING, *SOURCE)

_ALSO = {
    "disposition": "Provision", "disposicion": "Provision",
    "fondement": "Basis", "instrument": "Basis", "articles": "Basis", "base": "Basis",
    "definition": "Definition", "definicion": "Definition",
    "code": "Code", "no": "Code", "number": "Code", "codigo": "Code",
    "comportement": "Conduct", "conducta": "Conduct", "act": "Conduct", "acte": "Conduct",
    "type": "Kind", "tipo": "Kind",
    "country": "State", "etat": "State", "pays": "State", "estado": "State", "pais": "State",
    "code of the state": "State code", "iso": "State code", "code de l'etat": "State code",
    "constat": "Finding", "constatacion": "Finding", "coverage": "Finding",
    "valeur": "Value", "valor": "Value", "remarque": "Note", "nota": "Note",
    "etat au": "As at", "a fecha de": "As at",
    "loi": "Law", "ley": "Law", "articulo": "Article",
    "langue": "Language", "idioma": "Language", "lien": "Link", "enlace": "Link",
    "en vigueur le": "In force on", "en vigor el": "In force on",
    "citation": "Quotation", "cita": "Quotation",
    "traduction": "Translation", "traduccion": "Translation",
}  # fmt: skip

WORDS = {
    Coverage.COVERED: ("covered", "couvert", "cubierto", "yes", "oui", "si", "●"),
    Coverage.PARTIALLY: (
        "partially", "partial", "partly", "partially covered", "partiellement", "parcialmente", "◐",
    ),
    Coverage.NOT_COVERED: ("not covered", "no", "non", "non couvert", "no cubierto", "○"),
    Coverage.UNCLEAR: ("unclear", "incertain", "poco claro", "?"),
    Coverage.NOT_ASSESSED: ("not assessed", "non evalue", "no evaluado", "–", "-", "n/a"),
}  # fmt: skip
KINDS = {
    ConductKind.CONDUCT: ("conduct", "comportement", "conducta", ""),
    ConductKind.HEADING: ("heading", "titre", "titulo"),
    ConductKind.VALUE: ("value", "valeur", "valor"),
}
_COVERAGES = {word: one for one, words in WORDS.items() for word in words}
_KINDS = {word: one for one, words in KINDS.items() for word in words}


@dataclass(frozen=True)
class ReadConduct:
    """A line as a table has it."""

    code: str
    kind: ConductKind
    wording: str


@dataclass(frozen=True)
class ReadFinding:
    """A finding as a table has it."""

    coverage: Coverage
    value: str = ""
    note: str = ""
    as_at: date | None = None
    sources: tuple[SourceView, ...] = ()


@dataclass
class ReadProvision:
    """A provision as a table has it; conducts by code, in their order."""

    title: str
    basis: tuple[tuple[str, str], ...] = ()
    definition: str = ""
    conducts: dict[str, ReadConduct] = field(default_factory=dict)


@dataclass
class ReadStudy:
    """A whole table: provisions by title, States by name, findings by (title, code, State)."""

    provisions: dict[str, ReadProvision] = field(default_factory=dict)
    # Name → ISO 3166-1 alpha-2, or "".
    states: dict[str, str] = field(default_factory=dict)
    findings: dict[tuple[str, str, str], ReadFinding] = field(default_factory=dict)


def column_of(heading: str) -> str | None:
    """The column that a heading means, in any of the languages; None for another one."""
    plain = plainly(heading)
    for one in LONG:
        if plain == one.casefold():
            return one
    return _ALSO.get(plain)


def coverage_of(word: str) -> Coverage | None:
    """The finding that a cell means; None where it means none."""
    return _COVERAGES.get(plainly(word))


def kind_of(word: str) -> ConductKind | None:
    """The kind that a cell means; None where it means none."""
    return _KINDS.get(plainly(word))


def basis_of(cell: str) -> tuple[tuple[str, str], ...]:
    """(instrument, article) of each: "Budapest Convention, Article 9; Lanzarote …"."""
    found = []
    for part in filter(None, (one.strip() for one in cell.replace("\n", ";").split(";"))):
        name, comma, article = part.rpartition(", ")
        found.append((name.strip(), article.strip()) if comma else (part, ""))
    return tuple(found)


def plainly(text: str) -> str:
    """Without marks, capitals and spaces around, so that headings of any hand are alike."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    kept = "".join(one for one in decomposed if not unicodedata.combining(one))
    return " ".join(kept.casefold().split()).rstrip(".:")
