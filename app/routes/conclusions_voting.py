"""A vote by delegation over HTTP: organisers type the rules, the chair runs it, heads vote."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from app.delegations.rights import Action
from app.errors import PlenaryError
from app.recommendations.agreement import whole_text
from app.recommendations.voting import (
    cast_ballot,
    close_vote,
    newest_rules,
    newest_vote,
    open_vote,
    set_voting_rules,
)
from app.recommendations.voting_forms import BallotForm, OpeningForm, RulesForm
from app.routes.at_conclusions import AtConclusions, AtConclusionsDep

router = APIRouter(prefix="/events/{slug}/conclusions/vote")


@router.get("", response_class=HTMLResponse)
def show_vote(at: AtConclusionsDep, done: str = "") -> HTMLResponse:
    """The rules, the open vote, or the result of the last one."""
    return _page(at, done=done)


@router.post("/rules")
def post_rules(form: Annotated[RulesForm, Form()], at: AtConclusionsDep) -> Response:
    """Type the rules."""
    at.require(Action.SET_VOTING_RULES)
    try:
        at.write(set_voting_rules, form, by=at.viewer)
    except PlenaryError as refusal:
        return _page(at, refusal, rules_form=form)
    return at.see("vote", "rules")


@router.post("/opening")
def post_opening(form: Annotated[OpeningForm, Form()], at: AtConclusionsDep) -> Response:
    """Open the vote."""
    at.require(Action.RUN_VOTE)
    try:
        at.write(open_vote, form, by=at.viewer)
    except PlenaryError as refusal:
        return _page(at, refusal, opening=form)
    return at.see("vote", "vote-open")


@router.post("/ballot")
def post_ballot(form: Annotated[BallotForm, Form()], at: AtConclusionsDep) -> Response:
    """Vote for one's delegation."""
    at.require(Action.DECIDE_FOR_DELEGATION)
    try:
        at.write(cast_ballot, form, by=at.viewer)
    except PlenaryError as refusal:
        return _page(at, refusal)
    return at.see("vote", "voted")


@router.post("/closing")
def post_closing(at: AtConclusionsDep) -> Response:
    """Close the vote, count, and adopt if it carries."""
    at.require(Action.RUN_VOTE)
    try:
        vote = at.write(close_vote, translate=at.translate, by=at.viewer)
    except PlenaryError as refusal:
        return _page(at, refusal)
    return at.see("vote", "carried" if vote.carried else "rejected")


def _page(
    at: AtConclusions,
    refusal: PlenaryError | None = None,
    *,
    rules_form: RulesForm | None = None,
    opening: OpeningForm | None = None,
    done: str = "",
) -> HTMLResponse:
    with at.database.reading() as db:
        text = whole_text(db, at.event, translate=at.translate, by=at.viewer)
        conclusions = text.records.conclusions
        number = conclusions.key if conclusions else 0
        rules, vote = newest_rules(db, number), newest_vote(db, number)
    if rules_form is None and rules:
        rules_form = RulesForm(
            quorum=str(rules.quorum),
            majority=rules.majority.value,
            counted_of=rules.counted_of.value,
        )
    own = at.viewer.delegation_id if at.viewer else None
    return at.page(
        "vote.html",
        refusal,
        text=text,
        rules=rules,
        rules_form=rules_form or RulesForm(),
        vote=vote,
        own=vote.ballot_of(own) if vote else None,
        present=opening.present if opening else [str(key) for key, _ in text.delegations],
        may_set=at.may(Action.SET_VOTING_RULES),
        may_run=at.may(Action.RUN_VOTE),
        may_decide=at.may(Action.DECIDE_FOR_DELEGATION),
        done=done,
    )
