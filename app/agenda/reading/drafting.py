"""From blocks to drafts of entries under their days.

Knows lines, rows and times; kinds, labels and ends are read later, in finishing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.agenda.reading import columns
from app.agenda.reading.blocks import Block, Cell, Line, Paragraph, Row, squeeze
from app.agenda.reading.building import Building
from app.agenda.reading.drafts import Drafts
from app.agenda.reading.headings import read_day_heading
from app.agenda.reading.labels import (
    begins_with_label,
    heads_section,
    is_short_break,
    is_workshop,
)
from app.agenda.reading.times import Span, leading_span, trailing_span, whole_span
from app.agenda.reading.words import (
    AGENDA,
    COLUMNS,
    MARKER,
    PART_BEFORE,
    PART_OF_DAY,
    SECTION,
    SECTION_ORDINAL,
    SPEAKER_LABEL,
    WORKSHOP_WORDS,
    fold,
)
from app.errors import BadInput

MOST_ENTRIES = 3_000


def draft_entries(blocks: Sequence[Block], *, times_behind: bool = False) -> Drafts:
    """Days and timed entries (and untimed rows among them) in the order of the document.

    `times_behind` when a line may begin the agenda that has its times at its end; otherwise they
    count below a day or another entry only.
    """
    drafting = _Drafting()
    drafting.times_behind = times_behind
    for number, block in enumerate(blocks):
        drafting.number = number
        if len(drafting.found.entries) > MOST_ENTRIES:
            raise BadInput("The document is too long for an agenda. Keep the agenda's pages only.")
        if isinstance(block, Row):
            drafting.row(block)
        else:
            drafting.paragraph(block)
    return drafting.found


class _Drafting(Building):
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
            self.above = None
            return
        if self.timed_paragraph(line, text):
            self.above = None
            return
        self.above = line if self.found.days or self.pending else None
        part = PART_BEFORE.match(fold(line.text))
        if MARKER.fullmatch(fold(text)):
            self.current = None
        elif part and (self.current or self.pending):
            self.start(None, [line.after(part.end())], text, 0)
        elif self.takes_theme(line, text):
            self.theme, self.theme_due = text, False
        elif self.current and not self.current.table:
            self.continue_with(line, text)
        elif self.heading and self.current is None and len(self.context) < 600:
            self.context += f"\n{text[:300]}"  # the section's subject, and who presides over it
            self.heading = ""
        elif heads_section(text) and (self.pending or self.found.entries):
            self.head(text)

    def timed_paragraph(self, line: Line, text: str) -> bool:
        found = leading_span(line.text)
        if found:
            span, at = found
            rest = line.after(at)
            if not rest.text and self.theme_due and text.startswith("("):
                self.hours = span
                return True
            if not rest.text and self.ends_at(span):
                return True
            if not rest.text and _TIME_LABEL.match(fold(text)):
                return self.time_below_title(span, text)
            if not rest.text:
                self.undo_parallel()
            draft = self.start(span, [rest] if rest.text else [], text, 0)
            draft.heading, self.heading = self.heading if not rest.text else "", ""
            return True
        if not (self.times_behind or self.pending or self.current):
            return False
        found = trailing_span(line.text)
        if found and found[1] > 2 and len(text) < 250:
            self.start(found[0], [line.before(found[1])], text, 0)
            return True
        return False

    def undo_parallel(self) -> None:
        """A labelled line right above a time alone is what begins then; it ran beside nothing."""
        last = self.current
        if last is None or last.group is None or last.lines != [self.above]:
            return
        self.found.entries.pop()
        above = self.found.entries[-1]
        if above.introduces:
            above.introduces, above.group = False, None
        self.head(squeeze(last.lines[0].text))
        self.context = ""

    def time_below_title(self, span: Span, text: str) -> bool:
        """ "Time: 9:00-10:00" tells when what stands above it is, or else the hours of the day."""
        if self.above is None:
            self.hours = span
            return True
        lines = self.current.lines if self.current and not self.current.table else []
        if len(lines) > 1 and lines[-1] is self.above:
            lines.pop()
        if self.theme == squeeze(self.above.text):
            self.theme = ""
        self.start(span, [self.above], f"{self.above.text}\n{text}", 0)
        return True

    def ends_at(self, span: Span) -> bool:
        """A time alone in the line below a time alone in its line is where that one ends."""
        current = self.current
        begun = current.span if current and not current.lines and not current.table else None
        if current is None or begun is None or begun.start is None or begun.end:
            return False
        if span.start is None or span.end or span.start <= begun.start:
            return False
        current.span = replace(begun, end=span.start)
        return True

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
            and not any(heading.fullmatch(plain) for heading in COLUMNS.values())
            and not begins_with_label(text)
            and not plain.startswith(("venue", "chair", "moderat", "room", "lieu", "salle", "sala"))
        )

    def continue_with(self, line: Line, text: str) -> None:
        current = self.current
        if current is None:
            return
        plain = fold(text)
        if not current.lines or SPEAKER_LABEL.match(plain):
            current.lines.append(line)
        elif SECTION.fullmatch(plain) or AGENDA.fullmatch(plain) or _divides(line, text):
            self.current = None
        elif begins_with_label(text):
            if plain.startswith(WORKSHOP_WORDS):
                self.add_parallel([Cell((line,))], text, 0, {})
            else:
                self.head(text)
        elif SECTION_ORDINAL.match(plain):
            self.head(text)
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
            self.headed = True
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


_TIME_LABEL = re.compile(r"\s*[-*]?\s*(?:times?|hours?|heures?|horas?)\s*:")


def _divides(line: Line, text: str) -> bool:
    """A heading in the formatting's sense that is no label: what follows is something else."""
    return line.level > 0 and not begins_with_label(text) and len(text) < 120
