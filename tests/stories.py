"""What tests tell an empty database again and again, told once and then copied in as rows.

The cast takes 70 statements and 60 ms through the models, 3 ms as rows. Knows no table by name.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from app.db import Database, Writing
from app.tables import METADATA

T = TypeVar("T")

_COUNTERS = """
    SELECT setval(quote_ident(sequencename), :last)
    FROM pg_sequences WHERE schemaname = 'public' AND sequencename = :name
"""
_LAST = """
    SELECT sequencename AS name, last_value AS last
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
"""


@dataclass(frozen=True)
class Told:
    """What a story answered, its tables, the statements that write them, and all counters."""

    answer: Any
    tables: list[str]
    inserts: list[tuple[str, list[tuple[Any, ...]]]]
    counters: list[dict[str, Any]]


@dataclass
class Stories:
    """The stories told in this process, by the function that tells them and the kind of database.

    What a story answers never changes afterwards.
    """

    _told: dict[tuple[Callable[..., Any], bool], Told] = field(default_factory=dict)

    def told(self, story: Callable[[Writing], T], database: Database) -> T:
        """Tell `story` in `database`; an empty one gets the rows of the first time."""
        known = self._told.get((story, database.is_sqlite))
        names = [table.name for table in METADATA.sorted_tables] if known is None else known.tables
        with database.engine.begin() as connection:
            is_empty = not any(
                connection.exec_driver_sql(f'SELECT 1 FROM "{name}" LIMIT 1').first()
                for name in names
            )
            if is_empty and known is not None:
                for statement, rows in known.inserts:
                    connection.exec_driver_sql(statement, rows)
                if known.counters:
                    connection.execute(sa.text(_COUNTERS), known.counters)
                return cast(T, known.answer)
        with database.writing() as db:
            answer = story(db)
        if is_empty:
            self._told[story, database.is_sqlite] = _remembered(answer, database)
        return answer


def _remembered(answer: object, database: Database) -> Told:
    mark = "?" if database.is_sqlite else "%s"
    tables, inserts = [], []
    with database.engine.connect() as connection:
        for table in METADATA.sorted_tables:
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            marks = ", ".join([mark] * len(table.columns))
            found = connection.exec_driver_sql(f'SELECT {names} FROM "{table.name}"').fetchall()
            if found:
                rows = [tuple(_written(value) for value in row) for row in found]
                tables.append(table.name)
                inserts.append((f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', rows))
        counters = []
        if not database.is_sqlite:
            counters = [dict(row) for row in connection.execute(sa.text(_LAST)).mappings()]
    return Told(answer, tables, inserts, counters)


def _written(value: object) -> object:
    """A value as it goes in again: PostgreSQL's driver reads JSON, and writes lists as arrays."""
    return json.dumps(value) if isinstance(value, (list, dict)) else value
