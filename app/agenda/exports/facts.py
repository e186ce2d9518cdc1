"""What stands around a timetable in its exports. Knows the event's row, no agenda."""

from __future__ import annotations

from dataclasses import dataclass

from app.events.models import Event, Mode
from app.printing import printable


@dataclass(frozen=True, slots=True)
class AgendaFacts:
    """The event's facts; `base_url` is the installation's public address without a slash at its
    end, from the settings and never from a request."""

    slug: str
    title: str
    subtitle: str
    place: str
    venue: str
    online: bool
    language: str
    organisers: str
    base_url: str

    @property
    def address(self) -> str:
        """The event's public page."""
        return f"{self.base_url}/events/{self.slug}"


def facts_of(event: Event, base_url: str) -> AgendaFacts:
    """The facts of an event, each in one line and printable."""
    return AgendaFacts(
        slug=event.slug,
        title=_line(event.title),
        subtitle=_line(event.subtitle),
        place=_line(event.place),
        venue=_line(event.venue),
        online=event.mode is Mode.ONLINE,
        language=event.language,
        organisers=_line(event.organisers),
        base_url=base_url.rstrip("/"),
    )


def _line(text: str) -> str:
    return " ".join(printable(text).split())
