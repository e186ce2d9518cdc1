"""How the delegations come to agree: what was put before them, and what each of them said to it.

Rows of these tables are written once. A later one holds; none is changed to say something else.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime, text_enum


class Circulation(Row, table=True):
    """A draft as it was put before the delegations; `document` is its whole tree, frozen."""

    __table_args__ = (sa.UniqueConstraint("conclusions_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    conclusions_id: int = Field(foreign_key="conclusions.id", index=True)
    # First, second, … circulation of these conclusions.
    number: int
    # The revision of the conclusions that went out.
    revision: int
    content_hash: str = Field(max_length=64)
    document: dict[str, Any] = Field(sa_type=sa.JSON)
    circulated_at: datetime = Field(sa_type=UTCDateTime)
    circulated_by_id: int = Field(foreign_key="participant.id")


class AnswerKind(StrEnum):
    """What a delegation says to a paragraph."""

    AGREE = "agree"
    COMMENT = "comment"
    PROPOSE = "propose"


class ProposalOutcome(StrEnum):
    """What the rapporteur did with proposed words."""

    TAKEN_OVER = "taken_over"
    BRACKETED = "bracketed"
    NOT_TAKEN = "not_taken"


class Answer(Row, table=True):
    """What a delegation said to one text of a paragraph; its newest answer there holds."""

    id: int | None = Field(default=None, primary_key=True)
    circulation_id: int = Field(foreign_key="circulation.id", index=True)
    delegation_id: int = Field(foreign_key="delegation.id", index=True)
    paragraph_id: int = Field(foreign_key="paragraph.id", index=True)
    # The text that the delegation had before it.
    paragraph_revision: int
    kind: AnswerKind = Field(sa_type=text_enum(AnswerKind))
    # The words proposed for the whole paragraph; empty unless it is a proposal.
    words: str = ""
    note: str = ""
    answered_at: datetime = Field(sa_type=UTCDateTime)
    answered_by_id: int = Field(foreign_key="participant.id")


class ProposalDecision(Row, table=True):
    """What became of proposed words; the newest decision holds."""

    id: int | None = Field(default=None, primary_key=True)
    answer_id: int = Field(foreign_key="answer.id", index=True)
    outcome: ProposalOutcome = Field(sa_type=text_enum(ProposalOutcome))
    reason: str = ""
    # The text of the paragraph once this was decided.
    paragraph_revision: int
    decided_at: datetime = Field(sa_type=UTCDateTime)
    decided_by_id: int = Field(foreign_key="participant.id")
