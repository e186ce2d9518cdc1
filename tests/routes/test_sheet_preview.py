"""A spreadsheet given in a browser: looked over, corrected, asked about, and imported whole."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlmodel import select

from app.delegations.models import Delegation, Participant
from app.delegations.sheet_models import PendingSheet
from tests.delegations.sheets import workbook
from tests.reading_pages import found

# How pages and files read is no matter of the database; importing and rights are tried on both.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SHEET = [
    ["List of participants"],
    ["Country", "Name", "Function"],
    ["Georgia", "Delegate, Tbilisi police", "Officer"],
    ["Serbia", "DOE, Jane", "Judge"],
]


@pytest.fixture
def organiser(client_for, cast):
    return client_for(cast.organiser)


@pytest.fixture
def top(cast):
    return f"/events/{cast.slug}/manage/participants"


@pytest.fixture
def given(organiser, top):
    """Gives a spreadsheet and returns the address of its preview."""

    def give(rows, name="people.xlsx"):
        data = rows if isinstance(rows, bytes) else workbook(rows)
        answer = organiser.post(f"{top}/import", files={"file": (name, data)})
        assert answer.status_code == 303, text_of(answer)
        return answer.headers["location"]

    return give


def text_of(page):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)))


def names(database):
    with database.reading() as db:
        return set(db.exec(select(Participant.name)).all())


def revision(page):
    return found(r'name="revision" value="(\d+)"', page.text)


def columns(page):
    found = re.findall(r'<select[^>]*name="columns".*?</select>', page.text, re.DOTALL)
    return [(re.findall(r'value="([^"]*)" selected', one) or [""])[0] for one in found]


def test_a_sheet_is_looked_over_and_nothing_stored_before_it_is_imported(
    organiser, given, database, top
):
    before = names(database)
    address = given(SHEET)
    page = organiser.get(address)
    shown = text_of(page)
    assert columns(page) == ["delegation", "name", "function"]
    assert re.search(r"new people 1 changed 1 unchanged 0 cells to correct 0", shown)
    assert "New delegations of States: Serbia" in shown
    assert "Jane DOE" in shown
    assert "Function: Officer" in shown
    assert "Serbia: no head of delegation" in shown
    assert names(database) == before
    done = organiser.post(f"{address}/acceptance", data={"revision": revision(page)})
    assert done.headers["location"] == f"{top}?added=1&changed=1&unchanged=0"
    assert "Imported: 1 new, 1 changed, 0 unchanged." in text_of(
        organiser.get(done.headers["location"])
    )
    assert names(database) == before | {"Jane DOE"}
    assert organiser.get(address).status_code == 404


def test_a_preview_survives_a_reload_and_is_thrown_away(organiser, given, database, top):
    address = given(SHEET)
    assert organiser.get(address).text == organiser.get(address).text
    assert address in organiser.get(f"{top}/import").text
    assert organiser.post(f"{address}/removal").status_code == 303
    assert address not in organiser.get(f"{top}/import").text
    with database.reading() as db:
        assert db.exec(select(PendingSheet)).all() == []


def test_columns_are_corrected_and_looked_at_again(organiser, given, database):
    address = given([["Who", "Whence", "What"], ["A judge", "Serbia", "Judge"]])
    page = organiser.get(address)
    assert columns(page) == ["", "", ""]
    assert "There is no column of names." in text_of(page)
    twice = {"header": "1", "columns": ["name", "name", ""]}
    refused = organiser.post(f"{address}/columns", data=twice)
    assert refused.status_code == 422
    assert "Two columns have the same meaning." in text_of(refused)
    assert columns(refused) == ["name", "name", ""]
    better = {"header": "1", "columns": ["name", "delegation", ""]}
    assert organiser.post(f"{address}/columns", data=better).status_code == 303
    page = organiser.get(address)
    assert columns(page) == ["name", "delegation", ""]
    organiser.post(f"{address}/acceptance", data={"revision": revision(page)})
    assert "A judge" in names(database)


def test_another_row_may_be_the_header(organiser, given):
    address = given([["Name", "Country"], ["x"], ["Participant", "Country"], ["A", "Serbia"]])
    assert organiser.post(f"{address}/columns", data={"header": "3"}).status_code == 303
    assert "new people 1 " in text_of(organiser.get(address))
    far = organiser.post(f"{address}/columns", data={"header": "9"})
    assert "The header is one of the rows 1 to 4." in text_of(far)


def test_another_sheet_of_the_workbook_may_be_chosen(organiser, top, given):
    first = [["Country", "Name", "E-mail"], ["Serbia", "A", "a@example.org"]]
    second = [["Country", "Name"], ["Serbia", "B"], ["Serbia", "C"]]
    address = given(workbook(second, before=[first]))
    page = organiser.get(address)
    assert "Sheet 1 (2 rows)" in page.text
    assert "new people 1 " in text_of(page)
    organiser.post(f"{address}/columns", data={"sheet": "2", "header": "1"})
    assert "new people 2 " in text_of(organiser.get(address))


def test_wrong_cells_are_named_and_nothing_is_imported(organiser, given, database):
    before = names(database)
    address = given(b"Country,Name,Role\nSerbia,,\nSerbia,Judge,king\nSerbia,A,\n", "people.csv")
    page = organiser.get(address)
    assert "B2: The name is missing." in text_of(page)
    assert "C3: “king” is no role" in text_of(page)
    refused = organiser.post(f"{address}/acceptance", data={"revision": revision(page)})
    assert refused.status_code == 422
    assert "Nothing was imported: correct the cells named below." in text_of(refused)
    assert names(database) == before
    with database.reading() as db:
        assert db.exec(select(Delegation).where(Delegation.name == "Serbia")).all() == []


def test_whether_somebody_is_known_is_asked_and_answered(organiser, given, database, cast):
    sheet = [["Country", "Name"], ["Georgia", "Delegate, Tblisi police"]]
    address = given(sheet)
    page = organiser.get(address)
    assert "Row 2: who is Delegate, Tblisi police, Georgia?" in text_of(page)
    open_ = organiser.post(f"{address}/acceptance", data={"revision": revision(page)})
    assert open_.status_code == 422
    assert "Say first who they are: 1 people of this table may be known already." in text_of(open_)
    known = cast.georgia_delegate.own_id
    answer = {"revision": revision(page), "answers": f"2:{known}"}
    done = organiser.post(f"{address}/acceptance", data=answer)
    assert done.headers["location"].endswith("?added=0&changed=1&unchanged=0")
    with database.reading() as db:
        assert db.get_one(Participant, known).name == "Delegate, Tblisi police"
    address = given([["Country", "Name"], ["Georgia", "Delegate, Tbilisi police"]])
    page = organiser.get(address)
    answer = {"revision": revision(page), "answers": "2:0"}
    done = organiser.post(f"{address}/acceptance", data=answer)
    assert done.headers["location"].endswith("?added=1&changed=0&unchanged=0")


def test_an_address_with_another_name_is_asked_about(organiser, given, database, cast):
    with database.writing() as db:
        db.get_one(Participant, cast.speaker.own_id).email = "office@example.org"
    sheet = [["Name", "Role", "E-mail"], ["Jane DOE", "observer", "office@example.org"]]
    address = given(sheet)
    page = organiser.get(address)
    assert "Somebody else, without this address" in page.text
    answer = {"revision": revision(page), "answers": "2:0"}
    assert "added=1" in organiser.post(f"{address}/acceptance", data=answer).headers["location"]
    with database.reading() as db:
        new = db.exec(select(Participant).where(Participant.name == "Jane DOE")).one()
        assert new.email is None
        assert db.get_one(Participant, cast.speaker.own_id).name == cast.speaker.name


def test_a_preview_that_somebody_else_changed_is_looked_at_again(organiser, given, database):
    address = given(SHEET)
    seen = revision(organiser.get(address))
    organiser.post(f"{address}/columns", data={"header": "2", "columns": ["delegation", "name"]})
    before = names(database)
    late = organiser.post(f"{address}/acceptance", data={"revision": seen})
    assert late.status_code == 409
    assert "Somebody else changed this preview meanwhile." in text_of(late)
    assert names(database) == before


def test_progress_is_told_of_what_this_process_imports(organiser, given):
    address = given(SHEET)
    assert organiser.get(f"{address}/progress").json() == {"done": 0, "all": 0}


def test_a_sheet_of_another_event_is_not_found(client_for, cast, given):
    address = given(SHEET).replace(cast.slug, "elsewhere")
    assert client_for(cast.outsider).get(address).status_code == 404
