"""Loads everything the conclusions of an event are made of, in a constant number of statements.

Knows no rights (its callers ask) and words nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.queries import newest_timetable
from app.benchmarks.queries import public_study
from app.db import Reading
from app.delegations.models import Delegation, Participant, Sector
from app.events.models import Event
from app.recommendations.answers import contributors
from app.recommendations.models import (
    Adoption,
    Conclusions,
    Disposition,
    HouseStyle,
    Merge,
    MergeSource,
    Paragraph,
    ParagraphRevision,
    PartRevision,
    Recommendation,
    RecommendationRevision,
    RecommendationState,
)
from app.recommendations.records import (
    ParagraphRecord,
    PartRecord,
    PriorityRecord,
    RecommendationRecord,
    Records,
    SourceRecord,
)
from app.recommendations.standing import standing_merges
from app.sessions.models import Board, Priority, PriorityState
from app.sessions.reporting import reports_of


def conclusions_of(db: Reading, event: Event) -> Conclusions | None:
    """The event's conclusions, or None before anybody recommended or wrote anything."""
    return db.exec(select(Conclusions).where(col(Conclusions.event_id) == event.key)).first()


def adoption_of(db: Reading, event: Event) -> Adoption | None:
    """The adoption, or None while there is none."""
    return db.exec(
        select(Adoption)
        .join(Conclusions, col(Conclusions.id) == col(Adoption.conclusions_id))
        .where(col(Conclusions.event_id) == event.key)
    ).first()


def load_records(db: Reading, event: Event) -> Records:
    """All records of one event as they stand at this moment."""
    conclusions = conclusions_of(db, event)
    recommendations = submitted(db, event)
    priorities = _priorities(db, event)
    return Records(
        event=event,
        conclusions=conclusions,
        timetable=newest_timetable(db, event),
        delegations=_delegations(db, event),
        sectors=_sectors(db, event),
        paragraphs=_paragraphs(db, conclusions, recommendations, priorities) if conclusions else (),
        recommendations=recommendations,
        priorities=priorities,
        reports=reports_of(db, event.key),
        benchmarks=public_study(db, event),
        style=db.exec(select(HouseStyle).where(col(HouseStyle.event_id) == event.key)).first(),
        parts=_parts(db, conclusions) if conclusions else {},
    )


def submitted(db: Reading, event: Event) -> tuple[RecommendationRecord, ...]:
    """Everything ever submitted, with its newest text and what became of it; by delegation."""
    found = with_texts(
        db, col(Recommendation.event_id) == event.key, col(Recommendation.submitted_at).is_not(None)
    )
    return tuple(found)


def with_texts(db: Reading, *conditions: sa.ColumnElement[bool]) -> list[RecommendationRecord]:
    """Recommendations under `conditions` with their newest texts and dispositions."""
    found = db.exec(
        select(Recommendation, RecommendationRevision, Delegation.name)
        .join(
            RecommendationRevision,
            (col(RecommendationRevision.recommendation_id) == col(Recommendation.id))
            & (col(RecommendationRevision.number) == col(Recommendation.revision)),
        )
        .join(Delegation, col(Delegation.id) == col(Recommendation.delegation_id))
        .where(*conditions)
        .order_by(col(Delegation.name), col(Recommendation.number))
    ).all()
    holding = _dispositions(db, [recommendation.key for recommendation, _, _ in found])
    return [
        RecommendationRecord(
            recommendation,
            text,
            name,
            # A decision from before it was returned and submitted again no longer holds.
            holding.get(recommendation.key)
            if recommendation.state is not RecommendationState.SUBMITTED
            else None,
        )
        for recommendation, text, name in found
    ]


def _dispositions(db: Reading, ids: Iterable[int]) -> dict[int, Disposition]:
    newest = (
        select(sa.func.max(col(Disposition.id)))
        .where(col(Disposition.recommendation_id).in_(list(ids)))
        .group_by(col(Disposition.recommendation_id))
    )
    rows = db.exec(select(Disposition).where(col(Disposition.id).in_(newest)))
    return {row.recommendation_id: row for row in rows}


def _priorities(db: Reading, event: Event) -> tuple[PriorityRecord, ...]:
    """Recorded priorities, and those once merged whose recording was taken back since."""
    merged = select(MergeSource.priority_id).where(col(MergeSource.priority_id).is_not(None))
    found = db.exec(
        select(Priority, Board.event_session_id)
        .join(Board, col(Board.id) == col(Priority.board_id))
        .where(
            col(Board.event_id) == event.key,
            (col(Priority.state) == PriorityState.RECORDED) | col(Priority.id).in_(merged),
        )
        .order_by(col(Board.id), col(Priority.position), col(Priority.id))
    ).all()
    return tuple(PriorityRecord(priority, where) for priority, where in found)


def _paragraphs(
    db: Reading,
    conclusions: Conclusions,
    recommendations: Sequence[RecommendationRecord],
    priorities: Sequence[PriorityRecord],
) -> tuple[ParagraphRecord, ...]:
    found = db.exec(
        select(Paragraph, ParagraphRevision)
        .join(
            ParagraphRevision,
            (col(ParagraphRevision.paragraph_id) == col(Paragraph.id))
            & (col(ParagraphRevision.number) == col(Paragraph.revision)),
        )
        .where(col(Paragraph.conclusions_id) == conclusions.key)
        .order_by(col(Paragraph.position), col(Paragraph.id))
    ).all()
    by_recommendation = {line.row.key: line for line in recommendations}
    by_priority = {line.row.key: line for line in priorities}
    sources: defaultdict[int, list[SourceRecord]] = defaultdict(list)
    for merge, source in standing_merges(db, conclusions.key):
        sources[merge.paragraph_id].append(
            SourceRecord(
                merge,
                source,
                by_recommendation.get(source.recommendation_id or 0),
                by_priority.get(source.priority_id or 0),
            )
        )
    worded_by = contributors(db, conclusions.key)
    return tuple(
        ParagraphRecord(
            paragraph,
            revision.text,
            revision.addressee,
            revision.responsible,
            revision.time,
            tuple(sources[paragraph.key]),
            worded_by.get(paragraph.key, ()),
        )
        for paragraph, revision in found
    )


def _parts(db: Reading, conclusions: Conclusions) -> dict[str, PartRecord]:
    rows = db.exec(
        select(PartRevision)
        .where(col(PartRevision.conclusions_id) == conclusions.key)
        .order_by(col(PartRevision.number))
    )
    return {
        row.part: PartRecord(row.part, row.number, row.is_automatic, row.text, row.basis)
        for row in rows
    }


def merges_of(db: Reading, paragraph_id: int) -> Sequence[tuple[Merge, MergeSource | None]]:
    """Every merge into a paragraph and every undoing, with the sources, oldest first."""
    return [
        (merge, source)
        for merge, source in db.exec(
            select(Merge, MergeSource)
            .outerjoin(MergeSource, col(MergeSource.merge_id) == col(Merge.id))
            .where(col(Merge.paragraph_id) == paragraph_id)
            .order_by(col(Merge.id), col(MergeSource.id))
        )
    ]


def _delegations(db: Reading, event: Event) -> tuple[tuple[str, int], ...]:
    present = sa.func.count(col(Participant.id))
    rows = db.exec(
        select(col(Delegation.name), present)
        .outerjoin(
            Participant,
            (col(Participant.delegation_id) == col(Delegation.id))
            & col(Participant.left_at).is_(None),
        )
        .where(col(Delegation.event_id) == event.key)
        .group_by(col(Delegation.id), col(Delegation.name))
    )
    return tuple((name, count) for name, count in rows)


def _sectors(db: Reading, event: Event) -> tuple[tuple[str, int], ...]:
    present = sa.func.count(col(Participant.id))
    rows = db.exec(
        select(col(Sector.name), present)
        .join(Participant, col(Participant.sector_id) == col(Sector.id))
        .where(col(Sector.event_id) == event.key, col(Participant.left_at).is_(None))
        .group_by(col(Sector.id), col(Sector.name), col(Sector.position))
        .order_by(col(Sector.position), col(Sector.name))
    )
    return tuple((name, count) for name, count in rows)
