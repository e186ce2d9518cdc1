"""Names of deleted people in agendas, drafts and versions alike: a neutral word in their place.

A version never changes but for this, and says so: `Agenda.redacted_at`. Times, rooms and the order
of things stay, and so does `SEQUENCE`; who follows a calendar is given the entry's new words by its
`LAST-MODIFIED` (RFC 5545, 3.8.7.3). Asks no rights: see deleting.py and retention.py.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.models import Agenda, DraftChange, Slot, Wording
from app.clock import now
from app.db import Reading, Writing
from app.events.journal import record
from app.events.models import Event
from app.privacy.words_left import Words

# In the language of the event, in which its agenda is written; English for all others.
SPEAKER = {"en": "a speaker", "fr": "un intervenant"}
CHAIR = {"en": "a chair", "fr": "une présidence"}
_TEXTS = ("title", "abstract", "context")


def redact_agendas(db: Writing, event_id: int, words: Words) -> int:
    """Take these people out of all agendas of an event; returns in how many versions they were."""
    language = db.get_one(Event, event_id).language
    moment = now()
    redacted: set[int] = set()
    for agenda, wording in _worded(db, event_id):
        before = _said(wording)
        after = _without(before, words, language)
        if after == before:
            continue
        for name, value in after.items():
            setattr(wording, name, value)
        if agenda.number is not None:
            agenda.redacted_at = moment
            redacted.add(agenda.key)
            _touch(db, wording)
    # What a change of the draft was must stay the same as what stands in the draft.
    for change in db.exec(
        select(DraftChange)
        .join(Agenda, col(Agenda.id) == col(DraftChange.agenda_id))
        .where(Agenda.event_id == event_id)
    ):
        change.before = _without(change.before, words, language)
        change.after = _without(change.after, words, language)
    for key in sorted(redacted):
        record(db, event_id, "take a name out", f"agenda {key}", by=None)
    db.flush()
    return len(redacted)


def versions_naming(db: Reading, event_id: int, words: Words) -> int:
    """In how many published versions these people are named."""
    language = db.get_one(Event, event_id).language
    return len(
        {
            agenda.key
            for agenda, wording in _worded(db, event_id)
            if agenda.number is not None
            and _without(_said(wording), words, language) != _said(wording)
        }
    )


def neutral_word(event: Event) -> str:
    """What stands in the place of a speaker's name."""
    return SPEAKER.get(event.language, SPEAKER["en"])


def _worded(db: Reading, event_id: int) -> list[tuple[Agenda, Wording]]:
    return list(
        db.exec(
            select(Agenda, Wording)
            .join(Wording, col(Wording.agenda_id) == col(Agenda.id))
            .where(Agenda.event_id == event_id)
            .order_by(col(Wording.id))
        ).all()
    )


def _said(wording: Wording) -> dict[str, Any]:
    return {name: getattr(wording, name) for name in ("speakers", "chair", *_TEXTS)}


def _without(value: dict[str, Any], words: Words, language: str) -> dict[str, Any]:
    """The fields of a wording, or of what a change of the draft was, however deep they stand."""
    speaker = SPEAKER.get(language, SPEAKER["en"])
    chair = CHAIR.get(language, CHAIR["en"])

    def named(text: str, instead: str) -> str:
        return (words.without(text) or instead) if text else text

    def field(name: str, one: Any) -> Any:
        if name == "speakers" and isinstance(one, list):
            return [named(each, speaker) if isinstance(each, str) else each for each in one]
        if isinstance(one, str) and name == "chair":
            return named(one, chair)
        if isinstance(one, str) and name in _TEXTS:
            return speaker if one in words.names else words.masked_in(one)
        if isinstance(one, dict):
            return {key: field(key, inner) for key, inner in one.items()}
        return one

    return {key: field(key, one) for key, one in value.items()}


def _touch(db: Writing, wording: Wording) -> None:
    db.connection().execute(
        sa.update(Slot)
        .where(
            col(Slot.agenda_id) == wording.agenda_id,
            col(Slot.event_session_id) == wording.event_session_id,
        )
        .values(changed_at=now())
    )
