"""From what a recommendation comes: what a delegation may tick, and what it ticked.

Knows no text of a recommendation. What is offered is what the delegation said itself, what the
workshops recorded for all, and where its own law has a gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from app.agenda.queries import newest_timetable
from app.benchmarks.assessing import is_own
from app.benchmarks.models import Finding
from app.benchmarks.queries import study_at
from app.db import Reading, Writing
from app.delegations.rights import Action, Person, may, require
from app.errors import BadInput
from app.events.models import Event
from app.recommendations.desk_models import Origin, OriginKind
from app.recommendations.locking import own_delegation
from app.recommendations.models import Recommendation
from app.sessions.models import Board, Input, InputState, Priority, PriorityState

_STANDING = (InputState.POSTED, InputState.CLUSTERED)


@dataclass(frozen=True)
class OriginView:
    """One thing that a recommendation can come from; `key` is "input-3".

    `where` is the event session, or the provision of a finding. `text` is None where it was taken
    back since.
    """

    key: str
    where: str
    text: str | None
    event_session_id: int | None = None

    @property
    def kind(self) -> OriginKind:
        """What it is."""
        return OriginKind(self.key.partition("-")[0])


def offered_origins(db: Reading, event: Event, *, by: Person | None) -> list[OriginView]:
    """Everything the person's delegation may name as a source: inputs, priorities, gaps."""
    require(by, Action.DRAFT_OWN_RECOMMENDATION, event_id=event.key)
    names = _names(db, event)
    inputs = db.exec(
        select(Input, Board.event_session_id)
        .join(Board, col(Board.id) == col(Input.board_id))
        .where(
            col(Board.event_id) == event.key,
            col(Input.delegation_id) == own_delegation(by),
            col(Input.state).in_(_STANDING),
        )
        .order_by(col(Input.id))
    ).all()
    priorities = db.exec(
        select(Priority, Board.event_session_id)
        .join(Board, col(Board.id) == col(Priority.board_id))
        .where(col(Board.event_id) == event.key, col(Priority.state) == PriorityState.RECORDED)
        .order_by(col(Board.id), col(Priority.position), col(Priority.id))
    ).all()
    return [
        *(_seen(OriginKind.INPUT, row.key, row.text, where, names) for row, where in inputs),
        *(_seen(OriginKind.PRIORITY, row.key, row.text, where, names) for row, where in priorities),
        *_gaps(db, event, by),
    ]


def chosen_origins(
    db: Writing,
    event: Event,
    keys: Iterable[str],
    before: Iterable[str] = (),
    *,
    by: Person | None,
) -> list[str]:
    """The ticked keys, each once; BadInput for what is not offered and was not ticked `before`."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return []
    known = {origin.key for origin in offered_origins(db, event, by=by)} | set(before)
    if not known.issuperset(wanted):
        raise BadInput("Choose the sources from the list on this page.", field="origin")
    return wanted


def keep_origins(
    db: Writing, recommendation: Recommendation, revision: int, keys: Sequence[str]
) -> None:
    """Write down from what a revision comes."""
    for key in keys:
        kind, _, number = key.partition("-")
        origin = Origin(
            recommendation_id=recommendation.key, revision=revision, kind=OriginKind(kind)
        )
        setattr(origin, f"{kind}_id", int(number))
        db.add(origin)


def origin_keys(db: Reading, recommendation: Recommendation, revision: int) -> list[str]:
    """What was ticked for one revision, in the order in which it was kept."""
    rows = db.exec(
        select(Origin)
        .where(
            col(Origin.recommendation_id) == recommendation.key, col(Origin.revision) == revision
        )
        .order_by(col(Origin.id))
    )
    return [f"{row.kind}-{row.input_id or row.priority_id or row.finding_id}" for row in rows]


def origins_of(
    db: Reading, event: Event, recommendation: Recommendation, *, by: Person | None
) -> list[OriginView]:
    """From what the newest revision comes, as it reads now to whoever may read the rest."""
    keys = origin_keys(db, recommendation, recommendation.revision)
    if not keys:
        return []
    names = _names(db, event)
    inputs = _by_id(keys, OriginKind.INPUT)
    found: dict[str, OriginView] = {}
    for row, where in db.exec(
        select(Input, Board.event_session_id)
        .join(Board, col(Board.id) == col(Input.board_id))
        .where(col(Input.id).in_(inputs))
    ):
        text = row.text if row.state in _STANDING else None
        view = _seen(OriginKind.INPUT, row.key, text, where, names)
        found[view.key] = view
    for priority, where in db.exec(
        select(Priority, Board.event_session_id)
        .join(Board, col(Board.id) == col(Priority.board_id))
        .where(col(Priority.id).in_(_by_id(keys, OriginKind.PRIORITY)))
    ):
        view = _seen(OriginKind.PRIORITY, priority.key, priority.text, where, names)
        found[view.key] = view
    found |= {view.key: view for view in _findings(db, event, keys, by)}
    return [found[key] for key in keys if key in found]


def event_sessions_of(db: Reading, event: Event) -> dict[int, tuple[int, ...]]:
    """Recommendation id → the event sessions that its newest revision comes from."""
    found: defaultdict[int, dict[int, None]] = defaultdict(dict)
    for pointer, table in ((Origin.input_id, Input), (Origin.priority_id, Priority)):
        for recommendation_id, where in db.exec(
            select(Origin.recommendation_id, Board.event_session_id)
            .join(
                Recommendation,
                (col(Recommendation.id) == col(Origin.recommendation_id))
                & (col(Recommendation.revision) == col(Origin.revision)),
            )
            .join(table, col(table.id) == col(pointer))
            .join(Board, col(Board.id) == col(table.board_id))
            .where(col(Recommendation.event_id) == event.key)
            .order_by(col(Origin.id))
        ):
            found[recommendation_id][where] = None
    return {number: tuple(where) for number, where in found.items()}


def _by_id(keys: Iterable[str], kind: OriginKind) -> list[int]:
    return [int(key.partition("-")[2]) for key in keys if key.startswith(f"{kind}-")]


def _seen(
    kind: OriginKind, number: int, text: str | None, where: int, names: dict[int, str]
) -> OriginView:
    return OriginView(f"{kind}-{number}", names.get(where, ""), text, where)


def _names(db: Reading, event: Event) -> dict[int, str]:
    timetable = newest_timetable(db, event)
    names: dict[int, str] = {}
    for entry in timetable.entries if timetable else ():
        names.setdefault(entry.event_session_id, entry.name)
    return names


def _gaps(db: Reading, event: Event, by: Person | None) -> list[OriginView]:
    if not event.has_benchmarks:
        return []
    study = study_at(db, event, by=by)
    if study is None:
        return []
    return [
        OriginView(f"{OriginKind.FINDING}-{found.id}", provision.title, conduct.wording)
        for state in study.states
        if is_own(db, state, by=by)
        for provision, conduct, found in study.gaps(state)
    ]


def _findings(
    db: Reading, event: Event, keys: Sequence[str], by: Person | None
) -> list[OriginView]:
    wanted = set(_by_id(keys, OriginKind.FINDING))
    if not wanted or not may(by, Action.READ_BENCHMARKS, event_id=event.key):
        return []
    study = study_at(db, event, by=by)
    assert study is not None, "a finding belongs to a study"
    lines = {line.id: (one, line) for one in study.provisions for line in one.conducts}
    return [
        OriginView(
            f"{OriginKind.FINDING}-{number}", lines[conduct][0].title, lines[conduct][1].wording
        )
        for number, conduct in db.exec(
            select(Finding.id, Finding.conduct_id).where(col(Finding.id).in_(wanted))
        )
        if conduct in lines
    ]
