"""What is chosen for a join code, and what somebody types who comes in by it."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel

from app.delegations.forms import EMAIL, NAME, chosen_id, one_line
from app.delegations.joining_models import JoinNames, JoinProof
from app.errors import BadInput

HOURS = ("1", "4", "12")


class JoinForm(BaseModel):
    """A new join code: how names are given, what proves them, how many hours it holds."""

    names: str = JoinNames.LISTED.value
    proof: str = JoinProof.PODIUM.value
    hours: str = "4"

    def checked_names(self) -> JoinNames:
        """How names are given."""
        if self.names not in set(JoinNames):
            raise BadInput("Choose how people say who they are.", field="names")
        return JoinNames(self.names)

    def checked_proof(self) -> JoinProof:
        """What proves them."""
        if self.proof not in set(JoinProof):
            raise BadInput("Choose what shows that they are the one.", field="proof")
        return JoinProof(self.proof)

    def checked_lasts(self) -> timedelta:
        """How long the code holds."""
        if self.hours not in HOURS:
            raise BadInput("Choose how long the code holds.", field="hours")
        return timedelta(hours=int(self.hours))


class JoiningForm(BaseModel):
    """Who somebody says they are, chosen in the list or typed; and what proves it, if asked."""

    participant_id: str = ""
    name: str = ""
    address: str = ""
    badge: str = ""

    def checked_participant_id(self) -> int:
        """The person chosen in the list."""
        chosen = chosen_id(self.participant_id, "participant_id")
        if chosen is None:
            raise BadInput("Choose your name.", field="participant_id")
        return chosen

    def checked_name(self) -> str:
        """The name in one line."""
        name = one_line(self.name)[:NAME]
        if not name:
            raise BadInput("Type your name as it stands in your invitation.", field="name")
        return name

    def checked_badge(self) -> str:
        """The digits of the badge's number, however they are spaced."""
        digits = "".join(str(int(one)) for one in self.badge[:40] if one.isdecimal())
        if not digits:
            raise BadInput("Type the number that stands on your badge.", field="badge")
        return digits

    def checked_address(self) -> str:
        """The e-mail address in one line."""
        address = one_line(self.address)[:EMAIL]
        if not address:
            raise BadInput("Type the e-mail address that the organisers have.", field="address")
        return address
