"""A study as pages and exports show it: plain values, loaded whole. Knows no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from app.benchmarks.counting import Counts, count
from app.benchmarks.models import ConductKind, Coverage


@dataclass(frozen=True)
class SourceView:
    """Where a finding is seen. Every text may be empty."""

    law: str = ""
    article: str = ""
    language: str = ""
    link: str = ""
    in_force_on: date | None = None
    quotation: str = ""
    translation: str = ""


# Not frozen as the others: a study has 12,000 of them, and a frozen one takes three times as long.
@dataclass(slots=True)
class FindingView:
    """The newest finding of a conduct in a State, or an older version of it."""

    id: int
    version: int
    coverage: Coverage
    value: str
    note: str
    as_at: date | None
    assessed_at: datetime
    is_reviewed: bool
    is_confirmed: bool
    sources: tuple[SourceView, ...] = ()


@dataclass(frozen=True)
class ConductView:
    """A line below a provision."""

    id: int
    code: str
    kind: ConductKind
    wording: str


@dataclass(frozen=True)
class ProvisionView:
    """A provision with its articles ("Budapest Convention, Article 9") and lines."""

    id: int
    title: str
    definition: str
    basis: tuple[str, ...]
    conducts: tuple[ConductView, ...]

    @property
    def asked(self) -> tuple[ConductView, ...]:
        """The lines that have findings: all but headings."""
        return tuple(one for one in self.conducts if one.kind is not ConductKind.HEADING)

    @property
    def counted(self) -> tuple[ConductView, ...]:
        """The lines that have counts."""
        return tuple(one for one in self.conducts if one.kind is ConductKind.CONDUCT)


@dataclass(frozen=True)
class StateView:
    """A State whose law is looked at."""

    id: int
    name: str
    territory: str | None


Gap = tuple[ProvisionView, ConductView, FindingView]


@dataclass(frozen=True)
class StateSheet:
    """The study of one State alone. `findings` by conduct id, the newest only."""

    state: StateView
    provisions: tuple[ProvisionView, ...]
    findings: dict[int, FindingView] = field(repr=False)

    def finding(self, conduct: ConductView) -> FindingView | None:
        """The newest finding, or None where nothing was looked at."""
        return self.findings.get(conduct.id)

    def is_answered(self, conduct: ConductView) -> bool:
        """Whether something was found, be it that it is unclear."""
        found = self.finding(conduct)
        return found is not None and found.coverage is not Coverage.NOT_ASSESSED

    def gaps(self) -> Iterator[Gap]:
        """What the State's law does not cover, only partially, or unclearly."""
        for provision in self.provisions:
            for conduct in provision.counted:
                found = self.finding(conduct)
                if found and found.coverage not in {Coverage.COVERED, Coverage.NOT_ASSESSED}:
                    yield provision, conduct, found


@dataclass(frozen=True)
class StudyView:
    """The whole study. `findings` by (conduct id, State id), the newest only."""

    id: int
    title: str
    introduction: str
    as_at: date | None
    is_public: bool
    provisions: tuple[ProvisionView, ...]
    states: tuple[StateView, ...]
    findings: dict[tuple[int, int], FindingView] = field(repr=False)

    @cached_property
    def counts(self) -> dict[int, Counts]:
        """Conduct id → its counts among all States."""
        found: dict[int, list[Coverage]] = {}
        for (conduct_id, _state), one in self.findings.items():
            found.setdefault(conduct_id, []).append(one.coverage)
        return {
            one.id: count(found.get(one.id, ()), len(self.states))
            for provision in self.provisions
            for one in provision.counted
        }

    def finding(self, conduct: ConductView, state: StateView) -> FindingView | None:
        """The newest finding, or None where nothing was looked at."""
        return self.findings.get((conduct.id, state.id))

    def by_coverage(self, conduct: ConductView) -> list[tuple[Coverage, list[StateView]]]:
        """The States of which each was found, in the order of Coverage; without empty ones."""
        found: dict[Coverage, list[StateView]] = {one: [] for one in Coverage}
        for state in self.states:
            found[self.coverage(conduct, state)].append(state)
        return [(one, states) for one, states in found.items() if states]

    def coverage(self, conduct: ConductView, state: StateView) -> Coverage:
        """What was found; not assessed where nothing was."""
        found = self.finding(conduct, state)
        return found.coverage if found else Coverage.NOT_ASSESSED

    def values(self, conduct: ConductView) -> list[tuple[str, int]]:
        """What the laws say of a line that asks for a value, and in how many States; most first."""
        said = Counter(
            found.value if (found := self.finding(conduct, state)) else "" for state in self.states
        )
        return sorted(said.items(), key=lambda one: (-one[1], one[0]))

    def gaps(self, state: StateView) -> Iterator[Gap]:
        """What a State's law does not cover, only partially, or unclearly."""
        found = {
            conduct: one
            for (conduct, state_id), one in self.findings.items()
            if state_id == state.id
        }
        yield from StateSheet(state, self.provisions, found).gaps()
