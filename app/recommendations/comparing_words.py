"""Texts compared word by word, and several put into one: what collides stands in brackets.

Pure: texts only. A proposal's changes are spans of characters of a common base; changes that touch
no common place go together in any order, the same change of two becomes one, and what collides
becomes "[Georgia: one year / Ukraine: six months]".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# As brackets write no words at all (app/recommendations/bracketing.py).
NOTHING = "—"
_TOKEN = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
_BRACKETS = re.compile(r"[\[\]]| / ")
# Less in common than this (of the shorter text), and brackets would hide the texts.
_ENOUGH_IN_COMMON = 0.5


@dataclass(frozen=True, order=True)
class Change:
    """`words` instead of the base's characters `start:end`; an insertion where they are equal."""

    start: int
    end: int
    words: str

    def collides(self, other: Change) -> bool:
        """Whether the two touch a common place; insertions do so at an edge, too."""
        if self.start == self.end or other.start == other.end:
            return self.start <= other.end and other.start <= self.end
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Contribution:
    """A change that stands in the common text, and whose it is."""

    change: Change
    names: tuple[str, ...]


@dataclass(frozen=True)
class Combined:
    """The common text; what everybody can live with, and how many places are in brackets."""

    text: str
    contributions: tuple[Contribution, ...]
    collisions: int


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    text: str


def word_diff(old: str, new: str) -> list[tuple[str, str]]:
    """What became of `old`: pieces ("same" | "del" | "ins", text), in reading order."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for change in changes(old, new):
        pieces += [("same", old[at : change.start]), ("del", old[change.start : change.end])]
        pieces.append(("ins", change.words))
        at = change.end
    pieces.append(("same", old[at:]))
    return [(kind, text) for kind, text in pieces if text]


def left_out(source: str, text: str) -> list[str]:
    """The fragments of `source` whose words do not stand in `text`, in order; no lone marks."""
    gone = [source[change.start : change.end].strip() for change in changes(source, text)]
    return [fragment for fragment in gone if re.search(r"\w", fragment)]


def changes(base: str, proposed: str) -> list[Change]:
    """How `proposed` changes `base`, in order. Spaces alone are no change."""
    old, new = _tokens(base), _tokens(proposed)
    matcher = SequenceMatcher(
        None, [token.text for token in old], [token.text for token in new], autojunk=False
    )
    return [
        _change(base, proposed, old, new, spans)
        for kind, *spans in matcher.get_opcodes()
        if kind != "equal"
    ]


def applied(base: str, chosen: Iterable[Change]) -> str:
    """`base` with changes that do not collide."""
    text, at = "", 0
    for change in sorted(chosen):
        text += base[at : change.start] + change.words
        at = change.end
    return text + base[at:]


def common(texts: Sequence[str]) -> str | None:
    """What all texts say in the same order, or None where that is too little to build upon."""
    ordered = sorted(set(texts))
    if not ordered:
        return None
    base = ordered[0]
    for text in ordered[1:]:
        # The space before the words goes with them, or two would meet.
        gone = [
            Change(len(base[: one.start].rstrip()), one.end, "")
            for one in changes(base, text)
            if one.start < one.end
        ]
        base = applied(base, gone).strip()
    shortest = min(len(_tokens(text)) for text in ordered)
    return base if len(_tokens(base)) >= _ENOUGH_IN_COMMON * max(shortest, 1) else None


def combined(base: str, proposals: Mapping[str, str]) -> Combined:
    """All proposals (name → text) in one text. The empty name is nobody's and stands last.

    The order in which proposals come makes no difference.
    """
    owners: dict[Change, set[str]] = {}
    for name, text in proposals.items():
        for change in changes(base, text):
            owners.setdefault(change, set()).add(name)
    text, at = "", 0
    contributions: list[Contribution] = []
    collisions = 0
    for cluster in _clusters(sorted(owners)):
        start, end = cluster[0].start, max(change.end for change in cluster)
        versions = _versions(base, start, end, cluster, owners)
        text += base[at:start]
        if len(versions) == 1:
            ((said, names),) = versions.items()
            contributions.append(Contribution(Change(start, end, said), names))
            text += said
        else:
            collisions += 1
            text += _bracket(base, start, end, versions)
        at = end
    return Combined(text + base[at:], tuple(contributions), collisions)


def drafted(
    texts: Mapping[str, str], *, base: str | None = None, within: str | None = None
) -> Combined | None:
    """A first wording of several texts (name → text), for somebody to work on.

    `within` is the text that stands already; `base` what it was made from, if that is known. None
    where the texts have too little in common, or hold brackets of their own.
    """
    every = dict(texts) | ({"": within} if within else {})
    if any(_BRACKETS.search(text) for text in every.values()) or len(every) < 2:
        return None
    base = base if base is not None else common(list(every.values()))
    return combined(base, every) if base is not None else None


def _tokens(text: str) -> list[_Token]:
    return [_Token(found.start(), found.end(), found[0]) for found in _TOKEN.finditer(text)]


def _change(
    base: str, proposed: str, old: list[_Token], new: list[_Token], spans: Sequence[int]
) -> Change:
    """One difference with the spaces that belong to it: before the words, or after the first."""
    i1, i2, j1, j2 = spans
    if i1 < i2 and j1 < j2:
        words = proposed[new[j1].start : new[j2 - 1].end]
        return Change(old[i1].start, old[i2 - 1].end, words)
    if i1 == 0:
        end = 0 if i1 == i2 else (old[i2].start if i2 < len(old) else len(base))
        upto = new[j2].start if j2 < len(new) else len(proposed)
        return Change(0, end, proposed[:upto] if j1 < j2 else "")
    start, end = old[i1 - 1].end, old[i2 - 1].end
    words = proposed[new[j1 - 1].end : new[j2 - 1].end] if j1 < j2 else ""
    return Change(start, end, words)


def _clusters(ordered: list[Change]) -> list[list[Change]]:
    """Changes that collide, directly or through others, together; in reading order."""
    clusters: list[list[Change]] = []
    for change in ordered:
        if clusters and any(change.collides(other) for other in clusters[-1]):
            clusters[-1].append(change)
        else:
            clusters.append([change])
    return clusters


def _versions(
    base: str, start: int, end: int, cluster: list[Change], owners: dict[Change, set[str]]
) -> dict[str, tuple[str, ...]]:
    """What each contributor makes of `start:end`: words → names, in the order of the names."""
    said: dict[str, str] = {}
    for name in set().union(*(owners[change] for change in cluster)):
        own = [
            Change(change.start - start, change.end - start, change.words)
            for change in cluster
            if name in owners[change]
        ]
        said[name] = applied(base[start:end], own)
    versions: dict[str, tuple[str, ...]] = {}
    for name in sorted(said, key=lambda name: (not name, name)):
        versions[said[name]] = (*versions.get(said[name], ()), name)
    return versions


def _bracket(base: str, start: int, end: int, versions: dict[str, tuple[str, ...]]) -> str:
    options = []
    for words, names in versions.items():
        named = ", ".join(name for name in names if name)
        said = " ".join(words.split()) or NOTHING
        options.append(f"{named}: {said}" if named else said)
    before = " " if start and not base[start - 1].isspace() else ""
    after = " " if base[end : end + 1].isalnum() else ""
    return f"{before}[{' / '.join(options)}]{after}"
