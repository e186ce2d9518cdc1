"""Answers to the circulated conclusions: a delegation gives them, the podium reads and decides."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from app.delegations.rights import Action
from app.errors import PlenaryError, StaleWrite
from app.recommendations.agreement import agreement, own_agreement
from app.recommendations.agreement_forms import AnswerForm, ChoiceForm, DecisionForm
from app.recommendations.annexes import where_or_why
from app.recommendations.answering import agree_to_all, answer_paragraph
from app.recommendations.assembling import numbers_in
from app.recommendations.bracketing import brackets_in, chosen
from app.recommendations.comparing_words import word_diff
from app.recommendations.document.numbering import mark
from app.recommendations.editing import no_paragraph
from app.recommendations.forms import RevisionForm
from app.recommendations.proposals import (
    agree_ad_referendum,
    choose_in_bracket,
    decide_on_proposal,
)
from app.routes.at_conclusions import AtConclusions, AtConclusionsDep

router = APIRouter(prefix="/events/{slug}/conclusions")


@router.get("/our-text", response_class=HTMLResponse)
def show_our_text(at: AtConclusionsDep, done: str = "") -> HTMLResponse:
    """How the text of a delegation was used, and the whole text to agree to."""
    return _own_page(at, done=done)


@router.post("/our-text/agreement")
def post_agreement_to_all(form: Annotated[RevisionForm, Form()], at: AtConclusionsDep) -> Response:
    """Agree to every paragraph that was not answered yet."""
    try:
        at.write(agree_to_all, revision=form.revision, by=at.viewer)
    except PlenaryError as refusal:
        return _own_page(at, refusal)
    return at.see("our-text", "agreed")


@router.get("/paragraphs/{paragraph_id:int}/answer", response_class=HTMLResponse)
def show_answer(paragraph_id: int, at: AtConclusionsDep) -> HTMLResponse:
    """The form of a delegation's answer to one paragraph."""
    return _answer_page(at, paragraph_id, None)


@router.post("/paragraphs/{paragraph_id:int}/answer")
def post_answer(
    paragraph_id: int, form: Annotated[AnswerForm, Form()], at: AtConclusionsDep
) -> Response:
    """Answer one paragraph."""
    try:
        at.write(answer_paragraph, paragraph_id, form, by=at.viewer)
    except PlenaryError as refusal:
        return _answer_page(at, paragraph_id, form, refusal)
    return at.see("our-text", "answered", paragraph_id)


@router.get("/answers", response_class=HTMLResponse)
def show_answers(at: AtConclusionsDep, done: str = "") -> HTMLResponse:
    """What the delegations answered, beside the paragraphs."""
    return _answers_page(at, done=done)


@router.post("/answers/{answer_id:int}/decision")
def post_decision(
    answer_id: int, form: Annotated[DecisionForm, Form()], at: AtConclusionsDep
) -> Response:
    """Take proposed words over, bracket them, or say why not."""
    at.require(Action.MERGE_RECOMMENDATIONS)
    try:
        decision = at.write(decide_on_proposal, answer_id, form, by=at.viewer)
    except PlenaryError as refusal:
        return _answers_page(at, refusal, typed={answer_id: form.reason})
    return at.see("answers", decision.outcome.value)


@router.post("/paragraphs/{paragraph_id:int}/choice")
def post_choice(
    paragraph_id: int, form: Annotated[ChoiceForm, Form()], at: AtConclusionsDep
) -> Response:
    """Choose one wording of a bracket."""
    at.require(Action.MERGE_RECOMMENDATIONS)
    try:
        at.write(choose_in_bracket, paragraph_id, form, by=at.viewer)
    except PlenaryError as refusal:
        return _answers_page(at, refusal)
    return at.see("answers", "chosen", paragraph_id)


@router.post("/paragraphs/{paragraph_id:int}/agreement")
def post_agreement(paragraph_id: int, at: AtConclusionsDep) -> Response:
    """Note that a paragraph is agreed, subject to the whole."""
    return _agreed(at, paragraph_id, agreed=True)


@router.post("/paragraphs/{paragraph_id:int}/agreement/removal")
def post_reopening(paragraph_id: int, at: AtConclusionsDep) -> Response:
    """Open an agreed paragraph again."""
    return _agreed(at, paragraph_id, agreed=False)


def _agreed(at: AtConclusions, paragraph_id: int, *, agreed: bool) -> Response:
    at.require(Action.ADOPT_CONCLUSIONS)
    try:
        at.write(agree_ad_referendum, paragraph_id, agreed=agreed, by=at.viewer)
    except PlenaryError as refusal:
        return _answers_page(at, refusal)
    return at.see("answers", "ad-referendum" if agreed else "reopened", paragraph_id)


def _own_page(
    at: AtConclusions, refusal: PlenaryError | None = None, *, done: str = ""
) -> HTMLResponse:
    with at.database.reading() as db:
        own = own_agreement(db, at.event, translate=at.translate, by=at.viewer)
    records, numbers = own.whole.records, numbers_in(own.whole.document)
    return at.page(
        "our_text.html",
        refusal,
        own=own,
        mark=mark,
        where_or_why=lambda line: where_or_why(line, records, numbers, at.translate),
        may_answer=at.may(Action.ANSWER_CIRCULATION),
        done=done,
    )


def _answer_page(
    at: AtConclusions,
    paragraph_id: int,
    form: AnswerForm | None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    at.require(Action.ANSWER_CIRCULATION)
    with at.database.reading() as db:
        own = own_agreement(db, at.event, translate=at.translate, by=at.viewer)
    clause = own.whole.clause(paragraph_id)
    if clause is None:
        raise no_paragraph()
    stale = refusal if isinstance(refusal, StaleWrite) else None
    if form is None:
        form = AnswerForm(words=clause.line.text, revision=clause.line.row.revision)
    elif stale:
        # Whoever has seen both texts and sends again means it.
        form = form.model_copy(update={"revision": stale.revision})
    return at.page(
        "answer.html",
        refusal,
        clause=clause,
        number=clause.block.number,
        given=own.answer(clause),
        form=form,
        stale=stale,
    )


def _answers_page(
    at: AtConclusions,
    refusal: PlenaryError | None = None,
    *,
    typed: dict[int, str] | None = None,
    done: str = "",
) -> HTMLResponse:
    with at.database.reading() as db:
        found = agreement(db, at.event, translate=at.translate, by=at.viewer)
    return at.page(
        "answers.html",
        refusal,
        agreement=found,
        mark=mark,
        word_diff=word_diff,
        brackets_of=_brackets_of,
        typed=typed or {},
        may_merge=at.may(Action.MERGE_RECOMMENDATIONS),
        may_adopt=at.may(Action.ADOPT_CONCLUSIONS),
        done=done,
    )


def _brackets_of(text: str) -> list[list[tuple[str, str]]]:
    """For each bracket its options: as it stands there, and what the paragraph would then say."""
    try:
        brackets = brackets_in(text)
    except PlenaryError:
        # Mended where the text is written; here there is nothing to choose.
        return []
    return [
        [(option.shown, chosen(text, place, at)) for at, option in enumerate(options)]
        for place, options in enumerate(brackets)
    ]
