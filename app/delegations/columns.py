"""Finds the columns of a participants' table by the words of its header row.

Knows English and French words; knows nothing of what stands below them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.delegations.models import Role
from app.delegations.sheets import Rows
from app.delegations.territories import plain
from app.errors import BadInput

_HEADER_WITHIN = 10  # rows: secretariats put titles above their tables


class Column(StrEnum):
    """What a column says about a person."""

    DELEGATION = "delegation"
    # Beside a column of countries: for those who come for no State.
    ORGANISATION = "organisation"
    SECTOR = "sector"
    NAME = "name"
    FUNCTION = "function"
    EMAIL = "email"
    ROLE = "role"
    HEAD = "head"


_WORDS: dict[Column, str] = {
    Column.DELEGATION: "delegation|delegations|country|countries|state|member state|country or"
    " organisation|country organisation|state organisation|delegation country|pays|etat"
    "|pays organisation",
    Column.ORGANISATION: "organisation|organization|name of organisation",
    Column.SECTOR: "sector|sectors|sector of work|agency sector|secteur",
    Column.NAME: "name|full name|name of participant|participant|participants|person|nom"
    "|nom complet|nom et prenom|name and surname|participant name",
    Column.FUNCTION: "function|title|position|job title|designation|fonction|poste|titre"
    "|function title|title function|position title",
    Column.EMAIL: "email|e mail|mail|email address|e mail address|courriel|adresse e mail"
    "|adresse electronique|adresse courriel",
    Column.ROLE: "role|roles|capacity|role at the event|qualite",
    Column.HEAD: "head|head of delegation|chef|chef de delegation|is head",
}
_BY_WORD = {word: column for column, words in _WORDS.items() for word in words.split("|")}

_ROLE_WORDS: dict[Role, str] = {
    Role.ORGANISER: "organiser|organizer|organisers|secretariat|organisateur|organisatrice",
    Role.CHAIR: "chair|chairperson|chairman|chairwoman|moderator|president|presidente|moderateur"
    "|moderatrice",
    Role.RAPPORTEUR: "rapporteur|general rapporteur|rapporteuse|rapporteure|rapporteur general",
    Role.HEAD: "head|head of delegation|chef de delegation|cheffe de delegation|chef",
    Role.DELEGATE: "delegate|member|member of delegation|participant|delegue|deleguee|membre",
    Role.SPEAKER: "speaker|presenter|panellist|keynote speaker|intervenant|intervenante|orateur",
    Role.OBSERVER: "observer|observateur|observatrice",
}
_ROLE_BY_WORD = {word: role for role, words in _ROLE_WORDS.items() for word in words.split("|")}

_YES = frozenset({"yes", "y", "x", "true", "1", "oui", "o", "vrai", "head", "chef", "✓", "✔", "☑"})
_NO = frozenset({"", "-", "–", "—", "no", "n", "false", "0", "non", "faux", "☐"})


@dataclass(frozen=True)
class Line:
    """One person's row: its number in the spreadsheet, and its cells by column."""

    row: int
    cells: dict[Column, str]

    def get(self, column: Column) -> str:
        """The cell, stripped; empty also when the table has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Table:
    """The rows below the header, and the header words that were not understood."""

    lines: tuple[Line, ...]
    columns: frozenset[Column]
    unused: tuple[str, ...]


def read_table(rows: Rows) -> Table:
    """Find header and columns, in any order. BadInput when there is no column of names."""
    candidates = [
        (len(found), -number, found)
        for number, row in enumerate(rows[:_HEADER_WITHIN], 1)
        if Column.NAME in (found := _columns(row)).values()
    ]
    if candidates:
        # The row with most words we know: a title above it may say "Participants", too.
        _, number, found = max(candidates, key=lambda one: one[:2])
        return _below(rows, -number, found)
    raise BadInput(
        "There is no column of names. The first row needs words such as Delegation, Sector, Name,"
        " Function, E-mail, Role, Head.",
        field="file",
    )


def role_word(text: str) -> Role | None:
    """The role that a cell names, or None when it is none we know."""
    return _ROLE_BY_WORD.get(plain(text))


def yes_or_no(text: str) -> bool | None:
    """What a cell of ticks says, or None when it is neither yes nor no."""
    word = text.strip().casefold()
    if word in _NO:
        return False
    return True if word in _YES else None


def _columns(row: list[str]) -> dict[int, Column]:
    return {
        place: column
        for place, cell in enumerate(row)
        if (column := _BY_WORD.get(plain(cell))) is not None
    }


def _below(rows: Rows, header: int, found: dict[int, Column]) -> Table:
    if len(set(found.values())) < len(found):
        twice = next(c for c in found.values() if list(found.values()).count(c) > 1)
        words = [rows[header - 1][place].strip() for place, c in found.items() if c is twice]
        raise BadInput(
            "Two columns mean the same: “{one}” and “{other}”. Rename or remove one of them.",
            field="file",
            one=words[0],
            other=words[1],
        )
    lines = tuple(
        Line(
            number,
            {c: row[place].strip() if place < len(row) else "" for place, c in found.items()},
        )
        for number, row in enumerate(rows[header:], header + 1)
        if any(cell.strip() for cell in row)
    )
    if not lines:
        raise BadInput("There is nobody below the header row. Add a row per person.", field="file")
    return Table(
        lines,
        frozenset(found.values()),
        tuple(
            cell.strip()
            for place, cell in enumerate(rows[header - 1])
            if cell.strip() and place not in found
        ),
    )
