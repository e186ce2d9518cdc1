"""The draft's history: what each change changed, as it was before and after.

A change is whatever happens inside `recorded`: the draft is photographed before and after, and the
difference is kept. So no action can forget a field, and undoing needs no knowledge of actions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from typing import Any

from sqlmodel import col, select

from app.agenda.models import Agenda, Day, DraftChange, Question, Slot, Wording
from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Person
from app.events.journal import record

# Kind of thing → its name there → its fields as JSON; None: there was or is no such thing.
Things = dict[str, dict[str, dict[str, Any] | None]]

# What the history does not keep: keys, and what belongs to versions only. Everything else it keeps,
# also what a later column adds.
_UNKEPT = {
    Day: {"id", "agenda_id", "uid", "revision"},
    Slot: {"id", "agenda_id", "uid", "day_id", "revision", "status", "sequence", "changed_at",
           "first_published_at"},
    Wording: {"id", "agenda_id", "event_session_id"},
    Question: {"id", "agenda_id", "text"},
}  # fmt: skip


@contextmanager
def recorded(
    db: Writing,
    draft: Agenda,
    verb: str,
    *,
    undoes: DraftChange | None = None,
    by: Person | None,
    **detail: object,
) -> Iterator[None]:
    """Keep what the block changes in the (locked) draft, and write a line into the journal.

    A block that changes nothing leaves no trace.
    """
    db.flush()
    before = things_of(db, draft)
    yield
    db.flush()
    old, new = differences(before, things_of(db, draft))
    if not new:
        return
    participant = by.participant_id if by else None
    change = DraftChange(
        agenda_id=draft.key,
        revision=draft.revision,
        verb=verb,
        at=now(),
        by_id=participant,
        before=old,
        after=new,
        undoes_id=undoes.key if undoes else None,
    )
    db.add(change)
    db.flush()
    subject = f"agenda {draft.key}"
    record(db, draft.event_id, verb, subject, by=participant, change=change.key, **detail)


def things_of(db: Reading, draft: Agenda) -> Things:
    """Everything in the draft that can change, as plain JSON values.

    Days and slots go by uid, wordings by event session, questions by their text.
    """
    days = db.exec(select(Day).where(Day.agenda_id == draft.key)).all()
    slots = db.exec(select(Slot).where(Slot.agenda_id == draft.key)).all()
    wordings = db.exec(select(Wording).where(Wording.agenda_id == draft.key)).all()
    questions = db.exec(select(Question).where(Question.agenda_id == draft.key)).all()
    uids = {day.key: day.uid for day in days}
    return {
        "agenda": {"": {"reference": draft.reference}},
        "days": {day.uid: _fields(day) for day in days},
        "wordings": {str(wording.event_session_id): _fields(wording) for wording in wordings},
        "slots": {slot.uid: {"day": uids[slot.day_id], **_fields(slot)} for slot in slots},
        "questions": {question.text: _fields(question) for question in questions},
    }


def differences(before: Things, after: Things) -> tuple[Things, Things]:
    """What differs, as it was and as it is: whole things that came or went, else single fields."""
    old: Things = {}
    new: Things = {}
    for kind in after:
        for key in {**before[kind], **after[kind]}:
            was, is_now = before[kind].get(key), after[kind].get(key)
            if was == is_now:
                continue
            if was is not None and is_now is not None:
                names = [name for name in is_now if was[name] != is_now[name]]
                was = {name: was[name] for name in names}
                is_now = {name: is_now[name] for name in names}
            old.setdefault(kind, {})[key] = was
            new.setdefault(kind, {})[key] = is_now
    return old, new


def changes_since(db: Reading, draft: Agenda, revision: int) -> list[DraftChange]:
    """The changes after the draft's `revision`, newest first."""
    found = (
        select(DraftChange)
        .where(DraftChange.agenda_id == draft.key, col(DraftChange.revision) > revision)
        .order_by(col(DraftChange.id).desc())
    )
    return list(db.exec(found))


def things_at(db: Reading, draft: Agenda, revision: int) -> Things:
    """The draft as it was at `revision`."""
    things = things_of(db, draft)
    for change in changes_since(db, draft, revision):
        for kind, changed in change.before.items():
            for key, was in changed.items():
                present = things[kind].get(key)
                if was is None:
                    things[kind].pop(key, None)
                elif present is None:
                    things[kind][key] = dict(was)
                else:
                    things[kind][key] = {**present, **was}
    return things


def _fields(row: Day | Slot | Wording | Question) -> dict[str, Any]:
    kind = type(row)
    names = [name for name in kind.model_fields if name not in _UNKEPT[kind]]
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    # An enum is a string already; "09:30" also where the database gives seconds.
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    return value
