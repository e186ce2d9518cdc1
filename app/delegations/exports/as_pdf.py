"""The printed list of participants by delegation, tagged PDF set from `people.typ`.

It is given to everybody in the room, so it holds no address.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from app.delegations.exports.people_list import ROLE_WORDS, Listed, PeopleList
from app.delegations.models import DelegationKind, Role
from app.printing import printable, typeset

TEMPLATE = Path(__file__).with_name("people.typ")


def as_pdf(people: PeopleList, *, dated: datetime) -> bytes:
    """The PDF (PDF/UA-1), A4: States, organisations, then podium and guests."""
    say = people.translate
    groups: list[dict[str, Any]] = []
    for kind, title in (
        (DelegationKind.STATE, say("States")),
        (DelegationKind.ORGANISATION, say("Organisations")),
    ):
        lines = [one for one in people.delegations if one.kind is kind and one.members]
        if lines:
            groups.append(
                {
                    "title": title,
                    "delegations": [
                        {
                            "name": printable(one.name),
                            "people": [_person(person, people) for person in one.members],
                        }
                        for one in lines
                    ],
                }
            )
    if people.others:
        alone = {"name": "", "people": [_person(one, people) for one in people.others]}
        groups.append({"title": say("Podium and guests"), "delegations": [alone]})
    document = {
        "title": printable(people.title),
        "kicker": say("List of participants"),
        "facts": [printable(fact) for fact in people.facts if fact],
        "groups": groups,
        "page": say("Page {page} of {pages}"),
        "empty": say("Nobody is entered yet."),
        "lang": people.language,
    }
    return typeset(TEMPLATE, document, dated=dated)


def _person(person: Listed, people: PeopleList) -> dict[str, str]:
    shown = [role for role in person.roles if role is not Role.DELEGATE]
    roles = ", ".join(people.translate(ROLE_WORDS[role]) for role in shown)
    function = person.function if person.function.casefold() != roles.casefold() else ""
    return {
        "name": printable(person.name),
        "role": roles if roles.casefold() != person.name.casefold() else "",
        "function": printable(function),
        "sector": printable(person.sector),
    }
