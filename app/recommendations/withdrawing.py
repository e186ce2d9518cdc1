"""A delegation takes one of its recommendations back. The record of it stays."""

from __future__ import annotations

from app.db import Writing
from app.delegations.rights import Action, Person, may
from app.errors import Forbidden
from app.events.journal import record
from app.events.models import Event
from app.recommendations.drafting import own_recommendation
from app.recommendations.locking import acting, changed, open_conclusions_for_update
from app.recommendations.models import Recommendation, RecommendationState
from app.recommendations.recommendation_states import (
    HEADS_ALONE,
    RecommendationAct,
    refuse_unless,
)
from app.recommendations.standing import settle


def withdraw_recommendation(
    db: Writing, event: Event, recommendation_id: int, *, by: Person | None
) -> Recommendation:
    """Take a recommendation back: a draft by any member of the delegation, later by its head.

    Paragraphs made from it keep their text and are flagged; its disposition becomes "withdrawn".
    """
    who = acting(by, Action.DRAFT_OWN_RECOMMENDATION, event)
    conclusions = open_conclusions_for_update(db, event)
    recommendation = own_recommendation(db, event, recommendation_id, by)
    refuse_unless(RecommendationAct.WITHDRAW, recommendation.state)
    if recommendation.state not in HEADS_ALONE:
        recommendation.state = RecommendationState.WITHDRAWN
    elif may(by, Action.SUBMIT_OWN_RECOMMENDATION, event_id=event.key):
        settle(db, recommendation, RecommendationState.WITHDRAWN, by=who)
        changed(conclusions)
    else:
        raise Forbidden(
            "This recommendation is submitted: only the head of your delegation withdraws it now."
        )
    record(db, event.key, "withdraw", f"recommendation {recommendation.key}", by=who)
    return recommendation
