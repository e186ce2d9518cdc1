"""Tables that were written with their bars at the ends of lines, a cell or two in each.

Knows nothing of agendas: where a row ends is lost, so all cells of such a table are one flat row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ENDING = re.compile(r"^[ \t]*[^|\s][^\n]*\|[ \t]*$", re.MULTILINE)
_BEGINNING = re.compile(r"^[ \t]*\|[^\n]*[^|\s][^\n]*\|", re.MULTILINE)
_FEWEST = 4


def pieces(text: str) -> Iterator[str | list[str]]:
    """The text as it is, or the text above, the cells (each may hold several lines) and the text
    below, if lines end in bars more often than they begin with them."""
    ending = list(_ENDING.finditer(text)) if "|" in text else []
    if len(ending) < _FEWEST or len(ending) <= len(_BEGINNING.findall(text)):
        yield text
        return
    first, last = ending[0].start(), text.rfind("|") + 1
    # A table that begins with empty cells begins with a bar.
    while (above := text.rfind("\n", 0, max(0, first - 1)) + 1) < first:
        if text[above:first].strip() and set(text[above:first]) - set("| \t\n"):
            break
        first = above
    yield text[:first]
    yield [_cell(piece) for piece in text[first:last].split("|")]
    yield text[last:]


def _cell(piece: str) -> str:
    return "\n".join(line.strip() for line in piece.split("\n") if line.strip())
