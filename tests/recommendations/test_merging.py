"""Merging links sources to a paragraph and keeps them byte for byte; undoing is a record."""

from __future__ import annotations

import hashlib

import pytest
from sqlmodel import select

from app.errors import BadInput, Forbidden, NotFound, Refused, StaleWrite
from app.recommendations.editing import write_paragraph
from app.recommendations.forms import ParagraphForm
from app.recommendations.merging import UndoneMerge, merge_into_paragraph, undo_merge
from app.recommendations.models import (
    Merge,
    MergeSource,
    ParagraphRevision,
    ParagraphState,
    RecommendationRevision,
    RecommendationState,
    Relation,
)
from app.recommendations.withdrawing import withdraw_recommendation
from app.sessions.models import Priority, PriorityState
from tests.recommendations.steps import (
    GEORGIA,
    MERGED,
    UKRAINE,
    Steps,
    priority,
    recommendation,
)


def undo(steps: Steps, merge: Merge) -> UndoneMerge:
    with steps.database.writing() as db:
        return undo_merge(db, steps.event, merge.key, by=steps.cast.rapporteur)


def both(steps: Steps) -> tuple[int, int]:
    return steps.submitted(), steps.submitted(UKRAINE, by=steps.cast.ukraine_head)


def test_a_merge_keeps_its_sources_byte_for_byte(steps: Steps) -> None:
    text = "Zażółć gęślą jaźń —\n\n[A: one / B: two] 🇬🇪 \u200b end"
    georgia = steps.submitted(text)
    ukraine = steps.submitted(UKRAINE, by=steps.cast.ukraine_head)
    merge = steps.merge(recommendation(georgia), recommendation(ukraine))
    with steps.database.reading() as db:
        sources = db.exec(select(MergeSource).order_by(MergeSource.id)).all()  # type: ignore[arg-type]
        originals = db.exec(select(RecommendationRevision.text)).all()
    assert [source.text for source in sources] == [text, UKRAINE]
    assert set(originals) == {text, UKRAINE}
    for source in sources:
        assert source.merge_id == merge.key
        assert source.text_hash == hashlib.sha256(source.text.encode()).hexdigest()
    assert steps.text(merge.paragraph_id) == MERGED
    assert steps.state(georgia) is RecommendationState.MERGED


def test_a_source_is_partly_merged_where_something_is_left_out(steps: Steps) -> None:
    georgia, ukraine = both(steps)
    steps.merge(recommendation(georgia), recommendation(ukraine, dropped="the address"))
    assert steps.state(georgia) is RecommendationState.MERGED
    assert steps.state(ukraine) is RecommendationState.PARTLY_MERGED


def test_a_recommendation_that_opposes_the_text_stays_open(steps: Steps) -> None:
    georgia, ukraine = both(steps)
    steps.merge(recommendation(georgia), recommendation(ukraine, relation=Relation.OPPOSED))
    assert steps.state(ukraine) is RecommendationState.SUBMITTED
    (paragraph,) = steps.records().paragraphs
    assert paragraph.delegations == ("Georgia",)


def test_a_merge_into_a_paragraph_adds_to_it(steps: Steps) -> None:
    georgia, ukraine = both(steps)
    first = steps.merge(recommendation(georgia), text=GEORGIA)
    steps.merge(recommendation(ukraine), paragraph_id=first.paragraph_id, revision=1)
    (paragraph,) = steps.records().paragraphs
    assert paragraph.text == MERGED
    assert paragraph.delegations == ("Georgia", "Ukraine")
    with steps.database.reading() as db:
        texts = db.exec(select(ParagraphRevision.text).order_by(ParagraphRevision.number)).all()  # type: ignore[arg-type]
    assert texts == [GEORGIA, MERGED]


def test_a_merge_into_a_changed_paragraph_is_refused_with_both_texts(steps: Steps) -> None:
    georgia, ukraine = both(steps)
    first = steps.merge(recommendation(georgia), text=GEORGIA)
    form = ParagraphForm(text="A colleague's words.", revision=1)
    with steps.database.writing() as db:
        write_paragraph(db, steps.event, first.paragraph_id, form, by=steps.cast.rapporteur)
    with pytest.raises(StaleWrite) as refusal:
        steps.merge(recommendation(ukraine), paragraph_id=first.paragraph_id, revision=1)
    assert (refusal.value.theirs, refusal.value.yours) == ("A colleague's words.", MERGED)
    assert steps.state(ukraine) is RecommendationState.SUBMITTED
    assert steps.text(first.paragraph_id) == "A colleague's words."


def test_a_source_revised_while_the_rapporteur_wrote_is_not_merged(steps: Steps) -> None:
    georgia = steps.submitted()
    steps.revise(georgia, "Quite another thing.")
    with pytest.raises(Refused, match="revised while you were writing"):
        steps.merge(recommendation(georgia, revision=1))
    steps.merge(recommendation(georgia, revision=2))


def test_a_source_revised_after_the_merge_flags_its_paragraph_and_changes_nothing(
    steps: Steps,
) -> None:
    georgia = steps.submitted()
    merge = steps.merge(recommendation(georgia))
    assert not steps.records().paragraphs[0].source_changed
    steps.revise(georgia, "We think differently now.")
    (paragraph,) = steps.records().paragraphs
    assert paragraph.source_changed
    assert paragraph.text == MERGED
    assert paragraph.sources[0].source.text == GEORGIA
    assert steps.state(georgia) is RecommendationState.MERGED
    assert merge.paragraph_id == paragraph.row.key


def test_a_source_withdrawn_after_the_merge_flags_its_paragraph(steps: Steps) -> None:
    georgia = steps.submitted()
    merge = steps.merge(recommendation(georgia))
    with steps.database.writing() as db:
        withdraw_recommendation(db, steps.event, georgia, by=steps.cast.georgia_head)
    assert steps.records().paragraphs[0].source_changed
    undo(steps, merge)
    assert steps.state(georgia) is RecommendationState.WITHDRAWN


def test_drafts_and_withdrawn_ones_cannot_be_merged(steps: Steps) -> None:
    draft = steps.draft()
    with pytest.raises(NotFound):
        steps.merge(recommendation(draft))
    steps.submit(draft)
    with steps.database.writing() as db:
        withdraw_recommendation(db, steps.event, draft, by=steps.cast.georgia_head)
    with pytest.raises(Refused, match="withdrawn"):
        steps.merge(recommendation(draft))
    assert not steps.records().paragraphs


def test_undoing_a_merge_is_a_new_record_and_puts_its_sources_back_on_the_table(
    steps: Steps,
) -> None:
    georgia, ukraine = both(steps)
    first = steps.merge(recommendation(georgia), text=GEORGIA)
    second = steps.merge(recommendation(ukraine), paragraph_id=first.paragraph_id, revision=1)
    undone = undo(steps, second)
    assert undone.text_restored
    assert undone.merge.undoes_id == second.key
    assert steps.text(first.paragraph_id) == GEORGIA
    assert steps.state(ukraine) is RecommendationState.TABLED
    assert steps.state(georgia) is RecommendationState.MERGED
    with steps.database.reading() as db:
        assert len(db.exec(select(Merge)).all()) == 3
        assert len(db.exec(select(MergeSource)).all()) == 2
    with pytest.raises(Refused, match="undone before"):
        undo(steps, second)
    with pytest.raises(Refused, match="undoes a merge"):
        undo(steps, undone.merge)


def test_undoing_keeps_a_text_that_somebody_worked_on(steps: Steps) -> None:
    georgia, ukraine = both(steps)
    first = steps.merge(recommendation(georgia), text=GEORGIA)
    second = steps.merge(recommendation(ukraine), paragraph_id=first.paragraph_id, revision=1)
    form = ParagraphForm(text="Worked on since.", revision=2)
    with steps.database.writing() as db:
        write_paragraph(db, steps.event, first.paragraph_id, form, by=steps.cast.rapporteur)
    assert not undo(steps, second).text_restored
    assert steps.text(first.paragraph_id) == "Worked on since."
    assert steps.state(ukraine) is RecommendationState.TABLED


def test_undoing_the_merge_that_made_a_paragraph_strikes_it(steps: Steps) -> None:
    georgia = steps.submitted()
    merge = steps.merge(recommendation(georgia))
    assert undo(steps, merge).text_restored
    assert steps.paragraph(merge.paragraph_id).state is ParagraphState.DELETED
    assert steps.text(merge.paragraph_id) == MERGED


def test_undoing_an_older_merge_leaves_the_text_of_the_newer_one(steps: Steps) -> None:
    georgia, ukraine = both(steps)
    first = steps.merge(recommendation(georgia))
    steps.merge(recommendation(ukraine), paragraph_id=first.paragraph_id, revision=1)
    assert not undo(steps, first).text_restored
    assert steps.text(first.paragraph_id) == MERGED
    assert steps.records().paragraphs[0].delegations == ("Ukraine",)


def test_undone_in_reverse_order_two_merges_leave_nothing(steps: Steps) -> None:
    georgia, ukraine = both(steps)
    first = steps.merge(recommendation(georgia), text=GEORGIA)
    second = steps.merge(recommendation(ukraine), paragraph_id=first.paragraph_id, revision=1)
    undo(steps, second)
    assert undo(steps, first).text_restored
    assert steps.paragraph(first.paragraph_id).state is ParagraphState.DELETED


def test_a_recommendation_merged_twice_stays_merged_when_one_merge_is_undone(steps: Steps) -> None:
    georgia = steps.submitted()
    steps.merge(recommendation(georgia, dropped="reachable at all hours"))
    second = steps.merge(recommendation(georgia), text="Another paragraph.")
    assert steps.state(georgia) is RecommendationState.MERGED
    undo(steps, second)
    assert steps.state(georgia) is RecommendationState.PARTLY_MERGED


def test_a_recorded_priority_is_a_source_and_only_a_recorded_one(steps: Steps) -> None:
    number = steps.recorded_priority()
    assert len(steps.records().loose_priorities) == 1
    steps.merge(priority(number), text="Children are heard once.")
    assert not steps.records().loose_priorities
    with steps.database.writing() as db:
        db.get_one(Priority, number).state = PriorityState.SHORTLISTED
    assert steps.records().paragraphs[0].source_changed
    with pytest.raises(NotFound):
        steps.merge(priority(number))


def test_word_for_word_means_word_for_word(steps: Steps) -> None:
    georgia = steps.submitted()
    verbatim = recommendation(georgia, relation=Relation.VERBATIM)
    with pytest.raises(BadInput, match="word for word"):
        steps.merge(verbatim, text=GEORGIA.upper())
    steps.merge(verbatim, text=f"It was agreed: {GEORGIA}")


def test_a_merge_needs_a_text_and_each_source_once(steps: Steps) -> None:
    georgia = steps.submitted()
    with pytest.raises(BadInput):
        steps.merge(recommendation(georgia), text="  ")
    with pytest.raises(BadInput):
        steps.merge()
    with pytest.raises(BadInput, match="only once"):
        steps.merge(recommendation(georgia), recommendation(georgia))


@pytest.mark.parametrize("name", ["organiser", "chair", "georgia_head", "observer", "outsider"])
def test_only_the_rapporteur_merges(steps: Steps, name: str) -> None:
    georgia = steps.submitted()
    with steps.database.writing() as db, pytest.raises(Forbidden):
        merge_into_paragraph(
            db,
            steps.event,
            sources=[recommendation(georgia)],
            text=MERGED,
            by=getattr(steps.cast, name),
        )
