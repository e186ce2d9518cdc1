"""Rooms that a line or a title names.

Knows words only. A room counts after a word such as "Room", or before one ("Ieper Room"); what
merely could be a room is asked about.
"""

from __future__ import annotations

import re

from app.agenda.reading.words import ROOM_LABEL, fold

_KIND = (
    r"(?:Room|Hall|Auditorium|Ballroom|Amphitheat(?:re|er)|Theatre|Salon|Lounge|Foyer|Suite|"
    r"Chamber|Pavilion|Library)"
)
_BEFORE_KIND = re.compile(
    rf"(?:[A-ZÀ-Þ0-9][\w'’.-]*\s+){{1,3}}{_KIND}(?:\s+[A-Z0-9][\w-]{{0,5}})?(?:,\s+[^,]{{3,30}})?$"
)
_ABOVE = re.compile(
    rf"(?:[A-ZÀ-Þ0-9][\w'’.-]*\s+(?:/\s+)?){{1,7}}{_KIND}(?:\s+(?:[A-Z0-9][\w-]{{0,5}}|&)){{0,3}}$"
)
_AFTER_KIND = re.compile(
    r"(?:amphi(?:theatre)?|auditori(?:um|o)|hall|aula|salon|ballroom|plenary (?:room|hall)|"
    r"(?:grande? |petite? )?salle|sala|room)\s+(?:[\w'’.-]+\s*){1,3}$"
)
_ALONE = re.compile(
    r"(?:the )?(?:main |plenary |ground floor )?(?:foyer|lobby|auditori(?:um|o)|ballroom|"
    r"amphithe?atre|main hall|plenary hall|cafeteria|canteen|hall d'accueil)$"
)
_INLINE = re.compile(
    r"[\s,;(|–—-]+(?:(?:meeting |conference )?room|salle|sala|venue|location|lieu|lugar)\s*[:#]\s*"
    r"(?P<room>[^,;()]{1,40})\)?\s*$",
    re.IGNORECASE,
)


def room_alone(text: str) -> str | None:
    """The room that a line names and nothing else, or None."""
    plain = fold(text)
    match = ROOM_LABEL.match(plain)
    if match is None or len(text) > 60 or text.endswith("."):
        return None
    rest = text[match.end() :]
    named = rest.strip(" :")
    if rest.lstrip().startswith(":"):
        says_room = plain.startswith(("venue", "location", "lieu", "lugar")) or len(named) > 3
        return named if says_room and named else f"{text[: match.end()]} {named}" if named else None
    if plain.startswith(("venue", "location", "lieu")) or not re.match(r"\s+[\dA-Z]", rest):
        return None
    return text if len(named.split()) <= 3 else None


def room_above(text: str) -> str | None:
    """The room that a line above a title names and nothing else: "Green Ballroom 2 & 3"."""
    return room_alone(text) or (text if _ABOVE.match(text) and len(text) < 60 else None)


def room_in_title(title: str) -> tuple[str, str | None]:
    """The title without the room at its end, and the room: "Workshop (Room 8)", "Tea @ Hall B"."""
    match = re.search(r"\s*[(\[]\s*([^()\[\]]{4,40}?)\s*[)\]]\s*$", title)
    match = match or re.search(r"\s+(?:[-–—|@]|at the|in the|in)\s+([^-–—|@]{4,40}?)\s*$", title)
    if match and (room := _room(match.group(1))):
        return title[: match.start()], room
    if found := _INLINE.search(title):
        room = found["room"].strip()
        # "Room: U4" is room U4; "Room: Vienna" has a name of its own.
        return title[: found.start()], room if len(room) > 3 else f"Room {room}"
    return title, None


def perhaps_a_room(title: str) -> str | None:
    """A word or a number in brackets behind a title that may be a room: "Lunch (Annex)"."""
    match = re.search(
        r"[(\[]\s*([A-ZÀ-Þ][a-zà-ÿ]{3,14}|[A-Z]{1,2}[-.]?\d{1,4}(?:-\w{1,5})?)\s*[)\]]$", title
    )
    return match.group(1) if match else None


def _room(text: str) -> str | None:
    if found := room_alone(text):
        return found
    if _ALONE.match(fold(text)):
        return text.strip()
    if _BEFORE_KIND.match(text) or (_AFTER_KIND.match(fold(text)) and re.search(r"[A-Z\d]", text)):
        return text.strip()
    return None
