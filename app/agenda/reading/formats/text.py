"""From plain text and Markdown to blocks, line by line: pipe tables, tab rows, bits of HTML.

Knows nothing of agendas. A Markdown parser would read "9. Opening" as a list and lose the tab rows
that converters write, so only what changes the meaning of a line is understood here.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import replace

from app.agenda.reading.blocks import Block, Cell, Line, Paragraph, Row, plain_line
from app.agenda.reading.formats import html, pipes

_RULE = re.compile(r"\s*(?:[-=_*~]\s?){3,}$|\s*```.*")
_GRID_RULE = re.compile(r"\s*[+|][-=+:| ]*-[-=+:| ]*[+|]?\s*$")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_BULLET = re.compile(r"[-*•▪▫◦‣►▶➢●–]\s+(?=\S)")
_BULLET_TAB = re.compile(r"^(\s*)([•▪▫◦‣►▶➢·o-])\t+(?=\S)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&[a-zA-Z#0-9]+;")
_TABLE_CELL = re.compile(r"(?<!\\)\|")
_WIDE_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")

_INNER_BULLET = re.compile(r"(?<=\S)\s+(?=[•▪◦‣►▶➢●]\s)")
_FLAT = 1_000_000

_LONGEST = 20_000
"""Characters of a line in which marks are looked for; nobody marks up a longer one by hand."""


def blocks(text: str) -> list[Block]:
    """The blocks of a text: rows for pipe tables and tab-separated lines, else paragraphs."""
    found: list[Block] = []
    for piece in pipes.pieces(text):
        if isinstance(piece, str):
            found.extend(_blocks(piece, sum(isinstance(block, Row) for block in found)))
        else:
            found.append(Row(tuple(_cell(cell) for cell in piece), _FLAT, flat=True))
    return found


def _blocks(text: str, tables: int) -> list[Block]:
    found: list[Block] = []
    in_table = gridded = False
    apart = True
    for raw in text.split("\n"):
        raw = _BULLET_TAB.sub(r"\1\2 ", raw)
        piped = raw.lstrip().startswith(("|", "+-", "+="))
        if piped and not in_table:
            tables, gridded = tables + 1, False
        in_table = piped
        if piped and _GRID_RULE.fullmatch(raw):
            gridded = gridded or raw.lstrip().startswith("+")
            found.append(Row((), tables)) if gridded else None
            continue
        if not raw.strip() or _RULE.fullmatch(raw):
            apart = True
            continue
        if piped:
            _add_row(found, _pipe_cells(raw), tables, joined=gridded)
        elif "\t" in raw.rstrip("\n"):
            found.append(Row(tuple(_cell(piece) for piece in raw.split("\t"))))
        elif _WIDE_GAP.search(raw):
            found.append(Row(tuple(_cell(piece) for piece in _columns(raw))))
        else:
            indent = len(raw) - len(raw.lstrip())
            for line in _cell(raw).lines:
                found.append(Paragraph(replace(line, indent=indent, apart=apart)))
                apart = True
        apart = False
    return [block for block in found if not isinstance(block, Row) or block.cells]


def _columns(raw: str) -> list[str]:
    indent = "" if raw[:1].strip() or len(raw) - len(raw.lstrip()) < 4 else "\t"
    return (indent + _WIDE_GAP.sub("\t", raw.strip())).split("\t")


def _pipe_cells(raw: str) -> tuple[Cell, ...]:
    inner = raw.strip().removeprefix("|").removesuffix("|")
    return tuple(_cell(piece.replace("\\|", "|")) for piece in _TABLE_CELL.split(inner))


def _add_row(found: list[Block], cells: tuple[Cell, ...], table: int, *, joined: bool) -> None:
    """In a grid drawn with +---+ the lines between two rules are one row."""
    last = found[-1] if found else None
    if joined and isinstance(last, Row) and last.table == table and len(last.cells) == len(cells):
        pairs = zip(last.cells, cells, strict=True)
        found[-1] = Row(tuple(Cell(above.lines + below.lines) for above, below in pairs), table)
    else:
        found.append(Row(cells, table))


def _cell(piece: str) -> Cell:
    """A cell; bullets in the middle of its words begin lines of their own."""
    pieces = (each for line in piece.split("\n") for each in _INNER_BULLET.split(line))
    return Cell(tuple(line for each in pieces for line in _lines(each)))


def _lines(raw: str) -> list[Line]:
    words, level, bullet = raw.strip(), 0, False
    if match := _HEADING.match(words):
        level, words = len(match.group(1)), match.group(2)
    elif match := _BULLET.match(words):
        bullet, words = True, words[match.end() :]
    words = words.removeprefix("> ")
    if len(words) > _LONGEST or not re.search(r"[*_<&\[\\`~]", words):
        return [plain_line(words, bullet=bullet, level=level)] if words else []
    if not _TAG.search(words):
        words = entities.escape(words, quote=False)
    return [
        Line(line.runs, bullet or line.bullet, level or line.level)
        for line in html.lines(_emphasised(words))
    ]


def _emphasised(words: str) -> str:
    """Markdown's inline marks as HTML tags; a mark needs a word right inside it."""
    words = re.sub(r"\\([\\`*_{}\[\]()#+.!|~<>-])", lambda m: f"&#{ord(m.group(1))};", words)
    words = re.sub(r"!?\[([^\[\]]*)\]\([^()\s]*\)", r"\1", words)
    words = re.sub(r"`([^`]*)`", r"\1", words)
    words = re.sub(r"(\*\*|__)(?=\S)([^*]+?)(?<=\S)\1", r"<b>\2</b>", words)
    # Bold that goes on in the next line: "**Rooms 8 and 9" / "Strasbourg, 16 May**".
    words = re.sub(r"^\*\*(?=\S)([^*]+)$|^([^*]+)(?<=\S)\*\*$", r"<b>\1\2</b>", words)
    words = re.sub(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])", r"<i>\1</i>", words)
    words = re.sub(r"(?<![\w_])_(?=[^\s_])([^_]+?)(?<=\S)_(?![\w_])", r"<i>\1</i>", words)
    return re.sub(r"~~([^~]+)~~", r"<del>\1</del>", words)
