"""What changed between two timetables, as sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.agenda.changes import ChangeKind, changes_between
from app.agenda.models import SlotKind, SlotStatus
from tests.agenda.programmes import FRIDAY, THURSDAY, at, entry, timetable

OLD = entry(
    1, "09:00", "10:00", "Victims", kind=SlotKind.WORKSHOP, number="2", room="Room 8",
    speakers=("Expert",), abstract="About victims.", chair="Judge",
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "kind", "sentence"),
    [
        ({"starts": at("09:30")}, "retimed", "is at 09:30–10:00 instead of 09:00–10:00."),
        ({"ends": None}, "retimed", "is at 09:00 instead of 09:00–10:00."),
        ({"starts": None, "ends": None}, "retimed", "has no time any more; it was 09:00–10:00."),
        ({"day": THURSDAY}, "moved", "moved from 2019-05-17 to 2019-05-16, 09:00–10:00."),
        ({"day": None}, "moved", "has no date any more."),
        ({"room": "Room 9"}, "room", "is in Room 9 instead of Room 8."),
        ({"room": None}, "room", "has no room any more; it was Room 8."),
        ({"title": "Children"}, "title", "“Workshop 2: Victims” is now called “Workshop 2: Ch"),
        ({"number": "3"}, "title", "“Workshop 2: Victims” is now called “Workshop 3: Victims”."),
        ({"speakers": ("A", "B")}, "speakers", "Speaking in “Workshop 2: Victims” now: A; B."),
        ({"speakers": ()}, "speakers", "has no speakers any more."),
        ({"chair": "Dean"}, "chair", "“Workshop 2: Victims” is chaired by Dean."),
        ({"chair": ""}, "chair", "has no chair any more."),
        ({"abstract": "Else."}, "editorial", "The text about “Workshop 2: Victims” was edited."),
        ({"status": SlotStatus.CANCELLED}, "cancelled", "on 2019-05-17 is cancelled."),
    ],
)
def test_each_difference_is_one_sentence(changed, kind, sentence):
    (change,) = changes_between(timetable(OLD), timetable(replace(OLD, **changed)))
    assert change.kind == kind
    assert sentence in str(change)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ({"room": None}, {}, "“Workshop 2: Victims” is in Room 8."),
        ({"starts": None, "ends": None}, {}, "“Workshop 2: Victims” is at 09:00–10:00."),
        ({"speakers": ()}, {}, "Speaking in “Workshop 2: Victims”: Expert."),
        ({"day": None}, {}, "“Workshop 2: Victims” has a date now: 2019-05-17."),
        ({"status": SlotStatus.CANCELLED}, {}, "“Workshop 2: Victims” takes place after all."),
    ],
)
def test_what_is_said_for_the_first_time_reads_so(before, after, sentence):
    old, new = replace(OLD, **before), replace(OLD, **after)
    assert [str(change) for change in changes_between(timetable(old), timetable(new))] == [sentence]


def test_equal_timetables_have_no_changes():
    assert changes_between(timetable(OLD), timetable(OLD, number=2)) == []


def test_added_and_missing_entries():
    other = entry(2, None, None, "Dinner")
    changes = changes_between(timetable(OLD), timetable(other))
    assert [(change.kind, str(change)) for change in changes] == [
        (ChangeKind.ADDED, "“Dinner” is new, on 2019-05-17."),
        (ChangeKind.CANCELLED, "“Workshop 2: Victims” on 2019-05-17 is cancelled."),
    ]
    assert changes[0].values["day"] == FRIDAY


def test_what_was_cancelled_before_is_no_news():
    gone = replace(OLD, status=SlotStatus.CANCELLED)
    other = entry(2, "09:00", None, "Dinner")
    assert changes_between(timetable(gone, other), timetable(other)) == []
    assert changes_between(timetable(gone, other), timetable(gone, other)) == []


def test_one_entry_may_have_several_changes():
    new = replace(OLD, room="Room 9", starts=at("09:10"), speakers=())
    kinds = [change.kind for change in changes_between(timetable(OLD), timetable(new))]
    assert kinds == ["retimed", "room", "speakers"]


def test_theme_and_reference_are_editorial():
    before = timetable(OLD)
    after = replace(before, reference="X/2", days=(replace(before.days[0], theme="Law"),))
    changes = changes_between(before, after)
    assert [change.kind for change in changes] == ["editorial", "editorial"]
    assert [str(change) for change in changes] == [
        "The theme of 2019-05-17 was edited.",
        "The reference is now X/2.",
    ]


def test_a_reference_that_was_taken_away_is_said_to_be_gone():
    before = replace(timetable(OLD), reference="X/2")
    (change,) = changes_between(before, replace(before, reference=""))
    assert str(change) == "The agenda has no reference any more; it was X/2."


def test_a_first_version_is_all_new():
    (change,) = changes_between(None, timetable(OLD))
    assert str(change) == "“Workshop 2: Victims” is new, on 2019-05-17, 09:00–10:00."
