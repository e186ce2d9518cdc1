"""What an event has already of the delegations, sectors and people that a sheet names."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import col, select

from app.db import Writing
from app.delegations.models import (
    Appointment,
    Delegation,
    DelegationKind,
    Participant,
    Role,
    Sector,
)
from app.delegations.territories import plain, territory_of
from app.events.models import Event


class KnownPeople:
    """What an event has already, loaded once."""

    def __init__(self, db: Writing, event: Event) -> None:
        self._db = db
        self.event_id = event.key
        self.delegations = list(db.exec(select(Delegation).where(Delegation.event_id == event.key)))
        self.sectors = list(db.exec(select(Sector).where(Sector.event_id == event.key)))
        self.participants = list(
            db.exec(
                select(Participant).where(
                    Participant.event_id == event.key, col(Participant.left_at).is_(None)
                )
            )
        )
        self.roles: dict[int, set[Role]] = {}
        for participant_id, role in db.exec(
            select(Appointment.participant_id, Appointment.role)
            .join(Participant, col(Participant.id) == col(Appointment.participant_id))
            .where(Participant.event_id == event.key, col(Appointment.event_session_id).is_(None))
        ):
            self.roles.setdefault(participant_id, set()).add(Role(role))
        self.new_organisations: list[str] = []
        self.new_sectors: list[str] = []
        self._delegation_ids = {delegation_key(one.name): one.key for one in self.delegations}
        # A State is recognised under any of its names, also when the event uses another.
        self._delegation_ids |= {
            one.territory: one.key for one in self.delegations if one.territory
        }
        self._sector_ids = {plain(one.name): one.key for one in self.sectors}
        self._by_email = {one.email.lower(): one for one in self.participants if one.email}
        self._by_name: dict[tuple[int | None, str], list[Participant]] = {}
        for one in self.participants:
            self._by_name.setdefault((one.delegation_id, plain(one.name)), []).append(one)

    def known(self, delegation: str, name: str, email: str | None) -> Participant | None:
        """Who this is already: by address, else by delegation and name where no address speaks
        against it."""
        if email and email.lower() in self._by_email:
            return self._by_email[email.lower()]
        same = self._by_name.get((self.delegation_id(delegation), plain(name)), [])
        return next((one for one in same if not (email and one.email)), None)

    def delegation_id(self, name: str) -> int | None:
        """The delegation under this name or another of the same State; None if there is none."""
        return self._delegation_ids.get(delegation_key(name))

    def sector_id(self, name: str) -> int | None:
        """The sector of this name, whatever its case."""
        return self._sector_ids.get(plain(name))

    def add_places(self, places: Iterable[tuple[str, str | None]]) -> None:
        """Add the (delegation, sector)s that rows name for the first time."""
        last = max((one.position for one in self.sectors), default=0)
        for delegation, sector in places:
            if delegation and self.delegation_id(delegation) is None:
                self._add_delegation(delegation)
            if sector and self.sector_id(sector) is None:
                last += 1
                row = Sector(event_id=self.event_id, name=sector, position=last)
                self._db.add(row)
                self._db.flush()
                self._sector_ids[plain(sector)] = row.key
                self.new_sectors.append(sector)

    def _add_delegation(self, name: str) -> None:
        territory = territory_of(name)
        kind = DelegationKind.STATE if territory else DelegationKind.ORGANISATION
        delegation = Delegation(event_id=self.event_id, kind=kind, territory=territory, name=name)
        self._db.add(delegation)
        self._db.flush()
        self._delegation_ids[delegation_key(name)] = delegation.key
        if territory is None:
            self.new_organisations.append(name)


def delegation_key(name: str) -> str:
    """What makes two names the same delegation: the State, else the plain name."""
    # Codes are upper-case and plain names lower-case: they never meet.
    return territory_of(name) or plain(name)
