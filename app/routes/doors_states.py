"""In which states of its thing each door that changes something leads on; read by one test.

The check itself is where the data is; the states come from the tables that the actions ask. Doors
that are not here do not ask for a state.
"""

from __future__ import annotations

from app.recommendations.models import RecommendationState
from app.recommendations.recommendation_states import POSSIBLE as FOR_RECOMMENDATIONS
from app.recommendations.recommendation_states import RecommendationAct
from app.routes.doors_words import EVENT, MEETING
from app.sessions.states import POSSIBLE as FOR_BOARDS
from app.sessions.states import BoardAct, BoardState

Board = frozenset[BoardState]

_POST = FOR_BOARDS[BoardAct.POST]
_WITHDRAW = FOR_BOARDS[BoardAct.WITHDRAW]
_WORK = FOR_BOARDS[BoardAct.WORK]
_MODERATE = FOR_BOARDS[BoardAct.MODERATE]

_INPUT = f"POST {MEETING}/inputs/{{client_id}}"
_PRIORITY = f"POST {MEETING}/priorities/{{priority_id}}"
_ONE = f"POST {EVENT}/recommendations/{{recommendation_id}}"

# What each of these doors asks of the board behind it.
OF_BOARDS: dict[str, Board] = {
    f"POST {MEETING}/board": FOR_BOARDS[BoardAct.OPEN],
    f"POST {MEETING}/inputs": _POST,
    _INPUT: _POST,
    f"{_INPUT}/withdrawal": _WITHDRAW,
    f"POST {MEETING}/projector": FOR_BOARDS[BoardAct.PROJECT],
    **{f"{_INPUT}/{verb}": _MODERATE for verb in ("hiding", "showing", "letting-in")},
    **{
        f"{_INPUT}/{verb}": _WORK
        for verb in ("ungrouping", "setting-aside", "bringing-back", "focus")
    },
    _PRIORITY: _WORK,
    **{
        f"{_PRIORITY}/{verb}": _WORK
        for verb in (
            *("record", "taking-back", "position", "shortlisting", "shortlisting/removal"),
            *("merge", "merge/undoing", "focus", "endorsement", "endorsement/removal"),
        )
    },
    **{
        f"POST {MEETING}/{rest}": _WORK
        for rest in (
            *("step", "closure", "clusters", "clusters/undoing", "priorities", "focus/end"),
            *("rounds", "rounds/end", "paper", "board/rules"),
            *("speakers", "speakers/on-behalf", "speakers/arrangement"),
            *("speakers/{speaker_id:int}/withdrawal",),
            *("floor", "floor/pause", "floor/resumption", "floor/end"),
        )
    },
}

# What each of these doors asks of the one recommendation behind it.
OF_RECOMMENDATIONS: dict[str, frozenset[RecommendationState]] = {
    f"{_ONE}/revisions": FOR_RECOMMENDATIONS[RecommendationAct.REVISE],
    f"{_ONE}/submission": FOR_RECOMMENDATIONS[RecommendationAct.SUBMIT],
    f"{_ONE}/withdrawal": FOR_RECOMMENDATIONS[RecommendationAct.WITHDRAW],
    f"{_ONE}/dispositions": FOR_RECOMMENDATIONS[RecommendationAct.DECIDE],
    f"{_ONE}/returns": FOR_RECOMMENDATIONS[RecommendationAct.RETURN],
}
