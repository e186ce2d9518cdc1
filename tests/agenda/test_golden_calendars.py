"""The five sample events' calendars: byte for byte, and the same to four other programs.

Each is also put into twelve zones of both hemispheres, across a change of their clocks.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import ics
import pytest
from dateutil import parser, tz
from icalendar import Calendar

from app.agenda.calendar import calendar
from app.agenda.timetable import Entry, Timetable, TimetableDay, TimetableRow, end_of, moment_of
from app.agenda.zones import observances
from tests.agenda.sample_events import SLUGS, facts, published
from tests.programs import missing, program

GOLDEN = Path(__file__).parent / "golden"
ZONES = (
    "Europe/Paris", "Europe/Dublin", "America/New_York", "America/St_Johns", "America/Santiago",
    "America/Asuncion", "Africa/Casablanca", "Asia/Manila", "Asia/Beirut", "Australia/Lord_Howe",
    "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip
# What one program understands: uid → summary, start and end in UTC.
Read = dict[str, tuple[str, datetime, datetime | None]]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_samples_calendar_is_this_file_byte_for_byte(slug: str):
    content = calendar(published(slug), facts(slug))
    assert content == (GOLDEN / f"{slug}.ics").read_bytes()


@pytest.mark.parametrize("slug", SLUGS)
def test_three_programs_read_a_samples_calendar_alike(slug: str):
    content = (GOLDEN / f"{slug}.ics").read_bytes().decode()
    meant = _meant(published(slug))
    assert _by_icalendar(content) == meant
    assert _by_ics(content) == meant
    assert _by_dateutil(content) == meant


@pytest.mark.parametrize("zone", ZONES)
def test_they_agree_in_every_zone_before_and_after_a_change_of_clocks(zone: str):
    for moved, content in _moved_to(zone):
        meant = _meant(moved)
        assert _by_icalendar(content) == meant, moved.dates[0]
        assert _by_ics(content) == meant, moved.dates[0]
        assert _by_dateutil(content) == meant, moved.dates[0]


def test_the_zones_are_of_both_hemispheres_and_most_change_their_clocks():
    changing = [zone for zone in ZONES if len(_days_around_changes(zone)) > 2]
    south = {"America/Santiago", "Australia/Lord_Howe", "Australia/Sydney", "Pacific/Auckland"}
    assert south <= set(changing)
    assert len(changing) >= 9


def test_ical_js_reads_them_all_alike():
    node = program("node")
    script = """
      let ICAL; try { ICAL = require("ical.js"); } catch { process.exit(77); }
      ICAL = ICAL.default ?? ICAL;
      const read = (text) => {
        const root = new ICAL.Component(ICAL.parse(text));
        ICAL.TimezoneService.reset();
        for (const zone of root.getAllSubcomponents("vtimezone"))
          ICAL.TimezoneService.register(new ICAL.Timezone(zone));
        return root.getAllSubcomponents("vevent").map((one) => {
          const event = new ICAL.Event(one);
          const [starts, ends] = [event.startDate, event.endDate].map((at) => at.toUnixTime());
          return [event.uid, event.summary, starts, ends];
        });
      };
      const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
      console.log(JSON.stringify(texts.map(read)));
    """
    goldens = [(published(slug), (GOLDEN / f"{slug}.ics").read_bytes().decode()) for slug in SLUGS]
    read_by_others = goldens + [case for zone in ZONES for case in _moved_to(zone)]
    texts = [text for _, text in read_by_others]
    # Where tools/programs.sh puts it.
    modules = Path(sys.prefix) / "node" / "node_modules"
    ran = subprocess.run(
        [node, "-e", script], input=json.dumps(texts).encode(), capture_output=True, check=False,
        env=os.environ | {"NODE_PATH": str(modules)},
    )  # fmt: skip
    if ran.returncode == 77:
        missing("ical.js", optional=True)
    for (timetable, _), events in zip(read_by_others, json.loads(ran.stdout), strict=True):
        read = {
            uid: (summary, datetime.fromtimestamp(starts, UTC), datetime.fromtimestamp(ends, UTC))
            for uid, summary, starts, ends in events
        }
        assert read == _meant_with_ends(timetable), (timetable.zone, timetable.dates[0])


def _meant_with_ends(timetable: Timetable) -> Read:
    # What has no end ends where it begins (RFC 5545, 3.6.1), and ical.js says so.
    return {
        uid: (name, starts, ends or starts)
        for uid, (name, starts, ends) in _meant(timetable).items()
    }


def _meant(timetable: Timetable) -> Read:
    return {
        f"{entry.uid}@calendar.example.org": (
            f"{entry.name} (continued)" if entry.continued else entry.name,
            entry.starts_at.astimezone(UTC),
            entry.ends_at.astimezone(UTC) if entry.ends_at else None,
        )
        for entry in timetable.entries
        if entry.starts_at is not None
    }


def _by_icalendar(content: str) -> Read:
    return {
        str(event["UID"]): (
            str(event["SUMMARY"]),
            event.decoded("DTSTART").astimezone(UTC),
            event.decoded("DTEND").astimezone(UTC) if "DTEND" in event else None,
        )
        for event in Calendar.from_ical(content).walk("VEVENT")
    }


def _by_ics(content: str) -> Read:
    return {
        event.uid: (
            event.name,
            event.begin.datetime.astimezone(UTC),
            event.end.datetime.astimezone(UTC) if event.has_end() else None,
        )
        for event in ics.Calendar(content).events
    }


def _by_dateutil(content: str) -> Read:
    """Lines read by hand; zone and moments are dateutil's."""
    zone = tz.tzical(io.StringIO(content)).get()
    plain = re.sub(r"\r\n[ \t]", "", content)
    found: Read = {}
    for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", plain, re.DOTALL):
        lines = dict(line.split(":", 1) for line in block.split("\r\n") if line)
        values = {name.split(";")[0]: value for name, value in lines.items()}
        starts, ends = (
            parser.isoparse(values[name]).replace(tzinfo=zone).astimezone(UTC)
            if name in values
            else None
            for name in ("DTSTART", "DTEND")
        )
        assert starts is not None
        summary = re.sub(r"\\([,;\\])", r"\1", values["SUMMARY"])
        found[values["UID"]] = (summary, starts, ends)
    return found


def _days_around_changes(zone: str) -> list[date]:
    """The day before and the day of each change of clocks in 2027; else two days of that year."""
    changes = [
        one.astimezone(tz.gettz(zone)).date()
        for one in observances(zone, date(2027, 1, 1), date(2027, 12, 30))
        if one.year == 2027
    ]
    around = [day + timedelta(days=shift) for day in changes for shift in (-1, 0)]
    return around or [date(2027, 3, 1), date(2027, 9, 1)]


@cache
def _moved_to(zone: str) -> list[tuple[Timetable, str]]:
    """Every sample in this zone, on each day around a change of its clocks, and its calendar."""
    return [
        (moved, calendar(moved, facts(slug)).decode())
        for slug in SLUGS
        for first in _days_around_changes(zone)
        for moved in [_moved(published(slug), zone, first)]
    ]


def _moved(timetable: Timetable, zone: str, first: date) -> Timetable:
    """The same agenda in another zone, its first day on `first`."""
    shift = first - timetable.dates[0]

    def moved(entry: Entry) -> Entry:
        assert entry.day is not None
        day = entry.day + shift
        starts_at = moment_of(day, entry.starts, zone)
        ends_at = end_of(day, entry.starts, entry.ends, zone)
        return replace(entry, day=day, starts_at=starts_at, ends_at=ends_at)

    days = tuple(
        TimetableDay(
            day.id, day.on + shift if day.on else None, day.written, day.theme,
            tuple(TimetableRow(tuple(map(moved, row.entries))) for row in day.rows),
        )
        for day in timetable.days
    )  # fmt: skip
    return replace(timetable, zone=zone, days=days)
