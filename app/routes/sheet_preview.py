"""What the preview of a spreadsheet shows: columns with examples, faults, questions, changes."""

from __future__ import annotations

from typing import Any

from app.db import Reading
from app.delegations.checking import Checked, check_rows
from app.delegations.header_words import Column
from app.delegations.known_people import KnownPeople
from app.delegations.looking_ahead import look_ahead
from app.delegations.pending_sheets import answers, layout, table_of
from app.delegations.queries import composition_rule
from app.delegations.rules import composition_faults
from app.delegations.sheet_forms import ColumnsForm
from app.delegations.sheet_models import PendingSheet
from app.delegations.territories import written_name
from app.errors import BadInput
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.people_pages import said

_EXAMPLES = 3
SHOWN = 50  # faults, changes, and people of each kind: nobody reads five thousand


def preview(
    db: Reading,
    event: Event,
    reader: Reader,
    pending: PendingSheet,
    *,
    typed: ColumnsForm | None = None,
) -> dict[str, Any]:
    """The context of people/sheet.html; `typed` are columns that were refused."""
    found = {
        "meanings": [one.value for one in Column if event.asks_gender or one is not Column.GENDER],
        "columns": _columns(pending, typed),
        "header": typed.header if typed else pending.header,
        "sheet": typed.sheet if typed else pending.sheet + 1,
        "sheets": [(place, len(rows)) for place, rows in enumerate(pending.sheets, 1)],
        "shown": SHOWN,
    }
    try:
        table = table_of(pending)
    except BadInput as problem:
        return found | {"problem": sentence(reader, problem), "ahead": None}
    known = KnownPeople(db, event)
    checked = check_rows(table, known, answers(pending))
    ahead = look_ahead(known, checked)
    faults = composition_faults(ahead.compositions, composition_rule(db, event))
    return found | {
        "problem": None,
        "table": table,
        "ahead": ahead,
        "people": [
            (one, written_name(one.delegation, event.language)) for one in checked.wanted[:5]
        ],
        "faults": [said(reader, fault) for fault in checked.faults],
        "questions": _questions(checked, known, answers(pending)),
        "to_check": [said(reader, fault) for fault in faults],
    }


def _columns(pending: PendingSheet, typed: ColumnsForm | None) -> list[dict[str, Any]]:
    """Each column of the sheet: letter, header, examples from below it, and what it means."""
    from openpyxl.utils import get_column_letter

    rows: list[list[str]] = pending.sheets[pending.sheet]
    head, below = rows[pending.header - 1], rows[pending.header :]
    chosen = {place: column.value for place, column in layout(pending).columns.items()}
    if typed:
        chosen = dict(enumerate(typed.columns))
    found = []
    for place in range(max(len(head), *(len(row) for row in below[:500]), 0)):
        cells = (row[place].strip() for row in below if place < len(row))
        examples = list(dict.fromkeys(cell for cell in cells if cell))[:_EXAMPLES]
        title = " ".join(head[place].split()) if place < len(head) else ""
        if title or examples:
            found.append(
                {
                    "place": place,
                    "letter": get_column_letter(place + 1),
                    "title": title,
                    "examples": examples,
                    "chosen": chosen.get(place, ""),
                }
            )
        else:
            # Its place is kept, so that the columns of the form are counted as the sheet's.
            found.append({"place": place, "letter": "", "chosen": chosen.get(place, "")})
    return found


def _questions(
    checked: Checked, known: KnownPeople, said_before: dict[int, int]
) -> list[dict[str, Any]]:
    return [
        {
            "row": one.row,
            "name": one.name,
            "delegation": one.delegation,
            "by_address": one.by_address,
            "chosen": f"{one.row}:{said_before[one.row]}" if one.row in said_before else "",
            "perhaps": [
                (
                    f"{one.row}:{person.key}",
                    person.name,
                    known.delegation_names.get(person.delegation_id or 0, ""),
                    person.email or "",
                )
                for person in one.perhaps
            ],
        }
        for one in checked.questions
    ]
