"""The organisers' pages about people: nothing typed is lost, a link is shown once."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlmodel import select

from app.delegations.models import Participant, Role, SignInLink
from app.delegations.sign_in import person_by_id
from app.events.models import Event


@pytest.fixture
def organiser(client_for, cast):
    return client_for(cast.organiser)


@pytest.fixture
def top(cast):
    return f"/events/{cast.slug}/manage"


def text_of(page):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)))


def filled(page):
    """What stands in the fields of the entry's form."""
    fields = dict(re.findall(r'name="(name|function|email|base)"[^>]*? value="([^"]*)"', page.text))
    chosen = re.findall(r'<select[^>]*name="(\w+)".*?</select>', page.text, re.DOTALL)
    assert {"delegation_id", "sector_id"} <= set(chosen)
    return {name: unescape(value) for name, value in fields.items()}


def test_the_list_shows_everybody_and_what_is_to_check(organiser, top, database, cast):
    with database.writing() as db:
        for number in range(5):
            db.add(
                Participant(
                    event_id=cast.event_id, name=f"P {number}", delegation_id=cast.georgia_id
                )
            )
        db.get_one(Event, cast.event_id).delegation_at_most = 5
    page = text_of(organiser.get(f"{top}/participants"))
    for name in ("Chair", "Delegate, Tbilisi police", "P 4", "Speaker, international organisation"):
        assert name in page
    assert "Georgia: 7 of at most 5" in page
    assert "Ukraine: " not in page


def test_an_event_without_people_says_what_to_do(client_for, cast):
    page = text_of(client_for(cast.outsider).get("/events/elsewhere/manage/participants"))
    assert "Import the spreadsheet you have, or enter delegations one by one." in page


def test_a_person_is_added_and_led_to(organiser, top, database, cast):
    answer = organiser.post(
        f"{top}/participants",
        data={"name": "Judge", "delegation_id": cast.georgia_id, "role": "delegate"},
    )
    assert answer.status_code == 303
    with database.reading() as db:
        added = db.exec(select(Participant).where(Participant.name == "Judge")).one()
    assert answer.headers["location"] == f"{top}/participants/{added.key}"
    assert "Judge" in text_of(organiser.get(answer.headers["location"]))


def test_what_was_typed_survives_a_refusal(organiser, top, cast):
    typed = {
        "name": "Judge “of” <the> court",
        "function": "Presides",
        "email": "nonsense",
        "delegation_id": str(cast.ukraine_id),
        "role": "observer",
    }
    page = organiser.post(f"{top}/participants", data=typed)
    assert page.status_code == 422
    assert "“nonsense” is not an e-mail address." in text_of(page)
    kept = filled(page)
    assert {name: kept[name] for name in ("name", "function", "email")} == {
        name: typed[name] for name in ("name", "function", "email")
    }
    assert f'<option value="{cast.ukraine_id}" selected>' in page.text
    assert '<option value="observer" selected>' in page.text


def test_a_stale_entry_is_refused_with_both_texts_and_saved_by_who_insists(
    organiser, client_for, top, cast, database
):
    path = f"{top}/participants/{cast.speaker.own_id}"
    form = filled(organiser.get(path))
    organiser.post(path, data=form | {"function": "Judge at a court"})
    late = form | {"name": "Speaker of the day"}
    page = organiser.post(path, data=late)
    assert page.status_code == 409
    shown = text_of(page)
    assert "Speaker, international organisation · Judge at a court" in shown
    assert filled(page)["name"] == "Speaker of the day"
    assert organiser.post(path, data=filled(page)).status_code == 303
    with database.reading() as db:
        assert db.get_one(Participant, cast.speaker.own_id).name == "Speaker of the day"


def test_a_new_link_is_shown_once_with_a_code_and_signs_in(organiser, client, top, cast, database):
    path = f"{top}/participants/{cast.observer.own_id}"
    page = organiser.post(f"{path}/links")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    [address] = set(re.findall(r"http://[^\s\"<]+/sign-in/[\w-]+", page.text))
    assert "<svg" in page.text.split('class="qr__code"')[1][:60]
    assert "style=" not in page.text
    token = address.rsplit("/", 1)[1]
    assert token not in organiser.get(path).text
    assert client.get(f"/sign-in/{token}").status_code == 303


def test_links_are_taken_back_on_the_page(organiser, client_for, top, cast, database):
    theirs = client_for(cast.observer)
    path = f"{top}/participants/{cast.observer.own_id}"
    assert "Can sign in" in text_of(organiser.get(path))
    assert organiser.post(f"{path}/links/revocation").status_code == 303
    assert "Cannot sign in: there is no link" in text_of(organiser.get(path))
    assert theirs.get(f"/events/{cast.slug}/me").status_code == 401
    with database.reading() as db:
        links = db.exec(
            select(SignInLink).where(SignInLink.participant_id == cast.observer.own_id)
        ).all()
    assert all(link.revoked_at for link in links)


def test_roles_are_given_and_taken_on_the_page(organiser, top, cast, database):
    path = f"{top}/participants/{cast.speaker.own_id}"
    given = organiser.post(
        f"{path}/roles", data={"role": "chair", "event_session_id": cast.workshop_id}
    )
    assert given.status_code == 303
    page = text_of(organiser.get(path))
    assert "Chair · Workshop 1: Reporting and prosecution" in page
    refused = organiser.post(f"{path}/roles", data={"role": "head"})
    assert refused.status_code == 422
    assert "is in no delegation." in text_of(refused)
    taken = organiser.post(
        f"{path}/dismissals", data={"role": "chair", "event_session_id": cast.workshop_id}
    )
    assert taken.status_code == 303
    last = organiser.post(f"{path}/dismissals", data={"role": "speaker"})
    assert last.status_code == 409
    with database.reading() as db:
        person = person_by_id(db, cast.speaker.own_id)
    assert person.roles == {Role.SPEAKER}
    assert not person.roles_in


def test_a_removed_person_has_no_page_any_more(organiser, client_for, top, cast):
    theirs = client_for(cast.observer)
    path = f"{top}/participants/{cast.observer.own_id}"
    assert organiser.post(f"{path}/removal").status_code == 303
    assert organiser.get(path).status_code == 404
    assert theirs.get(f"/events/{cast.slug}/me").status_code == 401
    only = organiser.post(f"{top}/participants/{cast.organiser.own_id}/removal")
    assert only.status_code == 409
    assert "This is the only organiser of the event." in text_of(only)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"files": {"file": ("", b"", "application/octet-stream")}},
        {"data": {"file": "text"}},
    ],
    ids=["nothing", "an empty field", "text"],
)
def test_without_a_file_the_page_asks_for_one(organiser, top, sent):
    page = organiser.post(f"{top}/participants/import", **sent)
    assert page.status_code == 422
    assert "Choose the file of participants first." in text_of(page)


def test_delegations_and_sectors_are_entered(organiser, top, database, cast):
    added = organiser.post(f"{top}/delegations", data={"kind": "state", "territory": "MD"})
    assert added.status_code == 303
    [number] = re.findall(r"#delegation-(\d+)$", added.headers["location"])
    path = f"{top}/delegations/{number}"
    renamed = organiser.post(
        path, data={"kind": "state", "territory": "MD", "name": "Republic of Moldova"}
    )
    assert renamed.status_code == 303
    assert "Republic of Moldova" in text_of(organiser.get(path))
    again = organiser.post(f"{top}/delegations", data={"kind": "state", "territory": "MD"})
    assert again.status_code == 422
    assert "This State is already there as “Republic of Moldova”." in text_of(again)
    assert '<option value="MD" selected>' in again.text
    assert organiser.post(f"{top}/sectors", data={"name": "Courts"}).status_code == 303
    twice = organiser.post(f"{top}/sectors", data={"name": "courts"})
    assert "There is already a sector “courts”." in text_of(twice)
    assert organiser.post(f"{path}/removal").status_code == 303
    stays = organiser.post(f"{top}/delegations/{cast.georgia_id}/removal")
    assert stays.status_code == 409


@pytest.mark.parametrize("number", ["0", "999999", "2147483648", "9" * 40])
@pytest.mark.parametrize("path", ["/participants/", "/delegations/", "/agenda/days/"])
def test_a_number_nobody_has_is_not_found(organiser, top, path, number):
    assert organiser.get(top + path + number).status_code == 404


def test_the_public_sees_delegations_and_neither_names_nor_numbers(client, client_for, cast):
    path = f"/events/{cast.slug}/delegations"
    public = text_of(client.get(path))
    assert "Georgia" in public
    assert "2 people" not in public
    assert "Ministry of Justice" not in public
    assert "Tbilisi" not in public
    member = text_of(client_for(cast.ukraine_delegate).get(path))
    assert "Georgia 2 people" in member
    assert "Delegate, Tbilisi police" in member
