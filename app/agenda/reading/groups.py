"""Groups that an entry lists below its title: "Group A: Law", "Groupe 2 : …", "Room B: Trade".

Knows drafts only. Lists of who sits in which group ("Group 1: Georgia, Moldova") are no entries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.agenda.reading.blocks import Line, squeeze
from app.agenda.reading.drafts import Draft, Drafts
from app.agenda.reading.places import is_country
from app.agenda.reading.words import fold

_GROUP = re.compile(
    r"(?:(?:parallel|working|break-?out|discussion|thematic|sub|small)[\s-]*)?"
    r"(?:groups?|groupe(?: de travail)?|grupo(?: de trabajo)?|sessions?|stream|track|strand|mesa"
    r"(?: de trabajo)?|sous-groupe|subgrupo|breakout(?: room| session)?)"
    r"\s*(?:no\.?|n[°o])?\s*(?P<id>\d{1,2}|[a-h]|i{1,3}|iv|v)\s*[:.)-]+\s*(?=\w)"
    r"|(?P<room>(?:meeting )?(?:room|salle|sala|hall) [\w.]{1,8})\s*[:-]+\s*(?=\w)"
)


@dataclass(frozen=True, slots=True)
class _Start:
    """A line that begins a group: the length of its label, the group's name or its room."""

    at: int
    length: int
    name: str
    is_room: bool


def split_groups(drafts: Drafts) -> None:
    """Makes entries of the groups that entries list; the entry above them introduces them."""
    found: list[Draft] = []
    number = max((d.group or 0 for d in drafts.entries), default=0)
    for draft in drafts.entries:
        starts = _starts(draft.lines) if len(draft.lines) > 2 and not draft.marker else []
        if len(starts) < 2 or starts[0].at == 0:
            found.append(draft)
            continue
        number += 1
        intro = draft.lines[: starts[0].at]
        found.append(replace(draft, lines=intro, introduces=True))
        context = " ".join(squeeze(line.text) for line in intro)
        ends = [start.at for start in starts[1:]] + [len(draft.lines)]
        for start, end in zip(starts, ends, strict=True):
            lines = [draft.lines[start.at].after(start.length), *draft.lines[start.at + 1 : end]]
            found.append(
                replace(
                    draft,
                    lines=lines,
                    group=number,
                    number=None if start.is_room else start.name,
                    context=context,
                    speakers=[],
                    room=start.name if start.is_room else None,
                )
            )
    drafts.entries[:] = found


def _starts(lines: list[Line]) -> list[_Start]:
    """Where each group listed begins; [] for other lists."""
    found: list[_Start] = []
    for at, line in enumerate(lines):
        text = line.text
        if match := _GROUP.match(fold(text)):
            room = match["room"] is not None
            start, end = match.span("room" if room else "id")
            found.append(_Start(at, match.end(), text[start:end], room))
    names = [(start.name, start.is_room) for start in found]
    members = any(_members(lines[start.at].after(start.length)) for start in found)
    return [] if len(set(names)) < len(names) or members else found


def _members(line: Line) -> bool:
    parts = [part.strip(" .") for part in re.split(r",|;| and | et | y ", line.text)]
    return sum(is_country(part) for part in parts) * 2 >= len(parts)
