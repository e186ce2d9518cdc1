"""The agenda as frab `schedule.xml` (schema: https://c3voc.de/schedule/schema.xsd)."""

from __future__ import annotations

from lxml import etree

from app.agenda.exports.facts import AgendaFacts
from app.agenda.exports.frab import FrabDay, FrabEvent, acronym, frab_days
from app.agenda.exports.frame import version_name
from app.agenda.exports.words import Words
from app.agenda.timetable import Timetable


def as_frab_xml(timetable: Timetable, facts: AgendaFacts, words: Words) -> bytes:
    """The whole published version, UTF-8 with its declaration.

    Only what the published schema knows is written: it refuses every other element.
    """
    days = frab_days(timetable, facts, words)
    root = etree.Element("schedule")
    _add(root, "version", version_name(timetable, words))
    conference = etree.SubElement(root, "conference")
    _add(conference, "acronym", acronym(facts))
    _add(conference, "title", facts.title)
    if days:
        _add(conference, "start", days[0].on.isoformat())
        _add(conference, "end", days[-1].on.isoformat())
    _add(conference, "days", str(len(days)))
    _add(conference, "timeslot_duration", "00:05")
    _add(conference, "base_url", f"{facts.base_url}/")
    _add(conference, "time_zone_name", timetable.zone)
    for day in days:
        _add_day(root, day, facts)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


def _add_day(root: etree._Element, day: FrabDay, facts: AgendaFacts) -> None:
    element = etree.SubElement(
        root,
        "day",
        index=str(day.index),
        date=day.on.isoformat(),
        start=day.starts_at.isoformat(),
        end=day.ends_at.isoformat(),
    )
    for name, events in day.rooms:
        room = etree.SubElement(element, "room", name=name)
        for event in events:
            _add_event(room, event, facts)


def _add_event(room: etree._Element, event: FrabEvent, facts: AgendaFacts) -> None:
    element = etree.SubElement(room, "event", guid=event.guid, id=str(event.id))
    for name, text in (
        ("date", event.starts_at.isoformat()),
        ("start", f"{event.starts_at:%H:%M}"),
        ("duration", event.duration),
        ("room", event.room),
        ("slug", event.slug),
        ("url", event.url),
        ("title", event.title),
        ("subtitle", ""),
        ("track", ""),
        ("type", event.kind),
        ("language", facts.language),
        ("abstract", event.abstract),
        ("description", event.description),
    ):
        _add(element, name, text)
    persons = etree.SubElement(element, "persons")
    for speaker in event.speakers:
        _add(persons, "person", speaker)
    etree.SubElement(element, "links")
    etree.SubElement(element, "attachments")


def _add(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text
