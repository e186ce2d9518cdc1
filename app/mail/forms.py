"""What organisers choose about sending, and participants about what they get."""

from __future__ import annotations

import re
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel

from app.errors import BadInput
from app.mail.models import MailKind
from app.mail.texts import CHOSEN, EDITABLE

# Minutes before a session of one's own; the last is a day.
REMIND = (15, 60, 1440)


class Decision(StrEnum):
    """What a person decides about a mail."""

    AGAIN = "again"
    SENT = "sent"
    DROP = "drop"


class SendForm(BaseModel):
    """Mails of one kind to chosen people; `batch` is made with the form, so that it counts once.

    `people` had none when the form was made; `again` are those who shall get another one. `version`
    is the agenda's, for what changed.
    """

    kind: str = ""
    people: list[str] = []
    again: list[str] = []
    batch: str = ""
    version: str = ""

    def checked_kind(self) -> MailKind:
        """A kind that organisers send to people they choose."""
        if self.kind not in {kind.value for kind in CHOSEN}:
            raise BadInput("Choose what the mail is for.", field="kind")
        return MailKind(self.kind)

    def checked_people(self) -> tuple[frozenset[int], frozenset[int]]:
        """Ids of participants, at least one: who shall have one mail, and who another one."""
        if not self.people and not self.again:
            raise BadInput("Choose at least one person.", field="people")
        if not all(re.fullmatch(r"[0-9]{1,9}", one) for one in (*self.people, *self.again)):
            raise BadInput("This form is not complete. Load the page again.")
        return frozenset(map(int, self.people)), frozenset(map(int, self.again))

    def checked_batch(self) -> str:
        """The form's own mark."""
        try:
            return str(UUID(self.batch))
        except ValueError:
            raise BadInput("This form is not complete. Load the page again.") from None

    def checked_version(self) -> int | None:
        """The number of a published version, or None."""
        return int(self.version) if re.fullmatch(r"[0-9]{1,6}", self.version) else None


class DecisionForm(BaseModel):
    """What shall become of a mail."""

    decision: str = ""

    def checked(self) -> Decision:
        """The decision, or BadInput."""
        try:
            return Decision(self.decision)
        except ValueError:
            raise BadInput("Choose what shall become of this mail.") from None


class ChoiceForm(BaseModel):
    """In which language somebody gets mails ("": the event's), and how long before to remind."""

    language: str = ""
    remind: str = ""

    def checked_language(self, languages: tuple[str, ...]) -> str | None:
        """One of `languages`, or None."""
        if self.language and self.language not in languages:
            raise BadInput("Choose one of the languages.", field="language")
        return self.language or None

    def checked_remind(self) -> int | None:
        """Minutes, or None."""
        if self.remind and self.remind not in {str(one) for one in REMIND}:
            raise BadInput("Choose one of the reminders.", field="remind")
        return int(self.remind) if self.remind else None


def checked_kind(text: str) -> MailKind:
    """One of the kinds whose words can be changed."""
    if text not in {kind.value for kind in EDITABLE}:
        raise BadInput("Choose what the mail is for.", field="kind")
    return MailKind(text)
