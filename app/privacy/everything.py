"""Everything that is stored about one person: for themselves, and for those who manage people.

Found by what points to the participant, so that what is new to the house is in it at once. Secrets
(hashes of links and cookies) and other people's numbers are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from app.clock import now
from app.db import Reading
from app.delegations.models import Participant
from app.delegations.rights import Action, Person, require
from app.events.models import Event
from app.privacy.deleting import stored_person
from app.privacy.holdings import HOLDINGS, Fate, fate_of, name_of, pointers

# By what a row that another one points to is called.
_LABELS = ("title", "name", "text", "slug", "subject", "label")


@dataclass(frozen=True)
class Held:
    """The rows of one kind: `title` is a message id, each row column → value."""

    column: str
    title: str
    fate: Fate
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Everything:
    """A person's entry (column → value) and all rows that point to it."""

    participant: Participant
    entry: dict[str, Any]
    held: tuple[Held, ...]

    def as_json(self, event: Event) -> dict[str, Any]:
        """The same for programs, with when it was taken."""
        return {
            "event": {"slug": event.slug, "title": event.title},
            "taken_at": now().isoformat(timespec="seconds"),
            "entry": _plain(self.entry),
            "held": [
                {
                    "table": one.column.partition(".")[0],
                    "what": one.title,
                    "rows": [_plain(row) for row in one.rows],
                }
                for one in self.held
            ],
        }


def everything_about(
    db: Reading, event: Event, participant_id: int, *, by: Person | None
) -> Everything:
    """All about somebody, for those who manage people; NotFound where nothing is stored."""
    return _everything(db, stored_person(db, event, participant_id, by=by))


def everything_about_oneself(db: Reading, event: Event, *, by: Person | None) -> Everything:
    """All about the person who asks."""
    require(by, Action.READ_OWN_ENTRY, event_id=event.key)
    assert by is not None
    return _everything(db, db.get_one(Participant, by.own_id))


def _everything(db: Reading, participant: Participant) -> Everything:
    table = SQLModel.metadata.tables["participant"]
    [entry] = _rows(db, table, table.c.id == participant.key)
    order = list(HOLDINGS)
    held = []
    for column in pointers():
        rows = _rows(db, column.table, column == participant.key)
        if rows:
            name = name_of(column)
            known = HOLDINGS.get(name)
            title = known.title if known else column.table.name
            held.append(Held(name, title, fate_of(column), tuple(rows)))
    held.sort(key=lambda one: order.index(one.column) if one.column in order else len(order))
    return Everything(participant, entry, tuple(held))


def _rows(db: Reading, table: sa.Table, condition: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    columns = [column for column in table.columns if not _is_kept_back(column)]
    selected: list[Any] = []
    source: Any = table
    for column in columns:
        shown: Any = column
        for key in column.foreign_keys:
            other = key.column.table.alias()
            label = next((name for name in _LABELS if name in other.c), None)
            if label:
                source = source.outerjoin(other, column == other.c[key.column.name])
                shown = other.c[label]
        selected.append(shown.label(column.name.removesuffix("_id")))
    found = db.connection().execute(
        sa.select(*selected).select_from(source).where(condition).order_by(*table.primary_key)
    )
    return [
        {name: value for name, value in row.items() if value not in (None, "")}
        for row in found.mappings()
    ]


def _is_kept_back(column: sa.Column[Any]) -> bool:
    people = any(key.column.table.name == "participant" for key in column.foreign_keys)
    secret = column.name.endswith(("_hash", "challenge")) or isinstance(column.type, sa.LargeBinary)
    return people or secret or column.name == "event_id"


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """The row as JSON can have it."""
    return {
        name: value.isoformat() if isinstance(value, date | time) else value
        for name, value in row.items()
    }
