"""Reading in writes the draft, keeps who entries are, and leaves what is published alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import select

from app.agenda.drafting import import_document, store_reading
from app.agenda.models import Agenda, EventSession, Question
from app.agenda.publishing import publish_version
from app.agenda.queries import draft_timetable
from app.agenda.reading.model import ReadAgenda, ReadDay
from app.delegations.rights import organiser_at
from app.errors import BadInput, Forbidden, Refused, SignInNeeded
from tests.agenda.programmes import STRASBOURG, at, read_entry, with_entry, without_entry


@pytest.fixture
def store(database, event, organiser):
    """Stores a reading and returns the draft's timetable."""

    def stored(read: ReadAgenda = STRASBOURG):
        with database.writing() as db:
            store_reading(db, event, read, by=organiser)
            return draft_timetable(db, event, by=organiser).timetable

    return stored


def identities(timetable):
    return {one.title + one.hours: (one.uid, one.event_session_slug) for one in timetable.entries}


def test_a_reading_becomes_the_draft(store):
    draft = store()
    assert draft.number is None
    assert draft.reference == "CRD/2019/1"
    assert [(str(day.on), day.theme) for day in draft.days] == [
        ("2019-05-16", ""),
        ("2019-05-17", "Working in groups"),
    ]
    assert [(one.hours, one.name, one.event_session_slug) for one in draft.entries] == [
        ("08:30–09:00", "Registration", "registration"),
        ("09:00–09:30", "Welcome remarks", "welcome-remarks"),
        ("09:30–11:00", "Session 8: Evolving trends", "session-8"),
        ("11:00–11:30", "Coffee break", "coffee-break"),
        ("11:30–12:30", "Session 8: Evolving trends", "session-8"),
        ("09:30–11:00", "Workshop 1: Reporting and prosecution", "workshop-1"),
        ("09:30–11:00", "Workshop 2: Identifying victims", "workshop-2"),
        ("11:00–11:30", "Coffee break", "coffee-break-2"),
        ("16:00–17:00", "The way forward", "the-way-forward"),
    ]
    registration, _, first, _, second, workshop, other, *_ = draft.entries
    assert registration.end_inferred
    assert (first.continued, second.continued) == (False, True)
    assert first.event_session_id == second.event_session_id
    assert workshop.source == "Workshop 1: Reporting and prosecution"
    assert workshop.required_priorities == 2
    assert other.speakers == ("Expert, Europol",)
    assert all(one.room is None for one in draft.entries)


def test_reading_the_same_document_again_changes_nothing(store):
    assert identities(store()) == identities(store())


def test_identities_survive_new_times_titles_and_days(store):
    before = store()
    newer = with_entry(STRASBOURG, 5, start=at("14:00"), end=at("15:00"), title="Reporting")
    newer = with_entry(newer, 1, day_index=1)
    after = store(newer)
    assert {one.uid for one in before.entries} == {one.uid for one in after.entries}
    workshop = next(one for one in after.entries if one.number == "1")
    assert (workshop.event_session_slug, workshop.title, workshop.hours) == (
        "workshop-1",
        "Reporting",
        "14:00–15:00",
    )


def test_what_the_document_does_not_say_stays_as_the_organisers_had_it(store):
    with_more = with_entry(STRASBOURG, 5, room="Room 8", abstract="Long.", speakers=("Judge",))
    with_more = with_entry(with_more, 0, end=at("08:45"), end_inferred=False)
    store(with_more)
    draft = store()
    workshop = next(one for one in draft.entries if one.number == "1")
    assert (workshop.room, workshop.abstract, workshop.speakers) == ("Room 8", "Long.", ("Judge",))
    assert (draft.entries[0].hours, draft.entries[0].end_inferred) == ("08:30–08:45", False)


def test_an_entry_that_was_dropped_and_comes_back_is_the_same_once_published(
    store, database, event, organiser
):
    first = store()
    with database.writing() as db:
        publish_version(db, event, "", by=organiser)
    assert len(store(without_entry(STRASBOURG, 8)).entries) == 8
    assert identities(store()) == identities(first)


def test_an_event_keeps_one_draft(store, database, event):
    store()
    store(without_entry(STRASBOURG, 0))
    with database.reading() as db:
        assert len(db.exec(select(Agenda).where(Agenda.event_id == event.key)).all()) == 1


def test_a_date_without_its_year_waits_for_the_organiser(store):
    read = replace(STRASBOURG, days=(ReadDay("--05-16"), ReadDay(None, "Working in groups")))
    draft = store(read)
    assert [(day.on, day.written, day.theme) for day in draft.days] == [
        (None, "--05-16", ""),
        (None, "", "Working in groups"),
    ]
    assert [one.title for one in draft.entries][:2] == ["Registration", "Welcome remarks"]
    assert draft.entries[0].starts_at is None


def test_a_date_without_its_year_is_the_day_that_the_agenda_already_has(store):
    store()
    draft = store(replace(STRASBOURG, days=(ReadDay("--05-16"), ReadDay("--05-17"))))
    assert [str(day.on) for day in draft.days] == ["2019-05-16", "2019-05-17"]
    assert draft.days[1].theme == "Working in groups"


def test_questions_are_put_once_and_not_again_when_settled(store, database, event):
    store()
    store()
    with database.writing() as db:
        (question,) = db.exec(select(Question)).all()
        question.answered_at = event.created_at
    store()
    with database.reading() as db:
        assert [one.answered_at for one in db.exec(select(Question))] == [event.created_at]


def test_a_text_document_is_read_in_by_the_command_line(database, event):
    text = b"Thursday 16 May 2019\n\n09:00 - 10:00 Opening\n10:00 - 11:00 Session 1: Trends\n"
    with database.writing() as db:
        stored = import_document(db, event, "agenda.txt", text, by=organiser_at(event))
        draft = draft_timetable(db, event, by=organiser_at(event))
    assert stored.entries == 2
    assert [one.name for one in draft.timetable.entries] == ["Opening", "Session 1: Trends"]


def test_what_cannot_be_read_stores_nothing(database, event, organiser):
    with pytest.raises(BadInput), database.writing() as db:
        import_document(db, event, "agenda.docx", b"PK\x03\x04 not really", by=organiser)
    with database.reading() as db:
        assert db.exec(select(Agenda)).first() is None
        assert db.exec(select(EventSession)).first() is None


def test_only_organisers_of_the_event_read_in(database, cast, event):
    for person, refusal in (
        (None, SignInNeeded),
        (cast.rapporteur, Forbidden),
        (cast.outsider, Forbidden),
    ):
        with pytest.raises(refusal), database.writing() as db:
            store_reading(db, event, STRASBOURG, by=person)


def test_reading_in_over_a_draft_that_changed_meanwhile_is_refused(
    store, database, event, organiser
):
    store()
    with pytest.raises(Refused, match="changed while you were looking"), database.writing() as db:
        store_reading(db, event, STRASBOURG, revision=0, by=organiser)


def test_very_long_words_of_a_document_fit_both_databases(store):
    read = replace(
        STRASBOURG,
        reference="R" * 300,
        entries=(
            read_entry(0, "09:00", None, "session", "T" * 3000, "8" * 40, room="Q" * 300,
                       parallel_group="G" * 50),
        ),
    )  # fmt: skip
    (entry,) = store(read).entries
    assert entry.title == "T" * 3000
    assert entry.room == "Q" * 120
