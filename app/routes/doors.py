"""Every door of the house and the right that opens it, as data: read by people and by one test.

The check itself is where the data is (queries and actions call `require`); this table says what it
must come to. The test fails for a route missing here, and walks every role through every door.
"""

from __future__ import annotations

from app.delegations.rights import Action

# Any one of these rights opens the door; an empty set is a door without a lock.
Rights = frozenset[Action]


def _by(*actions: Action) -> Rights:
    return frozenset(actions)


OPEN: Rights = _by()

_AGENDA = _by(Action.READ_AGENDA)
_FOLLOW = _by(Action.FOLLOW_AGENDA)
_MANAGE_AGENDA = _by(Action.MANAGE_AGENDA)
_PEOPLE = _by(Action.MANAGE_PEOPLE)
_BOARD = _by(Action.READ_BOARD)
_MODERATE = _by(Action.MODERATE_BOARD)
_GROUP = _by(Action.GROUP_INPUTS)
_RECORD = _by(Action.RECORD_PRIORITY)
_MERGE = _by(Action.MERGE_RECOMMENDATIONS)
_ADOPT = _by(Action.ADOPT_CONCLUSIONS)
_DRAFT_OWN = _by(Action.DRAFT_OWN_RECOMMENDATION)
# Everybody, once the conclusions are adopted.
_DRAFT_CONCLUSIONS = _by(Action.READ_DRAFT_CONCLUSIONS)
_ANY_RECOMMENDATION = _by(Action.DRAFT_OWN_RECOMMENDATION, Action.READ_SUBMITTED_RECOMMENDATIONS)

_EVENT = "/events/{slug}"
_MEETING = f"{_EVENT}/sessions/{{key}}"
_DESK = f"{_EVENT}/manage"
_PERSON = f"{_DESK}/participants/{{participant_id:int}}"
_DELEGATION = f"{_DESK}/delegations/{{delegation_id:int}}"

_AGENDA_FILES = (
    *(f"agenda.{form}" for form in ("ics", "json", "xml", "pdf", "docx", "txt", "md")),
    "versions/{number}/agenda.pdf",
    "embed.js",
)

DOORS: dict[str, Rights] = {
    # the house
    "GET /": OPEN,
    "GET /components": OPEN,
    "GET /static/{path:path}": OPEN,
    "GET /sw.js": OPEN,
    "GET /offline": OPEN,
    "GET /health/live": OPEN,
    "GET /health/ready": OPEN,
    # signing in
    "GET /sign-in/{token}": OPEN,
    "POST /sign-out": OPEN,
    "POST /language": OPEN,
    f"GET {_EVENT}/me": _by(Action.READ_OWN_ENTRY),
    f"POST {_EVENT}/me/sign-outs": _by(Action.READ_OWN_ENTRY),
    # the published agenda
    f"GET {_EVENT}": _AGENDA,
    f"GET {_EVENT}/changes.json": _AGENDA,
    f"GET {_EVENT}/manifest.webmanifest": _AGENDA,
    f"GET {_EVENT}/versions/{{number}}": _AGENDA,
    f"GET {_EVENT}/versions/{{number}}/changes": _AGENDA,
    f"GET {_MEETING}": _AGENDA,
    **{
        f"{method} {_EVENT}/{file}": _AGENDA for method in ("GET", "HEAD") for file in _AGENDA_FILES
    },
    f"GET {_EVENT}/versions": _AGENDA,
    f"GET {_EVENT}/versions/changes": _AGENDA,
    f"GET {_EVENT}/versions.atom": _AGENDA,
    f"HEAD {_EVENT}/versions.atom": _AGENDA,
    # one's own sessions and calendars; whoever has the address of a calendar reads it
    "GET /calendars/{token}.ics": OPEN,
    "HEAD /calendars/{token}.ics": OPEN,
    f"GET {_EVENT}/my-sessions": _FOLLOW,
    f"POST {_MEETING}/choice": _FOLLOW,
    f"POST {_MEETING}/choice/removal": _FOLLOW,
    f"POST {_EVENT}/my-sessions/calendars": _FOLLOW,
    f"POST {_EVENT}/my-sessions/calendars/{{feed_id}}": _FOLLOW,
    f"POST {_EVENT}/my-sessions/calendars/{{feed_id}}/revocation": _FOLLOW,
    # versions and calendars at the organisers' desk
    f"GET {_DESK}/versions": _MANAGE_AGENDA,
    f"POST {_DESK}/versions/{{number}}/return": _MANAGE_AGENDA,
    f"GET {_DESK}/versions/{{number}}/mail": _MANAGE_AGENDA,
    f"GET {_DESK}/calendars": _by(Action.MANAGE_EVENT),
    f"POST {_DESK}/joining-links": _by(Action.MANAGE_EVENT),
    f"POST {_DESK}/contact": _by(Action.MANAGE_EVENT),
    f"POST {_DESK}/invitations": _by(Action.MANAGE_EVENT),
    # the draft agenda
    f"GET {_DESK}/agenda": _MANAGE_AGENDA,
    f"POST {_DESK}/agenda/document": _MANAGE_AGENDA,
    f"POST {_DESK}/agenda/versions": _MANAGE_AGENDA,
    f"POST {_DESK}/agenda/questions/{{question_id}}/settlement": _MANAGE_AGENDA,
    f"GET {_DESK}/agenda/days/{{day_id}}": _MANAGE_AGENDA,
    f"POST {_DESK}/agenda/days/{{day_id}}": _MANAGE_AGENDA,
    f"GET {_DESK}/agenda/slots/new": _MANAGE_AGENDA,
    f"POST {_DESK}/agenda/slots": _MANAGE_AGENDA,
    f"GET {_DESK}/agenda/slots/{{uid}}": _MANAGE_AGENDA,
    f"POST {_DESK}/agenda/slots/{{uid}}": _MANAGE_AGENDA,
    f"POST {_DESK}/agenda/slots/{{uid}}/removal": _MANAGE_AGENDA,
    # people
    f"GET {_EVENT}/delegations": _AGENDA,
    f"GET {_DESK}/delegations/new": _PEOPLE,
    f"POST {_DESK}/delegations": _PEOPLE,
    f"GET {_DELEGATION}": _PEOPLE,
    f"POST {_DELEGATION}": _PEOPLE,
    f"POST {_DELEGATION}/removal": _PEOPLE,
    f"POST {_DESK}/sectors": _PEOPLE,
    f"GET {_DESK}/participants": _PEOPLE,
    f"POST {_DESK}/participants": _PEOPLE,
    f"GET {_DESK}/participants/new": _PEOPLE,
    f"GET {_DESK}/participants/import": _PEOPLE,
    f"POST {_DESK}/participants/import": _PEOPLE,
    f"GET {_PERSON}": _PEOPLE,
    f"POST {_PERSON}": _PEOPLE,
    f"POST {_PERSON}/roles": _PEOPLE,
    f"POST {_PERSON}/dismissals": _PEOPLE,
    f"POST {_PERSON}/links": _PEOPLE,
    f"POST {_PERSON}/links/revocation": _PEOPLE,
    f"POST {_PERSON}/removal": _PEOPLE,
    # boards
    f"GET {_EVENT}/boards": _BOARD,
    f"GET {_MEETING}/board": _BOARD,
    f"WS {_MEETING}/live": _BOARD,
    f"POST {_MEETING}/board": _by(Action.MOVE_STEP),
    f"POST {_MEETING}/inputs": _by(Action.POST_INPUT),
    f"POST {_MEETING}/inputs/{{client_id}}/withdrawal": _by(Action.WITHDRAW_OWN_INPUT),
    f"GET {_MEETING}/board/desk": _MODERATE,
    f"GET {_MEETING}/projector": _by(Action.SHOW_PROJECTOR),
    f"POST {_MEETING}/step": _by(Action.MOVE_STEP),
    f"POST {_MEETING}/closure": _by(Action.CLOSE_BOARD),
    f"POST {_MEETING}/clusters": _GROUP,
    f"POST {_MEETING}/inputs/{{client_id}}/ungrouping": _GROUP,
    f"POST {_MEETING}/priorities": _RECORD,
    f"GET {_MEETING}/priorities/{{priority_id}}": _RECORD,
    f"POST {_MEETING}/priorities/{{priority_id}}": _RECORD,
    f"POST {_MEETING}/priorities/{{priority_id}}/record": _RECORD,
    f"POST {_MEETING}/priorities/{{priority_id}}/taking-back": _RECORD,
    f"GET {_MEETING}/inputs/{{client_id}}/hiding": _MODERATE,
    f"POST {_MEETING}/inputs/{{client_id}}/hiding": _MODERATE,
    f"POST {_MEETING}/inputs/{{client_id}}/showing": _MODERATE,
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
    # conclusions
    f"GET {_EVENT}/conclusions": _by(Action.READ_CONCLUSIONS),
    f"GET {_EVENT}/conclusions.docx": _DRAFT_CONCLUSIONS,
    f"GET {_EVENT}/conclusions.pdf": _DRAFT_CONCLUSIONS,
    f"GET {_EVENT}/conclusions.md": _DRAFT_CONCLUSIONS,
    f"GET {_EVENT}/conclusions.json": _DRAFT_CONCLUSIONS,
    f"GET {_EVENT}/conclusions/paragraphs/{{paragraph_id:int}}": _DRAFT_CONCLUSIONS,
    f"GET {_EVENT}/conclusions/desk": _by(Action.READ_SUBMITTED_RECOMMENDATIONS),
    f"GET {_EVENT}/conclusions/title": _MERGE,
    f"POST {_EVENT}/conclusions/title": _MERGE,
    f"POST {_EVENT}/conclusions/circulation": _ADOPT,
    f"GET {_EVENT}/conclusions/adoption": _ADOPT,
    f"POST {_EVENT}/conclusions/adoption": _ADOPT,
    f"GET {_EVENT}/conclusions/merges/new": _MERGE,
    f"POST {_EVENT}/conclusions/merges": _MERGE,
    f"POST {_EVENT}/conclusions/merges/{{merge_id}}/undoing": _MERGE,
    f"GET {_EVENT}/conclusions/paragraphs/new": _MERGE,
    f"POST {_EVENT}/conclusions/paragraphs": _MERGE,
    f"GET {_EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/text": _MERGE,
    f"POST {_EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/text": _MERGE,
    f"POST {_EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/position": _MERGE,
    f"POST {_EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/deletion": _MERGE,
}
