"""Opening days and starting drafts of entries, one after another, while a document is read.

Knows what was read so far; which line or row is what is decided in drafting.
"""

from __future__ import annotations

from app.agenda.reading import columns
from app.agenda.reading.blocks import Cell, Line, squeeze
from app.agenda.reading.drafts import DayDraft, Draft, Drafts
from app.agenda.reading.headings import DayHeading
from app.agenda.reading.labels import is_workshop
from app.agenda.reading.times import Span
from app.agenda.reading.words import MARKER, fold


class Building:
    """The days and drafts found so far, and what the next ones will stand under."""

    def __init__(self) -> None:
        self.found = Drafts()
        self.number = 0
        self.body: int | None = None
        self.pending: DayHeading | None = None
        self.age = 0
        self.theme_due = False
        self.theme = ""
        self.hours: Span | None = None
        self.current: Draft | None = None
        self.shape = columns.Shape()
        self.context = ""
        self.groups = 0
        self.opened: tuple[str, int] | None = None
        self.headed = False
        self.heading = ""
        self.times_behind = False
        self.above: Line | None = None

    def head(self, text: str) -> None:
        """A section begins: what the entries below share, or else the title of the next one."""
        self.current, self.context, self.heading = None, text, text

    def may_head(self, at: int, cells: int) -> bool:
        """Whether a cell may name the day: any one, unless the table has a column for it."""
        return cells == 1 or "day" not in self.shape.roles.values() or (
            self.shape.roles.get(at) == "day"
        )  # fmt: skip

    def open_once(self, heading: DayHeading) -> None:
        """A table that repeats the date in every row opens the day once."""
        key = (heading.written, self.shape.table)
        self.begin_body()
        if not self.shape.table or key != self.opened:
            self.open_day(heading)
        self.opened = key

    def open_day(self, heading: DayHeading) -> None:
        self.pending, self.age, self.current = heading, 0, None
        self.theme, self.hours, self.context = heading.theme, heading.hours, ""
        self.heading = ""
        self.theme_due = not heading.theme

    def open_columns(self, dated: list[tuple[int, DayHeading]]) -> None:
        self.begin_body()
        for at, heading in dated:
            self.found.days.append(DayDraft(heading, heading.theme, heading.hours))
            self.shape.days[at] = len(self.found.days) - 1
        self.pending = self.current = None
        self.theme_due = False

    def day_index(self) -> int:
        pending, self.pending = self.pending, None
        # A date alone at the top of a letter is the letter's, unless the agenda follows at once.
        bare = pending is not None and pending.ordinal is None and pending.weekday is None
        if bare and self.age > 4 and not self.found.days:
            pending = None
        if pending or not self.found.days:
            self.found.days.append(DayDraft(pending, self.theme, self.hours))
        self.theme_due = False
        return len(self.found.days) - 1

    def start(self, span: Span | None, lines: list[Line], source: str, table: int) -> Draft:
        if span and table and self.begins_anew(span, table):
            self.found.days.append(DayDraft(None))
        draft = Draft(self.day_index(), span, lines, source, table, context=self.context)
        if lines and MARKER.fullmatch(fold(squeeze(lines[0].text))):
            draft.marker = True
        self.begin(table)
        self.found.entries.append(draft)
        self.current = draft
        return draft

    def begins_anew(self, span: Span, table: int) -> bool:
        """Whether a further table without a day above it begins in the morning again."""
        last = self.found.entries[-1] if self.found.entries else None
        headed, self.headed = self.headed, False
        if self.pending or last is None or last.table == 0 or last.span is None:
            return False
        before, now = last.span.end or last.span.start, span.start
        if headed:
            # The heading row once more, and the hours begin again; 3:45 above 7:30 is 15:45.
            above = last.span.start
            evening = bool(above and last.span.half_day and above.hour < 7)
            return bool(now and above and now.hour < 12 and (evening or now <= above))
        if last.table == table:
            return False
        return bool(before and now and now.hour < 11 and (before.hour >= 15 or before.hour < 7))

    def start_per_day(
        self, span: Span, contents: list[tuple[int, Cell]], source: str, table: int
    ) -> None:
        for at, cell in contents:
            for column, day in self.shape.days.items():
                if at <= column < at + cell.columns:
                    draft = Draft(day, span, list(cell.lines), source, table)
                    draft.marker = bool(MARKER.fullmatch(fold(squeeze(cell.text))))
                    self.found.entries.append(draft)
        self.begin(table)

    def begin(self, table: int) -> None:
        """The first entry ends the document's head; heading rows of its table are not of it."""
        if self.found.first is None:
            inside = table and self.body is not None
            self.found.first = self.body if inside else self.number

    def begin_body(self) -> None:
        """The programme itself begins in this row of its table, at the latest."""
        if self.body is None:
            self.body = self.number

    def add_parallel(
        self,
        cells: list[Cell],
        source: str,
        table: int,
        placed: dict[int, Cell],
        span: Span | None = None,
    ) -> None:
        """Entries side by side; they take the time of the entry at hand, which introduced them."""
        intro = self.current
        if intro and intro.group is None:
            self.groups += 1
            # "Workshop 3" above "Workshop 4" under one time is no introduction: it is the first.
            sibling = bool(intro.lines) and is_workshop(squeeze(intro.lines[0].text))
            intro.introduces = not sibling
            intro.group = self.groups if sibling else None
        elif intro is None:
            self.groups += 1
        shared = span or (intro.span if intro else None)
        context = (
            " ".join(line.text for line in intro.lines)
            if intro and intro.introduces
            else intro.context
            if intro
            else self.context
        )
        for cell in cells:
            draft = self.start(shared, list(cell.lines), source, table)
            draft.group, draft.context = self.groups, context
            at = next((place for place, other in placed.items() if other is cell), -1)
            draft.room = self.shape.rooms.get(at)
