"""The follow-up as its readers see it: points, owners, counts. Knows no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from app.recommendations.following_up.models import (
    FollowedPoint,
    FollowUp,
    OwnerKind,
    PointOwner,
    Progress,
    ProgressReport,
)
from app.recommendations.records import alphabetical

SETTLED = frozenset({Progress.DONE, Progress.NO_LONGER})


@dataclass(frozen=True)
class OwnerView:
    """An owner of a point with its reports, newest first; `on` is today in the event's zone."""

    row: PointOwner
    name: str
    reports: tuple[ProgressReport, ...]
    on: date

    @property
    def progress(self) -> Progress:
        """How far it is, as it last said; none where it said nothing."""
        return self.reports[0].progress if self.reports else Progress.NONE

    @property
    def reported_at(self) -> datetime | None:
        """When it last said so."""
        return self.reports[0].reported_at if self.reports else None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.progress not in SETTLED

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed and something is still to be done."""
        return self.is_open and self.row.due_on is not None and self.row.due_on < self.on


@dataclass(frozen=True)
class PointView:
    """A point with its owners.

    `comes_from` names earlier conclusions, or another event; `origin` is the point's page there,
    and `goes_on` where it is followed up since: (event's title, page).
    """

    row: FollowedPoint
    owners: tuple[OwnerView, ...]
    comes_from: str = ""
    origin: str = ""
    goes_on: tuple[tuple[str, str], ...] = ()
    # Of those who once owned it: what they reported stays on record.
    former: tuple[OwnerView, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done; also where nobody owns it."""
        return not self.owners or any(owner.is_open for owner in self.owners)

    @property
    def counts(self) -> Mapping[Progress, int]:
        """How many of its owners are how far."""
        return counted(self.owners)


@dataclass(frozen=True)
class FollowUpView:
    """The whole follow-up; `row` is None until it has begun."""

    row: FollowUp | None
    points: tuple[PointView, ...]
    # Whether adopted conclusions wait to be taken up.
    may_begin: bool = False

    @cached_property
    def owners(self) -> tuple[OwnerView, ...]:
        """All owners of all points."""
        return tuple(owner for point in self.points for owner in point.owners)

    @cached_property
    def counts(self) -> Mapping[Progress, int]:
        """How many are how far, of all."""
        return counted(self.owners)

    @property
    def overdue(self) -> int:
        """How many points are late, with one owner at least."""
        return sum(any(owner.is_overdue for owner in point.owners) for point in self.points)

    @property
    def unowned(self) -> int:
        """How many points nobody owns."""
        return sum(not point.owners for point in self.points)

    @cached_property
    def open_points(self) -> tuple[PointView, ...]:
        """The points at which something is still to be done."""
        return tuple(point for point in self.points if point.is_open)

    @cached_property
    def by_owner(self) -> tuple[OwnersPoints, ...]:
        """Delegations in alphabetical order, then organisations, then the organisers."""
        found: dict[tuple[int, tuple[str, str]], list[tuple[PointView, OwnerView]]] = {}
        order = (OwnerKind.DELEGATION, OwnerKind.ORGANISATION, OwnerKind.ORGANISERS)
        for point in self.points:
            for owner in point.owners:
                key = (order.index(owner.row.kind), alphabetical(owner.name))
                found.setdefault(key, []).append((point, owner))
        return tuple(
            OwnersPoints(lines[0][1].row.kind, lines[0][1].name, tuple(lines))
            for _, lines in sorted(found.items())
        )


@dataclass(frozen=True)
class OwnersPoints:
    """One owner and all that it owns."""

    kind: OwnerKind
    name: str
    lines: tuple[tuple[PointView, OwnerView], ...]

    @property
    def counts(self) -> Mapping[Progress, int]:
        """How many of them are how far."""
        return counted(owner for _, owner in self.lines)


def counted(owners: Iterable[OwnerView]) -> Mapping[Progress, int]:
    """How many are how far, in the order in which progress is made; zeros included."""
    found = Counter(owner.progress for owner in owners)
    return {progress: found[progress] for progress in Progress}
