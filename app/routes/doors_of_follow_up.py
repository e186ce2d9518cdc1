"""The doors of conclusions read in and of the follow-up; a part of the table in `doors.py`."""

from __future__ import annotations

from app.delegations.rights import Action
from app.routes.doors_words import EVENT as _EVENT
from app.routes.doors_words import Rights
from app.routes.doors_words import by as _by

_READ_IN = _by(Action.READ_IN_CONCLUSIONS)
# Everybody, where the event decides so.
_READ = _by(Action.READ_FOLLOW_UP)
_MANAGE = _by(Action.MANAGE_FOLLOW_UP)

_DOCUMENT = f"{_EVENT}/conclusions/readings/{{document_id:int}}"
_OWNER = f"{_EVENT}/follow-up/owners/{{owner_id:int}}"

DOORS: dict[str, Rights] = {
    # conclusions read in
    f"GET {_EVENT}/conclusions/readings": _READ_IN,
    f"POST {_EVENT}/conclusions/readings": _READ_IN,
    f"GET {_DOCUMENT}": _READ_IN,
    f"POST {_DOCUMENT}/kinds": _READ_IN,
    f"POST {_DOCUMENT}/taking-in": _READ_IN,
    f"POST {_DOCUMENT}/removal": _READ_IN,
    f"GET {_EVENT}/conclusions/earlier/{{earlier_id:int}}": _READ,
    # follow-up
    f"GET {_EVENT}/follow-up": _READ,
    f"GET {_EVENT}/follow-up.{{format_}}": _READ,
    f"GET {_EVENT}/follow-up/points/{{point_id:int}}": _READ,
    f"POST {_EVENT}/follow-up/beginning": _MANAGE,
    f"POST {_EVENT}/follow-up/visibility": _MANAGE,
    f"POST {_EVENT}/follow-up/reminders": _MANAGE,
    f"POST {_EVENT}/follow-up/points/{{point_id:int}}/owners": _MANAGE,
    f"POST {_OWNER}/due-date": _MANAGE,
    f"POST {_OWNER}/removal": _MANAGE,
    f"POST {_OWNER}/reports": _by(Action.REPORT_OWN_PROGRESS, Action.MANAGE_FOLLOW_UP),
}
