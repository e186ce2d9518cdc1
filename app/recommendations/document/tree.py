"""The finished conclusions as one frozen tree; knows no records, no database and no file format.

Every export prints exactly this tree. Numbers stand in it as data: `numbering.numbered` computes
them once, at publication, because delegations hold printed copies and no export may count
differently.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.recommendations.document.labels import ENGLISH, Labels


class Status(StrEnum):
    """How far the text has come, as printed on its first page."""

    DRAFT = "draft"
    CIRCULATED = "circulated"
    ADOPTED = "adopted"


class ParagraphKind(StrEnum):
    """What a paragraph is for; headings and preambular paragraphs carry no number."""

    HEADING = "heading"
    PREAMBLE = "preamble"
    OPERATIVE = "operative"
    TAKE_AWAY = "take_away"
    WAY_AHEAD = "way_ahead"
    RECOMMENDATION = "recommendation"
    PRIORITY = "priority"


class ParagraphState(StrEnum):
    """How far the delegations agree on one paragraph; a deleted one is kept, struck."""

    DRAFTING = "drafting"
    BRACKETED = "bracketed"
    AGREED_AD_REF = "agreed_ad_ref"
    AGREED = "agreed"
    DELETED = "deleted"


class SourceKind(StrEnum):
    """The record a paragraph was made from."""

    RECOMMENDATION = "recommendation"
    PRIORITY = "priority"
    INPUT = "input"


class Relation(StrEnum):
    """How a source's text stands to the paragraph's text."""

    VERBATIM = "verbatim"
    ADAPTED = "adapted"
    INSPIRED = "inspired"
    OPPOSED = "opposed"


class Translation(StrEnum):
    """How a paragraph stands in a document that is a translation; "" in the original."""

    NONE = ""
    MISSING = "missing"
    DRAFT = "draft"
    CONFIRMED = "confirmed"


class AdoptionMethod(StrEnum):
    """How the text was adopted."""

    CONSENSUS = "consensus"
    SILENCE = "silence"
    VOTE = "vote"
    CHAIR_SUMMARY = "chair_summary"


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where a paragraph's words come from.

    `label` names the record ("Georgia, recommendation 3, revision 2"), never a person; `text` is
    the exact text that was used and `text_hash` its SHA-256 in hexadecimal; `decided_by` is a role
    ("Rapporteur"); `decided_at` is an aware moment, best in the event's own zone because it is
    printed as it stands.
    """

    kind: SourceKind
    label: str
    relation: Relation
    text: str
    text_hash: str
    decided_by: str
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note under a paragraph; `at` is a position in its text (characters), None its end."""

    text: str
    at: int | None = None
    number: int | None = None

    def __post_init__(self) -> None:
        """Refuse, with ValueError, a position before the text: it would count from the end."""
        if self.at is not None and self.at < 0:
            raise ValueError("A footnote stands at a position from 0 on, or at the end (None).")


@dataclass(frozen=True, slots=True)
class ParagraphBlock:
    """One clause: its permanent id ("p-42"), its frozen number ("12 (a)") and its provenance.

    `delegations` are those who contributed to it; `children` are nested clauses (or, under a
    heading, the clauses of that heading).
    """

    id: str
    kind: ParagraphKind
    text: str
    number: str | None = None
    state: ParagraphState = ParagraphState.AGREED
    addressees: tuple[str, ...] = ()
    delegations: tuple[str, ...] = ()
    theme: str = ""
    measure: str = ""
    responsible: str = ""
    time: str = ""
    footnotes: tuple[Footnote, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    translation: Translation = Translation.NONE
    children: tuple[ParagraphBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with one header row; `widths` are relative; a cell may hold line breaks."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Refuse, with ValueError, a row that would shift its cells under the wrong headings."""
        lengths = {len(row) for row in self.rows} | {len(self.widths) or len(self.columns)}
        if lengths != {len(self.columns)}:
            raise ValueError("Every row of a table needs exactly one cell for each of its columns.")


@dataclass(frozen=True, slots=True)
class ListBlock:
    """An introduced list without numbers, as for the States and organisations that took part."""

    caption: str
    items: tuple[str, ...]


Block = ParagraphBlock | TableBlock | ListBlock


@dataclass(frozen=True, slots=True)
class Part:
    """A section with a lasting key ("way-ahead"); annexes are printed after the adoption."""

    heading: str
    key: str
    blocks: tuple[Block, ...] = ()
    annex: bool = False
    number: str | None = None


@dataclass(frozen=True, slots=True)
class AdoptionNote:
    """How, when and in which words the text was adopted, with the reservations noted."""

    clause: str
    method: AdoptionMethod
    adopted_on: date
    place: str = ""
    reservations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConclusionsDocument:
    """The whole document.

    `dates` is text as printed ("16 and 17 May 2019"); `language` is a BCP 47 tag; `version_date`
    is printed and also dates the files, so that the same document always gives the same bytes;
    `content_hash` is the hash under which the text was frozen (see `hashing.content_hash`), None
    until then.
    """

    title: str
    reference: str
    status: Status
    event_title: str
    version_date: date
    parts: tuple[Part, ...]
    subtitle: str = ""
    place: str = ""
    dates: str = ""
    organisers: tuple[str, ...] = ()
    letterhead: tuple[str, ...] = ()
    language: str = "en"
    # Paragraphs on the first level count "(a)" instead of "1."; the numbers say so themselves.
    letters: bool = False
    # "book", "classic", or "" for the usual one; print only, no part of what the text says.
    typeface: str = ""
    adoption: AdoptionNote | None = None
    content_hash: str | None = None
    labels: Labels = field(default=ENGLISH)

    @property
    def body(self) -> tuple[Part, ...]:
        """The parts printed before the adoption clause."""
        return tuple(part for part in self.parts if not part.annex)

    @property
    def annexes(self) -> tuple[Part, ...]:
        """The parts printed after the adoption clause."""
        return tuple(part for part in self.parts if part.annex)
