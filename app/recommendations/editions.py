"""The revisions of the conclusions that were kept whole, and what changed between two of them.

A circulation and the adoption keep the document as it stood; the present text is the last edition.
Who may read drafts may compare them. Who changed something is named by role, never by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from app.clock import now
from app.db import Reading
from app.delegations.models import Appointment, Role
from app.delegations.rights import Action, Person, require
from app.errors import NotFound
from app.events.models import Event
from app.recommendations.agreement_models import Circulation
from app.recommendations.assembling import assemble, paragraph_address
from app.recommendations.document.changes import Change, Tracked, row_changes, tracked
from app.recommendations.document.printing import paragraphs
from app.recommendations.document.tree import ConclusionsDocument, ParagraphBlock, Part, TableBlock
from app.recommendations.freezing import thawed
from app.recommendations.loading import adoption_of, conclusions_of, load_records
from app.recommendations.models import Adoption, Conclusions, Merge, Paragraph, ParagraphRevision
from app.recommendations.queries import today
from app.recommendations.words import Translate

PODIUM = (Role.RAPPORTEUR, Role.CHAIR, Role.ORGANISER)


@dataclass(frozen=True)
class Edition:
    """A revision that can be compared; `key` is "circulation-2", "adoption" or "draft"."""

    key: str
    number: int | None
    at: datetime
    by: Role | None
    revision: int


@dataclass(frozen=True)
class Step:
    """One writing of a paragraph between two editions."""

    at: datetime
    by: Role | None
    why: str
    is_merge: bool


@dataclass(frozen=True)
class ChangedParagraph:
    """A paragraph that reads otherwise; `block` has the newer text, or the older if it is gone."""

    block: ParagraphBlock
    change: Change
    old_mark: str
    steps: Sequence[Step]


@dataclass(frozen=True)
class ChangedPart:
    """The changes of one part, and how many of its paragraphs stayed as they were."""

    part: Part
    paragraphs: Sequence[ChangedParagraph]
    rows: Sequence[tuple[Change, tuple[str, ...]]]
    unchanged: int


@dataclass(frozen=True)
class Comparison:
    """Two editions laid over each other."""

    older: Edition
    newer: Edition
    laid: Tracked
    parts: Sequence[ChangedPart]


def editions(db: Reading, event: Event, *, by: Person | None) -> Sequence[Edition]:
    """Every edition, oldest first; the present draft last, while nothing is adopted."""
    require(by, Action.READ_DRAFT_CONCLUSIONS, event_id=event.key)
    conclusions = conclusions_of(db, event)
    if conclusions is None:
        return ()
    circulated = db.exec(
        select(
            Circulation.number,
            Circulation.circulated_at,
            Circulation.circulated_by_id,
            Circulation.revision,
        )
        .where(col(Circulation.conclusions_id) == conclusions.key)
        .order_by(col(Circulation.number))
    ).all()
    adopted = db.exec(
        select(Adoption.adopted_at, Adoption.adopted_by_id).where(
            col(Adoption.conclusions_id) == conclusions.key
        )
    ).first()
    roles = _roles(db, event)
    found = [
        Edition(f"circulation-{number}", number, at, roles.get(who), revision)
        for number, at, who, revision in circulated
    ]
    if adopted:
        at, who = adopted
        found.append(Edition("adoption", None, at, roles.get(who), conclusions.revision))
    else:
        found.append(Edition("draft", None, now(), None, conclusions.revision))
    return found


def compared(
    db: Reading,
    event: Event,
    *,
    older: str = "",
    newer: str = "",
    translate: Translate = str,
    by: Person | None,
) -> Comparison | None:
    """Two editions by their keys, the last two without; None while there is only one.

    NotFound for a key that names none.
    """
    found = editions(db, event, by=by)
    if len(found) < 2:
        return None
    first, second = _named(found, older or found[-2].key), _named(found, newer or found[-1].key)
    if found.index(first) > found.index(second):
        first, second = second, first
    texts = (
        edition_document(db, event, one.key, translate=translate, by=by) for one in (first, second)
    )
    laid = tracked(*texts)
    steps = _steps(db, event, first, second)
    parts = tuple(filter(None, (_changed(laid, part, steps) for part in laid.document.parts)))
    return Comparison(first, second, laid, parts)


def edition_document(
    db: Reading, event: Event, key: str, *, translate: Translate = str, by: Person | None
) -> ConclusionsDocument:
    """The whole document of an edition, as it was frozen; NotFound where there is none."""
    require(by, Action.READ_DRAFT_CONCLUSIONS, event_id=event.key)
    conclusions = conclusions_of(db, event)
    frozen = _frozen(db, event, conclusions, key) if conclusions else None
    if frozen is not None:
        return frozen
    if key != "draft" or adoption_of(db, event):
        raise _no_edition()
    return assemble(load_records(db, event), on=today(event), translate=translate)


def _frozen(
    db: Reading, event: Event, conclusions: Conclusions, key: str
) -> ConclusionsDocument | None:
    if key == "adoption":
        adoption = adoption_of(db, event)
        return thawed(adoption.document) if adoption else None
    kind, _, number = key.partition("-")
    if kind != "circulation" or not (number.isascii() and number.isdecimal() and len(number) < 6):
        return None
    circulation = db.exec(
        select(Circulation).where(
            col(Circulation.conclusions_id) == conclusions.key,
            col(Circulation.number) == int(number),
        )
    ).first()
    return thawed(circulation.document) if circulation else None


def _named(found: Sequence[Edition], key: str) -> Edition:
    for edition in found:
        if edition.key == key:
            return edition
    raise _no_edition()


def _no_edition() -> NotFound:
    return NotFound("There is no such revision of these conclusions. Choose one from the list.")


def _changed(laid: Tracked, part: Part, steps: Mapping[str, Sequence[Step]]) -> ChangedPart | None:
    every = list(paragraphs(part.blocks))
    found = [
        ChangedParagraph(block, _change(laid, block), laid.old_mark(block), steps.get(block.id, ()))
        for block in every
        if laid.has_changed(block)
    ]
    rows = [line for block in part.blocks for line in _rows(laid, part, block)]
    if not found and not rows:
        return None
    return ChangedPart(part, found, rows, len(every) - len(found))


def _change(laid: Tracked, block: ParagraphBlock) -> Change:
    if block.id in laid.added:
        return Change.ADDED
    return Change.REMOVED if block.id in laid.removed else Change.SAME


def _rows(laid: Tracked, part: Part, block: object) -> Iterator[tuple[Change, tuple[str, ...]]]:
    if not isinstance(block, TableBlock):
        return
    older = laid.tables.get((part.key, block.caption))
    for change, row in row_changes(older.rows if older else (), block.rows):
        if change is not Change.SAME:
            yield change, row


def _steps(
    db: Reading, event: Event, older: Edition, newer: Edition
) -> Mapping[str, Sequence[Step]]:
    """Who wrote each paragraph between two editions, when and why; by permanent id."""
    conclusions = conclusions_of(db, event)
    if conclusions is None:
        return {}
    merges = {
        (merge.paragraph_id, merge.paragraph_revision): merge.why
        for merge in db.exec(select(Merge).where(col(Merge.conclusions_id) == conclusions.key))
    }
    revisions = db.exec(
        select(ParagraphRevision)
        .join(Paragraph, col(Paragraph.id) == col(ParagraphRevision.paragraph_id))
        .where(
            col(Paragraph.conclusions_id) == conclusions.key,
            col(ParagraphRevision.written_at) > older.at,
            col(ParagraphRevision.written_at) <= newer.at,
        )
        .order_by(col(ParagraphRevision.id))
    )
    roles = _roles(db, event)
    found: defaultdict[str, list[Step]] = defaultdict(list)
    for revision in revisions:
        merge = (revision.paragraph_id, revision.number)
        step = Step(
            revision.written_at,
            roles.get(revision.written_by_id),
            merges.get(merge, ""),
            merge in merges,
        )
        found[paragraph_address(revision.paragraph_id)].append(step)
    return found


def _roles(db: Reading, event: Event) -> Mapping[int, Role]:
    """The podium's people by the first of their roles at the event."""
    rows = db.exec(
        select(Appointment.participant_id, Appointment.role).where(
            col(Appointment.role).in_(PODIUM)
        )
    ).all()
    return {who: role for wanted in reversed(PODIUM) for who, role in rows if role is wanted}
