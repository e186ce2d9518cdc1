"""Writes one finding as a new version; the one before stays. Asks nobody's rights."""

from __future__ import annotations

from sqlmodel import col, select

from app.benchmarks.models import Finding, LegalSource
from app.benchmarks.tables import ReadFinding
from app.benchmarks.views import FindingView
from app.clock import now
from app.db import Writing
from app.delegations.rights import Person


def write_finding(
    db: Writing,
    conduct_id: int,
    state_id: int,
    before: FindingView | None,
    found: ReadFinding,
    *,
    by: Person | None,
) -> Finding:
    """Store what was found; `before` is the newest version, which is no longer current."""
    if before is not None:
        old = db.exec(select(Finding).where(col(Finding.id) == before.id)).one()
        old.is_current = False
        db.add(old)
    written = Finding(
        conduct_id=conduct_id,
        state_id=state_id,
        version=before.version + 1 if before else 1,
        coverage=found.coverage,
        value=found.value,
        note=found.note,
        as_at=found.as_at,
        assessed_at=now(),
        assessed_by_id=by.participant_id if by else None,
    )
    db.add(written)
    if found.sources:
        db.flush()
    for position, source in enumerate(found.sources):
        db.add(
            LegalSource(
                finding_id=written.key,
                position=position,
                law=source.law,
                article=source.article,
                language=source.language,
                link=source.link,
                in_force_on=source.in_force_on,
                quotation=source.quotation,
                translation=source.translation,
            )
        )
    return written
