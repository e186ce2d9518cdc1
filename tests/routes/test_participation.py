"""Participation in pictures: what is counted, for whom, and gender only where the event asks."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlmodel import select

from app.delegations.importing import import_participants
from app.delegations.models import Delegation, Gender, OrganisationKind, Participant
from app.delegations.rights import organiser_at
from app.events.models import Event, ListShownTo
from tests.reading_pages import found

# How pages and files read is no matter of the database; importing and rights are tried on both.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SHEET = b"""Country,Sector,Name,Role,Gender
Serbia,Justice,A,,F
Serbia,Justice,B,,femme
A union,Police,C,speaker,M
A union,,D,observer,
Serbia,,In the capital,focal point,x
"""


@pytest.fixture
def organiser(client_for, cast):
    return client_for(cast.organiser)


@pytest.fixture
def top(cast):
    return f"/events/{cast.slug}"


@pytest.fixture
def came_in(database, cast):
    """Imports the sheet, at an event that asks for gender or does not."""

    def come(*, asks_gender=False):
        with database.writing() as db:
            event = db.get_one(Event, cast.event_id)
            event.asks_gender = asks_gender
            return import_participants(db, event, "x.csv", SHEET, by=organiser_at(event))

    return come


def pictures(page):
    """Caption → rows of each picture, as its table has them."""
    shown = {}
    for table in re.findall(r'<table class="bars">.*?</table>', page.text, re.DOTALL):
        caption = found(r"<caption>(.*?)</caption>", table)
        rows = re.findall(r'<th scope="row">(.*?)</th>.*?bars__value">(\d+)', table, re.DOTALL)
        shown[caption] = [(unescape(label).strip(), int(count)) for label, count in rows]
    return shown


def test_an_organiser_sees_who_comes_from_where(organiser, top, came_in, database):
    came_in()
    with database.writing() as db:
        union = db.exec(select(Delegation).where(Delegation.name == "A union")).one()
        union.organisation_kind = OrganisationKind.INTERNATIONAL
    shown = pictures(organiser.get(f"{top}/manage/participation"))
    assert shown["By State"] == [("Georgia", 2), ("Serbia", 2), ("Ukraine", 2)]
    assert shown["By kind of delegation"] == [
        ("States", 6), ("International organisations", 2), ("Podium and guests", 5),
    ]  # fmt: skip
    assert shown["By sector"] == [
        ("Ministry of Justice", 2), ("Law enforcement agencies", 2), ("Justice", 2),
        ("Police", 1), ("No sector given", 6),
    ]  # fmt: skip
    assert "By gender" not in shown


def test_gender_is_not_stored_where_the_event_does_not_ask(came_in, database, organiser, top, cast):
    assert came_in().unused_columns == ("Gender",)
    with database.reading() as db:
        assert set(db.exec(select(Participant.gender))) == {None}
    form = organiser.get(f"{top}/manage/participants/{cast.speaker.own_id}")
    assert 'name="gender"' not in form.text


def test_gender_is_counted_where_the_event_asks(came_in, database, organiser, top, cast):
    came_in(asks_gender=True)
    page = organiser.get(f"{top}/manage/participation")
    assert pictures(page)["By gender"] == [("Woman", 2), ("Man", 1), ("Not said", 10)]
    out = organiser.get(f"{top}/manage/participants.csv").text
    assert "Serbia,Justice,B,,,Delegate,Woman" in out
    path = f"{top}/manage/participants/{cast.speaker.own_id}"
    fields = dict(re.findall(r'name="(name|base)"[^>]*? value="([^"]*)"', organiser.get(path).text))
    assert organiser.post(path, data=fields | {"gender": "woman"}).status_code == 303
    fields = dict(re.findall(r'name="(name|base)"[^>]*? value="([^"]*)"', organiser.get(path).text))
    assert organiser.post(path, data=fields).status_code == 303
    with database.reading() as db:
        assert db.get_one(Participant, cast.speaker.own_id).gender is Gender.WOMAN
    assert organiser.post(path, data=fields | {"gender": "not_said"}).status_code == 303
    with database.reading() as db:
        assert db.get_one(Participant, cast.speaker.own_id).gender is None
    assert organiser.post(path, data=fields | {"gender": "king"}).status_code == 422
    form = {"order": "en", "asks_gender": "yes"}
    assert organiser.post(f"{top}/manage/delegations/order", data=form).status_code == 303
    with database.reading() as db:
        assert Gender.MAN in set(db.exec(select(Participant.gender)))
    del form["asks_gender"]
    assert organiser.post(f"{top}/manage/delegations/order", data=form).status_code == 303
    with database.reading() as db:
        assert set(db.exec(select(Participant.gender))) == {None}


def test_the_public_sees_pictures_without_sectors_where_the_event_decides_so(
    came_in, client, client_for, cast, database, top
):
    came_in()
    assert pictures(client.get(f"{top}/delegations")) == {}
    assert "By sector" in pictures(client_for(cast.georgia_head).get(f"{top}/delegations"))
    with database.writing() as db:
        db.get_one(Event, cast.event_id).list_shown_to = ListShownTo.PUBLIC_COUNTS
    shown = pictures(client.get(f"{top}/delegations"))
    assert shown == {
        "By State": [("Georgia", 2), ("Serbia", 2), ("Ukraine", 2)],
        "By kind of delegation": [("States", 6), ("Organisations", 2)],
    }


def test_the_kind_of_an_organisation_is_said_with_its_entry(organiser, top, database, came_in):
    came_in()
    with database.reading() as db:
        key = db.exec(select(Delegation.id).where(Delegation.name == "A union")).one()
    path = f"{top}/manage/delegations/{key}"
    form = {"kind": "organisation", "name": "A union", "organisation_kind": "academic"}
    assert organiser.post(path, data=form).status_code == 303
    assert '<option value="academic" selected>' in organiser.get(path).text
    refused = organiser.post(path, data=form | {"organisation_kind": "secret"})
    assert refused.status_code == 422


def test_one_person_makes_no_picture(client_for, cast):
    page = client_for(cast.outsider).get("/events/elsewhere/manage/participation")
    assert pictures(page) == {}
    assert "1 person" in page.text
