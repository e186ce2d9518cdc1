"""What is known of an entry or a day while the document is still being read.

Knows no document and no rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.agenda.reading.blocks import Line
from app.agenda.reading.headings import DayHeading
from app.agenda.reading.times import Span


@dataclass(slots=True)
class DayDraft:
    """A day that has at least one entry; `heading` is None when the agenda names no day."""

    heading: DayHeading | None
    theme: str = ""
    hours: Span | None = None


@dataclass(slots=True)
class Draft:
    """An entry to be; `lines` holds its title first.

    `table` is where it stands (0: running text, which later paragraphs may continue); `group`
    joins entries of one row; `introduces` says that the parallel entries below take its place;
    `marker` that it only says when something ends; `heading` is what stood right above its time,
    `number` the name of its group.
    """

    day: int
    span: Span | None
    lines: list[Line]
    source: str
    table: int = 0
    group: int | None = None
    introduces: bool = False
    marker: bool = False
    room: str | None = None
    speakers: list[str] = field(default_factory=list)
    context: str = ""
    number: str | None = None
    heading: str = ""


@dataclass(slots=True)
class Drafts:
    """All days and entries of a document in its order; `first` counts the blocks before them."""

    days: list[DayDraft] = field(default_factory=list)
    entries: list[Draft] = field(default_factory=list)
    first: int | None = None
