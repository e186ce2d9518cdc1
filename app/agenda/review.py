"""A reading beside the draft, as organisers look it over: doubts, and what would become of what.

Stores nothing; what is shown here is what accepting would do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import col, select

from app.agenda.drafting import Matching, matching_of
from app.agenda.models import Agenda, PendingReading
from app.agenda.pending import kept_entries, pending_reading, understood
from app.agenda.reading.model import ReadAgenda, ReadEntry
from app.agenda.reading_json import reading_from_json
from app.agenda.timetable import Entry
from app.db import Reading
from app.delegations.rights import Person
from app.events.models import Event


class Doubt(StrEnum):
    """What the document does not say about an entry, or says oddly."""

    NO_TIME = "no_time"
    NO_TITLE = "no_title"
    END_INFERRED = "end_inferred"
    BACKWARDS = "backwards"


class Becoming(StrEnum):
    """What an entry of the document is to the draft. `RETURNED` was published and dropped since."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    RETURNED = "returned"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Difference:
    """What the document says otherwise: "day", "hours", "title", "room", "speakers", "chair",
    "text"."""

    what: str
    before: str | date | None
    after: str | date | None


@dataclass(frozen=True, slots=True)
class ReviewedEntry:
    """An entry of the document: as read and corrected, its doubts, and which of ours it is."""

    index: int
    read: ReadEntry
    doubts: tuple[Doubt, ...]
    becoming: Becoming
    old: Entry | None
    differences: tuple[Difference, ...]
    is_said: bool


@dataclass(frozen=True, slots=True)
class ReviewedDay:
    """A day of the document; `on` is None while its date or year is not known."""

    index: int
    on: date | None
    written: str
    theme: str
    entries: tuple[ReviewedEntry, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A reading beside the draft; `gone` are entries of the draft that the document has not."""

    pending: PendingReading
    read: ReadAgenda
    days: tuple[ReviewedDay, ...]
    gone: tuple[Entry, ...]
    questions: tuple[tuple[int, str], ...]
    draft_revision: int
    draft_is_empty: bool

    @property
    def entries(self) -> tuple[ReviewedEntry, ...]:
        """All entries, day by day."""
        return tuple(entry for day in self.days for entry in day.entries)

    @property
    def kept(self) -> tuple[ReviewedEntry, ...]:
        """Those that are not left out."""
        return tuple(one for one in self.entries if one.becoming is not Becoming.LEFT_OUT)

    @property
    def doubtful(self) -> tuple[ReviewedEntry, ...]:
        """Those about which something is in doubt."""
        return tuple(one for one in self.kept if one.doubts)

    @property
    def undated(self) -> tuple[ReviewedDay, ...]:
        """Days without a date."""
        return tuple(day for day in self.days if day.on is None)


def review_of(db: Reading, event: Event, reading_id: int, *, by: Person | None) -> Review:
    """The reading `reading_id` as it stands beside the draft now, or NotFound."""
    pending = pending_reading(db, event, reading_id, by=by)
    draft = db.exec(
        select(Agenda).where(Agenda.event_id == event.key, col(Agenda.number).is_(None))
    ).first()
    whole = reading_from_json(pending.reading)
    kept, said = understood(pending)
    matching = matching_of(db, event, draft, kept, said)
    places = {index: place for place, index in enumerate(kept_entries(pending))}
    reviewed = [
        _reviewed(index, entry, places.get(index), matching, said)
        for index, entry in enumerate(whole.entries)
    ]
    matched = set(matching.found.values())
    return Review(
        pending=pending,
        read=whole,
        days=tuple(
            ReviewedDay(
                index,
                on,
                day.date or "",
                day.theme or "",
                tuple(_in_order([one for one in reviewed if one.read.day_index == index])),
            )
            for index, (day, on) in enumerate(zip(whole.days, matching.dates, strict=True))
        ),
        gone=tuple(
            entry
            for place, entry in enumerate(matching.existing)
            if place not in matched and entry.uid in matching.drafted
        ),
        questions=tuple(
            (index, question.sentence)
            for index, question in enumerate(whole.questions)
            if question.sentence not in pending.reading["settled"]
        ),
        draft_revision=draft.revision if draft else 0,
        draft_is_empty=not matching.drafted,
    )


def _reviewed(
    index: int,
    entry: ReadEntry,
    place: int | None,
    matching: Matching,
    said: dict[int, str | None],
) -> ReviewedEntry:
    doubts = tuple(_doubts(entry))
    if place is None:
        return ReviewedEntry(index, entry, doubts, Becoming.LEFT_OUT, None, (), False)
    old = matching.old_of(place)
    if old is None:
        return ReviewedEntry(index, entry, doubts, Becoming.NEW, None, (), place in said)
    differences = tuple(_differences(old, entry, matching.dates[entry.day_index]))
    becoming = Becoming.CHANGED if differences else Becoming.SAME
    if old.uid not in matching.drafted:
        becoming = Becoming.RETURNED
    return ReviewedEntry(index, entry, doubts, becoming, old, differences, place in said)


def _doubts(entry: ReadEntry) -> list[Doubt]:
    found = {
        Doubt.NO_TIME: entry.start is None,
        Doubt.NO_TITLE: not entry.title,
        Doubt.END_INFERRED: entry.end_inferred,
        Doubt.BACKWARDS: bool(entry.start and entry.end and entry.end <= entry.start),
    }
    return [doubt for doubt, is_so in found.items() if is_so]


def _differences(old: Entry, new: ReadEntry, on: date | None) -> list[Difference]:
    """Only what the document says: what it leaves out stays as the organisers had it."""
    hours = "–".join(f"{at:%H:%M}" for at in (new.start, new.end) if at)
    speakers, olds = "; ".join(new.speakers), "; ".join(old.speakers)
    pairs: list[tuple[str, str | date | None, str | date | None]] = [
        ("day", old.day, on),
        ("hours", old.hours, hours),
        ("number", old.number or "", new.number or ""),
        ("title", old.title, new.title),
        ("room", old.room or "", new.room or old.room or ""),
        ("speakers", olds, speakers or olds),
        ("chair", old.chair, new.chair or old.chair),
        ("text", old.abstract, new.abstract or old.abstract),
    ]
    return [Difference(what, before, after) for what, before, after in pairs if before != after]


def _in_order(entries: list[ReviewedEntry]) -> list[ReviewedEntry]:
    """Those that an organiser added stand at their hour, all others as in the document."""
    ordered: list[ReviewedEntry] = []
    for one in entries:
        place = len(ordered)
        start = one.read.start
        while (
            not one.read.source
            and start
            and place
            and (ordered[place - 1].read.start or start) > start
        ):
            place -= 1
        ordered.insert(place, one)
    return ordered
