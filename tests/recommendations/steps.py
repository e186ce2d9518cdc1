"""Steps that tests of recommendations and conclusions take, each in a transaction of its own."""

from __future__ import annotations

import pytest

from app.clock import now
from app.db import Database
from app.delegations.rights import Person
from app.events.models import Event
from app.recommendations.adopting import adopt_conclusions
from app.recommendations.agreement_forms import AnswerForm
from app.recommendations.answering import answer_paragraph
from app.recommendations.circulating import circulate_conclusions
from app.recommendations.dispositions import dispose_of_recommendation
from app.recommendations.drafting import draft_recommendation, revise_recommendation
from app.recommendations.editing import add_paragraph, write_paragraph
from app.recommendations.forms import (
    AdoptionForm,
    DispositionForm,
    ParagraphForm,
    RecommendationForm,
)
from app.recommendations.loading import load_records
from app.recommendations.merging import ChosenSource, merge_into_paragraph
from app.recommendations.models import (
    Adoption,
    Merge,
    Paragraph,
    Recommendation,
    RecommendationState,
    Relation,
    SourceKind,
)
from app.recommendations.records import Records
from app.recommendations.submitting import submit_recommendation
from app.sessions.models import (
    Attribution,
    Board,
    Input,
    InputKind,
    InputState,
    Priority,
    PrioritySource,
    PriorityState,
)
from tests.cast import Cast

GEORGIA = "Name one national contact point for reports, reachable at all hours."
UKRAINE = "Every State should publish the address of its contact point for reports."
MERGED = "Each State names one contact point for reports and publishes its address."


@pytest.fixture
def steps(database: Database, cast: Cast) -> Steps:
    """The cast's event, and the steps to take in it."""
    return Steps(database, cast)


class Steps:
    """One event and its people; every step returns ids, as pages would."""

    def __init__(self, database: Database, cast: Cast) -> None:
        self.database = database
        self.cast = cast
        with database.reading() as db:
            self.event = db.get_one(Event, cast.event_id)

    def draft(self, text: str = GEORGIA, *, by: Person | None = None, addressee: str = "") -> int:
        form = RecommendationForm(text=text, addressee=addressee)
        with self.database.writing() as db:
            by = by or self.cast.georgia_delegate
            return draft_recommendation(db, self.event, form, by=by).key

    def submit(self, recommendation_id: int, *, by: Person | None = None, revision: int = 1) -> int:
        with self.database.writing() as db:
            by = by or self.cast.georgia_head
            submit_recommendation(db, self.event, recommendation_id, revision=revision, by=by)
        return recommendation_id

    def submitted(self, text: str = GEORGIA, *, by: Person | None = None) -> int:
        by = by or self.cast.georgia_head
        return self.submit(self.draft(text, by=by), by=by)

    def revise(
        self, recommendation_id: int, text: str, *, by: Person | None = None, revision: int = 1
    ) -> None:
        form = RecommendationForm(text=text, revision=revision)
        with self.database.writing() as db:
            by = by or self.cast.georgia_head
            revise_recommendation(db, self.event, recommendation_id, form, by=by)

    def merge(
        self,
        *sources: ChosenSource,
        text: str = MERGED,
        paragraph_id: int | None = None,
        revision: int = 0,
    ) -> Merge:
        with self.database.writing() as db:
            return merge_into_paragraph(
                db,
                self.event,
                sources=sources,
                text=text,
                paragraph_id=paragraph_id,
                revision=revision,
                by=self.cast.rapporteur,
            )

    def add(self, text: str, **more: str) -> int:
        with self.database.writing() as db:
            form = ParagraphForm(text=text, **more)
            return add_paragraph(db, self.event, form, by=self.cast.rapporteur).key

    def write(self, paragraph_id: int, text: str, *, revision: int) -> None:
        with self.database.writing() as db:
            form = ParagraphForm(text=text, revision=revision)
            write_paragraph(db, self.event, paragraph_id, form, by=self.cast.rapporteur)

    def circulate(self) -> int:
        with self.database.writing() as db:
            return circulate_conclusions(db, self.event, by=self.cast.organiser).key

    def answer(self, paragraph_id: int, kind: str, *, by: Person | None = None, **more: str) -> int:
        """The id of an answer to the paragraph as it stands now."""
        form = AnswerForm(kind=kind, revision=self.paragraph(paragraph_id).revision, **more)
        with self.database.writing() as db:
            by = by or self.cast.georgia_head
            return answer_paragraph(db, self.event, paragraph_id, form, by=by).key

    def decide(self, recommendation_id: int, outcome: str, **more: str) -> None:
        with self.database.writing() as db:
            form = DispositionForm(outcome=outcome, **more)
            dispose_of_recommendation(
                db, self.event, recommendation_id, form, by=self.cast.rapporteur
            )

    def adopt(self, mode: str = "consensus", note: str = "") -> Adoption:
        conclusions = self.records().conclusions
        form = AdoptionForm(
            mode=mode, note=note, revision=conclusions.revision if conclusions else 0
        )
        with self.database.writing() as db:
            return adopt_conclusions(db, self.event, form, by=self.cast.chair)

    def recorded_priority(
        self,
        text: str = "Hear a child once, in a child-friendly place.",
        *inputs: str,
        attribution: Attribution = Attribution.BY_DELEGATION,
    ) -> int:
        """A priority recorded in Workshop 1, made from inputs of Georgia's delegate."""
        with self.database.writing() as db:
            board = Board(
                event_id=self.event.key,
                event_session_id=self.cast.workshop_id,
                opened_at=now(),
                attribution=attribution,
            )
            db.add(board)
            db.flush()
            priority = Priority(
                board_id=board.key,
                position=1,
                text=text,
                state=PriorityState.RECORDED,
                created_at=now(),
                recorded_at=now(),
                created_by_id=self.cast.rapporteur.own_id,
            )
            db.add(priority)
            db.flush()
            delegate = self.cast.georgia_delegate
            by_delegation = attribution is Attribution.BY_DELEGATION
            for number, words in enumerate(inputs):
                posted = Input(
                    board_id=board.key,
                    client_id=f"00000000-0000-4000-8000-00000000000{number}",
                    kind=InputKind.CONTRIBUTION,
                    text=words,
                    state=InputState.CLUSTERED,
                    author_id=delegate.participant_id if by_delegation else None,
                    delegation_id=delegate.delegation_id if by_delegation else None,
                    sector_id=delegate.sector_id if attribution is Attribution.BY_SECTOR else None,
                    written_at=now(),
                    posted_at=now(),
                )
                db.add(posted)
                db.flush()
                db.add(PrioritySource(priority_id=priority.key, input_id=posted.key))
            return priority.key

    def records(self) -> Records:
        with self.database.reading() as db:
            return load_records(db, self.event)

    def state(self, recommendation_id: int) -> RecommendationState:
        with self.database.reading() as db:
            return db.get_one(Recommendation, recommendation_id).state

    def paragraph(self, paragraph_id: int) -> Paragraph:
        with self.database.reading() as db:
            return db.get_one(Paragraph, paragraph_id)

    def text(self, paragraph_id: int) -> str:
        return next(p.text for p in self.records().paragraphs if p.row.key == paragraph_id)


def recommendation(
    number: int, revision: int = 1, relation: Relation = Relation.ADAPTED, dropped: str = ""
) -> ChosenSource:
    """A recommendation as the source of a merge."""
    return ChosenSource(SourceKind.RECOMMENDATION, number, revision, relation, dropped)


def priority(number: int, revision: int = 1, relation: Relation = Relation.ADAPTED) -> ChosenSource:
    """A priority as the source of a merge."""
    return ChosenSource(SourceKind.PRIORITY, number, revision, relation)
