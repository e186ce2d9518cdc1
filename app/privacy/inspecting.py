"""Who looked at whose data, and who changed it: noted as it happens, read by the organisers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Database, Reading, Writing
from app.delegations.models import Participant
from app.delegations.rights import Action, Person, require
from app.events.models import Event, Record
from app.privacy.models import Inspected, Inspection

# A page opened again and again is one look.
ONE_LOOK = timedelta(minutes=10)
ONE_LOOK_AT_A_LIST = timedelta(days=1)
KEPT = timedelta(days=365)
PAGE = 200


@dataclass(frozen=True)
class RecordLine:
    """One line of the record: who (None: nobody known any more) looked at, or changed, what.

    `about` is the person concerned, None for many; `inspected` is None for a change, whose journal
    verb then stands in `verb`.
    """

    at: datetime
    by: str | None
    about: str | None
    about_id: int | None
    inspected: Inspected | None
    verb: str


def note_inspection(
    database: Database,
    event_id: int,
    what: Inspected,
    *,
    about: int | None = None,
    by: Person | None,
) -> None:
    """Note that this person looks at somebody's data (`about`) or at many people's.

    Called by routes beside their reading; one's own data are nobody's business to note.
    """
    by_id = by.participant_id if by else None
    if about is not None and about == by_id:
        return
    since = now() - (ONE_LOOK if about is not None else ONE_LOOK_AT_A_LIST)
    with database.reading() as db:
        known = db.exec(
            select(Inspection.id)
            .where(
                Inspection.event_id == event_id,
                col(Inspection.by_id) == by_id if by_id else col(Inspection.by_id).is_(None),
                col(Inspection.about_id) == about if about else col(Inspection.about_id).is_(None),
                Inspection.what == what,
                Inspection.at > since,
            )
            .limit(1)
        ).first()
    if known is not None:
        return
    with database.writing() as db:
        inspect(db, event_id, what, about=about, by=by)


def inspect(
    db: Writing, event_id: int, what: Inspected, *, about: int | None = None, by: Person | None
) -> None:
    """Note it in a transaction that is open anyway."""
    by_id = by.participant_id if by else None
    db.add(Inspection(event_id=event_id, at=now(), by_id=by_id, about_id=about, what=what))


def personal_record(
    db: Reading, event: Event, *, about: int | None = None, by: Person | None
) -> list[RecordLine]:
    """Who looked at and who changed personal data, newest first, `PAGE` lines at most.

    For one person (`about`) or for all.
    """
    require(by, Action.MANAGE_PEOPLE, event_id=event.key)
    looks = select(Inspection).where(Inspection.event_id == event.key)
    changes = select(Record).where(Record.event_id == event.key)
    if about is None:
        changes = changes.where(col(Record.subject).like("participant %"))
    else:
        looks = looks.where(Inspection.about_id == about)
        changes = changes.where(Record.subject == f"participant {about}")
    inspections = db.exec(looks.order_by(col(Inspection.id).desc()).limit(PAGE)).all()
    records = db.exec(changes.order_by(col(Record.id).desc()).limit(PAGE)).all()
    names = _names(db, event, inspections, records)
    lines = [
        RecordLine(
            one.at, names.get(one.by_id or 0), names.get(one.about_id or 0), one.about_id,
            Inspected(one.what), "",
        )
        for one in inspections
    ] + [
        RecordLine(
            one.at, names.get(one.by_id or 0), names.get(_number(one)), _number(one), None, one.verb
        )
        for one in records
    ]  # fmt: skip
    return sorted(lines, key=lambda line: line.at, reverse=True)[:PAGE]


def has_old_inspections(db: Reading) -> bool:
    """Whether anything of the record is older than a year."""
    old = select(Inspection.id).where(Inspection.at < now() - KEPT).limit(1)
    return db.exec(old).first() is not None


def forget_old_inspections(db: Writing) -> None:
    """Drop what is older than a year, at every event."""
    db.exec(sa.delete(Inspection).where(col(Inspection.at) < now() - KEPT))


def _names(
    db: Reading, event: Event, inspections: Sequence[Inspection], records: Sequence[Record]
) -> dict[int, str]:
    wanted = {one.by_id for one in inspections} | {one.about_id for one in inspections}
    wanted |= {one.by_id for one in records} | {_number(one) for one in records}
    rows = db.exec(
        select(Participant.id, Participant.name).where(
            Participant.event_id == event.key,
            col(Participant.id).in_([one for one in wanted if one]),
        )
    ).all()
    return {key: name for key, name in rows if key and name}


def _number(one: Record) -> int:
    number = one.subject.rpartition(" ")[2]
    return int(number) if number.isdecimal() else 0
