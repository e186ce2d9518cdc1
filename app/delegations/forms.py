"""What may be typed about delegations and people, with a sentence for every refusal.

Every field is plain text with a default, so that what was typed can always be shown again.
"""

from __future__ import annotations

import re
from datetime import timedelta

from pydantic import BaseModel

from app.delegations.models import DelegationKind, Gender, OrganisationKind, Role
from app.errors import BadInput

NAME = 200
FUNCTION = 300
EMAIL = 254
SECTOR = 160
# The languages in which pages are read; an event may name its delegations in each.
LANGUAGES = ("en", "fr")
TYPED = "typed"
NOT_SAID = "not_said"
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
    # None: it was not asked, what is stored stays; NOT_SAID takes it back.
    gender: str | None = None
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

    def checked_gender(self, stored: Gender | None) -> Gender | None:
        """The gender that was chosen; `stored` where it was not asked."""
        if self.gender is None:
            return stored
        if self.gender == NOT_SAID:
            return None
        try:
            return Gender(self.gender)
        except ValueError:
            raise BadInput("Choose one of the list.", field="gender") from None

    def checked_role(self) -> Role:
        """The role of a new person."""
        return chosen_role(self.role)


class DelegationForm(BaseModel):
    """A delegation: a State by its ISO 3166-1 alpha-2 code, or an organisation by its name."""

    kind: str = DelegationKind.STATE.value
    territory: str = ""
    name: str = ""
    organisation_kind: str = ""
    # Names in the languages that are not the event's, as "fr" → "Géorgie": two lists, side by side.
    languages: list[str] = []
    names: list[str] = []

    def checked_kind(self) -> DelegationKind:
        """State or organisation."""
        try:
            return DelegationKind(self.kind)
        except ValueError:
            raise BadInput("Choose State or organisation.", field="kind") from None

    def checked_name(self) -> str:
        """The name that this event uses; empty lets the State's usual name stand."""
        return _limited(self.name, NAME, "name")

    def checked_organisation_kind(self) -> OrganisationKind | None:
        """The kind of an organisation; None where none is chosen, and for States."""
        if not self.organisation_kind or self.kind != DelegationKind.ORGANISATION.value:
            return None
        try:
            return OrganisationKind(self.organisation_kind)
        except ValueError:
            raise BadInput("Choose one of the list.", field="organisation_kind") from None

    def checked_names(self) -> dict[str, str]:
        """Language → official name there; what is empty has none."""
        pairs = zip(self.languages, self.names, strict=False)
        return {
            language: name
            for language, written in pairs
            if language in LANGUAGES and (name := _limited(written, NAME, f"name-{language}"))
        }


class ProtocolForm(BaseModel):
    """The rules of composition, and the order in which delegations stand.

    `order` is a language, or TYPED with `ids` and `positions` side by side.
    """

    at_most: str = ""
    at_least: str = ""
    required: list[str] = []
    asks_gender: str = ""
    order: str = ""
    ids: list[str] = []
    positions: list[str] = []

    def checked_limits(self) -> tuple[int | None, int | None]:
        """At most and at least so many members, or None."""
        most = _number(self.at_most, "at_most")
        least = _number(self.at_least, "at_least")
        if most is not None and least is not None and least > most:
            raise BadInput(
                "“At least” is more than “at most”. Change one of them.", field="at_least"
            )
        return most, least

    def checked_required(self) -> set[int]:
        """The ids of the sectors from which every State should send somebody."""
        return {chosen for one in self.required if (chosen := chosen_id(one, "required"))}

    def checked_order(self) -> tuple[str, bool]:
        """The language of the alphabet, and whether the order is typed instead."""
        if self.order == TYPED:
            return "", True
        if self.order not in LANGUAGES:
            raise BadInput("Choose one of the list.", field="order")
        return self.order, False

    def checked_positions(self) -> dict[int, int]:
        """Delegation id → its place, 0 where none is typed."""
        found: dict[int, int] = {}
        for key, written in zip(self.ids, self.positions, strict=False):
            delegation_id = chosen_id(key, "order")
            if delegation_id is not None:
                found[delegation_id] = _number(written, f"position-{delegation_id}") or 0
        return found


class MemberForm(BaseModel):
    """A member of one's own delegation, as its focal point or head enters them."""

    name: str = ""
    function: str = ""
    email: str = ""
    sector_id: str = ""
    base: str = ""

    def as_participant(self, delegation_id: int, role: str = "") -> ParticipantForm:
        """The same for the organisers' actions, in this delegation whatever was sent."""
        return ParticipantForm(**self.model_dump(), delegation_id=str(delegation_id), role=role)


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


def _number(text: str, field: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 999):
        raise BadInput("Give a number from 1 to 999, or leave it empty.", field=field)
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
