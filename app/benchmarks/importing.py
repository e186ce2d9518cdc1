"""A study from a table into the event: all of it, or nothing and a sentence per cell.

Reading the same table again changes nothing; what it says otherwise becomes a new version of the
finding. What is not in the table stays.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from app.benchmarks.models import (
    AssessedState,
    Basis,
    Conduct,
    ConductKind,
    Finding,
    Instrument,
    Provision,
    Study,
)
from app.benchmarks.queries import study_of
from app.benchmarks.reading import read_study, sheet_with_findings
from app.benchmarks.recording import write_finding
from app.benchmarks.tables import ReadFinding, ReadProvision, ReadStudy
from app.benchmarks.views import FindingView, StudyView
from app.db import Writing
from app.delegations.rights import Action, Person, require
from app.delegations.sheets import sheets_in
from app.errors import BadInput
from app.events.journal import record
from app.events.models import Event

MOST_STATES = 250
_MOST_COLUMNS = MOST_STATES + 20


@dataclass(frozen=True)
class ReadIn:
    """What reading a table did: numbers of findings, and of the whole study afterwards."""

    added: int
    changed: int
    unchanged: int
    conducts: int
    states: int


def import_benchmarks(
    db: Writing, event: Event, name: str, data: bytes, *, by: Person | None
) -> ReadIn:
    """Read the file `data` (CSV or XLSX, long or matrix) into the study of `event`.

    `name` is the file's, for the journal. BadInput for what is no such table, BadCells for cells.
    """
    require(by, Action.MANAGE_BENCHMARKS, event_id=event.key)
    sheets = sheets_in(data, most_columns=_MOST_COLUMNS)
    table = read_study(sheet_with_findings(sheets))
    if len(table.states) > MOST_STATES:
        raise BadInput("A study has at most {most} States.", field="file", most=MOST_STATES)
    study = study_for_update(db, event, by=by)
    _write_lines(db, study, table)
    _write_states(db, study, table)
    whole = study_of(db, event, by=by)
    counts = _write_findings(db, whole, table, by)
    record(
        db,
        event.key,
        "read benchmarks in",
        f"study {study.key}",
        by=by.participant_id if by else None,
        file=name[:120],
        added=counts["added"],
        changed=counts["changed"],
    )
    return ReadIn(
        **counts,
        conducts=sum(len(one.counted) for one in whole.provisions),
        states=len(whole.states),
    )


def study_for_update(db: Writing, event: Event, *, by: Person | None) -> Study:
    """The event's study, locked until the end of the transaction; made if there is none."""
    require(by, Action.MANAGE_BENCHMARKS, event_id=event.key)
    # The event's row is there before the study's is: two who make it at once wait here.
    kept = db.exec(
        select(Event)
        .where(Event.id == event.key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    study = db.exec(select(Study).where(Study.event_id == event.key)).first()
    if study is None:
        study = Study(event_id=event.key)
        db.add(study)
        kept.has_benchmarks = True
        db.flush()
    return study


def _write_lines(db: Writing, study: Study, table: ReadStudy) -> None:
    known = {
        one.title: one
        for one in db.exec(select(Provision).where(Provision.study_id == study.key)).all()
    }
    instruments = {
        one.name: one
        for one in db.exec(select(Instrument).where(Instrument.study_id == study.key)).all()
    }
    for read in table.provisions.values():
        provision = known.get(read.title)
        if provision is None:
            provision = Provision(study_id=study.key, title=read.title, position=len(known))
            known[read.title] = provision
            db.add(provision)
        provision.definition = read.definition or provision.definition
        db.flush()
        if read.basis:
            _write_basis(db, study, provision, read, instruments)
        _write_conducts(db, provision, read)


def _write_basis(
    db: Writing,
    study: Study,
    provision: Provision,
    read: ReadProvision,
    instruments: dict[str, Instrument],
) -> None:
    for old in db.exec(select(Basis).where(Basis.provision_id == provision.key)).all():
        db.delete(old)
    for position, (name, article) in enumerate(read.basis):
        instrument = instruments.get(name)
        if instrument is None:
            instrument = Instrument(study_id=study.key, name=name, position=len(instruments))
            instruments[name] = instrument
            db.add(instrument)
            db.flush()
        db.add(
            Basis(
                provision_id=provision.key,
                instrument_id=instrument.key,
                article=article,
                position=position,
            )
        )


def _write_conducts(db: Writing, provision: Provision, read: ReadProvision) -> None:
    known = {
        one.code: one
        for one in db.exec(select(Conduct).where(Conduct.provision_id == provision.key)).all()
    }
    for one in read.conducts.values():
        conduct = known.get(one.code)
        if conduct is None:
            conduct = Conduct(
                provision_id=provision.key, code=one.code, wording="", position=len(known)
            )
            known[one.code] = conduct
        elif conduct.kind is not one.kind and _has_findings(db, conduct):
            raise BadInput(
                "“{code}” has findings as it is, so it cannot become a {kind}. Give the new line"
                " another code.",
                field="file",
                code=one.code,
                kind=one.kind.value,
            )
        conduct.wording, conduct.kind = one.wording, one.kind
        db.add(conduct)
    db.flush()


def _has_findings(db: Writing, conduct: Conduct) -> bool:
    return db.exec(select(Finding.id).where(Finding.conduct_id == conduct.key)).first() is not None


def _write_states(db: Writing, study: Study, table: ReadStudy) -> None:
    known = {
        one.name: one
        for one in db.exec(
            select(AssessedState)
            .where(AssessedState.study_id == study.key)
            .order_by(col(AssessedState.position))
            # Whoever assesses one of them by hand waits, or is waited for.
            .with_for_update()
        ).all()
    }
    for name, code in table.states.items():
        state = known.get(name)
        if state is None:
            state = AssessedState(study_id=study.key, name=name, position=len(known))
            known[name] = state
        state.territory = code or state.territory
        db.add(state)
    db.flush()


def _write_findings(
    db: Writing, study: StudyView, table: ReadStudy, by: Person | None
) -> dict[str, int]:
    conducts = {
        (provision.title, one.code): one for provision in study.provisions
        for one in provision.conducts if one.kind is not ConductKind.HEADING
    }  # fmt: skip
    states = {one.name: one for one in study.states}
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    for (title, code, name), read in table.findings.items():
        conduct, state = conducts[title, code], states[name]
        before = study.finding(conduct, state)
        if before is not None and _is_same(before, read):
            counts["unchanged"] += 1
            continue
        counts["changed" if before else "added"] += 1
        write_finding(db, conduct.id, state.id, before, read, by=by)
    db.flush()
    return counts


def _is_same(before: FindingView, read: ReadFinding) -> bool:
    """Whether a table says what is known. A matrix says nothing of notes and sources."""
    if before.coverage is not read.coverage or before.value != read.value:
        return False
    if not (read.note or read.as_at or read.sources):
        return True
    return (before.note, before.as_at, before.sources) == (read.note, read.as_at, read.sources)
