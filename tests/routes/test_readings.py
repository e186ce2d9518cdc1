"""Reviewing a document, moving, shifting and undoing over HTTP, without any script."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
import sqlalchemy as sa

from app.agenda.drafting import store_reading
from app.agenda.pending import keep_reading
from app.agenda.queries import draft_timetable
from app.agenda.reading.model import ReadAgenda, ReadDay
from app.events.models import Event
from tests.agenda.programmes import STRASBOURG, read_entry, with_entry


@pytest.fixture
def top(cast):
    return f"/events/{cast.slug}/manage/agenda"


@pytest.fixture
def desk(client_for, cast):
    """The organiser's browser."""
    return client_for(cast.organiser)


@pytest.fixture
def drafted(database, cast):
    """Reads the programme in; gives the draft as it is now."""
    with database.writing() as db:
        store_reading(db, db.get_one(Event, cast.event_id), STRASBOURG, by=cast.organiser)

    def now():
        with database.reading() as db:
            return draft_timetable(db, db.get_one(Event, cast.event_id), by=cast.organiser)

    return now


@pytest.fixture
def reading(database, cast, top):
    """Keeps a reading for review; gives its address."""

    def kept(read=STRASBOURG):
        with database.writing() as db:
            event = db.get_one(Event, cast.event_id)
            number = keep_reading(db, event, "<agenda>.docx", read, by=cast.organiser)
        return f"{top}/readings/{number}"

    return kept


def test_a_review_shows_source_doubts_and_what_would_go(desk, reading, drafted):
    read = with_entry(STRASBOURG, 0, source="8h30 Registration <b>")
    page = desk.get(reading(read))
    text = unescape(page.text)
    assert "8h30 Registration <b>" in text
    assert "8h30 Registration &lt;b&gt;" in page.text
    assert "<agenda>.docx" in text
    assert text.index("Which workshop meets in which room?") < text.index("Welcome remarks")
    assert "the end is not in the document" in text
    assert "would go." in text
    assert "1 entry would go" not in text


def test_every_correction_is_a_plain_form(desk, reading, top, drafted):
    address = reading()
    entry = {"title": "Badges", "kind": "other", "day": "0", "starts": "08:15", "revision": "0"}
    posts = [
        ("/entries/0", entry),
        ("/entries", {**entry, "title": "Missed", "revision": "9"}),
        ("/entries/1/removal", {}),
        ("/entries/1/return", {}),
        ("/days/0", {"on": "2019-05-15", "theme": "First"}),
        ("/year", {"year": "2019"}),
        ("/questions/0/settlement", {}),
        ("/matches", {"uid": drafted().timetable.entries[0].uid, "entry": "0"}),
    ]
    for path, data in posts:
        answer = desk.post(address + path, data=data)
        assert answer.status_code == 303, path
        assert answer.headers["location"].partition("#")[0] == address
    text = desk.get(address).text
    for words in ("Badges", "Missed", "Wednesday 15 May 2019"):
        assert words in text
    assert desk.get(f"{address}/entries/0").status_code == 200
    assert desk.post(f"{address}/removal").status_code == 303
    assert desk.get(address).status_code == 404
    assert "Registration" in desk.get(top).text


@pytest.mark.parametrize(
    ("path", "data", "sentence"),
    [
        ("/entries/0", {"title": "Typed", "starts": "soon"}, "hours and minutes"),
        ("/entries", {"title": "Typed", "day": "9"}, "Choose the day"),
        ("/days/0", {"on": "2019-05-17", "theme": "Typed"}, "has this day already"),
        ("/year", {"year": "Typed"}, "four digits"),
    ],
)
def test_what_was_typed_survives_a_mistake(desk, reading, path, data, sentence):
    read = STRASBOURG if path != "/year" else dateless()
    answer = desk.post(reading(read) + path, data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Typed"' in answer.text


def dateless():
    return replace(STRASBOURG, days=(ReadDay("--05-16"), ReadDay(None)))


def test_a_reading_of_another_event_is_not_reached(desk, database, cast, top):
    with database.writing() as db:
        other = db.get_one(Event, cast.outsider.event_id)
        number = keep_reading(db, other, "a.txt", STRASBOURG, by=cast.outsider)
    for path in ("", "/entries/0"):
        assert desk.get(f"{top}/readings/{number}{path}").status_code == 404
    for path in ("/acceptance", "/removal", "/entries/0/removal"):
        assert desk.post(f"{top}/readings/{number}{path}").status_code == 404


def test_nobody_but_organisers_reads_what_waits(client, client_for, cast, reading, top):
    read = with_entry(STRASBOURG, 0, title="Secret wording")
    address = reading(read)
    assert client.get(address).status_code == 401
    for person in (cast.chair, cast.rapporteur, cast.georgia_head, cast.outsider):
        assert client_for(person).get(address).status_code == 403
    for public in (f"/events/{cast.slug}", f"/events/{cast.slug}/agenda.ics"):
        assert "Secret wording" not in client.get(public).text


def test_an_entry_is_moved_shifted_and_put_back_by_plain_forms(desk, top, drafted):
    def uid(title):
        return next(one.uid for one in drafted().timetable.entries if one.title == title)

    def hours(title):
        return next(one.hours for one in drafted().timetable.entries if one.title == title)

    seen = {"revision": str(drafted().revision)}
    welcome = f"{top}/slots/{uid('Welcome remarks')}"
    assert desk.post(f"{welcome}/position", data={**seen, "place": "earlier"}).status_code == 303
    assert hours("Welcome remarks") == "08:30–09:00"
    seen = {"revision": str(drafted().revision)}
    shift = {**seen, "minutes": "30", "way": "later", "this_too": "yes"}
    assert desk.post(f"{welcome}/shift", data=shift).status_code == 303
    assert hours("Welcome remarks") == "09:00–09:30"
    page = desk.get(f"{top}/changes").text
    assert page.index("hours shifted") < page.index("moved")
    changes = re.findall(r'action="([^"]+/changes/\d+/undoing)"', page)
    for address in changes[:2]:
        assert desk.post(address).status_code == 303
    assert hours("Welcome remarks") == "09:00–09:30"
    assert hours("Registration") == "08:30–09:00"


@pytest.mark.parametrize(
    ("path", "data", "status", "sentence"),
    [
        ("position", {"place": "nowhere"}, 422, "Choose where the entry goes."),
        ("position", {"place": "earlier"}, 409, "It is the first of its day."),
        ("shift", {"minutes": "many"}, 422, "Give the minutes as a number"),
        ("shift", {"minutes": "1400"}, 409, "would be pushed past midnight"),
    ],
)
def test_a_refusal_is_a_sentence_on_the_page_of_the_draft(
    desk, top, drafted, path, data, status, sentence
):
    uid = drafted().timetable.entries[0].uid
    data = {**data, "revision": str(drafted().revision)}
    answer = desk.post(f"{top}/slots/{uid}/{path}", data=data)
    assert answer.status_code == status
    assert sentence in unescape(answer.text)
    assert "Welcome remarks" in answer.text


def test_who_changed_an_entry_stands_on_its_page(desk, top, drafted):
    entry = drafted().timetable.entries[0]
    form = {
        "title": "Badges", "kind": "registration", "day": "2019-05-16", "starts": "08:30",
        "chair": "Judge", "revision": str(drafted().revision),
    }  # fmt: skip
    assert desk.post(f"{top}/slots/{entry.uid}", data=form).status_code == 303
    text = desk.get(f"{top}/slots/{entry.uid}").text
    assert "<del>Registration</del>" in text
    assert "<ins>Badges</ins>" in text
    assert "Organiser, secretariat" in text
    assert 'value="Judge"' in text
    assert "Chair: Judge" in desk.get(top).text


@pytest.mark.parametrize("count", [0, 1, 200])
def test_a_draft_of_any_size_has_a_page_at_the_same_number_of_queries(
    desk, top, database, cast, count, application
):
    entries = tuple(
        read_entry(0, f"{place // 60 + 8:02}:{place % 60:02}", None, "other", f"Entry {place}")
        for place in range(count)
    )
    if count:
        read = ReadAgenda(None, None, None, None, None, (ReadDay("2019-05-16"),), entries, ())
        with database.writing() as db:
            store_reading(db, db.get_one(Event, cast.event_id), read, by=cast.organiser)
    statements: list[str] = []
    engine = application.state.database.engine
    sa.event.listen(engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    page = desk.get(top)
    assert page.status_code == 200
    assert page.text.count('<article class="entry') == (count or 3)
    assert len(statements) < 45
