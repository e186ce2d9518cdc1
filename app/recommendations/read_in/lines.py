"""What was read, line by line, as it is stored and corrected. Pure: knows no table, no document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.errors import BadInput
from app.recommendations.models import ParagraphKind
from app.recommendations.reading import Question, ReadConclusions

# What the choice of a kind sends for a line that is left out, or stands under the one above it.
OUT, NESTED = "out", "nested"
_BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line of a document; `kind` is empty for what is left out, `why` says why it is."""

    kind: str
    text: str
    mark: str = ""
    addressee: str = ""
    delegation: str = ""
    parent: int | None = None
    why: str = ""

    @property
    def is_out(self) -> bool:
        """Whether it becomes no paragraph."""
        return not self.kind

    @property
    def whole(self) -> str:
        """Its words with its mark, as the document has them."""
        return f"{self.mark} {self.text}" if self.mark else self.text

    @property
    def choice(self) -> str:
        """What the choice of its kind shows."""
        return OUT if self.is_out else NESTED if self.parent is not None else self.kind


def lines_of(read: ReadConclusions) -> list[ReadLine]:
    """All lines of a reading: its paragraphs, then what it left out."""
    kept = [
        ReadLine(one.kind.value, one.text, one.mark, one.addressee, one.delegation, one.parent)
        for one in read.paragraphs
    ]
    return [*kept, *(ReadLine("", one.text, why=one.why) for one in read.left_out)]


def reading_as_json(read: ReadConclusions) -> dict[str, Any]:
    """A reading as plain JSON."""
    return {
        "title": read.title or "",
        "reference": read.reference or "",
        "place": read.place or "",
        "dates": list(read.dates),
        "lines": [asdict(line) for line in lines_of(read)],
        "questions": [{"text": one.text, "values": dict(one.values)} for one in read.questions],
    }


def lines_in(stored: Mapping[str, Any]) -> list[ReadLine]:
    """The lines that `reading_as_json` wrote."""
    return [ReadLine(**line) for line in stored["lines"]]


def questions_in(stored: Mapping[str, Any]) -> list[Question]:
    """The questions that `reading_as_json` wrote."""
    return [Question(one["text"], one["values"]) for one in stored["questions"]]


def corrected(lines: Sequence[ReadLine], first: int, choices: Sequence[str]) -> list[ReadLine]:
    """The lines with the kinds that somebody chose for those from `first` on.

    What stands under another line follows it. BadInput for a kind that there is not.
    """
    found = list(lines)
    for place, choice in enumerate(choices, first):
        if place < len(found) and choice != found[place].choice:
            found[place] = _chosen(found, place, choice)
    for place, line in enumerate(found):
        if line.is_out or line.parent is None:
            continue
        above = found[line.parent]
        found[place] = (
            replace(line, parent=None) if above.is_out else replace(line, kind=above.kind)
        )
    return found


def under(lines: Sequence[ReadLine], parent: int | None) -> Iterator[tuple[int, ReadLine]]:
    """The lines right under one that become paragraphs, with their places; None: at the top."""
    for place, line in enumerate(lines):
        if not line.is_out and line.parent == parent:
            yield place, line


def depth_of(lines: Sequence[ReadLine], place: int) -> int:
    """Under how many others a line stands."""
    parent = lines[place].parent
    return 0 if parent is None else 1 + depth_of(lines, parent)


def with_parts(lines: Sequence[ReadLine], place: int) -> str:
    """The text of a line and, below it, of everything that stands under it."""
    told = [lines[place].text]
    for below, line in under(lines, place):
        told += [f"– {line.mark} {part}".replace("–  ", "– ") if number == 0 else f"  {part}"
                 for number, part in enumerate(with_parts(lines, below).split("\n"))]  # fmt: skip
    return "\n".join(told)


def _chosen(lines: Sequence[ReadLine], place: int, choice: str) -> ReadLine:
    line = lines[place]
    if choice == OUT:
        return replace(line, kind="", parent=None, why=_BY_HAND)
    if choice == NESTED:
        above = _last_at_top(lines, place)
        return replace(line, kind=lines[above].kind, parent=above, why="")
    if choice not in set(ParagraphKind):
        raise BadInput("Choose from the list what each line is.", field=f"line-{place}")
    return replace(line, kind=choice, parent=None, why="")


def _last_at_top(lines: Sequence[ReadLine], place: int) -> int:
    for above in reversed(range(place)):
        line = lines[above]
        if line.kind == ParagraphKind.HEADING:
            break
        if not line.is_out and line.parent is None:
            return above
    raise BadInput(
        "Under the heading above it, this line has no paragraph to stand under. Choose a kind.",
        field=f"line-{place}",
    )
