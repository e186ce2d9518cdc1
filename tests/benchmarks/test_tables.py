"""Tables in and out: nothing is lost, what is wrong is named by its cell, counts come out of it."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.benchmarks.counting import Counts, count
from app.benchmarks.exports import benchmarks_as
from app.benchmarks.models import ConductKind, Coverage
from app.benchmarks.reading import BadCells, read_study, sheet_with_findings
from app.delegations.sheets import sheets_in
from app.errors import BadInput
from tests.benchmarks.studies import LONG, read_in, sample_table, stored

SEED = {
    "CP1": (40, 5, 0), "CP2": (37, 7, 1), "CP3": (37, 6, 2), "CP4": (42, 2, 1), "CP5": (36, 3, 6),
    "CP6": (31, 1, 13), "CP7": (38, 4, 3), "CP8": (18, 7, 20), "G1": (18, 3, 24), "G2": (17, 3, 25),
}  # fmt: skip


def printed(counts: Counts) -> tuple[int, int, int]:
    return counts.covered, counts.partially, counts.not_or_unclear


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_the_counts_of_the_printed_study_come_out_of_its_findings(database, cast):
    study = read_in(database, cast, sample_table())
    assert len(study.states) == 45
    found = {one.code: study.counts[one.id] for part in study.provisions for one in part.counted}
    assert {code: printed(counts) for code, counts in found.items()} == SEED
    assert {counts.assessed for counts in found.values()} == {45}
    written = json.loads(benchmarks_as("json", study))
    lines = [line for part in written["provisions"] for line in part["conducts"]]
    assert {
        line["code"]: (
            line["counts"]["covered"], line["counts"]["partially"], line["counts"]["not_or_unclear"]
        )
        for line in lines if "counts" in line
    } == SEED  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(benchmarks_as("xlsx", study)), read_only=True)
    sheet = list(book["Counts"].iter_rows(min_row=2, values_only=True))
    book.close()
    assert {row[1]: (row[3], row[4], row[7]) for row in sheet} == SEED


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_a_long_table_goes_out_and_comes_in_whole(database, cast, format_):
    study = read_in(database, cast)
    written = benchmarks_as(format_, study)
    assert read_study(sheets_in(written)[0]) == read_study(rows(LONG))
    assert read_in(database, cast, written).findings == study.findings


def test_a_matrix_says_what_was_found_and_takes_no_note_away(database, cast):
    study = read_in(database, cast)
    matrix = benchmarks_as("csv", study, "matrix")
    assert b"Georgia (GE)" in matrix
    assert read_in(database, cast, matrix).findings == study.findings


def test_what_a_table_says_otherwise_is_a_new_version(database, cast):
    before = read_in(database, cast)
    after = read_in(database, cast, LONG.replace("partially,,Only for sale.", "covered,,"))
    changed = {key for key in after.findings if after.findings[key] != before.findings[key]}
    assert [after.findings[key].version for key in changed] == [2]
    assert [after.findings[key].coverage for key in changed] == [Coverage.COVERED]


@pytest.mark.parametrize(
    ("wrong", "cell", "words"),
    [
        (LONG.replace("not covered", "perhaps"), "I5", "Write covered, partially"),
        (LONG.replace("2000-06-01", "1 June 2000"), "Q2", "Write the day as 2019-05-16"),
        (LONG.replace("https://", "ftp://"), "P2", "An address begins with https://"),
        (LONG.replace("Possessing,conduct,Ukraine", "Holding,conduct,Ukraine"), "E6", "other"),
        (LONG.replace("I2,Possessing,conduct,Geo", ",Possessing,conduct,Geo"), "D5", "needs a"),
        (LONG.replace("heading,,,", "heading,Georgia,GE,covered"), "I7", "A heading has no"),
        (LONG.replace("Georgia,GE,not", "Georgia,Geo,not"), "H5", "two letters"),
        (LONG.replace("Second Act", "x" * 301), "M3", "Longer than 300"),
        (LONG + "Images,,,I1,Producing,conduct,Georgia,GE,unclear,,,,,,,,,,\n", "I10", "in I2"),
        (LONG.replace("Age,,,A1,Who is a child,value,G", ",,,A1,Who,value,G"), "A8", "provision"),
        (LONG.replace("heading", "head line"), "F7", "conduct, heading or value"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_and_nothing_is_stored(database, cast, wrong, cell, words):
    with pytest.raises(BadCells) as refused:
        read_in(database, cast, wrong)
    named = {one.cell: one.sentence.format(**dict(one.values)) for one in refused.value.faults}
    assert words in named[cell]
    with pytest.raises(Exception, match="no benchmarks yet"):
        stored(database, cast)


def test_the_sheet_with_the_findings_is_found_wherever_it_stands(database, cast):
    study = read_in(database, cast)
    book = openpyxl.load_workbook(io.BytesIO(benchmarks_as("xlsx", study)))
    book.move_sheet("Counts", -1)
    cover = book.create_sheet("Cover", 0)
    cover["A1"] = "A study of the law"
    written = io.BytesIO()
    book.save(written)
    sheets = sheets_in(written.getvalue())
    assert [sheet[0][0] for sheet in sheets] == ["A study of the law", "Provision", "Provision"]
    assert sheet_with_findings(sheets) is sheets[2]
    assert read_in(database, cast, written.getvalue()).findings == study.findings
    only_counts = [sheets[1]]
    assert sheet_with_findings(only_counts) is only_counts[0]


@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n", "Provision,Code\nx,y\n", "Provision,Code,Conduct\n", "", "\x00"]
)
def test_what_is_no_table_of_benchmarks_is_refused_in_a_sentence(database, cast, text):
    with pytest.raises(BadInput):
        read_in(database, cast, text)


def test_a_table_in_french_is_understood():
    table = (
        "Titre de l’étude\n\n"
        "Disposition,Fondement,Code,Comportement,Géorgie (GE),Ukraine (UA),Serbie\n"
        "Images,Convention A; Convention B,1,Produire,couvert,Partiellement,NON\n"
        "Images,,2,Détenir,incertain,,●\n"
    )
    read = read_study(rows(table))
    assert read.states == {"Géorgie": "GE", "Ukraine": "UA", "Serbie": ""}
    assert [one.coverage for one in read.findings.values()] == [
        Coverage.COVERED, Coverage.PARTIALLY, Coverage.NOT_COVERED, Coverage.UNCLEAR,
        Coverage.COVERED,
    ]  # fmt: skip
    assert read.provisions["Images"].basis == (("Convention A", ""), ("Convention B", ""))


def test_values_are_values_and_headings_have_no_counts(database, cast):
    study = read_in(database, cast)
    age = next(one for one in study.provisions if one.title == "Age")
    assert age.counted == ()
    assert study.values(age.conducts[0]) == [("", 2), ("18", 1)]
    kinds = {one.kind for part in study.provisions for one in part.counted}
    assert kinds == {ConductKind.CONDUCT}


@given(st.lists(st.sampled_from(Coverage), max_size=60), st.integers(0, 60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_adds_up_to_the_states(found, more):
    counts = count(found, len(found) + more)
    assert counts.assessed + counts.not_assessed == len(found) + more


def test_one_state_is_not_counted_twice():
    with pytest.raises(ValueError, match="More findings than States"):
        count([Coverage.COVERED, Coverage.COVERED], 1)
