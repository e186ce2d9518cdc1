"""How delegations are called in each language, and in which order of protocol they stand.

The event's own name counts in its own language; another language has a name only where one was
given, or where the State bears its usual name. Knows no rights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlmodel import col, select

from app.db import Reading
from app.delegations.models import Delegation, DelegationKind, DelegationName
from app.delegations.territories import plain, usual_name
from app.events.models import Event

Namer = Callable[[Delegation, str], str]


def names_at(db: Reading, event: Event) -> Namer:
    """A function (delegation, language) → its name there; one statement for all delegations."""
    given = {
        (one.delegation_id, one.language): one.name
        for one in db.exec(
            select(DelegationName)
            .join(Delegation, col(Delegation.id) == col(DelegationName.delegation_id))
            .where(Delegation.event_id == event.key)
        )
    }

    def name_in(delegation: Delegation, language: str) -> str:
        if language == event.language:
            return delegation.name
        official = given.get((delegation.key, language))
        if official:
            return official
        usual = delegation.territory and usual_name(delegation.territory, event.language)
        if delegation.territory and delegation.name == usual:
            return usual_name(delegation.territory, language) or delegation.name
        return delegation.name

    return name_in


def in_protocol_order(
    event: Event, delegations: Sequence[Delegation], name_in: Namer
) -> list[Delegation]:
    """States before organisations; as typed, else alphabetically in the protocol's language."""
    language = event.protocol_language or event.language

    def place(one: Delegation) -> tuple[bool, float, str]:
        typed = one.position or float("inf") if event.protocol_is_typed else 0
        return one.kind is not DelegationKind.STATE, typed, plain(name_in(one, language))

    return sorted(delegations, key=place)


def given_names(db: Reading, delegation_id: int) -> dict[str, str]:
    """The names that a delegation was given in other languages: language → name."""
    found = select(DelegationName).where(DelegationName.delegation_id == delegation_id)
    return {one.language: one.name for one in db.exec(found)}


def typed_places(db: Reading, event: Event) -> dict[int, int]:
    """Delegation id → the place that was typed for it, 0 for none."""
    found = select(Delegation.id, Delegation.position).where(Delegation.event_id == event.key)
    return {key: place for key, place in db.exec(found) if key is not None}
