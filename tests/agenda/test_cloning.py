"""A new event made like another one: agenda, rooms, sectors, rules; no people, boards, versions."""

from __future__ import annotations

import runpy
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from app.agenda.cloning import clone_event
from app.agenda.drafting import store_reading
from app.agenda.models import Agenda, SlotKind
from app.agenda.publishing import publish_version
from app.agenda.queries import draft_timetable, published_timetable, versions
from app.agenda.reading import read_document
from app.agenda.starting import samples_shipped, start_event, start_like
from app.agenda.starting_forms import StartForm
from app.delegations.models import Participant, Role, Sector
from app.delegations.rights import organiser_at
from app.delegations.sign_in import open_link, person_by_id
from app.errors import BadInput, Forbidden, Refused
from app.events.models import Event, Room
from app.sessions.models import Board
from app.sessions.opening import open_board
from tests.agenda.programmes import STRASBOURG, with_entry, without_entry
from tests.agenda.sample_events import SLUGS

STARTS = date(2027, 3, 4)
SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture
def source(database, cast, at):
    """The cast's event with an agenda, of which the closing was cancelled, rules and a board."""
    at("2019-04-10T09:00:00+00:00")
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        event.delegation_at_most, event.required_priorities, event.reference = 5, 3, "CRD/1"
        event.joining_url = "https://meet.example.org/1"
        store_reading(db, event, with_entry(STRASBOURG, 5, room="Room 9"), by=cast.organiser)
        publish_version(db, event, "", by=cast.organiser)
        store_reading(db, event, without_entry(STRASBOURG, 8), by=cast.organiser)
        publish_version(db, event, "", by=cast.organiser)
        open_board(db, cast.workshop_id, by=cast.chair)
    return event


def clone(database, source, by):
    with database.writing() as db:
        made = clone_event(db, source, slug="again-2027", starts=STARTS, by=by)
        return made, draft_timetable(db, made, by=organiser_at(made)).timetable


def test_the_agenda_moves_to_its_new_days(database, cast, source):
    _, drafted = clone(database, source, cast.organiser)
    with database.reading() as db:
        original = published_timetable(db, source)
    kept = [one for one in original.entries if not one.is_cancelled]
    shift = STARTS - original.dates[0]
    assert drafted.dates == (STARTS, STARTS + timedelta(days=1))
    assert [(one.name, one.day, one.hours, one.room) for one in drafted.entries] == [
        (one.name, one.day + shift, one.hours, one.room) for one in kept if one.day
    ]
    assert [day.theme for day in drafted.days] == ["", "Working in groups"]
    assert {one.uid for one in drafted.entries}.isdisjoint(one.uid for one in original.entries)
    assert [one.event_session_slug for one in drafted.entries] == [
        one.event_session_slug for one in kept
    ]


def test_rules_rooms_and_sectors_come_along(database, cast, source):
    made, _ = clone(database, source, cast.organiser)
    assert (made.delegation_at_most, made.required_priorities, made.zone) == (5, 3, "Europe/Paris")
    with database.reading() as db:
        for table in (Room, Sector):
            placed = [
                {
                    one.name: one.position
                    for one in db.exec(select(table).where(table.event_id == event.key))
                }
                for event in (source, made)
            ]
            assert placed[0] == placed[1] != {}


def test_people_boards_versions_references_and_links_stay_behind(database, cast, source):
    made, drafted = clone(database, source, cast.organiser)
    assert (made.reference, made.joining_url) == ("", "")
    assert all(one.speakers == () and one.chair == "" for one in drafted.entries)
    with database.reading() as db:
        assert versions(db, made) == []
        assert db.exec(select(Participant).where(Participant.event_id == made.key)).all() == []
        identities = {one.event_session_id for one in drafted.entries}
        boards = db.exec(select(Board.event_session_id)).all()
        assert identities.isdisjoint(boards)
        agendas = db.exec(select(Agenda).where(Agenda.event_id == made.key)).all()
        assert [one.number for one in agendas] == [None]


def test_a_clone_can_be_published_and_begins_to_count_at_nought(database, cast, source):
    made, _ = clone(database, source, cast.organiser)
    with database.writing() as db:
        publish_version(db, made, "", by=organiser_at(made))
        assert {one.sequence for one in published_timetable(db, made).entries} == {0}


def test_only_its_organisers_clone_an_event_and_only_one_with_an_agenda(database, cast, source):
    with pytest.raises(Forbidden), database.writing() as db:
        clone_event(db, source, slug="again", starts=STARTS, by=cast.outsider)
    with database.writing() as db:
        elsewhere = db.get_one(Event, cast.outsider.event_id)
    with pytest.raises(Refused, match="no agenda"), database.writing() as db:
        clone_event(db, elsewhere, slug="again", starts=STARTS, by=cast.outsider)
    with pytest.raises(Refused, match="already an event"), database.writing() as db:
        clone_event(db, source, slug=cast.slug, starts=STARTS, by=cast.organiser)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_sample_can_be_started_from(database, slug):
    with database.writing() as db:
        made = start_like(db, slug, slug="mine-2027", starts=STARTS, by=None)
        drafted = draft_timetable(db, made, by=organiser_at(made)).timetable
        publish_version(db, made, "", by=organiser_at(made))
    assert drafted.dates[0] == STARTS
    assert len([one for one in drafted.entries if one.kind is not SlotKind.BREAK]) >= 6


def test_an_event_of_the_installation_goes_before_a_sample_and_a_path_is_neither(
    database, cast, source
):
    with database.writing() as db:
        made = start_like(db, cast.slug, slug="mine", starts=STARTS, title="Mine", by=None)
    assert (made.title, made.zone) == ("Mine", "Europe/Paris")
    for name in ("nothing", "../samples/strasbourg-2019", ""):
        with pytest.raises(BadInput), database.writing() as db:
            start_like(db, name, slug="mine-2", starts=STARTS, by=None)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_samples_word_document_is_the_one_its_script_writes(slug):
    script = runpy.run_path(str(SAMPLES / "build_agendas.py"))
    committed = read_document("agenda.docx", (SAMPLES / slug / "agenda.docx").read_bytes())
    assert read_document("agenda.docx", script["BUILDERS"][slug]()) == committed


def test_who_starts_an_event_is_its_only_participant_and_its_organiser(database, cast, source):
    form = StartForm(title="Co-operation again", starts="2027-03-04", zone="Europe/Paris")
    with database.writing() as db:
        started = start_event(db, source, form, by=cast.organiser)
        opened = open_link(db, started.token, days=1)
        organiser = person_by_id(db, opened.participant_id)
    assert started.event.slug == "co-operation-again-2027"
    assert organiser.roles == {Role.ORGANISER}
    assert (organiser.event_id, organiser.name) == (started.event.key, cast.organiser.name)
    with database.reading() as db:
        people = db.exec(select(Participant).where(Participant.event_id == started.event.key)).all()
        assert [one.id for one in people] == [organiser.participant_id]
        drafted = draft_timetable(db, started.event, by=organiser).timetable
    assert drafted.dates[0] == STARTS
    with database.writing() as db:
        again = start_event(db, source, form, by=cast.organiser)
    assert again.event.slug == "co-operation-again-2027-2"


def test_an_event_is_started_from_a_sample_or_from_nothing(database, cast, source):
    form = StartForm(title="New", starts="2027-03-04", zone="Asia/Manila", slug="New-One")
    with database.writing() as db:
        empty = start_event(
            db, source, form.model_copy(update={"source": "nothing"}), by=cast.organiser
        )
        sample = start_event(
            db,
            source,
            form.model_copy(update={"source": SLUGS[0], "slug": "two"}),
            by=cast.organiser,
        )
        drafts = [
            draft_timetable(db, one.event, by=organiser_at(one.event)).timetable
            for one in (empty, sample)
        ]
    assert empty.event.slug == "new-one"
    assert ([day.on for day in drafts[0].days], drafts[0].entries) == ([STARTS], ())
    assert drafts[1].dates[0] == STARTS
    # Pages would be headed by the sample's name.
    assert sample.event.short_title == ""
    assert {slug for slug, _ in samples_shipped()} == set(SLUGS)


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [("title", " ", BadInput), ("starts", "", BadInput), ("starts", "soon", BadInput),
     ("zone", "CET", BadInput), ("slug", "no blanks", BadInput), ("source", "../x", BadInput),
     ("slug", "workshop", Refused)],
)  # fmt: skip
def test_a_mistake_starts_nothing(database, cast, source, field, value, error):
    form = StartForm(title="New", starts="2027-03-04", zone="Asia/Manila")
    with database.reading() as db:
        before = len(db.exec(select(Event)).all())
    with pytest.raises(error) as refused, database.writing() as db:
        start_event(db, source, form.model_copy(update={field: value}), by=cast.organiser)
    assert getattr(refused.value, "field", field) == field
    with database.reading() as db:
        assert len(db.exec(select(Event)).all()) == before
    with pytest.raises(Forbidden), database.writing() as db:
        start_event(db, source, form, by=cast.chair)
