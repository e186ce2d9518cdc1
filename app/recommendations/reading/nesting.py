"""Under which item of a list another one stands, by marks, indentation and punctuation.

Converters lose indentation and keep full stops, so what a sentence opens (":") and ends (".")
counts more than where its line begins. Knows no kinds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.recommendations.reading.lines import Piece
from app.recommendations.reading.marks import Mark, Series


@dataclass(slots=True)
class _Open:
    """An item that others may follow.

    `inside` is where its first part begins, `small` that it begins in lower case; `ended` that the
    last one ended with a full stop. These two count where parts are not indented.
    """

    index: int
    piece: Piece
    inside: int | None = None
    small: bool = False
    ended: bool = False


class Nesting:
    """The items open at one place of a document."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        # The item whose indentation says another thing than its sentence, with the one above it.
        self.doubt: tuple[Piece, Piece] | None = None

    @property
    def last(self) -> tuple[int, Piece] | None:
        """The index of the item above, and its line."""
        return (self._open[-1].index, self._open[-1].piece) if self._open else None

    def close(self) -> None:
        """No item is open any more."""
        self._open.clear()

    def place(self, index: int, piece: Piece) -> int | None:
        """Put the item `index` in its place; the index of the item it stands under, or None."""
        self.doubt = None
        if piece.mark:
            self._come_back_to_series(piece.mark)
        else:
            self._come_back_to_list(piece)
        above = self._open[-1] if self._open else None
        if above:
            if above.inside is None:
                above.inside, above.small = _begins(piece), piece.text[:1].islower()
            above.ended = piece.text.endswith(".")
        self._open.append(_Open(index, piece))
        return above.index if above else None

    def open_with(self, index: int, piece: Piece) -> None:
        """A sentence that is no item opens a list."""
        self._open[:] = [_Open(index, piece)]

    def _come_back_to_series(self, mark: Mark) -> None:
        for place in reversed(range(len(self._open))):
            other = self._open[place].piece.mark
            if other and _follows(other, mark):
                del self._open[place:]
                return
        if mark.readings[0][0] is Series.DOTTED:
            while self._open and not _is_above(self._open[-1].piece.mark, mark):
                self._open.pop()
            return
        begins = any(number == 1 for _, number in mark.readings)
        if begins:
            # "(i)" is no letter here: nothing before it was an (h).
            first = tuple(one for one in mark.readings if one[1] == 1)
            mark = replace(mark, readings=first)
        for place in reversed(range(len(self._open))):
            other = self._open[place].piece.mark
            if other and _same_series(other, mark):
                # Counted anew, or with a gap: beside the others of its series.
                del self._open[place:]
                return
        if not begins:
            self._open.clear()

    def _come_back_to_list(self, piece: Piece) -> None:
        begins = _begins(piece)
        while self._open:
            above = self._open[-1]
            if self._is_inside(above, piece, begins):
                return
            self._open.pop()

    def _is_inside(self, above: _Open, piece: Piece, begins: int) -> bool:
        if above.piece.mark or not above.piece.is_listed:
            return not above.ended or begins > _begins(above.piece) or above.inside is None
        at = _begins(above.piece)
        if above.inside is not None:
            if above.inside > at:
                return begins > at
            return not above.ended and (piece.text[:1].islower() or not above.small)
        opens = above.piece.text.endswith(":")
        if begins > at:
            if piece.depth or opens or above.piece.text[-1:] not in ".;,":
                return True
            if above.piece.text.endswith("."):
                self.doubt = (piece, above.piece)
            return False
        return begins == at and opens and _is_part(piece.text)


def _begins(piece: Piece) -> int:
    """How far in, comparable within one document; what is marked up as a list counts first."""
    return piece.depth * 10_000 or piece.indent


def _is_part(text: str) -> bool:
    """Whether an item reads like a part of a sentence that went before."""
    return text[:1].islower() or text.rstrip(" andor").endswith((";", ","))


def _follows(one: Mark, other: Mark) -> bool:
    if one.dots != other.dots:
        return False
    if one.dots:
        return one.text.rsplit(".", 1)[0] == other.text.rsplit(".", 1)[0]
    return any((series, number + 1) in other.readings for series, number in one.readings)


def _is_above(one: Mark | None, other: Mark) -> bool:
    return one is not None and other.text.startswith(one.text.rstrip(".") + ".")


def _same_series(one: Mark, other: Mark) -> bool:
    series = {(name, one.dots, one.text[:1] == "(") for name, _ in one.readings}
    return any((name, other.dots, other.text[:1] == "(") in series for name, _ in other.readings)
