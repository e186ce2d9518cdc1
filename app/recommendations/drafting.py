"""A delegation writes its recommendations together, one revision after the other.

Knows nothing of conclusions beyond their lock. Drafts belong to the delegation: nobody else learns
even that they are there.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Action, Person, may
from app.errors import Forbidden, StaleWrite
from app.events.journal import record
from app.events.models import Event
from app.recommendations.forms import RecommendationForm
from app.recommendations.locking import (
    acting,
    changed,
    no_recommendation,
    open_conclusions_for_update,
    own_delegation,
    recommendation_of,
)
from app.recommendations.models import (
    Recommendation,
    RecommendationRevision,
    RecommendationState,
    Strength,
)
from app.recommendations.origins import chosen_origins, keep_origins, origin_keys
from app.recommendations.recommendation_states import (
    HEADS_ALONE,
    RecommendationAct,
    refuse_unless,
)


def draft_recommendation(
    db: Writing, event: Event, form: RecommendationForm, *, by: Person | None
) -> Recommendation:
    """Begin a recommendation of one's own delegation; only its members see it."""
    author = acting(by, Action.DRAFT_OWN_RECOMMENDATION, event)
    delegation_id = own_delegation(by)
    form.check()
    open_conclusions_for_update(db, event)
    origins = chosen_origins(db, event, form.origin, by=by)
    highest = db.exec(
        select(sa.func.max(col(Recommendation.number))).where(
            col(Recommendation.delegation_id) == delegation_id
        )
    ).one()
    recommendation = Recommendation(
        event_id=event.key,
        delegation_id=delegation_id,
        number=(highest or 0) + 1,
        created_at=now(),
        created_by_id=author,
    )
    db.add(recommendation)
    db.flush()
    db.add(_revision(recommendation, form, author))
    keep_origins(db, recommendation, 1, origins)
    record(db, event.key, "draft", f"recommendation {recommendation.key}", by=author)
    return recommendation


def revise_recommendation(
    db: Writing,
    event: Event,
    recommendation_id: int,
    form: RecommendationForm,
    *,
    by: Person | None,
) -> Recommendation:
    """Write a new revision; StaleWrite unless `form.revision` is the newest.

    A draft is revised by any member of its delegation, a submitted text by its head only.
    Paragraphs made from it keep their text and are flagged.
    """
    author = acting(by, Action.DRAFT_OWN_RECOMMENDATION, event)
    form.check()
    conclusions = open_conclusions_for_update(db, event)
    recommendation = own_recommendation(db, event, recommendation_id, by)
    refuse_unless(RecommendationAct.REVISE, recommendation.state)
    submitted = recommendation.submitted_at is not None
    is_head = may(by, Action.SUBMIT_OWN_RECOMMENDATION, event_id=event.key)
    if recommendation.state in HEADS_ALONE and not is_head:
        raise Forbidden(
            "This recommendation is submitted: only the head of your delegation changes it now."
        )
    newest = revision_of(db, recommendation)
    if form.revision != recommendation.revision:
        raise StaleWrite(
            base=_text_at(db, recommendation, form.revision),
            theirs=newest.text,
            yours=form.text,
            revision=recommendation.revision,
        )
    before = origin_keys(db, recommendation, newest.number)
    origins = chosen_origins(db, event, form.origin, before, by=by)
    if _says_the_same(newest, form) and set(origins) == set(before):
        return recommendation
    recommendation.revision += 1
    if recommendation.state is RecommendationState.RETURNED:
        recommendation.state = RecommendationState.DRAFT
    db.add(_revision(recommendation, form, author))
    keep_origins(db, recommendation, recommendation.revision, origins)
    if submitted:
        changed(conclusions)
    record(
        db,
        event.key,
        "revise",
        f"recommendation {recommendation.key}",
        by=author,
        revision=recommendation.revision,
    )
    return recommendation


def own_recommendation(
    db: Writing, event: Event, recommendation_id: int, by: Person | None
) -> Recommendation:
    """A recommendation of one's own delegation; NotFound for every other."""
    recommendation = recommendation_of(db, event, recommendation_id)
    if recommendation.delegation_id != own_delegation(by):
        raise no_recommendation()
    return recommendation


def revision_of(db: Reading, recommendation: Recommendation) -> RecommendationRevision:
    """The newest text."""
    return db.exec(
        select(RecommendationRevision).where(
            col(RecommendationRevision.recommendation_id) == recommendation.key,
            col(RecommendationRevision.number) == recommendation.revision,
        )
    ).one()


def _revision(
    recommendation: Recommendation, form: RecommendationForm, author: int
) -> RecommendationRevision:
    return RecommendationRevision(
        recommendation_id=recommendation.key,
        number=recommendation.revision,
        text=form.text,
        theme=form.theme,
        addressee=form.addressee,
        strength=Strength(form.strength) if form.strength else None,
        measure=form.measure,
        authority=form.authority,
        due=form.due,
        written_at=now(),
        written_by_id=author,
    )


def _text_at(db: Reading, recommendation: Recommendation, number: int) -> str:
    text = db.exec(
        select(RecommendationRevision.text).where(
            col(RecommendationRevision.recommendation_id) == recommendation.key,
            col(RecommendationRevision.number) == number,
        )
    ).first()
    return text or ""


def _says_the_same(revision: RecommendationRevision, form: RecommendationForm) -> bool:
    names = ("text", "theme", "addressee", "strength", "measure", "authority", "due")
    return all((getattr(revision, name) or "") == getattr(form, name) for name in names)
