"""What came of an event, for its front page: the adopted conclusions in figures and priorities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col

from app.db import Reading
from app.delegations.rights import Action, Person, may
from app.events.models import Event
from app.recommendations.document.tree import (
    ConclusionsDocument,
    ParagraphBlock,
    ParagraphKind,
    ParagraphState,
)
from app.recommendations.models import Adoption, Conclusions, ConclusionsState
from app.recommendations.queries import conclusions_document

# What is counted, in the order in which it is shown.
COUNTED = (
    ParagraphKind.PRIORITY,
    ParagraphKind.TAKE_AWAY,
    ParagraphKind.RECOMMENDATION,
    ParagraphKind.WAY_AHEAD,
)


@dataclass(frozen=True)
class Standing:
    """How far an event's conclusions are; `adopted_at` is None before they are adopted."""

    state: ConclusionsState
    adopted_at: datetime | None
    # Whether this reader may read them as they are.
    is_open: bool


@dataclass(frozen=True)
class Outcome:
    """Adopted conclusions at a glance: `counts` as in COUNTED without what is not there."""

    title: str
    clause: str
    counts: tuple[tuple[ParagraphKind, int], ...]
    priorities: tuple[str, ...]


def standing_of(db: Reading, event: Event, *, by: Person | None) -> Standing | None:
    """How far the conclusions are, in one statement that reads no text; None while there are none.

    Everybody may know it; `is_open` says whether this reader may also read them.
    """
    found = (
        db.connection()
        .execute(
            sa.select(col(Conclusions.state), col(Adoption.adopted_at))
            .outerjoin(Adoption, col(Adoption.conclusions_id) == col(Conclusions.id))
            .where(col(Conclusions.event_id) == event.key)
        )
        .first()
    )
    if found is None:
        return None
    adopted_at: datetime | None = found.adopted_at
    needed = Action.READ_CONCLUSIONS if adopted_at else Action.READ_DRAFT_CONCLUSIONS
    return Standing(found.state, adopted_at, may(by, needed, event_id=event.key))


def outcome_of(db: Reading, event: Event, *, by: Person | None) -> Outcome:
    """The adopted conclusions at a glance; what `conclusions_document` raises before that."""
    return at_a_glance(conclusions_document(db, event, by=by))


def at_a_glance(document: ConclusionsDocument) -> Outcome:
    """Numbers and priorities of a document; annexes repeat what it says and are not counted."""
    standing = [
        block
        for part in document.parts
        if not part.annex
        for top in part.blocks
        if isinstance(top, ParagraphBlock)
        for block in _with_children(top)
        if block.state is not ParagraphState.DELETED
    ]
    counts = Counter(block.kind for block in standing)
    return Outcome(
        title=document.title,
        clause=document.adoption.clause if document.adoption else "",
        counts=tuple((kind, counts[kind]) for kind in COUNTED if counts[kind]),
        priorities=tuple(block.text for block in standing if block.kind is ParagraphKind.PRIORITY),
    )


def _with_children(block: ParagraphBlock) -> Iterator[ParagraphBlock]:
    """The block and what stands below it; a point's own sub-points are part of it."""
    yield block
    for child in block.children:
        if child.kind is not block.kind:
            yield from _with_children(child)
