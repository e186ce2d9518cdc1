"""Every door of the house and the right that opens it, as data: read by people and by one test.

The check itself is where the data is (queries and actions call `require`); this table says what it
must come to. The test fails for a route missing here, and walks every role through every door.
"""

from __future__ import annotations

from app.delegations.rights import Action
from app.routes.doors_of_follow_up import DOORS as OF_FOLLOW_UP
from app.routes.doors_of_texts import DOORS as OF_TEXTS
from app.routes.doors_words import EVENT as _EVENT
from app.routes.doors_words import MEETING as _MEETING
from app.routes.doors_words import Rights
from app.routes.doors_words import by as _by

OPEN: Rights = _by()

_AGENDA = _by(Action.READ_AGENDA)
_FOLLOW = _by(Action.FOLLOW_AGENDA)
_MANAGE_AGENDA = _by(Action.MANAGE_AGENDA)
_PEOPLE = _by(Action.MANAGE_PEOPLE)
_MAILS = _by(Action.SEND_MAILS)
_ADMIT = _by(Action.ADMIT_PARTICIPANTS)
_KEEP_PASSKEYS = _by(Action.KEEP_PASSKEYS)
_BOARD = _by(Action.READ_BOARD)
_MODERATE = _by(Action.MODERATE_BOARD)
_GIVE_FLOOR = _by(Action.GIVE_FLOOR)
_GROUP = _by(Action.GROUP_INPUTS)
_RECORD = _by(Action.RECORD_PRIORITY)
_ENDORSE = _by(Action.ENDORSE_PRIORITY)
_KEEP_OWN = _by(Action.MANAGE_OWN_DELEGATION)

_DESK = f"{_EVENT}/manage"
_DRAFT = f"{_DESK}/agenda"
_READING = f"{_DRAFT}/readings/{{reading_id:int}}"
_PERSON = f"{_DESK}/participants/{{participant_id:int}}"
_SHEET = f"{_DESK}/participants/import/{{sheet_id:int}}"
_OWN = f"{_EVENT}/my-delegation"
_OWN_MEMBER = f"{_OWN}/members/{{member_id:int}}"
_DELEGATION = f"{_DESK}/delegations/{{delegation_id:int}}"

_MAIL = f"{_DESK}/mails"
_MAIL_TEXT = f"{_MAIL}/texts/{{kind}}/{{language}}"

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
    "GET /metrics": OPEN,
    # the venue's network, tried the day before
    "GET /check": OPEN,
    "WS /check/live": OPEN,
    "GET /check/feed": OPEN,
    "GET /check/frames": OPEN,
    # signing in
    "GET /first/{token}": OPEN,
    "POST /first/{token}": OPEN,
    "GET /sign-in": OPEN,
    "POST /sign-in/passkey/challenge": OPEN,
    "POST /sign-in/passkey": OPEN,
    "GET /sign-in/provider": OPEN,
    "GET /sign-in/provider/callback": OPEN,
    "POST /sign-in/provider/choice": OPEN,
    "GET /sign-in/{token}": OPEN,
    "POST /sign-in/{token}": OPEN,
    "POST /sign-out": OPEN,
    # coming in by the code on the projector
    "GET /join": OPEN,
    "GET /join/{code}": OPEN,
    "POST /join/{code}": OPEN,
    "GET /join/{code}/waiting": OPEN,
    f"GET {_EVENT}/joining": _ADMIT,
    f"GET {_EVENT}/joining/projector": _ADMIT,
    f"POST {_EVENT}/joining/code": _PEOPLE,
    f"POST {_EVENT}/joining/code/end": _PEOPLE,
    f"POST {_EVENT}/joining/requests/{{request_id:int}}/admission": _ADMIT,
    f"POST {_EVENT}/joining/requests/{{request_id:int}}/refusal": _ADMIT,
    "POST /language": OPEN,
    f"GET {_EVENT}/me": _by(Action.READ_OWN_ENTRY),
    f"POST {_EVENT}/me/passkeys/challenge": _KEEP_PASSKEYS,
    f"POST {_EVENT}/me/passkeys": _KEEP_PASSKEYS,
    f"POST {_EVENT}/me/passkeys/{{passkey_id:int}}/removal": _KEEP_PASSKEYS,
    f"POST {_EVENT}/me/sign-outs": _by(Action.READ_OWN_ENTRY),
    f"POST {_EVENT}/me/devices/{{sign_in_id:int}}/removal": _by(Action.READ_OWN_ENTRY),
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
    f"GET {_DESK}/event": _by(Action.MANAGE_EVENT),
    f"POST {_DESK}/event": _by(Action.MANAGE_EVENT),
    f"GET {_DESK}/new-event": _by(Action.MANAGE_EVENT),
    f"POST {_DESK}/new-event": _by(Action.MANAGE_EVENT),
    # mails
    f"GET {_EVENT}/me/mails": _by(Action.READ_OWN_ENTRY),
    f"POST {_EVENT}/me/mails": _by(Action.READ_OWN_ENTRY),
    f"GET {_MAIL}": _MAILS,
    f"POST {_MAIL}": _MAILS,
    f"GET {_MAIL}/new": _MAILS,
    f"GET {_MAIL}/{{mail_id:int}}": _MAILS,
    f"POST {_MAIL}/{{mail_id:int}}/decision": _MAILS,
    f"POST {_MAIL}/retries": _MAILS,
    f"POST {_MAIL}/stops": _MAILS,
    f"POST {_MAIL}/sender": _by(Action.MANAGE_EVENT),
    f"GET {_MAIL}/people/{{participant_id:int}}": _MAILS,
    f"POST {_MAIL}/people/{{participant_id:int}}/language": _MAILS,
    f"GET {_MAIL_TEXT}": _MAILS,
    f"POST {_MAIL_TEXT}": _MAILS,
    f"POST {_MAIL_TEXT}/removal": _MAILS,
    # the draft agenda
    f"GET {_DRAFT}": _MANAGE_AGENDA,
    f"POST {_DRAFT}/versions": _MANAGE_AGENDA,
    f"POST {_DRAFT}/questions/{{question_id}}/settlement": _MANAGE_AGENDA,
    f"POST {_DRAFT}/clashes/{{clash}}/acknowledgement": _MANAGE_AGENDA,
    f"GET {_DRAFT}/days/new": _MANAGE_AGENDA,
    f"POST {_DRAFT}/days": _MANAGE_AGENDA,
    f"GET {_DRAFT}/days/{{day_id:int}}": _MANAGE_AGENDA,
    f"POST {_DRAFT}/days/{{day_id:int}}": _MANAGE_AGENDA,
    f"POST {_DRAFT}/days/{{day_id:int}}/removal": _MANAGE_AGENDA,
    f"GET {_DRAFT}/slots/new": _MANAGE_AGENDA,
    f"POST {_DRAFT}/slots": _MANAGE_AGENDA,
    f"GET {_DRAFT}/slots/{{uid}}": _MANAGE_AGENDA,
    f"POST {_DRAFT}/slots/{{uid}}": _MANAGE_AGENDA,
    f"POST {_DRAFT}/slots/{{uid}}/position": _MANAGE_AGENDA,
    f"POST {_DRAFT}/slots/{{uid}}/shift": _MANAGE_AGENDA,
    f"POST {_DRAFT}/slots/{{uid}}/removal": _MANAGE_AGENDA,
    f"GET {_DRAFT}/changes": _MANAGE_AGENDA,
    f"POST {_DRAFT}/changes/{{change_id:int}}/undoing": _MANAGE_AGENDA,
    # documents that were read and wait to be accepted
    f"POST {_DRAFT}/document": _MANAGE_AGENDA,
    f"GET {_READING}": _MANAGE_AGENDA,
    f"POST {_READING}/year": _MANAGE_AGENDA,
    f"POST {_READING}/days/{{index:int}}": _MANAGE_AGENDA,
    f"POST {_READING}/questions/{{index:int}}/settlement": _MANAGE_AGENDA,
    f"POST {_READING}/matches": _MANAGE_AGENDA,
    f"GET {_READING}/entries/new": _MANAGE_AGENDA,
    f"POST {_READING}/entries": _MANAGE_AGENDA,
    f"GET {_READING}/entries/{{index:int}}": _MANAGE_AGENDA,
    f"POST {_READING}/entries/{{index:int}}": _MANAGE_AGENDA,
    f"POST {_READING}/entries/{{index:int}}/removal": _MANAGE_AGENDA,
    f"POST {_READING}/entries/{{index:int}}/return": _MANAGE_AGENDA,
    f"POST {_READING}/acceptance": _MANAGE_AGENDA,
    f"POST {_READING}/removal": _MANAGE_AGENDA,
    # one's own delegation, kept by its head or focal point
    f"GET {_OWN}": _KEEP_OWN,
    f"GET {_OWN}/members/new": _KEEP_OWN,
    f"POST {_OWN}/members": _KEEP_OWN,
    f"GET {_OWN_MEMBER}": _KEEP_OWN,
    f"POST {_OWN_MEMBER}": _KEEP_OWN,
    f"GET {_OWN_MEMBER}/replacement": _KEEP_OWN,
    f"POST {_OWN_MEMBER}/replacement": _KEEP_OWN,
    f"POST {_OWN_MEMBER}/removal": _KEEP_OWN,
    # people
    f"GET {_EVENT}/delegations": _AGENDA,
    f"GET {_DESK}/delegations": _PEOPLE,
    f"POST {_DESK}/delegations/order": _PEOPLE,
    f"GET {_DESK}/delegations/new": _PEOPLE,
    f"POST {_DESK}/delegations": _PEOPLE,
    f"GET {_DELEGATION}": _PEOPLE,
    f"POST {_DELEGATION}": _PEOPLE,
    f"POST {_DELEGATION}/removal": _PEOPLE,
    f"POST {_DESK}/sectors": _PEOPLE,
    f"GET {_DESK}/participants": _PEOPLE,
    f"POST {_DESK}/participants": _PEOPLE,
    f"GET {_DESK}/participants.{{format_}}": _PEOPLE,
    f"GET {_DESK}/participation": _PEOPLE,
    f"GET {_DESK}/participants/new": _PEOPLE,
    f"GET {_DESK}/participants/import": _PEOPLE,
    f"POST {_DESK}/participants/import": _PEOPLE,
    f"GET {_SHEET}": _PEOPLE,
    f"GET {_SHEET}/progress": _PEOPLE,
    f"POST {_SHEET}/columns": _PEOPLE,
    f"POST {_SHEET}/acceptance": _PEOPLE,
    f"POST {_SHEET}/removal": _PEOPLE,
    f"GET {_PERSON}": _PEOPLE,
    f"POST {_PERSON}": _PEOPLE,
    f"POST {_PERSON}/roles": _PEOPLE,
    f"POST {_PERSON}/dismissals": _PEOPLE,
    f"POST {_PERSON}/links": _PEOPLE,
    f"POST {_PERSON}/links/revocation": _PEOPLE,
    f"POST {_PERSON}/devices/removal": _PEOPLE,
    f"POST {_PERSON}/removal": _PEOPLE,
    # badges and the check-in desk
    f"GET {_DESK}/badges": _PEOPLE,
    f"POST {_DESK}/badges": _PEOPLE,
    f"GET {_EVENT}/check-in": _by(Action.CHECK_IN),
    f"GET {_EVENT}/check-in/people.json": _by(Action.CHECK_IN),
    f"POST {_EVENT}/check-in": _by(Action.CHECK_IN),
    # data protection
    f"GET {_EVENT}/privacy": _AGENDA,
    f"GET {_DESK}/privacy": _by(Action.MANAGE_EVENT),
    f"POST {_DESK}/privacy": _by(Action.MANAGE_EVENT),
    f"GET {_DESK}/privacy/record": _PEOPLE,
    f"GET {_PERSON}/data": _PEOPLE,
    f"GET {_PERSON}/data.json": _PEOPLE,
    f"GET {_PERSON}/deletion": _PEOPLE,
    f"POST {_PERSON}/deletion": _PEOPLE,
    f"GET {_EVENT}/me/data": _by(Action.READ_OWN_ENTRY),
    f"GET {_EVENT}/me/data.json": _by(Action.READ_OWN_ENTRY),
    f"GET {_EVENT}/me/correction": _by(Action.CHANGE_OWN_ENTRY),
    f"POST {_EVENT}/me/correction": _by(Action.CHANGE_OWN_ENTRY),
    f"GET {_EVENT}/me/deletion": _by(Action.CHANGE_OWN_ENTRY),
    f"POST {_EVENT}/me/deletion": _by(Action.CHANGE_OWN_ENTRY),
    # the public summary
    f"GET {_EVENT}/summary": _AGENDA,
    f"GET {_DESK}/summary": _by(Action.MANAGE_EVENT),
    f"POST {_DESK}/summary": _by(Action.MANAGE_EVENT),
    f"POST {_DESK}/summary/publication": _by(Action.MANAGE_EVENT),
    f"POST {_DESK}/summary/withdrawal": _by(Action.MANAGE_EVENT),
    # boards
    f"GET {_EVENT}/boards": _BOARD,
    f"GET {_MEETING}/board": _BOARD,
    f"WS {_MEETING}/live": _BOARD,
    f"GET {_MEETING}/feed": _BOARD,
    f"GET {_MEETING}/frames": _BOARD,
    f"POST {_MEETING}/board": _by(Action.MOVE_STEP),
    f"GET {_MEETING}/board.{{format_}}": _MODERATE,
    f"POST {_MEETING}/inputs": _by(Action.POST_INPUT),
    f"POST {_MEETING}/inputs/{{client_id}}/withdrawal": _by(Action.WITHDRAW_OWN_INPUT),
    f"GET {_MEETING}/board/desk": _MODERATE,
    f"GET {_MEETING}/projector": _by(Action.SHOW_PROJECTOR),
    f"POST {_MEETING}/projector": _by(Action.SHOW_PROJECTOR),
    f"POST {_MEETING}/step": _by(Action.MOVE_STEP),
    f"POST {_MEETING}/closure": _by(Action.CLOSE_BOARD),
    f"POST {_MEETING}/clusters": _GROUP,
    f"POST {_MEETING}/inputs/{{client_id}}/ungrouping": _GROUP,
    f"POST {_MEETING}/clusters/undoing": _GROUP,
    f"POST {_MEETING}/priorities": _RECORD,
    f"GET {_MEETING}/priorities/{{priority_id}}": _RECORD,
    f"POST {_MEETING}/priorities/{{priority_id}}": _RECORD,
    f"POST {_MEETING}/priorities/{{priority_id}}/record": _RECORD,
    f"POST {_MEETING}/priorities/{{priority_id}}/taking-back": _RECORD,
    f"POST {_MEETING}/priorities/{{priority_id}}/position": _RECORD,
    f"POST {_MEETING}/priorities/{{priority_id}}/shortlisting": _RECORD,
    f"POST {_MEETING}/priorities/{{priority_id}}/shortlisting/removal": _RECORD,
    f"POST {_MEETING}/priorities/{{priority_id}}/merge": _RECORD,
    f"POST {_MEETING}/priorities/{{priority_id}}/merge/undoing": _RECORD,
    f"POST {_MEETING}/inputs/{{client_id}}/setting-aside": _GROUP,
    f"POST {_MEETING}/inputs/{{client_id}}/bringing-back": _GROUP,
    # endorsements
    f"GET {_MEETING}/ballot": _ENDORSE,
    f"POST {_MEETING}/priorities/{{priority_id}}/endorsement": _ENDORSE,
    f"POST {_MEETING}/priorities/{{priority_id}}/endorsement/removal": _ENDORSE,
    f"GET {_MEETING}/rounds/new": _RECORD,
    f"POST {_MEETING}/rounds": _RECORD,
    f"POST {_MEETING}/rounds/end": _RECORD,
    f"GET {_MEETING}/inputs/{{client_id}}": _by(Action.WITHDRAW_OWN_INPUT),
    f"POST {_MEETING}/inputs/{{client_id}}": _by(Action.WITHDRAW_OWN_INPUT),
    f"POST {_MEETING}/inputs/{{client_id}}/focus": _by(Action.MOVE_STEP),
    f"POST {_MEETING}/priorities/{{priority_id}}/focus": _by(Action.MOVE_STEP),
    f"POST {_MEETING}/focus/end": _by(Action.MOVE_STEP),
    f"GET {_MEETING}/inputs/{{client_id}}/hiding": _MODERATE,
    f"POST {_MEETING}/inputs/{{client_id}}/hiding": _MODERATE,
    f"POST {_MEETING}/inputs/{{client_id}}/showing": _MODERATE,
    f"POST {_MEETING}/inputs/{{client_id}}/letting-in": _MODERATE,
    f"GET {_MEETING}/paper": _MODERATE,
    f"POST {_MEETING}/paper": _MODERATE,
    f"GET {_MEETING}/board/rules": _MODERATE,
    f"POST {_MEETING}/board/rules": _MODERATE,
    # the plenary
    f"GET {_EVENT}/plenary": _BOARD,
    f"GET {_EVENT}/plenary/projector": _by(Action.SHOW_PROJECTOR),
    f"POST {_EVENT}/plenary/priorities/{{priority_id:int}}/position": _RECORD,
    f"GET {_MEETING}/report": _BOARD,
    # the speakers' list
    f"GET {_MEETING}/speakers": _BOARD,
    f"POST {_MEETING}/speakers": _by(Action.ASK_FOR_FLOOR),
    f"POST {_MEETING}/speakers/{{speaker_id:int}}/withdrawal": _by(
        Action.ASK_FOR_FLOOR, Action.GIVE_FLOOR
    ),
    f"POST {_MEETING}/speakers/on-behalf": _GIVE_FLOOR,
    f"POST {_MEETING}/speakers/arrangement": _GIVE_FLOOR,
    f"POST {_MEETING}/floor": _GIVE_FLOOR,
    f"POST {_MEETING}/floor/pause": _GIVE_FLOOR,
    f"POST {_MEETING}/floor/resumption": _GIVE_FLOOR,
    f"POST {_MEETING}/floor/end": _GIVE_FLOOR,
    # recommendations, benchmarks, conclusions: app/routes/doors_of_texts.py
    **OF_TEXTS,
    # conclusions read in, follow-up: app/routes/doors_of_follow_up.py
    **OF_FOLLOW_UP,
}
