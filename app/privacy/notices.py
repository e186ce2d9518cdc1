"""The data-protection notice of an event: read by everybody, edited by its organisers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.models import Agenda, Day
from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Action, Person, require
from app.errors import StaleWrite
from app.events.journal import record
from app.events.models import Event
from app.privacy.forms import DataProtectionForm
from app.privacy.models import DataProtection

# A retention date this near is said on the organisers' desk.
WARNING_DAYS = 30


def _(sentence: str) -> str:
    """Marks a sentence for translation."""
    return sentence


# Where organisers start from; each is a paragraph of its own.
USUAL = (
    _(
        "To hold this event we store, for each participant, the name, the function, the delegation"
        " or organisation, the sector and the role, and an e-mail address where one was given."
        " They come from the participants themselves, from their delegation or from the list of"
        " invitations."
    ),
    _(
        "We use them to invite, to register at the entrance, to run the sessions and to record what"
        " the delegations decide; for nothing else. Nothing is given to advertisers, and no other"
        " service reads along."
    ),
    _(
        "What is posted during sessions is shown as each page says before posting: by name, by"
        " delegation, by sector or not attributed at all. Where nothing is attributed, the author"
        " is not stored."
    ),
    _(
        "Recommendations, priorities and adopted conclusions are records of the event. They stay"
        " when personal data are deleted, as texts of the delegation."
    ),
)


def data_protection_of(db: Reading, event: Event) -> DataProtection:
    """What the event says; a fresh row, not stored, where its organisers said nothing yet."""
    stored = db.exec(select(DataProtection).where(DataProtection.event_id == event.key)).first()
    return stored or DataProtection(
        event_id=event.key, controller=event.organisers[:300], contact=event.contact
    )


def usual_notice(translate: Callable[[str], str]) -> str:
    """The text to start from, in the language of a gettext function."""
    return "\n\n".join(translate(paragraph) for paragraph in USUAL)


def stored_form(db: Reading, event: Event, *, by: Person | None) -> DataProtectionForm:
    """The form as it stands, for those who manage the event; an empty notice is the usual one."""
    require(by, Action.MANAGE_EVENT, event_id=event.key)
    stored = data_protection_of(db, event)
    return DataProtectionForm(
        list_shown_to=event.list_shown_to.value,
        controller=stored.controller,
        contact=stored.contact,
        legal_basis=stored.legal_basis,
        notice=stored.notice,
        delete_on=stored.delete_on.isoformat() if stored.delete_on else "",
        base=_fingerprint(stored),
    )


def keep_data_protection(
    db: Writing, event_id: int, form: DataProtectionForm, *, by: Person | None
) -> DataProtection:
    """Store the notice, to whom the list is shown and the day of deletion.

    StaleWrite when somebody else changed the notice since the form was filled.
    """
    require(by, Action.MANAGE_EVENT, event_id=event_id)
    event = db.exec(
        select(Event)
        .where(Event.id == event_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    stored = data_protection_of(db, event)
    shown = form.checked_list_shown_to()
    controller, contact, legal_basis = form.checked_lines()
    notice = form.checked_notice()
    delete_on = stored.delete_on
    # A day that is past already stays as it was; only a new one is judged.
    if form.delete_on != (delete_on.isoformat() if delete_on else ""):
        delete_on = form.checked_delete_on(today=today_at(event), last_day=_last_day(db, event_id))
    if form.base != _fingerprint(stored) and notice != stored.notice:
        raise StaleWrite(base="", theirs=stored.notice, yours=notice, revision=0)
    event.list_shown_to = shown
    stored.controller, stored.contact, stored.legal_basis = controller, contact, legal_basis
    stored.notice, stored.delete_on = notice, delete_on
    if delete_on and stored.deleted_at and delete_on > today_at(event):
        stored.deleted_at = None
    db.add(stored)
    actor = by.participant_id if by else None
    record(db, event_id, "change data protection", f"event {event_id}", by=actor)
    return stored


def days_left(db: Reading, event: Event) -> int | None:
    """Days until everything personal is deleted, if that is near; None otherwise."""
    stored = data_protection_of(db, event)
    if stored.delete_on is None or stored.deleted_at is not None:
        return None
    left = (stored.delete_on - today_at(event)).days
    return max(left, 0) if left <= WARNING_DAYS else None


def today_at(event: Event) -> date:
    """The date at the event's place."""
    return now().astimezone(ZoneInfo(event.zone)).date()


def _last_day(db: Reading, event_id: int) -> date | None:
    return db.exec(
        select(sa.func.max(col(Day.on)))
        .join(Agenda, col(Agenda.id) == col(Day.agenda_id))
        .where(Agenda.event_id == event_id)
    ).one()


def _fingerprint(stored: DataProtection) -> str:
    parts = (
        stored.controller,
        stored.contact,
        stored.legal_basis,
        stored.notice,
        str(stored.delete_on),
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
