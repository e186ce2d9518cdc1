"""The agenda as frab `schedule.json` (schema: https://c3voc.de/schedule/schema.json)."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from app.agenda.exports.facts import AgendaFacts
from app.agenda.exports.frab import (
    FrabDay,
    FrabEvent,
    acronym,
    frab_days,
    room_guid,
)
from app.agenda.exports.frame import version_name
from app.agenda.exports.words import Words
from app.agenda.timetable import Timetable

SCHEMA = "https://c3voc.de/schedule/schema.json"
# The pattern of the schema; zones that do not fit ("Etc/GMT+5") are told by the offsets alone.
_ZONE = re.compile(r"[A-Z][a-z]+/[A-Z][a-z]+|UTC$")


def as_frab_json(timetable: Timetable, facts: AgendaFacts, words: Words) -> bytes:
    """The whole published version, UTF-8."""
    days = frab_days(timetable, facts, words)
    rooms = dict.fromkeys(name for day in days for name, _ in day.rooms)
    conference: dict[str, Any] = {
        "acronym": acronym(facts),
        "title": facts.title,
        "start": days[0].on.isoformat() if days else "",
        "end": days[-1].on.isoformat() if days else "",
        "daysCount": len(days),
        "timeslot_duration": "00:05",
        "time_zone_name": timetable.zone,
        "url": facts.address,
        "rooms": [{"name": name, "guid": room_guid(facts, name)} for name in rooms],
        "days": [_day(day, facts) for day in days],
    }
    if not _ZONE.match(timetable.zone):
        del conference["time_zone_name"]
    schedule = {
        "url": f"{facts.address}/agenda.json",
        "version": version_name(timetable, words),
        "base_url": f"{facts.base_url}/",
        "conference": conference,
    }
    document = {"$schema": SCHEMA, "generator": {"name": "Plenary"}, "schedule": schedule}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _day(day: FrabDay, facts: AgendaFacts) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.on.isoformat(),
        "day_start": day.starts_at.isoformat(),
        "day_end": day.ends_at.isoformat(),
        "rooms": {name: [_event(one, facts) for one in events] for name, events in day.rooms},
    }


def _event(event: FrabEvent, facts: AgendaFacts) -> dict[str, Any]:
    return {
        "guid": event.guid,
        "id": event.id,
        "date": event.starts_at.isoformat(),
        "start": f"{event.starts_at:%H:%M}",
        "duration": event.duration,
        "room": event.room,
        "slug": event.slug,
        "url": event.url,
        "title": event.title,
        "subtitle": "",
        "track": "",
        "type": event.kind,
        "language": facts.language,
        "abstract": event.abstract,
        "description": event.description,
        "persons": [_person(event, name) for name in event.speakers],
        "links": [],
        "attachments": [],
    }


def _person(event: FrabEvent, name: str) -> dict[str, str]:
    # Agendas name speakers and do not identify them: the same words elsewhere may be somebody else.
    guid = uuid.uuid5(uuid.UUID(event.guid), name)
    return {"guid": str(guid), "name": name, "public_name": name}
