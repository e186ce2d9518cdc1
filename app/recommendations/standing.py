"""What holds now: merges that were not undone, and the newest disposition of a recommendation.

Knows how these are read and written, not who may decide them.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.recommendations.models import (
    Disposition,
    Merge,
    MergeSource,
    Recommendation,
    RecommendationState,
    Relation,
)


def standing_merges(db: Reading, conclusions_id: int) -> Sequence[tuple[Merge, MergeSource]]:
    """Every merge that was not undone with each of its sources, oldest first."""
    undoing = aliased(Merge)
    return db.exec(
        select(Merge, MergeSource)
        .join(MergeSource, col(MergeSource.merge_id) == col(Merge.id))
        .outerjoin(undoing, col(undoing.undoes_id) == col(Merge.id))
        .where(col(Merge.conclusions_id) == conclusions_id, col(undoing.id).is_(None))
        .order_by(col(Merge.id), col(MergeSource.id))
    ).all()


def carrying(
    db: Reading, conclusions_id: int, recommendation_id: int
) -> list[tuple[Merge, MergeSource]]:
    """The standing merges that carry this recommendation into a text.

    A text that a recommendation opposes does not carry it.
    """
    return [
        (merge, source)
        for merge, source in standing_merges(db, conclusions_id)
        if source.recommendation_id == recommendation_id and source.relation is not Relation.OPPOSED
    ]


def settle(
    db: Writing,
    recommendation: Recommendation,
    outcome: RecommendationState,
    *,
    reason: str = "",
    referred_to: str = "",
    merge_id: int | None = None,
    by: int,
) -> Disposition:
    """Write down what became of a recommendation; from now on this holds."""
    disposition = Disposition(
        recommendation_id=recommendation.key,
        outcome=outcome,
        revision=recommendation.revision,
        reason=reason,
        referred_to=referred_to,
        merge_id=merge_id,
        decided_at=now(),
        decided_by_id=by,
    )
    recommendation.state = outcome
    db.add(disposition)
    db.flush()
    return disposition


def newest_disposition(db: Reading, recommendation_id: int) -> Disposition | None:
    """The disposition that holds, if one was ever given."""
    return db.exec(
        select(Disposition)
        .where(col(Disposition.recommendation_id) == recommendation_id)
        .order_by(col(Disposition.id).desc())
    ).first()


def outcome_of(source: MergeSource) -> RecommendationState:
    """What a merge makes of a source: partly merged as soon as something of it is left out."""
    return RecommendationState.PARTLY_MERGED if source.dropped else RecommendationState.MERGED
