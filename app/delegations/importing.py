"""Participants from a spreadsheet into delegations: all of it, or nothing and a sentence per cell.

Importing the same sheet again changes what differs and doubles nobody: people are recognised by
their e-mail address, else by delegation and name. Who is not in the sheet stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

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
    counts = _write_all(
        db, found, checked.wanted, tell=lambda done: tell(rows + done, 2 * rows), by=by
    )
    delegations = delegations_with_members(db, event, by=by)
    record(
        db,
        event.key,
        "import participants",
        f"event {event.key}",
        by=by.participant_id if by else None,
        file=one_line(name)[:120],
        added=counts["added"],
        changed=counts["changed"],
    )
    return Imported(
        added=counts["added"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
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


def _write_all(
    db: Writing,
    found: KnownPeople,
    wanted: Sequence[Wanted],
    *,
    tell: Callable[[int], None],
    by: Person | None,
) -> Counter[str]:
    """Store all rows; how many were "added", "changed" and are "unchanged".

    New people go to the database together: 5,000 of them one by one would keep the single writer's
    turn on SQLite for twenty seconds, and every phone waiting.
    """
    counts: Counter[str] = Counter()
    changes = [one.known is not None and bool(differences(found, one)) for one in wanted]
    entries = [_entry(found, one) for one in wanted]
    db.add_all(entry for entry, one in zip(entries, wanted, strict=True) if one.known is None)
    db.flush()
    for done, (entry, one, changed) in enumerate(zip(entries, wanted, changes, strict=True), 1):
        tell(done)
        held = found.roles.get(entry.key, set()) if one.known else set()
        for role in one.roles:
            if role in held:
                continue
            if one.known is None and role is not Role.HEAD:
                # Nobody else is touched, and nobody is signed in who would have to be told.
                db.add(Appointment(participant_id=entry.key, role=role))
            else:
                give_role(db, entry, role, by=by)
        if one.known is None:
            counts["added"] += 1
        else:
            counts["changed" if changed else "unchanged"] += 1
    return counts


def _entry(found: KnownPeople, one: Wanted) -> Participant:
    """The person of a row as it says they are, stored or new."""
    entry = one.known or Participant(event_id=found.event_id, name=one.name)
    new = {
        "name": one.name,
        "delegation_id": found.delegation_id(one.delegation) if one.delegation else None,
        "function": entry.function if one.function is None else one.function,
        # An empty cell does not take an address away: sheets are often sent on without them.
        "email": one.email or entry.email,
        "sector_id": entry.sector_id if one.sector is None else found.sector_id(one.sector),
        # An empty cell says nothing.
        "gender": one.gender or entry.gender,
    }
    for key, value in new.items():
        if getattr(entry, key) != value:
            setattr(entry, key, value)
    return entry
