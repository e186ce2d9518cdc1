"""Taking a change of the draft back: a new change, refused where something came in between.

Knows nothing of what actions do: it puts back what the history kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.agenda.drafts import draft_for_update
from app.agenda.history import Things, changes_since, recorded, things_of
from app.agenda.models import Agenda, Day, DraftChange, Question, Slot, SlotKind, Wording
from app.db import Reading, Writing
from app.delegations.models import Participant
from app.delegations.rights import Action, Person, require
from app.errors import NotFound, Refused
from app.events.models import Event

# Where an entry stands among those of its hour settles itself when others move.
_LENIENT = {("slots", "position"), ("days", "position")}


def undo_change(db: Writing, event: Event, change_id: int, *, by: Person | None) -> DraftChange:
    """Take one change of the draft back; undoing an undoing brings it back.

    Refused with a sentence where what it changed was changed again since, and where it was taken
    back already. Returns the change that was taken back.
    """
    draft = draft_for_update(db, event, by=by)
    change = db.exec(
        select(DraftChange).where(DraftChange.id == change_id, DraftChange.agenda_id == draft.key)
    ).first()
    if change is None:
        raise NotFound("This change is no longer in the draft's history. Go back to the agenda.")
    if db.exec(select(DraftChange.id).where(DraftChange.undoes_id == change.key)).first():
        raise Refused("This change was taken back already. Look at the draft again.")
    present = things_of(db, draft)
    for kind, changed in change.after.items():
        for key, left in changed.items():
            if not _is_as_left(kind, left, present[kind].get(key)):
                raise _came_between(db, draft, change, kind, key)
    _check_fits(change, present)
    draft.revision += 1
    with recorded(db, draft, "undo", undoes=change, by=by):
        _PuttingBack(db, draft, change.before).put_back()
    return change


def last_own_change(db: Reading, event: Event, *, by: Person | None) -> DraftChange | None:
    """The newest change of this person that is neither an undoing nor taken back."""
    require(by, Action.MANAGE_AGENDA, event_id=event.key)
    undoing = aliased(DraftChange)
    participant = by.participant_id if by else None
    return db.exec(
        select(DraftChange)
        .join(Agenda, col(Agenda.id) == col(DraftChange.agenda_id))
        .outerjoin(undoing, col(undoing.undoes_id) == col(DraftChange.id))
        .where(
            Agenda.event_id == event.key,
            col(Agenda.number).is_(None),
            col(DraftChange.by_id) == participant,
            col(DraftChange.undoes_id).is_(None),
            col(undoing.id).is_(None),
        )
        .order_by(col(DraftChange.id).desc())
        .limit(1)
    ).first()


def _is_as_left(kind: str, left: dict[str, Any] | None, present: dict[str, Any] | None) -> bool:
    if left is None or present is None:
        return left is present
    return all(
        present[name] == value for name, value in left.items() if (kind, name) not in _LENIENT
    )


def _came_between(
    db: Reading, draft: Agenda, change: DraftChange, kind: str, key: str
) -> Refused | NotFound:
    later = [
        one
        for one in changes_since(db, draft, change.revision - 1)
        if one.key > change.key and key in one.after.get(kind, {})
    ]
    who = later[0].by_id if later else None
    if later and who == change.by_id:
        return Refused("The same was changed again after that. Undo the later change first.")
    person = db.get(Participant, who) if who else None
    if person is None:
        return Refused(
            "The secretariat changed the same since, so it stays as it is. "
            "Open the entry and mend it by hand."
        )
    return Refused(
        "{who} changed the same since, so it stays as it is. Open the entry and mend it by hand.",
        who=person.name,
    )


def _check_fits(change: DraftChange, present: Things) -> None:
    """What comes back must find its day, and nothing that others rely on may go."""
    before: Things = change.before
    days = {**present["days"], **before.get("days", {})}
    slots = {**present["slots"]}
    for uid, was in before.get("slots", {}).items():
        slots[uid] = None if was is None else {**(present["slots"].get(uid) or {}), **was}
    wordings = {**present["wordings"], **before.get("wordings", {})}
    for slot in slots.values():
        if slot is None:
            continue
        if days.get(slot["day"]) is None:
            raise Refused("Its day is not in the draft as it was. Undo the later change first.")
        if wordings.get(str(slot["event_session_id"])) is None:
            raise Refused("Another entry continues it now. Take that one out first.")
    dates = [
        {**(present["days"].get(uid) or {}), **day}["on"]
        for uid, day in days.items()
        if day is not None
    ]
    known = [on for on in dates if on]
    if len(known) != len(set(known)):
        raise Refused("Another day has this date now. Give that day another date first.")


class _PuttingBack:
    """The rows of one draft on their way back to what they were."""

    def __init__(self, db: Writing, draft: Agenda, before: Things) -> None:
        self.db, self.draft, self.before = db, draft, before

    def put_back(self) -> None:
        """Days and wordings come before the slots that need them, and go after them."""
        self._agenda()
        self._days()
        self._wordings()
        self._slots()
        self._questions()
        self.db.flush()
        self._remove_what_was_not(Wording, "wordings", col(Wording.event_session_id))
        self._remove_what_was_not(Day, "days", col(Day.uid))
        self.db.flush()

    def _was(self, kind: str) -> Sequence[tuple[str, dict[str, Any]]]:
        return [(key, was) for key, was in self.before.get(kind, {}).items() if was is not None]

    def _remove_what_was_not(self, table: type[Any], kind: str, name: Any) -> None:
        new = [key for key, was in self.before.get(kind, {}).items() if was is None]
        keys = [int(key) for key in new] if kind == "wordings" else new
        self.db.exec(sa.delete(table).where(col(table.agenda_id) == self.draft.key, name.in_(keys)))

    def _agenda(self) -> None:
        for _, was in self._was("agenda"):
            self.draft.reference = was["reference"]

    def _days(self) -> None:
        days = {day.uid: day for day in self._rows(Day)}
        # Two days may exchange their dates, which are unique: first none has one.
        for uid, was in self._was("days"):
            if "on" in was and uid in days:
                days[uid].on = None
        self.db.flush()
        for uid, was in self._was("days"):
            day = days.get(uid) or Day(agenda_id=self.draft.key, uid=uid)
            if "on" in was:
                on = was["on"]
                was = {**was, "on": date.fromisoformat(on) if on else None}
            self._fill(day, was)
            day.revision = self.draft.revision
        self.db.flush()

    def _wordings(self) -> None:
        wordings = {str(one.event_session_id): one for one in self._rows(Wording)}
        for key, was in self._was("wordings"):
            wording = wordings.get(key) or Wording(
                agenda_id=self.draft.key,
                event_session_id=int(key),
                kind=SlotKind.OTHER,
                title="",
            )
            if "kind" in was:
                was = {**was, "kind": SlotKind(was["kind"])}
            self._fill(wording, was)
            self.db.exec(
                sa.update(Slot)
                .where(
                    col(Slot.agenda_id) == self.draft.key, col(Slot.event_session_id) == int(key)
                )
                .values(revision=self.draft.revision)
            )
        self.db.flush()

    def _slots(self) -> None:
        days = {day.uid: day.key for day in self._rows(Day)}
        slots = {slot.uid: slot for slot in self._rows(Slot)}
        for uid, was in self.before.get("slots", {}).items():
            if was is None:
                self.db.delete(slots[uid])
                continue
            fields = {name: value for name, value in was.items() if name != "day"}
            if "day" in was:
                fields["day_id"] = days[was["day"]]
            for name in ("starts", "ends"):
                if fields.get(name):
                    fields[name] = time.fromisoformat(fields[name])
            slot = slots.get(uid) or Slot(
                agenda_id=self.draft.key,
                day_id=fields["day_id"],
                event_session_id=fields["event_session_id"],
                uid=uid,
                position=fields["position"],
            )
            self._fill(slot, fields)
            slot.revision = self.draft.revision
        self.db.flush()

    def _questions(self) -> None:
        questions = {question.text: question for question in self._rows(Question)}
        for text, was in self.before.get("questions", {}).items():
            if was is None:
                self.db.delete(questions[text])
                continue
            question = questions.get(text) or Question(agenda_id=self.draft.key, text=text)
            at = was["answered_at"]
            self._fill(question, {"answered_at": datetime.fromisoformat(at) if at else None})

    def _rows(self, table: type[Any]) -> Sequence[Any]:
        return self.db.exec(select(table).where(col(table.agenda_id) == self.draft.key)).all()

    def _fill(self, row: Any, fields: dict[str, Any]) -> None:
        for name, value in fields.items():
            setattr(row, name, value)
        self.db.add(row)
