"""Returned with a comment: the delegation's draft again, and the podium sees no later text."""

from __future__ import annotations

import pytest

from app.delegations.rights import Person
from app.errors import BadInput, Forbidden, NotFound, PlenaryError, Refused
from app.recommendations.forms import ReturnForm
from app.recommendations.models import RecommendationState
from app.recommendations.queries import desk, recommendation_history
from app.recommendations.returning import out_with_delegations, return_recommendation
from tests.recommendations.steps import GEORGIA, Steps, recommendation


def give_back(
    steps: Steps, number: int, *, comment: str = "Until when?", revision: int = 1, by: Person
) -> None:
    with steps.database.writing() as db:
        form = ReturnForm(comment=comment, revision=revision)
        return_recommendation(db, steps.event, number, form, by=by)


def test_a_returned_recommendation_is_drafted_and_submitted_again(steps: Steps) -> None:
    cast = steps.cast
    number = steps.submitted()
    give_back(steps, number, by=cast.rapporteur)
    assert steps.state(number) is RecommendationState.RETURNED
    assert not steps.records().recommendations
    # Any member drafts on, as before the submission.
    steps.revise(number, "Within one year.", by=cast.georgia_delegate)
    assert steps.state(number) is RecommendationState.DRAFT
    with steps.database.reading() as db:
        history = recommendation_history(db, steps.event, number, by=cast.georgia_delegate)
        assert [one.comment for one in history.returns] == ["Until when?"]
        (out,) = out_with_delegations(db, steps.event)
        assert (out.delegation, out.number, out.text) == ("Georgia", 1, GEORGIA)
        with pytest.raises(NotFound):
            recommendation_history(db, steps.event, number, by=cast.rapporteur)
    steps.submit(number, revision=2)
    with steps.database.reading() as db:
        assert not desk(db, steps.event, by=cast.rapporteur).returned
        history = recommendation_history(db, steps.event, number, by=cast.rapporteur)
    assert [one.text for one in history.revisions] == ["Within one year."]


def test_only_the_rapporteur_returns_what_is_submitted_and_undecided(steps: Steps) -> None:
    cast = steps.cast
    number, draft = steps.submitted(), steps.draft()

    def refused(number: int, error: type[PlenaryError], by: Person, **more: object) -> None:
        with pytest.raises(error):
            give_back(steps, number, by=by, **more)  # type: ignore[arg-type]

    refused(number, Forbidden, cast.georgia_head)
    refused(number, Forbidden, cast.chair)
    refused(number, BadInput, cast.rapporteur, comment=" ")
    refused(draft, NotFound, cast.rapporteur)
    steps.revise(number, "Newer.")
    refused(number, Refused, cast.rapporteur)
    steps.merge(recommendation(number, 2))
    refused(number, Refused, cast.rapporteur, revision=2)
    assert steps.state(number) is RecommendationState.MERGED
