"""The organiser's desk over HTTP: read in, mend, publish; what was typed survives an error."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlmodel import col, select

from app.agenda.drafting import store_reading
from app.agenda.models import Agenda, Slot
from app.agenda.queries import draft_timetable
from app.delegations.rights import organiser_at
from app.events.models import Event
from tests.agenda.programmes import PUBLISHED, STRASBOURG

AGENDA = b"""Friday 17 May 2019

08:30 - 09:00 Registration
09:00 - 11:00 Workshop 1: Reporting and prosecution
09:00 - 11:00 Workshop 2: Identifying victims
11:00 - 11:30 Coffee break
"""


@pytest.fixture
def top(cast):
    return f"/events/{cast.slug}/manage/agenda"


@pytest.fixture
def desk(client_for, cast):
    """The organiser's browser."""
    return client_for(cast.organiser)


@pytest.fixture
def draft(database, cast):
    """The draft as it is now."""

    def now():
        with database.reading() as db:
            return draft_timetable(db, db.get_one(Event, cast.event_id), by=cast.organiser)

    return now


def revision(page) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page.text)
    assert found
    return found.group(1)


def entry_form(draft, called, **changes):
    entry = next(one for one in draft.timetable.entries if one.title == called)
    values = {
        "title": called,
        "abstract": entry.abstract,
        "kind": entry.kind.value,
        "number": entry.number or "",
        "day": "2019-05-17",
        "starts": "09:00",
        "ends": "11:00",
        "revision": str(draft.revision),
    }
    return entry.uid, {**values, **changes}


def test_only_organisers_reach_the_desk(client, client_for, cast, top):
    assert client.get(top).status_code == 401
    for person in (cast.georgia_head, cast.chair, cast.rapporteur, cast.outsider):
        browser = client_for(person)
        assert browser.get(top).status_code == 403
        for address in ("/document", "/versions", "/slots", "/slots/x", "/slots/x/removal"):
            assert browser.post(top + address, data={}).status_code == 403, address
        for address in ("/days/1", "/questions/1/settlement"):
            assert browser.post(top + address, data={}).status_code == 403, address


def read_in(desk, top, data=AGENDA, name="agenda.txt"):
    """The review of a document, as its page."""
    answer = desk.post(f"{top}/document", files={"document": (name, data)})
    assert answer.status_code == 303
    return desk.get(answer.headers["location"])


def hidden_values(page) -> dict[str, str]:
    """What the button "Make it the draft" sends."""
    form = page.text.partition("/acceptance")[2].partition("</form>")[0]
    return dict(re.findall(r'name="(\w+)" value="(\d+)"', form))


def test_a_document_is_looked_over_and_becomes_the_draft_when_it_is_accepted(desk, top, draft):
    before = draft()
    page = read_in(desk, top)
    assert "Look over what was read" in page.text
    assert draft() == before
    assert "agenda.txt" in desk.get(top).text
    answer = desk.post(f"{page.url.path}/acceptance", data=hidden_values(page))
    assert answer.status_code == 303
    page = desk.get(answer.headers["location"])
    assert "This is the draft now." in page.text
    assert [one.name for one in draft().timetable.entries][-1] == "Coffee break"
    # The workshops are those of Version 1, so only the break is new.
    assert "1 change not published" in page.text


def test_a_document_that_cannot_be_read_is_answered_with_a_sentence(desk, top, draft):
    for files in ({"document": ("agenda.docx", b"\x00\x01\x02")}, {"document": ("", b"")}, None):
        answer = desk.post(f"{top}/document", files=files)
        assert answer.status_code == 422
        assert "There is a problem" in answer.text
    assert len(draft().timetable.entries) == 3


def test_a_document_over_a_draft_that_changed_meanwhile_is_refused(desk, top, draft):
    page = read_in(desk, top)
    uid, form = entry_form(draft(), "Identifying victims", room="Room 9")
    assert desk.post(f"{top}/slots/{uid}", data=form).status_code == 303
    again = desk.post(f"{page.url.path}/acceptance", data=hidden_values(page))
    assert again.status_code == 409
    assert "The draft was changed while you were looking at it." in again.text
    assert desk.post(f"{page.url.path}/acceptance", data=hidden_values(again)).status_code == 303


def test_questions_of_the_document_stand_first_and_can_be_settled(desk, top, database, cast):
    with database.writing() as db:
        store_reading(db, db.get_one(Event, cast.event_id), STRASBOURG, by=cast.organiser)
    text = desk.get(top).text
    question = "Which workshop meets in which room?"
    assert text.index(question) < text.index("Welcome remarks")
    address = re.search(r'action="([^"]+/settlement)"', text)
    assert address
    assert desk.post(address.group(1)).status_code == 303
    assert 'class="question"' in text
    assert 'class="question"' not in desk.get(top).text


def test_an_edit_is_saved_and_waits_to_be_published(desk, client, top, draft, cast):
    uid, form = entry_form(draft(), "Identifying victims", room="Room 9", starts="09:15")
    answer = desk.post(f"{top}/slots/{uid}", data=form)
    assert answer.status_code == 303
    page = desk.get(answer.headers["location"])
    assert "2 changes not published" in page.text
    assert (
        "“Workshop 2: Identifying victims” is at 09:15–11:00 instead of 09:00–11:00." in page.text
    )
    assert "Room 9" not in client.get(f"/events/{cast.slug}").text
    answer = desk.post(
        f"{top}/versions", data={"label": "As of Monday", "revision": revision(page)}
    )
    assert answer.status_code == 303
    assert "Everything is published" in desk.get(answer.headers["location"]).text
    public = client.get(f"/events/{cast.slug}").text
    assert "Room 9" in public
    assert "As of Monday" in public
    assert "3 changes since Version 1" not in public
    assert "2 changes since Version 1" in public


def test_everything_typed_survives_a_mistake(desk, top, draft):
    typed = {"title": "My new title", "abstract": "My text", "speakers": "Me & co", "room": "Attic"}
    uid, form = entry_form(draft(), "Identifying victims", starts="noonish", **typed)
    for address in (f"{top}/slots/{uid}", f"{top}/slots"):
        answer = desk.post(address, data=form)
        assert answer.status_code == 422
        text = unescape(answer.text)
        assert "Write the time as hours and minutes" in text
        for words in [*typed.values(), "noonish"]:
            assert words in text
        assert 'aria-invalid="true"' in text


def test_a_stale_write_shows_both_texts_and_keeps_what_was_typed(
    desk, client_for, cast, top, draft
):
    seen = draft()
    uid, theirs = entry_form(seen, "Identifying victims", title="Their wording")
    _, mine = entry_form(seen, "Identifying victims", title="My wording", abstract="My text")
    assert client_for(cast.organiser).post(f"{top}/slots/{uid}", data=theirs).status_code == 303
    answer = desk.post(f"{top}/slots/{uid}", data=mine)
    assert answer.status_code == 409
    assert "Somebody else changed this text while you were writing." in answer.text
    for words in ("Their wording", "My wording", "My text"):
        assert words in answer.text
    again = {**mine, "revision": revision(answer)}
    assert desk.post(f"{top}/slots/{uid}", data=again).status_code == 303
    assert "My wording" in {one.title for one in draft().timetable.entries}


def test_an_entry_is_added_and_removed(desk, top, draft):
    page = desk.get(f"{top}/slots/new")
    assert 'value="2019-05-17"' in page.text
    form = {"title": "Photograph", "kind": "other", "day": "2019-05-17", "revision": revision(page)}
    answer = desk.post(f"{top}/slots", data=form)
    uid = answer.headers["location"].partition("#slot-")[2]
    assert "Photograph" in desk.get(f"{top}/slots/{uid}").text
    assert "It was never published" in desk.get(f"{top}/slots/{uid}").text
    removal = desk.post(f"{top}/slots/{uid}/removal", data={"revision": str(draft().revision)})
    assert removal.status_code == 303
    assert desk.get(f"{top}/slots/{uid}").status_code == 404


def test_a_day_gets_its_date(desk, top, draft):
    day = draft().timetable.days[0]
    assert desk.get(f"{top}/days/{day.id}").status_code == 200
    data = {"on": "", "theme": "Groups", "revision": str(draft().revision)}
    answer = desk.post(f"{top}/days/{day.id}", data=data)
    assert answer.status_code == 422
    assert 'value="Groups"' in answer.text
    data["on"] = "2019-05-20"
    assert desk.post(f"{top}/days/{day.id}", data=data).status_code == 303
    assert str(draft().timetable.days[0].on) == "2019-05-20"


def test_publishing_nothing_new_is_refused_and_the_label_stays(desk, top, draft):
    data = {"label": "My label", "revision": str(draft().revision)}
    answer = desk.post(f"{top}/versions", data=data)
    assert answer.status_code == 409
    assert "Nothing has changed since the last version" in answer.text
    uid, form = entry_form(draft(), "Identifying victims", room="Room 9")
    desk.post(f"{top}/slots/{uid}", data=form)
    answer = desk.post(f"{top}/versions", data=data)
    assert answer.status_code == 409
    assert "Read the list of changes again" in answer.text
    assert 'value="My label"' in answer.text


def test_the_reference_is_as_typed_and_gone_once_it_is_emptied(desk, client, top, draft, cast):
    agenda = f"/events/{cast.slug}"

    def publish(reference: str) -> None:
        data = {"label": "", "reference": reference, "revision": str(draft().revision)}
        assert desk.post(f"{top}/versions", data=data).status_code == 303

    publish("CRD/2019/2")
    assert "CRD/2019/2" in client.get(agenda).text
    uid, form = entry_form(draft(), "Identifying victims", room="Room 9")
    desk.post(f"{top}/slots/{uid}", data=form)
    assert 'value="CRD/2019/2"' in desk.get(top).text
    publish("")
    assert "CRD/2019/2" not in client.get(agenda).text
    assert (
        "no reference any more; it was CRD/2019/2."
        in client.get(f"{agenda}/versions/3/changes").text
    )
    desk.post(
        f"{top}/slots/{uid}", data=form | {"room": "Room 7", "revision": str(draft().revision)}
    )
    field = re.search(r'<input[^>]* name="reference"[^>]*>', desk.get(top).text)
    assert field is not None
    assert "CRD" not in field.group()


def test_an_event_without_entries_says_what_to_do(desk, client_for, database, cast, top):
    with database.writing() as db:
        agendas = select(Agenda.id).where(Agenda.event_id == cast.event_id)
        for slot in db.exec(select(Slot).where(col(Slot.agenda_id).in_(agendas))):
            db.delete(slot)
    page = desk.get(top)
    assert page.status_code == 200
    assert "The draft has no entries yet." in page.text
    assert "Read it in" in page.text


def test_the_desk_of_another_event_is_not_reached_by_ids(desk, database, cast, top):
    with database.writing() as db:
        other = Event(slug="other", title="Other", zone="Europe/Paris", created_at=PUBLISHED)
        db.add(other)
        db.flush()
        store_reading(db, other, STRASBOURG, by=organiser_at(other))
        foreign = draft_timetable(db, other, by=organiser_at(other))
    entry, day, question = (
        foreign.timetable.entries[0],
        foreign.timetable.days[0],
        foreign.questions[0],
    )
    data = {"title": "Mine", "revision": "99"}
    assert desk.post(f"{top}/slots/{entry.uid}", data=data).status_code == 404
    assert desk.post(f"{top}/slots/{entry.uid}/removal", data=data).status_code == 404
    assert desk.post(f"{top}/days/{day.id}", data=data).status_code == 404
    assert desk.post(f"{top}/questions/{question.key}/settlement").status_code == 404
    assert desk.get("/events/other/manage/agenda").status_code == 403
