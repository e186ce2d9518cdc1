"""What becomes of recommendations that no merge carries."""

from __future__ import annotations

import pytest
from sqlmodel import select

from app.errors import BadInput, Forbidden, NotFound, Refused
from app.recommendations.dispositions import dispose_of_recommendation
from app.recommendations.forms import DispositionForm
from app.recommendations.models import Disposition, RecommendationState
from tests.recommendations.steps import Steps, recommendation


def test_not_retained_needs_its_reason(steps: Steps) -> None:
    georgia = steps.submitted()
    with pytest.raises(BadInput) as refusal:
        steps.decide(georgia, "not_retained")
    assert refusal.value.field == "reason"
    steps.decide(georgia, "not_retained", reason="Covered by the law of each State.")
    assert steps.state(georgia) is RecommendationState.NOT_RETAINED


def test_referred_needs_to_whom(steps: Steps) -> None:
    georgia = steps.submitted()
    with pytest.raises(BadInput) as refusal:
        steps.decide(georgia, "referred")
    assert refusal.value.field == "referred_to"
    steps.decide(georgia, "referred", referred_to="The organisers")
    assert steps.state(georgia) is RecommendationState.REFERRED


def test_the_newest_decision_holds_and_the_older_ones_stay(steps: Steps) -> None:
    georgia = steps.submitted()
    steps.decide(georgia, "not_retained", reason="No.")
    steps.decide(georgia, "tabled")
    steps.merge(recommendation(georgia))
    assert steps.state(georgia) is RecommendationState.MERGED
    with steps.database.reading() as db:
        outcomes = db.exec(select(Disposition.outcome).order_by(Disposition.id)).all()  # type: ignore[arg-type]
    assert [str(outcome) for outcome in outcomes] == ["not_retained", "tabled", "merged"]
    line = steps.records().recommendations[0]
    assert line.disposition is not None
    assert line.disposition.outcome is RecommendationState.MERGED


def test_what_a_merge_carries_is_decided_by_undoing_the_merge(steps: Steps) -> None:
    georgia = steps.submitted()
    steps.merge(recommendation(georgia))
    with pytest.raises(Refused, match="Undo that merge"):
        steps.decide(georgia, "not_retained", reason="Second thoughts.")


def test_a_text_revised_after_the_decision_is_noticed(steps: Steps) -> None:
    georgia = steps.submitted()
    steps.decide(georgia, "not_retained", reason="Too vague.")
    assert not steps.records().recommendations[0].revised_since
    steps.revise(georgia, "Much clearer now.")
    assert steps.records().recommendations[0].revised_since


def test_a_draft_has_nothing_to_decide(steps: Steps) -> None:
    with pytest.raises(NotFound):
        steps.decide(steps.draft(), "not_retained", reason="No.")


def test_an_outcome_that_is_none_is_refused(steps: Steps) -> None:
    georgia = steps.submitted()
    for outcome in ("", "merged", "withdrawn", "nonsense"):
        with pytest.raises(BadInput):
            steps.decide(georgia, outcome, reason="No.")


@pytest.mark.parametrize("name", ["chair", "organiser", "georgia_head", "outsider"])
def test_only_the_rapporteur_decides(steps: Steps, name: str) -> None:
    georgia = steps.submitted()
    form = DispositionForm(outcome="not_retained", reason="No.")
    with steps.database.writing() as db, pytest.raises(Forbidden):
        dispose_of_recommendation(db, steps.event, georgia, form, by=getattr(steps.cast, name))
