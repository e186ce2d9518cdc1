"""Which submitted recommendations the desk shows, and in which groups. Knows no database."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.recommendations.models import RecommendationState
from app.recommendations.records import RecommendationRecord, alphabetical
from app.recommendations.similar import Proposals, marked


class Sorting(StrEnum):
    """What the groups of the desk have in common."""

    COUNTRY = "country"
    THEME = "theme"
    ADDRESSEE = "addressee"
    SESSION = "session"
    SIMILAR = "similar"


@dataclass(frozen=True)
class Sieve:
    """What somebody looks for: one delegation (None: all), only open ones, some words."""

    delegation_id: int | None = None
    only_open: bool = False
    words: str = ""

    def lets_through(self, line: RecommendationRecord) -> bool:
        """Whether a submitted recommendation is shown; withdrawn ones are no sources."""
        if line.row.state is RecommendationState.WITHDRAWN:
            return False
        if self.delegation_id not in (None, line.row.delegation_id):
            return False
        if self.only_open and not line.is_open:
            return False
        said = plain(" ".join((line.delegation, *_said(line))))
        return all(word in said for word in plain(self.words).split())


@dataclass(frozen=True)
class Group:
    """Recommendations that have `name` in common (empty: that say none).

    `pieces`: for proposals, each text in pieces with whether another one says this, too.
    """

    name: str
    lines: tuple[RecommendationRecord, ...]
    pieces: dict[int, list[tuple[str, bool]]] = field(default_factory=dict)


def sources(lines: Iterable[RecommendationRecord]) -> list[RecommendationRecord]:
    """What can be merged of all that was submitted."""
    return [line for line in lines if Sieve().lets_through(line)]


def grouped(lines: Iterable[RecommendationRecord], by: Sorting) -> list[Group]:
    """The lines by country, theme or addressee; what names none comes last."""
    if by is Sorting.COUNTRY:
        return _by(lines, lambda line: line.delegation)
    if by is Sorting.THEME:
        return _by(lines, lambda line: line.revision.theme)
    return _by(lines, lambda line: line.revision.addressee)


def by_event_session(
    lines: Iterable[RecommendationRecord],
    event_sessions: Mapping[int, tuple[int, ...]],
    names: Mapping[int, str],
) -> list[Group]:
    """The lines by the event sessions that they come from, in the order of the agenda.

    One that comes from two stands under both; what comes from none comes last.
    """
    found: dict[int, list[RecommendationRecord]] = {}
    loose = []
    for line in lines:
        where = event_sessions.get(line.row.key, ())
        for one in where:
            found.setdefault(one, []).append(line)
        if not where:
            loose.append(line)
    places = {key: place for place, key in enumerate(names)}
    groups = [
        Group(names.get(key, ""), tuple(found[key]))
        for key in sorted(found, key=lambda key: (places.get(key, len(places)), key))
    ]
    return [*groups, Group("", tuple(loose))] if loose else groups


def similar_groups(
    lines: Sequence[RecommendationRecord], proposals: Proposals, sieve: Sieve
) -> list[Group]:
    """The proposals among `lines` of which the sieve lets at least one through, whole."""
    groups = []
    for members in proposals.groups:
        group = [lines[place] for place in members]
        if any(map(sieve.lets_through, group)):
            pieces = marked([line.revision.text for line in group])
            texts = {line.row.key: text for line, text in zip(group, pieces, strict=True)}
            groups.append(Group("", tuple(group), texts))
    return groups


def plain(text: str) -> str:
    """Text as it is looked for: without capitals and accents."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _said(line: RecommendationRecord) -> tuple[str, ...]:
    revision = line.revision
    return (
        revision.text,
        revision.theme,
        revision.addressee,
        revision.measure,
        revision.authority,
        revision.due,
    )


def _by(
    lines: Iterable[RecommendationRecord], name: Callable[[RecommendationRecord], str]
) -> list[Group]:
    found: dict[str, list[RecommendationRecord]] = {}
    for line in lines:
        # "Training" and "training" are one theme, under the spelling that came first.
        found.setdefault(plain(" ".join(name(line).split())), []).append(line)
    groups = [Group(name(members[0]), tuple(members)) for members in found.values()]
    return sorted(groups, key=lambda group: (not group.name, alphabetical(group.name)))
