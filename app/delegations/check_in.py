"""The check-in desk: who is expected, who is here, and what desks without network send later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.check_in_models import Badge, CheckIn
from app.delegations.locking import people_for_update
from app.delegations.models import Participant
from app.delegations.queries import Member, participants
from app.delegations.rights import Action, Person, require
from app.errors import BadInput
from app.events.journal import record
from app.events.models import Event

MOST = 1000  # lines that a desk sends at once


class CheckInLine(BaseModel):
    """What happened at a desk: `at` is its clock (ISO 8601 with offset), `client_id` its UUID."""

    client_id: str = ""
    participant_id: int = 0
    present: bool = True
    at: str = ""


class CheckInBatch(BaseModel):
    """What a desk sends, in the order in which it happened."""

    check_ins: list[CheckInLine] = []


@dataclass(frozen=True)
class Expected:
    """A person at the entrance: the badge's number (empty: none printed), and since when here."""

    member: Member
    badge: str
    here_since: datetime | None


@dataclass(frozen=True)
class Refusal:
    """A line that cannot be taken: its client id and a message id that says why."""

    client_id: str
    sentence: str


def _(sentence: str) -> str:
    """Marks a sentence for translation."""
    return sentence


_GONE = _("This person is not at the event any more. Look at the list of people.")
_UNREADABLE = _("This check-in cannot be read. Check the person in again.")


def expected(db: Reading, event: Event, *, by: Person | None) -> list[Expected]:
    """Everybody, by delegation, with who is here, in a constant number of statements."""
    require(by, Action.CHECK_IN, event_id=event.key)
    here = _here(db, event.key)
    badges = dict(
        db.exec(select(Badge.participant_id, Badge.number).where(Badge.event_id == event.key)).all()
    )
    return [
        Expected(member, badges.get(member.id, ""), here.get(member.id))
        for member in participants(db, event, by=by)
    ]


def counts_by_delegation(people: Sequence[Expected]) -> list[tuple[str, int, int]]:
    """(delegation, expected, here); "" for who comes without one, as the list has them."""
    all_of = Counter(one.member.delegation or "" for one in people)
    here = Counter(one.member.delegation or "" for one in people if one.here_since)
    return [(name, count, here[name]) for name, count in all_of.items()]


def record_check_ins(
    db: Writing, event_id: int, batch: CheckInBatch, *, by: Person | None
) -> list[Refusal]:
    """Take what a desk sends, each line once however often it is sent; returns what is refused.

    BadInput for a batch that is empty or too large: nothing is taken then.
    """
    people_for_update(db, event_id, by, Action.CHECK_IN)
    if not batch.check_ins or len(batch.check_ins) > MOST:
        raise BadInput("Send between 1 and {most} check-ins at once.", most=MOST)
    wanted = {line.participant_id for line in batch.check_ins}
    there = set(
        db.exec(
            select(Participant.id).where(
                Participant.event_id == event_id,
                col(Participant.id).in_(wanted),
                col(Participant.left_at).is_(None),
            )
        )
    )
    known = set(
        db.exec(
            select(CheckIn.client_id).where(
                CheckIn.event_id == event_id,
                col(CheckIn.client_id).in_([line.client_id for line in batch.check_ins]),
            )
        )
    )
    refused = []
    moment = now()
    actor = by.participant_id if by else None
    for line in batch.check_ins:
        if line.client_id in known:
            continue
        at = _moment(line, moment)
        if at is None:
            refused.append(Refusal(line.client_id, _UNREADABLE))
        elif line.participant_id not in there:
            refused.append(Refusal(line.client_id, _GONE))
        else:
            known.add(line.client_id)
            db.add(
                CheckIn(
                    event_id=event_id,
                    participant_id=line.participant_id,
                    client_id=line.client_id,
                    present=line.present,
                    at=at,
                    received_at=moment,
                    by_id=actor,
                )
            )
            verb = "check in" if line.present else "take check-in back"
            record(db, event_id, verb, f"participant {line.participant_id}", by=actor)
    db.flush()
    return refused


def _here(db: Reading, event_id: int) -> dict[int, datetime]:
    """Who is here since when: the newest line of each says."""
    here: dict[int, datetime] = {}
    lines = select(CheckIn).where(CheckIn.event_id == event_id)
    for line in db.exec(lines.order_by(col(CheckIn.at), col(CheckIn.id))):
        if not line.present:
            here.pop(line.participant_id, None)
        else:
            # Checked in twice, by two desks: the first time counts.
            here.setdefault(line.participant_id, line.at)
    return here


def _moment(line: CheckInLine, received: datetime) -> datetime | None:
    """When it happened; a desk's clock that runs ahead is not believed."""
    try:
        if str(UUID(line.client_id)) != line.client_id:
            return None
        at = datetime.fromisoformat(line.at)
    except ValueError:
        return None
    return min(at, received) if at.tzinfo else None
