"""Two organisers wrote about one entry: what each of them changed, and a form that loses neither.

Pure: takes the entry as it was, as it is and as it was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.agenda.forms import ALONE, OWN, EntryForm
from app.agenda.history import Things
from app.errors import StaleWrite

# What belongs together: an hour of theirs beside a day of mine would be an appointment of nobody's.
_TOGETHER: tuple[tuple[str, ...], ...] = (
    ("title",),
    ("kind", "number"),
    ("day", "starts", "ends"),
    ("room",),
    ("chair",),
    ("speakers",),
    ("abstract",),
    ("parallel_group",),
    ("continues",),
)


@dataclass(frozen=True, slots=True)
class Disputed:
    """Fields that both changed: as they were (None: not known), theirs, and yours."""

    fields: tuple[str, ...]
    base: str | None
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What to put into the fields: yours where you changed something, theirs everywhere else."""

    form: EntryForm
    disputed: tuple[Disputed, ...]


class StaleEntry(StaleWrite):
    """Somebody else changed the entry first; `merged` has what both of them wrote."""

    def __init__(self, merged: Merged, *, base: str, theirs: str, yours: str, revision: int):
        super().__init__(base=base, theirs=theirs, yours=yours, revision=revision)
        self.merged = merged


def merge_three(base: EntryForm | None, theirs: EntryForm, yours: EntryForm) -> Merged:
    """A form with the changes of both; where both changed the same, yours stays in the field."""
    values = yours.model_dump()
    disputed: list[Disputed] = []
    for names in _TOGETHER:
        was = _words(base, names) if base else None
        their, your = _words(theirs, names), _words(yours, names)
        unsaid = not any(your) and names[0] in ("parallel_group", "continues")
        if your == was or unsaid:
            values |= {name: getattr(theirs, name) for name in names}
        elif their not in (was, your):
            disputed.append(Disputed(names, _said(was) if was else None, _said(their), _said(your)))
    return Merged(EntryForm(**values), tuple(disputed))


def form_at(things: Things, uid: str, rooms: Mapping[int, str], revision: int) -> EntryForm | None:
    """The form of an entry of the draft in that state; None if it had none such."""
    slot = things["slots"].get(uid)
    if slot is None:
        return None
    wording = things["wordings"].get(str(slot["event_session_id"])) or {}
    day = things["days"].get(slot["day"]) or {}
    return EntryForm(
        title=wording.get("title", ""),
        abstract=wording.get("abstract", ""),
        speakers="\n".join(wording.get("speakers", [])),
        chair=wording.get("chair", ""),
        kind=wording.get("kind", ""),
        number=wording.get("number") or "",
        day=day.get("on") or "",
        starts=slot["starts"] or "",
        ends=slot["ends"] or "",
        room=rooms.get(slot["room_id"], "") if slot["room_id"] else "",
        continues=str(slot["event_session_id"]) if slot["continued"] else OWN,
        parallel_group=slot["parallel_group"] or ALONE,
        revision=str(revision),
    )


def in_words(form: EntryForm) -> str:
    """The whole entry as text, a line for each thing that is said."""
    hours = "–".join(at for at in (form.starts, form.ends) if at)
    lines = (form.title, form.day, hours, form.room, form.chair, form.speakers, form.abstract)
    return "\n".join(line.strip() for line in lines if line.strip())


def _words(form: EntryForm, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(getattr(form, name).replace("\r\n", "\n").strip() for name in names)


def _said(words: tuple[str, ...]) -> str:
    return " ".join(word for word in words if word)
