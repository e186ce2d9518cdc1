"""What an import would come to, before anything is stored: counts, changes, compositions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from app.delegations.checking import Checked, Wanted
from app.delegations.importing import differences
from app.delegations.known_people import KnownPeople
from app.delegations.models import DelegationKind, Role
from app.delegations.rules import Composition
from app.delegations.territories import plain, territory_of, written_name


@dataclass(frozen=True)
class Ahead:
    """Counts, and what is new; `changes` are (name, [(what, as it is, as it will be)])."""

    added: int
    unchanged: int
    changes: tuple[tuple[str, list[tuple[str, str, str]]], ...]
    new_states: tuple[str, ...]
    new_organisations: tuple[str, ...]
    new_sectors: tuple[str, ...]
    compositions: tuple[Composition, ...]


def look_ahead(found: KnownPeople, checked: Checked) -> Ahead:
    """What importing these rows would do to what is known."""
    known = [one for one in checked.wanted if one.known is not None]
    changes = [(one.name, more) for one in known if (more := differences(found, one))]
    new = {
        found.key_of(one.delegation): written_name(one.delegation, found.language)
        for one in reversed(checked.wanted)
        if one.delegation and found.delegation_id(one.delegation) is None
    }
    sectors = {plain(one.sector): one.sector for one in reversed(checked.wanted) if one.sector}
    return Ahead(
        added=len(checked.wanted) - len(known),
        unchanged=len(known) - len(changes),
        changes=tuple(changes),
        new_states=tuple(sorted(name for name in new.values() if territory_of(name))),
        new_organisations=tuple(sorted(name for name in new.values() if not territory_of(name))),
        new_sectors=tuple(sorted(s for s in sectors.values() if found.sector_id(s) is None)),
        compositions=_compositions(found, checked.wanted),
    )


def _compositions(found: KnownPeople, wanted: tuple[Wanted, ...]) -> tuple[Composition, ...]:
    """Delegations as they would be, States before organisations, alphabetically."""
    names = {found.key_of(name): name for name in found.delegation_names.values()}
    kinds = {found.key_of(one.name): one.kind for one in found.delegations}
    sectors: dict[str, Counter[str]] = {key: Counter() for key in names}
    members: Counter[str] = Counter()
    heads: dict[str, set[object]] = {}
    replaced = {one.known.key for one in wanted if one.known}
    for person in found.participants:
        held = found.roles.get(person.key, set())
        if person.delegation_id is None or person.key in replaced or held == {Role.FOCAL_POINT}:
            continue
        key = found.key_of(found.delegation_names[person.delegation_id])
        members[key] += 1
        sectors[key][found.sector_names.get(person.sector_id or 0, "")] += 1
        if Role.HEAD in held:
            heads.setdefault(key, set()).add(person.key)
    for one in wanted:
        if not one.delegation or one.roles == (Role.FOCAL_POINT,):
            continue
        key = found.key_of(one.delegation)
        names.setdefault(key, written_name(one.delegation, found.language))
        state = DelegationKind.STATE if territory_of(one.delegation) else None
        kinds.setdefault(key, state or DelegationKind.ORGANISATION)
        members[key] += 1
        sector = found.sector_names.get(found.sector_id(one.sector or "") or 0, one.sector or "")
        if one.sector is None and one.known:
            sector = found.sector_names.get(one.known.sector_id or 0, "")
        sectors.setdefault(key, Counter())[sector] += 1
        was_head = one.known and Role.HEAD in found.roles.get(one.known.key, set())
        if Role.HEAD in one.roles or (was_head and Role.DELEGATE not in one.roles):
            heads.setdefault(key, set()).add(one.row)
    found_all = [
        Composition(name, kinds[key], members[key], len(heads.get(key, ())), dict(sectors[key]))
        for key, name in names.items()
    ]
    found_all.sort(key=lambda one: (one.kind is not DelegationKind.STATE, plain(one.name)))
    return tuple(found_all)
