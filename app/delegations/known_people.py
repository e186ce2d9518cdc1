"""What an event has already of the delegations, sectors and people that a sheet names."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from sqlmodel import col, select

from app.db import Reading, Writing
from app.delegations.models import (
    Appointment,
    Delegation,
    DelegationKind,
    Participant,
    Role,
    Sector,
)
from app.delegations.names import name_key
from app.delegations.territories import plain, territory_of, written_name
from app.events.models import Event

_ALIKE = 0.84  # of SequenceMatcher's ratio: "Ana Kovac" and "Ana Kovač-Horvat" are asked about
_MOST_COMPARED = 200  # people of one delegation: more would take longer than anybody waits


class KnownPeople:
    """What an event has already, loaded once."""

    def __init__(self, db: Reading, event: Event) -> None:
        self.event_id = event.key
        self.language = event.language
        self.asks_gender = event.asks_gender
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
        self._keys: dict[str, str] = {}
        self._delegation_ids = {self.key_of(one.name): one.key for one in self.delegations}
        # A State is recognised under any of its names, also when the event uses another.
        self._delegation_ids |= {
            one.territory: one.key for one in self.delegations if one.territory
        }
        self._sector_ids = {plain(one.name): one.key for one in self.sectors}
        self.delegation_names = {one.key: one.name for one in self.delegations}
        self.sector_names = {one.key: one.name for one in self.sectors}
        self.by_id = {one.key: one for one in self.participants}
        self._by_email = {one.email.lower(): one for one in self.participants if one.email}
        self._by_key: dict[str, list[Participant]] = {}
        self._by_place: dict[int | None, list[Participant]] = {}
        for one in self.participants:
            self._by_key.setdefault(name_key(one.name), []).append(one)
            self._by_place.setdefault(one.delegation_id, []).append(one)

    def known(self, delegation: str, name: str, email: str | None) -> Participant | None:
        """Who this is already: by address, else by delegation and name where no address speaks
        against it."""
        if email and email.lower() in self._by_email:
            return self._by_email[email.lower()]
        place = self.delegation_id(delegation)
        same = [one for one in self._by_key.get(name_key(name), []) if one.delegation_id == place]
        same.sort(key=lambda one: plain(one.name) != plain(name))
        return next((one for one in same if not (email and one.email)), None)

    def perhaps(self, delegation: str, name: str, email: str | None) -> list[Participant]:
        """Who this might be although `known` says nobody, the likeliest first: the same name with
        another address or in another delegation, or nearly the same name."""
        key, place = name_key(name), self.delegation_id(delegation)
        same = self._by_key.get(key, [])
        here = [one for one in same if one.delegation_id == place]
        # A name by function ("Judge") comes in every delegation and says nothing.
        elsewhere = same if not here and len(same) == 1 and len(key.split()) > 1 else []
        beside = self._by_place.get(place, []) if delegation else []
        alike = [
            one
            for one in (beside if len(beside) <= _MOST_COMPARED else [])
            if one not in here and _is_alike(name_key(one.name), key)
        ]
        return [*here, *elsewhere, *alike]

    def key_of(self, name: str) -> str:
        """What makes two names the same delegation: the State, else the plain name."""
        # Codes are upper-case and plain names lower-case: they never meet.
        if name not in self._keys:
            self._keys[name] = territory_of(name) or plain(name)
        return self._keys[name]

    def delegation_id(self, name: str) -> int | None:
        """The delegation under this name or another of the same State; None if there is none."""
        return self._delegation_ids.get(self.key_of(name))

    def sector_id(self, name: str) -> int | None:
        """The sector of this name, whatever its case."""
        return self._sector_ids.get(plain(name))

    def add_places(self, db: Writing, places: Iterable[tuple[str, str | None]]) -> None:
        """Add the (delegation, sector)s that rows name for the first time."""
        last = max((one.position for one in self.sectors), default=0)
        for delegation, sector in places:
            if delegation and self.delegation_id(delegation) is None:
                self._add_delegation(db, delegation)
            if sector and self.sector_id(sector) is None:
                last += 1
                row = Sector(event_id=self.event_id, name=sector, position=last)
                db.add(row)
                db.flush()
                self._sector_ids[plain(sector)] = row.key
                self.new_sectors.append(sector)

    def _add_delegation(self, db: Writing, name: str) -> None:
        territory = territory_of(name)
        kind = DelegationKind.STATE if territory else DelegationKind.ORGANISATION
        delegation = Delegation(
            event_id=self.event_id,
            kind=kind,
            territory=territory,
            name=written_name(name, self.language),
        )
        db.add(delegation)
        db.flush()
        self._delegation_ids[self.key_of(name)] = delegation.key
        if territory is None:
            self.new_organisations.append(name)


def _is_alike(one: str, other: str) -> bool:
    """Whether two keys of names may be one person's: a letter wrong, or a second name left out."""
    words, others = set(one.split()), set(other.split())
    if any(word.isdigit() for word in words ^ others):
        return False  # "Expert 1" and "Expert 2"
    if min(len(words), len(others)) > 1 and (words <= others or others <= words):
        return True
    matcher = SequenceMatcher(None, one, other)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
