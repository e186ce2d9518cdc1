"""A row of any table, made from its columns alone: tables new to the house are tried as well."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from app.privacy.words_left import RECORDS

NAME = "Zoltán Quispé-Overbeek"
EMAIL = "z.overbeek@ministry.example"
FUNCTION = "Deputy registrar of unusual matters"

_PLAIN: dict[type, Any] = {
    sa.Date: date(2019, 5, 17),
    sa.Time: time(9),
    sa.DateTime: datetime(2019, 5, 17, 9, 0, tzinfo=UTC),
    sa.LargeBinary: NAME.encode(),
    sa.Float: 1.0,
}


class Rows:
    """Makes rows of one event; texts that are no records of it hold the person's name."""

    def __init__(self, connection: sa.Connection, event_id: int) -> None:
        self._connection = connection
        self._event_id = event_id
        self._numbers = itertools.count(10_000)
        self._parents: dict[str, dict[str, Any]] = {}

    def pointing_to(self, column: sa.Column[Any], participant_id: int) -> None:
        """One row of the column's table that points to this person."""
        self._made(column.table, {column.name: participant_id})

    def _made(self, table: sa.Table, given: dict[str, Any]) -> dict[str, Any]:
        values = dict(given)
        for column in table.columns:
            if column.name in values or (column.primary_key and not column.foreign_keys):
                continue
            if column.nullable and column.foreign_keys:
                continue
            values[column.name] = self._value(column)
        made = self._connection.execute(sa.insert(table).values(values).returning(*table.columns))
        return dict(made.mappings().one())

    def _value(self, column: sa.Column[Any]) -> Any:
        number = next(self._numbers)
        for key in column.foreign_keys:
            target = key.column.table
            if target.name == "event":
                return self._event_id
            if target.name not in self._parents:
                self._parents[target.name] = self._made(target, {})
            return self._parents[target.name][key.column.name]
        kind = column.type
        if isinstance(kind, sa.TypeDecorator):
            kind = kind.impl_instance
        may_name = column.table.name not in {*RECORDS, "participant", "wording"}
        match kind:
            case sa.Enum():
                return kind.enums[0]
            case sa.JSON():
                return {"said": [NAME, {"by": f"write to {EMAIL}"}] if may_name else []}
            case sa.String():
                roomy = kind.length is None or kind.length >= 120
                if roomy and may_name:
                    return f"By {NAME} <{EMAIL.upper()}> {number}"
                return str(number)[-(kind.length or 20) :]
            case sa.Boolean():
                return False
            case sa.Integer():
                return number
            case _:
                return _PLAIN[type(kind)]


def all_bytes(database_url: str) -> bytes:
    """Everything that is stored: the file of SQLite with its log, or a dump of all tables."""
    url = sa.make_url(database_url)
    if url.get_backend_name() == "sqlite":
        folder, _, name = str(url.database).rpartition("/")
        return b"".join(path.read_bytes() for path in Path(folder).glob(f"{name}*"))
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        parts = [
            str(row)
            for table in SQLModel.metadata.sorted_tables
            for row in connection.execute(
                sa.text(f'SELECT "{table.name}"::text FROM "{table.name}"')
            )
        ]
    engine.dispose()
    return "\n".join(parts).encode()
