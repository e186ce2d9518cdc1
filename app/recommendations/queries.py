"""What the pages read, each behind the right that it needs. Changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from app.clock import now
from app.db import Reading
from app.delegations.rights import Action, Person, may, require
from app.errors import Forbidden, NotFound, SignInNeeded
from app.events.models import Event
from app.recommendations.assembling import assemble, numbers_in
from app.recommendations.desk_models import ReturnedText
from app.recommendations.document.tree import ConclusionsDocument
from app.recommendations.freezing import thawed
from app.recommendations.loading import (
    adoption_of,
    conclusions_of,
    load_records,
    submitted,
    with_texts,
)
from app.recommendations.locking import no_recommendation, own_delegation
from app.recommendations.models import (
    Adoption,
    Disposition,
    Recommendation,
    RecommendationRevision,
    SourceKind,
    Strength,
)
from app.recommendations.origins import OriginView, event_sessions_of, origins_of
from app.recommendations.records import ParagraphRecord, RecommendationRecord, Records
from app.recommendations.returning import Returned, out_with_delegations, returns_of
from app.recommendations.rules import OpenMatters, open_matters
from app.recommendations.sifting import sources
from app.recommendations.standing import carrying
from app.recommendations.words import Translate, priority_name, recommendation_name


@dataclass(frozen=True)
class RecommendationHistory:
    """A recommendation with the revisions and decisions that this reader may see, newest first."""

    record: RecommendationRecord
    revisions: Sequence[RecommendationRevision]
    dispositions: Sequence[Disposition]
    # The paragraphs that carry it, oldest first.
    paragraphs: Sequence[int]
    is_own: bool
    # From what its newest text comes, and how often it was returned with a comment, newest first.
    origins: Sequence[OriginView] = ()
    returns: Sequence[ReturnedText] = ()


@dataclass(frozen=True)
class OfferedSource:
    """A record that can be merged, as it stands now; `key` is "recommendation-3".

    `whose` is who asks for it: "Georgia", "Workshop 1: Identifying victims".
    """

    key: str
    revision: int
    name: str
    text: str
    whose: str
    addressee: str = ""
    # The verb that its delegation chose; a merge that words it otherwise should know.
    strength: Strength | None = None


@dataclass(frozen=True)
class Desk:
    """Everything on the rapporteur's desk; `numbers`: permanent id → printed number."""

    records: Records
    document: ConclusionsDocument
    matters: OpenMatters
    numbers: dict[str, str]
    adoption: Adoption | None
    # With their delegations again, after a comment.
    returned: Sequence[Returned] = ()
    # Recommendation id → the event sessions that it comes from.
    event_sessions: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def revision(self) -> int:
        """The revision of the conclusions that is shown."""
        return self.records.conclusions.revision if self.records.conclusions else 0

    def source(
        self, kind: SourceKind, number: int, translate: Translate = str
    ) -> OfferedSource | None:
        """One record that can be merged, or None if it was taken back or never was."""
        if kind is SourceKind.RECOMMENDATION:
            for line in sources(self.records.recommendations):
                if line.row.key == number:
                    name = recommendation_name(line, translate)
                    return OfferedSource(
                        f"{kind}-{number}",
                        line.row.revision,
                        name,
                        line.revision.text,
                        line.delegation,
                        line.revision.addressee,
                        line.revision.strength,
                    )
        for priority in self.records.priorities:
            if kind is SourceKind.PRIORITY and priority.row.key == number and priority.is_recorded:
                name = priority_name(priority, self.records, translate)
                whose = self.records.names.get(priority.event_session_id) or name
                return OfferedSource(
                    f"{kind}-{number}", priority.row.revision, name, priority.row.text, whose
                )
        return None

    def paragraph(self, paragraph_id: int) -> ParagraphRecord:
        """One paragraph, or NotFound."""
        for line in self.records.paragraphs:
            if line.row.key == paragraph_id:
                return line
        raise NotFound("There is no such paragraph in these conclusions. Go back to the desk.")

    def standing(self, paragraph_id: int | None) -> ParagraphRecord | None:
        """One paragraph that was not deleted, or None."""
        for line in self.records.paragraphs:
            if line.row.key == paragraph_id and not line.is_deleted:
                return line
        return None


def own_recommendations(
    db: Reading, event: Event, *, by: Person | None
) -> list[RecommendationRecord]:
    """All recommendations of the person's own delegation, drafts among them, by number."""
    require(by, Action.DRAFT_OWN_RECOMMENDATION, event_id=event.key)
    return with_texts(db, col(Recommendation.delegation_id) == own_delegation(by))


def submitted_recommendations(
    db: Reading, event: Event, *, by: Person | None
) -> tuple[RecommendationRecord, ...]:
    """Everything ever submitted, by delegation."""
    require(by, Action.READ_SUBMITTED_RECOMMENDATIONS, event_id=event.key)
    return submitted(db, event)


def recommendation_history(
    db: Reading, event: Event, recommendation_id: int, *, by: Person | None
) -> RecommendationHistory:
    """One recommendation: all of it for its delegation, from its submission on for the podium.

    NotFound for what this reader may not know of: another delegation's draft is not even a number.
    """
    if not may(by, Action.READ_SUBMITTED_RECOMMENDATIONS, event_id=event.key):
        require(by, Action.DRAFT_OWN_RECOMMENDATION, event_id=event.key)
    found = with_texts(
        db,
        col(Recommendation.id) == recommendation_id,
        col(Recommendation.event_id) == event.key,
    )
    if not found:
        raise no_recommendation()
    line = found[0]
    is_own = (
        may(by, Action.DRAFT_OWN_RECOMMENDATION, event_id=event.key)
        and by is not None
        and by.delegation_id == line.row.delegation_id
    )
    podium = may(by, Action.READ_SUBMITTED_RECOMMENDATIONS, event_id=event.key)
    if not is_own and not (podium and line.row.submitted_at is not None):
        raise no_recommendation()
    first = 0 if is_own else line.row.submitted_revision or 0
    return RecommendationHistory(
        record=line,
        revisions=db.exec(
            select(RecommendationRevision)
            .where(
                col(RecommendationRevision.recommendation_id) == line.row.key,
                col(RecommendationRevision.number) >= first,
            )
            .order_by(col(RecommendationRevision.number).desc())
        ).all(),
        dispositions=db.exec(
            select(Disposition)
            .where(col(Disposition.recommendation_id) == line.row.key)
            .order_by(col(Disposition.id).desc())
        ).all(),
        paragraphs=_carried_by(db, event, line.row.key),
        is_own=is_own,
        origins=origins_of(db, event, line.row, by=by),
        returns=returns_of(db, line.row),
    )


def _carried_by(db: Reading, event: Event, recommendation_id: int) -> list[int]:
    conclusions = conclusions_of(db, event)
    if conclusions is None:
        return []
    found = carrying(db, conclusions.key, recommendation_id)
    return list(dict.fromkeys(merge.paragraph_id for merge, _ in found))


def conclusions_document(
    db: Reading, event: Event, *, translate: Translate = str, by: Person | None
) -> ConclusionsDocument:
    """The adopted document for everybody, else the draft for those who may read drafts.

    SignInNeeded or Forbidden with a sentence that says they are not adopted yet.
    """
    adoption = adoption_of(db, event)
    if adoption:
        require(by, Action.READ_CONCLUSIONS, event_id=event.key)
        return thawed(adoption.document)
    require_draft(by, event)
    return assemble(load_records(db, event), on=today(event), translate=translate)


def require_draft(by: Person | None, event: Event) -> None:
    """Let those pass who may read the draft conclusions."""
    if may(by, Action.READ_DRAFT_CONCLUSIONS, event_id=event.key):
        return
    if by is None:
        raise SignInNeeded(
            "The conclusions are not adopted yet. Participants read the draft after opening their "
            "personal link."
        )
    raise Forbidden(
        "The conclusions are not adopted yet. Once they are, everybody can read them here."
    )


def desk(db: Reading, event: Event, *, translate: Translate = str, by: Person | None) -> Desk:
    """The desk of the podium: sources, draft, and what is still open."""
    require(by, Action.READ_SUBMITTED_RECOMMENDATIONS, event_id=event.key)
    records = load_records(db, event)
    document = assemble(records, on=today(event), translate=translate)
    return Desk(
        records=records,
        document=document,
        matters=open_matters(records),
        numbers=numbers_in(document),
        adoption=adoption_of(db, event),
        returned=out_with_delegations(db, event),
        event_sessions=event_sessions_of(db, event),
    )


def today(event: Event) -> date:
    """The date on the walls of the venue."""
    return now().astimezone(ZoneInfo(event.zone)).date()
