"""What organisers type about data protection, checked: a sentence for every refusal."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from app.errors import BadInput
from app.events.models import ListShownTo

LINE = 300
BASIS = 1000
NOTICE = 20_000


class DataProtectionForm(BaseModel):
    """The notice of an event, to whom its list is shown, and when everything personal goes.

    `base` is the fingerprint of what the form was filled from, see notices.py.
    """

    model_config = ConfigDict(str_strip_whitespace=True)

    list_shown_to: str = ListShownTo.DELEGATIONS.value
    controller: str = ""
    contact: str = ""
    legal_basis: str = ""
    notice: str = ""
    delete_on: str = ""
    base: str = ""

    def checked_list_shown_to(self) -> ListShownTo:
        """Who sees the names."""
        try:
            return ListShownTo(self.list_shown_to)
        except ValueError:
            raise BadInput("Choose who sees the names.", field="list_shown_to") from None

    def checked_lines(self) -> tuple[str, str, str]:
        """Controller, contact and legal basis; each may be empty."""
        return (
            _limited(self.controller, LINE, "controller"),
            _limited(self.contact, LINE, "contact"),
            _limited(self.legal_basis, BASIS, "legal_basis"),
        )

    def checked_notice(self) -> str:
        """The text, with line ends as one character; empty means the usual text."""
        return _limited(plain_lines(self.notice), NOTICE, "notice")

    def checked_delete_on(self, *, today: date, last_day: date | None) -> date | None:
        """The day of deletion, after today and after the event; None: not decided yet."""
        if not self.delete_on:
            return None
        try:
            day = date.fromisoformat(self.delete_on)
        except ValueError:
            raise BadInput(
                "Give the day of deletion as year-month-day, for example 2027-06-30.",
                field="delete_on",
            ) from None
        if day <= today:
            raise BadInput("Choose a day of deletion after today.", field="delete_on")
        if last_day and day <= last_day:
            raise BadInput(
                "The agenda still has a day on {day}. Choose a later day of deletion.",
                field="delete_on",
                day=last_day.isoformat(),
            )
        return day


def plain_lines(text: str) -> str:
    """The text with line ends as one character."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _limited(text: str, most: int, field: str) -> str:
    if len(text) > most:
        raise BadInput("This is longer than {most} characters. Shorten it.", field=field, most=most)
    return text
