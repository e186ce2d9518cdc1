"""Benchmarks of an event: instruments, their provisions, conducts, States, and findings.

A finding is never changed: what is found anew, or after a change in law, is a new version, and the
newest of a conduct and a State counts.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime, text_enum


class ConductKind(StrEnum):
    """What a line below a provision is; headings have no findings, values no counts."""

    CONDUCT = "conduct"
    HEADING = "heading"
    VALUE = "value"


class Coverage(StrEnum):
    """What was found; "not covered" and "unclear" are stored apart and shown together on demand."""

    COVERED = "covered"
    PARTIALLY = "partially"
    NOT_COVERED = "not_covered"
    UNCLEAR = "unclear"
    NOT_ASSESSED = "not_assessed"


class Study(Row, table=True):
    """The benchmarks of one event: what they are called, as at which day, who may read them."""

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", unique=True)
    title: str = Field(default="", max_length=200)
    introduction: str = Field(default="", max_length=4000)
    as_at: date | None = None
    is_public: bool = False


class Instrument(Row, table=True):
    """A treaty whose provisions serve as benchmarks, as the study calls it."""

    __table_args__ = (sa.UniqueConstraint("study_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(foreign_key="study.id", index=True)
    position: int
    name: str = Field(max_length=200)


class Provision(Row, table=True):
    """What one or more articles ask for, with the definition that they give."""

    __table_args__ = (sa.UniqueConstraint("study_id", "title"),)

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(foreign_key="study.id", index=True)
    position: int
    title: str = Field(max_length=300)
    definition: str = Field(default="", max_length=4000)


class Basis(Row, table=True):
    """An article on which a provision rests ("Article 9")."""

    id: int | None = Field(default=None, primary_key=True)
    provision_id: int = Field(foreign_key="provision.id", index=True)
    instrument_id: int = Field(foreign_key="instrument.id")
    article: str = Field(default="", max_length=60)
    position: int


class Conduct(Row, table=True):
    """One line below a provision, known by its code; the wording is the study's."""

    __table_args__ = (sa.UniqueConstraint("provision_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    provision_id: int = Field(foreign_key="provision.id", index=True)
    position: int
    code: str = Field(max_length=20)
    kind: ConductKind = Field(default=ConductKind.CONDUCT, sa_type=text_enum(ConductKind))
    wording: str = Field(max_length=600)


class AssessedState(Row, table=True):
    """A State whose law is looked at; it need not take part in the event."""

    __table_args__ = (sa.UniqueConstraint("study_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    study_id: int = Field(foreign_key="study.id", index=True)
    position: int
    # ISO 3166-1 alpha-2, by which its delegation is found; null where the study names no State.
    territory: str | None = Field(default=None, max_length=2)
    name: str = Field(max_length=200)


class Finding(Row, table=True):
    """What was found of a conduct in a State's law, at one version."""

    __table_args__ = (
        sa.UniqueConstraint("conduct_id", "state_id", "version"),
        sa.Index("ix_finding_current", "state_id", "conduct_id", "is_current"),
    )

    id: int | None = Field(default=None, primary_key=True)
    conduct_id: int = Field(foreign_key="conduct.id")
    state_id: int = Field(foreign_key="assessed_state.id")
    version: int
    is_current: bool = True
    coverage: Coverage = Field(sa_type=text_enum(Coverage))
    # Of a line that asks for a value, such as an age: what the law says.
    value: str = Field(default="", max_length=200)
    # Why partially, or what is unclear.
    note: str = Field(default="", max_length=2000)
    as_at: date | None = None
    assessed_at: datetime = Field(sa_type=UTCDateTime)
    assessed_by_id: int | None = Field(default=None, foreign_key="participant.id")
    reviewed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    reviewed_by_id: int | None = Field(default=None, foreign_key="participant.id")
    confirmed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    confirmed_by_id: int | None = Field(default=None, foreign_key="participant.id")


class LegalSource(Row, table=True):
    """Where a finding is seen: law and article, in its language and translated."""

    id: int | None = Field(default=None, primary_key=True)
    finding_id: int = Field(foreign_key="finding.id", index=True)
    position: int
    law: str = Field(default="", max_length=300)
    article: str = Field(default="", max_length=100)
    # BCP 47.
    language: str = Field(default="", max_length=20)
    link: str = Field(default="", max_length=1000)
    in_force_on: date | None = None
    quotation: str = Field(default="", max_length=4000)
    translation: str = Field(default="", max_length=4000)
