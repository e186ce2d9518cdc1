"""What organisers do about mails: send, decide, word them; and what participants choose."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.saying import Sayer
from app.agenda.vevent import CalendarFacts
from app.clock import now
from app.db import Writing
from app.delegations.locking import participant_for_update, people_for_update
from app.delegations.rights import Action, Person, require
from app.errors import NotFound, Refused, StaleWrite
from app.events.journal import record
from app.events.models import Event
from app.mail.forms import ChoiceForm, Decision, DecisionForm, SendForm
from app.mail.models import Mail, MailChoice, MailKind, MailState, MailText
from app.mail.queries import text_of
from app.mail.queueing import TOPIC, Letter, queue_mails
from app.mail.recipients import occasion
from app.mail.texts import TextForm
from app.mail.writer import Writer, own_texts

# From which states a decision leads where.
_FROM = {
    Decision.AGAIN: {
        MailState.UNCERTAIN, MailState.FAILED, MailState.DROPPED, MailState.WRITTEN,
    },
    Decision.SENT: {MailState.UNCERTAIN},
    Decision.DROP: {MailState.QUEUED, MailState.FAILED, MailState.UNCERTAIN},
}  # fmt: skip
_TO = {
    Decision.AGAIN: MailState.QUEUED,
    Decision.SENT: MailState.SENT,
    Decision.DROP: MailState.DROPPED,
}


def send_mails(
    db: Writing,
    event: Event,
    form: SendForm,
    facts: CalendarFacts,
    sayers: Mapping[str, Sayer],
    *,
    by: Person | None,
) -> int:
    """Queue a mail for each chosen person who has an address; how many.

    Who was written to meanwhile, from another form, is passed over, unless they shall get another
    one; what a version changed, and a day's reminder, are never told twice. Refused while the event
    has no mail address.
    """
    require(by, Action.SEND_MAILS, event_id=event.key)
    kind, batch = form.checked_kind(), form.checked_batch()
    first, again = form.checked_people()
    stored = people_for_update(db, event.key, by, Action.SEND_MAILS)
    if not stored.contact:
        raise Refused("Mails need a sender. Give the organisers' mail address first.")
    found = occasion(db, stored, kind, version=form.checked_version(), by=by)
    writer = Writer(stored, found, facts, sayers, own_texts(db, stored, kind))
    letters = []
    for person in found.people:
        is_wanted = person.is_due and person.participant_id in first | again
        is_wanted_again = bool(person.mail) and not found.about and person.participant_id in again
        if not is_wanted and not is_wanted_again:
            continue
        subject, body = writer.worded(person)
        language = writer.language_for(person)
        letters.append(Letter(person.participant_id, language, subject, body, found.about))
    actor = by.participant_id if by else None
    count = queue_mails(db, event.key, kind, letters, batch=batch, domain=facts.domain, by=actor)
    record(db, event.key, "send mails", f"event {event.key}", by=actor, kind=kind, count=count)
    return count


def decide_on_mail(
    db: Writing, event: Event, mail_id: int, form: DecisionForm, *, by: Person | None
) -> None:
    """Send a mail again, count it as sent, or drop it. Refused where its state forbids it."""
    require(by, Action.SEND_MAILS, event_id=event.key)
    mail = db.exec(
        select(Mail)
        .where(Mail.id == mail_id, Mail.event_id == event.key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if mail is None:
        raise NotFound("There is no such mail at this event. Look at the list of mails.")
    decision = form.checked()
    if mail.state not in _FROM[decision]:
        raise Refused("The state of this mail has changed meanwhile. Look at it again.")
    mail.state = _TO[decision]
    mail.claim, mail.problem, mail.reply = "", "", ""
    mail.settled_at = None if decision is Decision.AGAIN else now()
    if decision is Decision.AGAIN:
        mail.attempts, mail.due_at = 0, now()
        db.tell_after_commit(TOPIC, event.key)
    actor = by.participant_id if by else None
    record(db, event.key, f"mail: {decision}", f"mail {mail_id}", by=actor)


def send_failed_again(db: Writing, event: Event, *, by: Person | None) -> int:
    """Queue again all that failed; how many."""
    return _move_all(db, event, MailState.FAILED, MailState.QUEUED, by)


def stop_sending(db: Writing, event: Event, *, by: Person | None) -> int:
    """Drop all that still waits; how many."""
    return _move_all(db, event, MailState.QUEUED, MailState.DROPPED, by)


def save_text(
    db: Writing, event: Event, kind: MailKind, language: str, form: TextForm, *, by: Person | None
) -> None:
    """Give the event its own text. StaleWrite when somebody else changed it meanwhile."""
    people_for_update(db, event.key, by, Action.SEND_MAILS)
    subject, body = form.checked(kind)
    row = text_of(db, event, kind, language)
    base = row.changed_at.isoformat() if row else ""
    if form.base != base and row is not None and (row.subject, row.body) != (subject, body):
        raise StaleWrite(base="", theirs=row.body, yours=form.body, revision=0)
    if row is None:
        row = MailText(event_id=event.key, kind=kind, language=language, subject=subject,
                       body=body, changed_at=now())  # fmt: skip
    row.subject, row.body, row.changed_at = subject, body, now()
    db.add(row)
    actor = by.participant_id if by else None
    record(db, event.key, "word mail", f"mail {kind}", by=actor, language=language)


def return_to_usual_text(
    db: Writing, event: Event, kind: MailKind, language: str, *, by: Person | None
) -> None:
    """Take the event's own text away."""
    people_for_update(db, event.key, by, Action.SEND_MAILS)
    row = text_of(db, event, kind, language)
    if row is not None:
        db.delete(row)
        actor = by.participant_id if by else None
        record(db, event.key, "unword mail", f"mail {kind}", by=actor, language=language)


def choose_language(
    db: Writing, event: Event, participant_id: int, form: ChoiceForm, languages: tuple[str, ...],
    *, by: Person | None,
) -> None:  # fmt: skip
    """Say for somebody in which language they get mails."""
    people_for_update(db, event.key, by, Action.SEND_MAILS)
    participant_for_update(db, event.key, participant_id)
    _choose(db, participant_id, language=form.checked_language(languages))
    actor = by.participant_id if by else None
    record(db, event.key, "choose mail language", f"participant {participant_id}", by=actor)


def choose_own_mails(
    db: Writing, event: Event, form: ChoiceForm, languages: tuple[str, ...], *, by: Person | None
) -> None:
    """Say in which language one gets mails, and how long before one's sessions to be reminded."""
    require(by, Action.READ_OWN_ENTRY, event_id=event.key)
    assert by is not None
    participant_for_update(db, event.key, by.own_id)
    _choose(db, by.own_id, language=form.checked_language(languages),
            remind=form.checked_remind())  # fmt: skip
    record(db, event.key, "choose mails", f"participant {by.own_id}", by=by.own_id)


def _choose(db: Writing, participant_id: int, **values: object) -> None:
    row = db.exec(select(MailChoice).where(MailChoice.participant_id == participant_id)).first()
    row = row or MailChoice(participant_id=participant_id)
    for name, value in values.items():
        setattr(row, name, value)
    db.add(row)


def _move_all(
    db: Writing, event: Event, before: MailState, after: MailState, by: Person | None
) -> int:
    require(by, Action.SEND_MAILS, event_id=event.key)
    waits = after is MailState.QUEUED
    moved = db.exec(
        sa.update(Mail)
        .where(col(Mail.event_id) == event.key, col(Mail.state) == before)
        .values(
            state=after, claim="", attempts=0, due_at=now(), problem="", reply="",
            settled_at=None if waits else now(),
        )
    ).rowcount  # fmt: skip
    if waits and moved:
        db.tell_after_commit(TOPIC, event.key)
    actor = by.participant_id if by else None
    record(db, event.key, "move mails", f"event {event.key}", by=actor, to=after, count=moved)
    return moved
