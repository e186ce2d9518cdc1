"""A delegation answers for its own State, question by question, and nobody else's."""

from __future__ import annotations

import re

import pytest
from sqlmodel import select

from app.benchmarks.models import Finding
from app.delegations.models import Delegation
from app.errors import StaleWrite
from app.events.models import Event
from tests.benchmarks.studies import LONG, read_in, stored

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TOP = "/events/workshop/benchmarks/my-state"
# One more question of the first provision, and another State without any answer.
TABLE = LONG + (
    "Images,,,I3,Offering,conduct,Georgia,GE,,,,,,,,,,,\n"
    "Images,,,I3,Offering,conduct,Ukraine,UA,covered,,,,,,,,,,\n"
)


@pytest.fixture
def study(database, cast):
    return read_in(database, cast, TABLE)


def places(study):
    """(provision id, conduct id) by the conduct's code."""
    return {
        line.code: (part.id, line.id) for part in study.provisions for line in part.conducts
    }  # fmt: skip


def address(study, code):
    provision, conduct = places(study)[code]
    return f"{TOP}/provisions/{provision}/conducts/{conduct}"


def found(database, cast, study, code, state="Georgia"):
    whole = stored(database, cast)
    of = next(one for one in whole.states if one.name == state)
    return whole.findings.get((places(study)[code][1], of.id))


def test_it_goes_from_open_question_to_open_question_and_ends(database, cast, study, client_for):
    browser = client_for(cast.georgia_delegate)
    start = browser.get(TOP).text
    assert "3 of 4" in start
    provision = places(study)["I3"][0]
    assert f'href="{TOP}/provisions/{provision}"' in start
    page = browser.get(f"{TOP}/provisions/{provision}").text
    assert "Provision 1 of 2" in page
    assert "Those who" in page
    answered = browser.post(address(study, "I3"), data={"version": "0", "coverage": "covered"})
    assert answered.status_code == 303
    assert answered.headers["location"] == f"{TOP}?done=answered"
    end = browser.get(answered.headers["location"]).text
    assert "All questions are answered." in end
    assert "4 of 4" in end
    assert "/events/workshop/recommendations?theme=Images" in end
    # What was answered before is changed where it stands.
    again = browser.post(
        address(study, "I2"), data={"version": "1", "coverage": "partially", "note": "Sale only."}
    )
    assert again.headers["location"] == f"{TOP}/provisions/{provision}#conduct-" + str(
        places(study)["I2"][1]
    )
    assert found(database, cast, study, "I2").note == "Sale only."


def test_an_answer_leads_to_the_next_question_of_its_provision(database, cast, study, client_for):
    with database.writing() as db:
        ukraine = db.get_one(Delegation, cast.ukraine_id)
        ukraine.territory = "RS"
    browser = client_for(cast.ukraine_delegate)
    assert "1 of 4" in browser.get(TOP).text
    where = places(study)
    to = browser.post(address(study, "I2"), data={"coverage": "unclear"}).headers["location"]
    assert to == f"{TOP}/provisions/{where['I2'][0]}#conduct-{where['I3'][1]}"
    to = browser.post(address(study, "I3"), data={"coverage": "covered"}).headers["location"]
    assert to.endswith(f"#conduct-{where['I1'][1]}")


def test_what_the_short_form_does_not_ask_is_kept(database, cast, study, client_for):
    before = found(database, cast, study, "I1")
    browser = client_for(cast.georgia_head)
    same = {"version": "1", "coverage": "partially", "note": "Sale only.", "law": "Criminal Code",
            "article": "255", "link": "https://law.example.org/2"}  # fmt: skip
    assert browser.post(address(study, "I1"), data=same).status_code == 303
    after = found(database, cast, study, "I1")
    assert after.as_at == before.as_at
    assert [one.quotation for one in after.sources] == [one.quotation for one in before.sources]
    assert after.sources[0].link == "https://law.example.org/2"
    other = {**same, "version": "2", "law": "Act of 2026"}
    browser.post(address(study, "I1"), data=other)
    after = found(database, cast, study, "I1")
    assert [(one.law, one.quotation) for one in after.sources] == [
        ("Act of 2026", ""), ("Second Act", ""),
    ]  # fmt: skip


def test_what_is_half_said_or_late_stays_typed(database, cast, study, client_for):
    browser = client_for(cast.georgia_delegate)
    here = address(study, "I3")
    half = browser.post(here, data={"coverage": "partially", "law": "My law"})
    assert half.status_code == 422
    assert "Say why it is covered only partially." in half.text
    assert 'value="My law"' in half.text
    assert re.search(r'value="partially" checked', half.text)
    assert browser.post(here, data={"coverage": ""}).status_code == 422
    late = browser.post(
        address(study, "I2"), data={"version": "0", "coverage": "covered", "note": "Mine."}
    )
    assert late.status_code == StaleWrite.status
    assert "covered · Mine." in late.text
    assert "not covered" in late.text
    with database.reading() as db:
        assert {one.version for one in db.exec(select(Finding)).all()} == {1}


def test_nobody_answers_for_another_state(database, cast, study, client_for):
    for person in (cast.organiser, cast.observer, cast.outsider):
        browser = client_for(person)
        assert browser.get(TOP).status_code == 403
        assert browser.post(address(study, "I1"), data={"coverage": "covered"}).status_code == 403
    with database.writing() as db:
        db.get_one(Delegation, cast.ukraine_id).territory = "FR"
    nowhere = client_for(cast.ukraine_delegate)
    assert nowhere.get(TOP).status_code == 404
    assert "do not look at your State" in nowhere.get(TOP).text
    assert nowhere.post(address(study, "I1"), data={"coverage": "unclear"}).status_code == 404
    counts = "/events/workshop/benchmarks"
    assert TOP not in nowhere.get(counts).text
    assert TOP in client_for(cast.georgia_delegate).get(counts).text
    assert found(database, cast, study, "I1").version == 1


def test_the_head_confirms_all_that_was_seen_or_nothing(database, cast, study, client_for):
    head = client_for(cast.georgia_head)
    page = head.get(TOP).text
    seen = re.findall(r'name="seen" value="([^"]+)"', page)
    assert len(seen) == 3
    assert "3 answers wait for your confirmation" in page
    delegate = client_for(cast.georgia_delegate)
    assert 'name="seen"' not in delegate.get(TOP).text
    assert delegate.post(f"{TOP}/confirmation", data={"seen": seen}).status_code == 403
    delegate.post(address(study, "I2"), data={"version": "1", "coverage": "covered"})
    refused = head.post(f"{TOP}/confirmation", data={"seen": seen})
    assert refused.status_code == 409
    assert "newer finding" in refused.text
    assert not found(database, cast, study, "I1").is_confirmed
    assert head.post(f"{TOP}/confirmation", data={}).status_code == 409
    seen = re.findall(r'name="seen" value="([^"]+)"', head.get(TOP).text)
    assert head.post(f"{TOP}/confirmation", data={"seen": seen}).status_code == 303
    whole = stored(database, cast)
    georgia = next(one for one in whole.states if one.name == "Georgia")
    assert {
        one.is_confirmed for (_, state), one in whole.findings.items() if state == georgia.id
    } == {True}


def test_an_event_without_benchmarks_asks_nothing(database, cast, client_for):
    with database.reading() as db:
        assert not db.get_one(Event, cast.event_id).has_benchmarks
    assert client_for(cast.georgia_delegate).get(TOP).status_code == 404
