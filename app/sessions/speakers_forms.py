"""What people choose on the speakers' list, checked. Knows no board."""

from __future__ import annotations

from app.errors import BadInput
from app.forms import Form
from app.sessions.forms import OnBehalfForm
from app.sessions.speakers_models import FloorKind, SpeakersOrder

MOST_SECONDS = 3600


class AskForm(Form):
    """What somebody asks the floor for."""

    kind: str = ""

    def checked(self) -> FloorKind:
        """The kind."""
        try:
            return FloorKind(self.kind)
        except ValueError:
            raise BadInput("Choose what you ask the floor for.", field="kind") from None


class OnBehalfAskForm(AskForm, OnBehalfForm):
    """For whom the podium asks, and what for."""


class ArrangementForm(Form):
    """How the chair runs the list; `seconds` is what each speaker has, `open` "yes" or nothing."""

    order: str = ""
    seconds: str = ""
    open: str = ""

    def checked_order(self) -> SpeakersOrder:
        """The order of speaking."""
        try:
            return SpeakersOrder(self.order)
        except ValueError:
            raise BadInput("Choose the order of speaking.", field="order") from None

    def checked_seconds(self) -> int:
        """The seconds that each speaker has."""
        given = self.seconds
        if not given.isascii() or not given.isdigit() or not 0 < int(given[:6]) <= MOST_SECONDS:
            raise BadInput(
                "Give the time of a speaker in seconds, from 1 to {most}.",
                field="seconds",
                most=MOST_SECONDS,
            )
        return int(given)


class FloorForm(Form):
    """To whom the floor is given; empty for the next one on the list."""

    speaker: str = ""

    def checked(self) -> int | None:
        """The number of a request, or None for the next one."""
        if not self.speaker:
            return None
        if not self.speaker.isascii() or not self.speaker.isdigit() or len(self.speaker) > 9:
            raise BadInput("Choose one of those who wait for the floor.", field="speaker")
        return int(self.speaker)
