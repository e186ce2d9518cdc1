"""What the delegations answered to what was circulated, as it holds now. Changes nothing."""

from __future__ import annotations

from sqlmodel import col, select

from app.db import Reading
from app.delegations.models import Delegation
from app.recommendations.agreement_models import (
    Answer,
    AnswerKind,
    Circulation,
    ProposalDecision,
    ProposalOutcome,
)


def newest_circulation(db: Reading, conclusions_id: int) -> Circulation | None:
    """What was last put before the delegations, or None."""
    return db.exec(
        select(Circulation)
        .where(col(Circulation.conclusions_id) == conclusions_id)
        .order_by(col(Circulation.number).desc())
        .limit(1)
    ).first()


def newest_answers(db: Reading, conclusions_id: int) -> dict[tuple[int, int], Answer]:
    """(delegation, paragraph) → the answer that holds, on whatever revision it was given."""
    found = db.exec(
        select(Answer)
        .join(Circulation, col(Circulation.id) == col(Answer.circulation_id))
        .where(col(Circulation.conclusions_id) == conclusions_id)
        .order_by(col(Answer.id))
    )
    return {(answer.delegation_id, answer.paragraph_id): answer for answer in found}


def decisions_on(db: Reading, conclusions_id: int) -> dict[int, ProposalDecision]:
    """Answer → the decision on its words that holds."""
    found = db.exec(
        select(ProposalDecision)
        .join(Answer, col(Answer.id) == col(ProposalDecision.answer_id))
        .join(Circulation, col(Circulation.id) == col(Answer.circulation_id))
        .where(col(Circulation.conclusions_id) == conclusions_id)
        .order_by(col(ProposalDecision.id))
    )
    return {decision.answer_id: decision for decision in found}


def contributors(db: Reading, conclusions_id: int) -> dict[int, tuple[str, ...]]:
    """Paragraph → the delegations whose proposed words were taken over into it."""
    holding = decisions_on(db, conclusions_id)
    names: dict[int, list[str]] = {}
    if not holding:
        return {}
    for answer, name in proposals_in(db, conclusions_id, None):
        held = holding.get(answer.key)
        if held and held.outcome is ProposalOutcome.TAKEN_OVER:
            names.setdefault(answer.paragraph_id, []).append(name)
    return {paragraph: tuple(dict.fromkeys(of)) for paragraph, of in names.items()}


def proposals_in(
    db: Reading, conclusions_id: int, paragraph_id: int | None
) -> list[tuple[Answer, str]]:
    """Every proposal of words with its delegation's name, oldest first."""
    found = db.exec(
        select(Answer, Delegation.name)
        .join(Circulation, col(Circulation.id) == col(Answer.circulation_id))
        .join(Delegation, col(Delegation.id) == col(Answer.delegation_id))
        .where(
            col(Circulation.conclusions_id) == conclusions_id,
            col(Answer.kind) == AnswerKind.PROPOSE,
        )
        .order_by(col(Answer.id))
    )
    return [(a, name) for a, name in found if paragraph_id in (None, a.paragraph_id)]
