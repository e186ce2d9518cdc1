"""What an organiser types about the event itself; errors are sentences beside a field.

Knows no database.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from app.errors import BadInput
from app.events.models import Accent, Event, Mode

# The longest that each may be.
_MOST = {
    "title": 300, "short_title": 60, "subtitle": 300, "place": 200, "venue": 300, "organisers": 300,
}  # fmt: skip
_MOST_BACKGROUND = 8000


@dataclass(frozen=True, slots=True)
class EventText:
    """An event as its organisers describe it: the columns of Event that they may change here."""

    title: str
    short_title: str
    subtitle: str
    place: str
    venue: str
    organisers: str
    background: str
    mode: Mode
    language: str
    accent: Accent
    required_priorities: int


class EventForm(BaseModel):
    """The form of an event; every field is text as typed. `seen` marks what the page showed."""

    title: str = ""
    short_title: str = ""
    subtitle: str = ""
    place: str = ""
    venue: str = ""
    organisers: str = ""
    background: str = ""
    mode: str = Mode.IN_PERSON.value
    language: str = "en"
    accent: str = Accent.BLUE.value
    required_priorities: str = ""
    seen: str = ""

    @classmethod
    def of(cls, event: Event, seen: str) -> EventForm:
        """The form as the event is now."""
        values: dict[str, Any] = {
            name: str(getattr(event, name)) for name in cls.model_fields if name != "seen"
        }
        return cls(**values, seen=seen)

    def checked(self, languages: Container[str]) -> EventText:
        """The values, or BadInput naming the field; `languages` are those that pages speak."""
        lines = {name: " ".join(getattr(self, name).split()) for name in _MOST}
        if not lines["title"]:
            raise BadInput("An event needs a title.", field="title")
        for name, most in _MOST.items():
            if len(lines[name]) > most:
                raise BadInput(
                    "This is longer than {most} characters. Shorten it.", field=name, most=most
                )
        background = self.background.replace("\r\n", "\n").strip()
        if len(background) > _MOST_BACKGROUND:
            raise BadInput(
                "This is longer than {most} characters. Shorten it.",
                field="background",
                most=_MOST_BACKGROUND,
            )
        if self.language not in languages:
            raise BadInput("Choose one of the languages.", field="language")
        return EventText(
            **lines,
            background=background,
            mode=self._mode(),
            language=self.language,
            accent=self._accent(),
            required_priorities=self._owed(),
        )

    def _mode(self) -> Mode:
        try:
            return Mode(self.mode)
        except ValueError:
            raise BadInput("Choose how people take part.", field="mode") from None

    def _accent(self) -> Accent:
        try:
            return Accent(self.accent)
        except ValueError:
            raise BadInput("Choose one of the colours.", field="accent") from None

    def _owed(self) -> int:
        typed = self.required_priorities.strip() or "0"
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 2):
            raise BadInput(
                "Give the number of priorities as a number, for instance 2.",
                field="required_priorities",
            )
        return int(typed)
