"""What people type in a silence procedure: fields, limits, a sentence for what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.errors import BadInput
from app.forms import Form
from app.recommendations.forms import MOST_REASON, MaybeId, Text, whole_number


class SilenceForm(Form):
    """Until when delegations may object, as wall time of the event ("2019-05-20T12:00")."""

    deadline: str = ""
    reason: Text = ""

    def check(self, zone: str) -> datetime:
        """The deadline as a moment, or BadInput."""
        _limit(self.reason, "reason", MOST_REASON)
        try:
            wall = datetime.fromisoformat(self.deadline)
        except ValueError:
            wall = None
        if wall is None or wall.tzinfo is not None or not 2000 <= wall.year <= 9000:
            raise BadInput(
                "Give the day and the time until which delegations may object.", field="deadline"
            )
        deadline = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if deadline.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall:
            raise BadInput(
                "Clocks are put forward at that hour: this time does not exist. Choose another.",
                field="deadline",
            )
        return deadline


class CallingOffForm(Form):
    """Why a silence procedure is called off."""

    reason: Text = ""

    def check(self) -> None:
        """Raise BadInput where the reason cannot be stored."""
        _need(self.reason, "reason", "Say why the procedure is called off.")
        _limit(self.reason, "reason", MOST_REASON)


class ObjectionForm(Form):
    """Over which paragraph a delegation objects, and why."""

    paragraph_id: MaybeId = ""
    reason: Text = ""

    def check(self) -> int:
        """The paragraph's id, or BadInput."""
        number = whole_number(self.paragraph_id)
        if number is None:
            raise BadInput("Choose the paragraph that you object to.", field="paragraph_id")
        _need(self.reason, "reason", "Give the reason: everybody reads it.")
        _limit(self.reason, "reason", MOST_REASON)
        return number


class ReservationForm(Form):
    """Where a delegation's position differs; without a paragraph on the text as a whole."""

    paragraph_id: MaybeId = ""
    text: Text = ""

    def check(self) -> int | None:
        """The paragraph's id if one is named, or BadInput."""
        _need(self.text, "text", "Write the reservation as it shall be printed.")
        _limit(self.text, "text", MOST_REASON)
        return whole_number(self.paragraph_id)


def _need(text: str, field: str, sentence: str) -> None:
    if not text:
        raise BadInput(sentence, field=field)


def _limit(text: str, field: str, most: int) -> None:
    if len(text) > most:
        raise BadInput(
            "This text has {length} characters; at most {most} fit. Shorten it.",
            field=field,
            most=most,
            length=len(text),
        )
