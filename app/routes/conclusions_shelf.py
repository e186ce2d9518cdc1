"""The desk's shelf: the submitted recommendations as somebody asked for them, in groups.

Knows what stands in the address and no template.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends

from app.recommendations.proposing import Progress, Proposer
from app.recommendations.records import RecommendationRecord
from app.recommendations.sifting import (
    Group,
    Sieve,
    Sorting,
    by_event_session,
    grouped,
    similar_groups,
    sources,
)

# What was proposed for the same texts before; each process of the house has its own.
_PROPOSER = Proposer()
_MOST_WORDS = 100


@dataclass(frozen=True)
class Asked:
    """What the address asks for, as it stands there; what makes no sense asks for nothing."""

    country: str = ""
    show: str = ""
    by: str = ""
    q: str = ""


@dataclass(frozen=True)
class Shelf:
    """What lies on the shelf. `progress` instead of groups while similar ones are looked for.

    `every` counts what can be merged, `shown` what the sieve lets through.
    """

    countries: tuple[tuple[int, str], ...]
    sieve: Sieve
    by: Sorting
    groups: tuple[Group, ...]
    progress: Progress | None
    every: int
    shown: int

    def query(self, by: str | None = None) -> str:
        """The part of an address that asks for this shelf, or for it sorted otherwise."""
        asked = {
            "by": by or self.by.value,
            "country": self.sieve.delegation_id or "",
            "show": "open" if self.sieve.only_open else "",
            "q": self.sieve.words,
        }
        return urlencode({name: value for name, value in asked.items() if value})


def shelf(
    lines: Sequence[RecommendationRecord],
    asked: Asked,
    event_sessions: Mapping[int, tuple[int, ...]] = MappingProxyType({}),
    names: Mapping[int, str] = MappingProxyType({}),
) -> Shelf:
    """The submitted recommendations as asked for.

    `event_sessions`: from which of them a recommendation comes, by their ids; `names` of these.
    """
    countries = {line.row.delegation_id: line.delegation for line in lines}
    chosen = int(asked.country) if asked.country in {str(key) for key in countries} else None
    sieve = Sieve(chosen, only_open=asked.show == "open", words=asked.q.strip()[:_MOST_WORDS])
    by = Sorting(asked.by) if asked.by in set(Sorting) else Sorting.COUNTRY
    every = sources(lines)
    shown = [line for line in every if sieve.lets_through(line)]
    groups: list[Group] = []
    progress = None
    if by is Sorting.SESSION:
        groups = by_event_session(shown, event_sessions, names)
    elif by is not Sorting.SIMILAR:
        groups = grouped(shown, by)
    else:
        # Of everything, not of what is looked for: another country's text may be the like one.
        found = _PROPOSER.proposals(tuple(line.revision.text for line in every))
        if isinstance(found, Progress):
            progress = found
        else:
            groups = similar_groups(every, found, sieve)
    return Shelf(
        countries=tuple(countries.items()),
        sieve=sieve,
        by=by,
        groups=tuple(groups),
        progress=progress,
        every=len(every),
        shown=len(shown),
    )


def _asked(country: str = "", show: str = "", by: str = "", q: str = "") -> Asked:
    return Asked(country, show, by, q)


AskedDep = Annotated[Asked, Depends(_asked)]
