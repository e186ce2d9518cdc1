"""Who answers for a State, what a second writer is told, and that nothing found is ever lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.benchmarks.assessing import assess, confirm, describe_study, review
from app.benchmarks.forms import FindingForm, SeenForm, StudyForm
from app.benchmarks.models import Coverage
from app.benchmarks.queries import sheet_of, study_at, versions_of
from app.errors import (
    BadInput,
    Forbidden,
    NotFound,
    Refused,
    SignInNeeded,
    StaleWrite,
    spoken,
)
from app.events.models import Event
from tests.benchmarks.studies import read_in, stored

PARTLY = FindingForm(coverage="partially", note="Only for sale.", version="1", law="Act 4")
SEEN = SeenForm(version="1")


@pytest.fixture
def study(database, cast):
    return read_in(database, cast)


def place(study, state="Georgia", code="I1"):
    return (
        next(one for one in study.states if one.name == state),
        next(one for part in study.provisions for one in part.conducts if one.code == code),
    )


def do(database, cast, action, study, *more, by, state="Georgia", code="I1"):
    where, conduct = place(study, state, code)
    with database.writing() as db:
        return action(db, db.get_one(Event, cast.event_id), where.id, conduct.id, *more, by=by)


def test_a_delegation_answers_for_its_own_state(database, cast, study):
    do(database, cast, assess, study, PARTLY, by=cast.georgia_delegate)
    where, conduct = place(study)
    found = stored(database, cast).finding(conduct, where)
    assert found
    assert (found.coverage, found.version) == (Coverage.PARTIALLY, 2)
    with database.reading() as db:
        versions = versions_of(db, where, conduct)
    assert [one.version for one in versions] == [2, 1]
    assert [len(one.sources) for one in versions] == [2, 2]


def test_what_the_form_does_not_show_is_kept(database, cast, study):
    where, conduct = place(study)
    laws = [one.law for one in study.findings[conduct.id, where.id].sources]
    form = FindingForm(coverage="covered", version="1", law="Code of 2026")
    do(database, cast, assess, study, form, by=cast.rapporteur)
    found = stored(database, cast).finding(conduct, where)
    assert found
    assert laws == ["Criminal Code", "Second Act"]
    assert [one.law for one in found.sources] == ["Code of 2026", "Second Act"]


@pytest.mark.parametrize(
    ("part", "error"),
    [("ukraine_delegate", Forbidden), ("observer", Forbidden), ("outsider", Forbidden)],
)
def test_nobody_else_answers_for_it(database, cast, study, part, error):
    with pytest.raises(error):
        do(database, cast, assess, study, PARTLY, by=getattr(cast, part))
    with pytest.raises(SignInNeeded):
        do(database, cast, assess, study, PARTLY, by=None)
    assert stored(database, cast).findings == study.findings


def test_the_second_of_two_writers_sees_what_the_first_wrote(database, cast, study):
    do(database, cast, assess, study, PARTLY, by=cast.georgia_delegate)
    with pytest.raises(StaleWrite) as refused:
        do(database, cast, assess, study, PARTLY, by=cast.rapporteur)
    assert refused.value.theirs == "partially · Only for sale."
    theirs = spoken({"theirs": refused.value.theirs}, lambda word: word.upper())["theirs"]
    assert theirs == "PARTIALLY · Only for sale."
    assert refused.value.revision == 2


def test_of_many_at_once_one_writes_each_version(database, cast, study):
    def write(_number):
        try:
            do(database, cast, assess, study, PARTLY, by=cast.georgia_delegate)
        except StaleWrite:
            return 0
        return 1

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(write, range(4))) == 1


def test_a_review_and_a_confirmation_hold_for_one_version(database, cast, study):
    do(database, cast, review, study, SEEN, by=cast.rapporteur)
    do(database, cast, confirm, study, SEEN, by=cast.georgia_head)
    where, conduct = place(study)
    found = stored(database, cast).finding(conduct, where)
    assert found
    assert found.is_reviewed
    assert found.is_confirmed
    do(database, cast, assess, study, PARTLY, by=cast.georgia_head)
    found = stored(database, cast).finding(conduct, where)
    assert found
    assert not found.is_reviewed
    assert not found.is_confirmed


def test_nobody_vouches_for_what_they_have_not_seen(database, cast, study):
    do(database, cast, assess, study, PARTLY, by=cast.georgia_delegate)
    for action, person in ((review, cast.rapporteur), (confirm, cast.georgia_head)):
        with pytest.raises(Refused, match="newer finding"):
            do(database, cast, action, study, SEEN, by=person)
    where, conduct = place(study)
    found = stored(database, cast).finding(conduct, where)
    assert found
    assert not found.is_reviewed
    assert not found.is_confirmed


def test_only_the_states_own_head_confirms(database, cast, study):
    for person in (cast.ukraine_head, cast.georgia_delegate, cast.organiser):
        with pytest.raises(Forbidden):
            do(database, cast, confirm, study, SEEN, by=person)
    with pytest.raises(Refused, match="Nothing was found here yet"):
        do(database, cast, confirm, study, SEEN, by=cast.ukraine_head, state="Ukraine", code="A1")


def test_what_is_half_said_is_asked_back(database, cast, study):
    for form, field in (
        (FindingForm(version="1"), "coverage"),
        (FindingForm(version="1", coverage="partially"), "note"),
        (FindingForm(version="1", coverage="covered", link="law.example.org"), "link"),
        (FindingForm(version="1", coverage="covered", as_at="yesterday"), "as_at"),
        (FindingForm(version="1", coverage="covered", law="x" * 301), "law"),
    ):
        with pytest.raises(BadInput) as refused:
            do(database, cast, assess, study, form, by=cast.rapporteur)
        assert refused.value.field == field
    with pytest.raises(BadInput, match="what the law says"):
        do(database, cast, assess, study, FindingForm(version="1", coverage="covered"),
           by=cast.rapporteur, code="A1")  # fmt: skip
    with pytest.raises(NotFound):
        do(database, cast, assess, study, PARTLY, by=cast.rapporteur, code="H")


def test_the_sheet_of_a_state_is_what_the_whole_study_says_of_it(database, cast, study):
    do(database, cast, assess, study, PARTLY, by=cast.georgia_delegate)
    whole = stored(database, cast)
    with database.reading() as db:
        event = db.get_one(Event, cast.event_id)
        for state in whole.states:
            sheet = sheet_of(db, event, state.id, by=cast.observer)
            assert sheet.state == state
            assert sheet.provisions == whole.provisions
            assert sheet.findings == {
                conduct: found for (conduct, of), found in whole.findings.items() if of == state.id
            }
            assert list(sheet.gaps()) == list(whole.gaps(state))
        with pytest.raises(NotFound, match="no such State"):
            sheet_of(db, event, 9_999, by=cast.observer)
        for person, error in ((cast.outsider, Forbidden), (None, SignInNeeded)):
            with pytest.raises(error):
                sheet_of(db, event, whole.states[0].id, by=person)


def test_a_public_study_is_open_to_everybody_and_another_is_not(database, cast, study):
    with database.reading() as db:
        event = db.get_one(Event, cast.event_id)
        with pytest.raises(SignInNeeded):
            study_at(db, event, by=None)
        with pytest.raises(Forbidden):
            study_at(db, event, by=cast.outsider)
    with database.writing() as db:
        form = StudyForm(title="Study", is_public="yes")
        describe_study(db, db.get_one(Event, cast.event_id), form, by=cast.organiser)
    with database.reading() as db:
        open_one = study_at(db, db.get_one(Event, cast.event_id), by=None)
    assert open_one
    assert open_one.title == "Study"
