"""Whom the changes from one published version to another concern, and which of them.

Nobody hears of what does not touch their plans, and nobody of an editorial fix. Knows no mail.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from app.agenda.changes import Change, ChangeKind, changes_between
from app.agenda.interests import Interest, attended_by_all, interests
from app.agenda.timetable import Timetable
from app.db import Reading
from app.delegations.models import Delegation, Participant
from app.delegations.rights import Action, Person, require
from app.events.models import Event


@dataclass(frozen=True, slots=True)
class Concerned:
    """A participant with the changes that touch their plans; `mail` is empty where unknown."""

    participant_id: int
    name: str
    delegation: str
    mail: str
    changes: tuple[Change, ...]


def concerned(
    db: Reading, event: Event, before: Timetable | None, after: Timetable, *, by: Person | None
) -> list[Concerned]:
    """Who has to hear of what changed from `before` to `after`, by delegation and name."""
    require(by, Action.MANAGE_AGENDA, event_id=event.key)
    changes = changes_between(before, after)
    session_of = {
        entry.uid: entry.event_session_id
        for timetable in (before, after)
        if timetable is not None
        for entry in timetable.entries
    }
    for_all = attended_by_all(after) | (attended_by_all(before) if before else frozenset())
    of_person = interests(db, event)
    people = db.exec(
        select(Participant, Delegation.name)
        .outerjoin(Delegation, col(Delegation.id) == col(Participant.delegation_id))
        .where(Participant.event_id == event.key, col(Participant.left_at).is_(None))
        .order_by(col(Delegation.name), col(Participant.name), col(Participant.id))
    ).all()
    found = []
    for person, delegation in people:
        touching = tuple(
            change
            for change in changes
            if change.uid
            and _touches(change.kind, session_of[change.uid], of_person[person.key], for_all)
        )
        if touching:
            found.append(
                Concerned(person.key, person.name, delegation or "", person.email or "", touching)
            )
    return found


def _touches(
    kind: ChangeKind, event_session_id: int, interest: Interest, for_all: frozenset[int]
) -> bool:
    match kind:
        case ChangeKind.EDITORIAL:
            return False
        case ChangeKind.TITLE | ChangeKind.SPEAKERS | ChangeKind.CHAIR:
            # Whoever chose it chose it for these; who merely comes along need not be told.
            return event_session_id in interest.own
        case ChangeKind.ADDED:
            return event_session_id in interest.own | for_all
        case _:
            return event_session_id in interest.own | interest.delegation | for_all
