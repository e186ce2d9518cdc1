"""Badges: a number for each participant, and what is printed on the sheets."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.check_in_models import Badge
from app.delegations.locking import people_for_update
from app.delegations.queries import Member, participants
from app.delegations.rights import Action, Person, require
from app.delegations.sign_in import issue_link
from app.errors import BadInput
from app.events.models import Event


@dataclass(frozen=True)
class PrintedBadge:
    """What stands on a badge. `token` is a fresh personal link's, where the organiser wants it."""

    member: Member
    number: str
    token: str | None


@dataclass(frozen=True)
class BadgeLine:
    """A person in the list of badges: the number once there is one, and whether it was printed."""

    member: Member
    number: str | None
    is_printed: bool


def badge_lines(db: Reading, event: Event, *, by: Person | None) -> list[BadgeLine]:
    """Everybody with their badges, by delegation, for those who manage people."""
    require(by, Action.MANAGE_PEOPLE, event_id=event.key)
    badges = _badges(db, event.key)
    return [
        BadgeLine(
            member,
            badges[member.id].number if member.id in badges else None,
            member.id in badges and badges[member.id].printed_at is not None,
        )
        for member in participants(db, event, by=by)
    ]


def print_badges(
    db: Writing,
    event_id: int,
    *,
    whom: str,
    with_links: bool,
    by: Person | None,
) -> list[PrintedBadge]:
    """Number the badges of those chosen and note that they are printed.

    `whom` is "all", "new" (not printed yet), "delegation-7" or "person-9". `with_links` gives
    everybody a fresh personal link, which lets in whoever holds the badge.
    """
    event = people_for_update(db, event_id, by)
    badges = _badges(db, event_id)
    chosen = _chosen(participants(db, event, by=by), whom, badges)
    if not chosen:
        raise BadInput("Nobody is chosen. Choose all, or a delegation with people.", field="whom")
    taken = {badge.number for badge in badges.values()}
    actor = by.participant_id if by else None
    printed = []
    for member in chosen:
        badge = badges.get(member.id)
        if badge is None:
            badge = Badge(event_id=event_id, participant_id=member.id, number=_number(taken))
            taken.add(badge.number)
            db.add(badge)
        badge.printed_at = now()
        token = issue_link(db, member.id, by=actor) if with_links else None
        printed.append(PrintedBadge(member, badge.number, token))
    db.flush()
    return printed


def spaced(number: str) -> str:
    """The digits as they are read aloud: "482 913"."""
    return f"{number[:3]} {number[3:]}"


def _chosen(members: list[Member], whom: str, badges: dict[int, Badge]) -> list[Member]:
    kind, _, number = whom.partition("-")
    match kind:
        case "all":
            return members
        case "new":
            printed = {key for key, badge in badges.items() if badge.printed_at is not None}
            return [one for one in members if one.id not in printed]
        case "podium":
            return [one for one in members if one.delegation_id is None]
        case "delegation":
            return [one for one in members if str(one.delegation_id) == number]
        case "person":
            return [one for one in members if str(one.id) == number]
        case _:
            return []


def _badges(db: Reading, event_id: int) -> dict[int, Badge]:
    found = db.exec(select(Badge).where(Badge.event_id == event_id).order_by(col(Badge.id)))
    return {badge.participant_id: badge for badge in found}


def _number(taken: Collection[str]) -> str:
    while True:
        # Never a zero in front: typed into a spreadsheet it would be lost.
        number = str(100_000 + secrets.randbelow(900_000))
        if number not in taken:
            return number
