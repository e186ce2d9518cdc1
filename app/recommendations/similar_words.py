"""Which words of a text say what: stems of English and French, and words that mean the same here.

Knows no row and compares nothing. `concepts.txt` lists what says the same in this field.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import snowballstemmer

# Tells little wherever it stands; a text is more than these.
FAINT = 0.25

_WORD = re.compile(r"24/7|[^\W_]+(?:-[^\W_]+)*", re.UNICODE)


@dataclass(frozen=True)
class Word:
    """A word or phrase at `start:end` of a text; `key` is the same for all that say the same."""

    start: int
    end: int
    key: str
    weight: float = 1.0


def words(text: str) -> list[Word]:
    """The telling words of a text in their order; function words are left out."""
    is_french = _is_french(text)
    found = [
        (match.start(), match.end(), stem(match[0], is_french=is_french))
        for match in _WORD.finditer(text)
        if plain(match[0]) not in _known().silent
    ]
    phrases, longest = _concepts(is_french)
    telling: list[Word] = []
    at = 0
    while at < len(found):
        for length in range(min(longest, len(found) - at), 0, -1):
            concept = phrases.get(tuple(key for _, _, key in found[at : at + length]))
            if concept:
                key, weight = concept
                telling.append(Word(found[at][0], found[at + length - 1][1], key, weight))
                at += length
                break
        else:
            telling.append(Word(*found[at]))
            at += 1
    return telling


def plain(word: str) -> str:
    """A word as it is compared: without capitals, its accents in one form."""
    return unicodedata.normalize("NFC", word).casefold()


@lru_cache(maxsize=20_000)
def stem(word: str, *, is_french: bool) -> str:
    """The stem of one word, without accents."""
    stemmed = str(_stemmer(is_french).stemWord(plain(word)))
    bare = unicodedata.normalize("NFKD", stemmed)
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _is_french(text: str) -> bool:
    known = _known()
    seen = [plain(match[0]) for match in _WORD.finditer(text)]
    french = sum(word in known.french for word in seen)
    return french > sum(word in known.english for word in seen)


@cache
def _stemmer(is_french: bool) -> snowballstemmer.stemmer:
    import snowballstemmer

    return snowballstemmer.stemmer("french" if is_french else "english")


@dataclass(frozen=True)
class _Known:
    """What `concepts.txt` says: words that tell nothing, by language, and its lines of concepts."""

    english: frozenset[str]
    french: frozenset[str]
    silent: frozenset[str]
    concepts: tuple[str, ...]


@cache
def _known() -> _Known:
    lines = (Path(__file__).parent / "concepts.txt").read_text("utf-8").splitlines()
    english, french = (
        frozenset(
            word for line in lines if line.startswith(mark) for word in line[len(mark) :].split()
        )
        for mark in ("! English:", "! French:")
    )
    return _Known(
        english=english,
        french=french - english,
        silent=english | french,
        concepts=tuple(line for line in lines if line and line[0] not in "#!"),
    )


@cache
def _concepts(is_french: bool) -> tuple[dict[tuple[str, ...], tuple[str, float]], int]:
    """Stems of a phrase → its concept and weight, for one language; and the longest phrase."""
    phrases: dict[tuple[str, ...], tuple[str, float]] = {}
    for line in _known().concepts:
        faint = line.startswith("~")
        english, _, french = line.lstrip("~ ").partition("|")
        key = f"={english.split(',')[0].strip()}"
        for phrase in (french if is_french else english).split(","):
            stems = tuple(
                stem(match[0], is_french=is_french)
                for match in _WORD.finditer(phrase)
                if plain(match[0]) not in _known().silent
            )
            # The line written first has the word.
            phrases.setdefault(stems, (key, FAINT if faint else 1.0))
    phrases.pop((), None)
    return phrases, max(map(len, phrases))
