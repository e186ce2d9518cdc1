"""The lines of a document, after its head → paragraphs with kinds, nested as written.

Every line ends in exactly one paragraph or is left out with its reason. Where the document does not
say what a paragraph is, there is a question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.recommendations.models import ParagraphKind as Kind
from app.recommendations.reading import kinds
from app.recommendations.reading.lines import Piece
from app.recommendations.reading.model import LeftOut, Question, ReadParagraph
from app.recommendations.reading.nesting import Nesting

_POINTS = frozenset({Kind.TAKE_AWAY, Kind.RECOMMENDATION, Kind.WAY_AHEAD, Kind.PRIORITY})
_BOLD, _INTRODUCTION, _NONE = 7, 9, 10
"""How deep a heading is that the document does not number: bold, or a sentence with a colon."""


class Body:
    """Paragraphs as they are found, and the part of the document that they stand in."""

    def __init__(self) -> None:
        self.paragraphs: list[ReadParagraph] = []
        self.left_out: list[LeftOut] = []
        self.questions: list[Question] = []
        self._kind: Kind | None = None
        self._level = _NONE
        self._addressee = self._delegation = ""
        self._nesting = Nesting()
        self._listed = False
        # Where a sentence with a colon stands: the kind, level and addressee around its list.
        self._outside: tuple[Kind | None, int, str] | None = None
        self._annex = 0
        self._tables: list[int] = []
        self._background: list[Piece] = []
        self._conclusions: list[Piece] = []

    def read(self, pieces: Sequence[Piece]) -> None:
        """Take all lines in."""
        for place, piece in enumerate(pieces):
            following = pieces[place + 1] if place + 1 < len(pieces) else None
            self._take(piece, following)
        if self._background:
            self._asked(
                "What stands under no heading that says what it is was read as background "
                "({count}). Is it? {paragraphs}",
                **_named(self._background),
            )
        if self._conclusions:
            self._asked(
                "What stands under no heading that says what it is was read as conclusions "
                "({count}). Is it? {paragraphs}",
                **_named(self._conclusions),
            )
        if self._annex:
            self._asked("The annexes were left out: {count} lines.", count=self._annex)
        if self._tables:
            self._asked(
                "Tables were left out: {count} rows. Are there recommendations in them?",
                count=len(self._tables),
            )

    def _take(self, piece: Piece, following: Piece | None) -> None:
        if self._annex or (is_heading(piece, self._kind) and kinds.is_annex(piece.text)):
            self._annex += 1
            self._leave(piece, "annex")
        elif piece.table:
            self._tables.append(piece.table)
            self._leave(piece, "table")
        elif piece.text.endswith("↑"):
            self._leave(piece, "note")
        elif not piece.is_listed and re.fullmatch(r"[-–\s]*\d{1,3}[-–\s]*", piece.text):
            self._leave(piece, "page number")
        elif self._addresses(piece):
            self._leave(piece, "addressee")
        elif is_heading(piece, self._kind):
            self._head(piece, piece.level or _BOLD)
        elif self._introduces(piece, following):
            outside = self._outside or (self._kind, self._level, self._addressee)
            self._head(piece, _INTRODUCTION)
            self._outside = outside
        elif piece.is_listed:
            self._item(piece)
        else:
            self._paragraph(piece, following)

    def _addresses(self, piece: Piece) -> bool:
        """Whether a line says whom the point above it is addressed to, which then has it."""
        who = "" if piece.is_listed else kinds.addressed_below(piece.text)
        if not who or not self.paragraphs or self.paragraphs[-1].kind not in _POINTS:
            return False
        self.paragraphs[-1] = replace(self.paragraphs[-1], addressee=who)
        return True

    def _introduces(self, piece: Piece, following: Piece | None) -> bool:
        """Whether a sentence opens a list of points: "Key take-aways include:"."""
        if piece.is_listed or not piece.text.endswith(":") or len(piece.text) > 400:
            return False
        if following is None or not following.is_listed:
            return False
        return (kinds.section_kind(piece.text) or self._kind) in _POINTS

    def _head(self, piece: Piece, level: int) -> None:
        self._nesting.close()
        self._outside = None
        country = kinds.country_in(piece.text) if self._kind is Kind.RECOMMENDATION else ""
        named = kinds.section_kind(piece.text)
        if country:
            self._delegation, self._addressee = country, ""
        else:
            self._delegation = ""
            self._addressee = kinds.addressee_in(piece.text)
            self._enter(piece, level, named)
        self._add(piece, Kind.HEADING)
        self._listed = False

    def _enter(self, piece: Piece, level: int, named: Kind | None) -> None:
        """The part that a heading begins; one that names none is below, beside or above it."""
        if named is not None and level < _INTRODUCTION and kinds.names_two_kinds(piece.text):
            self._asked("“{heading}” names several kinds. Which paragraphs are which?", piece)
        if named is not None:
            self._kind, self._level = (
                named,
                min(level, self._level) if self._kind is named else level,
            )
        elif self._level != _BOLD and (level < self._level or level == self._level < _BOLD):
            self._kind, self._level = None, level
        elif level <= self._level == _BOLD and self._kind in _POINTS:
            self._asked("Does “{heading}” still stand in the part above it? It was read so.", piece)

    def _item(self, piece: Piece) -> None:
        index = len(self.paragraphs)
        parent = self._nesting.place(index, piece)
        if self._nesting.doubt:
            below, above = self._nesting.doubt
            self._asked(
                "Does “{below}” stand under “{above}”? It is indented, but that sentence opens no "
                "list, so they were read side by side.",
                below=_short(below.text),
                above=_short(above.text),
            )
        if parent is not None:
            kind = self.paragraphs[parent].kind
        else:
            kind = self._kind or self._by_words(piece)
        self._add(piece, kind, parent)
        self._listed = True

    def _paragraph(self, piece: Piece, following: Piece | None) -> None:
        last = self._nesting.last
        if last and 2 <= piece.indent > last[1].indent and last[1].is_listed:
            above = self.paragraphs[last[0]]
            self.paragraphs[last[0]] = replace(above, text=f"{above.text}\n{piece.text}")
            return
        self._nesting.close()
        if self._listed and self._outside:
            # The sentence with a colon opened the list, and nothing after it.
            self._kind, self._level, self._addressee = self._outside
            self._outside = None
        kind = self._kind or self._by_words(piece)
        if kind is Kind.OPERATIVE and kinds.is_preambular(piece.text):
            kind = Kind.PREAMBLE
        index = len(self.paragraphs)
        self._add(piece, kind)
        if piece.text.endswith(":") and following is not None and following.is_listed:
            self._nesting.open_with(index, piece)

    def _by_words(self, piece: Piece) -> Kind:
        """The kind of a paragraph under no heading that says one; a guess is asked about."""
        if kinds.is_preambular(piece.text):
            return Kind.PREAMBLE
        if piece.mark:
            return Kind.OPERATIVE
        if not any(line.kind in _POINTS or line.kind is Kind.OPERATIVE for line in self.paragraphs):
            if not kinds.tells_participation(piece.text):
                self._background.append(piece)
            return Kind.PREAMBLE
        self._conclusions.append(piece)
        return Kind.OPERATIVE

    def _add(self, piece: Piece, kind: Kind, parent: int | None = None) -> None:
        says = kind is not Kind.HEADING
        self.paragraphs.append(
            ReadParagraph(
                kind=kind,
                text=piece.text,
                mark=piece.mark.text if piece.mark else "",
                addressee=self._addressee if says and kind in _POINTS and parent is None else "",
                delegation=self._delegation if says and kind is Kind.RECOMMENDATION else "",
                parent=parent,
            )
        )

    def _leave(self, piece: Piece, why: str) -> None:
        self.left_out.append(LeftOut(piece.whole, why))

    def _asked(self, text: str, piece: Piece | None = None, /, **values: str | int) -> None:
        if piece is not None:
            values = {"heading": _short(piece.text)}
        question = Question(text, values)
        if question not in self.questions:
            self.questions.append(question)


def is_heading(piece: Piece, kind: Kind | None = None) -> bool:
    """Whether a line stands above others: by its level, in bold, in capitals, by its words."""
    text = piece.text
    if piece.level:
        return True
    if piece.bullet or piece.table or len(text) > 120 or text.endswith((".", ";", ",")):
        return False
    if kinds.names_section(text) or kinds.is_annex(text):
        return True
    if kind is Kind.RECOMMENDATION and not piece.mark and kinds.country_in(text):
        return True
    letters = re.sub(r"[\W\d_]", "", text)
    if len(letters) > 3 and letters.isupper() and len(text) < 90:
        return True
    return piece.strong and not (piece.mark and text.endswith(":"))


def _named(guessed: Sequence[Piece]) -> dict[str, str | int]:
    first = "; ".join(f"“{_short(piece.text)}”" for piece in guessed[:3])
    return {"count": len(guessed), "paragraphs": first}


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 70 else text[:67].rstrip() + "…"
