"""What the rapporteur does with proposed words: taken over, put in brackets, or not taken.

The proposal stays as it was written; what became of it is a record of its own.
"""

from __future__ import annotations

from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Action, Person
from app.errors import NotFound, Refused
from app.events.journal import record
from app.events.models import Event
from app.recommendations.agreement_forms import ChoiceForm, DecisionForm
from app.recommendations.agreement_models import (
    Answer,
    ProposalDecision,
    ProposalOutcome,
)
from app.recommendations.answers import decisions_on, proposals_in
from app.recommendations.bracketing import bracketed, brackets_in, chosen
from app.recommendations.locking import (
    acting,
    changed,
    open_conclusions_for_update,
    paragraph_of,
)
from app.recommendations.models import Conclusions, Paragraph
from app.recommendations.paragraphs import refuse_stale, revisions, write
from app.recommendations.stages import ParagraphAct, paragraph_after


def decide_on_proposal(
    db: Writing, event: Event, answer_id: int, form: DecisionForm, *, by: Person | None
) -> ProposalDecision:
    """Decide on a delegation's words at `form.revision` of the paragraph; once decided it holds."""
    rapporteur = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    outcome = form.check()
    conclusions = open_conclusions_for_update(db, event)
    answer, name = _proposal(db, conclusions, answer_id)
    if answer.key in decisions_on(db, conclusions.key):
        raise Refused("These words were decided on before.")
    paragraph = paragraph_of(db, conclusions, answer.paragraph_id)
    refuse_stale(db, paragraph, form.revision, yours=answer.words)
    newest = revisions(db, paragraph)[-1]
    if outcome is not ProposalOutcome.NOT_TAKEN:
        words = answer.words
        if outcome is ProposalOutcome.BRACKETED:
            words = bracketed(newest.text, name, answer.words)
        if words != newest.text:
            write(db, paragraph, words, addressee=newest.addressee, by=rapporteur)
            changed(conclusions)
    decision = _decided(db, answer, outcome, paragraph, form.reason, by=rapporteur)
    record(
        db, event.key, "decide on words", f"paragraph {paragraph.key}", by=rapporteur,
        outcome=outcome.value, delegation=answer.delegation_id,
    )  # fmt: skip
    return decision


def choose_in_bracket(
    db: Writing, event: Event, paragraph_id: int, form: ChoiceForm, *, by: Person | None
) -> Paragraph:
    """Put one option in the place of one bracket of the text of `form.revision`.

    Delegations whose proposed words are chosen contributed to the paragraph from now on.
    """
    rapporteur = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    conclusions = open_conclusions_for_update(db, event)
    paragraph = paragraph_of(db, conclusions, paragraph_id)
    newest = revisions(db, paragraph)[-1]
    refuse_stale(db, paragraph, form.revision, yours="")
    text = chosen(newest.text, form.bracket, form.option)
    if not text:
        raise Refused("Nothing would be left of this paragraph. Strike it instead.")
    names = brackets_in(newest.text)[form.bracket][form.option].name.split(", ")
    write(db, paragraph, text, addressee=newest.addressee, by=rapporteur)
    changed(conclusions)
    holding = decisions_on(db, conclusions.key)
    for answer, name in proposals_in(db, conclusions.key, paragraph.key):
        held = holding.get(answer.key)
        if name in names and held and held.outcome is ProposalOutcome.BRACKETED:
            _decided(db, answer, ProposalOutcome.TAKEN_OVER, paragraph, "", by=rapporteur)
    record(db, event.key, "choose words", f"paragraph {paragraph.key}", by=rapporteur)
    return paragraph


def agree_ad_referendum(
    db: Writing, event: Event, paragraph_id: int, *, agreed: bool, by: Person | None
) -> Paragraph:
    """Note that a paragraph is agreed subject to the whole, or open it again; no word changes."""
    who = acting(by, Action.ADOPT_CONCLUSIONS, event)
    conclusions = open_conclusions_for_update(db, event)
    paragraph = paragraph_of(db, conclusions, paragraph_id)
    act = ParagraphAct.AGREE_AD_REF if agreed else ParagraphAct.REOPEN
    paragraph.state = paragraph_after(paragraph.state, act)
    verb = "agree on" if agreed else "reopen"
    record(db, event.key, verb, f"paragraph {paragraph.key}", by=who, revision=paragraph.revision)
    return paragraph


def _proposal(db: Reading, conclusions: Conclusions, answer_id: int) -> tuple[Answer, str]:
    for answer, name in proposals_in(db, conclusions.key, None):
        if answer.key == answer_id:
            return answer, name
    raise NotFound("There are no such proposed words here. Go back to the answers.")


def _decided(
    db: Writing,
    answer: Answer,
    outcome: ProposalOutcome,
    paragraph: Paragraph,
    reason: str,
    *,
    by: int,
) -> ProposalDecision:
    decision = ProposalDecision(
        answer_id=answer.key,
        outcome=outcome,
        reason=reason if outcome is ProposalOutcome.NOT_TAKEN else "",
        paragraph_revision=paragraph.revision,
        decided_at=now(),
        decided_by_id=by,
    )
    db.add(decision)
    db.flush()
    return decision
