"""Every stage and every act: what stands in the tables leads on, everything else is refused."""

from __future__ import annotations

from itertools import product

import pytest

from app.errors import Refused
from app.recommendations.models import ConclusionsState, ParagraphState
from app.recommendations.stages import (
    ADOPTED_STATES,
    PARAGRAPH_STAGES,
    STAGES,
    Act,
    ParagraphAct,
    paragraph_after,
    stage_after,
)


def test_every_act_leads_on_from_its_stages_and_is_refused_with_a_sentence_at_all_others() -> None:
    for state, act in product(ConclusionsState, Act):
        if (state, act) in STAGES:
            assert stage_after(state, act) is STAGES[state, act]
        else:
            with pytest.raises(Refused) as refusal:
                stage_after(state, act)
            assert str(refusal.value).endswith(".")


def test_every_act_on_a_paragraph_leads_on_or_is_refused_with_a_sentence() -> None:
    for state, act in product(ParagraphState, ParagraphAct):
        if (state, act) in PARAGRAPH_STAGES:
            assert paragraph_after(state, act) is PARAGRAPH_STAGES[state, act]
        else:
            with pytest.raises(Refused) as refusal:
                paragraph_after(state, act)
            assert str(refusal.value).endswith(".")


def test_nothing_leads_back_from_adoption() -> None:
    for (before, _), after in STAGES.items():
        if before in ADOPTED_STATES:
            assert after in ADOPTED_STATES
            assert list(ConclusionsState).index(after) >= list(ConclusionsState).index(before)


def test_every_stage_is_reached_from_the_draft() -> None:
    reached = {ConclusionsState.DRAFT}
    while more := {after for (before, _), after in STAGES.items() if before in reached} - reached:
        reached |= more
    assert reached == set(ConclusionsState)


def test_brackets_are_neither_agreed_nor_adopted() -> None:
    for act in (ParagraphAct.AGREE_AD_REF, ParagraphAct.ADOPT):
        with pytest.raises(Refused, match="take the brackets away"):
            paragraph_after(ParagraphState.BRACKETED, act)


def test_a_struck_paragraph_and_an_adopted_one_stay_so() -> None:
    still = {ParagraphState.DELETED, ParagraphState.AGREED}
    assert not {state for state, _ in PARAGRAPH_STAGES} & still
