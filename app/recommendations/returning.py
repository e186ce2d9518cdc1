"""The rapporteur gives a submission back with a comment; its delegation drafts on.

From then on the podium sees the text that it commented on, and nothing that is written after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.models import Delegation
from app.delegations.rights import Action, Person
from app.errors import Refused
from app.events.journal import record
from app.events.models import Event
from app.recommendations.desk_models import ReturnedText
from app.recommendations.forms import ReturnForm
from app.recommendations.locking import (
    acting,
    changed,
    no_recommendation,
    open_conclusions_for_update,
    recommendation_of,
)
from app.recommendations.models import (
    Recommendation,
    RecommendationRevision,
    RecommendationState,
)
from app.recommendations.recommendation_states import RecommendationAct, refuse_unless


@dataclass(frozen=True)
class Returned:
    """A recommendation with its delegation again: the comment, and the text commented on."""

    row: ReturnedText
    delegation: str
    number: int
    text: str


def return_recommendation(
    db: Writing, event: Event, recommendation_id: int, form: ReturnForm, *, by: Person | None
) -> ReturnedText:
    """Give a submitted recommendation back with a comment; it is no longer submitted.

    Refused when its text is newer than `form.revision`, and where no state allows it.
    """
    rapporteur = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    form.check()
    conclusions = open_conclusions_for_update(db, event)
    recommendation = recommendation_of(db, event, recommendation_id)
    if recommendation.submitted_at is None:
        raise no_recommendation()
    refuse_unless(RecommendationAct.RETURN, recommendation.state)
    if recommendation.revision != form.revision:
        raise Refused(
            "The delegation changed the text since you opened it. Read it, then return it."
        )
    returned = ReturnedText(
        recommendation_id=recommendation.key,
        revision=recommendation.revision,
        comment=form.comment,
        submitted_at=recommendation.submitted_at,
        returned_at=now(),
        returned_by_id=rapporteur,
    )
    db.add(returned)
    recommendation.state = RecommendationState.RETURNED
    recommendation.submitted_at = None
    recommendation.submitted_by_id = None
    recommendation.submitted_revision = None
    changed(conclusions)
    record(
        db,
        event.key,
        "return",
        f"recommendation {recommendation.key}",
        by=rapporteur,
        revision=recommendation.revision,
    )
    return returned


def returns_of(db: Reading, recommendation: Recommendation) -> Sequence[ReturnedText]:
    """Every time that this recommendation was returned, newest first."""
    return db.exec(
        select(ReturnedText)
        .where(col(ReturnedText.recommendation_id) == recommendation.key)
        .order_by(col(ReturnedText.id).desc())
    ).all()


def out_with_delegations(db: Reading, event: Event) -> list[Returned]:
    """What was returned and not submitted again, as the podium last read it; by delegation."""
    rows = db.exec(
        select(ReturnedText, Delegation.name, Recommendation.number, RecommendationRevision.text)
        .join(Recommendation, col(Recommendation.id) == col(ReturnedText.recommendation_id))
        .join(Delegation, col(Delegation.id) == col(Recommendation.delegation_id))
        .join(
            RecommendationRevision,
            (col(RecommendationRevision.recommendation_id) == col(Recommendation.id))
            & (col(RecommendationRevision.number) == col(ReturnedText.revision)),
        )
        .where(
            col(Recommendation.event_id) == event.key,
            col(Recommendation.submitted_at).is_(None),
            col(Recommendation.state) != RecommendationState.WITHDRAWN,
        )
        .order_by(col(Delegation.name), col(Recommendation.number), col(ReturnedText.id))
    ).all()
    newest = {
        row.recommendation_id: Returned(row, delegation, number, text)
        for row, delegation, number, text in rows
    }
    return list(newest.values())
