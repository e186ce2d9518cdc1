"""What every export of a board says, with its provenance, as plain values. Knows no file format.

What was hidden or withdrawn is counted, never quoted: a file leaves the room.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.printing import printable
from app.sessions.models import Attribution, InputKind, Step
from app.sessions.views import BoardView, GroupingView, InputView, PriorityView

Translate = Callable[[str], str]

KINDS = {
    InputKind.CONTRIBUTION: "Contribution",
    InputKind.CHALLENGE: "Challenge",
    InputKind.GOOD_PRACTICE: "Good practice",
    InputKind.QUESTION: "Question",
}
STEPS = {
    Step.POST: "Post",
    Step.GROUP: "Group",
    Step.PRIORITISE: "Prioritise",
    Step.ADOPT: "Adopt",
}
SHOWN = {
    Attribution.BY_NAME: "By name",
    Attribution.BY_DELEGATION: "By delegation",
    Attribution.BY_SECTOR: "By sector only",
    Attribution.NOT_AT_ALL: "Not at all",
}


@dataclass(frozen=True)
class Line:
    """An input. `number` is its place in the order of posting, from 1, for sources to refer to."""

    number: int
    kind: str
    text: str
    by: str | None
    cluster: str | None
    posted: str
    from_paper: bool


@dataclass(frozen=True)
class Ranked:
    """A priority in the order of the board, with the numbers of the inputs it comes from."""

    number: int
    text: str
    recorded: bool
    revision: int
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Grouped:
    """A grouping: when, by somebody in which role, and the numbers of the inputs it moved.

    `did` is "make", "fill", "take out" or "undo"; `undone` whether a later one took it back.
    """

    at: str
    role: str | None
    did: str
    cluster: str
    inputs: tuple[int, ...]
    undone: bool


@dataclass(frozen=True)
class Spoken:
    """How many seconds and how often a delegation (or sector) had the floor."""

    by: str
    seconds: int
    turns: int


@dataclass(frozen=True)
class BoardContent:
    """A board to be written out. Times are wall time in the event's zone, `posted` as ISO 8601."""

    event: str
    label: str
    title: str
    step: str
    attribution: str
    seq: int
    required: int
    recorded: int
    closed: str | None
    override_reason: str
    left_out: int
    inputs: tuple[Line, ...]
    clusters: tuple[str, ...]
    groupings: tuple[Grouped, ...]
    priorities: tuple[Ranked, ...]
    spoken: tuple[Spoken, ...]

    @property
    def name(self) -> str:
        """The session's label and title on one line."""
        return f"{self.label}: {self.title}" if self.label else self.title


def content_of(board: BoardView, zone: str, translate: Translate = str) -> BoardContent:
    """What a board's files say, in one language; cleaned of characters no format can hold."""
    _ = translate
    shown = sorted((one for one in board.inputs if one.in_sight), key=lambda one: one.id)
    numbers = {one.id: number for number, one in enumerate(shown, 1)}
    clusters = {one.id: printable(one.title) for one in board.clusters}
    place, closure = board.place, board.closure
    word = {"workshop": _("Workshop"), "session": _("Session")}.get(place.kind or "", "")
    return BoardContent(
        event=printable(place.event_title),
        label=f"{word} {place.number}" if word and place.number else "",
        title=printable(place.title),
        step=_(STEPS[board.step]),
        attribution=_(SHOWN[board.attribution]),
        seq=board.seq,
        required=board.required_priorities,
        recorded=board.recorded,
        closed=_written(closure.closed_at, zone) if closure else None,
        override_reason=printable(closure.override_reason) if closure else "",
        left_out=len(board.inputs) - len(shown),
        inputs=tuple(_line(one, numbers, clusters, zone, _) for one in shown),
        clusters=tuple(clusters.values()),
        groupings=tuple(_grouped(one, numbers, zone) for one in board.groupings),
        priorities=tuple(_ranked(one, numbers) for one in board.priorities),
        spoken=tuple(
            Spoken(printable(one.by), one.seconds, one.turns) for one in board.floor.times
        ),
    )


def _line(
    one: InputView, numbers: dict[int, int], clusters: dict[int, str], zone: str, _: Translate
) -> Line:
    return Line(
        number=numbers[one.id],
        kind=f"{_(KINDS[one.kind])}, {_('from paper')}" if one.from_paper else _(KINDS[one.kind]),
        text=printable(one.text),
        by=printable(one.by) if one.by else None,
        cluster=clusters.get(one.cluster_id or 0),
        posted=_written(one.posted_at, zone),
        from_paper=one.from_paper,
    )


def _grouped(one: GroupingView, numbers: dict[int, int], zone: str) -> Grouped:
    return Grouped(
        at=_written(one.at, zone),
        role=one.role.value if one.role else None,
        did=one.verb,
        cluster=printable(one.title),
        inputs=tuple(sorted(numbers[moved] for moved in one.input_ids if moved in numbers)),
        undone=one.undone,
    )


def _ranked(one: PriorityView, numbers: dict[int, int]) -> Ranked:
    return Ranked(
        number=one.number,
        text=printable(one.text),
        recorded=one.recorded,
        revision=one.revision,
        sources=tuple(numbers[source.id] for source in one.sources if source.id in numbers),
    )


def _written(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")
