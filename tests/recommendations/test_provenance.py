"""The page of a paragraph leads back to merges, sources and inputs, as far as one may read."""

from __future__ import annotations

import pytest

from app.delegations.rights import Person
from app.errors import Forbidden, NotFound, SignInNeeded
from app.recommendations.editing import delete_paragraph
from app.recommendations.merging import undo_merge
from app.recommendations.provenance import ParagraphHistory, paragraph_history
from app.sessions.models import Attribution, Input, InputState
from tests.recommendations.steps import Steps, priority, recommendation

INPUTS = ("Children repeat their story five times.", "One interview is enough.")


def history(steps: Steps, number: int, by: Person | None) -> ParagraphHistory:
    with steps.database.reading() as db:
        return paragraph_history(db, steps.event, number, by=by)


def merged_priority(steps: Steps, attribution: Attribution = Attribution.BY_DELEGATION) -> int:
    number = steps.recorded_priority("Hear a child once.", *INPUTS, attribution=attribution)
    return steps.merge(priority(number), text="Children are heard once.").paragraph_id


def test_a_paragraph_leads_back_to_the_inputs_of_its_priority(steps: Steps) -> None:
    found = history(steps, merged_priority(steps), steps.cast.ukraine_delegate)
    assert found.block.text == "Children are heard once."
    (merge,) = found.merges
    (source,) = merge.sources
    assert source.row.text == "Hear a child once."
    assert source.name == "Workshop 1: Reporting and prosecution, priority 1, revision 1"
    assert [(line.text, line.whose) for line in source.inputs] == [
        (INPUTS[0], "Georgia"),
        (INPUTS[1], "Georgia"),
    ]


@pytest.mark.parametrize(
    ("attribution", "whose"),
    [(Attribution.BY_SECTOR, "Law enforcement agencies"), (Attribution.NOT_AT_ALL, "")],
)
def test_inputs_are_named_as_their_board_allows(
    steps: Steps, attribution: Attribution, whose: str
) -> None:
    found = history(steps, merged_priority(steps, attribution), steps.cast.georgia_head)
    (source,) = found.merges[0].sources
    assert {line.whose for line in source.inputs} == {whose}


@pytest.mark.parametrize("state", [InputState.HIDDEN, InputState.WITHDRAWN])
def test_inputs_taken_away_show_no_words(steps: Steps, state: InputState) -> None:
    number = merged_priority(steps)
    with steps.database.writing() as db:
        db.get_one(Input, 1).state = state
    lines = history(steps, number, steps.cast.rapporteur).merges[0].sources[0].inputs
    assert [line.text for line in lines] == [None, INPUTS[1]]


def test_undone_merges_stay_in_the_history(steps: Steps) -> None:
    number = steps.add("Own words.")
    merge = steps.merge(recommendation(steps.submitted()), paragraph_id=number, revision=1)
    with steps.database.writing() as db:
        undo_merge(db, steps.event, merge.key, why="Too early.", by=steps.cast.rapporteur)
    found = history(steps, number, steps.cast.chair)
    assert [(line.row.undoes_id, line.is_undone) for line in found.merges] == [
        (merge.key, False),
        (None, True),
    ]
    assert [revision.number for revision in found.revisions] == [3, 2, 1]


def test_the_public_reads_the_adopted_paragraph_and_no_working_text(steps: Steps) -> None:
    number = merged_priority(steps)
    with pytest.raises(SignInNeeded):
        history(steps, number, None)
    with pytest.raises(Forbidden):
        history(steps, number, steps.cast.observer)
    steps.adopt()
    for reader in (None, steps.cast.observer, steps.cast.outsider):
        found = history(steps, number, reader)
        assert found.block.number == "1"
        assert [source.text for source in found.block.sources] == ["Hear a child once."]
        assert not found.revisions
        assert not found.merges
    assert history(steps, number, steps.cast.georgia_delegate).revisions


def test_a_paragraph_struck_before_adoption_is_there_for_members_only(steps: Steps) -> None:
    steps.add("Agreed.")
    struck = steps.add("A standing committee is set up.")
    with steps.database.writing() as db:
        delete_paragraph(db, steps.event, struck, by=steps.cast.rapporteur)
    steps.adopt()
    assert history(steps, struck, steps.cast.chair).block.number is None
    with pytest.raises(NotFound):
        history(steps, struck, None)


def test_a_paragraph_that_never_was_is_not_found(steps: Steps) -> None:
    steps.add("Agreed.")
    for reader in (steps.cast.chair, steps.cast.georgia_head):
        with pytest.raises(NotFound):
            history(steps, 999, reader)
