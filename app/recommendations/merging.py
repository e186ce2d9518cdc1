"""Merging sources into a paragraph, and undoing it. Links only: no source is ever touched.

Every merge keeps the exact text of each source with its revision and SHA-256, so that a reader can
check years later what was on the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Action, Person
from app.errors import BadInput, NotFound, Refused
from app.events.journal import record
from app.events.models import Event
from app.recommendations.comparing_words import left_out
from app.recommendations.hashes import fingerprint
from app.recommendations.locking import (
    acting,
    changed,
    open_conclusions_for_update,
    paragraph_of,
    recommendation_of,
)
from app.recommendations.models import (
    Conclusions,
    Merge,
    MergeSource,
    Paragraph,
    ParagraphKind,
    ParagraphState,
    Recommendation,
    RecommendationRevision,
    RecommendationState,
    Relation,
    SourceKind,
)
from app.recommendations.paragraphs import place, refuse_stale, revisions, write
from app.recommendations.standing import (
    carrying,
    newest_disposition,
    outcome_of,
    settle,
    standing_merges,
)
from app.sessions.models import Board, Priority, PriorityState


@dataclass(frozen=True)
class ChosenSource:
    """A source as the rapporteur saw it: which record, in which revision, and its use.

    `dropped` is what the paragraph leaves out of it; anything there makes it partly merged.
    """

    kind: SourceKind
    id: int
    revision: int
    relation: Relation = Relation.ADAPTED
    dropped: str = ""


@dataclass(frozen=True)
class UndoneMerge:
    """An undoing, and whether the paragraph's text went back to what it was before the merge."""

    merge: Merge
    text_restored: bool


def merge_into_paragraph(
    db: Writing,
    event: Event,
    *,
    sources: Sequence[ChosenSource],
    text: str,
    kind: ParagraphKind = ParagraphKind.RECOMMENDATION,
    addressee: str = "",
    why: str = "",
    paragraph_id: int | None = None,
    revision: int = 0,
    by: Person | None,
) -> Merge:
    """Write `text` into a new paragraph of `kind`, or into `paragraph_id` at its `revision`.

    Refused when a source changed since the rapporteur saw it, was withdrawn or is named twice;
    StaleWrite when the paragraph changed. Recommendations become merged or partly merged, except
    those that oppose the text.
    """
    rapporteur = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    _check(sources, text)
    conclusions = open_conclusions_for_update(db, event)
    lines = [_line(db, event, source) for source in sources]
    _check_words(lines, text)
    if paragraph_id is None:
        paragraph = place(db, conclusions, kind, text, addressee=addressee, by=rapporteur)
    else:
        paragraph = paragraph_of(db, conclusions, paragraph_id)
        refuse_stale(db, paragraph, revision, yours=text)
        write(db, paragraph, text, addressee=addressee, by=rapporteur)
    merge = _merge(db, conclusions, paragraph, why=why, by=rapporteur)
    for line in lines:
        line.merge_id = merge.key
        if line.relation is not Relation.OPPOSED:
            line.fragments = left_out(line.text, text)
        db.add(line)
    db.flush()
    for line in lines:
        if line.recommendation_id is not None and line.relation is not Relation.OPPOSED:
            recommendation = db.get_one(Recommendation, line.recommendation_id)
            settle(db, recommendation, outcome_of(line), merge_id=merge.key, by=rapporteur)
    changed(conclusions)
    record(db, event.key, "merge", f"paragraph {paragraph.key}", by=rapporteur, merge=merge.key)
    return merge


def undo_merge(
    db: Writing, event: Event, merge_id: int, *, why: str = "", by: Person | None
) -> UndoneMerge:
    """Undo a merge by a new record. The text goes back only if nobody wrote it since.

    Recommendations go back on the table unless another merge carries them; a paragraph that this
    merge made is struck.
    """
    rapporteur = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    conclusions = open_conclusions_for_update(db, event)
    undone = _standing_merge(db, conclusions, merge_id)
    paragraph = paragraph_of(db, conclusions, undone.paragraph_id)
    restored = _restore(db, conclusions, paragraph, undone, by=rapporteur)
    merge = _merge(db, conclusions, paragraph, why=why, by=rapporteur, undoes_id=undone.key)
    for recommendation in _recommendations_of(db, undone):
        _give_back(db, conclusions, recommendation, undone, by=rapporteur)
    changed(conclusions)
    record(db, event.key, "undo merge", f"merge {undone.key}", by=rapporteur)
    return UndoneMerge(merge, restored)


def _check(sources: Sequence[ChosenSource], text: str) -> None:
    if not text.strip():
        raise BadInput("Write the text that these sources become.", field="text")
    if not sources:
        raise BadInput("Choose at least one recommendation or priority to merge.", field="source")
    if len({(source.kind, source.id) for source in sources}) < len(sources):
        raise BadInput("Each source can be named only once in a merge.", field="source")


def _check_words(lines: Sequence[MergeSource], text: str) -> None:
    # A record that says "word for word" is believed for years: it must be true when it is made.
    if any(line.relation is Relation.VERBATIM and line.text not in text for line in lines):
        raise BadInput(
            "A source is marked as used word for word, but its text does not stand in the "
            "paragraph. Mark it as adapted, or take its words over.",
            field="text",
        )


def _line(db: Writing, event: Event, source: ChosenSource) -> MergeSource:
    """The record of one source with its text as it stands now, not yet tied to a merge."""
    if source.kind is SourceKind.RECOMMENDATION:
        revision, text = _recommendation_text(db, event, source.id)
    else:
        revision, text = _priority_text(db, event, source.id)
    if revision != source.revision:
        raise Refused(
            "One of these sources was revised while you were writing. "
            "Its new text stands below: read it, then merge again."
        )
    return MergeSource(
        merge_id=0,
        kind=source.kind,
        recommendation_id=source.id if source.kind is SourceKind.RECOMMENDATION else None,
        priority_id=source.id if source.kind is SourceKind.PRIORITY else None,
        revision=revision,
        text=text,
        text_hash=fingerprint(text),
        relation=source.relation,
        dropped=source.dropped,
    )


def _recommendation_text(db: Writing, event: Event, recommendation_id: int) -> tuple[int, str]:
    recommendation = recommendation_of(db, event, recommendation_id)
    if recommendation.submitted_at is None:
        raise NotFound("There is no such submitted recommendation. Choose from the list.")
    if recommendation.state is RecommendationState.WITHDRAWN:
        raise Refused("One of these recommendations was withdrawn. Leave it out and merge again.")
    text = db.exec(
        select(RecommendationRevision.text).where(
            col(RecommendationRevision.recommendation_id) == recommendation.key,
            col(RecommendationRevision.number) == recommendation.revision,
        )
    ).one()
    return recommendation.revision, text


def _priority_text(db: Writing, event: Event, priority_id: int) -> tuple[int, str]:
    # Locked: its workshop's rapporteur might be rewording it at this moment.
    priority = db.exec(
        select(Priority)
        .join(Board, col(Board.id) == col(Priority.board_id))
        .where(
            col(Priority.id) == priority_id,
            col(Priority.state) == PriorityState.RECORDED,
            col(Board.event_id) == event.key,
        )
        .with_for_update(of=Priority, key_share=True)
        .execution_options(populate_existing=True)
    ).first()
    if priority is None:
        raise NotFound("There is no such recorded priority. Choose from the list.")
    return priority.revision, priority.text


def _merge(
    db: Writing,
    conclusions: Conclusions,
    paragraph: Paragraph,
    *,
    why: str,
    by: int,
    undoes_id: int | None = None,
) -> Merge:
    merge = Merge(
        conclusions_id=conclusions.key,
        paragraph_id=paragraph.key,
        paragraph_revision=paragraph.revision,
        why=why,
        merged_at=now(),
        merged_by_id=by,
        undoes_id=undoes_id,
    )
    db.add(merge)
    db.flush()
    return merge


def _standing_merge(db: Writing, conclusions: Conclusions, merge_id: int) -> Merge:
    merge = db.exec(
        select(Merge).where(col(Merge.id) == merge_id, col(Merge.conclusions_id) == conclusions.key)
    ).first()
    if merge is None:
        raise NotFound("There is no such merge in these conclusions. Go back to the desk.")
    if merge.undoes_id is not None:
        raise Refused("This record undoes a merge and stays. Merge again instead.")
    if db.exec(select(Merge.id).where(col(Merge.undoes_id) == merge.key)).first() is not None:
        raise Refused("This merge was undone before.")
    return merge


def _restore(
    db: Writing, conclusions: Conclusions, paragraph: Paragraph, undone: Merge, *, by: int
) -> bool:
    """Put back the text from before the merge, unless somebody worked on from it."""
    later = any(
        merge.paragraph_id == paragraph.key and merge.key > undone.key
        for merge, _ in standing_merges(db, conclusions.key)
    )
    texts = {line.number: line for line in revisions(db, paragraph)}
    merged, newest = texts[undone.paragraph_revision], texts[paragraph.revision]
    # By its words, not by its number: undoing a later merge has put these very words back.
    if later or (merged.text, merged.addressee) != (newest.text, newest.addressee):
        return False
    before = texts.get(undone.paragraph_revision - 1)
    if before is None:
        paragraph.state = ParagraphState.DELETED
        db.flush()
    else:
        write(db, paragraph, before.text, addressee=before.addressee, by=by)
    return True


def _recommendations_of(db: Reading, merge: Merge) -> Iterable[Recommendation]:
    return db.exec(
        select(Recommendation)
        .join(MergeSource, col(MergeSource.recommendation_id) == col(Recommendation.id))
        .where(col(MergeSource.merge_id) == merge.key)
        .order_by(col(Recommendation.id))
        .execution_options(populate_existing=True)
    ).all()


def _give_back(
    db: Writing,
    conclusions: Conclusions,
    recommendation: Recommendation,
    undone: Merge,
    *,
    by: int,
) -> None:
    holds = newest_disposition(db, recommendation.key)
    if holds is None or holds.merge_id != undone.key:
        # Withdrawn, decided otherwise or merged again since: that decision is newer, and holds.
        return
    others = carrying(db, conclusions.key, recommendation.key)
    if others:
        merge, source = others[-1]
        settle(db, recommendation, outcome_of(source), merge_id=merge.key, by=by)
    else:
        settle(db, recommendation, RecommendationState.TABLED, by=by)
