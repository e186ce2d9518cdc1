"""Who owns a point: given, due by another day, ended. What an owner reported stays."""

from __future__ import annotations

from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.models import Delegation
from app.delegations.rights import Action, Person, require
from app.errors import NotFound, Refused
from app.events.journal import record
from app.events.models import Event
from app.recommendations.following_up.forms import DueForm, OwnerForm, VisibilityForm
from app.recommendations.following_up.models import (
    FollowedPoint,
    OwnerKind,
    PointOwner,
)
from app.recommendations.following_up.taking_up import follow_up_for_update


def give_owner(
    db: Writing, event: Event, point_id: int, form: OwnerForm, *, by: Person | None
) -> PointOwner:
    """Give a point one more owner. Refused for who owns it already."""
    require(by, Action.MANAGE_FOLLOW_UP, event_id=event.key)
    chosen = form.checked()
    participant = by.participant_id if by else None
    follow_up_for_update(db, event, by=participant)
    point = point_of(db, event, point_id)
    if chosen.delegation_id is not None:
        here = db.exec(
            select(Delegation.id).where(
                Delegation.id == chosen.delegation_id, Delegation.event_id == event.key
            )
        ).first()
        if here is None:
            raise NotFound("There is no such delegation at this event. Choose from the list.")
    same = db.exec(
        select(PointOwner.id).where(
            PointOwner.point_id == point.key,
            col(PointOwner.ended_at).is_(None),
            PointOwner.kind == chosen.kind,
            PointOwner.delegation_id == chosen.delegation_id
            if chosen.kind is OwnerKind.DELEGATION
            else PointOwner.name == chosen.name,
        )
    ).first()
    if same is not None:
        raise Refused("This point is theirs already. Change the date beside their name.")
    owner = PointOwner(
        point_id=point.key,
        kind=chosen.kind,
        delegation_id=chosen.delegation_id,
        name=chosen.name,
        due_on=chosen.due_on,
        given_at=now(),
        given_by_id=participant,
    )
    db.add(owner)
    db.flush()
    record(db, event.key, "give owner", f"point {point.key}", by=participant, owner=owner.key)
    return owner


def move_due_date(
    db: Writing, event: Event, owner_id: int, form: DueForm, *, by: Person | None
) -> PointOwner:
    """Say by when an owner shall be done."""
    require(by, Action.MANAGE_FOLLOW_UP, event_id=event.key)
    due_on = form.checked()
    participant = by.participant_id if by else None
    follow_up_for_update(db, event, by=participant)
    owner = owner_of(db, event, owner_id)
    owner.due_on = due_on
    record(
        db, event.key, "move due date", f"owner {owner.key}", by=participant,
        due_on=due_on.isoformat() if due_on else None,
    )  # fmt: skip
    return owner


def end_ownership(db: Writing, event: Event, owner_id: int, *, by: Person | None) -> PointOwner:
    """Take a point from an owner; what was reported stays on record."""
    require(by, Action.MANAGE_FOLLOW_UP, event_id=event.key)
    participant = by.participant_id if by else None
    follow_up_for_update(db, event, by=participant)
    owner = owner_of(db, event, owner_id)
    owner.ended_at = now()
    record(db, event.key, "end ownership", f"owner {owner.key}", by=participant)
    return owner


def show_follow_up_to(
    db: Writing, event: Event, form: VisibilityForm, *, by: Person | None
) -> None:
    """Say whether everybody may read the follow-up, or only participants."""
    require(by, Action.MANAGE_FOLLOW_UP, event_id=event.key)
    is_public = form.checked()
    participant = by.participant_id if by else None
    found = follow_up_for_update(db, event, by=participant)
    found.is_public = is_public
    record(
        db, event.key, "show follow-up", f"follow-up {found.key}", by=participant, public=is_public
    )


def point_of(db: Writing, event: Event, point_id: int) -> FollowedPoint:
    """A point of this event, or NotFound."""
    found = db.exec(
        select(FollowedPoint).where(
            FollowedPoint.id == point_id, FollowedPoint.event_id == event.key
        )
    ).first()
    if found is None:
        raise NotFound("There is no such point in this follow-up. Go back to the list.")
    return found


def owner_of(db: Reading, event: Event, owner_id: int) -> PointOwner:
    """An owner of a point of this event who still owns it, or NotFound."""
    found = db.exec(
        select(PointOwner)
        .join(FollowedPoint, col(FollowedPoint.id) == col(PointOwner.point_id))
        .where(
            PointOwner.id == owner_id,
            FollowedPoint.event_id == event.key,
            col(PointOwner.ended_at).is_(None),
        )
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound("This point is nobody's of that name any more. Go back to the list.")
    return found
