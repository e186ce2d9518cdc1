"""Values of rows as JSON and back, alike for both databases. Knows no table and no file."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa


def as_json(value: Any) -> Any:
    """A value of a row as JSON: moments in UTC with offset, dates and times in ISO 8601."""
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


def from_json(value: Any, kind: sa.types.TypeEngine[Any]) -> Any:
    """The value as a column of this kind takes it; ValueError when it does not fit."""
    if value is None:
        return None
    if isinstance(kind, sa.DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    if isinstance(kind, sa.Time):
        return time.fromisoformat(value)
    if isinstance(kind, sa.LargeBinary):
        return base64.b64decode(value, validate=True)
    return value


def tables_of(connection: sa.Connection) -> dict[str, sa.Table]:
    """The tables as they stand in this database, parents first; not as our models have them, so
    that another revision's rows can be carried, too."""
    found = sa.MetaData()
    found.reflect(connection)
    tables = {table.name: table for table in found.sorted_tables if table.name != "alembic_version"}
    for table in tables.values():
        for column in table.columns:
            if isinstance(column.type, sa.JSON):
                column.type.none_as_null = True  # a column without a value is not the JSON null
    return tables
