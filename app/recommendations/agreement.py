"""What the pages of agreement read: a delegation's own, and the podium's. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from app.db import Reading
from app.delegations.models import Delegation
from app.delegations.rights import Action, Person, require
from app.events.models import Event
from app.recommendations.agreement_models import (
    Answer,
    AnswerKind,
    Circulation,
    ProposalDecision,
)
from app.recommendations.answers import decisions_on, newest_answers, newest_circulation
from app.recommendations.assembling import assemble
from app.recommendations.document.tree import ConclusionsDocument, ParagraphBlock
from app.recommendations.loading import load_records
from app.recommendations.locking import own_delegation
from app.recommendations.models import ConclusionsState
from app.recommendations.queries import require_draft, today
from app.recommendations.records import (
    ParagraphRecord,
    RecommendationRecord,
    Records,
    SourceRecord,
    alphabetical,
)
from app.recommendations.words import Translate


@dataclass(frozen=True)
class GivenAnswer:
    """An answer with its delegation's name and, for proposed words, what became of them."""

    row: Answer
    delegation: str
    decision: ProposalDecision | None
    # Whether the paragraph still says what was answered.
    is_current: bool

    @property
    def waits(self) -> bool:
        """Whether the rapporteur has words to decide on."""
        return self.row.kind is AnswerKind.PROPOSE and self.decision is None


@dataclass(frozen=True)
class Clause:
    """A paragraph as it is printed, with the answers that hold."""

    line: ParagraphRecord
    block: ParagraphBlock
    part: str
    answers: tuple[GivenAnswer, ...]


@dataclass(frozen=True)
class Use:
    """A recommendation of one's own, and the paragraphs that took it up or set it aside."""

    record: RecommendationRecord
    places: tuple[tuple[Clause, SourceRecord], ...]


@dataclass(frozen=True)
class Agreement:
    """The conclusions with what the delegations say to them.

    `answered` are the delegations that answered the newest circulation, of all `delegations`.
    """

    records: Records
    document: ConclusionsDocument
    circulation: Circulation | None
    clauses: tuple[Clause, ...]
    delegations: tuple[tuple[int, str], ...]
    answered: frozenset[int]

    @property
    def state(self) -> ConclusionsState:
        """The stage of the conclusions."""
        conclusions = self.records.conclusions
        return conclusions.state if conclusions else ConclusionsState.DRAFT

    @property
    def revision(self) -> int:
        """The revision of the conclusions that is shown."""
        return self.records.conclusions.revision if self.records.conclusions else 0

    @property
    def waiting(self) -> Sequence[GivenAnswer]:
        """Proposed words that nobody has decided on."""
        return [answer for clause in self.clauses for answer in clause.answers if answer.waits]

    def clause(self, paragraph_id: int) -> Clause | None:
        """One paragraph that stands, or None."""
        return next((one for one in self.clauses if one.line.row.key == paragraph_id), None)


@dataclass(frozen=True)
class OwnAgreement:
    """The same for one delegation: how its texts were used, and its own answers only."""

    whole: Agreement
    delegation_id: int
    uses: tuple[Use, ...]

    @property
    def unanswered(self) -> int:
        """How many paragraphs the delegation has not answered as they stand now."""
        return sum(self.answer(clause) is None for clause in self.whole.clauses)

    @staticmethod
    def answer(clause: Clause) -> GivenAnswer | None:
        """The delegation's answer to a paragraph as it stands, if it gave one."""
        return next((answer for answer in clause.answers if answer.is_current), None)


def agreement(
    db: Reading, event: Event, *, translate: Translate = str, by: Person | None
) -> Agreement:
    """Everything the delegations answered, for the podium."""
    require(by, Action.READ_SUBMITTED_RECOMMENDATIONS, event_id=event.key)
    return _loaded(db, event, translate, None)


def own_agreement(
    db: Reading, event: Event, *, translate: Translate = str, by: Person | None
) -> OwnAgreement:
    """How a delegation's texts were used and what it answered, for its members."""
    require(by, Action.DRAFT_OWN_RECOMMENDATION, event_id=event.key)
    own = own_delegation(by)
    whole = _loaded(db, event, translate, own)
    return OwnAgreement(
        whole=whole,
        delegation_id=own,
        uses=tuple(
            Use(line, tuple(_places(whole.clauses, line.row.key)))
            for line in whole.records.recommendations
            if line.row.delegation_id == own
        ),
    )


def whole_text(
    db: Reading, event: Event, *, translate: Translate = str, by: Person | None
) -> Agreement:
    """The text as it stands, paragraph by paragraph and without anybody's answers."""
    require_draft(by, event)
    return loaded_text(db, event, translate=translate)


def loaded_text(db: Reading, event: Event, *, translate: Translate = str) -> Agreement:
    """The same for whoever has asked for the right before."""
    return _loaded(db, event, translate, 0)


def _loaded(db: Reading, event: Event, translate: Translate, only: int | None) -> Agreement:
    records = load_records(db, event)
    document = assemble(records, on=today(event), translate=translate)
    conclusions = records.conclusions
    held = newest_answers(db, conclusions.key) if conclusions else {}
    decided = decisions_on(db, conclusions.key) if conclusions else {}
    circulation = newest_circulation(db, conclusions.key) if conclusions else None
    # Who may be asked: delegations of which somebody is here.
    found = db.exec(
        select(col(Delegation.id), col(Delegation.name)).where(
            col(Delegation.event_id) == event.key
        )
    ).all()
    names = {key: name for key, name in found if key is not None}
    here = {name for name, count in records.delegations if count}
    shown: dict[int, list[GivenAnswer]] = {}
    lines = {line.row.key: line for line in records.paragraphs if not line.is_deleted}
    for (delegation_id, paragraph_id), answer in held.items():
        line = lines.get(paragraph_id)
        if line is None or only not in (None, delegation_id):
            continue
        shown.setdefault(paragraph_id, []).append(
            GivenAnswer(
                answer,
                names[delegation_id],
                decided.get(answer.key),
                answer.paragraph_revision == line.row.revision,
            )
        )
    return Agreement(
        records=records,
        document=document,
        circulation=circulation,
        clauses=tuple(
            Clause(
                lines[number],
                block,
                part,
                tuple(sorted(shown.get(number, ()), key=lambda one: alphabetical(one.delegation))),
            )
            for part, block, number in _printed(document)
            if number in lines
        ),
        delegations=tuple(
            sorted(
                ((key, name) for key, name in names.items() if name in here),
                key=lambda one: alphabetical(one[1]),
            )
        ),
        answered=frozenset(
            answer.delegation_id
            for answer in held.values()
            if circulation and answer.circulation_id == circulation.key
        ),
    )


def _printed(document: ConclusionsDocument) -> Iterator[tuple[str, ParagraphBlock, int]]:
    """Every paragraph of the draft in the order of print: (its part, as printed, its id)."""
    for part in document.body:
        yield from _below(part.heading, part.blocks)


def _below(heading: str, blocks: Sequence[object]) -> Iterator[tuple[str, ParagraphBlock, int]]:
    for block in blocks:
        if isinstance(block, ParagraphBlock):
            if block.id.startswith("p-"):
                yield heading, block, int(block.id[2:])
            yield from _below(heading, block.children)


def _places(
    clauses: Sequence[Clause], recommendation_id: int
) -> Iterator[tuple[Clause, SourceRecord]]:
    for clause in clauses:
        for source in clause.line.sources:
            if source.source.recommendation_id == recommendation_id:
                yield clause, source
