"""Lists of participants as a secretariat keeps them: merged titles, two languages, a total.

Made of a sample's rows, and read in again by the organisers of a scenario.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from tests.delegations.sheets import sample_rows, workbook

Row = list[str]
_HEADER = ["N°", "Country or organisation / Pays ou organisation", "Sector / Secteur",
           "Name / Nom", "Function / Fonction", "Role / Rôle"]  # fmt: skip
_ROLES = {
    "head": "Head of delegation / Chef de délégation",
    "delegate": "Delegate / Délégué",
    "speaker": "Speaker / Intervenant",
    "observer": "Observer / Observateur",
    "chair": "Chair / Président",
    "rapporteur": "Rapporteur",
    "organiser": "Organiser / Organisateur",
}


def people_of(slug: str) -> list[Row]:
    """A sample's people: delegation, sector, name, function, role."""
    return [row for row in sample_rows(slug)[1:] if row]


def list_of_participants(title: str, people: Sequence[Row]) -> bytes:
    """The XLSX file: titles over all columns, a delegation's name merged over its members."""
    rows: list[list[object]] = [
        ["List of participants / Liste des participants"],
        [title],
        [],
        [*_HEADER],
    ]
    merged = ["A1:F1", "A2:F2"]
    number = 0
    for delegation, members in groupby(people, key=lambda row: row[0]):
        first = len(rows) + 1
        for place, (_, sector, name, function, role) in enumerate(members):
            number += 1
            shown = delegation if place == 0 else None
            rows.append([number, shown, sector, name, function, _ROLES.get(role, role)])
        if delegation and len(rows) > first:
            merged.append(f"B{first}:B{len(rows)}")
    rows += [[], [f"Total: {number}"]]
    file: bytes = workbook(rows, merged=merged)
    return file


def without(people: Sequence[Row], delegation: str, sector: str) -> list[Row]:
    """The list when nobody of this sector has been named yet."""
    left = [row for row in people if row[:2] != [delegation, sector]]
    assert len(left) < len(people), f"nobody of {delegation} is from {sector}"
    return left
