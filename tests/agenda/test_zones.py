"""VTIMEZONEs as two other programs read them: every instant comes back as it was meant."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import ics
import pytest
from dateutil import tz

from app.agenda.calendar import CalendarFacts, calendar
from app.agenda.zones import vtimezone
from tests.agenda.programmes import entry, timetable

ZONES = [
    "Europe/Paris", "Europe/Dublin", "Europe/Kyiv", "Asia/Manila", "Asia/Kolkata", "Asia/Tbilisi",
    "America/New_York", "America/Santiago", "America/St_Johns", "America/Sao_Paulo",
    "Australia/Lord_Howe", "Pacific/Auckland", "Africa/Casablanca", "Africa/Nairobi",
    "Antarctica/Troll", "Pacific/Kiritimati", "UTC",
]  # fmt: skip
YEARS = (2013, 2019, 2026)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", YEARS)
def test_dateutil_reads_every_day_of_the_year_as_the_tz_database_has_it(zone, year):
    first, last = date(year, 5, 16), date(year, 5, 17)
    text = vtimezone(zone, first, last).to_ical(sorted=False).decode()
    read = tz.tzical(io.StringIO(f"BEGIN:VCALENDAR\n{text}END:VCALENDAR\n")).get(zone)
    there = ZoneInfo(zone)
    day = datetime(year, 1, 1, 0, 30, tzinfo=UTC)
    while day.year == year:
        wall = day.astimezone(there).replace(tzinfo=None)
        # Wall times that an hour put back repeats mean two moments; a calendar cannot tell them.
        early, late = (wall.replace(tzinfo=there, fold=fold).utcoffset() for fold in (0, 1))
        if wall.year == year and early == late:
            assert wall.replace(tzinfo=read).utcoffset() == day.astimezone(there).utcoffset(), wall
        day += timedelta(hours=7)


@pytest.mark.parametrize("zone", ZONES)
def test_ics_reads_the_hours_of_an_event_as_they_were_meant(zone):
    for month in (1, 4, 7, 10):
        opening = entry(1, "09:30", "11:00", "Opening", day=date(2019, month, 9), zone=zone)
        facts = CalendarFacts("x", "X", "", "", "example.org", "https://example.org")
        feed = calendar(timetable(opening, zone=zone), facts).decode()
        assert opening.starts_at
        assert opening.ends_at
        (read,) = ics.Calendar(feed).events
        assert read.begin.datetime.astimezone(UTC) == opening.starts_at.astimezone(UTC)
        assert read.end.datetime.astimezone(UTC) == opening.ends_at.astimezone(UTC)


def test_an_event_of_one_year_carries_three_observances_at_most():
    text = vtimezone("Europe/Paris", date(2019, 5, 16), date(2019, 5, 17)).to_ical(sorted=False)
    assert text.count(b"BEGIN:STANDARD") == 2
    assert text.count(b"BEGIN:DAYLIGHT") == 1
    assert len(text) < 400


def test_a_zone_is_written_the_same_for_any_day_of_the_year():
    one = vtimezone("Europe/Paris", date(2019, 2, 1), date(2019, 2, 2)).to_ical()
    assert one == vtimezone("Europe/Paris", date(2019, 11, 30), date(2019, 12, 1)).to_ical()


def test_where_the_clocks_never_change_one_observance_is_enough():
    text = vtimezone("Asia/Manila", date(2013, 5, 23), date(2013, 5, 24)).to_ical().decode()
    assert text.count("BEGIN:STANDARD") == 1
    assert "TZOFFSETTO:+0800" in text
