"""Finds the table of participants in a spreadsheet: sheet, header row, and what each column says.

Knows the words of header_words and nothing of the event; what is found here can be corrected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from app.delegations.header_words import (
    COLUMN_WORDS,
    COUNTING,
    FAMILY_NAME_FIRST,
    ROLE_WORDS,
    TOTALS,
    Column,
)
from app.delegations.models import Role
from app.delegations.names import is_honorific
from app.delegations.territories import plain
from app.delegations.workbooks import Rows
from app.errors import BadInput

_HEADER_WITHIN = 25  # rows: secretariats put titles above their tables
_LOOKED_AT = 200  # rows by whose content a column is told

_BY_WORD = {word: column for column, words in COLUMN_WORDS.items() for word in words.split("|")}
_ROLE_BY_WORD = {word: role for role, words in ROLE_WORDS.items() for word in words.split("|")}
# Where two languages meet in one cell: "Country / Pays", "Name (Nom)", a line break.
_BETWEEN = re.compile(r"\s*(?:[/|\n()\[\]]| [-–—] )\s*")
_ROLES_BETWEEN = re.compile(r"\s*(?:[;,/\n+]| and | et | y )\s*")

_YES = frozenset(
    {"yes", "y", "x", "true", "1", "oui", "o", "vrai", "si", "sí", "head", "chef", "✓", "✔", "☑"}
)
_NO = frozenset({"", "-", "–", "—", "no", "n", "false", "0", "non", "faux", "☐"})


@dataclass(frozen=True)
class Layout:
    """Where a table stands: sheet (from 0), row of its header (from 1), columns (from 0)."""

    sheet: int
    header: int
    columns: dict[int, Column]


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
    """The rows below the header, and what was not understood: header words, and rows of nobody."""

    lines: tuple[Line, ...]
    places: dict[Column, int]
    unused: tuple[str, ...]
    passed_over: tuple[tuple[int, str], ...]
    # Whether the header says that family names come first.
    family_first: bool

    def cell(self, line: Line, column: Column) -> str:
        """The address of a cell, as spreadsheets show it: "D14"; "14" without such a column."""
        from openpyxl.utils import get_column_letter

        place = self.places.get(column)
        return f"{get_column_letter(place + 1)}{line.row}" if place is not None else f"{line.row}"


def layout_of(sheets: list[Rows]) -> Layout:
    """The sheet and row with most header words that we know; its columns, in any order.

    Without any such row, the first row with two cells, and no column.
    """
    found = max(
        (
            (len(columns), -sheet, -number, columns)
            for sheet, rows in enumerate(sheets)
            for number, row in enumerate(rows[:_HEADER_WITHIN], 1)
            if (columns := _columns(row))
        ),
        key=lambda one: one[:3],
        default=None,
    )
    if found is None or not _has_names(found[3]):
        return Layout(0, _first_row_of_cells(sheets[0]), {})
    sheet, number, columns = -found[1], -found[2], found[3]
    below = sheets[sheet][number : number + 1]
    if below and len(second := _columns(below[0])) >= len(columns):
        # A header of two rows: what stands over both is in the second one, too.
        columns, number = second, number + 1
    return Layout(sheet, number, _by_content(sheets[sheet], number, columns))


def asked_for(found: Layout, *, gender: bool) -> Layout:
    """The layout without what the event does not ask for."""
    if gender:
        return found
    kept = dict(found.columns)
    for place, column in found.columns.items():
        if column is Column.GENDER:
            del kept[place]
    return Layout(found.sheet, found.header, kept)


def read_table(sheets: list[Rows], layout: Layout) -> Table:
    """The people's rows of a layout. BadInput when there is no column of names, or nobody."""
    rows, columns = sheets[layout.sheet], layout.columns
    if not _has_names(columns):
        raise BadInput(
            "There is no column of names. The first row needs words such as Delegation, Sector,"
            " Name, Function, E-mail, Role, Head.",
            field="file",
        )
    head = rows[layout.header - 1]
    below = [
        (number, {place: cell.strip() for place, cell in enumerate(row) if cell.strip()})
        for number, row in enumerate(rows[layout.header :], layout.header + 1)
        if any(cell.strip() for cell in row) and row != head
    ]
    lines: list[Line] = []
    passed_over: list[tuple[int, str]] = []
    group = ""
    for (number, filled), (_, following) in zip_longest(below, below[1:], fillvalue=(0, {})):
        if _is_total(filled):
            passed_over.append((number, next(iter(filled.values()))))
        elif _is_heading(filled, following, columns):
            group = next(iter(filled.values()))
        elif len(filled) == 1 and not set(filled) & set(columns):
            passed_over.append((number, next(iter(filled.values()))))
        else:
            cells = {column: filled.get(place, "") for place, column in columns.items()}
            if group and not cells.get(Column.DELEGATION) and not cells.get(Column.ORGANISATION):
                cells[Column.DELEGATION] = group
            lines.append(Line(number, cells))
    if not lines:
        raise BadInput("There is nobody below the header row. Add a row per person.", field="file")
    named = next((place for place, c in columns.items() if c is Column.NAME), None)
    return Table(
        tuple(lines),
        {column: place for place, column in columns.items()},
        tuple(
            " ".join(cell.split())
            for place, cell in enumerate(head)
            if cell.strip() and place not in columns and plain(cell) not in COUNTING
        ),
        tuple(passed_over),
        named is not None and any(part in FAMILY_NAME_FIRST for part in _parts(head[named])),
    )


def role_words(text: str) -> list[Role] | None:
    """The roles that a cell names, in one language or two; None when one is none we know."""
    found: list[Role] = []
    for written in [text] if role_word(text) else _ROLES_BETWEEN.split(text):
        role = role_word(written)
        if role is None:
            return None
        found.append(role)
    return list(dict.fromkeys(found))


def role_word(text: str) -> Role | None:
    """The one role of a text, perhaps said in two languages."""
    known = {_ROLE_BY_WORD[part] for part in _parts(text) if part in _ROLE_BY_WORD}
    return known.pop() if len(known) == 1 else None


def yes_or_no(text: str) -> bool | None:
    """What a cell of ticks says, or None when it is neither yes nor no."""
    word = text.strip().casefold()
    if word in _NO:
        return False
    return True if word in _YES else None


def _columns(row: list[str]) -> dict[int, Column]:
    """What the cells of a header row mean; of two that mean the same, the first."""
    found: dict[int, Column] = {}
    for place, cell in enumerate(row):
        column = _column(cell)
        if column is not None and column not in found.values():
            found[place] = column
    columns = set(found.values())
    parts = {Column.FAMILY_NAME: Column.GIVEN_NAME, Column.GIVEN_NAME: Column.FAMILY_NAME}
    for place, column in found.items():
        # "Nom" beside "Prénom" is the family name; "Nombre" beside "Apellidos" the given one.
        for one, other in parts.items():
            if column is Column.NAME and one in columns and other not in columns:
                found[place] = other
    return found


def _column(cell: str) -> Column | None:
    if len(cell) > 120:
        return None
    parts = _parts(cell)
    if any(is_honorific(part) for part in parts):
        return Column.HONORIFIC
    known = {_BY_WORD[part] for part in parts if part in _BY_WORD}
    if known == {Column.DELEGATION, Column.ORGANISATION}:
        return Column.DELEGATION
    return known.pop() if len(known) == 1 else None


def _parts(cell: str) -> list[str]:
    whole = plain(cell)
    if whole in _BY_WORD or whole in _ROLE_BY_WORD:
        return [whole]
    return [plain(part) for part in _BETWEEN.split(cell.strip(" *:")) if part]


def _by_content(rows: Rows, header: int, columns: dict[int, Column]) -> dict[int, Column]:
    """Columns that only what stands below tells: "Title" over "Mr", addresses under any word."""
    below = rows[header : header + _LOOKED_AT]
    found = dict(columns)
    for place in range(max(map(len, below), default=0)):
        cells = [row[place].strip() for row in below if place < len(row) and row[place].strip()]
        if not cells:
            continue
        if found.get(place) is Column.FUNCTION and 2 * sum(map(is_honorific, cells)) > len(cells):
            taken = Column.HONORIFIC in found.values()
            found = {key: value for key, value in found.items() if key != place}
            if not taken:
                found[place] = Column.HONORIFIC
            again = _columns(
                ["" if key == place else cell for key, cell in enumerate(rows[header - 1])]
            )
            found = again | found
        if (
            place not in found
            and Column.EMAIL not in found.values()
            and 2 * sum("@" in cell for cell in cells) > len(cells)
        ):
            found[place] = Column.EMAIL
    return found


def _has_names(columns: dict[int, Column]) -> bool:
    return bool({Column.NAME, Column.FAMILY_NAME} & set(columns.values()))


def _says_delegation(columns: dict[int, Column]) -> bool:
    return bool({Column.DELEGATION, Column.ORGANISATION} & set(columns.values()))


def _is_heading(
    filled: dict[int, str], following: dict[int, str], columns: dict[int, Column]
) -> bool:
    """Whether a row is a delegation's name over the rows of its members, and nothing else."""
    if len(filled) != 1 or len(columns) < 2:
        return False
    if not _says_delegation(columns):
        return True
    [place] = filled
    named = [p for p, c in columns.items() if c is Column.DELEGATION]
    return place in named and bool(following) and place not in following


def _is_total(filled: dict[int, str]) -> bool:
    texts = [re.sub(r"[\d:.,()]+", " ", plain(cell)).strip() for cell in filled.values()]
    if not any(texts):
        return True  # numbers only
    return len(filled) <= 4 and texts[0] in TOTALS and not any("@" in c for c in filled.values())


def _first_row_of_cells(rows: Rows) -> int:
    for number, row in enumerate(rows, 1):
        if sum(bool(cell.strip()) for cell in row) > 1:
            return number
    return 1
