"""What every format is turned into: paragraphs and table rows, their lines with emphasis.

Knows nothing of where they came from and nothing of agendas.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

_SPACES = {ord(c): " " for c in "\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000\v\f"}
_NOTHING: dict[int, str | None] = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *(c for c in range(32) if c not in (9, 10, 13))]
)
_CLEAN: dict[int, str | None] = {**_NOTHING, **_SPACES}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one emphasis."""

    text: str
    strong: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a reader sees it; `level` is 1-6 for a heading, else 0.

    `depth` counts the lists that it stands in, where the document marks them up; `indent` is how
    far right it begins where it does not (columns of a text, points of a page). `apart` is false
    where nothing but the end of a line divides it from the one above.
    """

    runs: tuple[Run, ...]
    bullet: bool = False
    level: int = 0
    depth: int = 0
    indent: int = 0
    apart: bool = True

    @property
    def text(self) -> str:
        """The words, without emphasis."""
        if len(self.runs) == 1:
            return self.runs[0].text.strip()
        return "".join(run.text for run in self.runs).strip()

    @property
    def strong(self) -> bool:
        """Whether every word is bold, or the line is a heading."""
        return self.level > 0 or all(run.strong for run in self.runs if run.text.strip())

    @property
    def italic(self) -> bool:
        """Whether every word is in italics."""
        return all(run.italic for run in self.runs if run.text.strip())

    def lead(self) -> tuple[str, str]:
        """(bold beginning, the rest); the bold part is empty when the line begins plainly."""
        count = 0
        for run in self.runs:
            if run.text.strip() and not run.strong:
                break
            count += 1
        head = "".join(run.text for run in self.runs[:count]).strip()
        return head, "".join(run.text for run in self.runs[count:]).strip()

    def after(self, length: int) -> Line:
        """The line without its first `length` characters (counted in `text`)."""
        skip = length + len("".join(r.text for r in self.runs)) - len(self._left_stripped())
        kept: list[Run] = []
        for run in self.runs:
            if skip < len(run.text):
                kept.append(Run(run.text[skip:], run.strong, run.italic))
            skip = max(0, skip - len(run.text))
        return replace(self, runs=tuple(kept))

    def before(self, length: int) -> Line:
        """The first `length` characters of the line (counted in `text`)."""
        left = length + len("".join(r.text for r in self.runs)) - len(self._left_stripped())
        kept: list[Run] = []
        for run in self.runs:
            if left > 0:
                kept.append(Run(run.text[:left], run.strong, run.italic))
            left -= len(run.text)
        return replace(self, runs=tuple(kept))

    def _left_stripped(self) -> str:
        return "".join(run.text for run in self.runs).lstrip()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `continued` when it is the lower part of a cell merged over several rows."""

    lines: tuple[Line, ...] = ()
    columns: int = 1
    continued: bool = False

    @property
    def text(self) -> str:
        """All lines in one, separated by blanks."""
        return " ".join(line.text for line in self.lines if line.text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of running text."""

    line: Line


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; `table` numbers its table in the document, 0 for loose tab-separated lines.

    `flat` when the document lost where rows end: all cells of the table stand in this one.
    """

    cells: tuple[Cell, ...]
    table: int = 0
    flat: bool = False


Block = Paragraph | Row


@dataclass(slots=True)
class LineBuilder:
    """Gathers runs into lines; a line ends where the document breaks it."""

    lines: list[Line] = field(default_factory=list)
    _runs: list[Run] = field(default_factory=list)
    _bullet: bool = False
    _level: int = 0
    _depth: int = 0

    def add(self, text: str, *, strong: bool = False, italic: bool = False) -> None:
        """Append text to the line at hand."""
        if text:
            self._runs.append(Run(text, strong, italic))

    def mark(self, *, bullet: bool = False, level: int = 0, depth: int = 0) -> None:
        """End the line at hand and say what the next one is."""
        self.end()
        self._bullet, self._level, self._depth = bullet, level, depth

    def end(self) -> None:
        """End the line at hand; blank ones vanish."""
        if any(run.text.strip() for run in self._runs):
            self.lines.append(Line(tuple(self._runs), self._bullet, self._level, self._depth))
        self._runs = []
        self._bullet, self._level, self._depth = False, 0, 0


def clean(text: str) -> str:
    """Text with every kind of blank as a blank, and nothing invisible left in it."""
    return text.translate(_CLEAN)


def squeeze(text: str) -> str:
    """Text with single blanks."""
    return " ".join(text.split())


def plain_line(text: str, *, bullet: bool = False, level: int = 0) -> Line:
    """A line without emphasis."""
    return Line((Run(text),), bullet, level)


def plain_cell(text: str) -> Cell:
    """A cell of one line without emphasis; empty for blank text."""
    return Cell((plain_line(text),) if text.strip() else ())
