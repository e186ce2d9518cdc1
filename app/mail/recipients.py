"""Who can be written to about what, and who was already.

The number of statements does not depend on the number of people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from app.agenda.changes import Change
from app.agenda.concerning import concerned
from app.agenda.queries import newest_timetable, published_timetable, versions
from app.agenda.timetable import Timetable
from app.clock import now
from app.db import Reading
from app.delegations.models import Delegation, Participant, SignIn
from app.delegations.rights import Action, Person, require
from app.events.models import Event
from app.mail.models import Mail, MailChoice, MailKind, MailState


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who may get a mail of one kind; `state` and `at` are of the last one, if any.

    `is_due`: has an address and, as far as we know, still needs it.
    """

    participant_id: int
    name: str
    function: str
    delegation: str
    mail: str
    language: str
    state: MailState | None
    at: datetime | None
    has_signed_in: bool
    is_due: bool
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """One kind of mail at one event and whom it is for; `about` keeps it from being told twice."""

    kind: MailKind
    about: str
    people: tuple[Recipient, ...]
    timetable: Timetable | None

    @property
    def due(self) -> tuple[Recipient, ...]:
        """Who still needs it."""
        return tuple(one for one in self.people if one.is_due)

    @property
    def with_address(self) -> int:
        """How many of them have a mail address."""
        return sum(bool(one.mail) for one in self.people)


def occasion(
    db: Reading, event: Event, kind: MailKind, *, version: int | None = None, by: Person | None
) -> Occasion:
    """Whom a mail of this kind is for, by delegation and name.

    Invitations: everybody. Reminders: who was invited and never signed in. Changes: whom those of
    `version` (None: the newest) concern; NotFound where nothing is published.
    """
    require(by, Action.SEND_MAILS, event_id=event.key)
    changes: dict[int, tuple[Change, ...]] = {}
    timetable = newest_timetable(db, event)
    about = ""
    if kind is MailKind.CHANGES:
        timetable = published_timetable(db, event, version)
        changes = _changes(db, event, timetable, by)
        about = f"version {timetable.number}"
    elif kind is MailKind.REMINDER:
        about = now().astimezone(ZoneInfo(event.zone)).date().isoformat()
    last = _last(db, event, kind, about if kind is not MailKind.INVITATION else None)
    signed_in = frozenset(
        db.exec(
            select(col(SignIn.participant_id))
            .join(Participant, col(Participant.id) == col(SignIn.participant_id))
            .where(Participant.event_id == event.key)
        )
    )
    invited = _last(db, event, MailKind.INVITATION, None) if kind is MailKind.REMINDER else {}
    found = []
    for person, delegation, language in _people(db, event):
        key = person.key
        mail = last.get(key)
        was_told = mail is not None and mail.counts
        if kind is MailKind.CHANGES and key not in changes:
            continue
        if kind is MailKind.REMINDER and (
            key in signed_in or key not in invited or not invited[key].counts
        ):
            continue
        is_in = kind is MailKind.INVITATION and key in signed_in
        found.append(
            Recipient(
                participant_id=key,
                name=person.name,
                function=person.function,
                delegation=delegation or "",
                mail=person.email or "",
                language=language or event.language,
                state=mail.state if mail else None,
                at=mail.at if mail else None,
                has_signed_in=key in signed_in,
                is_due=bool(person.email) and not was_told and not is_in,
                changes=changes.get(key, ()),
            )
        )
    return Occasion(kind, about, tuple(found), timetable)


def _people(db: Reading, event: Event) -> list[tuple[Participant, str | None, str | None]]:
    return list(
        db.exec(
            select(Participant, Delegation.name, MailChoice.language)
            .outerjoin(Delegation, col(Delegation.id) == col(Participant.delegation_id))
            .outerjoin(MailChoice, col(MailChoice.participant_id) == col(Participant.id))
            .where(Participant.event_id == event.key, col(Participant.left_at).is_(None))
            .order_by(col(Delegation.name), col(Participant.name), col(Participant.id))
        ).all()
    )


@dataclass(frozen=True, slots=True)
class _Last:
    """What became of the last mail of a kind to somebody, and when."""

    state: MailState
    at: datetime

    @property
    def counts(self) -> bool:
        """Whether the person was, or will be, written to."""
        return self.state not in {MailState.FAILED, MailState.DROPPED}


def _last(db: Reading, event: Event, kind: MailKind, about: str | None) -> dict[int, _Last]:
    """The last mail of a kind to each person, one that counts before one that does not."""
    # Not the mails themselves: their texts may be many megabytes.
    wanted = select(Mail.participant_id, Mail.state, Mail.settled_at, Mail.queued_at).where(
        Mail.event_id == event.key, Mail.kind == kind
    )
    if about is not None:
        wanted = wanted.where(Mail.about == about)
    found: dict[int, _Last] = {}
    for participant_id, state, settled_at, queued_at in db.exec(wanted.order_by(col(Mail.id))):
        mail = _Last(MailState(state), settled_at or queued_at)
        before = found.get(participant_id)
        if before is None or mail.counts or not before.counts:
            found[participant_id] = mail
    return found


def _changes(
    db: Reading, event: Event, timetable: Timetable, by: Person | None
) -> dict[int, tuple[Change, ...]]:
    older = [one.number for one in versions(db, event) if one.number < (timetable.number or 0)]
    if not older:
        return {}
    before = published_timetable(db, event, max(older))
    return {
        one.participant_id: one.changes for one in concerned(db, event, before, timetable, by=by)
    }
