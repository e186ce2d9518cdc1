"""Words that are not agreed, in square brackets inside the text: putting them in, choosing one.

"[Georgia: one year / six months]": who proposes stands before the colon, what the text says without
anybody's proposal stands last and names nobody; "—" is no words at all. Pure: texts only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.errors import Refused

NOTHING = "—"
_BETWEEN = " / "
_GROUP = re.compile(r"\[([^\[\]]*)\]")
_UNIT = re.compile(r"(\[[^\[\]]*\]|\w+(?:['’-]\w+)*|[^\w\s\[\]])(\s*)")
# "Georgia", "Georgia, Ukraine", "A"; what reads like a sentence is no name.
_NAMED = re.compile(r"([A-ZÀ-ÖØ-Þ][^:.;!?/]{0,119}): (.+)", re.DOTALL)


@dataclass(frozen=True)
class Option:
    """One of the wordings in a bracket; `name` is empty where it is nobody's proposal."""

    name: str
    words: str

    @property
    def shown(self) -> str:
        """As it stands in the bracket."""
        words = self.words or NOTHING
        return f"{self.name}: {words}" if self.name else words


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: words, or the options of one bracket."""

    text: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class _Unit:
    """A word, a mark or a whole bracket, and the space behind it."""

    text: str
    space: str = ""

    @property
    def options(self) -> tuple[Option, ...]:
        return _options(self.text[1:-1]) if self.text.startswith("[") else ()

    @property
    def plain(self) -> list[str]:
        """Its words where nobody's proposal is taken."""
        options = self.options
        return [unit.text for unit in _units(options[-1].words)] if options else [self.text]


@dataclass(frozen=True)
class _Span:
    """Units `first` to `last` of the text say something else than words `low` to `high`."""

    first: int
    last: int
    low: int
    high: int


def brackets_in(text: str) -> list[tuple[Option, ...]]:
    """The options of every bracket, in order; Refused while a bracket does not close."""
    if set("[]") & set(_GROUP.sub("", text)):
        raise Refused("A bracket of this paragraph does not close. Mend its text first.")
    return [_options(found[1]) for found in _GROUP.finditer(text)]


def pieces(text: str) -> tuple[Piece, ...]:
    """The text cut at its brackets, in order; what does not close stays as it is typed."""
    parts, at = [], 0
    for found in _GROUP.finditer(text):
        parts += [Piece(text[at : found.start()]), Piece(found[0], _options(found[1]))]
        at = found.end()
    return tuple(piece for piece in (*parts, Piece(text[at:])) if piece.text)


def chosen(text: str, bracket: int, option: int) -> str:
    """The text with one option (from 0) put in the place of one bracket (from 0)."""
    options = brackets_in(text)
    if not (0 <= bracket < len(options) and 0 <= option < len(options[bracket])):
        raise Refused("There is no such bracket any more. Look at the text as it stands now.")
    found = list(_GROUP.finditer(text))[bracket]
    words = options[bracket][option].words
    before, after = text[: found.start()], text[found.end() :]
    if not words:
        # One of the two spaces around what is gone, and none before a full stop.
        before = before.rstrip(" ") if not after[:1].isalnum() else before
    return (before + words + after).strip()


def bracketed(text: str, name: str, words: str) -> str:
    """`text` with what `name` would rather say in brackets, wherever the two differ.

    Choosing the named options gives `words`, choosing the last ones gives `text` again. The same
    words of two delegations stand once, under both names.
    """
    brackets_in(text)
    if "[" in words or "]" in words or _BETWEEN in words:
        raise _by_hand()
    units, theirs = list(_units(text)), list(_units(words))
    spans = _spans(units, theirs)
    if not spans:
        raise Refused("These words are the text as it stands. There is nothing to bracket.")
    out, at = "", 0
    for span in spans:
        out += _said(units[at : span.first])
        inside, said = units[span.first : span.last], theirs[span.low : span.high]
        if out and not out[-1].isspace() and span.low and theirs[span.low - 1].space:
            out += " "
        options = _with(_offered(inside), Option(name, _said(said).strip()))
        out += f"[{_BETWEEN.join(option.shown for option in options)}]"
        out += inside[-1].space if inside else said[-1].space
        at = span.last
    return (out + _said(units[at:])).strip()


def _options(inside: str) -> tuple[Option, ...]:
    parts = [part.strip() for part in inside.split(_BETWEEN)]
    named = [_NAMED.fullmatch(part) for part in parts]
    all_named = len(parts) > 1 and all(named)
    options = [
        Option(found[1], _words(found[2]))
        if found and (all_named or part is not parts[-1])
        else Option("", _words(part))
        for part, found in zip(parts, named, strict=True)
    ]
    # Words that stand in brackets alone are agreed on, or go.
    return tuple(options) if len(options) > 1 else (Option("", ""), options[0])


def _words(part: str) -> str:
    return "" if part == NOTHING else part


def _units(text: str) -> Iterator[_Unit]:
    return (_Unit(found[1], found[2]) for found in _UNIT.finditer(text))


def _said(units: Sequence[_Unit]) -> str:
    return "".join(unit.text + unit.space for unit in units)


def _spans(units: list[_Unit], theirs: list[_Unit]) -> list[_Span]:
    """Where the two differ, in whole units; spans with one word in common between them are one."""
    plain = [(word, index) for index, unit in enumerate(units) for word in unit.plain]
    found = SequenceMatcher(
        None, [word for word, _ in plain], [unit.text for unit in theirs], autojunk=False
    )
    same = {
        block.a + step: block.b + step
        for block in found.get_matching_blocks()
        for step in range(block.size)
    }
    kept = _untouched(units, plain, same)
    # Runs between the units that stay: (first unit, last unit, low word, high word).
    spans: list[_Span] = []
    unit, low = 0, 0
    for index, start, end in [*kept, (len(units), len(theirs), len(theirs))]:
        if index > unit or start > low:
            spans.append(_Span(unit, index, low, start))
        unit, low = index + 1, end
    return _joined(spans)


def _untouched(
    units: list[_Unit], plain: list[tuple[str, int]], same: dict[int, int]
) -> list[tuple[int, int, int]]:
    """The units that both texts have as they are: (unit, first and last + 1 of their words)."""
    places: dict[int, list[int | None]] = {}
    for at, (_, index) in enumerate(plain):
        places.setdefault(index, []).append(same.get(at))
    kept = []
    for index in range(len(units)):
        of = places.get(index, [])
        if of and None not in of:
            known = [place for place in of if place is not None]
            if known == list(range(known[0], known[0] + len(known))):
                kept.append((index, known[0], known[-1] + 1))
    return kept


def _joined(spans: list[_Span]) -> list[_Span]:
    out: list[_Span] = []
    for span in spans:
        if out and span.first - out[-1].last <= 1:
            out[-1] = _Span(out[-1].first, span.last, out[-1].low, span.high)
        else:
            out.append(span)
    return out


def _offered(units: Sequence[_Unit]) -> tuple[Option, ...]:
    """What these units offer so far: the options of the bracket among them, or their words."""
    places = [index for index, unit in enumerate(units) if unit.options]
    if len(places) > 1:
        raise Refused(
            "These words cross two brackets that stand in the text. Choose in one of them first."
        )
    if not places:
        said = _said(units).strip()
        if _BETWEEN in said or _NAMED.fullmatch(said):
            raise _by_hand()
        return (Option("", said),)
    (at,) = places
    before, after = _said(units[:at]), units[at].space + _said(units[at + 1 :])
    return tuple(
        Option(option.name, (before + option.words + after).strip()) for option in units[at].options
    )


def _with(options: tuple[Option, ...], new: Option) -> list[Option]:
    """The options with another proposal before the words that nobody proposes."""
    names = {option.words: option.name for option in options if option.name}
    if new.words in names:
        both = Option(f"{names[new.words]}, {new.name}", new.words)
        return [both if o.name and o.words == new.words else o for o in options]
    return [*options[:-1], new, options[-1]]


def _by_hand() -> Refused:
    return Refused(
        "These words cannot stand in brackets by themselves. Word the paragraph by hand."
    )
