"""Findings by hand: a State's delegation or the rapporteur assesses, reviews, the head confirms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Self

from sqlmodel import col, select

from app.benchmarks.forms import (
    AnswerForm,
    ConfirmationForm,
    FindingForm,
    SeenForm,
    StudyForm,
)
from app.benchmarks.importing import study_for_update
from app.benchmarks.models import AssessedState, Coverage, Finding, Study
from app.benchmarks.queries import line_of, sheet_of
from app.benchmarks.recording import write_finding
from app.benchmarks.tables import ReadFinding
from app.benchmarks.views import ConductView, StateSheet, StateView
from app.clock import now
from app.db import Reading, Writing
from app.delegations.models import Delegation
from app.delegations.rights import Action, Person, may, require
from app.errors import Forbidden, Refused, Spoken, StaleWrite
from app.events.journal import record
from app.events.models import Event


class FindingSaid(Spoken):
    """A finding as one line, its coverage in the reader's language: "partially · Only sale"."""

    __slots__ = ("coverage", "rest")
    coverage: Coverage
    rest: str

    def __new__(cls, coverage: Coverage, value: str, note: str) -> Self:
        """The line in English."""
        rest = " · ".join(filter(None, [value, note]))
        made = super().__new__(cls, _line(coverage, rest, str))
        made.coverage, made.rest = coverage, rest
        return made

    def said(self, translate: Callable[[str], str]) -> str:
        """The line in the language of a gettext function."""
        return _line(self.coverage, self.rest, translate)


def describe_study(db: Writing, event: Event, form: StudyForm, *, by: Person | None) -> Study:
    """Write the study's title, introduction, day, and whether everybody may read it."""
    study = study_for_update(db, event, by=by)
    study.title = form.checked_title()
    study.introduction = form.checked_introduction()
    study.as_at = form.checked_as_at()
    study.is_public = bool(form.is_public)
    db.add(study)
    record(
        db,
        event.key,
        "describe benchmarks",
        f"study {study.key}",
        by=by.participant_id if by else None,
        is_public=study.is_public,
    )
    return study


def is_own(db: Reading, state: StateView, *, by: Person | None) -> bool:
    """Whether this person's delegation is the State's."""
    if by is None or by.delegation_id is None or state.territory is None:
        return False
    delegation = db.get(Delegation, by.delegation_id)
    return delegation is not None and delegation.territory == state.territory


def may_assess(db: Reading, event: Event, state: StateView, *, by: Person | None) -> bool:
    """Whether this person answers for this State."""
    if may(by, Action.REVIEW_BENCHMARKS, event_id=event.key):
        return True
    own = may(by, Action.ASSESS_OWN_STATE, event_id=event.key)
    return own and is_own(db, state, by=by)


def assess(
    db: Writing,
    event: Event,
    state_id: int,
    conduct_id: int,
    form: FindingForm,
    *,
    by: Person | None,
) -> Finding:
    """Store a finding as a new version. StaleWrite if there is a newer one than the form's."""
    if not may(by, Action.REVIEW_BENCHMARKS, event_id=event.key):
        require(by, Action.ASSESS_OWN_STATE, event_id=event.key)
    sheet, conduct = _locked(db, event, state_id, conduct_id, by)
    if not may_assess(db, event, sheet.state, by=by):
        raise Forbidden("Each delegation answers for its own State. Open your State's sheet.")
    found = form.checked(conduct.kind)
    before = sheet.finding(conduct)
    # The form has one source; further ones came from a table and stand as they are.
    further = before.sources[1:] if before else ()
    found = replace(found, sources=(*found.sources, *further))
    return _write(db, event, sheet, conduct, form, found, by)


def answer(
    db: Writing,
    event: Event,
    state_id: int,
    conduct_id: int,
    form: AnswerForm,
    *,
    by: Person | None,
) -> Finding:
    """Store a delegation's answer for its own State as a new version. StaleWrite as `assess`.

    What the short form does not ask stays: the day, further sources, and the quotation as long as
    law and article are the same.
    """
    require(by, Action.ASSESS_OWN_STATE, event_id=event.key)
    sheet, conduct = _locked(db, event, state_id, conduct_id, by)
    if not is_own(db, sheet.state, by=by):
        raise Forbidden("Each delegation answers for its own State. Open your State's sheet.")
    found = form.checked(conduct.kind)
    before = sheet.finding(conduct)
    if before and before.sources:
        known, named = before.sources[0], found.sources
        if named and (known.law, known.article) == (named[0].law, named[0].article):
            named = (replace(known, link=named[0].link),)
        found = replace(found, sources=(*named, *before.sources[1:]))
    found = replace(found, as_at=before.as_at if before else None)
    return _write(db, event, sheet, conduct, form, found, by)


def review(
    db: Writing,
    event: Event,
    state_id: int,
    conduct_id: int,
    form: SeenForm,
    *,
    by: Person | None,
) -> None:
    """Mark the finding that was seen as reviewed. Refused if it is no longer the newest."""
    require(by, Action.REVIEW_BENCHMARKS, event_id=event.key)
    found = _seen(db, event, state_id, conduct_id, form, by)
    found.reviewed_at, found.reviewed_by_id = now(), by.participant_id if by else None
    db.add(found)
    _note(db, event, "review", found, by)


def confirm(
    db: Writing,
    event: Event,
    state_id: int,
    conduct_id: int,
    form: SeenForm,
    *,
    by: Person | None,
) -> None:
    """The State's head of delegation confirms what was seen. Refused if there is a newer one."""
    require(by, Action.CONFIRM_OWN_STATE, event_id=event.key)
    if not is_own(db, sheet_of(db, event, state_id, by=by).state, by=by):
        raise Forbidden("Only the head of the State's own delegation confirms its findings.")
    found = _seen(db, event, state_id, conduct_id, form, by)
    found.confirmed_at, found.confirmed_by_id = now(), by.participant_id if by else None
    db.add(found)
    _note(db, event, "confirm", found, by)


def confirm_all(
    db: Writing, event: Event, state_id: int, form: ConfirmationForm, *, by: Person | None
) -> int:
    """The head confirms all findings that were seen, or none if one is no longer the newest.

    How many were confirmed that were not before.
    """
    require(by, Action.CONFIRM_OWN_STATE, event_id=event.key)
    seen = form.versions()
    if not seen:
        raise Refused("There is nothing to confirm yet. Answer first, then confirm.")
    findings = sheet_of(db, event, state_id, by=by).findings
    waiting = [
        conduct_id
        for conduct_id in seen
        if not (found := findings.get(conduct_id)) or not found.is_confirmed
    ]
    for conduct_id in waiting:
        one = SeenForm(version=str(seen[conduct_id]))
        confirm(db, event, state_id, conduct_id, one, by=by)
    return len(waiting)


def _write(
    db: Writing,
    event: Event,
    sheet: StateSheet,
    conduct: ConductView,
    form: SeenForm,
    found: ReadFinding,
    by: Person | None,
) -> Finding:
    before = sheet.finding(conduct)
    version = before.version if before else 0
    if form.checked_version() != version and before is not None:
        yours = FindingSaid(found.coverage, found.value, found.note)
        theirs = FindingSaid(before.coverage, before.value, before.note)
        raise StaleWrite(base="", theirs=theirs, yours=yours, revision=version)
    written = write_finding(db, conduct.id, sheet.state.id, before, found, by=by)
    db.flush()
    _note(db, event, "assess", written, by)
    return written


def _locked(
    db: Writing, event: Event, state_id: int, conduct_id: int, by: Person | None
) -> tuple[StateSheet, ConductView]:
    # Two who answer for one State wait here, and the second sees what the first wrote.
    db.exec(
        select(AssessedState).where(col(AssessedState.id) == state_id).with_for_update()
    ).first()
    sheet = sheet_of(db, event, state_id, by=by)
    return sheet, line_of(sheet, conduct_id)[1]


def _seen(
    db: Writing,
    event: Event,
    state_id: int,
    conduct_id: int,
    form: SeenForm,
    by: Person | None,
) -> Finding:
    sheet, conduct = _locked(db, event, state_id, conduct_id, by)
    found = sheet.finding(conduct)
    if found is None:
        raise Refused("Nothing was found here yet. Write down what was found first.")
    if found.version != form.checked_version():
        raise Refused("Somebody wrote a newer finding meanwhile. Read it, then decide again.")
    return db.get_one(Finding, found.id)


def _note(db: Writing, event: Event, verb: str, found: Finding, by: Person | None) -> None:
    subject = f"finding {found.key}"
    record(db, event.key, verb, subject, by=by.participant_id if by else None)


def _line(coverage: Coverage, rest: str, translate: Callable[[str], str]) -> str:
    # The words are those of the pages: routes/matrix_cells.py has them for extraction.
    return " · ".join(filter(None, [translate(coverage.value.replace("_", " ")), rest]))
