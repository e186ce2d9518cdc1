"""The frab schedule: valid against every schema of the folder, and true to the agenda."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from app.agenda.exports import agenda_as
from app.agenda.exports.frab import acronym, frab_days
from app.agenda.timetable import Timetable
from tests.agenda.exports import timetables

SCHEMAS = Path(__file__).with_name("schemas")
CASES = {
    "strasbourg": (timetables.strasbourg, timetables.STRASBOURG),
    "manila": (timetables.manila, timetables.MANILA),
    "hard": (timetables.hard, timetables.MANILA),
}
case = pytest.mark.parametrize(("make", "facts"), CASES.values(), ids=CASES)


def as_json(timetable: Timetable, facts=timetables.STRASBOURG) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(agenda_as("json", timetable, facts, timetables.words()))
    return loaded


def as_xml(timetable: Timetable, facts=timetables.STRASBOURG) -> etree._Element:
    return etree.fromstring(agenda_as("xml", timetable, facts, timetables.words()))


def events_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    days = document["schedule"]["conference"]["days"]
    return [event for day in days for room in day["rooms"].values() for event in room]


@case
def test_the_json_is_valid_against_every_schema(make, facts):
    document = as_json(make(), facts)
    schemas = sorted(SCHEMAS.glob("*.schema.json"))
    assert schemas
    for path in schemas:
        schema = json.loads(path.read_text())
        jsonschema.validators.validator_for(schema)(schema).validate(document)


@case
def test_the_xml_is_valid_against_every_schema(make, facts):
    document = as_xml(make(), facts)
    schemas = sorted(SCHEMAS.glob("*.xsd"))
    assert schemas
    for path in schemas:
        etree.XMLSchema(etree.parse(str(path))).assertValid(document)


@case
def test_the_json_and_the_xml_say_the_same(make, facts):
    names = ("date", "start", "duration", "room", "slug", "url", "title", "type", "abstract")
    from_json = [
        (event["guid"], event["id"], *(event[name] for name in names))
        for event in events_of(as_json(make(), facts))
    ]
    from_xml = [
        (event.get("guid"), int(event.get("id")), *(event.findtext(name) for name in names))
        for event in as_xml(make(), facts).iter("event")
    ]
    assert from_json == from_xml


@case
def test_the_guid_is_the_slot_and_breaks_stay_out(make, facts):
    timetable = make()
    assert {event["guid"] for event in events_of(as_json(timetable, facts))} == {
        entry.uid
        for entry in timetable.entries
        if entry.starts and not entry.is_break and not entry.is_cancelled
    }


@pytest.mark.parametrize("slug", ["manila-2013", "x1", "Fête!", "été"])
def test_the_slug_fits_the_strictest_version_whatever_the_event_is_called(slug):
    document = as_json(timetables.manila(), replace(timetables.MANILA, slug=slug))
    slugs = [event["slug"] for event in events_of(document)]
    assert all(re.fullmatch(r"[a-z0-9]{4,}-[0-9]{1,6}-[a-z0-9-]{4,}", one) for one in slugs)
    assert len(set(slugs)) == len(slugs)


def test_who_chairs_is_described_and_not_announced_as_a_speaker():
    chaired = next(one for one in timetables.hard().entries if one.chair)
    event = next(one for one in events_of(as_json(timetables.hard())) if one["guid"] == chaired.uid)
    assert event["description"] == f"Chair: {chaired.chair}"
    assert [person["name"] for person in event["persons"]] == list(chaired.speakers)


def test_a_slot_keeps_its_number_when_the_agenda_around_it_changes():
    whole = timetables.strasbourg()
    second_day_only = replace(whole, days=whole.days[1:])
    numbers = {event["guid"]: event["id"] for event in events_of(as_json(whole))}
    for event in events_of(as_json(second_day_only)):
        assert event["id"] == numbers[event["guid"]]


def test_workshops_without_rooms_stand_in_columns_named_after_themselves():
    second = as_json(timetables.strasbourg())["schedule"]["conference"]["days"][1]
    venue = "Palais Building, Council of Europe"
    columns = {room: [event["title"][:10] for event in second["rooms"][room]] for room in
               second["rooms"]}  # fmt: skip
    assert columns == {
        venue: ["Registrati", "Key Note S", "Strategic ", "The way fo"],
        f"{venue} · Workshop 1": ["Workshop 1"],
        f"{venue} · Workshop 2": ["Workshop 2"],
        f"{venue} · Workshop 3": ["Workshop 3"],
        f"{venue} · Workshop 4": ["Workshop 4"],
    }


def test_an_online_event_names_neither_a_room_nor_nothing():
    facts = replace(timetables.MANILA, place="", venue="", online=True)
    rooms = as_json(timetables.manila(), facts)["schedule"]["conference"]["rooms"]
    assert [room["name"] for room in rooms] == ["Online"]


def test_a_night_on_which_the_clocks_go_back_is_an_hour_longer():
    lengths = {event["title"]: event["duration"] for event in
               events_of(as_json(timetables.hard()))}  # fmt: skip
    assert lengths["While the clocks change"] == "03:00"
    assert lengths["Reception"] == "02:30"
    assert lengths["Session"] == "00:05"  # its end is not known


def test_the_last_day_ends_when_its_last_entry_does():
    days = frab_days(timetables.hard(), timetables.MANILA, timetables.words())
    assert days[-1].ends_at.isoformat() == "2024-11-04T00:30:00-05:00"


@pytest.mark.parametrize(
    ("slug", "short"), [("manila-2013", "manila_2013"), ("x1", "event_x1"), ("Fête!", "f_te")]
)
def test_the_acronym_uses_only_what_every_version_of_the_format_allows(slug, short):
    assert acronym(replace(timetables.MANILA, slug=slug)) == short
