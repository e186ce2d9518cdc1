"""Agendas without any clock: labelled lines, breaks and list items under a day or an agenda.

Knows blocks; used only when no time at all was found. Order is all that such a document says, so
entries have no times.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.agenda.reading.blocks import Block, Line, Paragraph, squeeze
from app.agenda.reading.columns import Shape, fill, place, read_header
from app.agenda.reading.drafts import DayDraft, Draft, Drafts
from app.agenda.reading.headings import DayHeading, read_day_heading
from app.agenda.reading.labels import begins_with_label, kind_by_words
from app.agenda.reading.words import AGENDA, MARKER, PART_BEFORE, PART_OF_DAY, SECTION, fold


def draft_untimed(blocks: Sequence[Block]) -> Drafts:
    """Entries in order without times; empty unless the document announces an agenda or days."""
    reading = _Untimed(_only_lines(blocks))
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            reading.line([block.line], number)
        else:
            reading.row(block, number)
    return reading.found


def _only_lines(blocks: Sequence[Block]) -> bool:
    """Whether each line is an entry: no lists, no labels, several breaks among short lines."""
    lines = [block.line for block in blocks if isinstance(block, Paragraph)]
    if len(lines) != len(blocks) or any(line.bullet for line in lines):
        return False
    breaks = sum(kind_by_words(line.text) == "break" and len(line.text) < 40 for line in lines)
    labelled = sum(begins_with_label(line.text) for line in lines)
    return breaks > 1 and labelled == 0


class _Untimed:
    def __init__(self, each_line: bool) -> None:
        self.each_line = each_line
        self.found = Drafts()
        self.open = False
        self.fresh: DayHeading | None = None
        self.labelled = False
        self.shape = Shape()

    def row(self, block: Block, number: int) -> None:
        if isinstance(block, Paragraph):
            return
        placed = place(block)
        if self.shape.table != block.table:
            self.shape = Shape(block.table)
        if not placed or read_header(self.shape, placed):
            self.open = self.open or bool(placed)
            return
        if len(placed) > 1 and PART_OF_DAY.fullmatch(fold(squeeze(placed[0][1].text))):
            self.open = True
            placed = placed[1:]
        if len(placed) == 1:
            self.line(list(placed[0][1].lines), number)
        elif self.open:
            draft = self.start([], number, "\t".join(cell.text for _, cell in placed))
            fill(self.shape, draft, placed)

    def line(self, lines: list[Line], number: int) -> None:
        if part := PART_BEFORE.match(fold(lines[0].text)):
            self.open = True
            self.start([lines[0].after(part.end()), *lines[1:]], number, lines[0].text)
            return
        text = squeeze(lines[0].text)
        plain = fold(text)
        heading = read_day_heading(text)
        if heading and (heading.ordinal or heading.weekday is not None or heading.mention):
            self.fresh, self.open = heading, True
        elif AGENDA.fullmatch(plain) or PART_OF_DAY.fullmatch(plain):
            self.open = True
        elif not self.open or MARKER.fullmatch(plain):
            return
        elif SECTION.fullmatch(plain) and not self.each_line:
            self.open = False
        elif begins_with_label(text):
            self.labelled = True
            self.start(lines, number, text)
        elif self.is_entry(lines, text):
            self.start(lines, number, text)
        elif self.found.entries and self.labelled:
            self.found.entries[-1].lines.extend(lines)

    def is_entry(self, lines: list[Line], text: str) -> bool:
        """A break, or an item of a list that has no labels; never a piece of running text."""
        listed = len(lines) > 1 or (lines[0].bullet and not self.labelled)
        if self.each_line and bool(self.found.days or self.fresh):
            listed = listed or not text.endswith((".", ":"))
        return len(text) < 200 and (listed or kind_by_words(text) is not None)

    def start(self, lines: list[Line], number: int, source: str) -> Draft:
        if self.fresh or not self.found.days:
            self.found.days.append(
                DayDraft(self.fresh, self.fresh.theme if self.fresh else "",
                         self.fresh.hours if self.fresh else None)
            )  # fmt: skip
            self.fresh = None
        if self.found.first is None:
            self.found.first = number
        draft = Draft(len(self.found.days) - 1, None, list(lines), source)
        self.found.entries.append(draft)
        return draft
