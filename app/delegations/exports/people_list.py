"""What lists of participants hold, whatever their format. Knows no format and no rights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.delegations.models import DelegationKind, Gender, Role

# The words that pages use for roles; `gettext` of these is what importing reads again.
ROLE_WORDS = {
    Role.ORGANISER: "Organiser",
    Role.CHAIR: "Chair",
    Role.RAPPORTEUR: "Rapporteur",
    Role.HEAD: "Head of delegation",
    Role.DELEGATE: "Delegate",
    Role.FOCAL_POINT: "Focal point",
    Role.SPEAKER: "Speaker",
    Role.OBSERVER: "Observer",
    Role.PRESS: "Press",
}
GENDER_WORDS = {Gender.WOMAN: "Woman", Gender.MAN: "Man", Gender.OTHER: "Other"}
HEADERS = ("Delegation", "Sector", "Name", "Function", "E-mail", "Role")


@dataclass(frozen=True)
class Listed:
    """One person of a list; `roles` hold at the whole event."""

    name: str
    function: str
    email: str
    sector: str
    roles: tuple[Role, ...]
    gender: Gender | None = None


@dataclass(frozen=True)
class ListedDelegation:
    """A delegation with its people, the head first; `keepers` keep its list and are no members."""

    name: str
    kind: DelegationKind
    members: Sequence[Listed]
    keepers: Sequence[Listed]


@dataclass(frozen=True)
class PeopleList:
    """Everybody at an event: those without a delegation first, delegations in their order."""

    title: str
    facts: tuple[str, ...]
    language: str
    others: Sequence[Listed]
    delegations: Sequence[ListedDelegation]
    translate: Callable[[str], str]
    asks_gender: bool = False

    def rows(self) -> list[list[str]]:
        """Header and a row for each person, as spreadsheets hold them."""
        people = [("", one) for one in self.others]
        people += [
            (line.name, one) for line in self.delegations for one in (*line.members, *line.keepers)
        ]
        return [
            [
                self.translate(word)
                for word in (*HEADERS, *(("Gender",) if self.asks_gender else ()))
            ],
            *(
                [
                    delegation,
                    one.sector,
                    one.name,
                    one.function,
                    one.email,
                    "; ".join(self.translate(ROLE_WORDS[role]) for role in one.roles),
                    *([self._gender(one)] if self.asks_gender else []),
                ]
                for delegation, one in people
            ),
        ]

    def _gender(self, one: Listed) -> str:
        return self.translate(GENDER_WORDS[one.gender]) if one.gender else ""
