"""Recommendations of delegations, conclusions of the event, and the merges that link them.

Two objects, never one: a recommendation belongs to its delegation, a paragraph to the rapporteur.
Merging links them; nothing here ever overwrites a text.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime, text_enum


class RecommendationState(StrEnum):
    """The state of a recommendation; from `TABLED` on it is a disposition."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    # The rapporteur gave it back with a comment: its delegation's again, as a draft is.
    RETURNED = "returned"
    TABLED = "tabled"
    MERGED = "merged"
    PARTLY_MERGED = "partly_merged"
    NOT_RETAINED = "not_retained"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"


class Strength(StrEnum):
    """How strongly a text asks, from the weakest verb to the strongest; chosen by its authors.

    No program ever puts one in the place of another.
    """

    NOTE = "note"
    WELCOME = "welcome"
    ENCOURAGE = "encourage"
    INVITE = "invite"
    RECOMMEND = "recommend"
    CALL_UPON = "call_upon"
    URGE = "urge"
    DECIDE = "decide"


class ConclusionsState(StrEnum):
    """The stage of an event's conclusions; what leads on from each is in `stages.py`."""

    DRAFT = "draft"
    CIRCULATED = "circulated"
    UNDER_SILENCE = "under_silence"
    SILENCE_BROKEN = "silence_broken"
    UNDER_VOTE = "under_vote"
    ADOPTED = "adopted"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class ParagraphKind(StrEnum):
    """What a paragraph of the conclusions is."""

    HEADING = "heading"
    PREAMBLE = "preamble"
    OPERATIVE = "operative"
    PRIORITY = "priority"
    TAKE_AWAY = "take_away"
    RECOMMENDATION = "recommendation"
    WAY_AHEAD = "way_ahead"


class ParagraphState(StrEnum):
    """How far a paragraph is agreed; deleted ones are kept, struck."""

    DRAFTING = "drafting"
    BRACKETED = "bracketed"
    AGREED_AD_REF = "agreed_ad_ref"
    AGREED = "agreed"
    DELETED = "deleted"


class SourceKind(StrEnum):
    """What a paragraph can come from."""

    RECOMMENDATION = "recommendation"
    PRIORITY = "priority"


class Relation(StrEnum):
    """What a merge did with a source's text."""

    VERBATIM = "verbatim"
    ADAPTED = "adapted"
    INSPIRED = "inspired"
    OPPOSED = "opposed"


class AdoptionMode(StrEnum):
    """How conclusions were adopted."""

    CONSENSUS = "consensus"
    SILENCE = "silence"
    VOTE = "vote"
    CHAIR_SUMMARY = "chair_summary"


class Recommendation(Row, table=True):
    """A delegation's recommendation; its texts are its revisions."""

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    delegation_id: int = Field(foreign_key="delegation.id", index=True)
    # The delegation's own count: "Georgia, recommendation 3".
    number: int
    state: RecommendationState = Field(
        default=RecommendationState.DRAFT,
        sa_type=text_enum(RecommendationState),
    )
    revision: int = 1
    created_at: datetime = Field(sa_type=UTCDateTime)
    created_by_id: int = Field(foreign_key="participant.id")
    submitted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    submitted_by_id: int | None = Field(default=None, foreign_key="participant.id")
    # The revision that was submitted: earlier texts stay with the delegation for ever.
    submitted_revision: int | None = None

    __table_args__ = (sa.UniqueConstraint("delegation_id", "number"),)


class RecommendationRevision(Row, table=True):
    """One text of a recommendation, never changed."""

    __table_args__ = (sa.UniqueConstraint("recommendation_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True)
    number: int
    text: str
    theme: str = ""
    addressee: str = ""
    strength: Strength | None = Field(default=None, sa_type=text_enum(Strength))
    measure: str = ""
    # Who sees to it, and until when, in the delegation's words.
    authority: str = ""
    due: str = ""
    written_at: datetime = Field(sa_type=UTCDateTime)
    written_by_id: int = Field(foreign_key="participant.id")


class Disposition(Row, table=True):
    """A decision on a recommendation: what became of it, why, by whom. The newest one holds."""

    id: int | None = Field(default=None, primary_key=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True)
    outcome: RecommendationState = Field(sa_type=text_enum(RecommendationState))
    # The revision of the recommendation that was decided upon.
    revision: int
    reason: str = ""
    referred_to: str = ""
    merge_id: int | None = Field(default=None, foreign_key="merge.id")
    decided_at: datetime = Field(sa_type=UTCDateTime)
    decided_by_id: int = Field(foreign_key="participant.id")


class Conclusions(Row, table=True):
    """The conclusions of one event."""

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", unique=True)
    state: ConclusionsState = Field(
        default=ConclusionsState.DRAFT,
        sa_type=text_enum(ConclusionsState),
    )
    title: str
    reference: str = Field(default="", max_length=120)
    # Counts every change of the document.
    revision: int = 0
    created_at: datetime = Field(sa_type=UTCDateTime)
    circulated_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Paragraph(Row, table=True):
    """A place in the conclusions with a permanent id; its texts are its revisions."""

    id: int | None = Field(default=None, primary_key=True)
    conclusions_id: int = Field(foreign_key="conclusions.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="paragraph.id")
    position: int
    kind: ParagraphKind = Field(sa_type=text_enum(ParagraphKind))
    state: ParagraphState = Field(
        default=ParagraphState.DRAFTING,
        sa_type=text_enum(ParagraphState),
    )
    revision: int = 1


class ParagraphRevision(Row, table=True):
    """One text of a paragraph, never changed."""

    __table_args__ = (sa.UniqueConstraint("paragraph_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    paragraph_id: int = Field(foreign_key="paragraph.id", index=True)
    number: int
    text: str
    addressee: str = ""
    # Of a point of the way ahead: who sees to it, and until when.
    responsible: str = ""
    time: str = ""
    written_at: datetime = Field(sa_type=UTCDateTime)
    written_by_id: int = Field(foreign_key="participant.id")


class Numbering(StrEnum):
    """How paragraphs on the first level are numbered: 1., 2. or (a), (b)."""

    FIGURES = "figures"
    LETTERS = "letters"


class Typeface(StrEnum):
    """In which of the typefaces that are at hand everywhere documents are set."""

    BOOK = "book"
    CLASSIC = "classic"


class HouseStyle(Row, table=True):
    """How the documents of one event look; `letterhead` has a line for each line."""

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", unique=True)
    letterhead: str = ""
    donor: str = ""
    numbering: Numbering = Field(default=Numbering.FIGURES, sa_type=text_enum(Numbering))
    typeface: Typeface = Field(default=Typeface.BOOK, sa_type=text_enum(Typeface))
    changed_at: datetime = Field(sa_type=UTCDateTime)


class TranslationRevision(Row, table=True):
    """A paragraph's words in another language, of one of its revisions; never changed.

    Confirming is one more row: somebody stands by the words, for that revision and no other.
    """

    __table_args__ = (sa.UniqueConstraint("paragraph_id", "language", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    paragraph_id: int = Field(foreign_key="paragraph.id", index=True)
    language: str = Field(max_length=12)
    number: int
    source_revision: int
    text: str
    is_confirmed: bool = False
    written_at: datetime = Field(sa_type=UTCDateTime)
    written_by_id: int = Field(foreign_key="participant.id")


class PartRevision(Row, table=True):
    """One wording of a part that records say by themselves, or giving it back to them.

    `basis` holds what the records said at that moment, label → figure or text.
    """

    __table_args__ = (sa.UniqueConstraint("conclusions_id", "part", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    conclusions_id: int = Field(foreign_key="conclusions.id", index=True)
    part: str = Field(max_length=40)
    number: int
    is_automatic: bool = False
    text: str = ""
    basis: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    written_at: datetime = Field(sa_type=UTCDateTime)
    written_by_id: int = Field(foreign_key="participant.id")


class Merge(Row, table=True):
    """A merge of sources into a paragraph, or the undoing of one (`undoes_id`); never changed."""

    id: int | None = Field(default=None, primary_key=True)
    conclusions_id: int = Field(foreign_key="conclusions.id", index=True)
    paragraph_id: int = Field(foreign_key="paragraph.id", index=True)
    # The revision of the paragraph that this merge wrote.
    paragraph_revision: int
    why: str = ""
    merged_at: datetime = Field(sa_type=UTCDateTime)
    merged_by_id: int = Field(foreign_key="participant.id")
    undoes_id: int | None = Field(default=None, foreign_key="merge.id", unique=True)


class MergeSource(Row, table=True):
    """One source of a merge, with the exact text used: revision, words and their SHA-256 (hex)."""

    id: int | None = Field(default=None, primary_key=True)
    merge_id: int = Field(foreign_key="merge.id", index=True)
    kind: SourceKind = Field(sa_type=text_enum(SourceKind))
    recommendation_id: int | None = Field(default=None, foreign_key="recommendation.id")
    priority_id: int | None = Field(default=None, foreign_key="priority.id")
    revision: int
    text: str
    text_hash: str = Field(max_length=64)
    relation: Relation = Field(sa_type=text_enum(Relation))
    # What of the source's text the paragraph leaves out, in the rapporteur's words.
    dropped: str = ""
    # The source's words that did not stand in the text, found by comparing the two.
    fragments: list[str] = Field(default_factory=list, sa_type=sa.JSON)


class Adoption(Row, table=True):
    """The adoption of an event's conclusions: the frozen document and its hash."""

    id: int | None = Field(default=None, primary_key=True)
    conclusions_id: int = Field(foreign_key="conclusions.id", unique=True)
    mode: AdoptionMode = Field(sa_type=text_enum(AdoptionMode))
    note: str = ""
    adopted_at: datetime = Field(sa_type=UTCDateTime)
    adopted_by_id: int = Field(foreign_key="participant.id")
    content_hash: str = Field(max_length=64)
    # The whole document tree as adopted; every export is made from it.
    document: dict[str, Any] = Field(sa_type=sa.JSON)
