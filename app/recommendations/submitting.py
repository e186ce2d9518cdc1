"""The head of a delegation submits one of its recommendations. Knows no conclusions."""

from __future__ import annotations

from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person
from app.errors import Refused
from app.events.journal import record
from app.events.models import Event
from app.recommendations.drafting import own_recommendation
from app.recommendations.locking import acting, changed, open_conclusions_for_update
from app.recommendations.models import Recommendation, RecommendationState
from app.recommendations.recommendation_states import RecommendationAct, refuse_unless


def submit_recommendation(
    db: Writing, event: Event, recommendation_id: int, *, revision: int, by: Person | None
) -> Recommendation:
    """Submit the text of `revision`; Refused if it is not the newest, or submitted already."""
    head = acting(by, Action.SUBMIT_OWN_RECOMMENDATION, event)
    conclusions = open_conclusions_for_update(db, event)
    recommendation = own_recommendation(db, event, recommendation_id, by)
    refuse_unless(RecommendationAct.SUBMIT, recommendation.state)
    if recommendation.revision != revision:
        # A head answers for a text: never for one that a colleague changed in between.
        raise Refused("The text changed since you opened it. Read it again, then submit it.")
    recommendation.state = RecommendationState.SUBMITTED
    recommendation.submitted_at = now()
    recommendation.submitted_by_id = head
    recommendation.submitted_revision = revision
    changed(conclusions)
    record(
        db, event.key, "submit", f"recommendation {recommendation.key}", by=head, revision=revision
    )
    return recommendation
