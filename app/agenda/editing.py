"""Editing entries of the draft by hand, and settling the questions its document left open.

Every change names the draft's revision from which its writer started. It is refused if that entry
was changed since; two organisers who mend different entries do not hinder each other. Knows no
published version: those are never edited.
"""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.drafts import add_event_session, day_on, draft_for_update, room_named
from app.agenda.forms import OWN, EntryForm, EntryText
from app.agenda.history import recorded, things_at, things_of
from app.agenda.models import Agenda, Question, Slot, Wording
from app.agenda.three_texts import Merged, StaleEntry, form_at, in_words, merge_three
from app.clock import now
from app.db import Writing
from app.delegations.rights import Person
from app.errors import BadInput, NotFound
from app.events.models import Event, Room


def add_slot(db: Writing, event: Event, form: EntryForm, *, by: Person | None) -> str:
    """Put a new entry into the draft; returns its uid. A continuation keeps its event session."""
    draft = draft_for_update(db, event, by=by)
    text = form.checked()
    if text.day is None:
        raise BadInput("Give the entry a day.", field="day")
    continues = text.continues if isinstance(text.continues, int) else None
    if continues is not None:
        _check_in_draft(db, draft, continues)
    draft.revision += 1
    uid = str(uuid.uuid4())
    with recorded(db, draft, "add entry", by=by, uid=uid):
        slot = Slot(
            agenda_id=draft.key,
            day_id=day_on(db, draft, text.day).key,
            event_session_id=continues or _new_event_session(db, event, draft, text),
            uid=uid,
            position=_position(db, draft),
            continued=continues is not None,
        )
        _place(db, event, draft, slot, text)
    return uid


def edit_slot(db: Writing, event: Event, uid: str, form: EntryForm, *, by: Person | None) -> None:
    """Change one entry and its wording. StaleEntry if somebody changed it since."""
    draft = draft_for_update(db, event, by=by)
    slot = slot_for_update(db, draft, uid)
    text = form.checked()
    if slot.revision > form.base_revision():
        raise _stale(db, event, draft, uid, form)
    draft.revision += 1
    with recorded(db, draft, "edit entry", by=by, uid=uid):
        if text.day:
            slot.day_id = day_on(db, draft, text.day).key
        joined = _continue(db, event, draft, slot, text)
        _place(db, event, draft, slot, text)
        if not joined:
            _word(db, draft, slot, text)


def remove_slot(db: Writing, event: Event, uid: str, revision: int, *, by: Person | None) -> None:
    """Take one entry out of the draft; the next version will have it as cancelled."""
    draft = draft_for_update(db, event, by=by)
    slot = slot_for_update(db, draft, uid)
    if slot.revision > revision:
        raise _stale(db, event, draft, uid, None)
    draft.revision += 1
    with recorded(db, draft, "remove entry", by=by, uid=uid):
        db.delete(slot)
        db.flush()
        _drop_unused_wording(db, draft, slot.event_session_id)


def settle_question(db: Writing, event: Event, question_id: int, *, by: Person | None) -> None:
    """Mark a question of the document as answered; reading in again does not ask it again."""
    draft = draft_for_update(db, event, by=by)
    question = db.exec(
        select(Question).where(Question.id == question_id, Question.agenda_id == draft.key)
    ).first()
    if question is None:
        raise NotFound("This question is no longer open. Go back to the agenda.")
    with recorded(db, draft, "settle question", by=by):
        question.answered_at = question.answered_at or now()


def slot_for_update(db: Writing, draft: Agenda, uid: str) -> Slot:
    """This entry of the (locked) draft, or NotFound."""
    slot = db.exec(select(Slot).where(Slot.agenda_id == draft.key, Slot.uid == uid)).first()
    if slot is None:
        raise NotFound("This entry is no longer in the draft. Go back to the agenda.")
    return slot


def _stale(
    db: Writing, event: Event, draft: Agenda, uid: str, form: EntryForm | None
) -> StaleEntry:
    rooms = {
        room.key: room.name for room in db.exec(select(Room).where(Room.event_id == event.key))
    }
    theirs = form_at(things_of(db, draft), uid, rooms, draft.revision)
    assert theirs is not None, "only an entry of the draft can be stale"
    base = None
    if form is not None:
        revision = form.base_revision()
        base = form_at(things_at(db, draft, revision), uid, rooms, revision)
    return StaleEntry(
        merge_three(base, theirs, form) if form else Merged(theirs, ()),
        base=in_words(base) if base else "",
        theirs=in_words(theirs),
        yours=in_words(form) if form else "",
        revision=draft.revision,
    )


def _place(db: Writing, event: Event, draft: Agenda, slot: Slot, text: EntryText) -> None:
    """Time and room; an end that somebody typed or left standing is no longer inferred."""
    slot.starts, slot.ends, slot.end_inferred = text.starts, text.ends, False
    slot.room_id = room_named(db, event, text.room).key if text.room else None
    if text.parallel_group is not None:
        slot.parallel_group = text.parallel_group or None
    slot.revision = draft.revision
    db.add(slot)
    db.flush()


def _continue(db: Writing, event: Event, draft: Agenda, slot: Slot, text: EntryText) -> bool:
    """Make the entry a continuation of another one, or a subject of its own again.

    Whether it joined another one: then it has that one's words, not those of the form.
    """
    before = slot.event_session_id
    if isinstance(text.continues, int) and text.continues != before:
        _check_in_draft(db, draft, text.continues)
        slot.event_session_id, slot.continued = text.continues, True
    elif text.continues == OWN and slot.continued:
        slot.event_session_id = _new_event_session(db, event, draft, text)
        slot.continued = False
    db.flush()
    if slot.event_session_id != before:
        _drop_unused_wording(db, draft, before)
    return slot.continued and slot.event_session_id != before


def _word(db: Writing, draft: Agenda, slot: Slot, text: EntryText) -> None:
    """The wording, which a continuation shares with what it continues."""
    wording = _wording(db, draft, slot.event_session_id)
    before = wording.model_copy()
    _fill(wording, text)
    if wording.model_dump() != before.model_dump():
        siblings = sa.update(Slot).where(
            col(Slot.agenda_id) == draft.key, col(Slot.event_session_id) == slot.event_session_id
        )
        db.exec(siblings.values(revision=draft.revision))
    db.add(wording)
    db.flush()


def _wording(db: Writing, draft: Agenda, event_session_id: int) -> Wording:
    return db.exec(
        select(Wording).where(
            Wording.agenda_id == draft.key, Wording.event_session_id == event_session_id
        )
    ).one()


def _fill(wording: Wording, text: EntryText) -> None:
    wording.kind = text.kind
    wording.number = text.number
    wording.title = text.title
    wording.abstract = text.abstract
    wording.speakers = list(text.speakers)
    wording.chair = text.chair


def _new_event_session(db: Writing, event: Event, draft: Agenda, text: EntryText) -> int:
    identity = add_event_session(db, event, text.kind, text.number, text.title)
    wording = Wording(
        agenda_id=draft.key, event_session_id=identity.key, kind=text.kind, title=text.title
    )
    _fill(wording, text)
    db.add(wording)
    db.flush()
    return identity.key


def _drop_unused_wording(db: Writing, draft: Agenda, event_session_id: int) -> None:
    """The event session itself stays: boards hang on it."""
    others = select(Slot.id).where(
        Slot.agenda_id == draft.key, Slot.event_session_id == event_session_id
    )
    if db.exec(others).first() is None:
        db.exec(
            sa.delete(Wording).where(
                col(Wording.agenda_id) == draft.key,
                col(Wording.event_session_id) == event_session_id,
            )
        )


def _check_in_draft(db: Writing, draft: Agenda, event_session_id: int) -> None:
    worded = select(Wording.id).where(
        Wording.agenda_id == draft.key, Wording.event_session_id == event_session_id
    )
    if db.exec(worded).first() is None:
        raise BadInput("Choose which entry of this agenda it continues.", field="continues")


def _position(db: Writing, draft: Agenda) -> int:
    highest = sa.select(sa.func.max(Slot.position)).where(col(Slot.agenda_id) == draft.key)
    return (db.connection().execute(highest).scalar_one() or 0) + 1
