"""Delegations answer the circulated text; what they propose stays a record of its own."""

from __future__ import annotations

import pytest

from app.errors import BadInput, Forbidden, Refused, StaleWrite
from app.recommendations.agreement import Agreement, OwnAgreement, agreement, own_agreement
from app.recommendations.agreement_forms import AnswerForm, ChoiceForm, DecisionForm
from app.recommendations.answering import agree_to_all, answer_paragraph
from app.recommendations.models import ConclusionsState, ParagraphState
from app.recommendations.proposals import (
    agree_ad_referendum,
    choose_in_bracket,
    decide_on_proposal,
)
from tests.recommendations.steps import Steps, recommendation

TEXT = "Data are kept for one year."
GEORGIAN = "Data are kept for six months."


def circulated(steps: Steps, text: str = TEXT) -> int:
    number = steps.add(text)
    steps.circulate()
    return number


def podium(steps: Steps) -> Agreement:
    with steps.database.reading() as db:
        return agreement(db, steps.event, by=steps.cast.rapporteur)


def georgia(steps: Steps) -> OwnAgreement:
    with steps.database.reading() as db:
        return own_agreement(db, steps.event, by=steps.cast.georgia_delegate)


def decide(steps: Steps, answer: int, outcome: str, *, revision: int = 1, reason: str = "") -> None:
    form = DecisionForm(outcome=outcome, reason=reason, revision=revision)
    with steps.database.writing() as db:
        decide_on_proposal(db, steps.event, answer, form, by=steps.cast.rapporteur)


def test_the_podium_reads_who_answered_what_and_delegations_only_their_own(steps: Steps) -> None:
    number = circulated(steps)
    steps.answer(number, "propose", words=GEORGIAN)
    steps.answer(number, "comment", note="Why a year?", by=steps.cast.ukraine_head)
    found = podium(steps)
    assert [name for _, name in found.delegations] == ["Georgia", "Ukraine"]
    assert len(found.answered) == 2
    (clause,) = found.clauses
    assert [(one.delegation, one.row.kind.value) for one in clause.answers] == [
        ("Georgia", "propose"),
        ("Ukraine", "comment"),
    ]
    assert [one.delegation for one in found.waiting] == ["Georgia"]
    own = georgia(steps)
    assert [one.delegation for clause in own.whole.clauses for one in clause.answers] == ["Georgia"]
    assert steps.text(number) == TEXT


def test_a_delegation_reads_where_its_recommendation_went(steps: Steps) -> None:
    mine = steps.submitted()
    merge = steps.merge(recommendation(mine, dropped="at all hours"))
    lost = steps.submitted("Another idea.")
    steps.decide(lost, "not_retained", reason="Outside the mandate.")
    used, dropped = georgia(steps).uses
    ((clause, source),) = used.places
    assert clause.line.row.key == merge.paragraph_id
    assert source.source.dropped == "at all hours"
    assert dropped.places == ()
    assert dropped.record.disposition is not None


def test_words_taken_over_name_their_delegation_among_the_contributors(steps: Steps) -> None:
    number = circulated(steps)
    answer = steps.answer(number, "propose", words=GEORGIAN)
    decide(steps, answer, "taken_over")
    found = podium(steps)
    (clause,) = found.clauses
    assert clause.line.text == GEORGIAN
    assert clause.block.delegations == ("Georgia",)
    assert found.state is ConclusionsState.DRAFT
    assert found.waiting == []
    with pytest.raises(Refused, match="decided on before"):
        decide(steps, answer, "bracketed", revision=2)


def test_words_in_brackets_are_chosen_or_not(steps: Steps) -> None:
    number = circulated(steps)
    answer = steps.answer(number, "propose", words=GEORGIAN)
    decide(steps, answer, "bracketed")
    assert steps.text(number) == "Data are kept for [Georgia: six months / one year]."
    assert steps.paragraph(number).state is ParagraphState.BRACKETED
    assert podium(steps).clauses[0].block.delegations == ()
    with steps.database.writing() as db:
        form = ChoiceForm(bracket=0, option=0, revision=2)
        choose_in_bracket(db, steps.event, number, form, by=steps.cast.rapporteur)
    assert steps.text(number) == GEORGIAN
    assert steps.paragraph(number).state is ParagraphState.DRAFTING
    assert podium(steps).clauses[0].block.delegations == ("Georgia",)


def test_words_that_are_not_taken_need_a_reason(steps: Steps) -> None:
    number = circulated(steps)
    answer = steps.answer(number, "propose", words=GEORGIAN)
    with pytest.raises(BadInput, match="reason"):
        decide(steps, answer, "not_taken")
    decide(steps, answer, "not_taken", reason="The law says a year.")
    (given,) = georgia(steps).whole.clauses[0].answers
    assert given.decision is not None
    assert given.decision.reason == "The law says a year."
    assert podium(steps).state is ConclusionsState.CIRCULATED


def test_agreeing_to_all_leaves_what_was_answered_and_refuses_a_text_not_read(steps: Steps) -> None:
    first = steps.add(TEXT)
    steps.add("Courts hear a child once.")
    steps.circulate()
    steps.answer(first, "comment", note="Why a year?")

    def agree(revision: int) -> int:
        with steps.database.writing() as db:
            return agree_to_all(db, steps.event, revision=revision, by=steps.cast.georgia_head)

    with pytest.raises(Refused, match="Read it again"):
        agree(1)
    assert agree(2) == 1
    assert georgia(steps).unanswered == 0
    with pytest.raises(Refused, match="every paragraph already"):
        agree(2)


def test_an_answer_to_an_older_text_is_refused_with_both_texts(steps: Steps) -> None:
    number = circulated(steps)
    steps.answer(number, "agree")
    steps.write(number, "Data are kept for two years.", revision=1)
    assert georgia(steps).unanswered == 1
    (given,) = podium(steps).clauses[0].answers
    assert not given.is_current
    form = AnswerForm(kind="propose", words=GEORGIAN, revision=1)
    with steps.database.writing() as db, pytest.raises(StaleWrite) as refusal:
        answer_paragraph(db, steps.event, number, form, by=steps.cast.georgia_head)
    assert (refusal.value.yours, refusal.value.base) == (GEORGIAN, TEXT)


@pytest.mark.parametrize(
    ("kind", "more", "why"),
    [
        ("", {}, "Choose whether"),
        ("comment", {}, "Write your comment"),
        ("propose", {}, "Write the words"),
        ("propose", {"words": "Data [are] kept."}, "without square brackets"),
    ],
)
def test_an_answer_says_something(kind: str, more: dict[str, str], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        AnswerForm(kind=kind, **more).check()


def test_only_heads_answer_and_only_what_was_circulated(steps: Steps) -> None:
    number = steps.add(TEXT)
    with pytest.raises(Refused, match="Nothing has been circulated"):
        steps.answer(number, "agree")
    steps.circulate()
    for person in (steps.cast.georgia_delegate, steps.cast.rapporteur, steps.cast.outsider):
        with pytest.raises(Forbidden):
            steps.answer(number, "agree", by=person)
    steps.adopt()
    with pytest.raises(Refused, match="corrigendum"):
        steps.answer(number, "agree")


def test_a_paragraph_is_agreed_ad_referendum_until_it_is_written_anew(steps: Steps) -> None:
    number = circulated(steps)
    with steps.database.writing() as db:
        agree_ad_referendum(db, steps.event, number, agreed=True, by=steps.cast.chair)
    assert steps.paragraph(number).state is ParagraphState.AGREED_AD_REF
    assert podium(steps).state is ConclusionsState.CIRCULATED
    steps.write(number, GEORGIAN, revision=1)
    assert steps.paragraph(number).state is ParagraphState.DRAFTING
