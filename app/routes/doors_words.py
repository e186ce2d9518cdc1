"""What the table of doors is written with: addresses that many doors share, and their rights."""

from __future__ import annotations

from app.delegations.rights import Action

# Any one of these rights opens the door; an empty set is a door without a lock.
Rights = frozenset[Action]

EVENT = "/events/{slug}"
MEETING = f"{EVENT}/sessions/{{key}}"


def by(*actions: Action) -> Rights:
    """The rights that open a door."""
    return frozenset(actions)
