"""Counting a vote: pure figures, no rows and no names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from app.recommendations.voting_models import Choice, CountedOf, Majority

_SHARE = {
    Majority.TWO_THIRDS: Fraction(2, 3),
    Majority.THREE_QUARTERS: Fraction(3, 4),
    Majority.ALL: Fraction(1),
}


@dataclass(frozen=True)
class Tally:
    """Delegations present, and how they voted; who said nothing is present only."""

    present: int
    yes: int
    no: int
    abstain: int

    @property
    def voted(self) -> int:
        """How many have said something."""
        return self.yes + self.no + self.abstain

    def needed(self, majority: Majority, of: CountedOf) -> int:
        """How many votes in favour carry the text; at least one."""
        counted = self.present if of is CountedOf.PRESENT else self.yes + self.no
        if majority is Majority.MORE_THAN_HALF:
            return floor(Fraction(counted, 2)) + 1
        return max(1, ceil(counted * _SHARE[majority]))

    def carries(self, majority: Majority, of: CountedOf) -> bool:
        """Whether the text is adopted."""
        return self.yes >= self.needed(majority, of)


def tally_of(choices: Iterable[Choice | None]) -> Tally:
    """The figures of a vote, a choice (or None) for each delegation present."""
    every = list(choices)
    return Tally(
        len(every),
        every.count(Choice.YES),
        every.count(Choice.NO),
        every.count(Choice.ABSTAIN),
    )
