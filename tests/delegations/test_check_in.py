"""At the entrance: each check-in once however often it is sent, taken back by another line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlmodel import select

from app.delegations.check_in import (
    CheckInBatch,
    CheckInLine,
    counts_by_delegation,
    expected,
    record_check_ins,
)
from app.delegations.check_in_models import CheckIn
from app.errors import BadInput, Forbidden
from app.events.models import Event
from tests.delegations.people import refusal

MORNING = datetime(2019, 5, 16, 6, 42, tzinfo=UTC)


def line(person, minutes=0, present=True, **changes):
    at = (MORNING + timedelta(minutes=minutes)).isoformat()
    given = {"client_id": str(uuid4()), "participant_id": person.own_id, "present": present}
    return CheckInLine(**{**given, "at": at, **changes})


def sent(database, cast, *lines):
    with database.writing() as db:
        return record_check_ins(
            db, cast.event_id, CheckInBatch(check_ins=list(lines)), by=cast.organiser
        )


def here(database, cast):
    with database.reading() as db:
        people = expected(db, db.get_one(Event, cast.event_id), by=cast.organiser)
    return {one.member.name: one.here_since for one in people if one.here_since}


def test_a_check_in_sent_three_times_is_here_once(database, cast):
    first = line(cast.georgia_head)
    assert sent(database, cast, first) == []
    assert sent(database, cast, first, line(cast.georgia_delegate, 1)) == []
    assert sent(database, cast, first, first) == []
    assert here(database, cast) == {
        "Head of delegation": MORNING,
        "Delegate, Tbilisi police": MORNING + timedelta(minutes=1),
    }
    with database.reading() as db:
        assert len(db.exec(select(CheckIn)).all()) == 2
        people = expected(db, db.get_one(Event, cast.event_id), by=cast.organiser)
        counts = {name: (all_, now) for name, all_, now in counts_by_delegation(people)}
    assert counts == {"": (5, 0), "Georgia": (2, 2), "Ukraine": (2, 0)}


def test_two_desks_without_network_agree_in_the_end(database, cast):
    # The second desk's lines arrive first; what happened last by their clocks holds.
    sent(database, cast, line(cast.ukraine_head, 5), line(cast.georgia_head, 9, present=False))
    sent(database, cast, line(cast.ukraine_head, 2), line(cast.georgia_head, 1))
    assert here(database, cast) == {"Head of delegation, Kyiv": MORNING + timedelta(minutes=2)}
    sent(database, cast, line(cast.georgia_head, 20))
    assert here(database, cast)["Head of delegation"] == MORNING + timedelta(minutes=20)


def test_a_line_that_cannot_be_is_refused_and_the_others_are_taken(database, cast):
    lines = [
        line(cast.outsider),
        line(cast.georgia_head, client_id="17"),
        line(cast.georgia_head, at="2019-05-16T08:42"),
        line(cast.georgia_head, at="8h42"),
        line(cast.ukraine_head),
    ]
    refused = sent(database, cast, *lines)
    assert [one.client_id for one in refused] == [one.client_id for one in lines[:4]]
    assert list(here(database, cast)) == ["Head of delegation, Kyiv"]


def test_a_desk_whose_clock_runs_ahead_is_not_believed(database, cast):
    before = datetime.now(UTC)
    sent(database, cast, line(cast.georgia_head, at="2999-01-01T08:00:00+00:00"))
    [since] = here(database, cast).values()
    assert before <= since <= datetime.now(UTC)


def test_only_organisers_sit_at_the_desk(database, cast):
    batch = CheckInBatch(check_ins=[line(cast.georgia_head)])
    for person in (cast.chair, cast.georgia_head, cast.outsider):
        refused = refusal(database, record_check_ins, cast.event_id, batch, by=person)
        assert isinstance(refused, Forbidden)
    empty = refusal(database, record_check_ins, cast.event_id, CheckInBatch(), by=cast.organiser)
    assert isinstance(empty, BadInput)
    assert here(database, cast) == {}


def test_the_desk_s_page_names_nobody_and_its_list_is_sent_when_it_changed(
    database, cast, client_for
):
    desk = client_for(cast.organiser)
    page = desk.get("/events/workshop/check-in")
    assert page.status_code == 200
    for person in cast.everybody.values():
        assert f">{person.name}<" not in page.text
    listed = desk.get("/events/workshop/check-in/people.json")
    assert len(listed.json()["people"]) == 9
    assert listed.headers["cache-control"] == "no-store"
    etag = {"If-None-Match": listed.headers["etag"]}
    assert desk.get("/events/workshop/check-in/people.json", headers=etag).status_code == 304
    body = CheckInBatch(check_ins=[line(cast.chair), line(cast.outsider)]).model_dump()
    answer = desk.post("/events/workshop/check-in", json=body)
    [refused] = answer.json()["refused"]
    assert refused["client_id"] == body["check_ins"][1]["client_id"]
    assert "not at the event any more" in refused["sentence"]
    changed = desk.get("/events/workshop/check-in/people.json", headers=etag)
    assert [one["name"] for one in changed.json()["people"] if one["here"]] == ["Chair"]
