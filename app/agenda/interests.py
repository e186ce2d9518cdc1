"""Whose event sessions are whose: chosen, held a role in, attended by one's delegation, by all.

The number of statements does not depend on the number of people. Knows no calendar and no mail.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import col, select

from app.agenda.calendar_models import ChosenSession
from app.agenda.models import SlotKind
from app.agenda.timetable import Entry, Timetable
from app.db import Reading
from app.delegations.models import Appointment, Participant
from app.events.models import Event

# What one cannot attend while attending another of them; one registers and eats beside all.
_EXCLUSIVE = {
    SlotKind.OPENING, SlotKind.KEYNOTE, SlotKind.SESSION, SlotKind.WORKSHOP, SlotKind.PLENARY,
    SlotKind.CLOSING,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Interest:
    """One participant's event sessions, by id: chosen, spoken or chaired in, the delegation's."""

    chosen: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    delegation: frozenset[int] = frozenset()

    @property
    def own(self) -> frozenset[int]:
        """Chosen, or held a role in."""
        return self.chosen | self.roles


def interests(db: Reading, event: Event) -> dict[int, Interest]:
    """What everybody present at the event is interested in, by participant's id.

    A delegation's event sessions are those its other members chose or hold a role in.
    """
    people = dict(
        db.exec(
            select(Participant.id, Participant.delegation_id).where(
                Participant.event_id == event.key, col(Participant.left_at).is_(None)
            )
        ).all()
    )
    chosen, roles = _chosen(db, event), _roles(db, event)
    members: dict[int, list[int]] = defaultdict(list)
    for person, delegation in people.items():
        if person is not None and delegation is not None:
            members[delegation].append(person)
    found: dict[int, Interest] = {}
    for person, delegation in people.items():
        if person is None:
            continue
        others = [one for one in members.get(delegation or 0, ()) if one != person]
        found[person] = Interest(
            frozenset(chosen[person]),
            frozenset(roles[person]),
            frozenset().union(*(chosen[one] | roles[one] for one in others)),
        )
    return found


def attended_by_all(timetable: Timetable) -> frozenset[int]:
    """The event sessions for which nobody has to choose: nothing else takes place meanwhile.

    Workshops are never among them, nor are breaks and social events.
    """
    entries = [one for one in timetable.entries if one.kind in _EXCLUSIVE and not one.is_cancelled]
    held = [
        one
        for one in timetable.entries
        if one.kind not in {SlotKind.WORKSHOP, SlotKind.BREAK, SlotKind.SOCIAL, SlotKind.OTHER}
        and one.parallel_group is None
    ]
    return frozenset(one.event_session_id for one in held if not _meets(one, entries))


def _meets(entry: Entry, others: Iterable[Entry]) -> bool:
    """Whether another event session takes place at the same time."""
    if entry.kind not in _EXCLUSIVE or entry.is_cancelled or entry.starts_at is None:
        return False
    ends = entry.ends_at or entry.starts_at
    return any(
        other.event_session_id != entry.event_session_id
        and other.starts_at is not None
        and (
            other.starts_at == entry.starts_at
            or (other.starts_at < ends and entry.starts_at < (other.ends_at or other.starts_at))
        )
        for other in others
    )


def _chosen(db: Reading, event: Event) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = db.exec(
        select(ChosenSession.participant_id, ChosenSession.event_session_id)
        .join(Participant, col(Participant.id) == col(ChosenSession.participant_id))
        .where(Participant.event_id == event.key)
    )
    for person, event_session in rows:
        found[person].add(event_session)
    return found


def _roles(db: Reading, event: Event) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = db.exec(
        select(Appointment.participant_id, Appointment.event_session_id)
        .join(Participant, col(Participant.id) == col(Appointment.participant_id))
        .where(Participant.event_id == event.key, col(Appointment.event_session_id).is_not(None))
    )
    for person, event_session in rows:
        if event_session is not None:
            found[person].add(event_session)
    return found
