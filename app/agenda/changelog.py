"""The draft's history as people read it: who changed what, when, from what to what.

Knows no page: verbs and names of fields are words of ours, put into the reader's language there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from app.agenda.asking import question_in
from app.agenda.history import Things, things_of
from app.agenda.models import Agenda, DraftChange
from app.db import Reading
from app.delegations.models import Participant
from app.delegations.rights import Action, Person, require
from app.errors import Spoken
from app.events.models import Event, Room

# What nobody reads: bookkeeping, and what the document said.
_SILENT = {"position", "source", "written", "event_session_id", "end_inferred"}


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field: "title", "starts", … with both texts; dates stay dates, for the page to write."""

    name: str
    before: str | date
    after: str | date


@dataclass(frozen=True, slots=True)
class ChangedThing:
    """An entry, day, question or the agenda itself; `uid` and `here` only for entries.

    `what` is "added", "removed" or "changed"; `here` whether the entry is in the draft now.
    """

    kind: str
    name: str | date
    what: str
    fields: tuple[ChangedField, ...]
    uid: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of the draft; `who` is None for the secretariat at the command line."""

    id: int
    verb: str
    at: datetime
    who: str | None
    things: tuple[ChangedThing, ...]
    is_undone: bool
    undoes: int | None


def draft_history(
    db: Reading, event: Event, *, uid: str | None = None, most: int = 100, by: Person | None
) -> Sequence[ChangeLine]:
    """The draft's changes, newest first; with `uid` those of one entry and its words."""
    require(by, Action.MANAGE_AGENDA, event_id=event.key)
    draft = db.exec(
        select(Agenda).where(Agenda.event_id == event.key, col(Agenda.number).is_(None))
    ).first()
    if draft is None:
        return ()
    found = db.exec(
        select(DraftChange, Participant.name)
        .outerjoin(Participant, col(Participant.id) == col(DraftChange.by_id))
        .where(DraftChange.agenda_id == draft.key)
        .order_by(col(DraftChange.id).desc())
    ).all()
    undone = {change.undoes_id for change, _ in found}
    rooms = db.exec(select(Room).where(Room.event_id == event.key))
    names = _Names(
        things_of(db, draft),
        [change for change, _ in found],
        {room.key: room.name for room in rooms},
    )
    lines = (
        ChangeLine(
            id=change.key,
            verb=change.verb,
            at=change.at,
            who=who,
            things=tuple(names.things(change, uid)),
            is_undone=change.key in undone,
            undoes=change.undoes_id,
        )
        for change, who in found
        if uid is None or names.concerns(change, uid)
    )
    return [line for line, _ in zip(lines, range(most), strict=False)]


class KeptQuestion(Spoken):
    """A question of a document, asked in the reader's language."""

    __slots__ = ()

    def said(self, translate: Callable[[str], str]) -> str:
        """The question in the language of a gettext function."""
        return question_in(str(self), translate)


class _Names:
    """What things are called: now, or when they were last there."""

    def __init__(
        self, present: Things, changes: Iterable[DraftChange], rooms: dict[int, str]
    ) -> None:
        self.present, self.rooms = present, rooms
        self.subjects: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self.dates: dict[str, date] = {}
        self._learn(present)
        for change in changes:
            self._learn(change.after)
            self._learn(change.before)

    def things(self, change: DraftChange, uid: str | None) -> Iterator[ChangedThing]:
        """What one change changed; only about one entry where `uid` is given."""
        words = {
            key: self._fields(change, "wordings", key) for key in change.after.get("wordings", {})
        }
        for key in change.after.get("slots", {}):
            if uid is not None and key != uid:
                continue
            subject = self.subjects.get(key, "")
            fields = (*words.pop(subject, ()), *self._fields(change, "slots", key))
            thing = self._thing(change, "slots", key, self.titles.get(subject, ""), fields)
            if fields or thing.what != "changed":
                yield thing
        own = self.subjects.get(uid or "")
        for subject, fields in words.items():
            if fields and (uid is None or subject == own):
                yield ChangedThing("wordings", self.titles.get(subject, ""), "changed", fields)
        if uid is not None:
            return
        for kind in ("days", "questions", "agenda"):
            for key in change.after.get(kind, {}):
                name: str | date = self.dates.get(key, "") if kind == "days" else key
                if kind == "questions":
                    name = KeptQuestion(key)
                yield self._thing(change, kind, key, name, self._fields(change, kind, key))

    def concerns(self, change: DraftChange, uid: str) -> bool:
        """Whether it changed this entry or its words."""
        return uid in change.after.get("slots", {}) or self.subjects.get(uid) in change.after.get(
            "wordings", {}
        )

    def _thing(
        self,
        change: DraftChange,
        kind: str,
        key: str,
        name: str | date,
        fields: tuple[ChangedField, ...],
    ) -> ChangedThing:
        was, is_now = change.before[kind][key], change.after[kind][key]
        what = "added" if was is None else "removed" if is_now is None else "changed"
        if kind != "slots":
            return ChangedThing(kind, name, what, fields)
        return ChangedThing(kind, name, what, fields, key, key in self.present["slots"])

    def _fields(self, change: DraftChange, kind: str, key: str) -> tuple[ChangedField, ...]:
        was, is_now = change.before[kind][key], change.after[kind][key]
        if was is None or is_now is None:
            return ()
        return tuple(
            ChangedField(name, self._said(name, was[name]), self._said(name, is_now[name]))
            for name in is_now
            if name not in _SILENT
        )

    def _said(self, name: str, value: Any) -> str | date:
        if value is None or value == "":
            return ""
        if name == "on":
            return date.fromisoformat(value)
        if name == "answered_at":
            return datetime.fromisoformat(value).date()
        if name in {"starts", "ends"}:
            return str(value)[: len("09:30")]
        if name == "room_id":
            return self.rooms.get(value, "")
        if name == "day":
            return self.dates.get(value, "")
        if isinstance(value, list):
            return "; ".join(str(one) for one in value)
        return str(value)

    def _learn(self, things: Things) -> None:
        for uid, day in things.get("days", {}).items():
            if day and day.get("on"):
                self.dates.setdefault(uid, date.fromisoformat(day["on"]))
        for subject, wording in things.get("wordings", {}).items():
            if wording and wording.get("title"):
                self.titles.setdefault(subject, wording["title"])
        for uid, slot in things.get("slots", {}).items():
            if slot and slot.get("event_session_id"):
                self.subjects.setdefault(uid, str(slot["event_session_id"]))
