"""Rows of what runs side by side, moments in the event's zone, now and next."""

from __future__ import annotations

import datetime as dt

from app.agenda.models import SlotKind, SlotStatus
from app.agenda.timetable import at_moment, in_rows
from tests.agenda.programmes import FRIDAY, THURSDAY, entry, timetable

UTC = dt.UTC


def test_what_begins_together_stands_in_one_row():
    rows = in_rows(
        [
            entry(1, "09:00", "10:00", "Opening"),
            entry(2, "10:00", "11:00", "Left"),
            entry(3, "10:00", "11:00", "Right"),
            entry(4, "11:00", None, "Break"),
        ]
    )
    assert [[one.title for one in row.entries] for row in rows] == [
        ["Opening"],
        ["Left", "Right"],
        ["Break"],
    ]
    assert [row.is_parallel for row in rows] == [False, True, False]


def test_an_edited_time_puts_an_entry_in_its_place_whatever_the_document_said():
    rows = in_rows([entry(1, "14:00", "15:00", "Late"), entry(2, "09:00", "10:00", "Early")])
    assert [row.entries[0].title for row in rows] == ["Early", "Late"]


def test_an_entry_without_a_time_stays_behind_the_one_before_it():
    rows = in_rows(
        [
            entry(1, "09:00", "10:00", "First"),
            entry(2, None, None, "Somewhen"),
            entry(3, "10:00", "11:00", "Second"),
        ]
    )
    assert [row.entries[0].title for row in rows] == ["First", "Somewhen", "Second"]


def test_without_times_only_the_document_says_what_is_parallel():
    rows = in_rows(
        [
            entry(1, None, None, "One", parallel_group="A"),
            entry(2, None, None, "Two", parallel_group="A"),
            entry(3, None, None, "Three"),
        ]
    )
    assert [len(row.entries) for row in rows] == [2, 1]


def test_what_is_cancelled_is_no_choice():
    gone = entry(2, "10:00", "11:00", "Gone", status=SlotStatus.CANCELLED)
    rows = in_rows([entry(1, "10:00", "11:00", "Here"), gone])
    assert [len(row.entries) for row in rows] == [1, 1]


def test_a_reception_past_midnight_ends_on_the_next_day():
    reception = entry(1, "22:00", "00:30", "Reception")
    assert reception.ends_at is not None
    assert reception.ends_at.date() == dt.date(2019, 5, 18)


def test_times_are_wall_time_in_the_zone_of_the_event():
    opening = entry(1, "09:00", "10:00", "Opening", zone="Asia/Manila")
    assert opening.starts_at == dt.datetime(2019, 5, 17, 1, 0, tzinfo=UTC)


def test_now_and_next():
    table = timetable(
        entry(1, "09:00", "10:00", "Opening"),
        entry(2, "10:00", "11:00", "Left"),
        entry(3, "10:00", "11:00", "Right"),
        entry(4, "10:00", "11:00", "Gone", status=SlotStatus.CANCELLED),
    )
    moment = at_moment(table, dt.datetime(2019, 5, 17, 7, 59, tzinfo=UTC))
    uids = [one.uid for one in table.entries]
    assert moment.now == {uids[0]}
    assert moment.next == {uids[1], uids[2]}
    assert [moment.of(row.entries) for row in table.days[0].rows] == ["now", "next", None]
    # An entry is over at the minute it ends.
    assert at_moment(table, dt.datetime(2019, 5, 17, 8, 0, tzinfo=UTC)).now == {uids[1], uids[2]}


def test_before_the_event_the_first_entry_comes_next():
    table = timetable(
        entry(1, "09:00", None, "Opening", day=THURSDAY), entry(2, "09:00", "10:00", "Then")
    )
    moment = at_moment(table, dt.datetime(2019, 5, 1, tzinfo=UTC))
    assert moment.now == frozenset()
    assert moment.next == {table.entries[0].uid}


def test_an_event_is_over_when_its_last_day_is_over_there():
    table = timetable(entry(1, "09:00", "10:00", "Opening", zone="Asia/Manila"), zone="Asia/Manila")
    assert not at_moment(table, dt.datetime(2019, 5, 17, 15, 59, tzinfo=UTC)).over
    assert at_moment(table, dt.datetime(2019, 5, 17, 16, 1, tzinfo=UTC)).over


def test_a_label_is_the_word_and_the_number():
    workshop = entry(1, "09:00", "10:00", "Victims", kind=SlotKind.WORKSHOP, number="2")
    assert workshop.label == "Workshop 2"
    assert workshop.name == "Workshop 2: Victims"
    assert entry(2, "09:00", "10:00", "Victims", number="2").label == ""
    assert entry(3, None, None, "", kind=SlotKind.SESSION).name == "Session"


def test_a_day_on_which_all_is_cancelled_is_no_day_of_the_event():
    table = timetable(
        entry(1, "09:00", "10:00", "Gone", day=THURSDAY, status=SlotStatus.CANCELLED),
        entry(2, "09:00", "10:00", "Here"),
    )
    assert table.dates == (FRIDAY,)


def test_a_name_is_english_and_says_itself_in_other_languages():
    french = {
        "Workshop %(number)s": "Atelier %(number)s",
        "%(label)s: %(title)s": "%(label)s : %(title)s",
        "Break": "Pause",
    }
    workshop = entry(1, "09:00", "10:00", "Victims", kind=SlotKind.WORKSHOP, number="2")
    untitled = entry(2, "10:00", "10:30", "", kind=SlotKind.BREAK)
    plain = entry(3, "11:00", "12:00", "Law", kind=SlotKind.SESSION)
    names = [one.name for one in (workshop, untitled, plain)]
    assert names == ["Workshop 2: Victims", "Break", "Law"]
    said = [name.said(lambda text: french.get(text, text)) for name in names]
    assert said == ["Atelier 2 : Victims", "Pause", "Law"]
