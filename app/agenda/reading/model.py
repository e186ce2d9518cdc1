"""What a reading found: frozen values and the JSON shape promised to scripts.

Knows nothing of documents and nothing of the tables an agenda is stored in.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Question:
    """Something the document leaves open, as one sentence for the organiser."""

    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class ReadDay:
    """One day: `date` is ISO (`2019-05-16`), `--05-16` without a year, None when not said."""

    date: str | None
    theme: str | None = None

    @property
    def on(self) -> dt.date | None:
        """The calendar date, or None while its year (or the whole date) is unknown."""
        return iso_date(self.date)


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """One entry of the agenda; what the document does not say is None or empty.

    `source` is the text the entry was read from, `context` an introduction it shares with its
    parallel neighbours or the heading of the section that it begins, `required_priorities` an
    amount the document demands of this workshop, `day_index` its day in `ReadAgenda.days`,
    `chair` who the document says presides. These
    five stay out of the JSON.
    """

    day: str | None
    start: dt.time | None
    end: dt.time | None
    end_inferred: bool
    kind: str
    number: str | None
    title: str
    abstract: str
    parallel_group: str | None
    room: str | None
    speakers: tuple[str, ...]
    continues: str | None
    source: str = ""
    context: str = ""
    required_priorities: int | None = None
    day_index: int = 0
    chair: str = ""

    def as_json(self) -> dict[str, Any]:
        """The entry as `plenary agenda read` prints it; times as "HH:MM" or None."""
        return {
            "day": self.day,
            "start": _clock(self.start),
            "end": _clock(self.end),
            "end_inferred": self.end_inferred,
            "kind": self.kind,
            "number": self.number,
            "title": self.title,
            # The shape promised to scripts has no place for who presides.
            "abstract": "\n".join(
                filter(None, (self.chair and f"Chair: {self.chair}", self.abstract))
            ),
            "parallel_group": self.parallel_group,
            "room": self.room,
            "speakers": list(self.speakers),
            "continues": self.continues,
        }


@dataclass(frozen=True, slots=True)
class ReadAgenda:
    """Everything one reading understood.

    The fields from `document_date` on are stated facts that the JSON leaves out; each is None or
    empty unless the document says it plainly.
    """

    title: str | None
    reference: str | None
    place: str | None
    zone: str | None
    mode: str | None
    days: tuple[ReadDay, ...]
    entries: tuple[ReadEntry, ...]
    questions: tuple[Question, ...]
    venue: str | None = None
    document_date: str | None = None
    document_version: str | None = None
    organisers: str | None = None
    delegation_most: int | None = None
    delegation_least: int | None = None
    sectors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The shape `plenary agenda read` prints (DESIGN contract): plain JSON values only."""
        return {
            "title": self.title,
            "reference": self.reference,
            "place": self.place,
            "zone": self.zone,
            "mode": self.mode,
            "days": [{"date": day.date, "theme": day.theme} for day in self.days],
            "entries": [entry.as_json() for entry in self.entries],
            "questions": [question.sentence for question in self.questions],
        }


def iso_date(text: str | None) -> dt.date | None:
    """The date of `2019-05-16`; None for None and for a date without a year (`--05-16`)."""
    if text is None or text.startswith("--"):
        return None
    return dt.date.fromisoformat(text)


def _clock(value: dt.time | None) -> str | None:
    return None if value is None else value.strftime("%H:%M")
