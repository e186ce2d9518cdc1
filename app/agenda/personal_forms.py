"""What people type about their calendars, and organisers about joining links and invitations.

Knows no database: a form turns text into checked values, or into a sentence beside a field.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel

from app.errors import BadInput
from app.events.models import JoiningFor

# Minutes before the start; the last is a day.
REMINDERS = (5, 10, 15, 30, 60, 1440)
_PARTS = ("common", "chosen", "delegation", "roles", "breaks")
_MAIL = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\".]+")


class FeedForm(BaseModel):
    """A personal calendar: its name, what is in it (`parts`), minutes of reminder or nothing."""

    name: str = ""
    parts: list[str] = []
    reminder: str = ""

    def checked(self) -> dict[str, Any]:
        """The columns of a feed, or BadInput naming the field."""
        name = " ".join(self.name.split())
        if len(name) > 60:
            raise BadInput(
                "The name is longer than {most} characters. Shorten it.", field="name", most=60
            )
        parts = {part: part in self.parts for part in _PARTS}
        if not any(parts.values()):
            raise BadInput("Choose at least one thing that the calendar shows.", field="parts")
        if self.reminder and self.reminder not in {str(one) for one in REMINDERS}:
            raise BadInput("Choose one of the reminders.", field="reminder")
        return {"name": name, **parts, "reminder": int(self.reminder) if self.reminder else None}


class JoiningForm(BaseModel):
    """Joining links: the event's, those of its rooms (ids and links in one order), and for whom."""

    joining_url: str = ""
    joining_for: str = JoiningFor.PARTICIPANTS.value
    room_id: list[str] = []
    room_url: list[str] = []

    def checked_url(self) -> str:
        """The event's link, or nothing."""
        return _url(self.joining_url, "joining_url")

    def checked_for(self) -> JoiningFor:
        """Who is shown the links."""
        try:
            return JoiningFor(self.joining_for)
        except ValueError:
            raise BadInput("Choose who sees the links.", field="joining_for") from None

    def checked_rooms(self) -> dict[int, str]:
        """The links of rooms by id, "" where a room has none."""
        ids = [int(one) for one in self.room_id if re.fullmatch(r"[0-9]{1,9}", one)]
        if len(ids) != len(self.room_id) or len(ids) != len(self.room_url):
            raise BadInput("This form is not complete. Load the page again.")
        links = zip(ids, self.room_url, strict=True)
        return {room: _url(link, f"room-{room}") for room, link in links}


class ContactForm(BaseModel):
    """The organisers' mail address."""

    contact: str = ""

    def checked(self) -> str:
        """The address, or BadInput."""
        contact = self.contact.strip()
        if len(contact) > 254 or not _MAIL.fullmatch(contact):
            raise BadInput(
                "“{email}” is not an e-mail address. It should look like name@example.org.",
                field="contact",
                email=contact[:254],
            )
        return contact


def _url(text: str, field: str) -> str:
    link = text.strip()
    if not link:
        return ""
    parts = urlsplit(link) if link.isascii() and link.isprintable() and " " not in link else None
    if parts is None or parts.scheme != "https" or not parts.netloc or len(link) > 2000:
        raise BadInput(
            "A joining link begins with https:// and has no blanks. Copy it again.", field=field
        )
    return link
