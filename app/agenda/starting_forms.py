"""What an organiser types to start a new event; errors are sentences beside a field.

Knows no database and no samples: which there are is asked where the event is started.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from app.agenda.forms import date_in
from app.errors import BadInput

# What the choice of a source sends for the event one is at, and for an empty agenda.
THIS_EVENT, NOTHING = "this", "nothing"


@dataclass(frozen=True, slots=True)
class StartText:
    """A new event as wanted: `source` THIS_EVENT, NOTHING or a sample's name; `slug` may be ""."""

    source: str
    title: str
    slug: str
    starts: date
    zone: str


class StartForm(BaseModel):
    """The form of a new event; every field is text as typed."""

    source: str = THIS_EVENT
    title: str = ""
    slug: str = ""
    starts: str = ""
    zone: str = ""

    def checked(self) -> StartText:
        """The values, or BadInput naming the field."""
        title = " ".join(self.title.split())
        if not title:
            raise BadInput("An event needs a title.", field="title")
        if len(title) > 300:
            raise BadInput(
                "The title is longer than {most} characters. Shorten it.", field="title", most=300
            )
        starts = date_in(self.starts, "starts")
        if starts is None:
            raise BadInput("Say on which day the event begins.", field="starts")
        return StartText(
            source=self.source.strip(),
            title=title,
            slug=self.slug.strip().lower(),
            starts=starts,
            zone=self.zone.strip(),
        )
