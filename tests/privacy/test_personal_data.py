"""What is stored about a person is theirs to see, to take along, to correct and to delete."""

from __future__ import annotations

from html import unescape

import pytest
from sqlmodel import select

from app.delegations.models import Participant
from app.delegations.rules import fingerprint
from app.events.models import Record
from app.privacy.models import Inspected, Inspection
from tests.privacy.rows import EMAIL, FUNCTION, NAME
from tests.privacy.test_erasing import call, traces
from tests.routes.doors_world import World

# These are pages; what they ask of databases is tried on both beside this file.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OWN = "/events/workshop/me"


@pytest.fixture
def lived(database, cast):
    with database.writing() as db:
        call(db, cast.georgia_head)
    return World(database, cast)


def entry(cast):
    return f"/events/workshop/manage/participants/{cast.georgia_head.own_id}"


def test_everything_stored_is_shown_to_its_owner_and_given_as_a_file(lived, cast, client_for):
    theirs = client_for(cast.georgia_head)
    page = unescape(theirs.get(f"{OWN}/data").text)
    taken = theirs.get(f"{OWN}/data.json")
    assert "attachment" in taken.headers["content-disposition"]
    said = taken.json()
    assert said["entry"] | {"name": NAME, "email": EMAIL, "function": FUNCTION} == said["entry"]
    kinds = {one["table"] for one in said["held"]}
    assert {"input", "appointment", "sign_in", "sign_in_link", "recommendation"} <= kinds
    [inputs] = [one["rows"] for one in said["held"] if one["table"] == "input"]
    assert "A contact list." in {one["text"] for one in inputs}
    for text in (NAME, EMAIL, "A contact list.", "Inputs posted"):
        assert text in page
    assert "participant_id" not in page
    # Neither secrets nor other people's numbers.
    assert "hash" not in taken.text
    assert "participant" not in {key for one in said["held"] for row in one["rows"] for key in row}


def test_nobody_else_but_the_organisers_sees_it_and_they_are_noted(
    lived, cast, client_for, database
):
    for other in (cast.georgia_delegate, cast.chair, cast.outsider):
        assert client_for(other).get(f"{entry(cast)}/data").status_code == 403
    organiser = client_for(cast.organiser)
    for _ in range(2):
        assert NAME in organiser.get(f"{entry(cast)}/data").text
    organiser.get(f"{entry(cast)}/data.json")
    organiser.get(entry(cast))
    organiser.get("/events/workshop/manage/participants")
    client_for(cast.ukraine_head).get("/events/workshop/delegations")
    with database.reading() as db:
        looks = db.exec(select(Inspection.what, Inspection.by_id, Inspection.about_id)).all()
    about, by = cast.georgia_head.own_id, cast.organiser.own_id
    assert [(Inspected(what), who, whom) for what, who, whom in looks] == [
        (Inspected.EVERYTHING, by, about),
        (Inspected.EXPORT, by, about),
        (Inspected.ENTRY, by, about),
        (Inspected.LIST, by, None),
        (Inspected.LIST, cast.ukraine_head.own_id, None),
    ]
    record = unescape(organiser.get("/events/workshop/manage/privacy/record").text)
    assert "looked at everything stored" in record
    assert "Head of delegation, Kyiv" in record
    one = organiser.get(f"/events/workshop/manage/privacy/record?person={about}").text
    assert "took a file along" in one
    assert "Kyiv" not in one
    assert "Looks at these data" in client_for(cast.georgia_head).get(f"{OWN}/data").text


def test_a_person_corrects_their_own_entry(database, cast, client_for):
    theirs = client_for(cast.georgia_delegate)
    with database.reading() as db:
        stored = db.get_one(Participant, cast.georgia_delegate.own_id)
    form = {"name": NAME, "function": FUNCTION, "email": EMAIL, "base": fingerprint(stored),
            "delegation_id": cast.ukraine_id}  # fmt: skip
    assert theirs.post(f"{OWN}/correction", data=form).status_code == 303
    with database.reading() as db:
        mended = db.get_one(Participant, cast.georgia_delegate.own_id)
        assert (mended.name, mended.function, mended.email) == (NAME, FUNCTION, EMAIL)
        assert mended.delegation_id == cast.georgia_id
        assert "correct own entry" in db.exec(select(Record.verb)).all()
    stale = theirs.post(f"{OWN}/correction", data=form | {"name": "Another"})
    assert stale.status_code == 409
    assert 'value="Another"' in stale.text
    wrong = theirs.post(f"{OWN}/correction", data=form | {"email": "no address"})
    assert wrong.status_code == 422
    assert 'value="no address"' in wrong.text


def test_deletion_is_shown_before_it_is_done(lived, database, database_url, cast, client_for):
    theirs = client_for(cast.georgia_head)
    page = unescape(theirs.get(f"{OWN}/deletion").text)
    assert "Inputs posted" in page
    refused = theirs.post(f"{OWN}/deletion")
    assert refused.status_code == 422
    assert "tick the box" in refused.text
    gone = theirs.post(f"{OWN}/deletion", data={"confirmed": "yes"})
    assert gone.headers["location"] == "/events/workshop/privacy"
    assert theirs.get(OWN).status_code == 401
    assert traces(database_url) == []


def test_an_organiser_deletes_somebody_who_left_long_ago(database, database_url, cast, client_for):
    with database.writing() as db:
        call(db, cast.georgia_head)
    organiser = client_for(cast.organiser)
    organiser.post(f"{entry(cast)}/removal")
    record = "/events/workshop/manage/privacy/record"
    assert NAME in organiser.get(record).text
    assert NAME in organiser.get(f"{entry(cast)}/data").text
    assert organiser.get(f"{entry(cast)}/deletion").status_code == 200
    done = organiser.post(f"{entry(cast)}/deletion", data={"confirmed": "yes"})
    assert done.status_code == 303
    assert NAME not in organiser.get(record).text
    assert "deleted the personal data" in organiser.get(record).text
    assert traces(database_url) == []
    assert organiser.get(f"{entry(cast)}/data").status_code == 404
