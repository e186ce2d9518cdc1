"""The agenda as a Word file in the form in which organisers circulate one.

A table for each day: hours, then the entry; workshops side by side are cells of one row under one
time. Its words and its form are those that app.agenda.reading understands: what was exported,
mended in Word and read in again finds its entries. Cancelled entries are left out for that reason,
and an end that had only been inferred from the next entry is left to be inferred again. What the
form cannot say comes back otherwise: a kind that the words do not tell, speakers who are named by
their function, an introduction of a single entry (it becomes text of the entry), an entry without
any time. Knows no page breaks.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from app.agenda.exports.facts import AgendaFacts
from app.agenda.exports.frame import reference, version_date, version_name
from app.agenda.exports.word_styles import (
    TEXT_WIDTH,
    TIME_WIDTH,
    add_page_number,
    dress,
    keep_together,
    repeat_as_heading,
    rule,
    set_widths,
    shade,
)
from app.agenda.exports.words import Words, line, lines
from app.agenda.timetable import Entry, Timetable, TimetableDay, TimetableRow
from app.printing import packed

_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
# More columns than this are rows of their own: a cell narrower than a word cannot be read.
MOST_BESIDE = 4


def as_word(timetable: Timetable, facts: AgendaFacts, words: Words) -> bytes:
    """The .docx file."""
    word = docx.Document()
    dress(word, facts.language)
    _properties(word, timetable, facts)
    _running_lines(word, timetable, facts, words)
    _head(word, timetable, facts, words)
    for number, day in enumerate(timetable.days, 1):
        if number > 1:
            word.add_paragraph().paragraph_format.page_break_before = True
        _Day(word, day, number, len(timetable.days), words).write()
    return packed(word)


def _properties(word: Document, timetable: Timetable, facts: AgendaFacts) -> None:
    properties = word.core_properties
    properties.title = facts.title[:255]
    properties.author = properties.last_modified_by = facts.organisers[:255]
    properties.language = facts.language
    properties.comments = ""
    dated = (timetable.published_at or _EPOCH).replace(microsecond=0)
    properties.created = properties.modified = dated
    properties.revision = max(timetable.number or 1, 1)


def _running_lines(word: Document, timetable: Timetable, facts: AgendaFacts, words: Words) -> None:
    section = word.sections[0]
    section.header.paragraphs[0].text = reference(timetable)
    footer = section.footer.paragraphs[0]
    version = (version_name(timetable, words), version_date(timetable, words))
    footer.add_run(", ".join(part for part in version if part) + "\t\t")
    add_page_number(footer, words.page)


def _head(word: Document, timetable: Timetable, facts: AgendaFacts, words: Words) -> None:
    published = version_date(timetable, words)
    version = f"{version_name(timetable, words)}, {published}" if published else ""
    word.add_paragraph(version, style="Subtitle")
    word.add_heading(facts.title, 1)
    if facts.subtitle:
        word.add_paragraph(facts.subtitle, style="Subtitle")
    if facts.online:
        word.add_paragraph(words.online, style="Subtitle")
    when = words.span(timetable.dates)
    where = "" if facts.online else facts.place
    if where or when:
        word.add_paragraph(", ".join(filter(None, (where, when))), style="Subtitle")
    if facts.venue:
        word.add_paragraph(words.room % {"room": facts.venue}, style="Subtitle")
    if facts.organisers:
        organised = words.organised_by % {"organisers": facts.organisers}
        word.add_paragraph(organised, style="Subtitle")
    word.add_heading(words.agenda, 2)


class _Day:
    """The table of one day."""

    def __init__(
        self, word: Document, day: TimetableDay, number: int, days: int, words: Words
    ) -> None:
        self.day, self.number, self.days, self.words = day, number, days, words
        self.rows = [row for row in map(_confirmed, day.rows) if row is not None]
        beside = [len(row.entries) for row in self.rows if _is_beside(row, words)]
        self.columns = math.lcm(*beside) if beside else 1
        self.table: Table = word.add_table(rows=0, cols=1 + self.columns, style="Table Grid")
        self.table.alignment = WD_TABLE_ALIGNMENT.CENTER
        self.table.autofit = False
        rule(self.table)

    def write(self) -> None:
        self.band()
        for row in self.rows:
            if _is_beside(row, self.words):
                self.beside(row)
            else:
                for entry in row.entries:
                    _fill(self.new_row(self.hours(entry))[0], entry, self.words, alone=True)
        self.end_of_day()
        width = (TEXT_WIDTH - TIME_WIDTH) / self.columns
        set_widths(self.table, [TIME_WIDTH, *[width] * self.columns])

    def band(self) -> None:
        cells = self.table.add_row().cells  # type: ignore[no-untyped-call]
        merged = cells[0].merge(cells[-1])
        date = self.words.long_date(self.day.on) if self.day.on else line(self.day.written)
        ordinal = self.words.day % {"number": self.number}
        heading = f"{ordinal} – {date}" if self.days > 1 else date
        merged.paragraphs[0].add_run(heading).bold = True
        if self.day.theme:
            merged.add_paragraph().add_run(line(self.day.theme)).italic = True
        shade(merged)
        repeat_as_heading(self.table.rows[-1])

    def beside(self, row: TimetableRow) -> None:
        """One row of cells; what introduces them stands over all of them, with the time."""
        if row.context:
            intro = self.new_row(self.hours(row.entries[0]))[0]
            intro.paragraphs[0].add_run(line(row.context)).italic = True
            hours = ""
        else:
            hours = self.hours(row.entries[0])
        for cell, entry in zip(self.new_row(hours, len(row.entries)), row.entries, strict=True):
            _fill(cell, entry, self.words, alone=False)

    def new_row(self, hours: str, parts: int = 1) -> list[_Cell]:
        """A row with hours; its other columns merged into `parts` cells."""
        row = self.table.add_row()  # type: ignore[no-untyped-call]
        keep_together(row)
        cells = row.cells
        cells[0].text = hours
        each = self.columns // parts
        return [
            cells[1 + part * each].merge(cells[(part + 1) * each]) if each > 1
            else cells[1 + part]
            for part in range(parts)
        ]  # fmt: skip

    def hours(self, entry: Entry) -> str:
        if entry.starts is None:
            return ""
        starts = f"{entry.starts:%H:%M}"
        if entry.ends is None or (entry.end_inferred and entry.ends == self.next_start(entry)):
            return starts
        return f"{starts} – {entry.ends:%H:%M}"

    def next_start(self, entry: Entry) -> object:
        """When the next entry begins; the last one ends with the line about the end of the day."""
        later = [
            one.starts
            for row in self.rows
            for one in row.entries
            if one.starts and entry.starts and one.starts > entry.starts
        ]
        return min(later) if later else entry.ends

    def end_of_day(self) -> None:
        last = self.rows[-1].entries[-1] if self.rows else None
        if last is not None and last.end_inferred and last.ends and last.starts:
            end = self.words.end_of_day % {"number": self.number}
            self.new_row(f"{last.ends:%H:%M}")[0].paragraphs[0].add_run(end)


def _fill(cell: _Cell, entry: Entry, words: Words, *, alone: bool) -> None:
    title = cell.paragraphs[0].add_run(_title(entry, words))
    title.bold, title.italic = not entry.is_break, entry.is_break
    if entry.room:
        cell.add_paragraph(_room(line(entry.room), words))
    if entry.speakers:
        names = "; ".join(map(line, entry.speakers))
        cell.add_paragraph(words.speakers % {"names": names})
    if chaired := words.chaired(entry):
        cell.add_paragraph(chaired)
    if alone and entry.context and not entry.continued:
        _text(cell, line(entry.context)).runs[0].italic = True
    if not entry.continued:
        for text in lines(entry.abstract):
            _text(cell, text)


def _title(entry: Entry, words: Words) -> str:
    label = words.label(entry)
    if entry.continued and label:
        label = f"{label} ({words.continued})"
        return words.labelled % {"label": label, "title": words.title(entry)}
    return words.name(entry)


def _room(room: str, words: Words) -> str:
    """ "Room 8" says what it is; "Auditorium" needs the word before it."""
    named = room.split()
    known = len(named) in {2, 3} and named[0].lower() in {"room", "salle", "sala"}
    if known and (named[1][0].isdigit() or named[1][0].isupper()):
        return room
    return words.room % {"room": room}


def _text(cell: _Cell, text: str) -> Paragraph:
    paragraph: Paragraph
    if text.startswith("- "):
        paragraph = cell.add_paragraph(text[2:], style="List Bullet")
    else:
        paragraph = cell.add_paragraph(text)
    return paragraph


def _confirmed(row: TimetableRow) -> TimetableRow | None:
    entries = tuple(entry for entry in row.entries if not entry.is_cancelled)
    return TimetableRow(entries) if entries else None


def _is_beside(row: TimetableRow, words: Words) -> bool:
    """Whether the row's entries can be cells of one row: labelled, at the same hours, not many."""
    hours = {(entry.starts, entry.ends) for entry in row.entries}
    return (
        1 < len(row.entries) <= MOST_BESIDE
        and len(hours) == 1
        and all(words.label(entry) for entry in row.entries)
    )
