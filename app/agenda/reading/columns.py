"""The columns of a table: which holds the time, what the others are, what stands side by side.

Knows rows of cells; opens no days and no entries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from app.agenda.reading.blocks import Cell, Row, plain_line, squeeze
from app.agenda.reading.dates import find_dates
from app.agenda.reading.drafts import Draft
from app.agenda.reading.labels import begins_with_label
from app.agenda.reading.rooms import room_in_title
from app.agenda.reading.times import Span, leading_span, whole_span
from app.agenda.reading.words import COLUMNS, MARKER, ROOM_HEADING, ROOM_LABEL, SIDE_BY_SIDE, fold

UNWORDED = frozenset({"duration", "count", "number", "time", "start", "end", "day"})
"""Roles of columns that hold no words of an entry."""

Placed = list[tuple[int, Cell]]
"""Non-empty cells with the number of the column at which they begin."""


@dataclass(slots=True)
class Shape:
    """What the heading row of a table said of its columns."""

    table: int = 0
    roles: dict[int, str] = field(default_factory=dict)
    rooms: dict[int, str] = field(default_factory=dict)
    tracks: dict[int, str] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)


def place(row: Row) -> Placed:
    """The cells of a row that hold more than dots and dashes, with their columns."""
    placed: Placed = []
    column = 0
    for cell in row.cells:
        if any(character.isalnum() for character in cell.text):
            placed.append((column, cell))
        column += cell.columns
    return placed


def read_header(shape: Shape, placed: Placed) -> bool:
    """Whether the row names columns; then `shape` knows them."""
    if len(placed) < 2:
        return False
    roles: dict[int, str] = {}
    rooms: dict[int, str] = {}
    tracks: dict[int, str] = {}
    for at, cell in placed:
        text = squeeze(cell.text)
        plain = fold(text)
        role = _role(plain)
        if role:
            roles[at] = role
        elif (ROOM_LABEL.match(plain) or ROOM_HEADING.match(plain)) and len(text) < 40:
            rooms[at] = text
        elif re.fullmatch(r"(?:track|stream|group|groupe|grupo|strand) \S{1,12}", plain):
            tracks[at] = text
        else:
            return False
    if not roles and len(rooms) < 2 and len(tracks) < 2:
        return False
    if len(set(roles.values())) == 1 and not (rooms or tracks):
        return False
    shape.roles, shape.rooms, shape.tracks = roles, rooms, tracks
    return True


def _role(plain: str) -> str | None:
    """The role of a column by its heading; "Topic/Activity" is that of its first word."""
    parts = (plain, *re.split(r"\s*(?:/|&|,|\band\b|\bet\b|\by\b)\s*", plain))
    roles = [
        next((name for name, word in COLUMNS.items() if word.fullmatch(part)), None)
        for part in parts
    ]
    if roles[0] or len(parts) < 3:
        return roles[0]
    return roles[1] if all(roles[1:]) else None


_LASTING = re.compile(
    r"\s*[(\[]\s*\d{1,3}\s?(?:min\w*|mn|hours?|hrs?|h|heures?|horas?|')\.?\s*[)\]]$", re.IGNORECASE
)
"""How long an entry lasts, in brackets behind its hours."""


def time_cell(shape: Shape, placed: Placed) -> tuple[int | None, Span | None]:
    """(column, times) of the cell that holds nothing but times; (-1, times) when they stand
    before the words of the first cell; (None, None) when the row names no time."""
    if "start" in shape.roles.values():
        return _two_columns(shape, placed)
    for at, cell in placed:
        if shape.roles.get(at) in UNWORDED - {"time"}:
            continue
        span = _repeated(cell) or whole_span(_LASTING.sub("", squeeze(cell.text)))
        if span and (at == 0 or shape.roles.get(at) == "time" or not shape.roles):
            return at, span
    found = leading_span(placed[0][1].lines[0].text)
    return (-1, found[0]) if found else (None, None)


def _two_columns(shape: Shape, placed: Placed) -> tuple[int | None, Span | None]:
    """Times whose start and end stand in columns of their own."""
    said = {shape.roles.get(at): (at, squeeze(cell.text)) for at, cell in placed}
    if "start" not in said:
        return None, None
    at, begins = said["start"]
    start = whole_span(begins)
    if start is None or start.start is None:
        return None, None
    if start.end is None and "end" in said:
        ends = said["end"][1]
        # Joined first: "12:30" and "1:30" explain each other.
        both = whole_span(f"{begins} - {ends}")
        alone = whole_span(ends)
        if both and both.end:
            return at, both
        start = replace(start, end=alone.start if alone else None)
    return at, start


def split_moments(shape: Shape, placed: Placed) -> tuple[str | None, Placed]:
    """A date that stands before the hours in one cell ("2019-05-16 09:00"), and the cells
    without it; None when no cell that may hold hours begins with a date."""
    day: str | None = None
    result: Placed = []
    for at, cell in placed:
        role = shape.roles.get(at)
        hours = role in ("time", "start", "end", "count") or (role is None and at == 0)
        split = _moment(cell) if hours else None
        if split is None:
            result.append((at, cell))
            continue
        if role != "end":
            day = day or split[0]
        result.append((at, Cell((plain_line(split[1]),), cell.columns, cell.continued)))
    return day, result


def _moment(cell: Cell) -> tuple[str, str] | None:
    text = squeeze(cell.text)
    if len(text) > 60 or len(cell.lines) != 1 or sum(c.isdecimal() for c in text) < 3:
        return None
    if not (found := find_dates(text)):
        return None
    first = found[0]
    rest = text[first.end :].strip(" ,T-–")
    if first.start > 0 or len(first.dates) != 1 or len(found) > 1 or whole_span(rest) is None:
        return None
    return text[: first.end], rest


def without_time(placed: Placed) -> Placed:
    """The cells, the first one without the times before its words."""
    at, cell = placed[0]
    found = leading_span(cell.lines[0].text)
    first = cell.lines[0].after(found[1]) if found else cell.lines[0]
    lines = ((first,) if first.text else ()) + cell.lines[1:]
    kept = [(at, Cell(lines, cell.columns))] if lines else []
    return kept + placed[1:]


def worded(contents: Placed) -> Placed:
    """The cells without those that only count entries or minutes, as long as others are left."""
    kept = [
        (at, cell)
        for at, cell in contents
        if not re.fullmatch(r"\d{1,2}[.)]?|\d{1,3}\s?(?:min\w*\.?|')", fold(squeeze(cell.text)))
    ]
    return kept or contents


def side_by_side(shape: Shape, contents: Placed) -> bool:
    """Whether cells of one row are entries running at the same time."""
    named = [at for at, _ in contents if at in shape.rooms or at in shape.tracks]
    if len(contents) < 2:
        return False
    if len(named) == len(contents):
        return True
    if all(room_in_title(squeeze(cell.lines[0].text))[1] for _, cell in contents):
        return True
    if any(shape.roles.get(at) for at, _ in contents):
        return False
    return all(begins_with_label(squeeze(cell.text)) for _, cell in contents)


def announced(current: Draft, contents: Placed) -> bool:
    """ "Parallel sessions" above a row of short cells: each of them is an entry."""
    title = fold(squeeze(current.lines[0].text)) if current.lines else ""
    return bool(SIDE_BY_SIDE.match(title)) and all(len(cell.text) < 160 for _, cell in contents)


def fill(shape: Shape, draft: Draft, contents: Placed) -> None:
    """Give an entry what stands beside its time."""
    for at, cell in contents:
        role = shape.roles.get(at)
        if role == "speakers":
            draft.speakers.extend(line.text for line in cell.lines)
        elif role == "presiding":
            draft.lines.extend(plain_line(f"Moderator: {line.text}") for line in cell.lines)
        elif role == "room" and len(cell.text) < 60:
            draft.room = squeeze(cell.text)
        elif role not in UNWORDED:
            draft.lines.extend(cell.lines)
    if draft.lines and MARKER.fullmatch(fold(squeeze(draft.lines[0].text))):
        draft.marker = True


def _repeated(cell: Cell) -> Span | None:
    """The times of a cell that says them once for each of its parallel entries."""
    spans = {whole_span(squeeze(line.text)) for line in cell.lines}
    return spans.pop() if len(spans) == 1 and len(cell.lines) > 1 else None
