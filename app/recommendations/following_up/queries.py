"""Reads the follow-up of an event in a constant number of statements, behind its right."""

from __future__ import annotations

from collections import defaultdict
from zoneinfo import ZoneInfo

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.clock import now
from app.db import Reading
from app.delegations.models import Delegation
from app.delegations.rights import Action, Person, may, require
from app.errors import NotFound
from app.events.models import Event
from app.recommendations.following_up.models import (
    FollowedPoint,
    FollowUp,
    PointOwner,
    ProgressReport,
)
from app.recommendations.following_up.taking_up import points_in
from app.recommendations.following_up.views import FollowUpView, OwnerView, PointView
from app.recommendations.freezing import thawed
from app.recommendations.loading import adoption_of
from app.recommendations.read_in.models import EarlierConclusions
from app.recommendations.records import alphabetical


def follow_up_of(db: Reading, event: Event, *, by: Person | None) -> FollowUpView:
    """All points with their owners and reports; for everybody where the event decided so."""
    row = db.exec(select(FollowUp).where(FollowUp.event_id == event.key)).first()
    if row is None or not row.is_public:
        require(by, Action.READ_FOLLOW_UP, event_id=event.key)
    points = load_points(db, event)
    adoption = adoption_of(db, event)
    taken = any(point.row.paragraph_id is not None for point in points)
    waits = adoption is not None and not taken and any(points_in(thawed(adoption.document)))
    return FollowUpView(row, points, may_begin=waits)


def point_with_reports(db: Reading, event: Event, point_id: int, *, by: Person | None) -> PointView:
    """One point, or NotFound."""
    for point in follow_up_of(db, event, by=by).points:
        if point.row.key == point_id:
            return point
    raise NotFound("There is no such point in this follow-up. Go back to the list.")


def delegations_here(db: Reading, event: Event) -> list[tuple[int, str]]:
    """The delegations that can own a point: id and name, in alphabetical order."""
    rows = db.exec(select(Delegation).where(Delegation.event_id == event.key))
    return sorted(((row.key, row.name) for row in rows), key=lambda one: alphabetical(one[1]))


def leads_on(db: Reading, event: Event, *, by: Person | None) -> bool:
    """Whether this reader finds points followed up here, or that wait to be taken up."""
    row = db.exec(select(FollowUp).where(FollowUp.event_id == event.key)).first()
    if row is not None and row.is_public:
        return True
    if not may(by, Action.READ_FOLLOW_UP, event_id=event.key):
        return False
    return row is not None or adoption_of(db, event) is not None


def is_shown(db: Reading, event: Event) -> bool:
    """Whether everybody may read the follow-up of this event."""
    found = select(FollowUp.is_public).where(FollowUp.event_id == event.key)
    return bool(db.exec(found).first())


def load_points(db: Reading, event: Event) -> tuple[PointView, ...]:
    """All points of an event in their order; rights are the caller's."""
    points = db.exec(
        select(FollowedPoint)
        .where(FollowedPoint.event_id == event.key)
        .order_by(col(FollowedPoint.position), col(FollowedPoint.id))
    ).all()
    reports: defaultdict[int, list[ProgressReport]] = defaultdict(list)
    of_event = col(FollowedPoint.event_id) == event.key
    for report in db.exec(
        select(ProgressReport)
        .join(PointOwner, col(PointOwner.id) == col(ProgressReport.owner_id))
        .join(FollowedPoint, col(FollowedPoint.id) == col(PointOwner.point_id))
        .where(of_event)
        .order_by(col(ProgressReport.id).desc())
    ):
        reports[report.owner_id].append(report)
    owners: defaultdict[int, list[OwnerView]] = defaultdict(list)
    on = now().astimezone(ZoneInfo(event.zone)).date()
    for row, name in db.exec(
        select(PointOwner, Delegation.name)
        .join(FollowedPoint, col(FollowedPoint.id) == col(PointOwner.point_id))
        .outerjoin(Delegation, col(Delegation.id) == col(PointOwner.delegation_id))
        .where(of_event)
        .order_by(col(Delegation.name), col(PointOwner.name), col(PointOwner.id))
    ):
        owners[row.point_id].append(OwnerView(row, name or row.name, tuple(reports[row.key]), on))
    from_where, onwards = _origins(db, event), _onwards(db, event)
    return tuple(
        PointView(
            point,
            tuple(one for one in owners[point.key] if one.row.ended_at is None),
            *from_where.get(point.key, ("", "")),
            goes_on=tuple(onwards[point.key]),
            former=tuple(one for one in owners[point.key] if one.row.ended_at and one.reports),
        )
        for point in points
    )


def _origins(db: Reading, event: Event) -> dict[int, tuple[str, str]]:
    """Point id → the earlier conclusions or the event that it comes from, and the page there."""
    earlier = db.exec(
        select(FollowedPoint, EarlierConclusions.title)
        .join(EarlierConclusions, col(EarlierConclusions.id) == col(FollowedPoint.earlier_id))
        .where(FollowedPoint.event_id == event.key)
    )
    top = f"/events/{event.slug}/conclusions/earlier"
    found = {point.key: (title, f"{top}/{point.earlier_id}") for point, title in earlier}
    before = aliased(FollowedPoint)
    brought = db.exec(
        select(FollowedPoint, Event)
        .join(before, col(before.id) == col(FollowedPoint.follows_id))
        .join(Event, col(Event.id) == col(before.event_id))
        .where(FollowedPoint.event_id == event.key)
    )
    for point, there in brought:
        found[point.key] = (there.title, _page_of(there, point.follows_id))
    return found


def _onwards(db: Reading, event: Event) -> defaultdict[int, list[tuple[str, str]]]:
    """Point id → the later events at which it is followed up, and its page there."""
    before = aliased(FollowedPoint)
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for point, there in db.exec(
        select(FollowedPoint, Event)
        .join(before, col(before.id) == col(FollowedPoint.follows_id))
        .join(Event, col(Event.id) == col(FollowedPoint.event_id))
        .where(before.event_id == event.key)
        .order_by(col(FollowedPoint.id))
    ):
        found[point.follows_id or 0].append((there.title, _page_of(there, point.id)))
    return found


def _page_of(event: Event, point_id: int | None) -> str:
    return f"/events/{event.slug}/follow-up/points/{point_id}"
