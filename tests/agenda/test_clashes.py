"""What cannot well be at the same time, and what somebody has seen and accepts."""

from __future__ import annotations

from typing import Any

import pytest

from app.agenda.accepting import accept_clash, clashes_of_draft
from app.agenda.clashes import clashes_in
from app.agenda.editing import add_slot
from app.agenda.forms import EntryForm
from app.agenda.models import SlotKind
from app.delegations.models import Appointment, Participant, Role
from app.errors import Forbidden, NotFound, SignInNeeded
from tests.agenda.programmes import FRIDAY, THURSDAY, entry, timetable


def said(*entries, people=None):
    return [str(clash) for clash in clashes_in(timetable(*entries, number=None), people)]


def test_an_agenda_without_clashes_has_none():
    assert said() == []
    assert said(entry(1, "09:00", "10:00", "A", room="R")) == []
    assert (
        said(
            entry(1, "09:00", "10:00", "A", room="R", speakers=("Judge",)),
            entry(2, "10:00", "11:00", "B", room="R", speakers=("Judge",)),
            entry(3, "09:30", "10:30", "C", room="R", day=THURSDAY),
        )
        == []
    )


def test_two_entries_in_one_room_clash():
    pair: dict[str, Any] = {"room": "Room 8", "parallel_group": "A"}
    one = entry(1, "09:00", "10:00", "A", **pair)
    assert said(one, entry(2, "09:00", "10:00", "B", **pair)) == [
        "“A” and “B” are in Room 8 at the same time."
    ]
    assert said(one, entry(2, "09:00", "10:00", "B", room="Room 9", parallel_group="A")) == []


def test_a_speaker_cannot_be_in_two_places_however_the_name_is_written():
    one = entry(1, "09:00", "10:00", "A", parallel_group="A", speakers=("Expert,  Europol",))
    other = entry(2, "09:00", "10:00", "B", parallel_group="A", speakers=("expert, europol",))
    assert said(one, other) == ["Expert,  Europol speaks in “A” and in “B” at the same time."]


def test_a_chair_cannot_chair_or_speak_elsewhere():
    one = entry(1, "09:00", "10:00", "A", parallel_group="A", chair="Judge")
    assert said(one, entry(2, "09:00", "10:00", "B", parallel_group="A", chair="Judge")) == [
        "Judge chairs “A” and “B” at the same time."
    ]
    other = entry(2, "09:00", "10:00", "B", parallel_group="A", speakers=("Judge",))
    assert said(one, other) == ["Judge is needed in “A” and in “B” at the same time."]


def test_people_appointed_to_event_sessions_count_too():
    one = entry(1, "09:00", "10:00", "A", parallel_group="A")
    other = entry(2, "09:00", "10:00", "B", parallel_group="A")
    people = {1: [("chair", "Chair one")], 2: [("chair", "Chair one"), ("speaker", "Somebody")]}
    assert said(one, other, people=people) == ["Chair one chairs “A” and “B” at the same time."]


def test_entries_that_overlap_clash_unless_they_are_meant_to_run_side_by_side():
    one = entry(1, "09:00", "10:30", "A")
    assert said(one, entry(2, "10:00", "11:00", "B")) == [
        "“A” (09:00–10:30) and “B” (10:00–11:00) overlap."
    ]
    assert said(one, entry(2, "09:00", "10:30", "B")) != []
    workshop: dict[str, Any] = {"kind": SlotKind.WORKSHOP}
    pair = [entry(number, "09:00", "10:30", f"W{number}", **workshop) for number in (1, 2)]
    assert said(*pair) == []
    group: dict[str, Any] = {"parallel_group": "A"}
    assert (
        said(entry(1, "09:00", "10:30", "A", **group), entry(2, "09:00", "10:00", "B", **group))
        == []
    )


def test_a_reception_after_midnight_overlaps_what_it_overlaps():
    late = entry(1, "22:00", "00:30", "Reception")
    assert len(said(late, entry(2, "23:00", "23:30", "Speech"))) == 1


def test_an_entry_without_a_time_or_cancelled_clashes_with_nothing():
    one = entry(1, "09:00", "10:00", "A", room="R")
    assert said(one, entry(2, None, None, "B", room="R")) == []
    assert said(one, entry(2, "09:30", None, "C", room="R", status="cancelled")) != [
        "“A” and “C” are in R at the same time."
    ]


def test_a_workshop_outside_the_slot_of_its_group_is_said_to_be_so():
    group: dict[str, Any] = {"kind": SlotKind.WORKSHOP, "parallel_group": "A"}
    inside = [
        entry(1, "09:00", "10:30", "W1", **group),
        entry(2, "09:00", "10:30", "W2", **group),
        entry(3, "09:15", "10:00", "W3", **group),
    ]
    assert said(*inside) == []
    for starts, ends, day in (
        ("09:00", "11:00", FRIDAY),
        ("08:30", "10:00", FRIDAY),
        ("14:00", "15:00", FRIDAY),
        ("09:00", "10:30", THURSDAY),
    ):
        outside = entry(4, starts, ends, "W4", day=day, **group)
        assert said(*inside, outside) == [
            "“W4” is outside the slot of its parallel entries (09:00–10:30)."
        ]


def test_a_clash_keeps_its_name_whatever_the_hours_and_another_room_is_another_clash():
    def key(starts, room):
        group = {"parallel_group": "A", "room": room}
        (clash,) = clashes_in(
            timetable(
                entry(1, starts, "12:00", "A", **group), entry(2, starts, "12:00", "B", **group)
            )
        )
        return clash.key

    assert key("09:00", "R") == key("10:00", "R")
    assert key("09:00", "R") != key("09:00", "S")


@pytest.fixture
def warned(database, event, organiser, draft):
    """The clashes of the draft as they are now."""

    def now():
        with database.reading() as db:
            return clashes_of_draft(db, event, draft().timetable, by=organiser)

    return now


@pytest.fixture
def concert(database, event, organiser, draft):
    """An entry that overlaps one of the programme."""
    with database.writing() as db:
        form = EntryForm(title="Concert", kind="social", day="2019-05-16", starts="09:00")
        return add_slot(db, event, form, by=organiser)


def test_a_clash_is_accepted_once_and_it_is_kept_by_whom(
    database, event, organiser, colleague, warned, concert
):
    (one,) = warned()
    assert (one.accepted_at, concert in one.clash.uids) == (None, True)
    for person in (colleague, organiser):
        with database.writing() as db:
            accept_clash(db, event, one.clash.key, by=person)
    (one,) = warned()
    assert one.accepted_by == "Colleague"
    assert one.accepted_at is not None


def test_what_does_not_clash_cannot_be_accepted(database, event, organiser, draft):
    with pytest.raises(NotFound, match="no longer there"), database.writing() as db:
        accept_clash(db, event, "0" * 64, by=organiser)


def test_somebody_who_chairs_two_workshops_at_once_is_found(database, event, draft, warned):
    workshops = [one for one in draft().timetable.entries if one.kind is SlotKind.WORKSHOP]
    with database.writing() as db:
        participant = Participant(event_id=event.key, name="Chair of two")
        db.add(participant)
        db.flush()
        for workshop in workshops:
            db.add(
                Appointment(
                    participant_id=participant.key,
                    role=Role.CHAIR,
                    event_session_id=workshop.event_session_id,
                )
            )
    assert [str(one.clash) for one in warned()] == [
        "Chair of two chairs “Workshop 1: Reporting and prosecution” and "
        "“Workshop 2: Identifying victims” at the same time."
    ]


def test_only_organisers_see_and_accept_clashes(database, event, cast, draft, concert):
    for person, refusal in (
        (None, SignInNeeded),
        (cast.chair, Forbidden),
        (cast.outsider, Forbidden),
    ):
        with pytest.raises(refusal), database.reading() as db:
            clashes_of_draft(db, event, draft().timetable, by=person)
        with pytest.raises(refusal), database.writing() as db:
            accept_clash(db, event, "0" * 64, by=person)
