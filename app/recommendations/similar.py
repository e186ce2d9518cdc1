"""Which texts ask for the same, as a proposal: somebody reads them and decides. Knows no row.

Words count the more, the fewer of the texts have them (tf-idf); spellings count by their letters.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from app.recommendations.similar_words import Word, words

# Found on a labelled set of texts, tried on another (tests/recommendations/similar).
LIKE_ENOUGH = 0.33
# So many of the texts nearest by their words are compared letter by letter.
_CANDIDATES = 12
_LETTERS = 4
_BY_WORDS, _BY_SHARE, _BY_LETTERS = 0.5, 0.25, 0.25
# A word that more of the texts have than this brings no two of them together by itself.
_TOO_COMMON = 120


@dataclass(frozen=True)
class Proposals:
    """Groups of texts (by their place in the list) that seem to ask for the same, best first.

    `nearest`: for each text others by likeness between 0 and 1, most like first.
    """

    groups: tuple[tuple[int, ...], ...]
    nearest: tuple[tuple[tuple[int, float], ...], ...]


@dataclass
class _Text:
    """A text as it is compared: key → weight, each list of weights of length one."""

    words: dict[str, float] = field(default_factory=dict)
    letters: dict[str, float] = field(default_factory=dict)


def propose(
    texts: Sequence[str], *, told: Callable[[int, int], None] = lambda done, every: None
) -> Proposals:
    """Groups of like texts among `texts`; `told(done, every)` hears how far it is."""
    prepared = _prepare(texts)
    likeness = _likeness(prepared, told)
    nearest: list[list[tuple[int, float]]] = [[] for _ in texts]
    for (one, other), value in likeness.items():
        nearest[one].append((other, value))
        nearest[other].append((one, value))
    return Proposals(
        groups=_groups(likeness),
        nearest=tuple(
            tuple(sorted(found, key=lambda pair: (-pair[1], pair[0]))) for found in nearest
        ),
    )


def marked(texts: Sequence[str]) -> list[list[tuple[str, bool]]]:
    """Each text in pieces, with whether another one of `texts` says this word, too.

    Words that nearly every text of this field has are not worth a mark.
    """
    found = [[word for word in words(text) if word.weight == 1] for text in texts]
    seen = Counter(key for line in found for key in {word.key for word in line})
    return [list(_pieces(text, line, seen)) for text, line in zip(texts, found, strict=True)]


def _pieces(text: str, line: list[Word], seen: Counter[str]) -> Iterator[tuple[str, bool]]:
    at = 0
    for word in line:
        if seen[word.key] < 2:
            continue
        if word.start > at:
            yield text[at : word.start], False
        yield text[word.start : word.end], True
        at = word.end
    if at < len(text):
        yield text[at:], False


def _prepare(texts: Sequence[str]) -> list[_Text]:
    found = [words(text) for text in texts]
    letters = [_letters(line) for line in found]
    rare_words = _rarity([{word.key for word in line} for line in found])
    rare_letters = _rarity(letters)
    return [
        _Text(
            words=_even({word.key: word.weight * rare_words[word.key] for word in line}),
            letters=_even({part: rare_letters[part] for part in parts}),
        )
        for line, parts in zip(found, letters, strict=True)
    ]


def _letters(line: list[Word]) -> set[str]:
    """Runs of letters of the telling words: near spellings and cognates share most of them."""
    spelled = [f" {word.key.lstrip('=')} " for word in line if word.weight == 1]
    return {
        part[at : at + _LETTERS]
        for part in spelled
        for at in range(max(1, len(part) - _LETTERS + 1))
    }


def _rarity(sets: Sequence[set[str]]) -> dict[str, float]:
    """Key → how rare it is among the texts; a few texts more than there are, for small events."""
    seen = Counter(key for keys in sets for key in keys)
    return {key: math.log((len(sets) + 10) / count) for key, count in seen.items()}


def _even(weights: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {key: weight / length for key, weight in weights.items()} if length else {}


def _likeness(texts: list[_Text], told: Callable[[int, int], None]) -> dict[tuple[int, int], float]:
    having: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for key in text.words:
            having[key].append(number)
    likeness: dict[tuple[int, int], float] = {}
    for number, text in enumerate(texts):
        near: defaultdict[int, float] = defaultdict(float)
        for key, weight in text.words.items():
            if len(having[key]) <= _TOO_COMMON:
                for other in having[key]:
                    near[other] += weight * texts[other].words[key]
        near.pop(number, None)
        for other in sorted(near, key=lambda other: (-near[other], other))[:_CANDIDATES]:
            pair = (min(number, other), max(number, other))
            if pair not in likeness:
                likeness[pair] = _alike(text, texts[other])
        told(number + 1, len(texts))
    return likeness


def _alike(one: _Text, other: _Text) -> float:
    """Between 0 and 1: words in common, how much of the shorter text they are, letters."""
    shared = one.words.keys() & other.words.keys()
    by_words = sum(one.words[key] * other.words[key] for key in shared)
    smaller = min(sum(one.words.values()), sum(other.words.values()))
    share = min(sum(one.words[key] for key in shared), sum(other.words[key] for key in shared)) / (
        smaller or 1
    )
    by_letters = sum(
        one.letters[part] * other.letters[part]
        for part in one.letters.keys() & other.letters.keys()
    )
    return _BY_WORDS * by_words + _BY_SHARE * share + _BY_LETTERS * by_letters


def _groups(likeness: dict[tuple[int, int], float]) -> tuple[tuple[int, ...], ...]:
    """Join what is like enough on average to everybody in the group: no chains of neighbours."""
    group_of: dict[int, list[int]] = {}
    best: dict[int, float] = {}
    for (one, other), value in sorted(likeness.items(), key=lambda pair: (-pair[1], pair[0])):
        if value < LIKE_ENOUGH:
            break
        left, right = group_of.get(one, [one]), group_of.get(other, [other])
        if left is right:
            continue
        between = [likeness.get((min(a, b), max(a, b)), 0.0) for a in left for b in right]
        if sum(between) / len(between) < LIKE_ENOUGH:
            continue
        joined = sorted(left + right)
        for member in joined:
            group_of[member] = joined
        best[id(joined)] = max(value, best.get(id(left), 0), best.get(id(right), 0))
    distinct = {id(group): group for group in group_of.values()}
    ranked = sorted(distinct.items(), key=lambda line: (-best[line[0]], line[1]))
    return tuple(tuple(group) for _, group in ranked)
