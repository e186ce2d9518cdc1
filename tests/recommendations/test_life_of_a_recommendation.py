"""A delegation drafts, revises, submits and withdraws its recommendations."""

from __future__ import annotations

import threading

import pytest
from sqlmodel import select

from app.delegations.rights import Person
from app.errors import (
    BadInput,
    Forbidden,
    NotFound,
    PlenaryError,
    Refused,
    SignInNeeded,
    StaleWrite,
)
from app.recommendations.drafting import draft_recommendation
from app.recommendations.forms import MOST_TEXT, RecommendationForm
from app.recommendations.models import Disposition, RecommendationState
from app.recommendations.queries import (
    own_recommendations,
    recommendation_history,
    submitted_recommendations,
)
from app.recommendations.withdrawing import withdraw_recommendation
from tests.recommendations.steps import GEORGIA, Steps


def withdraw(steps: Steps, recommendation_id: int, by: Person) -> None:
    with steps.database.writing() as db:
        withdraw_recommendation(db, steps.event, recommendation_id, by=by)


def test_a_delegate_drafts_and_the_head_submits(steps: Steps) -> None:
    number = steps.draft()
    assert steps.state(number) is RecommendationState.DRAFT
    steps.submit(number)
    assert steps.state(number) is RecommendationState.SUBMITTED
    with steps.database.reading() as db:
        (line,) = submitted_recommendations(db, steps.event, by=steps.cast.rapporteur)
    assert (line.delegation, line.row.number, line.revision.text) == ("Georgia", 1, GEORGIA)


def test_each_delegation_counts_its_own(steps: Steps) -> None:
    steps.draft()
    steps.draft("A second one.")
    steps.draft("Ukraine's first.", by=steps.cast.ukraine_delegate)
    with steps.database.reading() as db:
        georgia = own_recommendations(db, steps.event, by=steps.cast.georgia_head)
        ukraine = own_recommendations(db, steps.event, by=steps.cast.ukraine_head)
    assert [line.row.number for line in georgia] == [1, 2]
    assert [line.row.number for line in ukraine] == [1]


def test_two_members_drafting_at_once_get_two_numbers(steps: Steps) -> None:
    start = threading.Barrier(4)

    def draft() -> None:
        start.wait()
        steps.draft()

    threads = [threading.Thread(target=draft) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with steps.database.reading() as db:
        own = own_recommendations(db, steps.event, by=steps.cast.georgia_head)
    assert [line.row.number for line in own] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("reader", "refusal"),
    [
        ("ukraine_head", NotFound),
        ("ukraine_delegate", NotFound),
        ("organiser", NotFound),
        ("chair", NotFound),
        ("rapporteur", NotFound),
        ("speaker", Forbidden),
        ("observer", Forbidden),
        ("outsider", Forbidden),
        (None, SignInNeeded),
    ],
)
def test_a_draft_is_invisible_outside_its_delegation(
    steps: Steps, reader: str | None, refusal: type[PlenaryError]
) -> None:
    number = steps.draft()
    person = getattr(steps.cast, reader) if reader else None
    with steps.database.reading() as db, pytest.raises(refusal):
        recommendation_history(db, steps.event, number, by=person)


def test_the_podium_sees_a_submitted_text_but_not_the_drafts_before_it(steps: Steps) -> None:
    number = steps.draft("First thoughts, not for others.")
    steps.revise(number, GEORGIA, by=steps.cast.georgia_delegate)
    steps.submit(number, revision=2)
    steps.revise(number, GEORGIA + " Soon.", revision=2)
    with steps.database.reading() as db:
        podium = recommendation_history(db, steps.event, number, by=steps.cast.chair)
        own = recommendation_history(db, steps.event, number, by=steps.cast.georgia_delegate)
    assert [revision.number for revision in podium.revisions] == [3, 2]
    assert [revision.number for revision in own.revisions] == [3, 2, 1]


def test_only_the_head_of_the_same_delegation_submits(steps: Steps) -> None:
    number = steps.draft()
    with pytest.raises(Forbidden):
        steps.submit(number, by=steps.cast.georgia_delegate)
    with pytest.raises(NotFound):
        steps.submit(number, by=steps.cast.ukraine_head)
    with pytest.raises(Forbidden):
        steps.submit(number, by=steps.cast.organiser)
    assert steps.state(number) is RecommendationState.DRAFT


def test_a_head_submits_only_the_text_that_was_read(steps: Steps) -> None:
    number = steps.draft()
    steps.revise(number, "Something else.", by=steps.cast.georgia_delegate)
    with pytest.raises(Refused, match="Read it again"):
        steps.submit(number, revision=1)
    steps.submit(number, revision=2)
    with pytest.raises(Refused, match="no longer a draft"):
        steps.submit(number, revision=2)


def test_a_submitted_text_is_revised_by_the_head_only(steps: Steps) -> None:
    number = steps.submitted()
    with pytest.raises(Forbidden, match="only the head"):
        steps.revise(number, "Other words.", by=steps.cast.georgia_delegate)
    with pytest.raises(NotFound):
        steps.revise(number, "Other words.", by=steps.cast.ukraine_head)
    steps.revise(number, "Other words.")
    with steps.database.reading() as db:
        (line,) = submitted_recommendations(db, steps.event, by=steps.cast.chair)
    assert (line.row.revision, line.revision.text) == (2, "Other words.")
    assert line.row.submitted_revision == 1


def test_a_stale_revision_is_refused_with_both_texts(steps: Steps) -> None:
    number = steps.draft()
    steps.revise(number, "The colleague's text.", by=steps.cast.georgia_head)
    with pytest.raises(StaleWrite) as refusal:
        steps.revise(number, "My text.", by=steps.cast.georgia_delegate)
    stale = refusal.value
    assert (stale.base, stale.theirs) == (GEORGIA, "The colleague's text.")
    assert (stale.yours, stale.revision) == ("My text.", 2)
    with steps.database.reading() as db:
        (line,) = own_recommendations(db, steps.event, by=steps.cast.georgia_head)
    assert line.revision.text == "The colleague's text."


def test_saving_the_same_words_makes_no_revision(steps: Steps) -> None:
    number = steps.draft()
    steps.revise(number, GEORGIA)
    with steps.database.reading() as db:
        (line,) = own_recommendations(db, steps.event, by=steps.cast.georgia_head)
    assert line.row.revision == 1


def test_a_draft_is_withdrawn_by_any_member_and_counts_nowhere(steps: Steps) -> None:
    number = steps.draft()
    with pytest.raises(NotFound):
        withdraw(steps, number, steps.cast.ukraine_head)
    withdraw(steps, number, steps.cast.georgia_delegate)
    assert steps.state(number) is RecommendationState.WITHDRAWN
    with steps.database.reading() as db:
        assert not submitted_recommendations(db, steps.event, by=steps.cast.chair)
        assert not db.exec(select(Disposition)).all()
    with pytest.raises(Refused):
        steps.submit(number)


def test_a_submitted_one_is_withdrawn_by_the_head_and_the_record_stays(steps: Steps) -> None:
    number = steps.submitted()
    with pytest.raises(Forbidden, match="only the head"):
        withdraw(steps, number, steps.cast.georgia_delegate)
    withdraw(steps, number, steps.cast.georgia_head)
    with pytest.raises(Refused, match="withdrawn before"):
        withdraw(steps, number, steps.cast.georgia_head)
    with pytest.raises(Refused, match="was withdrawn"):
        steps.revise(number, "Too late.")
    with steps.database.reading() as db:
        (line,) = submitted_recommendations(db, steps.event, by=steps.cast.chair)
    assert line.disposition is not None
    assert line.disposition.outcome is RecommendationState.WITHDRAWN


@pytest.mark.parametrize("name", ["organiser", "chair", "rapporteur", "speaker", "observer"])
def test_only_delegates_draft(steps: Steps, name: str) -> None:
    with pytest.raises(Forbidden):
        steps.draft(by=getattr(steps.cast, name))


def test_nobody_drafts_without_signing_in(steps: Steps) -> None:
    with steps.database.writing() as db, pytest.raises(SignInNeeded):
        draft_recommendation(db, steps.event, RecommendationForm(text="Hello."), by=None)


def test_an_empty_or_endless_text_is_refused_by_its_field(steps: Steps) -> None:
    for text in ("", " \r\n ", "x" * (MOST_TEXT + 1)):
        with pytest.raises(BadInput) as refusal:
            steps.draft(text)
        assert refusal.value.field == "text"


def test_a_text_keeps_its_line_breaks_and_loses_what_no_database_holds(steps: Steps) -> None:
    steps.draft("One.\r\n\r\nTwo\x00.")
    with steps.database.reading() as db:
        (line,) = own_recommendations(db, steps.event, by=steps.cast.georgia_head)
    assert line.revision.text == "One.\n\nTwo."
