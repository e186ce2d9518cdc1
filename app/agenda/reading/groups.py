"""Groups that an entry lists below its title: "Group A: Law", "Groupe 2 : Formation".

Knows drafts only. Lists of who sits in which group ("Group 1: Georgia, Moldova") are no entries.
"""

from __future__ import annotations

import re
from dataclasses import replace

from app.agenda.reading.blocks import Line, squeeze
from app.agenda.reading.drafts import Draft, Drafts
from app.agenda.reading.places import is_country
from app.agenda.reading.words import fold

_GROUP = re.compile(
    r"(?:(?:parallel|working|break-?out|discussion|thematic|sub|small)[\s-]*)?"
    r"(?:groups?|groupe(?: de travail)?|grupo(?: de trabajo)?|sessions?|stream|track|strand|mesa"
    r"(?: de trabajo)?|sous-groupe|subgrupo|breakout(?: room| session)?)"
    r"\s*(?:no\.?|n[°o])?\s*(?P<id>\d{1,2}|[a-h]|i{1,3}|iv|v)\s*[:.)-]+\s*(?=\w)"
)


def split_groups(drafts: Drafts) -> None:
    """Makes entries of the groups that entries list; the entry above them introduces them."""
    found: list[Draft] = []
    number = max((d.group or 0 for d in drafts.entries), default=0)
    for draft in drafts.entries:
        starts = _starts(draft.lines) if len(draft.lines) > 2 and not draft.marker else []
        if len(starts) < 2 or starts[0][0] == 0:
            found.append(draft)
            continue
        number += 1
        intro = draft.lines[: starts[0][0]]
        found.append(replace(draft, lines=intro, introduces=True))
        ends = [at for at, _, _ in starts[1:]] + [len(draft.lines)]
        for (at, length, name), end in zip(starts, ends, strict=True):
            lines = [draft.lines[at].after(length), *draft.lines[at + 1 : end]]
            context = " ".join(squeeze(line.text) for line in intro)
            found.append(
                replace(draft, lines=lines, group=number, number=name, context=context,
                        speakers=[], room=None)
            )  # fmt: skip
    drafts.entries[:] = found


def _starts(lines: list[Line]) -> list[tuple[int, int, str]]:
    """(line, length of its label, name of the group) of each group listed; [] for other lists."""
    found: list[tuple[int, int, str]] = []
    for at, line in enumerate(lines):
        text = line.text
        if match := _GROUP.match(fold(text)):
            found.append((at, match.end(), text[match.start("id") : match.end("id")]))
    names = [name for _, _, name in found]
    if len(set(names)) < len(names) or any(_members(lines[at].after(n)) for at, n, _ in found):
        return []
    return found


def _members(line: Line) -> bool:
    parts = [part.strip(" .") for part in re.split(r",|;| and | et | y ", line.text)]
    return sum(is_country(part) for part in parts) * 2 >= len(parts)
