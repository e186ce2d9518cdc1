"""Reads a study from the rows of a table, long or matrix; every wrong cell is named.

Which of the two it is, its headings tell: a long table has a column "State". Knows no database.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.benchmarks.models import ConductKind, Coverage
from app.benchmarks.tables import (
    COUNTED,
    LINE,
    LONG,
    SOURCE,
    ReadConduct,
    ReadFinding,
    ReadProvision,
    ReadStudy,
    basis_of,
    column_of,
    coverage_of,
    kind_of,
)
from app.benchmarks.views import SourceView
from app.errors import BadInput

_LENGTHS = {
    "Provision": 300, "Definition": 4000, "Code": 20, "Conduct": 600, "State": 200, "Value": 200,
    "Note": 2000, "Law": 300, "Article": 100, "Language": 20, "Link": 1000, "Quotation": 4000,
    "Translation": 4000,
}  # fmt: skip
_CODE_IN_NAME = re.compile(r"(.+?)\s*\(([A-Z]{2})\)")
_SHOWN = 10  # faults named in one sentence; a page shows all of them


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell: "D14", and a sentence (a message id) with its values."""

    cell: str
    sentence: str
    values: tuple[tuple[str, str], ...] = ()


class BadCells(BadInput):
    """Nothing was read in; `faults` has a sentence for every cell that is wrong."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        named = "; ".join(
            f"{one.cell}: {one.sentence.format(**dict(one.values))}" for one in faults[:_SHOWN]
        )
        more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        super().__init__("Nothing was read in. {cells}", field="file", cells=named + more)
        self.faults = tuple(faults)


Rows = Sequence[Sequence[str]]


def read_study(rows: Rows) -> ReadStudy:
    """The study of a table; rows above its headings are passed over.

    BadInput for a table without the columns needed, BadCells for cells that are wrong.
    """
    top, columns = _headings(rows)
    reader = _Reader(top, columns)
    for number, row in enumerate(rows[top + 1 :], top + 2):
        if any(cell.strip() for cell in row):
            reader.take(number, row)
    if reader.faults:
        raise BadCells(reader.faults)
    if not reader.study.provisions:
        raise BadInput(
            "This table has headings and no line. Give one line for each conduct.", field="file"
        )
    return reader.study


def sheet_with_findings(sheets: Sequence[Rows]) -> Rows:
    """The first sheet whose headings are those of a study; the first one if none has them.

    Our own sheet of counts has them as well, and columns that no State is called.
    """
    for rows in sheets:
        try:
            _, columns = _headings(rows)
        except BadInput:
            continue
        if not set(columns.values()) >= COUNTED:
            return rows
    return sheets[0]


def _headings(rows: Sequence[Sequence[str]]) -> tuple[int, dict[int, str]]:
    """The row of the headings, and what each of its cells means: a column, or a State's name."""
    for number, row in enumerate(rows):
        named = {place: column_of(cell) for place, cell in enumerate(row) if cell.strip()}
        if {"Provision", "Code", "Conduct"} <= set(named.values()):
            return number, {place: one or row[place].strip() for place, one in named.items()}
    raise BadInput(
        "This table has no row with the headings “Provision”, “Code” and “Conduct”. Start from a"
        " file that this page gives, or name these columns.",
        field="file",
    )


class _Reader:
    def __init__(self, top: int, columns: dict[int, str]) -> None:
        self.study = ReadStudy()
        self.faults: list[Fault] = []
        self.is_long = "State" in columns.values()
        self.places = {name: place for place, name in columns.items() if name in LONG}
        self._first: dict[tuple[str, str, str], str] = {}
        self._states: dict[int, str] = {}
        if self.is_long:
            return
        for place, heading in columns.items():
            if heading in LINE:
                continue
            found = _CODE_IN_NAME.fullmatch(heading)
            name, code = (found[1], found[2]) if found else (heading, "")
            if name in self.study.states:
                self._fault(top + 1, place, "“{name}” is here twice.", name=name)
            self.study.states[name] = code
            self._states[place] = name

    def take(self, number: int, row: Sequence[str]) -> None:
        """One line of the table."""
        cells = {name: _cell(row, place) for name, place in self.places.items()}
        for name, most in _LENGTHS.items():
            if len(cells.get(name, "")) > most:
                self._fault_in(number, name, "Longer than {most} characters.", most=str(most))
        if not cells["Provision"]:
            return self._fault_in(number, "Provision", "Which provision is this line of?")
        if not cells["Conduct"] or not cells["Code"]:
            missing = "Conduct" if cells["Code"] else "Code"
            return self._fault_in(number, missing, "A line needs a code and words.")
        kind = kind_of(cells.get("Kind", ""))
        if kind is None:
            return self._fault_in(
                number, "Kind", "Write conduct, heading or value instead of “{word}”.",
                word=cells["Kind"],
            )  # fmt: skip
        conduct = ReadConduct(cells["Code"], kind, cells["Conduct"])
        provision = self._provision(cells)
        known = provision.conducts.setdefault(conduct.code, conduct)
        if known != conduct:
            self._fault_in(
                number, "Conduct", "Code {code} has other words above.", code=conduct.code
            )
        if self.is_long:
            self._take_long(number, cells, provision, conduct)
        else:
            self._take_matrix(number, row, provision, conduct)
        return None

    def _provision(self, cells: dict[str, str]) -> ReadProvision:
        provision = self.study.provisions.setdefault(
            cells["Provision"], ReadProvision(cells["Provision"])
        )
        # It is enough to say these once.
        provision.basis = provision.basis or basis_of(cells.get("Basis", ""))
        provision.definition = provision.definition or cells.get("Definition", "")
        return provision

    def _take_matrix(
        self, number: int, row: Sequence[str], provision: ReadProvision, conduct: ReadConduct
    ) -> None:
        for place, state in self._states.items():
            cell = _cell(row, place)
            if not cell:
                continue
            found = self._found(conduct, cell, cell, number, place)
            key = (provision.title, conduct.code, state)
            if found and key in self.study.findings:
                self._fault(number, place, "This line was above already.")
            elif found:
                self.study.findings[key] = found

    def _take_long(
        self, number: int, cells: dict[str, str], provision: ReadProvision, conduct: ReadConduct
    ) -> None:
        state = cells["State"]
        if not state:
            for name in ("Finding", "Value", "Note", *SOURCE):
                if cells.get(name):
                    self._fault_in(number, "State", "In which State was this found?")
                    return
            return
        code = cells.get("State code", "").upper()
        if code and not re.fullmatch("[A-Z]{2}", code):
            self._fault_in(number, "State code", "Write two letters, as in GE for Georgia.")
        elif self.study.states.setdefault(state, code) != code and code:
            self._fault_in(number, "State code", "{state} has another code above.", state=state)
        word = cells.get("Finding", "")
        if not word and not cells.get("Value"):
            return
        place = self.places["Finding" if "Finding" in self.places else "State"]
        found = self._found(conduct, word, cells.get("Value", ""), number, place)
        if found is None:
            return
        source = self._source(number, cells)
        key = (provision.title, conduct.code, state)
        before = self.study.findings.get(key)
        complete = ReadFinding(
            coverage=found.coverage,
            value=cells.get("Value", ""),
            note=cells.get("Note", ""),
            as_at=self._date(number, cells, "As at"),
            sources=(*(before.sources if before else ()), *([source] if source else [])),
        )
        if before and (before.coverage, before.value, before.note, before.as_at) != (
            complete.coverage, complete.value, complete.note, complete.as_at,
        ):  # fmt: skip
            self._fault(
                number, place, "{state} has another finding above, in {cell}.",
                state=state, cell=self._first[key],
            )  # fmt: skip
        self._first.setdefault(key, _address(number, place))
        self.study.findings[key] = complete

    def _found(
        self, conduct: ReadConduct, word: str, value: str, number: int, place: int
    ) -> ReadFinding | None:
        if conduct.kind is ConductKind.HEADING:
            self._fault(number, place, "A heading has no finding.")
            return None
        coverage = coverage_of(word)
        is_value = conduct.kind is ConductKind.VALUE and word in {"", value}
        if is_value and coverage is None:
            return ReadFinding(Coverage.COVERED, value=value)
        if coverage is None:
            self._fault(
                number, place,
                "Write covered, partially, not covered, unclear or not assessed instead of"
                " “{word}”.",
                word=word,
            )  # fmt: skip
            return None
        return ReadFinding(coverage)

    def _source(self, number: int, cells: dict[str, str]) -> SourceView | None:
        if not any(cells.get(name) for name in SOURCE):
            return None
        if (link := cells.get("Link", "")) and not re.match("https?://", link):
            self._fault_in(number, "Link", "An address begins with https://.")
        return SourceView(
            law=cells.get("Law", ""),
            article=cells.get("Article", ""),
            language=cells.get("Language", ""),
            link=cells.get("Link", ""),
            in_force_on=self._date(number, cells, "In force on"),
            quotation=cells.get("Quotation", ""),
            translation=cells.get("Translation", ""),
        )

    def _date(self, number: int, cells: dict[str, str], name: str) -> date | None:
        # A workbook's date comes with its midnight.
        text = cells.get(name, "").removesuffix("T00:00:00")
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self._fault_in(number, name, "Write the day as 2019-05-16.")
            return None

    def _fault_in(self, number: int, column: str, sentence: str, **values: str) -> None:
        place = self.places.get(column, self.places["Code"])
        self._fault(number, place, sentence, **values)

    def _fault(self, number: int, place: int, sentence: str, **values: str) -> None:
        self.faults.append(Fault(_address(number, place), sentence, tuple(values.items())))


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _address(number: int, place: int) -> str:
    """The address of a cell, as spreadsheets show it."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(place + 1)}{number}"
