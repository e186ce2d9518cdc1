"""What was written to whom and what became of it; loads no more than a page shows."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from app.db import Reading
from app.delegations.models import Delegation, Participant
from app.delegations.rights import Action, Person, require
from app.errors import NotFound
from app.events.models import Event
from app.mail.models import Mail, MailChoice, MailKind, MailState, MailText

PAGE = 100


@dataclass(frozen=True, slots=True)
class Written:
    """A mail with the names of whom it is for."""

    mail: Mail
    name: str
    delegation: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Which mails to list; None: all. `page` counts from 1."""

    state: MailState | None = None
    kind: MailKind | None = None
    participant_id: int | None = None
    page: int = 1


def counts_by_state(db: Reading, event: Event, *, by: Person | None) -> dict[MailState, int]:
    """How many mails of the event are in each state; states without one are left out."""
    require(by, Action.SEND_MAILS, event_id=event.key)
    found = db.exec(
        select(Mail.state, sa.func.count())
        .where(Mail.event_id == event.key)
        .group_by(col(Mail.state))
    )
    return {MailState(state): count for state, count in found}


def kinds_there_are(db: Reading, event: Event, *, by: Person | None) -> list[MailKind]:
    """The kinds of which the event has mails."""
    require(by, Action.SEND_MAILS, event_id=event.key)
    found = set(db.exec(select(Mail.kind).where(Mail.event_id == event.key).distinct()))
    return [kind for kind in MailKind if kind in found]


def progress(db: Reading, event: Event, *, by: Person | None) -> tuple[int, int] | None:
    """How many mails are done, of how many since the oldest that waits; None: nothing waits."""
    require(by, Action.SEND_MAILS, event_id=event.key)
    waits = col(Mail.state).in_((MailState.QUEUED, MailState.SENDING))
    since = sa.select(sa.func.min(col(Mail.queued_at))).where(
        col(Mail.event_id) == event.key, waits
    )
    most, waiting = db.exec(
        select(sa.func.count(), sa.func.count().filter(waits)).where(
            Mail.event_id == event.key, col(Mail.queued_at) >= since.scalar_subquery()
        )
    ).one()
    if not waiting:
        return None
    return most - waiting, most


def what_holds_up(db: Reading, event: Event, *, by: Person | None) -> Mail | None:
    """The mail that is tried again first, of those that could not be sent yet; None: none."""
    require(by, Action.SEND_MAILS, event_id=event.key)
    return db.exec(
        select(Mail)
        .where(
            Mail.event_id == event.key,
            col(Mail.state) == MailState.QUEUED,
            col(Mail.problem) != "",
        )
        .order_by(col(Mail.due_at), col(Mail.id))
        .limit(1)
    ).first()


def mails(
    db: Reading, event: Event, wanted: Filter, *, by: Person | None
) -> tuple[list[Written], int]:
    """A page of the mails, newest first, and how many there are on all pages."""
    require(by, Action.SEND_MAILS, event_id=event.key)
    conditions = [col(Mail.event_id) == event.key]
    if wanted.state is not None:
        conditions.append(col(Mail.state) == wanted.state)
    if wanted.kind is not None:
        conditions.append(col(Mail.kind) == wanted.kind)
    if wanted.participant_id is not None:
        conditions.append(col(Mail.participant_id) == wanted.participant_id)
    total = db.exec(select(sa.func.count()).select_from(Mail).where(*conditions)).one()
    rows = db.exec(
        _with_names()
        .where(*conditions)
        .order_by(col(Mail.id).desc())
        .offset((wanted.page - 1) * PAGE)
        .limit(PAGE)
    )
    return [Written(mail, name, delegation or "") for mail, name, delegation in rows], total


def mail_of(db: Reading, event: Event, mail_id: int, *, by: Person | None) -> Written:
    """One mail, or NotFound."""
    require(by, Action.SEND_MAILS, event_id=event.key)
    found = db.exec(_with_names().where(Mail.id == mail_id, Mail.event_id == event.key)).first()
    if found is None:
        raise NotFound("There is no such mail at this event. Look at the list of mails.")
    mail, name, delegation = found
    return Written(mail, name, delegation or "")


def own_mails(db: Reading, event: Event, *, by: Person | None) -> list[Mail]:
    """The mails that went to the reader, newest first; what failed or was dropped is left out."""
    require(by, Action.READ_OWN_ENTRY, event_id=event.key)
    assert by is not None
    gone = (MailState.SENT, MailState.WRITTEN, MailState.UNCERTAIN)
    return list(
        db.exec(
            select(Mail)
            .where(Mail.participant_id == by.own_id, col(Mail.state).in_(gone))
            .order_by(col(Mail.id).desc())
        ).all()
    )


def own_choice(db: Reading, event: Event, *, by: Person | None) -> MailChoice:
    """What the reader chose about mails; the usual where nothing was chosen."""
    require(by, Action.READ_OWN_ENTRY, event_id=event.key)
    assert by is not None
    return choice_of(db, by.own_id)


def choice_of(db: Reading, participant_id: int) -> MailChoice:
    """What somebody chose; rights are the caller's."""
    found = db.exec(select(MailChoice).where(MailChoice.participant_id == participant_id)).first()
    return found or MailChoice(participant_id=participant_id)


def text_of(db: Reading, event: Event, kind: MailKind, language: str) -> MailText | None:
    """The event's own text of a kind in one language, or None; rights are the caller's."""
    return db.exec(
        select(MailText).where(
            MailText.event_id == event.key, MailText.kind == kind, MailText.language == language
        )
    ).first()


def _with_names() -> Select[Mail, str, str | None]:
    return (
        select(Mail, Participant.name, Delegation.name)
        .join(Participant, col(Participant.id) == col(Mail.participant_id))
        .outerjoin(Delegation, col(Delegation.id) == col(Participant.delegation_id))
    )
