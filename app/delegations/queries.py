"""Who comes, from where, as what: delegations and people, in a constant number of statements.

Names are loaded only for those who may read them; addresses only for those who manage people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Reading
from app.delegations.models import (
    Appointment,
    Delegation,
    DelegationKind,
    Gender,
    OrganisationKind,
    Participant,
    Role,
    Sector,
    SignIn,
    SignInLink,
    SignInWay,
)
from app.delegations.naming import in_protocol_order, names_at
from app.delegations.rights import Action, Person, may, require
from app.delegations.rules import Composition, CompositionRule, leading_role
from app.delegations.sign_in import opens
from app.delegations.visibility import may_read_counts, may_read_names, require_names
from app.errors import NotFound
from app.events.models import Event, Record


@dataclass(frozen=True)
class Member:
    """One person in a list. `email` is None for everybody who does not manage people."""

    id: int
    name: str
    function: str
    email: str | None
    delegation: str | None
    delegation_id: int | None
    sector: str | None
    roles: tuple[Role, ...]
    # (event session id, role), for roles that hold in one event session only.
    roles_in: tuple[tuple[int, Role], ...]

    # For who manages people, at events that ask for it.
    gender: Gender | None = None

    @property
    def only_keeps_the_list(self) -> bool:
        """Whether the person is the delegation's focal point and no member of it."""
        return set(self.roles) == {Role.FOCAL_POINT} and not self.roles_in

    @property
    def role(self) -> Role:
        """The role by which the person is listed."""
        return leading_role((*self.roles, *(role for _, role in self.roles_in)))


@dataclass(frozen=True)
class SectorLine:
    """The members of a delegation from one sector (None: from none); empty where not shown."""

    sector: str | None
    count: int
    members: tuple[Member, ...]


@dataclass(frozen=True)
class DelegationLine:
    """One delegation with its members by sector."""

    id: int
    name: str
    kind: DelegationKind
    territory: str | None
    sectors: tuple[SectorLine, ...]
    heads: int
    # Who keeps its list and is no member; empty where names are not shown.
    focal_points: tuple[Member, ...] = ()
    organisation_kind: OrganisationKind | None = None
    # Whether the reader may know how many people it has; `count` is 0 otherwise.
    counted: bool = True

    @property
    def people(self) -> tuple[Member, ...]:
        """Its members and its focal points, as far as names are shown."""
        return (*(one for line in self.sectors for one in line.members), *self.focal_points)

    @property
    def count(self) -> int:
        """How many people it has."""
        return sum(line.count for line in self.sectors)

    @property
    def composition(self) -> Composition:
        """What the rules look at."""
        by_sector = {line.sector: line.count for line in self.sectors if line.sector is not None}
        return Composition(self.name, self.kind, self.count, self.heads, by_sector)


@dataclass(frozen=True)
class LinkLine:
    """A personal link: when it was given, last used and taken back, and whether it opens now."""

    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    opens: bool


@dataclass(frozen=True)
class DeviceLine:
    """A browser in which the person is signed in: what it is, since when, by what."""

    id: int
    browser: str
    system: str
    way: SignInWay
    since: datetime


@dataclass(frozen=True)
class Entry:
    """All that is stored about one person, themselves or the organisers may see it."""

    participant: Participant
    member: Member
    links: tuple[LinkLine, ...]
    devices: tuple[DeviceLine, ...]
    journal_lines: int

    @property
    def live_links(self) -> int:
        """How many links open the door."""
        return sum(link.opens for link in self.links)

    @property
    def browsers(self) -> int:
        """In how many browsers the person is signed in."""
        return len(self.devices)


def delegations_with_members(
    db: Reading, event: Event, *, language: str | None = None, by: Person | None
) -> list[DelegationLine]:
    """All delegations in the event's order of protocol; seven statements at most.

    They are called as in `language` (None: the event's). Whoever may read the agenda sees their
    names; numbers and members as the event decides (visibility.py).
    """
    require(by, Action.READ_AGENDA, event_id=event.key)
    named, counted = may_read_names(event, by), may_read_counts(event, by)
    sector_order = [sector.name for sector in sectors(db, event)]
    members: dict[int, list[Member]] = {}
    for member in _members(db, event, by):
        if member.delegation_id is not None:
            members.setdefault(member.delegation_id, []).append(member)
    found = db.exec(select(Delegation).where(Delegation.event_id == event.key)).all()
    name_in = names_at(db, event)
    return [
        _line(
            one,
            name_in(one, language or event.language),
            members.get(one.key, []),
            sector_order,
            named=named,
            counted=counted,
        )
        for one in in_protocol_order(event, found, name_in)
    ]


def own_delegation(db: Reading, event: Event, *, by: Person | None) -> DelegationLine:
    """The delegation whose list this person keeps, with addresses; NotFound for who has none."""
    require(by, Action.MANAGE_OWN_DELEGATION, event_id=event.key)
    found = db.get(Delegation, by.delegation_id) if by and by.delegation_id else None
    if found is None:
        raise NotFound("You are in no delegation at this event. Ask the organisers.")
    order = [sector.name for sector in sectors(db, event)]
    members = _members(db, event, by, of=found.key)
    return _line(found, found.name, members, order, named=True, counted=True)


def participants(db: Reading, event: Event, *, by: Person | None) -> list[Member]:
    """Everybody at the event, by delegation (those without one first), then by role and name."""
    require_names(event, by)
    return _members(db, event, by)


def composition_rule(db: Reading, event: Event) -> CompositionRule:
    """What this event asks of the delegations of States."""
    return CompositionRule(
        at_most=event.delegation_at_most,
        at_least=event.delegation_at_least,
        sectors=tuple(sector.name for sector in sectors(db, event) if sector.is_required),
    )


def sectors(db: Reading, event: Event) -> Sequence[Sector]:
    """The event's sectors, in their order."""
    return db.exec(
        select(Sector)
        .where(Sector.event_id == event.key)
        .order_by(col(Sector.position), col(Sector.id))
    ).all()


def delegation_of(
    db: Reading, event: Event, delegation_id: int, *, by: Person | None
) -> Delegation:
    """One delegation of this event for those who manage people, or NotFound."""
    require(by, Action.MANAGE_PEOPLE, event_id=event.key)
    found = db.get(Delegation, delegation_id)
    if found is None or found.event_id != event.key:
        raise NotFound("There is no such delegation at this event. Look at the list of people.")
    return found


def managed_entry(db: Reading, event: Event, participant_id: int, *, by: Person | None) -> Entry:
    """All about one present person, for those who manage people; else NotFound."""
    require(by, Action.MANAGE_PEOPLE, event_id=event.key)
    return _entry(db, event, participant_id, by)


def own_entry(db: Reading, event: Event, *, by: Person | None) -> Entry:
    """All that is stored about the person themselves."""
    require(by, Action.READ_OWN_ENTRY, event_id=event.key)
    assert by is not None
    return _entry(db, event, by.own_id, by)


def _entry(db: Reading, event: Event, participant_id: int, by: Person | None) -> Entry:
    participant = db.get(Participant, participant_id)
    if participant is None or participant.event_id != event.key or participant.left_at is not None:
        raise NotFound("This person is not at the event (any more). Look at the list of people.")
    links = db.exec(
        select(SignInLink)
        .where(SignInLink.participant_id == participant_id)
        .order_by(col(SignInLink.created_at), col(SignInLink.id))
    )
    return Entry(
        participant=participant,
        member=_members(db, event, by, only=participant_id)[0],
        links=tuple(
            LinkLine(link.created_at, link.last_used_at, link.revoked_at, opens(link))
            for link in links
        ),
        devices=tuple(_devices(db, participant_id)),
        journal_lines=db.exec(
            select(sa.func.count()).select_from(Record).where(Record.by_id == participant_id)
        ).one(),
    )


def _devices(db: Reading, participant_id: int) -> Iterator[DeviceLine]:
    """The newest first."""
    found = db.exec(
        select(SignIn)
        .outerjoin(SignInLink, col(SignInLink.id) == col(SignIn.link_id))
        .where(
            SignIn.participant_id == participant_id,
            col(SignIn.ended_at).is_(None),
            SignIn.expires_at > now(),
            col(SignInLink.revoked_at).is_(None),
        )
        .order_by(col(SignIn.created_at).desc(), col(SignIn.id).desc())
    )
    for one in found:
        yield DeviceLine(one.key, one.browser, one.system, one.way, one.created_at)


def _members(
    db: Reading, event: Event, by: Person | None, *, only: int | None = None, of: int | None = None
) -> list[Member]:
    wanted = (
        select(Participant, Delegation.name, Sector.name)
        .outerjoin(Delegation, col(Delegation.id) == col(Participant.delegation_id))
        .outerjoin(Sector, col(Sector.id) == col(Participant.sector_id))
        .where(Participant.event_id == event.key, col(Participant.left_at).is_(None))
    )
    held = (
        select(Appointment)
        .join(Participant, col(Participant.id) == col(Appointment.participant_id))
        .where(Participant.event_id == event.key)
    )
    if only is not None:
        wanted = wanted.where(Participant.id == only)
        held = held.where(Participant.id == only)
    roles: dict[int, list[Appointment]] = {}
    for appointment in db.exec(held):
        roles.setdefault(appointment.participant_id, []).append(appointment)
    if of is not None:
        wanted = wanted.where(Participant.delegation_id == of)
        held = held.where(Participant.delegation_id == of)
    managed = of is not None or may(by, Action.MANAGE_PEOPLE, event_id=event.key)
    order = list(Role)
    members = [
        Member(
            id=one.key,
            name=one.name,
            function=one.function,
            email=one.email if managed else None,
            gender=one.gender if managed and event.asks_gender else None,
            delegation=delegation,
            delegation_id=one.delegation_id,
            sector=sector,
            roles=tuple(
                sorted(
                    (a.role for a in roles.get(one.key, []) if a.event_session_id is None),
                    key=order.index,
                )
            ),
            roles_in=tuple(
                (a.event_session_id, a.role)
                for a in roles.get(one.key, [])
                if a.event_session_id is not None
            ),
        )
        for one, delegation, sector in db.exec(wanted)
    ]
    return sorted(
        members,
        key=lambda m: ((m.delegation or "").casefold(), order.index(m.role), m.name.casefold()),
    )


def _line(
    one: Delegation,
    name: str,
    people: list[Member],
    sector_order: list[str],
    *,
    named: bool,
    counted: bool,
) -> DelegationLine:
    members = [person for person in people if not person.only_keeps_the_list]
    return DelegationLine(
        id=one.key,
        name=name,
        kind=one.kind,
        territory=one.territory,
        sectors=_by_sector(members, sector_order, named=named, counted=counted),
        heads=sum(Role.HEAD in member.roles for member in members),
        organisation_kind=one.organisation_kind,
        focal_points=tuple(p for p in people if p.only_keeps_the_list) if named else (),
        counted=counted,
    )


def _by_sector(
    members: list[Member], order: list[str], *, named: bool, counted: bool
) -> tuple[SectorLine, ...]:
    if not named:
        # One judge of a country is as good as named: who sees numbers only, sees no sectors.
        return (SectorLine(None, len(members), ()),) if counted and members else ()
    counts = Counter(member.sector for member in members)
    return tuple(
        SectorLine(
            sector,
            counts[sector],
            tuple(member for member in members if member.sector == sector),
        )
        for sector in (*order, None)
        if counts[sector]
    )
