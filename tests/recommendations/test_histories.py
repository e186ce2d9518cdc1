"""Whatever happens in whatever order: nothing is lost, counted twice or changed once adopted.

Random histories from the first draft to the adoption; with `--hypothesis-profile=thousands`,
2,000 on each database.
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter

import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import col, select

from app.db import Row
from app.delegations.rights import Person
from app.errors import NotFound, Refused, StaleWrite
from app.events.models import Record
from app.recommendations.agreement_models import Answer
from app.recommendations.document.hashing import content_hash
from app.recommendations.editing import delete_paragraph
from app.recommendations.forms import ReturnForm
from app.recommendations.freezing import thawed
from app.recommendations.hashes import fingerprint
from app.recommendations.merging import undo_merge
from app.recommendations.models import (
    Adoption,
    MergeSource,
    ParagraphRevision,
    Recommendation,
    RecommendationRevision,
    RecommendationState,
    Relation,
)
from app.recommendations.objecting import object_to_conclusions
from app.recommendations.recommendation_states import BECOMES
from app.recommendations.returning import return_recommendation
from app.recommendations.silence import open_silence
from app.recommendations.silence_forms import ObjectionForm, SilenceForm
from app.recommendations.withdrawing import withdraw_recommendation
from app.tables import METADATA
from tests.recommendations.steps import Steps, recommendation

# What recommendations and conclusions are kept in; a table that others point to comes later.
HERE = {
    mapper.local_table
    for mapper in Row._sa_registry.mappers
    if mapper.class_.__module__.startswith("app.recommendations.")
}
EMPTIED = [table for table in reversed(METADATA.sorted_tables) if table in HERE]
CARRIED = {RecommendationState.MERGED, RecommendationState.PARTLY_MERGED}
NOT_NOW = (Refused, NotFound)
# Where texts are kept for ever.
TEXTS = (RecommendationRevision.text, ParagraphRevision.text, Answer.words, Answer.note)


class Workshop(RuleBasedStateMachine):
    """Two delegations, a rapporteur and the podium, in any order."""

    recommendations: Bundle[int] = Bundle("recommendations")
    merges: Bundle[int] = Bundle("merges")
    paragraphs: Bundle[int] = Bundle("paragraphs")

    def __init__(self, steps: Steps) -> None:
        super().__init__()
        self.steps = steps

    @initialize()
    def start_empty(self) -> None:
        self.written = 0
        # Every text that was acknowledged.
        self.said: set[str] = set()
        self.submitted: set[int] = set()
        self.states: dict[int, RecommendationState] = {}
        self.used: list[tuple[int, str]] = []
        self.lines = 0
        self.adopted: tuple[str, str] | None = None
        with self.steps.database.writing() as db:
            for table in EMPTIED:
                db.execute(sa.delete(table))

    # What delegations do.

    @rule(target=recommendations, georgia=st.booleans())
    def draft(self, georgia: bool) -> int | MultipleResults[int]:
        people = self.steps.cast
        text = self.new_text()
        try:
            made = self.steps.draft(
                text, by=people.georgia_delegate if georgia else people.ukraine_delegate
            )
        except NOT_NOW:
            return multiple()
        self.said.add(text)
        return made

    @rule(number=recommendations)
    def submit(self, number: int) -> None:
        with contextlib.suppress(*NOT_NOW):
            self.steps.submit(number, by=self.head(number), revision=self.revision(number))
            self.submitted.add(number)

    @rule(number=recommendations, behind=st.booleans())
    def revise(self, number: int, behind: bool) -> None:
        text, revision = self.new_text(), self.revision(number)
        with contextlib.suppress(*NOT_NOW, StaleWrite):
            self.steps.revise(number, text, by=self.head(number), revision=revision - behind)
            assert not behind
            self.said.add(text)

    @rule(number=recommendations)
    def withdraw(self, number: int) -> None:
        with contextlib.suppress(*NOT_NOW), self.steps.database.writing() as db:
            withdraw_recommendation(db, self.steps.event, number, by=self.head(number))

    @rule(number=paragraphs, georgia=st.booleans(), kind=st.sampled_from(["agree", "comment"]))
    def answer(self, number: int, georgia: bool, kind: str) -> None:
        people, note = self.steps.cast, self.new_text()
        with contextlib.suppress(*NOT_NOW):
            by = people.georgia_head if georgia else people.ukraine_head
            self.steps.answer(number, kind, by=by, note=note)
            self.said.add(note)

    @rule(number=paragraphs)
    def break_the_silence(self, number: int) -> None:
        form = SilenceForm(deadline="2199-01-01T12:00")
        objection = ObjectionForm(paragraph_id=str(number), reason="Not in our law.")
        people, event = self.steps.cast, self.steps.event
        with contextlib.suppress(*NOT_NOW):
            with self.steps.database.writing() as db:
                open_silence(db, event, form, by=people.organiser)
            with self.steps.database.writing() as db:
                object_to_conclusions(db, event, objection, by=people.ukraine_head)

    # What the rapporteur does.

    @rule(
        target=merges,
        chosen=st.lists(recommendations, min_size=1, max_size=3, unique=True),
        dropped=st.sampled_from(["", "something"]),
        relation=st.sampled_from([Relation.ADAPTED, Relation.OPPOSED]),
        into_newest=st.booleans(),
    )
    def merge(
        self, chosen: list[int], dropped: str, relation: Relation, into_newest: bool
    ) -> int | MultipleResults[int]:
        standing = [line for line in self.steps.records().paragraphs if not line.is_deleted]
        target = standing[-1].row if into_newest and standing else None
        sources = [
            recommendation(number, self.revision(number), relation, dropped) for number in chosen
        ]
        text = self.new_text()
        try:
            made = self.steps.merge(
                *sources,
                text=text,
                paragraph_id=target.key if target else None,
                revision=target.revision if target else 0,
            )
        except NOT_NOW:
            return multiple()
        self.said.add(text)
        return made.key

    @rule(merge=merges)
    def undo(self, merge: int) -> None:
        with contextlib.suppress(*NOT_NOW), self.steps.database.writing() as db:
            undo_merge(db, self.steps.event, merge, by=self.steps.cast.rapporteur)

    @rule(
        number=recommendations,
        outcome=st.sampled_from(["not_retained", "referred", "tabled"]),
    )
    def decide(self, number: int, outcome: str) -> None:
        with contextlib.suppress(*NOT_NOW):
            self.steps.decide(number, outcome, reason="Because.", referred_to="The organisers")

    @rule(number=recommendations)
    def give_back(self, number: int) -> None:
        form = ReturnForm(comment="Say when.", revision=self.revision(number))
        by = self.steps.cast.rapporteur
        with contextlib.suppress(*NOT_NOW):
            with self.steps.database.writing() as db:
                return_recommendation(db, self.steps.event, number, form, by=by)
            self.submitted.remove(number)

    @rule(target=paragraphs, bracketed=st.booleans())
    def add(self, bracketed: bool) -> int | MultipleResults[int]:
        text = self.new_text() + (" [Georgia: now / Ukraine: soon]" if bracketed else "")
        try:
            made = self.steps.add(text)
        except NOT_NOW:
            return multiple()
        self.said.add(text)
        return made

    @rule(number=paragraphs, behind=st.booleans())
    def edit(self, number: int, behind: bool) -> None:
        """As one of two who write the same paragraph; the later one is told."""
        text, revision = self.new_text(), self.steps.paragraph(number).revision
        with contextlib.suppress(*NOT_NOW, StaleWrite):
            self.steps.write(number, text, revision=revision - behind)
            assert not behind
            self.said.add(text)

    @rule(number=paragraphs)
    def strike(self, number: int) -> None:
        with contextlib.suppress(*NOT_NOW), self.steps.database.writing() as db:
            delete_paragraph(db, self.steps.event, number, by=self.steps.cast.rapporteur)

    # What the podium does.

    @rule()
    def circulate(self) -> None:
        with contextlib.suppress(*NOT_NOW):
            self.steps.circulate()

    @precondition(lambda self: self.written > 8)
    @rule()
    def adopt(self) -> None:
        with contextlib.suppress(*NOT_NOW):
            self.steps.adopt()
            assert self.adopted is None, "adopted twice"
            self.adopted = self.adoption()

    # What holds after every step.

    @invariant()
    def every_submitted_one_is_accounted_for_once(self) -> None:
        records = self.steps.records()
        lines = {line.row.key: line for line in records.recommendations}
        assert set(lines) == self.submitted
        assert sum(Counter(line.row.state for line in lines.values()).values()) == len(lines)
        carried = {
            source.source.recommendation_id
            for paragraph in records.paragraphs
            for source in paragraph.sources
            if source.contributes and not paragraph.is_deleted
        }
        for number, line in lines.items():
            state = line.row.state
            assert state is not RecommendationState.DRAFT
            assert (line.disposition is None) == (state is RecommendationState.SUBMITTED)
            if line.disposition:
                assert line.disposition.outcome is state
            # What is called merged stands in a text; what is open or refused stands in none.
            if state in CARRIED:
                assert number in carried
            elif state is not RecommendationState.WITHDRAWN:
                assert number not in carried

    @invariant()
    def every_state_follows_from_the_one_before(self) -> None:
        with self.steps.database.reading() as db:
            states = {row.key: row.state for row in db.exec(select(Recommendation))}
        for number, state in states.items():
            before = self.states.get(number, RecommendationState.DRAFT)
            assert state is before or state in BECOMES[before]
        self.states = states

    @invariant()
    def no_text_disappears(self) -> None:
        with self.steps.database.reading() as db:
            kept = {text for column in TEXTS for text in db.exec(select(column))}
            lines = db.exec(select(sa.func.count()).select_from(Record)).one()
        assert self.said <= kept
        assert lines >= self.lines
        self.lines = lines

    @invariant()
    def sources_are_kept_as_they_were_used(self) -> None:
        with self.steps.database.reading() as db:
            rows = db.exec(
                select(MergeSource.text, MergeSource.text_hash).order_by(col(MergeSource.id))
            ).all()
        assert all(fingerprint(text) == kept for text, kept in rows)
        used = [(number, text) for number, (text, _) in enumerate(rows)]
        assert used[: len(self.used)] == self.used
        self.used = used

    @invariant()
    def what_is_adopted_stays_as_it_is(self) -> None:
        assert self.adoption() == self.adopted

    def adoption(self) -> tuple[str, str] | None:
        """The adopted document's bytes and hash, if there is one."""
        with self.steps.database.reading() as db:
            found = db.exec(select(Adoption)).one_or_none()
        if found is None:
            return None
        assert content_hash(thawed(found.document)) == found.content_hash
        return json.dumps(found.document), found.content_hash

    def new_text(self) -> str:
        """A text that nobody wrote before."""
        self.written += 1
        return f"Text {self.written}."

    def head(self, number: int) -> Person:
        """The head of the delegation whose recommendation this is."""
        with self.steps.database.reading() as db:
            owner = db.get_one(Recommendation, number).delegation_id
        people = self.steps.cast
        return people.georgia_head if owner == people.georgia_id else people.ukraine_head

    def revision(self, number: int) -> int:
        """The newest revision of a recommendation."""
        with self.steps.database.reading() as db:
            return db.get_one(Recommendation, number).revision


def test_no_history_loses_doubles_or_changes_anything(steps: Steps) -> None:
    usual = settings.get_current_profile_name() == "plenary"
    runs = (40 if steps.database.is_sqlite else 10) if usual else settings().max_examples
    run_state_machine_as_test(
        lambda: Workshop(steps),  # type: ignore[arg-type]  # any factory will do
        settings=settings(max_examples=runs, stateful_step_count=16, database=None),
    )
