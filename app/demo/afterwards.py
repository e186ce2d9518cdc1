"""Tells what became of adopted conclusions: points taken up, owners, reports. Points by number."""

from __future__ import annotations

from sqlmodel import col, select

from app.db import Reading, Writing
from app.delegations.models import Delegation, Role
from app.demo.people import somebody
from app.demo.samples import Facts
from app.events.models import Event
from app.recommendations.following_up.forms import OwnerForm, ReportForm, VisibilityForm
from app.recommendations.following_up.models import FollowedPoint, PointOwner
from app.recommendations.following_up.owning import give_owner, show_follow_up_to
from app.recommendations.following_up.reporting import report_progress
from app.recommendations.following_up.taking_up import begin_follow_up


def follow_up(db: Writing, event: Event, told: Facts) -> None:
    """The organisers take the points up, say whose they are and who may read of them."""
    organiser = somebody(db, event, Role.ORGANISER)
    begin_follow_up(db, event, by=organiser)
    for line in told.get("owners", ()):
        for delegation in line["delegations"]:
            form = OwnerForm(
                owner=f"delegation-{_delegation(db, event, delegation)}", due_on=line["due_on"]
            )
            give_owner(db, event, _point(db, event, line["point"]), form, by=organiser)
    show_follow_up_to(db, event, VisibilityForm(visible=told["visible"]), by=organiser)


def report(db: Writing, event: Event, told: Facts) -> None:
    """A delegation reports on one of its points."""
    head = somebody(db, event, Role.HEAD, delegation=told["delegation"])
    owner_id = db.exec(
        select(PointOwner.id).where(
            col(PointOwner.point_id) == _point(db, event, told["point"]),
            col(PointOwner.delegation_id) == _delegation(db, event, told["delegation"]),
        )
    ).one()
    form = ReportForm(progress=told["progress"], evidence=told["evidence"])
    report_progress(db, event, owner_id or 0, form, by=head)


def _point(db: Reading, event: Event, number: str) -> int:
    found = db.exec(
        select(FollowedPoint.id).where(
            col(FollowedPoint.event_id) == event.key, col(FollowedPoint.number) == number
        )
    ).one()
    return found or 0


def _delegation(db: Reading, event: Event, name: str) -> int:
    found = db.exec(
        select(Delegation.id).where(
            col(Delegation.event_id) == event.key, col(Delegation.name) == name
        )
    ).one()
    return found or 0
