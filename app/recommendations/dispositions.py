"""Decisions on recommendations that no merge carries: not retained, referred, back on the table."""

from __future__ import annotations

from app.db import Writing
from app.delegations.rights import Action, Person
from app.errors import BadInput, Refused
from app.events.journal import record
from app.events.models import Event
from app.recommendations.forms import DispositionForm
from app.recommendations.locking import (
    acting,
    changed,
    no_recommendation,
    open_conclusions_for_update,
    recommendation_of,
)
from app.recommendations.models import Disposition, RecommendationState
from app.recommendations.recommendation_states import RecommendationAct, refuse_unless
from app.recommendations.standing import carrying, settle


def dispose_of_recommendation(
    db: Writing, event: Event, recommendation_id: int, form: DispositionForm, *, by: Person | None
) -> Disposition:
    """Decide what becomes of a submitted recommendation; the newest decision holds.

    Not retained needs a reason, referred needs to whom. Refused while a merge carries it.
    """
    rapporteur = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    outcome = form.check()
    if outcome is RecommendationState.NOT_RETAINED and not form.reason:
        raise BadInput("Give the reason: the delegation will read it.", field="reason")
    if outcome is RecommendationState.REFERRED and not form.referred_to:
        raise BadInput("Say to whom this recommendation is referred.", field="referred_to")
    conclusions = open_conclusions_for_update(db, event)
    recommendation = recommendation_of(db, event, recommendation_id)
    if recommendation.submitted_at is None:
        raise no_recommendation()
    refuse_unless(RecommendationAct.DECIDE, recommendation.state)
    if carrying(db, conclusions.key, recommendation.key):
        raise Refused("This recommendation was merged into a paragraph. Undo that merge first.")
    referred_to = form.referred_to if outcome is RecommendationState.REFERRED else ""
    disposition = settle(
        db, recommendation, outcome, reason=form.reason, referred_to=referred_to, by=rapporteur
    )
    changed(conclusions)
    record(
        db,
        event.key,
        "decide",
        f"recommendation {recommendation.key}",
        by=rapporteur,
        outcome=outcome.value,
    )
    return disposition
