"""From blocks to drafts of entries under their days.

Knows lines, rows and times; kinds, labels and ends are read later, in finishing.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.agenda.reading import columns
from app.agenda.reading.blocks import Block, Cell, Line, Paragraph, Row, squeeze
from app.agenda.reading.drafts import DayDraft, Draft, Drafts
from app.agenda.reading.headings import DayHeading, read_day_heading
from app.agenda.reading.labels import begins_with_label, is_short_break, is_workshop
from app.agenda.reading.times import Span, leading_span, trailing_span, whole_span
from app.agenda.reading.words import (
    AGENDA,
    MARKER,
    PART_BEFORE,
    PART_OF_DAY,
    SECTION,
    WORKSHOP_WORDS,
    fold,
)
from app.errors import BadInput

MOST_ENTRIES = 3_000


def draft_entries(blocks: Sequence[Block]) -> Drafts:
    """Days and timed entries (and untimed rows among them) in the order of the document."""
    drafting = _Drafting()
    for number, block in enumerate(blocks):
        drafting.number = number
        if len(drafting.found.entries) > MOST_ENTRIES:
            raise BadInput("The document is too long for an agenda. Keep the agenda's pages only.")
        if isinstance(block, Row):
            drafting.row(block)
        else:
            drafting.paragraph(block)
    return drafting.found


class _Drafting:
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

    # paragraphs

    def paragraph(self, block: Paragraph) -> None:
        line = block.line
        text = squeeze(line.text)
        self.age += 1
        if text.isdecimal() or not text:
            return  # the number of a page
        heading = read_day_heading(text)
        if heading:
            self.open_day(heading)
            return
        if self.timed_paragraph(line, text):
            return
        part = PART_BEFORE.match(fold(line.text))
        if MARKER.fullmatch(fold(text)):
            self.current = None
        elif part and (self.current or self.pending):
            self.start(None, [line.after(part.end())], text, 0)
        elif self.takes_theme(line, text):
            self.theme, self.theme_due = text, False
        elif self.current and not self.current.table:
            self.continue_with(line, text)

    def timed_paragraph(self, line: Line, text: str) -> bool:
        found = leading_span(line.text)
        if found:
            span, at = found
            rest = line.after(at)
            if not rest.text and self.theme_due and text.startswith("("):
                self.hours = span
                return True
            self.start(span, [rest] if rest.text else [], text, 0)
            return True
        if self.pending is None and self.current is None:
            return False
        found = trailing_span(line.text)
        if found and found[1] > 2 and len(text) < 250:
            self.start(found[0], [line.before(found[1])], text, 0)
            return True
        return False

    def takes_theme(self, line: Line, text: str) -> bool:
        if not self.theme_due or self.age > 1:
            return False
        plain = fold(text)
        return (
            len(text) <= 140
            and not line.bullet
            and not text.endswith((".", ";", ":"))
            and not PART_OF_DAY.fullmatch(plain)
            and not AGENDA.fullmatch(plain)
            and not begins_with_label(text)
            and not plain.startswith(("venue", "chair", "moderat", "room", "lieu", "salle", "sala"))
        )

    def continue_with(self, line: Line, text: str) -> None:
        current = self.current
        if current is None:
            return
        plain = fold(text)
        if not current.lines:
            current.lines.append(line)
        elif SECTION.fullmatch(plain) or AGENDA.fullmatch(plain) or _divides(line, text):
            self.current = None
        elif begins_with_label(text):
            if plain.startswith(WORKSHOP_WORDS):
                self.add_parallel([Cell((line,))], text, 0, {})
            else:
                self.current, self.context = None, text
        elif not PART_OF_DAY.fullmatch(plain):
            current.lines.append(line)
        if self.current:
            self.current.source += "\n" + text

    # rows

    def row(self, row: Row) -> None:
        self.age += 1
        placed = columns.place(row)
        if not placed:
            return
        if self.shape.table != row.table:
            self.shape = columns.Shape(row.table)
            self.body = None
        if columns.read_header(self.shape, placed):
            self.begin_body()
            return
        moment, placed = columns.split_moments(self.shape, placed)
        if moment and (heading := read_day_heading(moment)):
            self.open_once(heading)
        headings = [
            (at, read_day_heading(squeeze(cell.text)))
            for at, cell in placed
            if self.may_head(at, len(placed))
        ]
        dated = [(at, heading) for at, heading in headings if heading]
        if len(dated) > 1 and len(dated) >= len(placed) - 1:
            self.open_columns(dated)
            return
        fresh = [(at, cell) for at, cell in placed if not cell.continued]
        if dated:
            at = dated[0][0]
            if any(place == at for place, _ in fresh):
                self.open_once(dated[0][1])
            placed = [pair for pair in placed if pair[0] != at]
            if not placed or self.beside_day(placed):
                return
        elif len(fresh) == 1 and self.day_in_cell(fresh[0][1]):
            return
        self.entry_row(row, placed)

    def beside_day(self, placed: list[tuple[int, Cell]]) -> bool:
        """Cells beside a day that hold its hours or its theme and no entry."""
        spans = [whole_span(cell.text) for _, cell in placed]
        if len(placed) == 1 and spans[0]:
            self.hours = spans[0]
            return True
        if not any(spans) and len(placed) == 1 and not leading_span(placed[0][1].text):
            self.theme, self.theme_due = squeeze(placed[0][1].text), False
            return True
        return False

    def day_in_cell(self, cell: Cell) -> bool:
        """A cell whose first line is the day and whose further lines are hours or theme."""
        if len(cell.lines) < 2:
            return False
        heading = read_day_heading(squeeze(cell.lines[0].text))
        if heading is None:
            return False
        self.begin_body()
        self.open_day(heading)
        for line in cell.lines[1:]:
            text = squeeze(line.text)
            span = whole_span(text)
            if span and not self.hours:
                self.hours = span
            elif self.theme_due and not PART_OF_DAY.fullmatch(fold(text)):
                self.theme, self.theme_due = text, False
        return True

    def entry_row(self, row: Row, placed: list[tuple[int, Cell]]) -> None:
        source = "\t".join(squeeze(cell.text) for _, cell in placed)
        at, span = columns.time_cell(self.shape, placed)
        if at is None or span is None:
            self.row_without_time(row, placed, source)
            return
        continued = any(cell.continued for place, cell in placed if place == at)
        contents = [(p, c) for p, c in placed if p != at and not (c.continued and not continued)]
        if at < 0:  # the time stands before the words in one cell
            contents = columns.without_time(placed)
        contents = columns.worded(contents)
        if continued and self.current and self.current.span == span:
            fresh = [c for c in contents if not c[1].continued]
            first = squeeze(fresh[0][1].text) if fresh else ""
            if is_workshop(first) and not columns.side_by_side(self.shape, fresh):
                self.add_parallel([c for _, c in fresh[:1]], source, row.table, {})
                columns.fill(self.shape, self.found.entries[-1], fresh[1:])
                return
            self.row_without_time(row, fresh, source)
            return
        if self.shape.days:
            self.start_per_day(span, contents, source, row.table)
            return
        self.context = "" if at >= 0 and not row.table else self.context
        if columns.side_by_side(self.shape, contents):
            self.current = None
            self.add_parallel([c for _, c in contents], source, row.table, dict(contents), span)
            return
        draft = self.start(span, [], source, row.table)
        columns.fill(self.shape, draft, contents)

    def row_without_time(self, row: Row, placed: list[tuple[int, Cell]], source: str) -> None:
        contents = [(at, cell) for at, cell in placed if not cell.continued]
        if not contents:
            return
        words = squeeze(contents[0][1].text)
        current = self.current if self.current and self.current.table == row.table else None
        if len(contents) > 1:
            if PART_OF_DAY.fullmatch(fold(words)) and (self.current or self.pending):
                draft = self.start(None, [], source, row.table)
                columns.fill(self.shape, draft, contents[1:])
            elif current and (
                columns.side_by_side(self.shape, contents) or columns.announced(current, contents)
            ):
                cells = [cell for _, cell in contents]
                self.add_parallel(cells, source, row.table, dict(contents))
            elif current:
                columns.fill(self.shape, current, contents)
                current.source += "\n" + source
            return
        self.lone_cell(row, contents[0], words, source)

    def lone_cell(self, row: Row, placed: tuple[int, Cell], words: str, source: str) -> None:
        """One cell without a time: a marker, a theme, an untimed entry, or more of the entry."""
        at, cell = placed
        plain = fold(words)
        current = self.current if self.current and self.current.table == row.table else None
        if MARKER.fullmatch(plain):
            self.current = None
        elif PART_OF_DAY.fullmatch(plain):
            return
        elif self.takes_theme_row(cell.lines[0], words):
            self.theme, self.theme_due = words, False
        elif is_short_break(words) and (self.current or self.pending):
            self.start(None, list(cell.lines), source, row.table)
        elif current and current.lines and begins_with_label(words):
            # A labelled line over all columns heads the rows below it.
            if at == 0:
                self.context = words
            else:
                self.start(None, list(cell.lines), source, row.table)
        elif current:
            current.lines.extend(cell.lines)
            current.source += "\n" + source

    def takes_theme_row(self, line: Line, words: str) -> bool:
        self.age = min(self.age, 1) if self.theme_due else self.age
        return self.takes_theme(line, words)

    # drafts

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
        if self.pending or last is None or last.table in (0, table) or last.span is None:
            return False
        before, now = last.span.end or last.span.start, span.start
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


def _divides(line: Line, text: str) -> bool:
    """A heading in the formatting's sense that is no label: what follows is something else."""
    return line.level > 0 and not begins_with_label(text) and len(text) < 120
