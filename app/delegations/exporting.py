"""The list of participants as a file, for the organisers: CSV, XLSX, PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.clock import now
from app.db import Reading
from app.delegations.exports.as_pdf import as_pdf
from app.delegations.exports.as_table import as_csv, as_xlsx
from app.delegations.exports.people_list import Listed, ListedDelegation, PeopleList
from app.delegations.models import Role
from app.delegations.queries import Member, delegations_with_members, participants
from app.delegations.rights import Action, Person, require
from app.errors import BadInput
from app.events.models import Event

_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def export_people(
    db: Reading,
    event: Event,
    format_: str,
    *,
    language: str,
    translate: Callable[[str], str],
    by: Person | None,
) -> tuple[bytes, str, str]:
    """(bytes, media type, file name) of the list. BadInput for a format in which it is not written.

    Delegations are called in a spreadsheet as in the event, so that it can be imported again.
    """
    require(by, Action.MANAGE_PEOPLE, event_id=event.key)
    if format_ not in _MEDIA:
        raise BadInput("Participants are written as csv, xlsx and pdf. Choose one of these.")
    printed = language if format_ == "pdf" else None
    people = PeopleList(
        title=event.title,
        facts=(event.place, event.reference),
        language=language,
        others=_listed(one for one in participants(db, event, by=by) if not one.delegation_id),
        delegations=[
            ListedDelegation(
                one.name,
                one.kind,
                _listed(member for line in one.sectors for member in line.members),
                _listed(one.focal_points),
            )
            for one in delegations_with_members(db, event, language=printed, by=by)
        ],
        translate=translate,
        asks_gender=event.asks_gender,
    )
    if format_ == "pdf":
        content = as_pdf(people, dated=now())
    else:
        content = as_csv(people) if format_ == "csv" else as_xlsx(people)
    return content, _MEDIA[format_], f"{event.slug}-participants.{format_}"


def _listed(members: Iterable[Member]) -> list[Listed]:
    """By role, then by name."""
    order = list(Role)
    return [
        Listed(one.name, one.function, one.email or "", one.sector or "", one.roles, one.gender)
        for one in sorted(members, key=lambda m: (order.index(m.role), m.name.casefold()))
    ]
