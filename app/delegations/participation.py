"""Participation in numbers for pictures: by State, kind of delegation, sector, gender. Pure.

Counts only what it is given: whoever may see no names is given lines without sectors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.delegations.models import DelegationKind, Gender, OrganisationKind
from app.delegations.queries import DelegationLine, Member

STATE, ORGANISATION, NONE = "state", "organisation", "none"
_ORDER = (STATE, *(kind.value for kind in OrganisationKind), ORGANISATION, NONE)


@dataclass(frozen=True)
class Pictures:
    """Rows of (label, number of people) for each picture; an empty picture is not shown.

    `kinds` are "state", the values of OrganisationKind, "organisation" (of no kind given) and
    "none" (people without a delegation); `sectors` and `genders` have None for what is not said.
    """

    total: int
    states: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    sectors: tuple[tuple[str | None, int], ...]
    genders: tuple[tuple[str | None, int], ...]


def pictures_of(
    delegations: Sequence[DelegationLine],
    others: Sequence[Member] = (),
    *,
    asks_gender: bool = False,
) -> Pictures:
    """What the delegations, in their order, and the people without one come to."""
    kinds: Counter[str] = Counter()
    sectors: Counter[str | None] = Counter()
    people = [one for line in delegations for s in line.sectors for one in s.members]
    for line in delegations:
        kinds[kind_name(line.kind, line.organisation_kind)] += line.count
    for one in (*people, *others):
        sectors[one.sector] += 1
    kinds[NONE] += len(others)
    genders = Counter(one.gender for one in (*people, *others)) if asks_gender else Counter()
    told: list[Gender | None] = [*Gender, None]
    return Pictures(
        total=sum(kinds.values()),
        states=tuple(
            (line.name, line.count)
            for line in delegations
            if line.kind is DelegationKind.STATE and line.count
        ),
        kinds=kinds_in_order(kinds),
        # The largest first; who said none comes last.
        sectors=tuple(sorted(sectors.items(), key=lambda row: (row[0] is None, -row[1]))),
        genders=tuple((one and one.value, genders[one]) for one in told if genders[one]),
    )


def kind_name(kind: DelegationKind, organisation_kind: OrganisationKind | None) -> str:
    """What kind of delegation this is, as `Pictures.kinds` names it."""
    if kind is DelegationKind.STATE:
        return STATE
    return organisation_kind.value if organisation_kind else ORGANISATION


def kinds_in_order(people: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The kinds that somebody is of, in their order."""
    return tuple((kind, people[kind]) for kind in _ORDER if people.get(kind))
