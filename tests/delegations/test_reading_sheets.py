"""Spreadsheets as secretariats have them: what is read from them, without any event."""

from __future__ import annotations

import io
import zipfile
from typing import cast

import pytest

from app.delegations.checking import check_rows
from app.delegations.columns import layout_of, read_table, role_words
from app.delegations.header_words import Column
from app.delegations.known_people import KnownPeople
from app.delegations.models import Role
from app.delegations.names import name_key, one_name
from app.delegations.sheets import sheets_in
from app.errors import BadInput
from tests.delegations.sheets import workbook


class Nobody:
    """An event in which nobody is known."""

    roles: dict[int, set[Role]] = {}
    by_id: dict[int, object] = {}
    asks_gender = False

    def known(self, *_about):
        return None

    def perhaps(self, *_about):
        return []

    def key_of(self, name):
        return name


def read(rows, **more):
    sheets = sheets_in(workbook(rows, **more))
    table = read_table(sheets, layout_of(sheets))
    return table, check_rows(table, cast(KnownPeople, Nobody()), {})


def people(rows, **more):
    _, checked = read(rows, **more)
    assert checked.faults == ()
    return [(one.delegation, one.name) for one in checked.wanted]


GEORGIA = ("Georgia", "Jane DOE")


@pytest.mark.parametrize(
    "rows",
    [
        [["Country", "Name"], ["Georgia", "Jane DOE"]],
        [["Name of participant", "No.", "Member State"], ["DOE, Jane", 1, "Georgia"]],
        [["Country / Pays", "Name / Nom"], ["Georgia", "DOE, Jane"]],
        [["Pays\nCountry", "Nom et prénom\nName"], ["Georgia", "Doe, Jane"]],
        [["País (Country)", "Apellidos", "Nombre"], ["Georgia", "DOE", "Jane"]],
        [["PAYS", "NOM", "PRÉNOM"], ["Georgia", "DOE", "Jane"]],
        [["Delegation*", "First name", "Family name:"], ["Georgia", "Jane", "DOE"]],
        [["Name", "Surname", "State"], ["Jane", "DOE", "Georgia"]],
        [
            ["List of participants"],
            ["Workshop, 16–17 May 2019", None, "Provisional"],
            [],
            ["N°", "Délégation", "Nom complet"],
            [1, "Georgia", "Jane DOE"],
        ],
    ],
    ids=["plain", "other order", "two languages", "line breaks", "spanish", "french", "parts",
         "name and surname", "below titles"],
)  # fmt: skip
def test_columns_are_found_in_any_order_and_three_languages(rows):
    found = people(rows)
    assert [(place, name.replace("Doe", "DOE")) for place, name in found] == [GEORGIA]


def test_a_form_of_address_in_its_own_column_goes_before_the_name():
    rows = [["Title", "Name", "Position", "Country"], ["Ms", "DOE, Jane", "Judge", "Georgia"]]
    table, checked = read(rows)
    assert [(one.name, one.function) for one in checked.wanted] == [("Ms Jane DOE", "Judge")]
    assert table.unused == ()


def test_addresses_are_found_under_any_word():
    table, _ = read([["Name", "State", "Contact"], ["A", "Georgia", "a@example.org"]])
    assert table.places[Column.EMAIL] == 2


def test_a_name_merged_over_the_members_of_a_delegation_is_everybodys():
    rows = [["Country", "Name"], ["Georgia", "A"], [None, "B"], ["Serbia", "C"], [None, "D"]]
    found = people(rows, merged=["A2:A3", "A4:A5"])
    assert found == [("Georgia", "A"), ("Georgia", "B"), ("Serbia", "C"), ("Serbia", "D")]


@pytest.mark.parametrize("head", [["Name", "Function"], ["Country", "Name"]])
def test_a_delegations_name_in_a_row_of_its_own_is_a_heading(head):
    below = ["A", "Judge"] if head[0] == "Name" else [None, "A"]
    rows = [head, ["Georgia"], below, [], ["Serbia"], [below[0] and "B", below[0] or "B"]]
    found = people([[*row] for row in rows])
    assert [place for place, _ in found] == ["Georgia", "Serbia"]


def test_a_delegation_without_a_person_is_no_heading_but_a_mistake():
    _, checked = read([["Country", "Name"], ["Georgia"], ["Serbia", "A"]])
    assert [str(fault)[:24] for fault in checked.faults] == ["B2: The name is missing."]


def test_totals_empty_rows_and_repeated_headers_are_passed_over():
    header = ["Country", "Name"]
    table, checked = read(
        [header, ["Georgia", "A"], [], header, ["Serbia", "B"], ["Total: 2"], ["TOTAL GÉNÉRAL", 2]]
    )
    assert [one.row for one in checked.wanted] == [2, 5]
    assert table.passed_over == ((6, "Total: 2"), (7, "TOTAL GÉNÉRAL"))


def test_a_note_below_the_table_is_passed_over_and_said():
    table, _ = read([["", "Country", "Name"], ["", "Georgia", "A"], ["* to be confirmed"]])
    assert table.passed_over == ((3, "* to be confirmed"),)


def test_the_sheet_of_people_is_found_among_others_and_hidden_ones_are_left():
    rows = [["Country", "Name"], ["Georgia", "A"]]
    found = people(rows, before=[[["Notes"], ["Nothing"]]], hidden=[[["Country", "Name", "Role"]]])
    assert found == [("Georgia", "A")]


def test_a_header_of_two_rows_is_one():
    rows = [
        ["Country", "Participant", None],
        [None, "Family name", "First name"],
        ["Georgia", "DOE", "Jane"],
    ]
    assert people(rows, merged=["A1:A2", "B1:C1"]) == [GEORGIA]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("DOE, Jane", "Jane DOE"), ("Mr DOE, John", "Mr John DOE"), ("Mr. Jo DOE", "Mr. Jo DOE"),
        ("Jane DOE, Ms", "Ms Jane DOE"), ("DE LA CRUZ, María José", "María José DE LA CRUZ"),
        ("Prosecutor, General Prosecution", "Prosecutor, General Prosecution"),
        ("Delegate, Ministry of Justice, Georgia", "Delegate, Ministry of Justice, Georgia"),
        ("POLICE, unit for children", "POLICE, unit for children"), ("Doe, Jane", "Doe, Jane"),
    ],
)  # fmt: skip
def test_a_name_is_put_in_its_spoken_order_only_where_it_is_sure(written, name):
    assert one_name(written) == name


def test_spellings_of_one_person_have_one_key():
    assert (
        len({name_key(n) for n in ("Ms Jane DOE", "Doe Jane", "H.E. Mrs Jane Doe", "JANE DOÉ")})
        == 1
    )
    assert len({name_key(n) for n in ("J. Doe", "H. Doe", "Expert 1", "Expert 2", "Mr", "Dr")}) == 6


@pytest.mark.parametrize(
    ("written", "roles"),
    [
        ("Head of delegation / Chef de délégation", [Role.HEAD]),
        ("Jefe de delegación", [Role.HEAD]), ("Déléguée", [Role.DELEGATE]),
        ("Chair; Rapporteur", [Role.CHAIR, Role.RAPPORTEUR]),
        ("Speaker and observer", [Role.SPEAKER, Role.OBSERVER]), ("King", None),
        ("Chair; King", None),
    ],
)  # fmt: skip
def test_roles_are_known_in_three_languages_and_several_at_once(written, roles):
    assert role_words(written) == roles


def test_an_institution_beside_a_country_is_kept_with_the_function():
    rows = [["Country", "Institution", "Name", "Title"], ["Georgia", "Ministry", "A", "Judge"]]
    _, checked = read(rows)
    assert checked.wanted[0].function == "Judge, Ministry"


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        (["Georgia", None, "a@example.org", None], "C2: The name is missing."),
        (["Georgia", "A", "nonsense", None], "D2: “nonsense” is not an e-mail address."),
        (["Georgia", "A", None, "minister"], "E2: “minister” is no role"),
        ([None, "A", None, "head"], "B2: the delegation is missing"),
        (["Georgia", "A" * 201, None, None], "C2: This is 201 characters long"),
        (["G" * 201, "A", None, None], "B2: this is longer than 200 characters"),
    ],
)  # fmt: skip
def test_a_fault_names_its_cell(values, fault):
    _, checked = read([["No", "Country", "Name", "E-mail", "Role"], [1, *values]])
    assert [str(one)[: len(fault)] for one in checked.faults] == [fault]


def test_numbers_and_dates_are_text():
    sheets = sheets_in(workbook([["Name", 3.0], [2.5, True]]))
    assert sheets == [[["Name", "3"], ["2.5", "True"]]]


def test_a_workbook_that_unpacks_to_too_much_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 81_000_000)
    with pytest.raises(BadInput, match="This workbook is too large"):
        sheets_in(packed.getvalue())


@pytest.mark.parametrize("cut", [30, 400, -30])
def test_a_damaged_workbook_is_refused_with_a_sentence(cut):
    whole = workbook([["Name", "Country"], ["A", "Georgia"]])
    with pytest.raises(BadInput, match="This workbook cannot be read"):
        sheets_in(whole[:cut])


def test_every_damaged_part_is_refused_with_a_sentence():
    whole = workbook([["Name", "Country"], ["A", "Georgia"]])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for broken in parts:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content[: len(content) // 2] if name == broken else content)
        read, refused = [], ""
        try:
            read = sheets_in(packed.getvalue())
        except BadInput as refusal:
            refused = str(refusal)
        if read:
            assert read == [[["Name", "Country"], ["A", "Georgia"]]], broken
        else:
            assert "workbook" in refused or "empty" in refused, broken
