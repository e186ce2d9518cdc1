"""Participants from a spreadsheet into delegations: all of it, or nothing and a sentence per cell.

Importing the same sheet again changes what differs and doubles nobody: people are recognised by
their e-mail address, else by delegation and name. Who is not in the sheet stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from app.db import Writing
from app.delegations.appointing import give_role
from app.delegations.checking import Wanted, check_rows
from app.delegations.columns import Table, asked_for, layout_of, read_table
from app.delegations.forms import one_line
from app.delegations.known_people import KnownPeople
from app.delegations.locking import people_for_update
from app.delegations.models import Appointment, Participant, Role
from app.delegations.queries import composition_rule, delegations_with_members
from app.delegations.rights import Person
from app.delegations.rules import Fault, composition_faults
from app.delegations.sheets import sheets_in
from app.errors import BadInput
from app.events.journal import record
from app.events.models import Event

_AT_ONCE = 500  # people per statement
_SHOWN = 10  # faults named in one sentence; a page shows all of them


class Unanswered(BadInput):
    """Nothing was imported: somebody of the sheet may be somebody known."""


class BadRows(BadInput):
    """Nothing was imported; `rows` has a sentence for every cell that is wrong."""

    def __init__(self, rows: Sequence[Fault]) -> None:
        named = "; ".join(str(row) for row in rows[:_SHOWN])
        more = f"; and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
        super().__init__("Nothing was imported. {rows}.", field="file", rows=named + more)
        self.rows = rows


@dataclass(frozen=True)
class Imported:
    """What an import did; printed as one sentence."""

    added: int
    changed: int
    unchanged: int
    delegations: int
    # Delegations that are no State we know by name: organisations, or a name mistyped.
    new_organisations: tuple[str, ...]
    new_sectors: tuple[str, ...]
    unused_columns: tuple[str, ...]
    passed_over: tuple[tuple[int, str], ...]
    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        sentences = [
            f"{self.added} added, {self.changed} changed, {self.unchanged} unchanged;"
            f" {self.delegations} {'delegation' if self.delegations == 1 else 'delegations'}."
        ]
        for words, names in (
            ("New organisations", self.new_organisations),
            ("New sectors", self.new_sectors),
            ("Columns not used", self.unused_columns),
            ("Rows passed over", tuple(f"{row} “{text}”" for row, text in self.passed_over)),
            ("To check", tuple(str(fault) for fault in self.faults)),
        ):
            if names:
                sentences.append(f"{words}: {'; '.join(names)}.")
        return " ".join(sentences)


def _tell_nobody(_done: int, _all: int) -> None:
    """For those who do not look how far an import is."""


def import_participants(
    db: Writing, event: Event, name: str, data: bytes, *, by: Person | None
) -> Imported:
    """Read the file `data` (CSV or XLSX) into delegations, sectors and people of `event`.

    `name` is the file's, for the journal. BadInput for what is no table, BadRows for wrong cells.
    """
    people_for_update(db, event.key, by)
    sheets = sheets_in(data)
    table = read_table(sheets, asked_for(layout_of(sheets), gender=event.asks_gender))
    return import_table(db, event, name, table, {}, by=by)


def import_table(
    db: Writing,
    event: Event,
    name: str,
    table: Table,
    answers: Mapping[int, int],
    *,
    tell: Callable[[int, int], None] = _tell_nobody,
    ask: bool = False,
    by: Person | None,
) -> Imported:
    """Write all rows of a table; `answers` say who rows are that may be somebody known.

    With `ask`, one without an answer is Unanswered; else such a row is somebody else, unless the
    address speaks for it. `tell(done, all)` hears how far this is.
    """
    people_for_update(db, event.key, by)
    found = KnownPeople(db, event)
    rows = len(table.lines)
    checked = check_rows(table, found, answers, tell=lambda done: tell(done, 2 * rows))
    if checked.faults:
        raise BadRows(checked.faults)
    open_questions = [one for one in checked.questions if one.row not in answers]
    if ask and open_questions:
        raise Unanswered(
            "Say first who they are: {count} people of this table may be known already.",
            field="questions",
            count=len(open_questions),
        )
    found.add_places(db, ((one.delegation, one.sector) for one in checked.wanted))
    known = [one for one in checked.wanted if one.known is not None]
    new = [one for one in checked.wanted if one.known is None]
    changed = _change_known(db, found, known, tell=lambda done: tell(rows + done, 2 * rows), by=by)
    _add_new(db, found, new, tell=lambda done: tell(rows + len(known) + done, 2 * rows), by=by)
    delegations = delegations_with_members(db, event, by=by)
    record(
        db,
        event.key,
        "import participants",
        f"event {event.key}",
        by=by.participant_id if by else None,
        file=one_line(name)[:120],
        added=len(new),
        changed=changed,
    )
    return Imported(
        added=len(new),
        changed=changed,
        unchanged=len(known) - changed,
        delegations=len(delegations),
        new_organisations=tuple(found.new_organisations),
        new_sectors=tuple(found.new_sectors),
        unused_columns=table.unused,
        passed_over=table.passed_over,
        faults=tuple(
            composition_faults(
                (one.composition for one in delegations), composition_rule(db, event)
            )
        ),
    )


def differences(found: KnownPeople, one: Wanted) -> list[tuple[str, str, str]]:
    """What a row changes about somebody known: (what, as it is, as the sheet says), in words."""
    entry = one.known
    if entry is None:
        return []
    here = found.delegation_names.get(entry.delegation_id or 0, "")
    sector = found.sector_names.get(entry.sector_id or 0, "")
    held = found.roles.get(entry.key, set())
    pairs = [
        ("name", entry.name, one.name),
        ("function", entry.function, entry.function if one.function is None else one.function),
        ("email", entry.email or "", one.email or entry.email or ""),
    ]
    if one.gender:
        pairs.append(("gender", entry.gender or "", one.gender))
    if found.delegation_id(one.delegation) != entry.delegation_id or (
        not one.delegation and entry.delegation_id
    ):
        pairs.append(("delegation", here, one.delegation))
    if one.sector is not None and found.sector_id(one.sector) != entry.sector_id:
        pairs.append(("sector", sector, one.sector))
    pairs += [("role", "", role.value) for role in one.roles if role not in held]
    return [(what, old, new) for what, old, new in pairs if old != new]


def _add_new(
    db: Writing,
    found: KnownPeople,
    new: Sequence[Wanted],
    *,
    tell: Callable[[int], None],
    by: Person | None,
) -> None:
    """Store people whom the event does not know yet, and their roles, many at once.

    5,000 of them one by one would keep the single writer's turn on SQLite for twenty seconds, and
    every phone waiting.
    """
    led = {
        person.delegation_id
        for person in found.participants
        if Role.HEAD in found.roles.get(person.key, set())
    }
    appointments: list[dict[str, object]] = []
    new_heads: list[int] = []
    for start in range(0, len(new), _AT_ONCE):
        some = new[start : start + _AT_ONCE]
        for one, key in zip(some, _inserted(db, found, some), strict=True):
            for role in one.roles:
                if role is Role.HEAD and found.delegation_id(one.delegation) in led:
                    new_heads.append(key)
                else:
                    appointments.append({"participant_id": key, "role": role})
        tell(start + len(some))
    if appointments:
        db.connection().execute(sa.insert(Appointment), appointments)
    for key in new_heads:
        # The present head steps back, which is more than a row.
        give_role(db, db.get_one(Participant, key), Role.HEAD, by=by)


def _inserted(db: Writing, found: KnownPeople, some: Sequence[Wanted]) -> list[int]:
    """Insert these people in one statement; returns their ids, in their order.

    Asked for with the insert, ids would come one statement at a time on SQLite. Nobody else enters
    people at an event that is locked, and rows get their ids in the order in which they are sent.
    """
    here = col(Participant.event_id) == found.event_id
    last = db.exec(select(sa.func.coalesce(sa.func.max(Participant.id), 0)).where(here)).one()
    rows = [{"event_id": found.event_id, **_values(found, one)} for one in some]
    db.connection().execute(sa.insert(Participant), rows)
    stored = db.exec(
        select(Participant.id, Participant.name)
        .where(here, col(Participant.id) > last)
        .order_by(col(Participant.id))
    ).all()
    if [name for _, name in stored] != [one.name for one in some]:
        raise RuntimeError("somebody entered people at a locked event")
    return [key or 0 for key, _ in stored]


def _change_known(
    db: Writing,
    found: KnownPeople,
    known: Sequence[Wanted],
    *,
    tell: Callable[[int], None],
    by: Person | None,
) -> int:
    """Change what differs about people whom the event knows; returns how many were changed."""
    changed = 0
    for done, one in enumerate(known, 1):
        assert one.known is not None
        changed += bool(differences(found, one))
        for key, value in _values(found, one).items():
            if getattr(one.known, key) != value:
                setattr(one.known, key, value)
        for role in one.roles:
            if role not in found.roles.get(one.known.key, set()):
                give_role(db, one.known, role, by=by)
        tell(done)
    return changed


def _values(found: KnownPeople, one: Wanted) -> dict[str, object]:
    """The columns of a person as a row says they are."""
    known = one.known
    return {
        "name": one.name,
        "delegation_id": found.delegation_id(one.delegation) if one.delegation else None,
        "function": (known.function if known else "") if one.function is None else one.function,
        # An empty cell does not take an address away: sheets are often sent on without them.
        "email": one.email or (known.email if known else None),
        "sector_id": (known.sector_id if known else None)
        if one.sector is None
        else found.sector_id(one.sector),
        # An empty cell says nothing.
        "gender": one.gender or (known.gender if known else None),
    }
