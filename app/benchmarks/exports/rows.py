"""A study as rows of text, long or matrix: what `app.benchmarks.reading` reads back as it was."""

from __future__ import annotations

from collections.abc import Iterator

from app.benchmarks.models import ConductKind, Coverage
from app.benchmarks.tables import KINDS, LINE, LONG, WORDS
from app.benchmarks.views import (
    ConductView,
    FindingView,
    ProvisionView,
    SourceView,
    StateView,
    StudyView,
)

Row = tuple[str, ...]


def long_rows(study: StudyView) -> Iterator[Row]:
    """A heading row, then a row for each source of each finding; lines without findings once."""
    yield LONG
    empty = ("",) * (len(LONG) - len(LINE))
    unseen = {state.id for state in study.states}
    for _provision, conduct, line in _lines(study):
        found = [(state, one) for state in study.states if (one := study.finding(conduct, state))]
        if not found:
            yield (*line, *empty)
        for state, one in found:
            unseen.discard(state.id)
            for source in one.sources or (SourceView(),):
                yield (*line, *_finding(conduct, state, one), *_source(source))
    first = next(_lines(study), None)
    for state in study.states:
        if state.id in unseen and first:
            yield (*first[2], state.name, state.territory or "", *empty[2:])


def matrix_rows(study: StudyView) -> Iterator[Row]:
    """A heading row with the States, then a row for each line; what is not assessed is empty."""
    yield (
        *LINE,
        *(f"{one.name} ({one.territory})" if one.territory else one.name for one in study.states),
    )
    for _provision, conduct, line in _lines(study):
        yield (*line, *(_cell(conduct, study.finding(conduct, state)) for state in study.states))


def count_rows(study: StudyView) -> Iterator[tuple[str | int, ...]]:
    """Provision, code, conduct, and the States that cover it, partially, not, unclear, none."""
    for provision in study.provisions:
        for one in provision.counted:
            counts = study.counts[one.id]
            yield (
                provision.title,
                one.code,
                one.wording,
                counts.covered,
                counts.partially,
                counts.not_covered,
                counts.unclear,
                counts.not_or_unclear,
                counts.not_assessed,
                counts.assessed,
            )


def _lines(study: StudyView) -> Iterator[tuple[ProvisionView, ConductView, Row]]:
    for provision in study.provisions:
        for place, one in enumerate(provision.conducts):
            said = ("; ".join(provision.basis), provision.definition) if place == 0 else ("", "")
            kind = KINDS[one.kind][0]
            yield provision, one, (provision.title, *said, one.code, one.wording, kind)


def _finding(conduct: ConductView, state: StateView, found: FindingView) -> Row:
    is_value = conduct.kind is ConductKind.VALUE and found.coverage is Coverage.COVERED
    return (
        state.name,
        state.territory or "",
        "" if is_value else WORDS[found.coverage][0],
        found.value,
        found.note,
        found.as_at.isoformat() if found.as_at else "",
    )


def _source(source: SourceView) -> Row:
    return (
        source.law,
        source.article,
        source.language,
        source.link,
        source.in_force_on.isoformat() if source.in_force_on else "",
        source.quotation,
        source.translation,
    )


def _cell(conduct: ConductView, found: FindingView | None) -> str:
    if found is None:
        return ""
    if conduct.kind is ConductKind.VALUE and found.coverage is Coverage.COVERED:
        return found.value
    return WORDS[found.coverage][0]
