"""Organisers write an event's summary, publish it and take it back."""

from __future__ import annotations

from sqlmodel import select

from app.agenda.models import EventSession
from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person, require
from app.errors import Refused, StaleWrite
from app.events.journal import record
from app.events.models import Event
from app.summary.forms import BaseForm, SummaryForm, number_of
from app.summary.models import SummaryPublication, SummaryText
from app.summary.queries import has_summary, newest_text, words_of


def write_summary(
    db: Writing, event: Event, form: SummaryForm, *, by: Person | None
) -> SummaryText | None:
    """Keep a new text as the draft; None where nothing is said otherwise than before.

    StaleWrite, with both texts whole, if somebody else wrote one since the form's page was made.
    """
    newest = _newest_locked(db, event, by)
    sessions = set(
        db.exec(select(EventSession.slug).where(EventSession.event_id == event.key)).all()
    )
    words = form.checked(sessions)
    number = newest.number if newest else 0
    if number_of(form.base) != number:
        theirs = words_of(newest).as_text() if newest else ""
        raise StaleWrite(base="", theirs=theirs, yours=words.as_text(), revision=number)
    if newest is not None and words_of(newest) == words:
        return None
    text = SummaryText(
        event_id=event.key,
        number=number + 1,
        about=words.about,
        outcome=words.outcome,
        thanks=words.thanks,
        links=words.links,
        passages=dict(words.passages),
        written_at=now(),
        written_by_id=by.participant_id if by else None,
    )
    db.add(text)
    db.flush()
    _note(db, event, "write summary", f"summary {text.number}", by)
    return text


def publish_summary(db: Writing, event: Event, form: BaseForm, *, by: Person | None) -> None:
    """Publish the newest text. Refused if it is not the one that was seen, or says nothing."""
    newest = _newest_locked(db, event, by)
    if newest is None or not words_of(newest).as_text():
        raise Refused("There is nothing to publish yet. Write the summary first.")
    if newest.number != number_of(form.base):
        raise Refused("Somebody wrote on meanwhile. Read the text again, then publish it.")
    _publish(db, event, newest.key, "publish summary", by)


def take_summary_back(db: Writing, event: Event, *, by: Person | None) -> None:
    """Nobody reads the summary any more; its texts stay. Refused while none is published."""
    _newest_locked(db, event, by)
    if not has_summary(db, event):
        raise Refused("No summary is published. There is nothing to take back.")
    _publish(db, event, None, "take summary back", by)


def _newest_locked(db: Writing, event: Event, by: Person | None) -> SummaryText | None:
    require(by, Action.MANAGE_EVENT, event_id=event.key)
    # Two who write at once wait at the event's row, and the second sees the first one's text.
    db.exec(select(Event).where(Event.id == event.key).with_for_update(key_share=True)).one()
    return newest_text(db, event)


def _publish(db: Writing, event: Event, text_id: int | None, verb: str, by: Person | None) -> None:
    actor = by.participant_id if by else None
    db.add(SummaryPublication(event_id=event.key, text_id=text_id, at=now(), by_id=actor))
    db.flush()
    _note(db, event, verb, f"event {event.key}", by)


def _note(db: Writing, event: Event, verb: str, subject: str, by: Person | None) -> None:
    record(db, event.key, verb, subject, by=by.participant_id if by else None)
