"""What delegations' desks keep beside texts: sources, comments on returned texts, who writes.

Who writes is courtesy between colleagues; that nothing is overwritten is held by revisions.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime, text_enum


class OriginKind(StrEnum):
    """From what a recommendation can come."""

    INPUT = "input"
    PRIORITY = "priority"
    FINDING = "finding"


class Origin(Row, table=True):
    """From what one revision of a recommendation comes: an input, a priority, a finding.

    Only the pointer is kept: an input that its author takes back is not kept alive here.
    """

    __table_args__ = (
        sa.CheckConstraint(
            "(input_id IS NOT NULL AND priority_id IS NULL AND finding_id IS NULL) OR "
            "(input_id IS NULL AND priority_id IS NOT NULL AND finding_id IS NULL) OR "
            "(input_id IS NULL AND priority_id IS NULL AND finding_id IS NOT NULL)",
            name="one_origin",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True)
    # The number of the revision that was written from it.
    revision: int
    kind: OriginKind = Field(sa_type=text_enum(OriginKind))
    input_id: int | None = Field(default=None, foreign_key="input.id")
    priority_id: int | None = Field(default=None, foreign_key="priority.id")
    finding_id: int | None = Field(default=None, foreign_key="finding.id")


class ReturnedText(Row, table=True):
    """A submission that the rapporteur gave back with a comment; the delegation drafts on."""

    id: int | None = Field(default=None, primary_key=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True)
    # The revision that was submitted, and is commented on.
    revision: int
    comment: str
    submitted_at: datetime = Field(sa_type=UTCDateTime)
    returned_at: datetime = Field(sa_type=UTCDateTime)
    returned_by_id: int = Field(foreign_key="participant.id")


class Writer(Row, table=True):
    """Somebody who was writing in a text at `seen_at`; it ends by itself."""

    __table_args__ = (sa.UniqueConstraint("subject", "participant_id"),)

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    # "recommendation 3", "paragraph 42"; the journal names them so, too.
    subject: str = Field(max_length=60, index=True)
    participant_id: int = Field(foreign_key="participant.id")
    seen_at: datetime = Field(sa_type=UTCDateTime)
