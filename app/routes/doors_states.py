"""In which states of its thing each door that changes something leads on; read by one test.

The check itself is where the data is; the states come from the tables that the actions ask. Doors
that are not here do not ask for a state.
"""

from __future__ import annotations

from app.recommendations.models import ConclusionsState, RecommendationState
from app.recommendations.recommendation_states import POSSIBLE as FOR_RECOMMENDATIONS
from app.recommendations.recommendation_states import RecommendationAct
from app.recommendations.stages import ADOPTED_STATES, STAGES, Act
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


def _stages(act: Act) -> frozenset[ConclusionsState]:
    return frozenset(state for state, one in STAGES if one is act)


_CONCLUSIONS = f"POST {EVENT}/conclusions"
_PARAGRAPHS = f"{_CONCLUSIONS}/paragraphs"
_PARAGRAPH = f"{_PARAGRAPHS}/{{paragraph_id:int}}"
_CHANGE = _stages(Act.CHANGE)
_UNADOPTED = frozenset(ConclusionsState) - ADOPTED_STATES

# What each of these doors asks of the event's conclusions.
OF_CONCLUSIONS: dict[str, frozenset[ConclusionsState]] = {
    # A delegation's drafts are no part of the text on which silence or a vote is asked.
    f"POST {EVENT}/recommendations": _UNADOPTED,
    f"{_ONE}/revisions": _UNADOPTED,
    f"{_ONE}/withdrawal": _UNADOPTED,
    f"{_ONE}/submission": _CHANGE,
    f"{_ONE}/dispositions": _CHANGE,
    f"{_ONE}/returns": _CHANGE,
    _PARAGRAPHS: _CHANGE,
    f"{_PARAGRAPH}/text": _CHANGE,
    f"{_PARAGRAPH}/position": _CHANGE,
    f"{_PARAGRAPH}/deletion": _CHANGE,
    f"{_CONCLUSIONS}/merges/{{merge_id}}/undoing": _CHANGE,
    f"{_CONCLUSIONS}/circulation": _stages(Act.CIRCULATE),
    f"{_PARAGRAPH}/answer": _stages(Act.ANSWER),
    f"{_CONCLUSIONS}/silence": _stages(Act.OPEN_SILENCE),
    f"{_CONCLUSIONS}/silence/calling-off": _stages(Act.CALL_OFF_SILENCE),
    f"{_CONCLUSIONS}/silence/adoption": _stages(Act.ADOPT_BY_SILENCE),
    f"{_CONCLUSIONS}/objection": _stages(Act.OBJECT),
    f"{_CONCLUSIONS}/vote/rules": _UNADOPTED,
    f"{_CONCLUSIONS}/vote/opening": _stages(Act.OPEN_VOTE),
    f"{_CONCLUSIONS}/adoption": _stages(Act.ADOPT),
}
