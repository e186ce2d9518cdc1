"""Boards: what a room posts, groups, prioritises and records in one event session."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime, text_enum


class Step(StrEnum):
    """The steps of a board, in their order."""

    POST = "post"
    GROUP = "group"
    PRIORITISE = "prioritise"
    ADOPT = "adopt"


class Attribution(StrEnum):
    """As whose an input is shown; decided before the first post, never loosened afterwards."""

    BY_NAME = "by_name"
    BY_DELEGATION = "by_delegation"
    BY_SECTOR = "by_sector"
    NOT_AT_ALL = "not_at_all"


class InputKind(StrEnum):
    """What an input is meant as."""

    CONTRIBUTION = "contribution"
    CHALLENGE = "challenge"
    GOOD_PRACTICE = "good_practice"
    QUESTION = "question"


class BoardTemplate(StrEnum):
    """For what kind of event session a board is made; see `app.sessions.templates`."""

    OPEN_FLOOR = "open_floor"
    BREAKOUT = "breakout"
    CASE_STUDY = "case_study"
    QUESTIONS = "questions"
    COUNTRY_ROUND = "country_round"


class Screen(StrEnum):
    """What the projector shows: the board as its step has it, or one thing large."""

    BOARD = "board"
    PRIORITIES = "priorities"
    SPEAKERS = "speakers"
    AGENDA = "agenda"
    JOIN = "join"


class InputState(StrEnum):
    """What became of an input."""

    WAITING = "waiting"
    POSTED = "posted"
    CLUSTERED = "clustered"
    SET_ASIDE = "set_aside"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"


class PriorityState(StrEnum):
    """How far a priority has come."""

    PROPOSED = "proposed"
    SHORTLISTED = "shortlisted"
    RECORDED = "recorded"
    MERGED = "merged"


class Change(StrEnum):
    """The kinds of numbered change on a board; each frame shows the full state of its subject."""

    INPUT = "input"
    CLUSTER = "cluster"
    PRIORITY = "priority"
    STEP = "step"
    CLOSURE = "closure"
    FLOOR = "floor"
    ROUND = "round"
    ENDORSEMENT = "endorsement"
    RULES = "rules"
    FOCUS = "focus"
    SCREEN = "screen"


class Board(Row, table=True):
    """The board of one event session. `seq` numbers its changes without gaps."""

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    event_session_id: int = Field(foreign_key="event_session.id", unique=True)
    seq: int = 0
    step: Step = Field(default=Step.POST, sa_type=text_enum(Step))
    attribution: Attribution = Field(
        default=Attribution.BY_DELEGATION,
        sa_type=text_enum(Attribution),
    )
    instruction: str = ""
    required_priorities: int = 0
    template: BoardTemplate = Field(
        default=BoardTemplate.BREAKOUT, sa_type=text_enum(BoardTemplate)
    )
    # To what the chair has brought everybody; at most one of the two.
    focus_input_id: int | None = None
    focus_priority_id: int | None = None
    screen: Screen = Field(default=Screen.BOARD, sa_type=text_enum(Screen))
    # Inputs go to the podium first.
    inbox: bool = False
    # No input is taken although the step would allow it.
    locked: bool = False
    # Each author waits so long between two inputs; 0: not at all.
    slow_seconds: int = 0
    # How many inputs each author may have on the board; 0: as many as they like.
    most_inputs: int = 0
    # Everybody is asked, before writing, to leave out persons and cases.
    warns: bool = False
    opened_at: datetime = Field(sa_type=UTCDateTime)


class BoardEvent(Row, table=True):
    """One numbered change of a board: timeline, catch-up log and audit at once.

    `subject_id` is the id of the input, cluster or priority concerned; null for step and closure.
    """

    __table_args__ = (sa.UniqueConstraint("board_id", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    seq: int
    change: Change = Field(sa_type=text_enum(Change))
    subject_id: int | None = None
    verb: str = Field(max_length=40)
    at: datetime = Field(sa_type=UTCDateTime)
    by_id: int | None = Field(default=None, foreign_key="participant.id")


class Cluster(Row, table=True):
    """Inputs that belong together, under a title, and who first grouped them."""

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    title: str = Field(max_length=200)
    position: int
    created_at: datetime = Field(sa_type=UTCDateTime)
    created_by_id: int = Field(foreign_key="participant.id")


class Grouping(Row, table=True):
    """An input put into a cluster or taken out of one; only ever added to.

    `seq` numbers the change of the board that did it, whose log says who and when. `undoes` is the
    number of the earlier change that this one takes back.
    """

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    seq: int
    input_id: int = Field(foreign_key="input.id", index=True)
    before_id: int | None = Field(default=None, foreign_key="cluster.id")
    cluster_id: int | None = Field(default=None, foreign_key="cluster.id")
    undoes: int | None = None


class Input(Row, table=True):
    """What somebody posted. `client_id` is a UUID made on the phone: posting twice is harmless.

    Who wrote it is stored only as far as the board's attribution allows: by name author, delegation
    and sector; by delegation likewise (the author may still withdraw) but only the delegation is
    shown; by sector only the sector; not at all: nothing.
    """

    __table_args__ = (sa.UniqueConstraint("board_id", "client_id"),)

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    client_id: str = Field(max_length=36)
    kind: InputKind = Field(sa_type=text_enum(InputKind))
    text: str
    state: InputState = Field(default=InputState.POSTED, sa_type=text_enum(InputState))
    author_id: int | None = Field(default=None, foreign_key="participant.id")
    delegation_id: int | None = Field(default=None, foreign_key="delegation.id")
    sector_id: int | None = Field(default=None, foreign_key="sector.id")
    cluster_id: int | None = Field(default=None, foreign_key="cluster.id")
    hidden_reason: str = ""
    # Typed in by the podium for who wrote it on paper; the log of changes says who typed.
    from_paper: bool = False
    revision: int = 1
    written_at: datetime = Field(sa_type=UTCDateTime)
    posted_at: datetime = Field(sa_type=UTCDateTime)


class InputRevision(Row, table=True):
    """An earlier wording of an input, as it stood until its author changed it at `until`."""

    __table_args__ = (sa.UniqueConstraint("input_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    input_id: int = Field(foreign_key="input.id", index=True)
    number: int
    text: str
    until: datetime = Field(sa_type=UTCDateTime)


class Priority(Row, table=True):
    """A priority of the event session, in the rapporteur's words, with the inputs it comes from."""

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    position: int
    text: str
    state: PriorityState = Field(
        default=PriorityState.PROPOSED,
        sa_type=text_enum(PriorityState),
    )
    revision: int = 1
    created_at: datetime = Field(sa_type=UTCDateTime)
    created_by_id: int = Field(foreign_key="participant.id")
    recorded_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    # Its place among those of all workshops, as far as the plenary has ordered them.
    plenary_position: int | None = None
    # The priority in which this one is contained; it keeps its words and its sources.
    merged_into_id: int | None = Field(default=None, foreign_key="priority.id")


class PriorityWording(Row, table=True):
    """An earlier wording of a priority, as it stood until somebody changed it at `until`."""

    __table_args__ = (sa.UniqueConstraint("priority_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    priority_id: int = Field(foreign_key="priority.id", index=True)
    number: int
    text: str
    until: datetime = Field(sa_type=UTCDateTime)


class PriorityMerge(Row, table=True):
    """Two priorities made one by the board's change `seq`, or by `undoes` made two again.

    Only ever added to. `before` is what the merged one was.
    """

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    seq: int
    priority_id: int = Field(foreign_key="priority.id", index=True)
    into_id: int = Field(foreign_key="priority.id", index=True)
    before: PriorityState = Field(sa_type=text_enum(PriorityState))
    undoes: int | None = None


class PrioritySource(Row, table=True):
    """An input that a priority comes from; `merge_seq` by which merge, None where it was chosen."""

    __table_args__ = (sa.UniqueConstraint("priority_id", "input_id"),)

    id: int | None = Field(default=None, primary_key=True)
    priority_id: int = Field(foreign_key="priority.id", index=True)
    input_id: int = Field(foreign_key="input.id", index=True)
    merge_seq: int | None = None


class EndorsementRound(Row, table=True):
    """A round in which every delegate may give `points` endorsements, at most one per priority.

    In a secret round nobody sees a count before it is closed.
    """

    __table_args__ = (sa.UniqueConstraint("board_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    number: int
    points: int
    is_secret: bool = False
    opened_at: datetime = Field(sa_type=UTCDateTime)
    opened_by_id: int = Field(foreign_key="participant.id")
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Endorsement(Row, table=True):
    """One point given to one priority in one round; its key lets nobody give it twice."""

    round_id: int = Field(foreign_key="endorsement_round.id", primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", primary_key=True)
    priority_id: int = Field(foreign_key="priority.id", primary_key=True, index=True)


class Closure(Row, table=True):
    """A closed board: by whom, when, and why if the chair closed it against what was owed."""

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id", unique=True)
    closed_at: datetime = Field(sa_type=UTCDateTime)
    closed_by_id: int = Field(foreign_key="participant.id")
    override_reason: str = ""
