"""Importing participants: all or nothing, once however often, with a sentence for every row."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from app.db import Database, Writing
from app.delegations.columns import layout_of, read_table
from app.delegations.importing import BadRows, Imported, import_participants, import_table
from app.delegations.models import Delegation, DelegationKind, Participant, Role, Sector
from app.delegations.queries import delegations_with_members, participants
from app.delegations.rights import organiser_at
from app.delegations.sheets import sheets_in
from app.errors import BadInput, Forbidden
from app.events.models import Event
from tests.cast import PUBLISHED, Cast
from tests.delegations.sheets import SAMPLES, sample_rows, workbook

SHEET = Path(__file__).resolve().parents[2] / "samples/strasbourg-2019/participants.csv"
# What a sheet says is no matter of the database.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STATES = "Albania Armenia Azerbaijan Bosnia Georgia Moldova Montenegro Serbia Turkey Ukraine"


@pytest.fixture
def event(database: Database) -> Event:
    with database.writing() as db:
        event = Event(
            slug="sheet", title="Sheet", zone="Europe/Paris", created_at=PUBLISHED,
            delegation_at_most=5,
        )  # fmt: skip
        db.add(event)
    return event


def imported(db: Writing, event: Event, text: str | bytes) -> Imported:
    data = text.encode() if isinstance(text, str) else text
    return import_participants(db, event, "people.csv", data, by=organiser_at(event))


def refused(database: Database, event: Event, text: str | bytes) -> str:
    with pytest.raises(BadInput) as refusal, database.writing() as db:
        imported(db, event, text)
    return str(refusal.value)


def everybody(database: Database, event: Event) -> list[tuple[str | None, str, list[str]]]:
    with database.reading() as db:
        members = participants(db, event, by=organiser_at(event))
    return [(one.delegation, one.name, [role.value for role in one.roles]) for one in members]


def test_the_sample_of_ten_delegations_of_five_imports_as_it_is(database, event):
    with database.writing() as db:
        done = imported(db, event, SHEET.read_bytes())
    assert str(done).startswith("56 added, 0 changed, 0 unchanged; 10 delegations.")
    assert done.new_organisations == ()
    assert done.faults == ()
    with database.reading() as db:
        found = delegations_with_members(db, event, by=organiser_at(event))
    assert [one.count for one in found] == [5] * 10
    assert [one.heads for one in found] == [1] * 10
    assert {one.kind for one in found} == {DelegationKind.STATE}
    assert all(len(one.sectors) == 5 for one in found)
    assert [one.name.split()[0] for one in found if one.territory != "MD"] == [
        name for name in STATES.split() if name != "Moldova"
    ]


def test_importing_the_same_sheet_again_changes_nothing(database, event):
    with database.writing() as db:
        imported(db, event, SHEET.read_bytes())
    before = everybody(database, event)
    with database.writing() as db:
        done = imported(db, event, SHEET.read_bytes())
    assert (done.added, done.changed, done.unchanged) == (0, 0, 56)
    assert everybody(database, event) == before


def test_a_second_sheet_changes_what_differs_and_nobody_else(database, event):
    with database.writing() as db:
        imported(
            db,
            event,
            "Delegation,Name,Function,E-mail,Role\n"
            "Georgia,Delegate one,Judge,one@example.org,head\n"
            "Georgia,Delegate two,Prosecutor,,delegate\n",
        )
        done = imported(
            db,
            event,
            "Name,Country,Email,Head\n"
            "Delegate One,Georgia,ONE@example.org,\n"
            "Delegate two,GEORGIA,,yes\n",
        )
    assert (done.added, done.changed, done.unchanged) == (0, 2, 0)
    assert everybody(database, event) == [
        ("Georgia", "Delegate two", ["head"]),
        ("Georgia", "Delegate One", ["delegate"]),
    ]
    with database.reading() as db:
        functions = db.exec(select(Participant.function).order_by(col(Participant.id))).all()
    assert functions == ["Judge", "Prosecutor"]


@pytest.mark.parametrize(
    "data",
    [
        "Name;Pays;Chef\nDéléguée, police;Géorgie;oui\n".encode(),
        "\ufeffNAME,Country,Head of delegation\n\"Déléguée, police\",Georgia,x\n".encode(),
        "La liste\tparticipants\n\nhead\tDELEGATION\tname\n✓\tGeorgia\tDéléguée, police\n".encode(),
        "name,state,head\r\n\"Déléguée, police\",The Georgia,1\r\n".encode("utf-16"),
    ],
    ids=["semicolons", "commas with mark", "tabs below a title", "utf-16"],
)  # fmt: skip
def test_the_form_of_the_table_does_not_matter(database, event, data):
    with database.writing() as db:
        imported(db, event, data)
    [(_, name, roles)] = everybody(database, event)
    assert (name, roles) == ("Déléguée, police", ["head"])
    with database.reading() as db:
        assert db.exec(select(Delegation.territory)).all() == ["GE"]


def test_a_state_is_one_delegation_under_all_its_names(database, event):
    with database.writing() as db:
        imported(db, event, "Country,Name\nTurkey,A\nTürkiye,B\nLao PDR,C\nLaos,D\n")
    with database.reading() as db:
        found = db.exec(select(Delegation.name).order_by(col(Delegation.name))).all()
    assert found == ["Lao PDR", "Turkey"]


def test_a_country_column_and_an_organisation_column_go_together(database, event):
    with database.writing() as db:
        done = imported(
            db,
            event,
            "Country,Organisation,Name,Role\n"
            "Georgia,Ministry of Justice,A,\n,An international organisation,B,speaker\n",
        )
    assert done.new_organisations == ("An international organisation",)
    assert everybody(database, event) == [
        ("An international organisation", "B", ["speaker"]),
        ("Georgia", "A", ["delegate"]),
    ]


def test_what_was_not_understood_is_said(database, event):
    with database.writing() as db:
        done = imported(db, event, "Name,Delegation,Diet,Sector\nA,Gerogia,none,Courts\n")
    assert str(done) == (
        "1 added, 0 changed, 0 unchanged; 1 delegation. New organisations: Gerogia."
        " New sectors: Courts. Columns not used: Diet."
    )


def test_broken_rules_of_composition_are_reported(database, event):
    rows = "".join(f"Georgia,Person {n},{'head' if n == 1 else ''}\n" for n in range(1, 7))
    with database.writing() as db:
        done = imported(db, event, f"Delegation,Name,Role\n{rows}Serbia,Person,\n")
    assert [str(fault) for fault in done.faults] == [
        "Georgia: 6 of at most 5",
        "Serbia: no head of delegation",
    ]


def test_every_wrong_row_is_named_and_nothing_is_stored(database, event):
    sentence = refused(
        database,
        event,
        "Delegation,Name,E-mail,Role,Head\n"
        "Georgia,A,a@example.org,head,\n"
        "Georgia,,,,\n"
        "Georgia,B,nonsense,,\n"
        ",C,,,\n"
        ",D,,delegate,\n"
        "Georgia,E,,minister,\n"
        "Georgia,F,,head,\n"
        "georgia,a,A@example.org,,\n"
        "Georgia,G,,,perhaps\n",
    )
    assert sentence == (
        "Nothing was imported. "
        "B3: The name is missing. A function will do, too; "
        "C4: “nonsense” is not an e-mail address. It should look like name@example.org; "
        "A5: say the delegation or the role (organiser, chair, rapporteur, speaker, …); "
        "A6: the delegation is missing; "
        "D7: “minister” is no role; use organiser, chair, rapporteur, head, delegate, focal"
        " point, speaker, observer or press; "
        "D8: Georgia has a head already in row 2; "
        "B9: the same person as in row 2; tell them apart by name or e-mail, or remove one of"
        " the rows; "
        "E10: “perhaps” is neither yes nor no."
    )
    assert everybody(database, event) == []
    with database.reading() as db:
        assert db.exec(select(Delegation)).all() == []
        assert db.exec(select(Sector)).all() == []


def test_two_people_of_one_name_are_told_apart_by_their_addresses(database, event):
    sheet = "Country,Name,Email\nGeorgia,Delegate,a@example.org\nGeorgia,Delegate,b@example.org\n"
    with database.writing() as db:
        imported(db, event, sheet)
        done = imported(db, event, sheet)
    assert (done.added, done.unchanged) == (0, 2)
    assert len(everybody(database, event)) == 2


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty. Give a table with one person in each row."),
        (b" ,,\n,\n", "This file is empty. Give a table with one person in each row."),
        (b"PK\x03\x04rest", "This workbook cannot be read. Open it, save it again as “.xlsx” and"
         " give that file."),
        (b"\xd0\xcf\x11\xe0rest", "This is a workbook of an older kind or with a password. Save it"
         " as “.xlsx” without one, or save its sheet of participants as “CSV UTF-8”."),
        (b"Name\n\xe9\n", "The letters of this file cannot be read. Save the table as"
         " “CSV UTF-8”."),
        (b"\x00\x01\x02", "This is not a table. Save the sheet as “CSV UTF-8”."),
        (b"Country,Role\nGeorgia,head\n", "There is no column of names. The first row needs words"
         " such as Delegation, Sector, Name, Function, E-mail, Role, Head."),
        (b"Name,Country\n\n", "There is nobody below the header row. Add a row per person."),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_one_sentence(database, event, data, sentence):
    assert refused(database, event, data) == sentence


def test_a_long_list_of_faults_is_cut_in_the_sentence_and_whole_for_the_page(database, event):
    rows = "".join(f"Georgia,Person {n},minister\n" for n in range(14))
    with pytest.raises(BadRows) as refusal, database.writing() as db:
        imported(db, event, f"Delegation,Name,Role\n{rows}")
    assert len(refusal.value.rows) == 14
    assert str(refusal.value).endswith("; and 4 more.")


def test_a_formula_is_only_text(database, event):
    with database.writing() as db:
        imported(db, event, 'Country,Name\nGeorgia,"=HYPERLINK(""http://x"")"\n')
    assert everybody(database, event)[0][1] == '=HYPERLINK("http://x")'


def test_only_organisers_import(database: Database, cast: Cast) -> None:
    with database.reading() as db:
        event = db.get_one(Event, cast.event_id)
    for person in (cast.chair, cast.georgia_head, cast.outsider):
        with pytest.raises(Forbidden), database.writing() as db:
            import_participants(db, event, "x.csv", b"Name,Country\nA,Georgia\n", by=person)


def test_who_left_is_not_brought_back_as_who_they_were(database, event):
    with database.writing() as db:
        imported(db, event, "Country,Name\nGeorgia,A\n")
        db.exec(select(Participant)).one().left_at = PUBLISHED
    with database.writing() as db:
        done = imported(db, event, "Country,Name\nGeorgia,A\n")
    assert done.added == 1
    assert everybody(database, event) == [("Georgia", "A", [Role.DELEGATE.value])]


LIMITS = {"strasbourg-2019": {"at_most": 5}, "manila-2013": {"at_least": 3}}


@ON_SQLITE
@pytest.mark.parametrize(
    ("slug", "people", "states"),
    [("abu-dhabi-2012", 10, 0), ("cebu-2017", 64, 9), ("manila-2013", 39, 10),
     ("online-2021", 101, 10), ("strasbourg-2019", 56, 10)],
)  # fmt: skip
def test_the_samples_sheets_import_from_workbooks_as_from_text(
    database, event, slug, people, states
):
    rows = sample_rows(slug)
    with database.writing() as db:
        done = import_participants(db, event, "people.xlsx", workbook(rows), by=organiser_at(event))
        again = imported(db, event, (SAMPLES / slug / "participants.csv").read_bytes())
        found = delegations_with_members(db, event, by=organiser_at(event))
    assert (done.added, again.unchanged, again.added) == (people, people, 0)
    assert sum(one.kind is DelegationKind.STATE for one in found) == states


@ON_SQLITE
@pytest.mark.parametrize(
    ("slug", "broken", "said"),
    [
        ("strasbourg-2019", lambda rows: [*rows, ["Georgia", "Ministry of Education", "One more"]],
         ["Georgia: 6 of at most 5"]),
        ("manila-2013", lambda rows: _without(rows, "Cambodia", "Prosecution services"),
         ["Cambodia: 2 of at least 3", "Cambodia: nobody from “Prosecution services”"]),
        ("manila-2013", lambda rows: [[*row[:4], "" if row[0] == "Cambodia" else row[4]]
                                      for row in rows],
         ["Cambodia: no head of delegation"]),
        ("online-2021", lambda rows: _without(rows, "Maldives", "Judiciary"),
         ["Maldives: nobody from “Judiciary”"]),
        ("cebu-2017", lambda rows: _without(rows, "Japan", "Judiciary"),
         ["Japan: nobody from “Judiciary”"]),
    ],
    ids=["too many", "too few, no prosecutor", "no head", "no judge online", "no judge"],
)  # fmt: skip
def test_every_broken_rule_of_the_samples_sheets_is_reported(database, event, slug, broken, said):
    with database.writing() as db:
        stored = db.get_one(Event, event.key)
        limits = LIMITS.get(slug, {})
        stored.delegation_at_most = limits.get("at_most")
        stored.delegation_at_least = limits.get("at_least")
        rows = sample_rows(slug)
        whole = import_participants(db, stored, "x.xlsx", workbook(rows), by=organiser_at(stored))
    with database.writing() as db:
        for one in db.exec(select(Participant)):
            one.left_at = PUBLISHED
        done = import_participants(
            db, stored, "x.xlsx", workbook(broken(rows)), by=organiser_at(stored)
        )
    usual = {str(fault) for fault in whole.faults}
    assert [str(fault) for fault in done.faults if str(fault) not in usual] == said


def _without(rows, delegation, sector):
    return [row for row in rows if row[:2] != [delegation, sector]]


def test_a_state_in_two_languages_gets_the_name_of_the_events_language(database, event):
    with database.writing() as db:
        imported(
            db,
            event,
            "Pays / Country,Name\nGéorgie / Georgia,A\nALBANIE,B\nRepublic of Moldova,C\n"
            "Moldavie,D\nFilipinas,E\n",
        )
    with database.reading() as db:
        found = db.exec(select(Delegation.name).order_by(col(Delegation.name))).all()
    assert found == ["Albania", "Georgia", "Philippines", "Republic of Moldova"]


def test_who_is_known_is_known_in_any_order_of_names(database, event):
    with database.writing() as db:
        imported(db, event, "Country,Name\nGeorgia,Ms Jane DOE\n")
        done = imported(db, event, 'Country,Name\nGeorgia,"DOE, Jane"\n')
    assert (done.added, done.changed) == (0, 1)
    assert everybody(database, event)[0][1] == "Jane DOE"


def test_several_roles_in_one_cell_are_all_given(database, event):
    with database.writing() as db:
        imported(db, event, "Country,Name,Role\nGeorgia,A,Head of delegation; Speaker\n")
    assert everybody(database, event)[0][2] == ["head", "speaker"]


def test_many_people_cost_no_more_statements_than_few(database, event):
    def statements(people):
        seen = []

        def note(_connection, _cursor, statement, *_more):
            seen.append(statement)

        rows = "".join(f"Country {n % 9},Person {people} {n},delegate\n" for n in range(people))
        sa.event.listen(database.engine, "before_cursor_execute", note)
        with database.writing() as db:
            done = imported(db, event, f"Country,Name,Role\n{rows}")
        sa.event.remove(database.engine, "before_cursor_execute", note)
        assert done.added == people
        return len(seen)

    statements(9)  # the delegations are there afterwards
    assert abs(statements(400) - statements(40)) < 5


def test_progress_is_told_from_the_first_row_to_the_last(database, event):
    told = []
    with database.writing() as db:
        imported(db, event, "Country,Name\nGeorgia,A\n")
        sheets = sheets_in(b"Country,Name\nGeorgia,A\nGeorgia,B\nSerbia,C\n")
        import_table(
            db,
            event,
            "x.csv",
            read_table(sheets, layout_of(sheets)),
            {},
            tell=lambda done, whole: told.append((done, whole)),
            by=organiser_at(event),
        )
    assert told == [(1, 6), (2, 6), (3, 6), (4, 6), (6, 6)]
