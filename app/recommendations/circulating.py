"""Putting the draft before the delegations: what they got is kept, word for word."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Action, Person
from app.errors import Refused
from app.events.journal import record
from app.events.models import Event
from app.recommendations.agreement_models import Circulation
from app.recommendations.assembling import assemble
from app.recommendations.document.hashing import content_hash
from app.recommendations.freezing import frozen
from app.recommendations.loading import load_records
from app.recommendations.locking import acting, open_conclusions_for_update
from app.recommendations.queries import today
from app.recommendations.stages import Act, stage_after
from app.recommendations.words import Translate


def circulate_conclusions(
    db: Writing, event: Event, *, translate: Translate = str, by: Person | None
) -> Circulation:
    """Freeze the draft as a circulation; the next change of the text makes it a draft again."""
    who = acting(by, Action.ADOPT_CONCLUSIONS, event)
    conclusions = open_conclusions_for_update(db, event)
    conclusions.state = stage_after(conclusions.state, Act.CIRCULATE)
    conclusions.circulated_at = now()
    # What is frozen says of itself that it is circulated.
    db.flush()
    records = load_records(db, event)
    if not any(not line.is_deleted for line in records.paragraphs):
        raise Refused("The conclusions have no paragraph yet. Write or merge one first.")
    document = assemble(records, on=today(event), translate=translate)
    circulation = Circulation(
        conclusions_id=conclusions.key,
        number=_circulations(db, conclusions.key) + 1,
        revision=conclusions.revision,
        content_hash=content_hash(document),
        document=frozen(document),
        circulated_at=conclusions.circulated_at,
        circulated_by_id=who,
    )
    db.add(circulation)
    db.flush()
    record(
        db,
        event.key,
        "circulate",
        f"conclusions {conclusions.key}",
        by=who,
        content_hash=circulation.content_hash,
    )
    return circulation


def _circulations(db: Reading, conclusions_id: int) -> int:
    return db.exec(
        select(sa.func.count())
        .select_from(Circulation)
        .where(col(Circulation.conclusions_id) == conclusions_id)
    ).one()
