"""The doors of recommendations, benchmarks and conclusions; a part of the table in `doors.py`."""

from __future__ import annotations

from app.delegations.rights import Action
from app.routes.doors_words import EVENT as _EVENT
from app.routes.doors_words import Rights
from app.routes.doors_words import by as _by

_BENCHMARKS = _by(Action.READ_BENCHMARKS)
_ASSESS = _by(Action.ASSESS_OWN_STATE)
_MERGE = _by(Action.MERGE_RECOMMENDATIONS)
_ADOPT = _by(Action.ADOPT_CONCLUSIONS)
_DECIDE_FOR = _by(Action.DECIDE_FOR_DELEGATION)
_ISSUE = _by(Action.ISSUE_CONCLUSIONS)
_RUN_VOTE = _by(Action.RUN_VOTE)
_ANSWER = _by(Action.ANSWER_CIRCULATION)
_DRAFT_OWN = _by(Action.DRAFT_OWN_RECOMMENDATION)
# Everybody, once the conclusions are adopted.
_DRAFT_CONCLUSIONS = _by(Action.READ_DRAFT_CONCLUSIONS)
_ANY_RECOMMENDATION = _by(Action.DRAFT_OWN_RECOMMENDATION, Action.READ_SUBMITTED_RECOMMENDATIONS)

_PARAGRAPH = f"{_EVENT}/conclusions/paragraphs/{{paragraph_id:int}}"
_MY_STATE = f"{_EVENT}/benchmarks/my-state"
_FINDING = f"{_EVENT}/benchmarks/states/{{state_id:int}}/conducts/{{conduct_id:int}}"

DOORS: dict[str, Rights] = {
    # recommendations
    f"GET {_EVENT}/recommendations": _ANY_RECOMMENDATION,
    f"POST {_EVENT}/recommendations": _DRAFT_OWN,
    f"GET {_EVENT}/recommendations/{{recommendation_id}}": _ANY_RECOMMENDATION,
    f"POST {_EVENT}/recommendations/{{recommendation_id}}/revisions": _DRAFT_OWN,
    f"POST {_EVENT}/recommendations/{{recommendation_id}}/submission": _by(
        Action.SUBMIT_OWN_RECOMMENDATION
    ),
    f"POST {_EVENT}/recommendations/{{recommendation_id}}/withdrawal": _DRAFT_OWN,
    f"GET {_EVENT}/recommendations/{{recommendation_id}}/dispositions": _MERGE,
    f"POST {_EVENT}/recommendations/{{recommendation_id}}/dispositions": _MERGE,
    f"POST {_EVENT}/recommendations/{{recommendation_id}}/returns": _MERGE,
    f"GET {_EVENT}/recommendations/{{recommendation_id}}/writers": _DRAFT_OWN,
    f"POST {_EVENT}/recommendations/{{recommendation_id}}/writers": _DRAFT_OWN,
    # benchmarks
    f"GET {_EVENT}/benchmarks": _BENCHMARKS,
    f"GET {_EVENT}/benchmarks/matrix": _BENCHMARKS,
    f"GET {_EVENT}/benchmarks/projector": _by(Action.SHOW_PROJECTOR),
    f"GET {_EVENT}/benchmarks/states/{{state_id:int}}": _BENCHMARKS,
    f"GET {_EVENT}/benchmarks.{{format_}}": _BENCHMARKS,
    f"GET {_MY_STATE}": _ASSESS,
    f"GET {_MY_STATE}/provisions/{{provision_id:int}}": _ASSESS,
    f"POST {_MY_STATE}/provisions/{{provision_id:int}}/conducts/{{conduct_id:int}}": _ASSESS,
    f"POST {_MY_STATE}/confirmation": _by(Action.CONFIRM_OWN_STATE),
    f"GET {_FINDING}": _BENCHMARKS,
    f"POST {_FINDING}": _by(Action.ASSESS_OWN_STATE, Action.REVIEW_BENCHMARKS),
    f"POST {_FINDING}/review": _by(Action.REVIEW_BENCHMARKS),
    f"POST {_FINDING}/confirmation": _by(Action.CONFIRM_OWN_STATE),
    f"GET {_EVENT}/manage/benchmarks": _by(Action.MANAGE_BENCHMARKS),
    f"POST {_EVENT}/manage/benchmarks": _by(Action.MANAGE_BENCHMARKS),
    f"POST {_EVENT}/manage/benchmarks/reading": _by(Action.MANAGE_BENCHMARKS),
    # conclusions
    f"GET {_EVENT}/manage/house-style": _by(Action.MANAGE_EVENT),
    f"POST {_EVENT}/manage/house-style": _by(Action.MANAGE_EVENT),
    f"GET {_EVENT}/conclusions": _by(Action.READ_CONCLUSIONS),
    f"GET {_EVENT}/conclusions.docx": _DRAFT_CONCLUSIONS,
    f"GET {_EVENT}/conclusions.pdf": _DRAFT_CONCLUSIONS,
    f"GET {_EVENT}/conclusions.md": _DRAFT_CONCLUSIONS,
    f"GET {_EVENT}/conclusions.json": _DRAFT_CONCLUSIONS,
    f"GET {_EVENT}/conclusions.xml": _DRAFT_CONCLUSIONS,
    f"GET {_EVENT}/conclusions/annotated.docx": _DRAFT_CONCLUSIONS,
    f"GET {_EVENT}/conclusions/compare": _DRAFT_CONCLUSIONS,
    f"GET {_EVENT}/conclusions/tracked.docx": _DRAFT_CONCLUSIONS,
    f"GET {_EVENT}/conclusions/paragraphs/{{paragraph_id:int}}": _DRAFT_CONCLUSIONS,
    f"GET {_EVENT}/conclusions/priorities/{{recorded_id:int}}": _DRAFT_CONCLUSIONS,
    f"GET {_EVENT}/conclusions/desk": _by(Action.READ_SUBMITTED_RECOMMENDATIONS),
    f"GET {_EVENT}/conclusions/similar": _by(Action.READ_SUBMITTED_RECOMMENDATIONS),
    f"GET {_EVENT}/conclusions/languages/{{other}}": _DRAFT_CONCLUSIONS,
    f"GET {_EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/languages/{{other}}": _MERGE,
    f"POST {_EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/languages/{{other}}": _MERGE,
    f"POST {_EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/languages/{{other}}"
    "/confirmation": _MERGE,
    f"GET {_EVENT}/conclusions/parts": _MERGE,
    f"GET {_EVENT}/conclusions/parts/{{part}}": _MERGE,
    f"POST {_EVENT}/conclusions/parts/{{part}}": _MERGE,
    f"POST {_EVENT}/conclusions/parts/{{part}}/renewal": _MERGE,
    f"POST {_EVENT}/conclusions/parts/{{part}}/confirmation": _MERGE,
    f"GET {_EVENT}/conclusions/title": _MERGE,
    f"POST {_EVENT}/conclusions/title": _MERGE,
    f"POST {_EVENT}/conclusions/circulation": _ADOPT,
    f"GET {_EVENT}/conclusions/our-text": _DRAFT_OWN,
    f"POST {_EVENT}/conclusions/our-text/agreement": _ANSWER,
    f"GET {_PARAGRAPH}/answer": _ANSWER,
    f"POST {_PARAGRAPH}/answer": _ANSWER,
    f"GET {_EVENT}/conclusions/answers": _by(Action.READ_SUBMITTED_RECOMMENDATIONS),
    f"POST {_EVENT}/conclusions/answers/{{answer_id:int}}/decision": _MERGE,
    f"POST {_PARAGRAPH}/choice": _MERGE,
    f"POST {_PARAGRAPH}/agreement": _ADOPT,
    f"POST {_PARAGRAPH}/agreement/removal": _ADOPT,
    f"GET {_EVENT}/conclusions/silence": _DRAFT_CONCLUSIONS,
    f"POST {_EVENT}/conclusions/silence": _ADOPT,
    f"POST {_EVENT}/conclusions/silence/calling-off": _ADOPT,
    f"POST {_EVENT}/conclusions/silence/adoption": _ADOPT,
    f"GET {_EVENT}/conclusions/objection": _DECIDE_FOR,
    f"POST {_EVENT}/conclusions/objection": _DECIDE_FOR,
    f"GET {_EVENT}/conclusions/reservation": _DECIDE_FOR,
    f"POST {_EVENT}/conclusions/reservation": _DECIDE_FOR,
    f"GET {_EVENT}/conclusions/vote": _DRAFT_CONCLUSIONS,
    f"POST {_EVENT}/conclusions/vote/rules": _by(Action.SET_VOTING_RULES),
    f"POST {_EVENT}/conclusions/vote/opening": _RUN_VOTE,
    f"POST {_EVENT}/conclusions/vote/ballot": _DECIDE_FOR,
    f"POST {_EVENT}/conclusions/vote/closing": _RUN_VOTE,
    f"GET {_EVENT}/conclusions/projector": _by(Action.SHOW_PROJECTOR),
    f"POST {_EVENT}/conclusions/projector": _ADOPT,
    f"WS {_EVENT}/conclusions/live": _by(Action.SHOW_PROJECTOR),
    f"GET {_EVENT}/conclusions/feed": _by(Action.SHOW_PROJECTOR),
    f"GET {_EVENT}/conclusions/frames": _by(Action.SHOW_PROJECTOR),
    f"GET {_EVENT}/conclusions/publication": _ISSUE,
    f"POST {_EVENT}/conclusions/publication": _ISSUE,
    f"POST {_EVENT}/conclusions/supersession": _ISSUE,
    f"GET {_EVENT}/conclusions/corrigenda/new": _ISSUE,
    f"POST {_EVENT}/conclusions/corrigenda": _ISSUE,
    f"GET {_EVENT}/conclusions/addenda/new": _ISSUE,
    f"POST {_EVENT}/conclusions/addenda": _ISSUE,
    f"GET {_EVENT}/conclusions/supplements/{{supplement_id:int}}": _by(Action.READ_CONCLUSIONS),
    f"GET {_EVENT}/conclusions/supplements/{{supplement_id:int}}/file.{{format_}}": _by(
        Action.READ_CONCLUSIONS
    ),
    f"GET {_EVENT}/conclusions/adoption": _ADOPT,
    f"POST {_EVENT}/conclusions/adoption": _ADOPT,
    f"GET {_EVENT}/conclusions/merges/new": _MERGE,
    f"POST {_EVENT}/conclusions/merges": _MERGE,
    f"POST {_EVENT}/conclusions/merges/comparison": _MERGE,
    f"POST {_EVENT}/conclusions/merges/{{merge_id}}/undoing": _MERGE,
    f"GET {_EVENT}/conclusions/paragraphs/new": _MERGE,
    f"POST {_EVENT}/conclusions/paragraphs": _MERGE,
    f"GET {_EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/text": _MERGE,
    f"POST {_EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/text": _MERGE,
    f"GET {_EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/writers": _MERGE,
    f"POST {_EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/writers": _MERGE,
    f"POST {_EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/position": _MERGE,
    f"POST {_EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/deletion": _MERGE,
}
