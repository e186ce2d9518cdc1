"""Whatever happens in whatever order: every submitted recommendation is accounted for, once."""

from __future__ import annotations

import contextlib
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
    rule,
    run_state_machine_as_test,
)

from app.delegations.rights import Person
from app.errors import NotFound, Refused
from app.recommendations.desk_models import Origin, ReturnedText
from app.recommendations.forms import ReturnForm
from app.recommendations.hashes import fingerprint
from app.recommendations.merging import undo_merge
from app.recommendations.models import (
    Conclusions,
    Disposition,
    Merge,
    MergeSource,
    Paragraph,
    ParagraphRevision,
    Recommendation,
    RecommendationRevision,
    RecommendationState,
    Relation,
)
from app.recommendations.returning import return_recommendation
from app.recommendations.withdrawing import withdraw_recommendation
from app.tables import METADATA
from tests.recommendations.steps import Steps, recommendation

# A table that others point to comes after them.
EMPTIED = (
    Origin,
    ReturnedText,
    Disposition,
    MergeSource,
    Merge,
    ParagraphRevision,
    Paragraph,
    Conclusions,
    RecommendationRevision,
    Recommendation,
)

CARRIED = {RecommendationState.MERGED, RecommendationState.PARTLY_MERGED}


class Wrangling(RuleBasedStateMachine):
    """Two delegations and a rapporteur, in any order."""

    recommendations: Bundle[int] = Bundle("recommendations")
    merges: Bundle[int] = Bundle("merges")

    def __init__(self, steps: Steps) -> None:
        super().__init__()
        self.steps = steps

    @initialize()
    def start_empty(self) -> None:
        self.submitted = 0
        self.used: list[tuple[int, str]] = []
        with self.steps.database.writing() as db:
            for model in EMPTIED:
                db.execute(sa.delete(METADATA.tables[str(model.__tablename__)]))

    @rule(target=recommendations, georgia=st.booleans())
    def submit(self, georgia: bool) -> int:
        people = self.steps.cast
        self.submitted += 1
        by = people.georgia_head if georgia else people.ukraine_head
        return self.steps.submitted(f"Text {self.submitted}.", by=by)

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
        try:
            made = self.steps.merge(
                *sources,
                paragraph_id=target.key if target else None,
                revision=target.revision if target else 0,
            )
        except (Refused, NotFound):
            return multiple()
        return made.key

    @rule(merge=merges)
    def undo(self, merge: int) -> None:
        with contextlib.suppress(Refused), self.steps.database.writing() as db:
            undo_merge(db, self.steps.event, merge, by=self.steps.cast.rapporteur)

    @rule(
        number=recommendations,
        outcome=st.sampled_from(["not_retained", "referred", "tabled"]),
    )
    def decide(self, number: int, outcome: str) -> None:
        with contextlib.suppress(Refused, NotFound):
            self.steps.decide(number, outcome, reason="Because.", referred_to="The organisers")

    @rule(number=recommendations)
    def revise(self, number: int) -> None:
        revision = self.revision(number)
        with contextlib.suppress(Refused):
            self.steps.revise(number, f"Newer {revision}.", by=self.head(number), revision=revision)

    @rule(number=recommendations, again=st.booleans())
    def give_back(self, number: int, again: bool) -> None:
        """Return it with a comment; its delegation may submit it again."""
        form = ReturnForm(comment="Say when.", revision=self.revision(number))
        with contextlib.suppress(Refused, NotFound):
            with self.steps.database.writing() as db:
                return_recommendation(
                    db, self.steps.event, number, form, by=self.steps.cast.rapporteur
                )
            self.submitted -= 1
            if again:
                self.steps.submit(number, by=self.head(number), revision=self.revision(number))
                self.submitted += 1

    @rule(number=recommendations)
    def withdraw(self, number: int) -> None:
        with contextlib.suppress(Refused), self.steps.database.writing() as db:
            withdraw_recommendation(db, self.steps.event, number, by=self.head(number))

    @invariant()
    def every_submitted_one_is_accounted_for_once(self) -> None:
        records = self.steps.records()
        counts = Counter(line.row.state for line in records.recommendations)
        assert sum(counts.values()) == self.submitted
        assert RecommendationState.DRAFT not in counts
        carried = {
            source.source.recommendation_id
            for paragraph in records.paragraphs
            for source in paragraph.sources
            if source.contributes and not paragraph.is_deleted
        }
        for line in records.recommendations:
            state = line.row.state
            assert (line.disposition is None) == (state is RecommendationState.SUBMITTED)
            if line.disposition:
                assert line.disposition.outcome is state
            # What is called merged stands in a text; what is open or refused stands in none.
            if state in CARRIED:
                assert line.row.key in carried
            elif state is not RecommendationState.WITHDRAWN:
                assert line.row.key not in carried

    @invariant()
    def sources_are_kept_as_they_were_used(self) -> None:
        with self.steps.database.reading() as db:
            rows = db.execute(
                sa.select(
                    METADATA.tables["merge_source"].c.text,
                    METADATA.tables["merge_source"].c.text_hash,
                )
            ).all()
        assert all(fingerprint(text) == kept for text, kept in rows)
        used = [(number, text) for number, (text, _) in enumerate(rows)]
        assert used[: len(self.used)] == self.used
        self.used = used

    def head(self, number: int) -> Person:
        with self.steps.database.reading() as db:
            owner = db.get_one(Recommendation, number).delegation_id
        people = self.steps.cast
        return people.georgia_head if owner == people.georgia_id else people.ukraine_head

    def revision(self, number: int) -> int:
        with self.steps.database.reading() as db:
            return db.get_one(Recommendation, number).revision


def test_the_sum_of_dispositions_is_the_number_of_submitted_recommendations(steps: Steps) -> None:
    runs = 100 if steps.database.is_sqlite else 20
    run_state_machine_as_test(
        lambda: Wrangling(steps),  # type: ignore[arg-type]  # any factory will do
        settings=settings(max_examples=runs, stateful_step_count=12, deadline=None),
    )
