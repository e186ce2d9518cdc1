"""The draft's clashes, and which of them an organiser has seen and accepts.

Knows no hours: clashes.py finds what clashes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from app.agenda.clashes import Clash, clashes_in
from app.agenda.drafts import draft_for_update
from app.agenda.models import Acknowledgement, Agenda
from app.agenda.queries import timetable_of
from app.agenda.timetable import Timetable
from app.clock import now
from app.db import Reading, Writing
from app.delegations.models import Appointment, Participant, Role
from app.delegations.rights import Action, Person, require
from app.errors import NotFound
from app.events.journal import record
from app.events.models import Event

_PARTS = {Role.CHAIR: "chair", Role.SPEAKER: "speaker"}


@dataclass(frozen=True, slots=True)
class Warned:
    """A clash, and who accepted it when (both None while nobody did; `by` also if unnamed)."""

    clash: Clash
    accepted_at: datetime | None = None
    accepted_by: str | None = None


def clashes_of_draft(
    db: Reading, event: Event, timetable: Timetable, *, by: Person | None
) -> Sequence[Warned]:
    """The clashes of the draft's `timetable`; those that nobody accepted come first."""
    require(by, Action.MANAGE_AGENDA, event_id=event.key)
    accepted = {
        row.clash: (row.at, name)
        for row, name in db.exec(
            select(Acknowledgement, Participant.name)
            .join(Agenda, col(Agenda.id) == col(Acknowledgement.agenda_id))
            .outerjoin(Participant, col(Participant.id) == col(Acknowledgement.by_id))
            .where(Agenda.event_id == event.key, col(Agenda.number).is_(None))
        )
    }
    found = [
        Warned(clash, *accepted.get(clash.key, (None, None)))
        for clash in clashes_in(timetable, _appointed(db, event))
    ]
    return sorted(found, key=lambda one: one.accepted_at is not None)


def accept_clash(db: Writing, event: Event, clash: str, *, by: Person | None) -> None:
    """Keep that this organiser has seen the clash named `clash`; NotFound if there is none such."""
    draft = draft_for_update(db, event, by=by)
    found = clashes_in(timetable_of(db, event, draft), _appointed(db, event))
    if clash not in {one.key for one in found}:
        raise NotFound("This clash is no longer there. Go back to the agenda.")
    known = select(Acknowledgement.id).where(
        Acknowledgement.agenda_id == draft.key, Acknowledgement.clash == clash
    )
    if db.exec(known).first() is not None:
        return
    participant = by.participant_id if by else None
    db.add(Acknowledgement(agenda_id=draft.key, clash=clash, by_id=participant, at=now()))
    sentence = next(str(one) for one in found if one.key == clash)
    record(db, event.key, "accept clash", f"agenda {draft.key}", by=participant, clash=sentence)


def _appointed(db: Reading, event: Event) -> dict[int, list[tuple[str, str]]]:
    """Event session → (part, name) of who is appointed there."""
    found: dict[int, list[tuple[str, str]]] = {}
    for event_session_id, role, name in db.exec(
        select(Appointment.event_session_id, Appointment.role, Participant.name)
        .join(Participant, col(Participant.id) == col(Appointment.participant_id))
        .where(
            Participant.event_id == event.key,
            col(Appointment.event_session_id).is_not(None),
            col(Appointment.role).in_(list(_PARTS)),
            col(Participant.left_at).is_(None),
        )
    ):
        if event_session_id is not None:
            found.setdefault(event_session_id, []).append((_PARTS[Role(role)], name))
    return found
