"""The timetable of one agenda as frozen values: days, rows of what runs side by side, entries.

Pure: knows the kinds of slot and the clock's arithmetic, no database, no page, no present moment
(it is told which moment to look at).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from app.agenda.models import SlotKind, SlotStatus
from app.errors import Spoken

_LABELLED = {SlotKind.SESSION: "Session %(number)s", SlotKind.WORKSHOP: "Workshop %(number)s"}
# As the pages call them (templates/agenda/_names.html).
_KINDS = {SlotKind.SOCIAL: "Social event"}


class EntryName(Spoken):
    """ "Workshop 1: Victims", or in French "Atelier 1 : Victims": label and title, or the kind."""

    __slots__ = ("kind", "number", "subject")
    kind: SlotKind
    number: str | None
    subject: str

    def __new__(cls, kind: SlotKind, number: str | None, title: str) -> Self:
        """The name in English."""
        made = super().__new__(cls, _name(kind, number, title, str))
        made.kind, made.number, made.subject = kind, number, title
        return made

    def said(self, translate: Callable[[str], str]) -> str:
        """The name in the language of a gettext function."""
        return _name(self.kind, self.number, self.subject, translate)


def kind_in_words(kind: SlotKind, translate: Callable[[str], str]) -> str:
    """ "Break": what an entry without a title is called."""
    return translate(_KINDS.get(kind, kind.value.capitalize()))


def _name(kind: SlotKind, number: str | None, title: str, translate: Callable[[str], str]) -> str:
    label = _label(kind, number, translate)
    if label and title:
        return translate("%(label)s: %(title)s") % {"label": label, "title": title}
    return label or title or kind_in_words(kind, translate)


def _label(kind: SlotKind, number: str | None, translate: Callable[[str], str]) -> str:
    word = _LABELLED.get(kind)
    return translate(word) % {"number": number} if word and number else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One slot with its wording.

    `starts`, `ends` are wall time; `starts_at`, `ends_at` the same as moments in the event's zone
    (None where the day or the time is not known; an end before the start is on the next day).
    `day` is None only in a draft. `source`, `revision` and `day_id` serve the draft's pages.
    """

    uid: str
    event_session_id: int
    event_session_slug: str
    kind: SlotKind
    number: str | None
    title: str
    abstract: str
    context: str
    speakers: tuple[str, ...]
    required_priorities: int | None
    day: date | None
    starts: time | None
    ends: time | None
    end_inferred: bool
    room: str | None
    parallel_group: str | None
    continued: bool
    status: SlotStatus
    sequence: int
    changed_at: datetime | None
    first_published_at: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    position: int = 0
    day_id: int = 0
    revision: int = 0
    source: str = ""
    chair: str = ""

    @property
    def label(self) -> str:
        """ "Workshop 1", or nothing for what has no number."""
        return _label(self.kind, self.number, str)

    @property
    def name(self) -> EntryName:
        """ "Workshop 1: Identifying victims": label and title, or else the kind."""
        return EntryName(self.kind, self.number, self.title)

    @property
    def is_break(self) -> bool:
        """Whether nothing is missed by being elsewhere."""
        return self.kind is SlotKind.BREAK

    @property
    def is_cancelled(self) -> bool:
        """Whether a later version took it back."""
        return self.status is SlotStatus.CANCELLED

    @property
    def hours(self) -> str:
        """ "09:30–11:00", "09:30", or nothing."""
        return "–".join(f"{at:%H:%M}" for at in (self.starts, self.ends) if at)


@dataclass(frozen=True, slots=True)
class TimetableRow:
    """Entries that run side by side; most rows have one."""

    entries: tuple[Entry, ...]

    @property
    def is_parallel(self) -> bool:
        """Whether one has to choose."""
        return len(self.entries) > 1

    @property
    def starts(self) -> time | None:
        """When the row begins."""
        return self.entries[0].starts

    @property
    def ends(self) -> time | None:
        """When all of it has ended, if every end is known."""
        ends = {entry.ends for entry in self.entries}
        return next(iter(ends)) if len(ends) == 1 else None

    @property
    def context(self) -> str:
        """The introduction that all entries of the row share."""
        texts = {entry.context for entry in self.entries}
        return texts.pop() if len(texts) == 1 else ""


@dataclass(frozen=True, slots=True)
class TimetableDay:
    """One day; `on` is None only in a draft, where `written` keeps what the document said."""

    id: int
    on: date | None
    written: str
    theme: str
    rows: tuple[TimetableRow, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries of the day in the order of their rows."""
        return tuple(entry for row in self.rows for entry in row.entries)


@dataclass(frozen=True, slots=True)
class Timetable:
    """A whole agenda: the version `number` with its `label`, or the draft (number None)."""

    number: int | None
    label: str
    reference: str
    published_at: datetime | None
    zone: str
    days: tuple[TimetableDay, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, day by day."""
        return tuple(entry for day in self.days for entry in day.entries)

    @property
    def dates(self) -> tuple[date, ...]:
        """The dates on which something takes place, in order."""
        return tuple(
            day.on
            for day in self.days
            if day.on is not None and any(not entry.is_cancelled for entry in day.entries)
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """What a timetable says about one moment: the uids of what is on, and of what comes next."""

    now: frozenset[str]
    next: frozenset[str]
    over: bool

    def of(self, entries: Iterable[Entry]) -> str | None:
        """ "now" if any of the entries is on, "next" if one comes next, else None."""
        uids = {entry.uid for entry in entries}
        if uids & self.now:
            return "now"
        return "next" if uids & self.next else None


def moment_of(day: date | None, at: time | None, zone: str) -> datetime | None:
    """Wall time on a day in an IANA zone as an aware moment; None where either is unknown."""
    if day is None or at is None:
        return None
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone))


def end_of(day: date | None, starts: time | None, ends: time | None, zone: str) -> datetime | None:
    """The moment at which an entry ends; a reception from 22:00 to 00:30 ends the next day."""
    if day is not None and starts is not None and ends is not None and ends <= starts:
        day += timedelta(days=1)
    return moment_of(day, ends, zone)


def in_rows(entries: Iterable[Entry]) -> tuple[TimetableRow, ...]:
    """The entries of one day in the order of the day, side by side what begins together.

    Entries without a time stand where the document had them, after the one before. What is
    cancelled stands alone: nobody has to choose between it and something else.
    """
    rows: list[list[Entry]] = []
    for entry in _in_order(entries):
        if rows and _side_by_side(rows[-1][-1], entry):
            rows[-1].append(entry)
        else:
            rows.append([entry])
    return tuple(TimetableRow(tuple(row)) for row in rows)


def at_moment(timetable: Timetable, moment: datetime) -> Moment:
    """What is on at `moment` (aware), and which entries begin first after it."""
    known = [
        (entry.starts_at, entry.ends_at or entry.starts_at, entry.uid)
        for entry in timetable.entries
        if entry.starts_at is not None and not entry.is_cancelled
    ]
    first = min((starts for starts, _, _ in known if starts > moment), default=None)
    return Moment(
        now=frozenset(uid for starts, ends, uid in known if starts <= moment < ends),
        next=frozenset(uid for starts, _, uid in known if starts == first),
        over=_is_over(timetable, moment),
    )


def _is_over(timetable: Timetable, moment: datetime) -> bool:
    dates = timetable.dates
    return bool(dates) and moment.astimezone(ZoneInfo(timetable.zone)).date() > dates[-1]


def _in_order(entries: Iterable[Entry]) -> Sequence[Entry]:
    latest = time.min
    keyed: list[tuple[time, int, Entry]] = []
    for entry in sorted(entries, key=lambda one: one.position):
        latest = entry.starts or latest
        keyed.append((latest, entry.position, entry))
    return [entry for _, _, entry in sorted(keyed, key=lambda one: one[:2])]


def _side_by_side(one: Entry, other: Entry) -> bool:
    if one.is_cancelled or other.is_cancelled:
        return False
    if one.starts is not None:
        return one.starts == other.starts
    return other.starts is None and one.parallel_group == other.parallel_group is not None
