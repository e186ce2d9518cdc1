"""Who sees the names of participants, and their numbers, as the event decides. One table, as data.

The rights table says who may ever read the list; the event's choice narrows that, never widens it.
"""

from __future__ import annotations

from app.delegations.models import Role
from app.delegations.rights import Action, Person, may, require
from app.errors import Forbidden
from app.events.models import Event, ListShownTo

_PODIUM = frozenset({Role.ORGANISER, Role.CHAIR, Role.RAPPORTEUR})
_DELEGATIONS = _PODIUM | {Role.HEAD, Role.DELEGATE, Role.FOCAL_POINT}
_PARTICIPANTS = frozenset(Role) - {Role.PUBLIC, Role.PRESS}

NAMES: dict[ListShownTo, frozenset[Role]] = {
    ListShownTo.NOBODY: frozenset({Role.ORGANISER}),
    ListShownTo.DELEGATIONS: _DELEGATIONS,
    ListShownTo.PARTICIPANTS: _PARTICIPANTS,
    ListShownTo.PUBLIC_COUNTS: _PARTICIPANTS,
}


def may_read_names(event: Event, by: Person | None) -> bool:
    """Whether this person may read the names of this event's participants."""
    if by is None or not may(by, Action.READ_PARTICIPANTS, event_id=event.key):
        return False
    return not NAMES[event.list_shown_to].isdisjoint(by.roles_at(None))


def may_read_counts(event: Event, by: Person | None) -> bool:
    """Whether this person may know how many people each delegation has."""
    return event.list_shown_to is ListShownTo.PUBLIC_COUNTS or may_read_names(event, by)


def require_names(event: Event, by: Person | None) -> None:
    """Let pass who may read the names, or raise SignInNeeded or Forbidden."""
    require(by, Action.READ_PARTICIPANTS, event_id=event.key)
    if not may_read_names(event, by):
        raise Forbidden("The list of participants is not shown to your role at this event.")
