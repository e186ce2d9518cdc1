"""What organisers and owners type in the follow-up; errors are sentences. Knows no rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from app.agenda.forms import date_in
from app.errors import BadInput
from app.forms import Form
from app.recommendations.following_up.models import OwnerKind, Progress
from app.recommendations.forms import MOST_LINE, MOST_TEXT, Text

_LONGEST_LINK = 500


@dataclass(frozen=True, slots=True)
class ChosenOwner:
    """Who shall own a point: a delegation by its id, the organisers, or an organisation by name."""

    kind: OwnerKind
    delegation_id: int | None
    name: str
    due_on: date | None


class OwnerForm(Form):
    """An owner of a point; `owner` is "delegation-3", "organisers" or "organisation"."""

    owner: str = ""
    name: Text = ""
    due_on: str = ""

    def checked(self) -> ChosenOwner:
        """The owner, or BadInput naming the field."""
        due_on = date_in(self.due_on, "due_on")
        kind, _, number = self.owner.partition("-")
        if kind == OwnerKind.DELEGATION and number.isascii() and number.isdecimal():
            if len(number) < 10:
                return ChosenOwner(OwnerKind.DELEGATION, int(number), "", due_on)
        elif self.owner == OwnerKind.ORGANISERS:
            return ChosenOwner(OwnerKind.ORGANISERS, None, "", due_on)
        elif self.owner == OwnerKind.ORGANISATION:
            if not self.name:
                raise BadInput("Say which organisation owns this point.", field="name")
            if len(self.name) > MOST_LINE:
                raise BadInput("The name is longer than {most} characters. Shorten it.",
                               field="name", most=MOST_LINE)  # fmt: skip
            return ChosenOwner(OwnerKind.ORGANISATION, None, self.name, due_on)
        raise BadInput("Choose who owns this point.", field="owner")


class DueForm(Form):
    """By when an owner shall be done; empty: no date."""

    due_on: str = ""

    def checked(self) -> date | None:
        """The date, or BadInput."""
        return date_in(self.due_on, "due_on")


class ReportForm(Form):
    """How far an owner is, and what shows it."""

    progress: str = ""
    evidence: Text = ""
    link: Text = ""

    def checked(self) -> Progress:
        """The progress, or BadInput naming the field."""
        if self.progress not in set(Progress):
            raise BadInput("Choose how far this point is.", field="progress")
        progress = Progress(self.progress)
        if len(self.evidence) > MOST_TEXT:
            raise BadInput(
                "This text has {length} characters; at most {most} fit. Shorten it.",
                field="evidence", most=MOST_TEXT, length=len(self.evidence),
            )  # fmt: skip
        if progress is Progress.DONE and not (self.evidence or self.link):
            raise BadInput("Say what shows that it is done, or give a link.", field="evidence")
        if progress is Progress.NO_LONGER and not self.evidence:
            raise BadInput("Say why this is no longer pursued.", field="evidence")
        if self.link and not _is_address(self.link):
            raise BadInput(
                "Give the whole address of a page, beginning with https://.", field="link"
            )
        return progress


class VisibilityForm(Form):
    """Who may read the follow-up: everybody ("public") or participants ("participants")."""

    visible: str = ""

    def checked(self) -> bool:
        """Whether everybody may, or BadInput."""
        if self.visible not in {"public", "participants"}:
            raise BadInput("Choose who may read the follow-up.", field="visible")
        return self.visible == "public"


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    plain = len(text) <= _LONGEST_LINK and not any(c.isspace() for c in text)
    return plain and parts.scheme in {"http", "https"} and bool(parts.hostname)
