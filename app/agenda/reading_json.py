"""A reading as plain JSON and back, so that it can wait in a row until somebody accepts it.

Pure: knows the values of a reading, no table and no document.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, fields
from typing import Any

from app.agenda.reading.model import Question, ReadAgenda, ReadDay, ReadEntry


def reading_as_json(read: ReadAgenda) -> dict[str, Any]:
    """All that was read; times as "HH:MM"."""
    plain: dict[str, Any] = _plain(asdict(read))
    return plain


def reading_from_json(stored: dict[str, Any]) -> ReadAgenda:
    """The reading that `reading_as_json` wrote; what a later program added is its default."""
    values = {name: _as_tuple(value) for name, value in _known(ReadAgenda, stored).items()}
    values["days"] = tuple(ReadDay(**_known(ReadDay, day)) for day in stored["days"])
    values["entries"] = tuple(entry_from_json(entry) for entry in stored["entries"])
    values["questions"] = tuple(Question(one["sentence"]) for one in stored["questions"])
    return ReadAgenda(**values)


def entry_as_json(entry: ReadEntry) -> dict[str, Any]:
    """One entry of a reading."""
    plain: dict[str, Any] = _plain(asdict(entry))
    return plain


def entry_from_json(stored: dict[str, Any]) -> ReadEntry:
    """One entry of a reading."""
    values = {name: _as_tuple(value) for name, value in _known(ReadEntry, stored).items()}
    for name in ("start", "end"):
        values[name] = dt.time.fromisoformat(values[name]) if values[name] else None
    return ReadEntry(**values)


def _known(kind: type[Any], stored: dict[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    return {name: value for name, value in stored.items() if name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return f"{value:%H:%M}" if isinstance(value, dt.time) else value


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
