"""The table of a recommendation's states is whole, and says the same as what acts allow."""

from __future__ import annotations

import pytest

from app.recommendations.models import RecommendationState
from app.recommendations.recommendation_states import BECOMES, POSSIBLE, RecommendationAct

LEADS_TO = {
    RecommendationAct.SUBMIT: RecommendationState.SUBMITTED,
    RecommendationAct.RETURN: RecommendationState.RETURNED,
    RecommendationAct.WITHDRAW: RecommendationState.WITHDRAWN,
}


@pytest.mark.parametrize("state", RecommendationState)
def test_an_act_is_possible_where_the_table_of_states_goes_on(state: RecommendationState) -> None:
    for act, after in LEADS_TO.items():
        assert (after in BECOMES[state]) == (state in POSSIBLE[act]), act
    assert (RecommendationState.NOT_RETAINED in BECOMES[state]) <= (
        state in POSSIBLE[RecommendationAct.DECIDE]
    )


def test_every_state_is_reached_and_only_a_withdrawal_is_the_end() -> None:
    assert set(BECOMES) == set(RecommendationState)
    reached = {after for states in BECOMES.values() for after in states}
    assert reached == set(RecommendationState)
    assert [state for state, after in BECOMES.items() if not after] == [
        RecommendationState.WITHDRAWN
    ]
