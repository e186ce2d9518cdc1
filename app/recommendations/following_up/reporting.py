"""An owner reports how far a point is. Reports are only added; the newest one holds."""

from __future__ import annotations

from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person, may, require
from app.errors import Forbidden
from app.events.journal import record
from app.events.models import Event
from app.recommendations.following_up.forms import ReportForm
from app.recommendations.following_up.models import OwnerKind, PointOwner, ProgressReport
from app.recommendations.following_up.owning import owner_of
from app.recommendations.following_up.taking_up import follow_up_for_update


def report_progress(
    db: Writing, event: Event, owner_id: int, form: ReportForm, *, by: Person | None
) -> ProgressReport:
    """Say how far an owner is: a delegation for itself, the organisers for everybody else."""
    if not may(by, Action.MANAGE_FOLLOW_UP, event_id=event.key):
        require(by, Action.REPORT_OWN_PROGRESS, event_id=event.key)
    assert by is not None
    follow_up_for_update(db, event, by=by.participant_id)
    progress = form.checked()
    owner = owner_of(db, event, owner_id)
    if not may_report(owner, event, by=by):
        raise Forbidden("Only its owner reports on this point. Ask that delegation.")
    report = ProgressReport(
        owner_id=owner.key,
        progress=progress,
        evidence=form.evidence,
        link=form.link,
        reported_at=now(),
        reported_by_id=by.own_id,
    )
    db.add(report)
    db.flush()
    record(
        db,
        event.key,
        "report progress",
        f"owner {owner.key}",
        by=by.own_id,
        progress=progress.value,
    )
    return report


def may_report(owner: PointOwner, event: Event, *, by: Person | None) -> bool:
    """Whether somebody reports for this owner: one of the delegation, else an organiser."""
    if by is None or owner.ended_at is not None:
        return False
    if owner.kind is OwnerKind.DELEGATION:
        return by.delegation_id == owner.delegation_id and may(
            by, Action.REPORT_OWN_PROGRESS, event_id=event.key
        )
    return may(by, Action.MANAGE_FOLLOW_UP, event_id=event.key)
