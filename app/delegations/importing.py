"""Participants from a spreadsheet into delegations: all of it, or nothing and a sentence per row.

Importing the same sheet again changes what differs and doubles nobody: people are recognised by
their e-mail address, else by delegation and name. Who is not in the sheet stays.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from app.db import Writing
from app.delegations.appointing import give_role
from app.delegations.columns import Column, Line, Table, read_table, role_word, yes_or_no
from app.delegations.forms import NAME, SECTOR, ParticipantForm, one_line
from app.delegations.known_people import KnownPeople, delegation_key
from app.delegations.locking import people_for_update
from app.delegations.models import Appointment, Participant, Role
from app.delegations.queries import composition_rule, delegations_with_members
from app.delegations.rights import Person
from app.delegations.rules import Fault, composition_faults
from app.delegations.sheets import rows_of
from app.delegations.territories import plain
from app.errors import BadInput
from app.events.journal import record
from app.events.models import Event

_SHOWN = 10  # faults named in one sentence; a page shows all of them


class BadRows(BadInput):
    """Nothing was imported; `rows` has a sentence for every row that is wrong."""

    def __init__(self, rows: list[Fault]) -> None:
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
            ("To check", tuple(str(fault) for fault in self.faults)),
        ):
            if names:
                sentences.append(f"{words}: {'; '.join(names)}.")
        return " ".join(sentences)


def import_participants(
    db: Writing, event: Event, name: str, data: bytes, *, by: Person | None
) -> Imported:
    """Read the table `data` into delegations, sectors and people of `event`.

    `name` is the file's, for the journal. BadInput for what is no table, BadRows for wrong rows.
    """
    people_for_update(db, event.key, by)
    table = read_table(rows_of(data))
    found = KnownPeople(db, event)
    wanted = _checked(table, found)
    found.add_places((one.delegation, one.sector) for one in wanted)
    counts = _write_all(db, found, wanted, by)
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
        faults=tuple(
            composition_faults(
                (one.composition for one in delegations), composition_rule(db, event)
            )
        ),
    )


@dataclass(frozen=True)
class _Wanted:
    """A checked row. None: the table has no such column, what is stored stays."""

    row: int
    name: str
    function: str | None
    email: str | None
    delegation: str
    sector: str | None
    role: Role | None
    known: Participant | None


def _checked(table: Table, found: KnownPeople) -> list[_Wanted]:
    """Every row, checked alone and beside the others; BadRows names all that are wrong."""
    faults: list[Fault] = []
    wanted: list[_Wanted] = []
    seen: dict[object, int] = {}
    heads: dict[str, int] = {}
    for line in table.lines:
        try:
            one = _checked_line(line, table, found)
        except BadInput as error:
            faults.append(Fault("Row {row}: {reason}", row=line.row, reason=error))
            continue
        place = delegation_key(one.delegation)
        key: object = one.known.key if one.known else (place, plain(one.name), one.email)
        for twice in (key, one.email.lower() if one.email else key):
            if seen.setdefault(twice, one.row) != one.row:
                faults.append(
                    Fault(
                        "Row {row}: the same person as in row {other}; tell them apart by name or"
                        " e-mail, or remove one of the rows",
                        row=one.row,
                        other=seen[twice],
                    )
                )
                break
        if one.role is Role.HEAD:
            first = heads.setdefault(place, one.row)
            if first != one.row:
                faults.append(
                    Fault(
                        "Row {row}: {delegation} has a head already in row {other}",
                        row=one.row,
                        delegation=one.delegation,
                        other=first,
                    )
                )
        wanted.append(one)
    if faults:
        raise BadRows(faults)
    return wanted


def _checked_line(line: Line, table: Table, found: KnownPeople) -> _Wanted:
    form = ParticipantForm(
        name=line.get(Column.NAME),
        function=line.get(Column.FUNCTION),
        email=line.get(Column.EMAIL),
    )
    name, function, email = form.checked_name(), form.checked_function(), form.checked_email()
    delegation = _short(line, Column.DELEGATION, NAME) or _short(line, Column.ORGANISATION, NAME)
    sector = _short(line, Column.SECTOR, SECTOR)
    known = found.known(delegation, name, email)
    role = _role(line, has_delegation=bool(delegation), known=known)
    if known is None and role is None:
        raise BadInput("say the delegation or the role (organiser, chair, rapporteur, speaker, …)")
    if not delegation and known and found.roles.get(known.key, set()) & {Role.HEAD, Role.DELEGATE}:
        raise BadInput("the delegation is missing")
    return _Wanted(
        row=line.row,
        name=name,
        function=function if Column.FUNCTION in table.columns else None,
        email=email,
        delegation=delegation,
        sector=sector if Column.SECTOR in table.columns else None,
        role=role,
        known=known,
    )


def _role(line: Line, *, has_delegation: bool, known: Participant | None) -> Role | None:
    """The role that a row gives; None leaves somebody known as they are."""
    written, ticked = line.get(Column.ROLE), line.get(Column.HEAD)
    role = role_word(written)
    if written and role is None:
        raise BadInput(
            "“{word}” is no role; use organiser, chair, rapporteur, head, delegate, speaker or"
            " observer",
            word=one_line(written),
        )
    is_head = yes_or_no(ticked)
    if is_head is None:
        # Some sheets write "Head of delegation" into the column instead of a tick.
        is_head = role_word(ticked) is Role.HEAD
        if not is_head:
            raise BadInput("“{word}” is neither yes nor no", word=one_line(ticked))
    if is_head and role in {None, Role.DELEGATE}:
        role = Role.HEAD
    if role is None and has_delegation and known is None:
        role = Role.DELEGATE
    if role in {Role.HEAD, Role.DELEGATE} and not has_delegation:
        raise BadInput("the delegation is missing")
    return role


def _short(line: Line, column: Column, most: int) -> str:
    text = one_line(line.get(column))
    if len(text) > most:
        raise BadInput("the {column} is longer than {most} characters", column=column, most=most)
    return text


def _write_all(
    db: Writing, found: KnownPeople, wanted: list[_Wanted], by: Person | None
) -> Counter[str]:
    """Store all rows; how many were "added", "changed" and are "unchanged".

    New people go to the database together: 5,000 of them one by one would keep the single writer's
    turn on SQLite for twenty seconds, and every phone waiting.
    """
    counts: Counter[str] = Counter()
    entries = [(one, *_entry(found, one)) for one in wanted]
    db.add_all(entry for one, entry, _ in entries if one.known is None)
    db.flush()
    for one, entry, differs in entries:
        held = found.roles.get(entry.key, set()) if one.known else set()
        gains = one.role is not None and one.role not in held
        if one.role is not None and gains:
            if one.known is None and one.role is not Role.HEAD:
                # Nobody else is touched, and nobody is signed in who would have to be told.
                db.add(Appointment(participant_id=entry.key, role=one.role))
            else:
                give_role(db, entry, one.role, by=by)
        changes = "changed" if differs or gains else "unchanged"
        counts["added" if one.known is None else changes] += 1
    return counts


def _entry(found: KnownPeople, one: _Wanted) -> tuple[Participant, bool]:
    """The person of a row as it says they are, and whether that differs from what was stored."""
    entry = one.known or Participant(event_id=found.event_id, name=one.name)
    new = {
        "name": one.name,
        "delegation_id": found.delegation_id(one.delegation) if one.delegation else None,
        "function": entry.function if one.function is None else one.function,
        # An empty cell does not take an address away: sheets are often sent on without them.
        "email": one.email or entry.email,
        "sector_id": entry.sector_id if one.sector is None else found.sector_id(one.sector),
    }
    differs = {key: value for key, value in new.items() if getattr(entry, key) != value}
    for key, value in differs.items():
        setattr(entry, key, value)
    return entry, bool(differs)
