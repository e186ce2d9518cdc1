"""Editing the draft by hand: its entries, its days, the questions its document left open.

Every change names the draft's revision from which its writer started. It is refused if that entry
was changed since; two organisers who mend different entries do not hinder each other. Knows no
published version: those are never edited.
"""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.drafts import add_event_session, day_on, draft_for_update, room_named
from app.agenda.forms import DayForm, EntryForm, EntryText
from app.agenda.models import Agenda, Day, Question, Slot, Wording
from app.agenda.queries import timetable_of
from app.agenda.timetable import Entry
from app.clock import now
from app.db import Writing
from app.delegations.rights import Person
from app.errors import BadInput, NotFound, StaleWrite
from app.events.journal import record
from app.events.models import Event


def add_slot(db: Writing, event: Event, form: EntryForm, *, by: Person | None) -> str:
    """Put a new entry into the draft; returns its uid. A continuation keeps its event session."""
    draft = draft_for_update(db, event, by=by)
    text = form.checked()
    if text.day is None:
        raise BadInput("Give the entry a day.", field="day")
    if text.continues is not None:
        _check_in_draft(db, draft, text.continues)
    identity = text.continues or _new_event_session(db, event, draft, text)
    draft.revision += 1
    uid = str(uuid.uuid4())
    slot = Slot(
        agenda_id=draft.key,
        day_id=day_on(db, draft, text.day).key,
        event_session_id=identity,
        uid=uid,
        position=_position(db, draft),
        continued=text.continues is not None,
    )
    _place(db, event, draft, slot, text)
    _log(db, event, draft, "add entry", uid, by)
    return uid


def edit_slot(db: Writing, event: Event, uid: str, form: EntryForm, *, by: Person | None) -> None:
    """Change one entry and its wording. StaleWrite if somebody changed it since."""
    draft = draft_for_update(db, event, by=by)
    slot = _slot(db, draft, uid)
    text = form.checked()
    if slot.revision > form.base_revision():
        raise StaleWrite(
            base="",
            theirs=_in_words(_entry(db, event, draft, uid)),
            yours=_text_in_words(text),
            revision=draft.revision,
        )
    draft.revision += 1
    slot.day_id = day_on(db, draft, text.day).key if text.day else slot.day_id
    _place(db, event, draft, slot, text)
    _word(db, draft, slot, text)
    _drop_empty_days(db, draft)
    _log(db, event, draft, "edit entry", uid, by)


def remove_slot(db: Writing, event: Event, uid: str, revision: int, *, by: Person | None) -> None:
    """Take one entry out of the draft; the next version will have it as cancelled."""
    draft = draft_for_update(db, event, by=by)
    slot = _slot(db, draft, uid)
    if slot.revision > revision:
        theirs = _in_words(_entry(db, event, draft, uid))
        raise StaleWrite(base="", theirs=theirs, yours="", revision=draft.revision)
    draft.revision += 1
    db.delete(slot)
    db.flush()
    others = select(Slot.id).where(
        Slot.agenda_id == draft.key, Slot.event_session_id == slot.event_session_id
    )
    if db.exec(others).first() is None:
        db.exec(
            sa.delete(Wording).where(
                col(Wording.agenda_id) == draft.key,
                col(Wording.event_session_id) == slot.event_session_id,
            )
        )
    _drop_empty_days(db, draft)
    _log(db, event, draft, "remove entry", uid, by)


def change_day(db: Writing, event: Event, day_id: int, form: DayForm, *, by: Person | None) -> None:
    """Give a day of the draft its date and theme; all its entries move along."""
    draft = draft_for_update(db, event, by=by)
    day = db.exec(select(Day).where(Day.id == day_id, Day.agenda_id == draft.key)).first()
    if day is None:
        raise NotFound("This day is no longer in the draft. Go back to the agenda.")
    on, theme = form.checked()
    if draft.revision != form.base_revision():
        theirs = f"{day.on or day.written} {day.theme}".strip()
        yours = f"{on} {theme}".strip()
        raise StaleWrite(base="", theirs=theirs, yours=yours, revision=draft.revision)
    same = select(Day.id).where(Day.agenda_id == draft.key, Day.on == on, Day.id != day_id)
    if db.exec(same).first() is not None:
        raise BadInput("The agenda has this day already. Choose another date.", field="on")
    draft.revision += 1
    day.on, day.theme = on, theme
    slots = sa.update(Slot).where(col(Slot.day_id) == day.key)
    db.exec(slots.values(revision=draft.revision))
    record(db, event.key, "change day", f"day {day.key}", by=by.participant_id if by else None)


def settle_question(db: Writing, event: Event, question_id: int, *, by: Person | None) -> None:
    """Mark a question of the document as answered; reading in again does not ask it again."""
    draft = draft_for_update(db, event, by=by)
    question = db.exec(
        select(Question).where(Question.id == question_id, Question.agenda_id == draft.key)
    ).first()
    if question is None:
        raise NotFound("This question is no longer open. Go back to the agenda.")
    question.answered_at = question.answered_at or now()
    participant = by.participant_id if by else None
    record(db, event.key, "settle question", f"question {question_id}", by=participant)


def _place(db: Writing, event: Event, draft: Agenda, slot: Slot, text: EntryText) -> None:
    """Time and room; an end that somebody typed or left standing is no longer inferred."""
    slot.starts, slot.ends, slot.end_inferred = text.starts, text.ends, False
    slot.room_id = room_named(db, event, text.room).key if text.room else None
    slot.revision = draft.revision
    db.add(slot)
    db.flush()


def _word(db: Writing, draft: Agenda, slot: Slot, text: EntryText) -> None:
    """The wording, which a continuation shares with what it continues."""
    wording = db.exec(
        select(Wording).where(
            Wording.agenda_id == draft.key, Wording.event_session_id == slot.event_session_id
        )
    ).one()
    before = wording.model_copy()
    _fill(wording, text)
    if wording.model_dump() != before.model_dump():
        siblings = sa.update(Slot).where(
            col(Slot.agenda_id) == draft.key, col(Slot.event_session_id) == slot.event_session_id
        )
        db.exec(siblings.values(revision=draft.revision))
    db.add(wording)
    db.flush()


def _fill(wording: Wording, text: EntryText) -> None:
    wording.kind = text.kind
    wording.number = text.number
    wording.title = text.title
    wording.abstract = text.abstract
    wording.speakers = list(text.speakers)


def _new_event_session(db: Writing, event: Event, draft: Agenda, text: EntryText) -> int:
    identity = add_event_session(db, event, text.kind, text.number, text.title)
    wording = Wording(
        agenda_id=draft.key, event_session_id=identity.key, kind=text.kind, title=text.title
    )
    _fill(wording, text)
    db.add(wording)
    db.flush()
    return identity.key


def _check_in_draft(db: Writing, draft: Agenda, event_session_id: int) -> None:
    worded = select(Wording.id).where(
        Wording.agenda_id == draft.key, Wording.event_session_id == event_session_id
    )
    if db.exec(worded).first() is None:
        raise BadInput("Choose which entry of this agenda it continues.", field="continues")


def _position(db: Writing, draft: Agenda) -> int:
    highest = sa.select(sa.func.max(Slot.position)).where(col(Slot.agenda_id) == draft.key)
    return (db.connection().execute(highest).scalar_one() or 0) + 1


def _slot(db: Writing, draft: Agenda, uid: str) -> Slot:
    slot = db.exec(select(Slot).where(Slot.agenda_id == draft.key, Slot.uid == uid)).first()
    if slot is None:
        raise NotFound("This entry is no longer in the draft. Go back to the agenda.")
    return slot


def _entry(db: Writing, event: Event, draft: Agenda, uid: str) -> Entry:
    return next(entry for entry in timetable_of(db, event, draft).entries if entry.uid == uid)


def _drop_empty_days(db: Writing, draft: Agenda) -> None:
    used = select(Slot.day_id).where(Slot.agenda_id == draft.key)
    unused = sa.delete(Day).where(col(Day.agenda_id) == draft.key, col(Day.id).not_in(used))
    db.exec(unused)


def _in_words(entry: Entry) -> str:
    return _lines(
        entry.name, str(entry.day or ""), entry.hours, entry.room, "; ".join(entry.speakers),
        entry.abstract,
    )  # fmt: skip


def _text_in_words(text: EntryText) -> str:
    hours = "–".join(f"{at:%H:%M}" for at in (text.starts, text.ends) if at)
    return _lines(
        text.title, str(text.day or ""), hours, text.room, "; ".join(text.speakers), text.abstract
    )


def _lines(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)


def _log(db: Writing, event: Event, draft: Agenda, verb: str, uid: str, by: Person | None) -> None:
    participant = by.participant_id if by else None
    record(db, event.key, verb, f"agenda {draft.key}", by=participant, uid=uid)
