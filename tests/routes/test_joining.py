"""Coming in by the code on the projector: who sees what, who lets whom in, what guessing gives."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from app import clock
from app.delegations.check_in_models import Badge
from app.delegations.joining import ALPHABET, LENGTH
from app.delegations.joining_models import JoinCode, JoinRequest
from app.delegations.links import revoke_links
from app.delegations.models import Participant, SignIn
from app.events.models import Event, ListShownTo, Record
from tests.conftest import KINDS

BOTH = pytest.mark.parametrize("database_url", KINDS, indirect=True)
UNKNOWN = "This code does not hold here. Type it as the projector shows it now."


@pytest.fixture(params=["sqlite"])
def database_url(request):
    """One database, but where several people decide about one row."""
    yield from request.getfixturevalue(f"_{request.param}_copies")(migrated=True)


@pytest.fixture
def top(cast):
    return f"/events/{cast.slug}/joining"


@pytest.fixture
def desk(client_for, cast):
    """The organiser's browser."""
    return client_for(cast.organiser)


@pytest.fixture
def phone(application, client):
    """A phone that nobody is signed in on."""
    del client  # keeps the application running
    return TestClient(application, follow_redirects=False)


def opened(desk, database, top, **form):
    assert desk.post(f"{top}/code", data=form).status_code == 303
    with database.reading() as db:
        return db.exec(select(JoinCode.code).where(col(JoinCode.ended_at).is_(None))).one()


def ask(phone, code, person, **more):
    return phone.post(f"/join/{code}", data={"participant_id": person.own_id, **more})


def decide(browser, top, database, what):
    with database.reading() as db:
        last = db.exec(select(JoinRequest.id).order_by(col(JoinRequest.id).desc())).first()
    return browser.post(f"{top}/requests/{last}/{what}")


def test_a_delegate_comes_in_by_the_code_and_one_tap_of_the_chair(
    phone, desk, client_for, database, cast, top
):
    code = opened(desk, database, top)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert not set("0O1I") & set(ALPHABET)
    door = phone.get(f"/join?code={code[:3].lower()}-{code[3:].lower()}")
    assert door.headers["location"] == f"/join/{code}"
    delegations = phone.get(f"/join/{code}").text
    assert "Georgia" in delegations
    assert "Tbilisi" not in delegations
    names = phone.get(f"/join/{code}?delegation={cast.georgia_id}").text
    assert "Delegate, Tbilisi police" in names
    assert "Kyiv" not in names
    asked = ask(phone, code, cast.georgia_delegate)
    assert asked.headers["location"] == f"/join/{code}/waiting"
    waiting = phone.get(f"/join/{code}/waiting")
    assert waiting.status_code == 200
    number = re.search(r"</span> (\d\d)</p>", waiting.text)
    assert number
    chair = client_for(cast.chair)
    shown = chair.get(top).text
    assert "Delegate, Tbilisi police" in shown
    assert f"</span> {number[1]}</span>" in shown
    assert decide(chair, top, database, "admission").headers["location"] == top
    inside = phone.get(f"/join/{code}/waiting")
    assert (inside.status_code, inside.headers["location"]) == (303, f"/events/{cast.slug}")
    me = phone.get(f"/events/{cast.slug}/me").text
    assert "Delegate, Tbilisi police" in me
    assert "by the code on the projector" in me
    assert "Nobody waits" in chair.get(top).text
    with database.reading() as db:
        lines = db.exec(select(Record.verb, Record.subject, Record.by_id)).all()
    who = f"participant {cast.georgia_delegate.own_id}"
    assert ("let in", who, cast.chair.own_id) in lines


def test_who_is_signed_in_and_who_organises_cannot_be_chosen(
    phone, desk, client_for, database, cast, top
):
    code = opened(desk, database, top)
    client_for(cast.georgia_delegate)
    names = phone.get(f"/join/{code}?delegation={cast.georgia_id}").text
    assert "Delegate, Tbilisi police" not in names
    assert "Head of delegation" in names
    guests = phone.get(f"/join/{code}?delegation=other").text
    assert "Chair" in guests
    assert "Organiser" not in guests
    for person in (cast.georgia_delegate, cast.organiser, cast.outsider):
        refused = ask(phone, code, person, delegation=str(cast.georgia_id))
        assert refused.status_code == 422
        assert "This name cannot be chosen (any more)." in refused.text


def test_without_a_code_that_holds_nothing_is_told(phone, desk, database, cast, top):
    wrong = phone.get("/join/ABCDEF")
    assert wrong.status_code == 404
    assert UNKNOWN in wrong.text
    for told in (cast.slug, "Georgia", "Strasbourg", "Multi-sectorial"):
        assert told not in wrong.text
    code = opened(desk, database, top, hours="1")
    with database.writing() as db:
        db.exec(select(JoinCode)).one().expires_at = clock.now()
    assert UNKNOWN in phone.get(f"/join/{code}").text
    assert UNKNOWN in ask(phone, code, cast.georgia_delegate).text
    second = opened(desk, database, top)
    third = opened(desk, database, top)
    assert phone.get(f"/join/{second}").status_code == 404
    assert phone.get(f"/join/{third}").status_code == 200
    assert desk.post(f"{top}/code/end").status_code == 303
    assert phone.get(f"/join/{third}").status_code == 404


def test_guessing_codes_is_slowed_down_and_the_right_one_no_exception(phone, desk, database, top):
    code = opened(desk, database, top)
    answers = [phone.get(f"/join/A{number:05}").status_code for number in range(62)]
    assert answers == [404] * 60 + [429] * 2
    assert phone.get(f"/join/{code}").status_code == 429


@BOTH
def test_two_at_the_podium_decide_once(phone, desk, client_for, database, cast, top):
    code = opened(desk, database, top)
    ask(phone, code, cast.georgia_delegate)
    assert decide(client_for(cast.chair), top, database, "refusal").status_code == 303
    late = decide(desk, top, database, "admission")
    assert late.status_code == 409
    assert "This was decided already" in late.text
    refused = phone.get(f"/join/{code}/waiting")
    assert refused.status_code == 410
    assert "You were not let in under this name." in refused.text
    assert phone.get(f"/events/{cast.slug}/me").status_code == 401


def test_one_of_several_under_a_name_comes_in(phone, application, desk, database, cast, top):
    code = opened(desk, database, top)
    others = [TestClient(application, follow_redirects=False) for _ in range(3)]
    assert [ask(one, code, cast.speaker).status_code for one in others] == [303] * 3
    crowd = ask(phone, code, cast.speaker)
    assert crowd.status_code == 409
    assert "Others wait under this name already." in crowd.text
    decide(desk, top, database, "admission")
    codes = [one.get(f"/join/{code}/waiting").status_code for one in others]
    assert codes == [410, 410, 303]
    # What let in once does so no second time.
    with database.reading() as db:
        assert len(db.exec(select(SignIn).where(SignIn.way == "join_code")).all()) == 1
    assert ask(phone, code, cast.speaker).status_code == 422


def test_waiting_ends_with_the_code_and_with_its_quarter_of_an_hour(
    phone, desk, database, cast, top
):
    code = opened(desk, database, top)
    ask(phone, code, cast.speaker)
    desk.post(f"{top}/code/end")
    assert phone.get(f"/join/{code}/waiting").status_code == 410
    code = opened(desk, database, top)
    ask(phone, code, cast.speaker)
    with database.writing() as db:
        db.exec(
            select(JoinRequest)
            .where(col(JoinRequest.refused_at).is_(None))
            .order_by(col(JoinRequest.id).desc())
        ).first().expires_at = clock.now() - timedelta(seconds=1)
    assert phone.get(f"/join/{code}/waiting").status_code == 410
    assert "Nobody waits" in desk.get(top).text
    assert decide(desk, top, database, "admission").status_code == 409


def test_links_taken_back_leave_nobody_waiting(phone, desk, database, cast, top):
    code = opened(desk, database, top)
    ask(phone, code, cast.speaker)
    decide(desk, top, database, "admission")
    with database.writing() as db:
        revoke_links(db, cast.event_id, cast.speaker.own_id, by=cast.organiser)
    assert phone.get(f"/join/{code}/waiting").status_code == 410


def test_a_name_is_typed_where_none_is_shown(phone, desk, database, cast, top):
    code = opened(desk, database, top, names="typed")
    door = phone.get(f"/join/{code}?delegation={cast.georgia_id}").text
    assert "Georgia" not in door
    for nobody in ("Delegate", "Organiser, secretariat", " "):
        refused = phone.post(f"/join/{code}", data={"name": nobody})
        assert refused.status_code == 422
    assert "Type your name as it stands in your invitation." in refused.text
    assert ask(phone, code, cast.speaker).status_code == 422
    asked = phone.post(f"/join/{code}", data={"name": "tbilisi POLICE  délegate"})
    assert asked.status_code == 303
    assert "Delegate, Tbilisi police" in desk.get(top).text


def test_an_event_that_shows_its_list_to_nobody_shows_no_name_at_the_door(
    phone, desk, database, cast, top
):
    code = opened(desk, database, top)
    address = f"/join/{code}?delegation={cast.georgia_id}"
    assert "Delegate, Tbilisi police" in phone.get(address).text
    with database.writing() as db:
        db.get_one(Event, cast.event_id).list_shown_to = ListShownTo.NOBODY
    assert "Delegate, Tbilisi police" not in phone.get(address).text
    assert ask(phone, code, cast.georgia_delegate).status_code == 422
    typed = {"name": "tbilisi police delegate"}
    assert phone.post(f"/join/{code}", data=typed).status_code == 303


def test_the_address_that_the_organisers_have_opens_without_the_podium(
    phone, desk, database, cast, top
):
    with database.writing() as db:
        for person in (cast.georgia_delegate, cast.chair):
            db.get_one(Participant, person.own_id).email = "one@example.org"
    code = opened(desk, database, top, proof="address")
    assert "Chair" not in phone.get(f"/join/{code}?delegation=other").text
    assert ask(phone, code, cast.chair, address="one@example.org").status_code == 422
    for person, address in (
        (cast.georgia_delegate, "two@example.org"),
        (cast.georgia_delegate, ""),
        (cast.georgia_head, "one@example.org"),
    ):
        refused = ask(phone, code, person, address=address, delegation=str(cast.georgia_id))
        assert refused.status_code == 422
        assert f'value="{address}"' in refused.text or not address
        assert "one@example.org" not in refused.text.replace(f'value="{address}"', "")
    assert ask(phone, code, cast.georgia_delegate, address="One@Example.org").status_code == 303
    assert phone.get(f"/join/{code}/waiting").status_code == 303
    assert phone.get(f"/events/{cast.slug}/me").status_code == 200


def test_the_number_on_the_badge_opens_without_the_podium_and_cannot_be_guessed(
    phone, desk, database, cast, top
):
    with database.writing() as db:
        for number, person in (("482913", cast.georgia_delegate), ("100001", cast.speaker)):
            db.add(Badge(event_id=cast.event_id, participant_id=person.own_id, number=number))
    code = opened(desk, database, top, proof="badge")
    assert "Number on your badge" in phone.get(f"/join/{code}?delegation=other").text
    assert "Chair" not in phone.get(f"/join/{code}?delegation=other").text
    assert "Type the number" in ask(phone, code, cast.georgia_delegate, badge="  ").text
    for guess in ("482914", "100001", "0"):
        refused = ask(phone, code, cast.georgia_delegate, badge=guess)
        assert refused.status_code == 422
        assert "This is not the number on the badge of this name." in refused.text
    assert ask(phone, code, cast.georgia_head, badge="482913").status_code == 422
    assert ask(phone, code, cast.georgia_delegate, badge="٤٨٢ 913").status_code == 303
    assert phone.get(f"/join/{code}/waiting").status_code == 303
    other = TestClient(phone.app, follow_redirects=False)
    guesses = [ask(other, code, cast.speaker, badge=f"{n:06}").status_code for n in range(6)]
    assert guesses == [422] * 5 + [409]
    right = ask(other, code, cast.speaker, badge="100001")
    assert right.status_code == 409
    assert "This was tried too often under this name." in right.text
    assert "Nobody waits" in desk.get(top).text


def test_a_code_that_nobody_can_choose_is_not_opened(desk, database, top):
    for wrong in ({"names": "all"}, {"proof": "none"}, {"hours": "99"}):
        refused = desk.post(f"{top}/code", data=wrong)
        assert refused.status_code == 422, wrong
        assert "Choose" in refused.text
    with database.reading() as db:
        assert db.exec(select(JoinCode)).all() == []


def test_the_projector_shows_the_code_in_two_halves_and_its_address(desk, database, top):
    assert "No code is open." in desk.get(f"{top}/projector").text
    code = opened(desk, database, top)
    shown = desk.get(f"{top}/projector").text
    assert f"{code[:3]}-{code[3:]}" in shown
    assert "http://127.0.0.1:8000/join" in shown
    assert '<svg aria-hidden="true"' in shown
