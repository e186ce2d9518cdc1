"""In which order delegations stand, how they are called in each language, and what is asked."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlmodel import select

from app.delegations.models import Delegation, DelegationKind, DelegationName, Sector
from app.events.models import Event

# How pages and files read is no matter of the database; importing and rights are tried on both.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def organiser(client_for, cast):
    return client_for(cast.organiser)


@pytest.fixture
def top(cast):
    return f"/events/{cast.slug}/manage/delegations"


@pytest.fixture(autouse=True)
def more(database, cast):
    """Beside Georgia and Ukraine: Germany, which is no neighbour in French, and an organisation."""
    with database.writing() as db:
        for kind, territory, name in (
            (DelegationKind.STATE, "DE", "Germany"),
            (DelegationKind.ORGANISATION, None, "A union"),
        ):
            db.add(Delegation(event_id=cast.event_id, kind=kind, territory=territory, name=name))


def text_of(page):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)))


def listed(page):
    return re.findall(r'<h3 class="delegation__name">([^<]+)</h3>', page.text)


def ids(database):
    with database.reading() as db:
        return {one.name: one.key for one in db.exec(select(Delegation))}


def order(how, **numbers):
    return {"order": how, "ids": list(numbers), "positions": list(numbers.values())}


def test_delegations_stand_alphabetically_in_the_chosen_language(organiser, client, top, cast):
    page = f"/events/{cast.slug}/delegations"
    assert listed(client.get(page)) == ["Georgia", "Germany", "Ukraine", "A union"]
    assert organiser.post(f"{top}/order", data=order("fr")).status_code == 303
    assert listed(client.get(page)) == ["Germany", "Georgia", "Ukraine", "A union"]


def test_delegations_stand_as_numbered(organiser, client, top, cast, database):
    known = ids(database)
    form = {
        "order": "typed",
        "ids": [known["Ukraine"], known["A union"], known["Germany"], known["Georgia"]],
        "positions": ["1", "1", "2", ""],
    }
    assert organiser.post(f"{top}/order", data=form).status_code == 303
    page = f"/events/{cast.slug}/delegations"
    assert listed(client.get(page)) == ["Ukraine", "Germany", "Georgia", "A union"]
    assert re.search(rf'id="position-{known["Germany"]}"[^>]*value="2"', organiser.get(top).text)


def test_a_reader_sees_the_name_of_their_language(organiser, client, cast, database, top):
    known = ids(database)
    form = {"kind": "state", "territory": "DE", "name": "Germany", "languages": "fr",
            "names": "République fédérale d’Allemagne"}  # fmt: skip
    assert organiser.post(f"{top}/{known['Germany']}", data=form).status_code == 303
    assert "République fédérale" in unescape(organiser.get(f"{top}/{known['Germany']}").text)
    page = f"/events/{cast.slug}/delegations"
    french = client.get(page, headers={"Accept-Language": "fr"})
    assert [unescape(one) for one in listed(french)] == [
        "Géorgie", "République fédérale d’Allemagne", "Ukraine", "A union",
    ]  # fmt: skip
    assert "Germany" in client.get(page, headers={"Accept-Language": "en"}).text


def test_a_removed_delegation_leaves_no_name(organiser, cast, database, top):
    key = ids(database)["Germany"]
    form = {"kind": "state", "territory": "DE", "languages": "fr", "names": "RFA"}
    organiser.post(f"{top}/{key}", data=form)
    assert organiser.post(f"{top}/{key}/removal").status_code == 303
    with database.reading() as db:
        assert db.exec(select(DelegationName)).all() == []


def test_what_is_asked_of_delegations_is_set_and_checked(organiser, top, cast, database):
    with database.reading() as db:
        justice = db.exec(select(Sector.id).where(Sector.name == "Ministry of Justice")).one()
    form = {"order": "en", "at_least": "3", "at_most": "4", "required": [justice]}
    assert organiser.post(f"{top}/order", data=form).status_code == 303
    shown = text_of(organiser.get(f"/events/{cast.slug}/manage/participants"))
    assert "Georgia: 2 of at least 3" in shown
    assert "Law enforcement agencies”" not in shown
    with database.reading() as db:
        event = db.get_one(Event, cast.event_id)
        assert (event.delegation_at_least, event.delegation_at_most) == (3, 4)


def test_what_cannot_be_is_refused_and_stays_typed(organiser, top, database, cast):
    for form, sentence in (
        ({"at_most": "five"}, "Give a number from 1 to 999, or leave it empty."),
        ({"at_most": "2", "at_least": "3"}, "“At least” is more than “at most”."),
        ({"order": "la"}, "Choose one of the list."),
        ({"order": "typed", "ids": ["1"], "positions": ["first"]}, "Give a number from 1 to 999"),
    ):
        page = organiser.post(f"{top}/order", data={"order": "en"} | form)
        assert page.status_code == 422
        assert sentence in text_of(page)
        written = form.get("positions", [form.get("at_most", "")])[0]
        assert f'value="{written}"' in page.text
    with database.reading() as db:
        assert db.get_one(Event, cast.event_id).delegation_at_most is None
