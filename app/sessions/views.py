"""A board as it is read: plain values, loaded whole, the same for pages and frames.

Knows no database and no audience; what an audience may see is decided where it is rendered,
by `visible` and `words`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from app.agenda.models import SlotKind
from app.delegations.models import Role
from app.sessions.models import (
    Attribution,
    BoardTemplate,
    InputKind,
    InputState,
    PriorityState,
    Screen,
    Step,
)
from app.sessions.rules import IN_SIGHT, may_post, missing_priorities
from app.sessions.speakers_views import FloorView
from app.sessions.templates import PLANS, Plan


@dataclass(frozen=True)
class Place:
    """Where a board stands: its event and its event session, in the published words.

    `kind` is None as long as no published version has the event session.
    """

    event_id: int
    event_slug: str
    event_title: str
    event_session_id: int
    key: str
    kind: SlotKind | None
    number: str | None
    title: str
    zone: str

    @property
    def path(self) -> str:
        """The event session's address."""
        return f"/events/{self.event_slug}/sessions/{self.key}"

    def hour(self, at: datetime) -> time:
        """A moment as wall time of the event."""
        return at.astimezone(ZoneInfo(self.zone)).time()


@dataclass(frozen=True)
class InputView:
    """An input. `by` is as whose it is shown; `order` its place in the order of posting."""

    id: int
    client_id: str
    kind: InputKind
    text: str
    state: InputState
    by: str | None
    author_id: int | None
    cluster_id: int | None
    hidden_reason: str
    posted_at: datetime
    revision: int = 1
    from_paper: bool = False

    @property
    def in_sight(self) -> bool:
        """Whether everybody in the room may read it."""
        return self.state in IN_SIGHT


@dataclass(frozen=True)
class GroupingView:
    """Inputs grouped by one change of the board, by somebody in this role, if it is known.

    `verb` is "make", "fill", "take out" or, where an earlier one was taken back, "undo".
    """

    seq: int
    verb: str
    role: Role | None
    at: datetime
    cluster_id: int
    title: str
    input_ids: tuple[int, ...]
    undone: bool


@dataclass(frozen=True)
class ClusterView:
    """A cluster with its inputs in the order of posting, and how it was last filled."""

    id: int
    title: str
    inputs: tuple[InputView, ...]
    grouped: GroupingView | None = None


@dataclass(frozen=True)
class PriorityView:
    """A priority with its revision and the inputs it comes from."""

    id: int
    number: int
    text: str
    state: PriorityState
    revision: int
    sources: tuple[InputView, ...]
    # Points given in the newest round; None without a round, and in a secret one before its end.
    endorsements: int | None = None
    plenary_position: int | None = None

    @property
    def shortlisted(self) -> bool:
        """Whether it was chosen for the shorter list that is endorsed."""
        return self.state is PriorityState.SHORTLISTED

    @property
    def recorded(self) -> bool:
        """Whether it counts as one of those the workshop owes."""
        return self.state is PriorityState.RECORDED


@dataclass(frozen=True)
class RoundView:
    """A round of endorsements: the newest of its board."""

    id: int
    number: int
    points: int
    is_secret: bool
    is_open: bool

    @property
    def shows_counts(self) -> bool:
        """Whether anybody may see how many points a priority has."""
        return not (self.is_open and self.is_secret)


@dataclass(frozen=True)
class ClosureView:
    """When a board was closed, and why if it still owed priorities."""

    closed_at: datetime
    override_reason: str


@dataclass(frozen=True)
class BoardView:
    """A whole board at the change `seq`."""

    id: int
    seq: int
    place: Place
    step: Step
    attribution: Attribution
    instruction: str
    required_priorities: int
    loose: tuple[InputView, ...]
    clusters: tuple[ClusterView, ...]
    groupings: tuple[GroupingView, ...]
    priorities: tuple[PriorityView, ...]
    floor: FloorView
    closure: ClosureView | None
    round: RoundView | None = None
    # In the inbox: only the podium reads them, and each its author.
    waiting: tuple[InputView, ...] = ()
    inbox: bool = False
    locked: bool = False
    slow_seconds: int = 0
    most_inputs: int = 0
    warns: bool = False
    template: BoardTemplate = BoardTemplate.BREAKOUT
    screen: Screen = Screen.BOARD
    focus_input_id: int | None = None
    focus_priority_id: int | None = None

    @property
    def last_grouping(self) -> GroupingView | None:
        """The newest grouping that stands: the one that can be undone."""
        standing = [one for one in self.groupings if one.verb != "undo" and not one.undone]
        return standing[-1] if standing else None

    @property
    def plan(self) -> Plan:
        """Its steps and the kinds of input it offers."""
        return PLANS[self.template]

    @property
    def focus(self) -> InputView | PriorityView | None:
        """To what the chair has brought everybody, as long as everybody may read it."""
        for one in self.inputs:
            if one.id == self.focus_input_id and one.in_sight:
                return one
        return next((one for one in self.priorities if one.id == self.focus_priority_id), None)

    @property
    def projected(self) -> str:
        """What the projector shows: what everybody is brought to goes before what was chosen."""
        if self.focus and not self.closure:
            return "focus"
        return self.screen.value

    @property
    def endorsable(self) -> tuple[PriorityView, ...]:
        """What a round is about: the shortlist, or without one every priority not recorded."""
        short = tuple(one for one in self.priorities if one.shortlisted)
        return short or tuple(one for one in self.priorities if not one.recorded)

    @property
    def inputs(self) -> tuple[InputView, ...]:
        """All inputs: loose, clustered, and those that wait."""
        clustered = tuple(one for cluster in self.clusters for one in cluster.inputs)
        return self.loose + clustered + self.waiting

    @property
    def count(self) -> int:
        """How many inputs everybody can read."""
        return sum(one.in_sight for one in self.inputs)

    @property
    def recorded(self) -> int:
        """How many priorities are recorded."""
        return sum(one.recorded for one in self.priorities)

    @property
    def missing(self) -> int:
        """How many recorded priorities it still owes."""
        return missing_priorities(self.required_priorities, self.recorded)

    @property
    def takes_inputs(self) -> bool:
        """Whether delegates may post now."""
        return may_post(self.step, closed=self.closure is not None, locked=self.locked)


@dataclass(frozen=True)
class NewInput:
    """An input just posted, with the number of inputs on its board: all that its frame shows."""

    board_id: int
    path: str
    count: int
    input: InputView


@dataclass(frozen=True)
class BoardLine:
    """An event session in the list of boards; `step` is None where no board was opened yet."""

    place: Place
    board_id: int | None = None
    step: Step | None = None
    inputs: int = 0
    recorded: int = 0
    required: int = 0
    closed: bool = False
