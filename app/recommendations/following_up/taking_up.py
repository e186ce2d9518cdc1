"""The points to be followed up are taken out of conclusions: adopted ones, and earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Writing
from app.delegations.models import Delegation
from app.delegations.rights import Action, Person, require
from app.delegations.territories import territory_of
from app.errors import Refused
from app.events.journal import record
from app.events.models import Event
from app.recommendations.document.tree import ConclusionsDocument, ParagraphBlock
from app.recommendations.following_up.models import (
    FollowedPoint,
    FollowUp,
    OwnerKind,
    PointOwner,
)
from app.recommendations.freezing import thawed
from app.recommendations.loading import adoption_of
from app.recommendations.models import ParagraphKind
from app.recommendations.read_in.lines import ReadLine, under, with_parts
from app.recommendations.read_in.models import EarlierConclusions

FOLLOWED = frozenset({ParagraphKind.RECOMMENDATION.value, ParagraphKind.WAY_AHEAD.value})


def begin_follow_up(db: Writing, event: Event, *, by: Person | None) -> int:
    """Take up every recommendation and way-ahead point of the adopted conclusions; how many.

    What one delegation alone recommended is that delegation's to follow up until the organisers
    say otherwise. Refused before adoption. A second time takes up nothing.
    """
    require(by, Action.MANAGE_FOLLOW_UP, event_id=event.key)
    follow_up_for_update(db, event, by=by.participant_id if by else None)
    adoption = adoption_of(db, event)
    if adoption is None:
        raise Refused("The conclusions are not adopted yet. What they ask for is followed up then.")
    known = set(
        db.exec(select(FollowedPoint.paragraph_id).where(FollowedPoint.event_id == event.key))
    )
    points = [
        FollowedPoint(
            event_id=event.key,
            paragraph_id=paragraph_id,
            position=0,
            number=block.number or "",
            kind=ParagraphKind(block.kind.value),
            text=_with_parts(block),
            addressee=", ".join(block.addressees)[:200],
            delegation=block.delegations[0] if len(block.delegations) == 1 else "",
        )
        for block in points_in(thawed(adoption.document))
        if (paragraph_id := _paragraph_id(block)) is not None and paragraph_id not in known
    ]
    _store(db, event, points, by=by.participant_id if by else None)
    return len(points)


def take_up_earlier(
    db: Writing,
    event: Event,
    earlier: EarlierConclusions,
    lines: Sequence[ReadLine],
    *,
    by: int | None,
) -> int:
    """Take up the recommendations and way-ahead points of earlier conclusions; how many.

    Rights are the caller's.
    """
    follow_up_for_update(db, event, by=by)
    points = [
        FollowedPoint(
            event_id=event.key,
            earlier_id=earlier.key,
            position=0,
            number=line.mark[:40],
            kind=ParagraphKind(line.kind),
            text=with_parts(lines, place),
            addressee=line.addressee[:200],
            delegation=line.delegation[:200],
        )
        for place, line in under(lines, None)
        if line.kind in FOLLOWED
    ]
    _store(db, event, points, by=by)
    return len(points)


def follow_up_for_update(db: Writing, event: Event, *, by: int | None) -> FollowUp:
    """The event's follow-up, made if need be; all changes of it wait for each other here."""
    # Key share: rows that only point to the event need not wait.
    db.exec(select(Event.id).where(Event.id == event.key).with_for_update(key_share=True))
    found = db.exec(select(FollowUp).where(FollowUp.event_id == event.key)).first()
    if found is None:
        found = FollowUp(event_id=event.key, begun_at=now(), begun_by_id=by)
        db.add(found)
        db.flush()
        record(db, event.key, "begin follow-up", f"follow-up {found.key}", by=by)
    return found


def points_in(document: ConclusionsDocument) -> Iterator[ParagraphBlock]:
    """The recommendations and way-ahead points of a document, without what stands under them."""
    for part in document.body:
        yield from _points(block for block in part.blocks if isinstance(block, ParagraphBlock))


def _points(blocks: Iterable[ParagraphBlock]) -> Iterator[ParagraphBlock]:
    for block in blocks:
        if block.kind.value in FOLLOWED:
            yield block
        elif block.kind.value == ParagraphKind.HEADING.value:
            yield from _points(block.children)


def _with_parts(block: ParagraphBlock) -> str:
    told = [block.text]
    for below in block.children:
        mark = (below.number or "").rsplit(" ", 1)[-1]
        first, *rest = _with_parts(below).split("\n")
        told += [" ".join(filter(None, ["–", mark, first])), *(f"  {line}" for line in rest)]
    return "\n".join(told)


def _paragraph_id(block: ParagraphBlock) -> int | None:
    kind, _, number = block.id.partition("-")
    return int(number) if kind == "p" and number.isdecimal() else None


def _store(db: Writing, event: Event, points: Sequence[FollowedPoint], *, by: int | None) -> None:
    """Number the points behind those that are there, and give single States their own."""
    highest = db.exec(
        select(sa.func.max(col(FollowedPoint.position))).where(FollowedPoint.event_id == event.key)
    ).one()
    for position, point in enumerate(points, (highest or 0) + 1):
        point.position = position
        db.add(point)
    db.flush()
    own = _delegations(db, event)
    for point in points:
        owner = own.get(point.delegation) or own.get(territory_of(point.delegation) or "")
        if point.delegation and owner:
            db.add(
                PointOwner(
                    point_id=point.key,
                    kind=OwnerKind.DELEGATION,
                    delegation_id=owner,
                    given_at=now(),
                    given_by_id=by,
                )
            )
    db.flush()
    if points:
        record(db, event.key, "take up", f"{len(points)} points", by=by)


def _delegations(db: Writing, event: Event) -> dict[str, int]:
    """The ids of the event's delegations by name, and those of States by code, too."""
    rows = db.exec(
        select(Delegation.id, Delegation.name, Delegation.territory).where(
            Delegation.event_id == event.key
        )
    ).all()
    by_code = {code: key for key, _, code in rows if code and key is not None}
    return by_code | {name: key for key, name, _ in rows if key is not None}
