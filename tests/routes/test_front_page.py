"""An event's front page says what its stage asks for, and to each reader what they may know."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlmodel import select

from app import clock
from app.agenda.overview import events_at_a_glance
from app.delegations.actions import add_participant
from app.delegations.forms import ParticipantForm
from app.delegations.numbers import numbers_of
from app.delegations.participation import pictures_of
from app.delegations.queries import delegations_with_members
from app.events.models import Event, ListShownTo
from app.events.stages import Stage, stage_of
from app.recommendations.following_up.models import FollowUp
from app.sessions.closing import close_board
from app.sessions.forms import ClosureForm
from tests.recommendations.steps import Steps
from tests.sessions.rooms import opened

# How pages read is no matter of the database; the numbers, which it counts, are tried on both.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAY = date(2019, 5, 17)


@pytest.fixture
def at(client):
    """Sets the clock; asked for after the application, which puts it right when it starts."""
    del client
    yield lambda moment: clock.start_at(datetime.fromisoformat(f"{moment}+02:00"))
    clock.start_at(None)


@pytest.fixture
def change(database, cast):
    """Changes columns of the cast's event."""

    def changed(**columns: object) -> None:
        with database.writing() as db:
            event = db.get_one(Event, cast.event_id)
            for name, value in columns.items():
                setattr(event, name, value)
            db.add(event)

    return changed


def test_the_stage_follows_days_and_adoption():
    first, last = date(2019, 5, 16), DAY
    days = [date(2019, 5, day) for day in (15, 16, 17, 18)]
    assert [stage_of(first, last, day) for day in days] == [
        Stage.BEFORE, Stage.RUNNING, Stage.RUNNING, Stage.CONCLUDED,
    ]  # fmt: skip
    assert [stage_of(first, last, day, is_adopted=True) for day in days] == [
        Stage.BEFORE, Stage.RUNNING, Stage.CONCLUDED, Stage.CONCLUDED,
    ]  # fmt: skip
    assert stage_of(None, None, DAY) is Stage.ANNOUNCED
    assert stage_of(None, None, DAY, is_adopted=True) is Stage.CONCLUDED


@ON_SQLITE
def test_before_its_agenda_an_event_says_what_it_is_and_how_one_comes_in(client, database):
    with database.writing() as db:
        db.add(
            Event(
                slug="new", title="Another", zone="Europe/Paris", by_invitation=True,
                background="Why <b>we</b> meet.\n\nAnd how.", organisers="The Council",
                created_at=datetime.fromisoformat("2019-01-01T00:00:00+00:00"),
            )
        )  # fmt: skip
    page = client.get("/events/new").text
    for said in (
        "Being prepared",
        "The agenda is not published yet.",
        "by invitation",
        "<p>Why &lt;b&gt;we&lt;/b&gt; meet.</p><p>And how.</p>",
        "The Council",
    ):
        assert said in page
    assert 'id="participants"' not in page
    assert 'id="outcome"' not in page
    with database.reading() as db:
        assert [one.stage for one in events_at_a_glance(db)] == [Stage.ANNOUNCED]


@ON_SQLITE
def test_ahead_it_counts_the_days_and_says_how_one_joins(client, client_for, cast, at, change):
    change(joining_url="https://meet.example.org/room", by_invitation=True)
    at("2019-05-05T09:00:00")
    page = client.get("/events/workshop").text
    assert "Begins in 12 days" in page
    assert "meet.example.org" not in page
    assert "meet.example.org" in client_for(cast.observer).get("/events/workshop").text
    at("2019-05-16T23:00:00")
    assert "Begins tomorrow" in client.get("/events/workshop").text


@ON_SQLITE
def test_while_it_runs_the_open_boards_are_one_tap_away(client, client_for, database, cast, at):
    board = opened(database, cast, required=0)
    at("2019-05-17T09:30:00")
    here = "/events/workshop/sessions/workshop-1"
    delegate = client_for(cast.georgia_delegate).get("/events/workshop").text
    assert "On now" in delegate
    assert f'href="{here}/board"' in delegate
    assert f'href="{here}/projector"' not in delegate
    chair = client_for(cast.chair).get("/events/workshop").text
    assert f'href="{here}/projector"' in chair
    assert 'href="/events/workshop/joining"' in chair
    for browser in (client, client_for(cast.outsider)):
        assert "Boards open now" not in browser.get("/events/workshop").text
    with database.writing() as db:
        close_board(db, board, ClosureForm(), by=cast.chair)
    assert "Boards open now" not in client_for(cast.chair).get("/events/workshop").text


@ON_SQLITE
def test_afterwards_what_came_of_it_stands_before_the_programme(
    client, client_for, database, cast, at
):
    steps = Steps(database, cast)
    steps.add("Hear a child once, in a child-friendly place.", kind="priority")
    ahead = steps.add("Report within a year.", kind="way_ahead")
    steps.add("To the secretariat.", kind="way_ahead", parent_id=str(ahead))
    gone = steps.add("A draft nobody wanted.", kind="way_ahead")
    client_for(cast.rapporteur).post(
        f"/events/workshop/conclusions/paragraphs/{gone}/deletion", data={"revision": "1"}
    )
    at("2019-05-18T09:00:00")
    draft = client.get("/events/workshop").text
    assert "The conclusions are being written." in draft
    assert "Hear a child once" not in draft
    assert "Read the draft" not in draft
    assert "Read the draft" in client_for(cast.georgia_delegate).get("/events/workshop").text
    steps.adopt()
    page = client.get("/events/workshop").text
    outcome = page.partition('id="outcome"')[2].partition("</section>")[0]
    assert "<li>Hear a child once, in a child-friendly place.</li>" in outcome
    assert "<dt>Points of the way ahead</dt><dd>1</dd>" in outcome
    assert 'href="/events/workshop/conclusions.pdf"' in outcome
    assert page.index('id="outcome"') < page.index("The programme")
    assert "/events/workshop/follow-up" not in page
    with database.writing() as db:
        db.add(FollowUp(event_id=cast.event_id, begun_at=clock.now(), is_public=True))
    assert "/events/workshop/follow-up" in client.get("/events/workshop").text


@ON_SQLITE
def test_people_are_counted_for_those_who_may_know(client, client_for, cast, change):
    people = "<dt>People</dt><dd>4</dd>"
    assert people not in client.get("/events/workshop").text
    assert "<dt>States</dt><dd>2</dd>" in client.get("/events/workshop").text
    assert people in client_for(cast.georgia_delegate).get("/events/workshop").text
    change(list_shown_to=ListShownTo.PUBLIC_COUNTS)
    assert people in client.get("/events/workshop").text
    change(list_shown_to=ListShownTo.NOBODY)
    assert people not in client_for(cast.georgia_delegate).get("/events/workshop").text


def test_the_numbers_are_those_of_the_list_of_delegations(database, cast):
    with database.writing() as db:
        for role in ("focal_point", "delegate"):
            form = ParticipantForm(name=role, role=role, delegation_id=str(cast.georgia_id))
            add_participant(db, cast.event_id, form, by=cast.organiser)
    with database.reading() as db:
        event = db.exec(select(Event).where(Event.id == cast.event_id)).one()
        for person in (cast.organiser, cast.georgia_head, cast.observer, None):
            pictures = pictures_of(delegations_with_members(db, event, by=person))
            numbers = numbers_of(db, event, by=person)
            assert (numbers.people or 0, numbers.kinds) == (pictures.total, pictures.kinds)
            assert (numbers.states, numbers.organisations) == (2, 0)
