"""The calendar of a version: byte for byte, line by line, and as another program reads it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ics
from icalendar import Calendar

from app.agenda.calendar import CalendarFacts, calendar
from app.agenda.models import SlotKind, SlotStatus
from app.agenda.vevent import Joining
from app.pages import translations
from tests.agenda.programmes import PUBLISHED, THURSDAY, entry, timetable

GOLDEN = Path(__file__).parent / "golden" / "strasbourg.ics"
FACTS = CalendarFacts(
    slug="strasbourg-2019",
    title="Multi-sectorial co-operation, 2019",
    place="Strasbourg",
    venue="Palais Building",
    domain="calendar.example.org",
    base_url="https://plenary.example.org",
)
WORKSHOP: dict[str, Any] = {"kind": SlotKind.WORKSHOP, "parallel_group": "A"}
STRASBOURG = timetable(
    entry(1, "08:30", "09:00", "Registration", day=THURSDAY, kind=SlotKind.REGISTRATION,
          end_inferred=True),
    entry(2, "09:00", "10:30", "Evolving trends", day=THURSDAY, kind=SlotKind.SESSION, number="8",
          abstract="Risks; responses, and what is owed.\n\nOpen floor."),
    entry(3, "10:30", "11:00", "Coffee break", day=THURSDAY, kind=SlotKind.BREAK),
    entry(4, "11:00", "12:00", "Evolving trends", day=THURSDAY, kind=SlotKind.SESSION, number="8",
          continued=True, event_session_id=2, event_session_slug="entry-2"),
    entry(5, "09:30", "11:00", "Reporting and prosecution", number="1", room="Room 8",
          context="Each workshop names two priorities.", **WORKSHOP),
    entry(6, "09:30", "11:00", "Identifying child-victims", number="2", room="Room 9",
          speakers=("Expert, Europol", "Judge"), sequence=2,
          changed_at=datetime(2019, 5, 10, 15, 30, 12, 999, tzinfo=UTC), **WORKSHOP),
    entry(7, "16:00", "17:00", "The way forward", kind=SlotKind.CLOSING, sequence=1,
          status=SlotStatus.CANCELLED),
    entry(8, None, None, "Group photograph"),
    entry(9, "22:00", "00:30", "Réception à l’hôtel de ville", kind=SlotKind.SOCIAL),
)  # fmt: skip


def test_the_calendar_of_a_version_is_this_file_byte_for_byte():
    assert calendar(STRASBOURG, FACTS) == GOLDEN.read_bytes()


def test_every_line_obeys_the_standard():
    feed = calendar(STRASBOURG, replace(FACTS, title="É" * 90))
    assert feed.endswith(b"END:VCALENDAR\r\n")
    for line in feed.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode()  # no character is torn by folding


def test_ics_reads_back_what_was_meant():
    read = {event.uid: event for event in ics.Calendar(calendar(STRASBOURG, FACTS).decode()).events}
    timed = [one for one in STRASBOURG.entries if one.starts_at]
    assert set(read) == {f"{one.uid}@calendar.example.org" for one in timed}
    for one in timed:
        event = read[f"{one.uid}@calendar.example.org"]
        assert event.begin.datetime == one.starts_at
        assert event.end.datetime == one.ends_at
        assert (
            event.url
            == f"https://plenary.example.org/events/strasbourg-2019/sessions/{one.event_session_slug}"
        )
    workshop = read["00000000-0000-4000-8000-000000000006@calendar.example.org"]
    assert workshop.name == "Workshop 2: Identifying child-victims"
    assert workshop.location == "Room 9, Palais Building, Strasbourg"
    assert "Expert, Europol; Judge" in workshop.description
    assert workshop.transparent is False
    assert read["00000000-0000-4000-8000-000000000003@calendar.example.org"].transparent is True


def test_breaks_can_be_left_out():
    feed = calendar(STRASBOURG, FACTS, breaks=False)
    assert b"Coffee break" not in feed
    assert feed.count(b"BEGIN:VEVENT") == calendar(STRASBOURG, FACTS).count(b"BEGIN:VEVENT") - 1


def test_what_was_cancelled_says_so():
    read = Calendar.from_ical(calendar(STRASBOURG, FACTS))
    (gone,) = [one for one in read.walk("VEVENT") if one["STATUS"] == "CANCELLED"]
    assert gone["SUMMARY"] == "CANCELLED: The way forward"
    assert gone["SEQUENCE"] == 1


def test_two_slots_of_one_event_session_point_at_each_other():
    read = Calendar.from_ical(calendar(STRASBOURG, FACTS))
    related = {
        str(one["UID"]).split("@")[0][-1]: str(one["RELATED-TO"]).split("@")[0][-1]
        for one in read.walk("VEVENT")
        if "RELATED-TO" in one
    }
    assert related == {"2": "4", "4": "2"}


def test_a_reader_that_writes_what_it_read_writes_the_same_again():
    feed = calendar(STRASBOURG, FACTS)
    once = Calendar.from_ical(feed).to_ical(sorted=False)
    assert Calendar.from_ical(once).to_ical(sorted=False) == once
    assert sorted(once.split(b"\r\n")) == sorted(feed.split(b"\r\n"))


def test_control_characters_and_empty_texts_stay_out():
    odd = timetable(entry(1, "09:00", None, "Open\x07ing\u0000", abstract="\x0b"))
    feed = calendar(odd, replace(FACTS, place="", venue=""))
    assert b"SUMMARY:Opening\r\n" in feed
    assert b"LOCATION" not in feed
    assert b"DTEND" not in feed
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", feed)


def test_a_feed_carries_no_method_and_no_floating_or_abbreviated_time():
    feed = calendar(STRASBOURG, FACTS).decode()
    assert "METHOD" not in feed
    starts = [line for line in feed.split("\r\n") if line.startswith(("DTSTART", "DTEND"))]
    of_events = [line for line in starts if "TZID" in line]
    assert len(of_events) == 2 * feed.count("BEGIN:VEVENT")
    assert all(line.split(":")[0].endswith(";TZID=Europe/Paris") for line in of_events)


def test_a_calendar_of_nothing_is_still_a_calendar():
    feed = calendar(timetable(entry(1, None, None, "Somewhen")), FACTS)
    assert b"BEGIN:VEVENT" not in feed
    assert b"\r\nNAME:Multi-sectorial co-operation\\, 2019\r\n" in feed
    assert PUBLISHED.strftime("LAST-MODIFIED:%Y%m%dT%H%M%SZ").encode() in feed


def test_our_own_words_are_in_the_language_of_the_event():
    french = replace(FACTS, language="fr", translate=translations("fr").gettext)
    one = replace(
        entry(1, "09:00", "10:00", "Victimes", kind=SlotKind.WORKSHOP, number="2", chair="Juge"),
        status=SlotStatus.CANCELLED,
    )
    other = entry(2, "10:00", "11:00", "Droit", kind=SlotKind.SESSION, number="8", continued=True)
    joining = Joining("https://meet.example.org/1")
    feed = Calendar.from_ical(calendar(timetable(one, other), french, joining=joining))
    cancelled, continued = feed.walk("VEVENT")
    assert cancelled["SUMMARY"] == "ANNULÉ\u00a0: Atelier 2\u00a0: Victimes"
    assert "Présidence\u00a0: Juge" in str(cancelled["DESCRIPTION"])
    assert continued["SUMMARY"] == "Séance 8\u00a0: Droit (suite)"
    assert "Participer en ligne\u00a0: https://meet.example.org/1" in str(continued["DESCRIPTION"])
    assert french != FACTS
