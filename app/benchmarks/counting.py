"""How many States cover a conduct: counted, never typed. Pure; knows no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.benchmarks.models import Coverage


@dataclass(frozen=True)
class Counts:
    """Findings of one conduct. All but `not_assessed` add up to the States assessed."""

    covered: int = 0
    partially: int = 0
    not_covered: int = 0
    unclear: int = 0
    not_assessed: int = 0

    @property
    def not_or_unclear(self) -> int:
        """What most studies print as one column."""
        return self.not_covered + self.unclear

    @property
    def assessed(self) -> int:
        """The States in which something was found, be it that it is unclear."""
        return self.covered + self.partially + self.not_or_unclear


def count(found: Iterable[Coverage], states: int) -> Counts:
    """Count the findings of one conduct among so many `states`; those without one are not assessed.

    ValueError if there are more findings than States: then one State was counted twice.
    """
    listed = list(found)
    if len(listed) > states:
        raise ValueError("More findings than States.")
    named = {one: listed.count(one) for one in Coverage}
    return Counts(
        covered=named[Coverage.COVERED],
        partially=named[Coverage.PARTIALLY],
        not_covered=named[Coverage.NOT_COVERED],
        unclear=named[Coverage.UNCLEAR],
        not_assessed=named[Coverage.NOT_ASSESSED] + states - len(listed),
    )
