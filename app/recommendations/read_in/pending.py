"""Conclusions under review: read, kept, corrected line by line, thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Action, Person, require
from app.errors import NotFound, Refused
from app.events.journal import record
from app.events.models import Event
from app.recommendations.read_in.forms import KindsForm
from app.recommendations.read_in.lines import corrected, lines_in, reading_as_json
from app.recommendations.read_in.models import PendingConclusions
from app.recommendations.reading import ReadConclusions


def keep_conclusions(
    db: Writing, event: Event, name: str, read: ReadConclusions, *, by: Person | None
) -> int:
    """Keep what was read from the document called `name` for review; returns its id."""
    require(by, Action.READ_IN_CONCLUSIONS, event_id=event.key)
    participant = by.participant_id if by else None
    pending = PendingConclusions(
        event_id=event.key,
        name=name[-200:],
        read_at=now(),
        by_id=participant,
        reading=reading_as_json(read),
    )
    db.add(pending)
    db.flush()
    record(db, event.key, "read document", f"conclusions {pending.key}", by=participant)
    return pending.key


def all_pending(db: Reading, event: Event, *, by: Person | None) -> Sequence[PendingConclusions]:
    """The conclusions that wait at this event, newest first."""
    require(by, Action.READ_IN_CONCLUSIONS, event_id=event.key)
    return db.exec(
        select(PendingConclusions)
        .where(PendingConclusions.event_id == event.key)
        .order_by(col(PendingConclusions.id).desc())
    ).all()


def pending_conclusions(
    db: Reading, event: Event, document_id: int, *, by: Person | None
) -> PendingConclusions:
    """One document that waits, locked where it is to be changed; or NotFound."""
    require(by, Action.READ_IN_CONCLUSIONS, event_id=event.key)
    wanted = select(PendingConclusions).where(
        PendingConclusions.id == document_id, PendingConclusions.event_id == event.key
    )
    if isinstance(db, Writing):
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = db.exec(wanted).first()
    if found is None:
        raise NotFound("This document was taken in or thrown away. Go back to the conclusions.")
    return found


def correct_kinds(
    db: Writing, event: Event, document_id: int, form: KindsForm, *, by: Person | None
) -> None:
    """Say what each line is; Refused if somebody else corrected them since."""
    pending = pending_conclusions(db, event, document_id, by=by)
    refuse_corrected(pending, form.revision)
    lines = corrected(lines_in(pending.reading), max(form.first, 0), form.kind)
    # A new value, not a changed one: the database would not notice.
    pending.reading = {**pending.reading, "lines": [asdict(line) for line in lines]}
    pending.revision += 1
    db.add(pending)
    db.flush()


def throw_away(db: Writing, event: Event, document_id: int, *, by: Person | None) -> None:
    """Forget a document; nothing of it is kept."""
    pending = pending_conclusions(db, event, document_id, by=by)
    participant = by.participant_id if by else None
    record(db, event.key, "throw document away", f"conclusions {pending.key}", by=participant)
    db.delete(pending)


def refuse_corrected(pending: PendingConclusions, revision: int) -> None:
    """Raise Refused unless `revision` is the newest."""
    if pending.revision != revision:
        raise Refused("Somebody else corrected this document meanwhile. Look at it again.")
