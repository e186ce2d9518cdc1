"""The loaded records that conclusions are assembled from, as plain values. Knows no database."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.agenda.timetable import Timetable
from app.benchmarks.views import StudyView
from app.events.models import Event
from app.recommendations.brackets import is_bracketed
from app.recommendations.models import (
    Conclusions,
    Disposition,
    HouseStyle,
    Merge,
    MergeSource,
    Paragraph,
    ParagraphState,
    Recommendation,
    RecommendationRevision,
    RecommendationState,
    Relation,
)
from app.sessions.models import Priority, PriorityState
from app.sessions.reporting import WorkshopReport

_OPEN = (RecommendationState.SUBMITTED, RecommendationState.TABLED)


@dataclass(frozen=True)
class RecommendationRecord:
    """A recommendation with its newest text, its delegation's name and what became of it."""

    row: Recommendation
    revision: RecommendationRevision
    delegation: str
    disposition: Disposition | None

    @property
    def is_open(self) -> bool:
        """Whether it was submitted and still waits for its disposition."""
        return self.row.state in _OPEN

    @property
    def revised_since(self) -> bool:
        """Whether its text is newer than the decision on it."""
        return (
            self.disposition is not None
            and self.row.state is not RecommendationState.WITHDRAWN
            and self.disposition.revision < self.row.revision
        )


@dataclass(frozen=True)
class PriorityRecord:
    """A priority of a board, and the event session it comes from."""

    row: Priority
    event_session_id: int

    @property
    def is_recorded(self) -> bool:
        """Whether its workshop stands by it."""
        return self.row.state is PriorityState.RECORDED


@dataclass(frozen=True)
class SourceRecord:
    """One source of a standing merge, and the record it was taken from as that stands now."""

    merge: Merge
    source: MergeSource
    recommendation: RecommendationRecord | None
    priority: PriorityRecord | None

    @property
    def is_withdrawn(self) -> bool:
        """Whether its author took it back since the merge."""
        if self.recommendation:
            return self.recommendation.row.state is RecommendationState.WITHDRAWN
        return self.priority is None or not self.priority.is_recorded

    @property
    def is_changed(self) -> bool:
        """Whether its author revised it since the merge."""
        newest = (
            self.recommendation.row.revision
            if self.recommendation
            else self.priority.row.revision
            if self.priority
            else self.source.revision
        )
        return newest > self.source.revision

    @property
    def contributes(self) -> bool:
        """Whether the paragraph says what it says because of this source."""
        return self.source.relation is not Relation.OPPOSED


@dataclass(frozen=True)
class ParagraphRecord:
    """A paragraph with its newest text and the sources of its standing merges."""

    row: Paragraph
    text: str
    addressee: str
    responsible: str
    time: str
    sources: tuple[SourceRecord, ...]
    # Delegations whose proposed words were taken over into the text.
    worded_by: tuple[str, ...] = ()

    @property
    def is_deleted(self) -> bool:
        """Whether it is kept, struck."""
        return self.row.state is ParagraphState.DELETED

    @property
    def is_bracketed(self) -> bool:
        """Whether some of it is not agreed."""
        return not self.is_deleted and is_bracketed(self.text)

    @property
    def source_changed(self) -> bool:
        """Whether a source was revised or taken back since it was merged here."""
        return any(source.is_changed or source.is_withdrawn for source in self.sources)

    @property
    def delegations(self) -> tuple[str, ...]:
        """The delegations that contributed to it, each once, in alphabetical order."""
        names = {
            source.recommendation.delegation
            for source in self.sources
            if source.recommendation and source.contributes
        }
        return tuple(sorted(names, key=alphabetical))

    @property
    def contributors(self) -> tuple[str, ...]:
        """Those delegations, and those whose proposed words stand in it."""
        return tuple(sorted({*self.delegations, *self.worded_by}, key=alphabetical))

    @property
    def event_session_id(self) -> int | None:
        """The event session whose priority it words, if it is exactly one."""
        found = {s.priority.event_session_id for s in self.sources if s.priority and s.contributes}
        return found.pop() if len(found) == 1 else None


@dataclass(frozen=True)
class PartRecord:
    """A part that somebody worded (or gave back), with the figures it was worded from."""

    key: str
    number: int
    is_automatic: bool
    text: str
    basis: Mapping[str, str]


@dataclass(frozen=True)
class Records:
    """Everything the conclusions of one event are made of.

    `delegations` and `sectors` are (name, number of participants); `recommendations` are all ever
    submitted; `priorities` all recorded ones, and merged ones whose recording was taken back.
    """

    event: Event
    conclusions: Conclusions | None
    timetable: Timetable | None
    delegations: tuple[tuple[str, int], ...]
    sectors: tuple[tuple[str, int], ...]
    paragraphs: tuple[ParagraphRecord, ...]
    recommendations: tuple[RecommendationRecord, ...]
    priorities: tuple[PriorityRecord, ...]
    # Event session id → what its board says in figures.
    reports: Mapping[int, WorkshopReport]
    # What everybody may read of the benchmarks.
    benchmarks: StudyView | None = None
    # How the organisers want documents to look, where they said so.
    style: HouseStyle | None = None
    # Part → its newest wording.
    parts: Mapping[str, PartRecord] = field(default_factory=dict)

    @cached_property
    def merged_priorities(self) -> frozenset[int]:
        """The ids of the priorities that some paragraph was made from."""
        return frozenset(
            source.priority.row.key
            for paragraph in self.paragraphs
            for source in paragraph.sources
            if source.priority and source.contributes
        )

    @cached_property
    def loose_priorities(self) -> tuple[PriorityRecord, ...]:
        """Recorded priorities that no paragraph was made from."""
        return tuple(
            line
            for line in self.priorities
            if line.is_recorded and line.row.key not in self.merged_priorities
        )

    @cached_property
    def names(self) -> dict[int, str]:
        """Event session id → "Workshop 1: Identifying victims", in the order of the agenda."""
        names: dict[int, str] = {}
        for entry in self.timetable.entries if self.timetable else ():
            names.setdefault(entry.event_session_id, entry.name)
        return names


def alphabetical(name: str) -> tuple[str, str]:
    """A key that sorts names as people look for them: Côte d'Ivoire with C, Türkiye with T."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name)
        if not unicodedata.combining(letter)
    )
    return plain.casefold(), name
