"""One vote per delegation, under the organisers' rules; the result is frozen with the text."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from app.delegations.rights import Person
from app.errors import BadInput, Forbidden, Refused
from app.recommendations.loading import adoption_of
from app.recommendations.models import AdoptionMode, ConclusionsState
from app.recommendations.tallying import Tally, tally_of
from app.recommendations.voting import (
    cast_ballot,
    close_vote,
    newest_vote,
    open_vote,
    set_voting_rules,
)
from app.recommendations.voting_forms import BallotForm, OpeningForm, RulesForm
from app.recommendations.voting_models import Choice, CountedOf, Majority, Vote
from tests.recommendations.steps import Steps

RULES = RulesForm(quorum="2", majority="more_than_half", counted_of="cast")


def opened(steps: Steps, rules: RulesForm = RULES) -> int:
    number = steps.add("Data are kept for one year.")
    ruled(steps, rules)
    begin(steps)
    return number


def ruled(steps: Steps, rules: RulesForm = RULES) -> None:
    with steps.database.writing() as db:
        set_voting_rules(db, steps.event, rules, by=steps.cast.organiser)


def begin(steps: Steps, *present: int, by: Person | None = None) -> None:
    cast = steps.cast
    conclusions = steps.records().conclusions
    assert conclusions is not None
    form = OpeningForm(
        present=[str(one) for one in present or (cast.georgia_id, cast.ukraine_id)],
        revision=conclusions.revision,
    )
    with steps.database.writing() as db:
        open_vote(db, steps.event, form, by=by or cast.chair)


def cast(steps: Steps, person: Person, choice: str) -> None:
    with steps.database.writing() as db:
        cast_ballot(db, steps.event, BallotForm(choice=choice), by=person)


def close(steps: Steps) -> Vote:
    with steps.database.writing() as db:
        return close_vote(db, steps.event, by=steps.cast.chair)


def state(steps: Steps) -> ConclusionsState:
    conclusions = steps.records().conclusions
    assert conclusions is not None
    return conclusions.state


def test_a_vote_that_carries_adopts_and_freezes_its_figures(steps: Steps) -> None:
    opened(steps)
    cast(steps, steps.cast.georgia_head, "no")
    cast(steps, steps.cast.georgia_head, "yes")
    cast(steps, steps.cast.ukraine_head, "abstain")
    assert close(steps).carried
    with steps.database.reading() as db:
        adoption = adoption_of(db, steps.event)
    assert adoption is not None
    assert adoption.mode is AdoptionMode.VOTE
    assert adoption.document["adoption"]["clause"] == (
        "The delegations present (2) adopted these conclusions by vote: "
        "1 in favour, 0 against, 1 abstaining."
    )
    with pytest.raises(Refused, match="corrigendum"):
        cast(steps, steps.cast.ukraine_head, "no")


def test_a_vote_that_does_not_carry_leaves_a_draft(steps: Steps) -> None:
    number = opened(steps)
    cast(steps, steps.cast.georgia_head, "yes")
    cast(steps, steps.cast.ukraine_head, "no")
    with pytest.raises(Refused, match="voting on this text"):
        steps.write(number, "Other words.", revision=1)
    assert close(steps).carried is False
    assert state(steps) is ConclusionsState.DRAFT
    with pytest.raises(Refused, match="No vote is open"):
        cast(steps, steps.cast.georgia_head, "yes")
    with steps.database.reading() as db:
        conclusions = steps.records().conclusions
        assert conclusions is not None
        seen = newest_vote(db, conclusions.key)
    assert seen is not None
    assert [(name, ballot.choice) for ballot, name in seen.ballots] == [
        ("Georgia", Choice.YES),
        ("Ukraine", Choice.NO),
    ]


def test_rules_and_quorum_come_first_and_the_text_is_finished(steps: Steps) -> None:
    number = steps.add("Kept [for one year].")
    with pytest.raises(Refused, match="rules of voting"):
        begin(steps)
    ruled(steps)
    with pytest.raises(Refused, match="1 delegations are counted as present, and 2 are needed"):
        begin(steps, steps.cast.georgia_id)
    with pytest.raises(Refused, match="brackets"):
        begin(steps)
    with pytest.raises(BadInput, match="Tick"):
        begin(steps, 999_999)
    steps.write(number, "Kept for one year.", revision=1)
    form = OpeningForm(present=[str(steps.cast.georgia_id), str(steps.cast.ukraine_id)], revision=1)
    with steps.database.writing() as db, pytest.raises(Refused, match="Read them again"):
        open_vote(db, steps.event, form, by=steps.cast.chair)
    begin(steps)
    with pytest.raises(Refused, match="open already"):
        begin(steps)


def test_only_heads_present_vote_only_the_chair_runs_it_only_organisers_rule(steps: Steps) -> None:
    steps.add("Data are kept for one year.")
    with steps.database.writing() as db, pytest.raises(Forbidden):
        set_voting_rules(db, steps.event, RULES, by=steps.cast.chair)
    ruled(steps, RULES.model_copy(update={"quorum": "1"}))
    with pytest.raises(Forbidden):
        begin(steps, by=steps.cast.organiser)
    begin(steps, steps.cast.georgia_id)
    with pytest.raises(Refused, match="not counted as present"):
        cast(steps, steps.cast.ukraine_head, "yes")
    for person in (steps.cast.georgia_delegate, steps.cast.chair, steps.cast.outsider):
        with pytest.raises(Forbidden):
            cast(steps, person, "yes")


def test_of_two_who_close_at_the_same_moment_one_is_told(steps: Steps) -> None:
    opened(steps)
    cast(steps, steps.cast.georgia_head, "yes")
    start = threading.Barrier(3)
    refusals: list[str] = []

    def attempt(action: Callable[[], object]) -> None:
        start.wait()
        try:
            action()
        except Refused as refusal:
            refusals.append(str(refusal))

    acts: list[Callable[[], object]] = [
        lambda: close(steps),
        lambda: close(steps),
        lambda: cast(steps, steps.cast.ukraine_head, "no"),
    ]
    threads = [threading.Thread(target=attempt, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with steps.database.reading() as db:
        conclusions = steps.records().conclusions
        assert conclusions is not None
        seen = newest_vote(db, conclusions.key)
        adoption = adoption_of(db, steps.event)
    assert seen is not None
    # The late ballot counted, or it was refused: what is frozen agrees with what is counted.
    assert seen.tally.carries(Majority.MORE_THAN_HALF, CountedOf.CAST) is seen.row.carried
    assert (adoption is not None) is seen.row.carried
    assert len(refusals) == (1 if seen.tally.no else 2)


@pytest.mark.parametrize(
    ("tally", "majority", "of", "needed", "carries"),
    [
        (Tally(10, 5, 5, 0), Majority.MORE_THAN_HALF, CountedOf.CAST, 6, False),
        (Tally(10, 5, 4, 1), Majority.MORE_THAN_HALF, CountedOf.CAST, 5, True),
        (Tally(10, 5, 4, 1), Majority.MORE_THAN_HALF, CountedOf.PRESENT, 6, False),
        (Tally(10, 6, 3, 1), Majority.TWO_THIRDS, CountedOf.CAST, 6, True),
        (Tally(10, 6, 3, 1), Majority.TWO_THIRDS, CountedOf.PRESENT, 7, False),
        (Tally(10, 7, 2, 1), Majority.THREE_QUARTERS, CountedOf.CAST, 7, True),
        (Tally(3, 3, 0, 0), Majority.ALL, CountedOf.PRESENT, 3, True),
        (Tally(3, 2, 0, 1), Majority.ALL, CountedOf.CAST, 2, True),
        (Tally(3, 0, 0, 3), Majority.ALL, CountedOf.CAST, 1, False),
        (Tally(3, 0, 0, 3), Majority.MORE_THAN_HALF, CountedOf.CAST, 1, False),
    ],
)
def test_majorities(
    tally: Tally, majority: Majority, of: CountedOf, needed: int, carries: bool
) -> None:
    assert tally.needed(majority, of) == needed
    assert tally.carries(majority, of) is carries


def test_who_says_nothing_is_present_only() -> None:
    assert tally_of([Choice.YES, None, Choice.NO, Choice.ABSTAIN]) == Tally(4, 1, 1, 1)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"quorum": ""}, "quorum"),
        ({"quorum": "0"}, "quorum"),
        ({"quorum": "²"}, "quorum"),
        ({"majority": "most"}, "majority-1"),
        ({"counted_of": ""}, "counted_of-1"),
    ],
)
def test_rules_that_say_nothing_are_refused(changed: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        RULES.model_copy(update=changed).check()
    assert refusal.value.field == field
