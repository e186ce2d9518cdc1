"""What is still open goes on at the next event, linked both ways."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from app.agenda.models import Question
from app.agenda.queries import draft_timetable
from app.agenda.starting import start_event
from app.agenda.starting_forms import StartForm
from app.delegations.rights import organiser_at
from app.errors import BadInput, Forbidden
from app.events.models import Event
from app.recommendations.following_up.bringing import Bring, bring_in, bring_open_points
from app.recommendations.following_up.queries import follow_up_of, load_points
from tests.recommendations.steps import GEORGIA, Steps
from tests.recommendations.test_following_up import Followed

STARTS = date(2027, 3, 4)


@pytest.fixture
def followed(steps: Steps) -> Followed:
    found = Followed(steps)
    found.begin()
    return found


def start(followed: Followed, bring: Bring) -> Event:
    """The next event, with what is open brought to it."""
    form = StartForm(title="The next meeting", starts=STARTS.isoformat(), zone="Europe/Paris")
    organiser = followed.cast.organiser
    with followed.database.writing() as db:
        made = start_event(db, followed.steps.event, form, by=organiser).event
        bring_open_points(db, followed.steps.event, made, bring, starts=STARTS, by=organiser)
        return made


def test_open_points_become_an_entry_of_the_draft_and_are_followed_up_there(
    followed: Followed,
) -> None:
    followed.report("done", "Law 12.")
    made = start(followed, Bring.ENTRY)
    with followed.database.reading() as db:
        entries = draft_timetable(db, made, by=organiser_at(made)).timetable.entries
        [entry] = [one for one in entries if one.title.startswith("Follow-up: ")]
        points = follow_up_of(db, made, by=organiser_at(made)).points
    assert entry.day == STARTS
    assert "Meet again next year." in entry.abstract
    assert GEORGIA not in entry.abstract
    assert [(point.row.text, point.owners) for point in points] == [("Meet again next year.", ())]


def test_open_points_become_questions_of_the_draft_and_are_linked_both_ways(
    followed: Followed,
) -> None:
    made = start(followed, Bring.QUESTIONS)
    with followed.database.reading() as db:
        asked = db.exec(select(Question.text)).all()
        there = load_points(db, made)
    assert [GEORGIA in text for text in asked] == [True, False]
    here = followed.view().points
    assert [point.origin for point in there] == [
        f"/events/workshop/follow-up/points/{point.row.key}" for point in here
    ]
    assert {point.comes_from for point in there} == {followed.steps.event.title}
    assert [point.goes_on for point in here] == [
        (("The next meeting", f"/events/{made.slug}/follow-up/points/{point.row.key}"),)
        for point in there
    ]


def test_only_the_organisers_bring_points_and_only_in_a_way_there_is(followed: Followed) -> None:
    with pytest.raises(BadInput):
        bring_in("by post")
    assert bring_in("") is None
    event = followed.steps.event
    with pytest.raises(Forbidden), followed.database.writing() as db:
        bring_open_points(
            db, event, event, Bring.ENTRY, starts=STARTS, by=followed.cast.georgia_head
        )
