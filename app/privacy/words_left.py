"""Names and addresses in texts: taken out where a text is work in progress, counted in records.

Knows columns by their types only, so that tables which are new to the house are looked through,
too. What is a record of the event (`RECORDS`) is never touched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from app.db import Reading, Writing


def _(sentence: str) -> str:
    """Marks a sentence for translation."""
    return sentence


# Tables whose texts are records or the organisers' own, and how they are called (message ids).
RECORDS: dict[str, str] = {
    "input": _("Inputs"),
    "input_revision": _("Earlier wordings of inputs"),
    "cluster": _("Titles of groups"),
    "priority": _("Priorities"),
    "closure": _("Reasons for closing a board"),
    "recommendation": _("Recommendations"),
    "recommendation_revision": _("Texts of recommendations"),
    "returned_text": _("Comments with which recommendations were returned"),
    "disposition": _("Decisions on recommendations"),
    "conclusions": _("The title of the conclusions"),
    "paragraph_revision": _("Texts of the conclusions"),
    "merge": _("Reasons for merges"),
    "merge_source": _("Sources of merges"),
    "circulation": _("Circulated drafts"),
    "answer": _("Answers to circulated drafts"),
    "silence": _("Silence procedures"),
    "objection": _("Objections to conclusions"),
    "reservation": _("Reservations on conclusions"),
    "supplement": _("Corrigenda and addenda"),
    "correction": _("Corrections of conclusions"),
    "supersession": _("What supersedes conclusions"),
    "proposal_decision": _("Decisions on proposed words"),
    "adoption": _("The adopted conclusions"),
    "earlier_conclusions": _("Earlier conclusions"),
    "followed_point": _("Points followed up"),
    "point_owner": _("Owners of points"),
    "progress_report": _("Reports on the follow-up"),
    "agenda": _("The agenda"),
    "day": _("Days of the agenda"),
    "slot": _("Slots of the agenda"),
    "event": _("Title and facts of the event"),
    "data_protection": _("The data-protection notice"),
    "delegation": _("Names of delegations"),
    "sector": _("Names of sectors"),
    "room": _("Names of rooms"),
    "board": _("Instructions of boards"),
    "study": _("Benchmarks"),
    "instrument": _("Instruments of benchmarks"),
    "provision": _("Provisions of benchmarks"),
    "basis": _("Provisions of benchmarks"),
    "conduct": _("Conducts of benchmarks"),
    "assessed_state": _("States of benchmarks"),
    "finding": _("Findings of benchmarks"),
    "legal_source": _("Sources of findings"),
    "summary_text": _("The public summary"),
}
# Other people's entries: two participants may bear one name. Agendas are redacted: redacting.py.
_OTHERS = frozenset({"participant", "wording"})
_MARK = "…"


@dataclass(frozen=True)
class Standing:
    """How many records of one kind (a message id) hold a name or an address."""

    kind: str
    count: int


class Words:
    """The names and addresses of one or several people, as they are looked for in texts."""

    def __init__(self, names: Iterable[str], addresses: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(name for name in names if name.strip()))
        self.addresses = tuple(dict.fromkeys(one for one in addresses if one.strip()))
        personal = [name for name in self.names if is_personal(name)]
        inside = [rf"(?<!\w){re.escape(name)}(?!\w)" for name in personal]
        inside += [rf"(?<![\w.+-])(?i:{re.escape(one)})(?![\w-])" for one in self.addresses]
        self._inside = re.compile("|".join(inside)) if inside else None

    def found_in(self, text: str) -> bool:
        """Whether a text is, begins with or holds one of them."""
        return self.without(text) != text

    def without(self, text: str) -> str:
        """The text without them: empty where it was nothing else."""
        for name in self.names:
            if text == name or text.startswith((f"{name},", f"{name} (")):
                return ""
        return self.masked_in(text)

    def masked_in(self, text: str) -> str:
        """The text with a mark wherever they stand in it, however it begins."""
        return self._inside.sub(_MARK, text) if self._inside else text

    def without_in(self, value: Any) -> Any:
        """The same in every text of a JSON value; an element that was nothing else is left out."""
        if isinstance(value, str):
            return self.without(value)
        if isinstance(value, list):
            return [
                self.without_in(one)
                for one in value
                if not (isinstance(one, str) and one and not self.without(one))
            ]
        if isinstance(value, dict):
            return {key: self.without_in(one) for key, one in value.items()}
        return value

    def condition(self, column: sa.Column[Any]) -> sa.ColumnElement[bool]:
        """Rows that may hold one of them; they are looked at closely afterwards."""
        text = sa.func.lower(sa.cast(column, sa.Text))
        kept = _escaped if isinstance(column.type, sa.JSON) else str
        return sa.or_(
            sa.false(),
            *(
                text.contains(kept(one).lower(), autoescape=True)
                for one in (*self.names, *self.addresses)
            ),
            # The database may not know how to write "É" small; these are compared as they are.
            *(
                sa.cast(column, sa.Text).contains(kept(one), autoescape=True)
                for one in self.names
                if not one.isascii()
            ),
        )


def is_personal(name: str) -> bool:
    """Whether this is the name of a person ("Ana de la Cruz") and not of a part ("First delegate").

    Only such names are looked for inside longer texts.
    """
    words = re.findall(r"[^\W\d_]+", name)
    return len(words) > 1 and all(word[0].isupper() or len(word) <= 3 for word in words)


def take_out(db: Writing, event_id: int, words: Words) -> None:
    """Take names and addresses out of all texts of the event that are no records of it."""
    for table in SQLModel.metadata.sorted_tables:
        here = of_event(table, event_id)
        if table.name in RECORDS or table.name in _OTHERS:
            continue
        keys = list(table.primary_key.columns)
        for column in _texts(table):
            rows = db.connection().execute(
                sa.select(*keys, column).where(here, words.condition(column))
            )
            for *key, value in rows.all():
                changed = words.without_in(value)
                if changed != value:
                    this = sa.and_(*(own == part for own, part in zip(keys, key, strict=True)))
                    db.connection().execute(
                        sa.update(table).where(this).values({column.name: changed})
                    )


def standing_in_records(db: Reading, event_id: int, words: Words) -> list[Standing]:
    """In how many records of each kind they stand; these stay as they are."""
    found = []
    for table in SQLModel.metadata.sorted_tables:
        if table.name not in RECORDS:
            continue
        columns = _texts(table)
        if not columns:
            continue
        here = of_event(table, event_id)
        maybe = sa.or_(*(words.condition(column) for column in columns))
        rows = db.connection().execute(sa.select(*columns).where(here, maybe))
        count = sum(any(words.without_in(value) != value for value in row) for row in rows)
        if count:
            found.append(Standing(RECORDS[table.name], count))
    return found


def of_event(table: sa.Table, event_id: int) -> sa.ColumnElement[bool]:
    """Rows of a table that belong to an event, by the shortest way of foreign keys to it.

    A table without any way belongs to no event, and all of its rows are meant.
    """
    if table.name == "event":
        return table.c.id == event_id
    ways: list[tuple[sa.Table, list[sa.ForeignKey]]] = [(table, [])]
    known = {table.name}
    while ways:
        here, way = ways.pop(0)
        for key in sorted(here.foreign_keys, key=lambda one: one.parent.name):
            target = key.column.table
            if target.name == "event":
                return _along([*way, key], event_id)
            # Pointers to people lead to events as well, but may point to nobody.
            if target.name not in known and not key.parent.nullable:
                known.add(target.name)
                ways.append((target, [*way, key]))
    return sa.true()


def _along(way: list[sa.ForeignKey], event_id: int) -> sa.ColumnElement[bool]:
    *before, last = way
    condition: sa.ColumnElement[bool] = last.parent == event_id
    for key in reversed(before):
        condition = key.parent.in_(sa.select(key.column).where(condition))
    return condition


def is_text(column: sa.Column[Any]) -> bool:
    """Whether words can stand in a column; SQLModel hides strings in a type of its own."""
    kind = column.type.impl_instance if isinstance(column.type, sa.TypeDecorator) else column.type
    return isinstance(kind, sa.String) and not isinstance(kind, sa.Enum)


def _texts(table: sa.Table) -> list[sa.Column[Any]]:
    return [
        column for column in table.columns if isinstance(column.type, sa.JSON) or is_text(column)
    ]


def _escaped(text: str) -> str:
    """As the text stands inside stored JSON."""
    return json.dumps(text)[1:-1]
