"""From what a recommendation comes: own inputs, recorded priorities and gaps, chosen by tick."""

from __future__ import annotations

import pytest

from app.delegations.rights import Person
from app.errors import BadInput
from app.recommendations.drafting import draft_recommendation, revise_recommendation
from app.recommendations.forms import RecommendationForm
from app.recommendations.origins import event_sessions_of, offered_origins
from app.recommendations.queries import recommendation_history
from app.sessions.models import Attribution, Input, InputState
from tests.recommendations.steps import Steps


def offered(steps: Steps, by: Person) -> dict[str, str | None]:
    with steps.database.reading() as db:
        return {one.key: one.text for one in offered_origins(db, steps.event, by=by)}


def draft_from(steps: Steps, *origin: str) -> int:
    form = RecommendationForm(
        text="One point each.", strength="urge", authority="Ministry", due="2020", origin=origin
    )
    with steps.database.writing() as db:
        return draft_recommendation(db, steps.event, form, by=steps.cast.georgia_delegate).key


def test_a_delegation_ticks_its_own_inputs_and_what_all_recorded(steps: Steps) -> None:
    cast = steps.cast
    priority = steps.recorded_priority("Hear a child once.", "A room for children.")
    assert offered(steps, cast.georgia_head) == {
        "input-1": "A room for children.",
        f"priority-{priority}": "Hear a child once.",
    }
    assert list(offered(steps, cast.ukraine_head)) == [f"priority-{priority}"]
    number = draft_from(steps, "input-1", f"priority-{priority}")
    with steps.database.reading() as db:
        history = recommendation_history(db, steps.event, number, by=cast.georgia_head)
        assert [one.key for one in history.origins] == ["input-1", f"priority-{priority}"]
        assert (history.record.revision.strength, history.record.revision.due) == ("urge", "2020")
        assert event_sessions_of(db, steps.event) == {number: (cast.workshop_id,)}


def test_an_input_of_a_board_that_names_nobody_is_nobodys_source(steps: Steps) -> None:
    steps.recorded_priority("One.", "Posted by sector.", attribution=Attribution.BY_SECTOR)
    assert not [key for key in offered(steps, steps.cast.georgia_head) if key.startswith("input")]


def test_what_was_taken_back_stays_ticked_without_its_words(steps: Steps) -> None:
    steps.recorded_priority("One.", "Taken back later.")
    number = draft_from(steps, "input-1")
    with steps.database.writing() as db:
        db.get_one(Input, 1).state = InputState.WITHDRAWN
    form = RecommendationForm(text="Newer.", origin=["input-1"], revision=1)
    with steps.database.writing() as db:
        revise_recommendation(db, steps.event, number, form, by=steps.cast.georgia_delegate)
    with steps.database.reading() as db:
        history = recommendation_history(db, steps.event, number, by=steps.cast.georgia_head)
    assert [one.text for one in history.origins] == [None]


@pytest.mark.parametrize("origin", ["input-1", "priority-99", "poem-1", "input-", "", "finding-1"])
def test_what_is_not_offered_is_refused(steps: Steps, origin: str) -> None:
    with pytest.raises(BadInput):
        draft_from(steps, origin)


def test_an_unknown_strength_is_refused() -> None:
    RecommendationForm(text="One.", strength="urge").check()
    with pytest.raises(BadInput):
        RecommendationForm(text="One.", strength="order").check()
