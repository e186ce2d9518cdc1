"""Checks the rows of a participants' table, alone and beside the others, against what is known.

Stores nothing: what it returns is what an import would write, with a sentence for every wrong cell
and a question wherever a row may or may not be somebody known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from app.delegations.columns import Line, Table, role_word, role_words, yes_or_no
from app.delegations.forms import NAME, SECTOR, ParticipantForm, one_line
from app.delegations.header_words import GENDERS, Column
from app.delegations.known_people import KnownPeople
from app.delegations.models import Gender, Participant, Role
from app.delegations.names import addressed, joined_name, name_key, one_name
from app.delegations.rules import Fault
from app.delegations.territories import plain
from app.errors import BadInput

NOBODY_KNOWN = 0  # the answer "somebody else" to a question

_COLUMN_OF_FIELD = {
    "name": Column.NAME,
    "function": Column.FUNCTION,
    "email": Column.EMAIL,
    "role": Column.ROLE,
    "head": Column.HEAD,
    "gender": Column.GENDER,
    "delegation": Column.DELEGATION,
    "sector": Column.SECTOR,
}
_OF_A_DELEGATION = frozenset({Role.HEAD, Role.DELEGATE, Role.FOCAL_POINT})


@dataclass(frozen=True)
class Wanted:
    """A checked row. None: the table has no such column, what is stored stays."""

    row: int
    name: str
    function: str | None
    email: str | None
    delegation: str
    sector: str | None
    roles: tuple[Role, ...]
    known: Participant | None
    gender: Gender | None
    # Somebody with this address and a wholly other name, who may have got a new one.
    renamed: Participant | None


@dataclass(frozen=True)
class Question:
    """A row that may be one of some people known; answered with an id or NOBODY_KNOWN."""

    row: int
    name: str
    delegation: str
    # Whether the e-mail address, and nothing else, speaks for it.
    by_address: bool
    perhaps: tuple[Participant, ...]


@dataclass(frozen=True)
class Checked:
    """All rows; nothing may be written while there are faults."""

    wanted: tuple[Wanted, ...]
    faults: tuple[Fault, ...]
    questions: tuple[Question, ...]


def check_rows(
    table: Table,
    found: KnownPeople,
    answers: Mapping[int, int],
    *,
    tell: Callable[[int], None] = lambda done: None,
) -> Checked:
    """Every row, checked; `answers` by row say who somebody is (a participant's id).

    `tell` hears how many rows are done.
    """
    faults: list[Fault] = []
    wanted: list[Wanted] = []
    for done, line in enumerate(table.lines, 1):
        tell(done)
        try:
            wanted.append(_checked_line(line, table, found, answers.get(line.row)))
        except BadInput as error:
            place = _place(line, table, error.field or "delegation", "role", "name")
            faults.append(Fault("{cell}: {reason}", cell=place, reason=error))
    faults += _faults_between(wanted, table, found)
    faults.sort(key=lambda one: int(str(one.values["cell"]).lstrip(ascii_uppercase)))
    return Checked(tuple(wanted), tuple(faults), tuple(_questions(wanted, found, answers)))


def _checked_line(line: Line, table: Table, found: KnownPeople, answer: int | None) -> Wanted:
    form = ParticipantForm(
        name=_name(line, table), function=_function(line), email=line.get(Column.EMAIL)
    )
    name, function, email = form.checked_name(), form.checked_function(), form.checked_email()
    delegation = _short(line, Column.DELEGATION, NAME) or _short(line, Column.ORGANISATION, NAME)
    sector = _short(line, Column.SECTOR, SECTOR)
    known = found.known(delegation, name, email)
    renamed = known if email and known and not _shares_a_word(known.name, name) else None
    if renamed and answer == NOBODY_KNOWN:
        # One address for several people is usual; only one of them can have it.
        known, email = found.known(delegation, name, None), None
    elif known is None and answer:
        known = found.by_id.get(answer)
    roles = _roles(line, has_delegation=bool(delegation), known=known)
    if known is None and not roles:
        raise BadInput("say the delegation or the role (organiser, chair, rapporteur, speaker, …)")
    if not delegation and known and found.roles.get(known.key, set()) & _OF_A_DELEGATION:
        raise BadInput("the delegation is missing", field="delegation")
    has_function = {Column.FUNCTION, Column.ORGANISATION} & set(table.places)
    return Wanted(
        row=line.row,
        name=name,
        function=function if has_function else None,
        email=email,
        delegation=delegation,
        sector=sector if Column.SECTOR in table.places else None,
        roles=tuple(roles),
        known=known,
        gender=_gender(line) if found.asks_gender else None,
        renamed=renamed,
    )


def _faults_between(wanted: list[Wanted], table: Table, found: KnownPeople) -> list[Fault]:
    """Rows that are the same person, and delegations with two heads."""
    faults: list[Fault] = []
    lines = {line.row: line for line in table.lines}
    seen: dict[object, int] = {}
    heads: dict[str, int] = {}
    for one in wanted:
        place = found.key_of(one.delegation)
        key: object = one.known.key if one.known else (place, name_key(one.name), one.email)
        for twice in (key, one.email.lower() if one.email else key):
            if seen.setdefault(twice, one.row) != one.row:
                faults.append(
                    Fault(
                        "{cell}: the same person as in row {other}; tell them apart by name or"
                        " e-mail, or remove one of the rows",
                        cell=_place(lines[one.row], table, "name"),
                        other=seen[twice],
                    )
                )
                break
        if Role.HEAD in one.roles and heads.setdefault(place, one.row) != one.row:
            faults.append(
                Fault(
                    "{cell}: {delegation} has a head already in row {other}",
                    cell=_place(lines[one.row], table, "role", "head"),
                    delegation=one.delegation,
                    other=heads[place],
                )
            )
    return faults


def _questions(
    wanted: list[Wanted], found: KnownPeople, answers: Mapping[int, int]
) -> list[Question]:
    """Rows whose person may be known; who is named by another row is nobody's double."""
    named = {one.known.key for one in wanted if one.known and one.row not in answers}
    questions: list[Question] = []
    for one in wanted:
        perhaps: list[Participant] = []
        if one.renamed:
            perhaps = [one.renamed]
        elif one.known is None or one.row in answers:
            perhaps = found.perhaps(one.delegation, one.name, one.email)
            perhaps = [other for other in perhaps if other.key not in named]
        if perhaps:
            shown = tuple(perhaps[:5])
            questions.append(Question(one.row, one.name, one.delegation, bool(one.renamed), shown))
    return questions


def _shares_a_word(one: str, other: str) -> bool:
    return bool(set(name_key(one).split()) & set(name_key(other).split()))


def _name(line: Line, table: Table) -> str:
    honorific = one_line(line.get(Column.HONORIFIC))
    whole = one_line(line.get(Column.NAME))
    if whole:
        return addressed(honorific, one_name(whole, family_first=table.family_first))
    family = one_line(line.get(Column.FAMILY_NAME))
    given = one_line(line.get(Column.GIVEN_NAME))
    return joined_name(honorific, given, family) if family or given else ""


def _function(line: Line) -> str:
    """The function; for a State's delegate with the ministry or agency named in its own column."""
    function, place = line.get(Column.FUNCTION), line.get(Column.ORGANISATION)
    if not line.get(Column.DELEGATION) or not place or place.casefold() in function.casefold():
        return function
    return f"{function}, {place}" if function else place


def _gender(line: Line) -> Gender | None:
    written = line.get(Column.GENDER)
    word = plain(written).replace(" ", "")
    found = next((gender for gender, words in GENDERS.items() if word in words), None)
    if word and found is None:
        raise BadInput(
            "“{word}” is no gender known here; use woman, man or other, or leave it empty",
            field="gender",
            word=one_line(written),
        )
    return found


def _roles(line: Line, *, has_delegation: bool, known: Participant | None) -> list[Role]:
    """The roles that a row gives; none leaves somebody known as they are."""
    written, ticked = line.get(Column.ROLE), line.get(Column.HEAD)
    roles = role_words(written) if written else []
    if roles is None:
        raise BadInput(
            "“{word}” is no role; use organiser, chair, rapporteur, head, delegate, focal point,"
            " speaker, observer or press",
            field="role",
            word=one_line(written),
        )
    is_head = yes_or_no(ticked)
    if is_head is None:
        # Some sheets write "Head of delegation" into the column instead of a tick.
        is_head = role_word(ticked) is Role.HEAD
        if not is_head:
            raise BadInput("“{word}” is neither yes nor no", field="head", word=one_line(ticked))
    if is_head and not set(roles) - {Role.DELEGATE}:
        roles = [Role.HEAD]
    if Role.HEAD in roles:
        roles = [role for role in roles if role is not Role.DELEGATE]
    if not roles and has_delegation and known is None:
        roles = [Role.DELEGATE]
    if set(roles) & _OF_A_DELEGATION and not has_delegation:
        raise BadInput("the delegation is missing", field="delegation")
    return roles


def _short(line: Line, column: Column, most: int) -> str:
    text = one_line(line.get(column))
    if len(text) > most:
        raise BadInput(
            "this is longer than {most} characters. Shorten it", field=column.value, most=most
        )
    return text


def _place(line: Line, table: Table, *fields: str) -> str:
    """The cell to correct: the first of these fields that has a column."""
    for field in fields:
        column = _COLUMN_OF_FIELD[field]
        for one in (column, Column.FAMILY_NAME if column is Column.NAME else column):
            if one in table.places:
                return table.cell(line, one)
    return str(line.row)
