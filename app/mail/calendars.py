"""Calendar invitations as mails: what is due is queued in the transaction that notes it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from sqlmodel import col, select

from app.agenda.inviting import Letter as AgendaLetter
from app.agenda.inviting import Letters, write_invitations
from app.agenda.saying import Sayer
from app.agenda.vevent import CalendarFacts
from app.db import Reading, Writing
from app.delegations.models import Participant
from app.delegations.rights import Person
from app.events.models import Event
from app.mail.models import MailChoice, MailKind
from app.mail.queueing import Letter, queue_mails
from app.mail.texts import filled
from app.mail.writer import own_texts, spoken_language


def send_calendar_invitations(
    db: Writing,
    event: Event,
    facts: CalendarFacts,
    sayers: Mapping[str, Sayer],
    *,
    by: Person | None,
) -> Letters:
    """Queue the invitations that are due, each in its reader's language; what was due.

    Rights and refusals as app.agenda.inviting.write_invitations has them.
    """
    chosen = _languages(db, event)

    def sayer_for(participant_id: int) -> Sayer:
        return sayers[spoken_language(chosen.get(participant_id), event, sayers)]

    own = own_texts(db, event, MailKind.CALENDAR)
    letters = write_invitations(db, event, facts, sayer_for, by=by)
    queue_mails(
        db,
        event.key,
        MailKind.CALENDAR,
        (
            Letter(
                participant_id=one.participant_id,
                language=one.language,
                subject=_subject(one, own),
                body=_body(one, own),
                about=f"{one.uid} {one.sequence}",
                calendar=one.calendar.decode(),
                method=one.method,
            )
            for one in letters.due
        ),
        batch=str(uuid4()),
        domain=facts.domain,
        by=by.participant_id if by else None,
    )
    return letters


def _subject(letter: AgendaLetter, own: Mapping[str, tuple[str, str]]) -> str:
    """The event's own subject, in which the session is named as in the usual one."""
    if letter.language not in own:
        return letter.subject
    return filled(own[letter.language][0], {**letter.fields, "what": letter.subject}).strip()


def _body(letter: AgendaLetter, own: Mapping[str, tuple[str, str]]) -> str:
    return filled(own[letter.language][1], letter.fields) if letter.language in own else letter.text


def _languages(db: Reading, event: Event) -> dict[int, str | None]:
    return dict(
        db.exec(
            select(MailChoice.participant_id, MailChoice.language)
            .join(Participant, col(Participant.id) == col(MailChoice.participant_id))
            .where(Participant.event_id == event.key)
        ).all()
    )
