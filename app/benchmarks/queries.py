"""Loads a study whole: the same few queries for 3 and for 196 States. Checks who may read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from app.benchmarks.models import (
    AssessedState,
    Basis,
    Conduct,
    Finding,
    Instrument,
    LegalSource,
    Provision,
    Study,
)
from app.benchmarks.views import (
    ConductView,
    FindingView,
    ProvisionView,
    SourceView,
    StateSheet,
    StateView,
    StudyView,
)
from app.db import Reading
from app.delegations.rights import Action, Person, require
from app.errors import NotFound
from app.events.models import Event

# What is said of a finding wherever it is shown; moments and people are left where they are.
_COLUMNS = (
    *(
        SQLModel.metadata.tables["finding"].columns[name]
        for name in (
            "id", "conduct_id", "state_id", "version", "coverage", "value", "note", "as_at",
            "assessed_at",
        )
    ),
    col(Finding.reviewed_at).is_not(None).label("is_reviewed"),
    col(Finding.confirmed_at).is_not(None).label("is_confirmed"),
)  # fmt: skip


def study_row(db: Reading, event: Event) -> Study | None:
    """The event's study as stored, or None; asks nobody's rights."""
    return db.exec(select(Study).where(Study.event_id == event.key)).first()


def study_at(db: Reading, event: Event, *, by: Person | None) -> StudyView | None:
    """The study of an event, or None while there is none. One that is public is open to all."""
    study = study_row(db, event)
    if study is None or not study.is_public:
        require(by, Action.READ_BENCHMARKS, event_id=event.key)
    return None if study is None else study_view(db, study)


def public_study(db: Reading, event: Event) -> StudyView | None:
    """The study of an event if everybody may read it, or None."""
    study = study_row(db, event) if event.has_benchmarks else None
    return study_view(db, study) if study and study.is_public else None


def public_title(db: Reading, event: Event) -> str | None:
    """The title of a study that everybody may read, perhaps empty; None where there is none."""
    study = study_row(db, event) if event.has_benchmarks else None
    return study.title if study and study.is_public else None


def provision_of(
    db: Reading, event: Event, provision_id: int, *, by: Person | None
) -> tuple[StudyView, ProvisionView]:
    """The study narrowed to one provision (0: its first), and no finding of another one read."""
    study = readable_study(db, event, by=by)
    for one in _provisions(db, study.key):
        if one.asked and provision_id in {0, one.id}:
            return study_view(db, study, only=one), one
    raise NotFound("The benchmarks have no such provision. Choose one among their counts.")


def study_view(db: Reading, study: Study, only: ProvisionView | None = None) -> StudyView:
    """All of a study, or one provision of it alone; asks nobody's rights."""
    states = db.exec(
        select(AssessedState)
        .where(AssessedState.study_id == study.key)
        .order_by(col(AssessedState.position))
    ).all()
    which = (
        col(Finding.conduct_id).in_([one.id for one in only.asked])
        if only
        else col(Finding.state_id).in_([one.key for one in states])
    )
    return StudyView(
        id=study.key,
        title=study.title,
        introduction=study.introduction,
        as_at=study.as_at,
        is_public=study.is_public,
        provisions=(only,) if only else _provisions(db, study.key),
        states=tuple(StateView(one.key, one.name, one.territory) for one in states),
        findings={(one.conduct_id, one.state_id): view for one, view in _current(db, which)},
    )


def study_of(db: Reading, event: Event, *, by: Person | None) -> StudyView:
    """The study of an event; NotFound while there is none."""
    return study_view(db, readable_study(db, event, by=by))


def sheet_of(db: Reading, event: Event, state_id: int, *, by: Person | None) -> StateSheet:
    """One State of the study: no other State's findings are read. NotFound for no such State."""
    study = readable_study(db, event, by=by)
    state = db.get(AssessedState, state_id)
    if state is None or state.study_id != study.key:
        raise NotFound("The benchmarks have no such State. Choose one in the matrix.")
    return StateSheet(
        state=StateView(state.key, state.name, state.territory),
        provisions=_provisions(db, study.key),
        findings={
            one.conduct_id: view for one, view in _current(db, col(Finding.state_id) == state.key)
        },
    )


def readable_study(db: Reading, event: Event, *, by: Person | None) -> Study:
    """The event's study as stored, for who may read it; NotFound while there is none."""
    study = study_row(db, event)
    if study is None or not study.is_public:
        require(by, Action.READ_BENCHMARKS, event_id=event.key)
    if study is None:
        raise NotFound("This event has no benchmarks yet. Its organisers read them in.")
    return study


def line_of(sheet: StateSheet, conduct_id: int) -> tuple[ProvisionView, ConductView]:
    """A line of the study that has findings, with its provision; NotFound otherwise."""
    for provision in sheet.provisions:
        for one in provision.asked:
            if one.id == conduct_id:
                return provision, one
    raise NotFound("The benchmarks have no such line any more. Open the State's sheet again.")


def versions_of(db: Reading, state: StateView, conduct: ConductView) -> list[FindingView]:
    """All versions of a finding, newest first. Who asks was let in to read the study."""
    rows = db.exec(
        select(Finding)
        .where(Finding.state_id == state.id, Finding.conduct_id == conduct.id)
        .order_by(col(Finding.version).desc())
    ).all()
    sources = _sources(
        db.exec(
            select(LegalSource)
            .where(col(LegalSource.finding_id).in_([one.key for one in rows]))
            .order_by(col(LegalSource.finding_id), col(LegalSource.position))
        ).all()
    )
    return [
        finding_view(
            one,
            sources.get(one.key, ()),
            is_reviewed=one.reviewed_at is not None,
            is_confirmed=one.confirmed_at is not None,
        )
        for one in rows
    ]


def finding_view(
    row: Any, sources: Iterable[SourceView], *, is_reviewed: bool, is_confirmed: bool
) -> FindingView:
    """A stored finding (`Finding`, or a row of its columns) as it is shown."""
    return FindingView(
        id=row.id,
        version=row.version,
        coverage=row.coverage,
        value=row.value,
        note=row.note,
        as_at=row.as_at,
        assessed_at=row.assessed_at,
        is_reviewed=is_reviewed,
        is_confirmed=is_confirmed,
        sources=tuple(sources),
    )


def _current(db: Reading, which: sa.ColumnElement[bool]) -> Iterator[tuple[Any, FindingView]]:
    """The newest findings under a condition: each as its columns, and as it is shown."""
    # Columns, not rows: 12,000 objects of the mapper would cost more than the whole page.
    wanted = sa.and_(which, col(Finding.is_current))
    rows = db.connection().execute(sa.select(*_COLUMNS).where(wanted)).all()
    sources = _sources(
        db.exec(
            select(LegalSource)
            .join(Finding, col(Finding.id) == col(LegalSource.finding_id))
            .where(wanted)
            .order_by(col(LegalSource.finding_id), col(LegalSource.position))
        ).all()
    )
    for row in rows:
        yield (
            row,
            finding_view(
                row,
                sources.get(row.id, ()),
                is_reviewed=bool(row.is_reviewed),
                is_confirmed=bool(row.is_confirmed),
            ),
        )


def _sources(rows: Iterable[LegalSource]) -> dict[int, list[SourceView]]:
    found: defaultdict[int, list[SourceView]] = defaultdict(list)
    for row in rows:
        found[row.finding_id].append(
            SourceView(
                law=row.law,
                article=row.article,
                language=row.language,
                link=row.link,
                in_force_on=row.in_force_on,
                quotation=row.quotation,
                translation=row.translation,
            )
        )
    return found


def _provisions(db: Reading, study_id: int) -> tuple[ProvisionView, ...]:
    provisions = db.exec(
        select(Provision).where(Provision.study_id == study_id).order_by(col(Provision.position))
    ).all()
    basis: defaultdict[int, list[str]] = defaultdict(list)
    for row, instrument in db.exec(
        select(Basis, Instrument)
        .join(Instrument, col(Instrument.id) == col(Basis.instrument_id))
        .where(Instrument.study_id == study_id)
        .order_by(col(Basis.position))
    ):
        basis[row.provision_id].append(
            f"{instrument.name}, {row.article}" if row.article else instrument.name
        )
    conducts: defaultdict[int, list[ConductView]] = defaultdict(list)
    for one in db.exec(
        select(Conduct)
        .join(Provision, col(Provision.id) == col(Conduct.provision_id))
        .where(Provision.study_id == study_id)
        .order_by(col(Conduct.position))
    ):
        conducts[one.provision_id].append(ConductView(one.key, one.code, one.kind, one.wording))
    return tuple(
        ProvisionView(
            one.key, one.title, one.definition, tuple(basis[one.key]), tuple(conducts[one.key])
        )
        for one in provisions
    )
