"""What may be typed about delegations and people, with a sentence for every refusal.

Every field is plain text with a default, so that what was typed can always be shown again.
"""

from __future__ import annotations

import re
from datetime import timedelta

from pydantic import BaseModel

from app.delegations.models import DelegationKind, Role
from app.errors import BadInput

NAME = 200
FUNCTION = 300
EMAIL = 254
SECTOR = 160
PASSKEY = 80
# Days that a personal link may last.
LINK_DAYS = ("1", "7", "30")

_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")


class ParticipantForm(BaseModel):
    """A person: name, function, address, where they belong; `role` only for a new one.

    `base` is the fingerprint of the entry that the form was filled from, see rules.fingerprint.
    """

    name: str = ""
    function: str = ""
    email: str = ""
    delegation_id: str = ""
    sector_id: str = ""
    role: str = ""
    base: str = ""

    def checked_name(self) -> str:
        """The name in one line."""
        return _needed(self.name, NAME, "name", "The name is missing. A function will do, too.")

    def checked_function(self) -> str:
        """The function in one line, perhaps empty."""
        return _limited(self.function, FUNCTION, "function")

    def checked_email(self) -> str | None:
        """The address, or None."""
        email = _limited(self.email, EMAIL, "email")
        if email and not _EMAIL.fullmatch(email):
            raise BadInput(
                "“{email}” is not an e-mail address. It should look like name@example.org.",
                field="email",
                email=email,
            )
        return email or None

    def checked_role(self) -> Role:
        """The role of a new person."""
        return chosen_role(self.role)


class DelegationForm(BaseModel):
    """A delegation: a State by its ISO 3166-1 alpha-2 code, or an organisation by its name."""

    kind: str = DelegationKind.STATE.value
    territory: str = ""
    name: str = ""

    def checked_kind(self) -> DelegationKind:
        """State or organisation."""
        try:
            return DelegationKind(self.kind)
        except ValueError:
            raise BadInput("Choose State or organisation.", field="kind") from None

    def checked_name(self) -> str:
        """The name that this event uses; empty lets the State's usual name stand."""
        return _limited(self.name, NAME, "name")


class SectorForm(BaseModel):
    """A field of work that delegations are composed of."""

    name: str = ""

    def checked_name(self) -> str:
        """The name in one line."""
        return _needed(self.name, SECTOR, "name", "Give the sector a name.")


class AppointmentForm(BaseModel):
    """A role, at the whole event or (with an id) in one event session."""

    role: str = ""
    event_session_id: str = ""

    def checked_role(self) -> Role:
        """The role."""
        return chosen_role(self.role)

    def checked_event_session_id(self) -> int | None:
        """The event session, or None for the whole event."""
        return chosen_id(self.event_session_id, "event_session_id")


class LinkForm(BaseModel):
    """How long a personal link opens the door, in days (empty: until taken back), and how often."""

    lasts: str = ""
    use: str = ""

    @property
    def is_for_one_use(self) -> bool:
        """Whether it opens once."""
        return self.use == "one"

    def checked_lasts(self) -> timedelta | None:
        """How long, or None for a link without an end."""
        if not self.lasts:
            return None
        if self.lasts not in LINK_DAYS:
            raise BadInput("Choose how long the link opens the door.", field="lasts")
        return timedelta(days=int(self.lasts))


class PasskeyForm(BaseModel):
    """A passkey to be kept: its name, and the device's answer (JSON, AuthenticatorResponse)."""

    name: str = ""
    answer: str = ""

    def checked_name(self) -> str:
        """The name in one line, by which its owner knows it."""
        return _needed(self.name, PASSKEY, "name", "Give the passkey a name, like “Laptop”.")


def chosen_role(text: str) -> Role:
    """One of the roles that people can be given."""
    try:
        role = Role(text.strip())
    except ValueError:
        role = Role.PUBLIC
    if role is Role.PUBLIC:
        raise BadInput("Choose a role.", field="role")
    return role


def chosen_id(text: str, field: str) -> int | None:
    """The id chosen in a list, None for the empty choice."""
    text = text.strip()
    if not text:
        return None
    # Nine digits always fit into the database's integers; ten may not.
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadInput("Choose one of the list.", field=field)
    return int(text)


def one_line(text: str) -> str:
    """Text without line breaks, doubled spaces and characters that nobody can see."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _needed(text: str, most: int, field: str, sentence: str) -> str:
    text = _limited(text, most, field)
    if not text:
        raise BadInput(sentence, field=field)
    return text


def _limited(text: str, most: int, field: str) -> str:
    text = one_line(text)
    if len(text) > most:
        raise BadInput(
            "This is {count} characters long; {most} fit. Shorten it.",
            field=field,
            count=len(text),
            most=most,
        )
    return text
