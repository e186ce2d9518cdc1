"""Text of a PDF page that no lines frame: paragraphs, and rows whose columns only gaps show.

Knows places on paper, and that a row of a programme begins with its hours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from app.agenda.reading.blocks import Block, Cell, Paragraph, Row, squeeze
from app.agenda.reading.formats.pdf_words import Word, in_lines, joined
from app.agenda.reading.times import whole_span
from app.agenda.reading.words import COLUMNS, fold


class Numbering(Protocol):
    """What numbers tables."""

    def next(self) -> int:
        """The number of a table that begins."""
        ...


Segment = list[Word]


def loose_blocks(words: list[Word], numbering: Numbering) -> list[Block]:
    """Paragraphs and rows among words outside of drawn tables."""
    lines = _whole_times([_segments(line) for line in in_lines(words)])
    right = max(word.x1 for word in words)
    found: list[Block] = []
    plain: list[list[Word]] = []
    at = 0
    while at < len(lines):
        stretch = _stretch(lines, at)
        if stretch == 0:
            plain.append([word for segment in lines[at] for word in segment])
            at += 1
            continue
        found.extend(_paragraphs(plain, right))
        plain = []
        found.extend(_rows(lines[at : at + stretch], right, numbering.next()))
        at += stretch
    found.extend(_paragraphs(plain, right))
    return found


def _paragraphs(lines: list[list[Word]], right: float) -> list[Block]:
    return [Paragraph(line) for line in joined(lines, right)]


def _segments(line: list[Word]) -> list[Segment]:
    """A line cut where the gap is wider than any blank between words."""
    found: list[Segment] = [[line[0]]]
    for before, word in pairwise(line):
        if word.x0 - before.x1 > max(7.0, 0.85 * before.size):
            found.append([word])
        else:
            found[-1].append(word)
    return found


def _is_time(segment: Segment) -> bool:
    return whole_span(squeeze(" ".join(word.text for word in segment))) is not None


def _whole_times(lines: list[list[Segment]]) -> list[list[Segment]]:
    """Lines with hours that a narrow column broke ("09:00 –" above "09:30") made one again."""
    found: list[list[Segment]] = []
    for line in lines:
        above = found[-1][0] if found else []
        broken = above and above[-1].text[-1] in "-–—" and re.search(r"\d", above[0].text)
        if broken and _is_time(line[0]) and abs(line[0][0].x0 - above[0].x0) < 20:
            above.extend(line[0])
            line = line[1:]
        if line:
            found.append(line)
    return found


def _is_heading(line: list[Segment]) -> bool:
    words = [fold(squeeze(" ".join(word.text for word in segment))) for segment in line]
    return len(line) > 1 and all(any(c.fullmatch(w) for c in COLUMNS.values()) for w in words)


def _stretch(lines: list[list[Segment]], at: int) -> int:
    """How many lines from `at` are one run of rows: times at one edge, words right of them,
    perhaps below the headings of columns."""
    if _is_heading(lines[at]):
        below = _stretch(lines, at + 1) if at + 1 < len(lines) else 0
        return below + 1 if below else 0
    if len(lines[at]) < 2 or not _is_time(lines[at][0]):
        return 0
    edge = lines[at][0][0].x0
    words_at = lines[at][1][0].x0
    end = at + 1
    while end < len(lines):
        first = lines[end][0]
        timed = _is_time(first) and abs(first[0].x0 - edge) < 30
        below = first[0].x0 > words_at - 6
        if not timed and not below:
            break
        end += 1
    return end - at


def _rows(lines: list[list[Segment]], right: float, table: int) -> list[Block]:
    columns = _columns(lines)
    edges = [*columns[1:], right + 6]
    rows = [_cells(group, columns) for group in _groups(lines)]
    ends = [_end_of([row[at] for row in rows], edge) for at, edge in enumerate(edges)]
    return [
        Row(tuple(Cell(joined(cell, end)) for cell, end in zip(row, ends, strict=True)), table)
        for row in rows
    ]


def _cells(group: list[list[Segment]], columns: Sequence[float]) -> list[list[list[Word]]]:
    """The lines of a row's cells, column by column."""
    cells: list[list[list[Word]]] = [[] for _ in columns]
    for line in group:
        for segment in line:
            place = max(
                (n for n, left in enumerate(columns) if segment[0].x0 >= left - 6), default=0
            )
            own = cells[place]
            if own and own[-1] and abs(own[-1][0].middle - segment[0].middle) < 2:
                own[-1].extend(segment)
            else:
                own.append(list(segment))
    return cells


def _end_of(column: Sequence[Sequence[Sequence[Word]]], edge: float) -> float:
    """Where lines of a column were broken: at the widest of its rows, or at the next column.

    A row of short lines ("Group 1: Law", "Group 2: Practice") was not broken at its own widest.
    """
    widest = max((line[-1].x1 for cell in column for line in cell), default=edge)
    return min(edge - 6, widest + 12)


def _columns(lines: list[list[Segment]]) -> list[float]:
    """Left edges at which segments of timed lines begin, ordered."""
    starts: list[float] = []
    for line in lines:
        for segment in line:
            left = segment[0].x0
            if not any(abs(left - known) < 14 for known in starts) and (
                _is_time(line[0]) or (len(line) > 1 and not _is_heading(line))
            ):
                starts.append(left)
    if not starts:
        starts = [lines[0][0][0].x0]
    return sorted(starts)


def _groups(lines: list[list[Segment]]) -> list[list[list[Segment]]]:
    """Lines of one row together. A time may stand beside the middle of its row: between two
    times the row ends at the widest gap, at the second time if no gap is wider."""
    anchors = [n for n, line in enumerate(lines) if _is_time(line[0]) or _is_heading(line)]
    cuts = [0]
    for one, other in pairwise(anchors):
        gaps = [(_gap(lines[n], lines[n + 1]), n + 1) for n in range(one, other)]
        widest = max(gap for gap, _ in gaps)
        last_gap = gaps[-1][0]
        cuts.append(other if last_gap >= widest - 1.5 else max(gaps)[1])
    cuts.append(len(lines))
    return [lines[a:b] for a, b in pairwise(cuts) if b > a]


def _gap(above: list[Segment], below: list[Segment]) -> float:
    return below[0][0].top - max(word.bottom for segment in above for word in segment)
