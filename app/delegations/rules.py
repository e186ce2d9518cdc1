"""Rules about people: what a delegation's composition owes, how entries are told apart. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.delegations.models import DelegationKind, Participant, Role
from app.errors import PlenaryError


@dataclass(frozen=True)
class CompositionRule:
    """What an event asks of a State's delegation; None or empty asks nothing."""

    at_most: int | None = None
    at_least: int | None = None
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Composition:
    """Who a delegation consists of: `members` in all, of them `by_sector` (name → count)."""

    name: str
    kind: DelegationKind
    members: int
    heads: int
    by_sector: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, init=False)
class Fault:
    """One broken rule as a sentence: `sentence` is the message id, `values` fill its {names}."""

    sentence: str
    values: Mapping[str, object]

    def __init__(self, sentence: str, **values: object) -> None:
        object.__setattr__(self, "sentence", sentence)
        object.__setattr__(self, "values", values)

    def __str__(self) -> str:
        return self.said(str)

    def said(self, translate: Callable[[str], str]) -> str:
        """The sentence in the language of a gettext function; a refusal in it loses its stop."""
        values = {
            name: translate(value.sentence).format(**value.values).rstrip(".")
            if isinstance(value, PlenaryError)
            else value
            for name, value in self.values.items()
        }
        return translate(self.sentence).format(**values)


def composition_faults(delegations: Iterable[Composition], rule: CompositionRule) -> list[Fault]:
    """What is wrong with these delegations, in their order. Organisations come as they like."""
    faults: list[Fault] = []
    for one in delegations:
        if one.kind is not DelegationKind.STATE:
            continue
        if rule.at_most is not None and one.members > rule.at_most:
            faults.append(
                Fault(
                    "{delegation}: {count} of at most {most}",
                    delegation=one.name,
                    count=one.members,
                    most=rule.at_most,
                )
            )
        if rule.at_least is not None and one.members < rule.at_least:
            faults.append(
                Fault(
                    "{delegation}: {count} of at least {least}",
                    delegation=one.name,
                    count=one.members,
                    least=rule.at_least,
                )
            )
        if not one.members:
            # Saying of an empty delegation that every sector is missing helps nobody.
            if not rule.at_least:
                faults.append(Fault("{delegation}: nobody yet", delegation=one.name))
            continue
        if not one.heads:
            faults.append(Fault("{delegation}: no head of delegation", delegation=one.name))
        faults += [
            Fault("{delegation}: nobody from “{sector}”", delegation=one.name, sector=sector)
            for sector in rule.sectors
            if not one.by_sector.get(sector)
        ]
    return faults


def leading_role(roles: Iterable[Role]) -> Role:
    """The role by which somebody is listed: the first in the order of Role."""
    held = set(roles)
    return next((role for role in Role if role in held), Role.PUBLIC)


def fingerprint(participant: Participant) -> str:
    """Tells one state of a person's entry from another; a form carries the one it started from."""
    parts = (
        participant.name,
        participant.function,
        participant.email or "",
        str(participant.delegation_id or ""),
        str(participant.sector_id or ""),
        participant.gender or "",
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
