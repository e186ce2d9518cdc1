"""Agendas of every format and notation, scored against what a person read in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typst

from app.agenda.reading import read_document
from tests.agenda.reading.build_agendas import BINARY, FOLDER
from tests.agenda.reading.scoring import documents, score

CASES = list(documents(FOLDER))
EXTENSIONS = {".pdf", ".docx", ".xlsx", ".csv", ".ics", ".html", ".md", ".txt"}


@pytest.mark.parametrize(("path", "expected"), CASES, ids=[path.name for path, _ in CASES])
def test_an_agenda_is_read_as_a_person_reads_it(path: Path, expected: dict[str, Any]):
    result = score(read_document(path.name, path.read_bytes()).as_json(), expected)
    assert result.f1 >= 0.97
    assert result.attributes >= 0.97
    assert result.facts == 1.0
    assert result.invented == ()


def test_the_folder_holds_every_format():
    assert {path.suffix for path, _ in CASES} == EXTENSIONS
    assert len(CASES) >= 14


@pytest.mark.parametrize("name", sorted(BINARY))
def test_a_committed_document_reads_like_one_built_afresh(name):
    committed = read_document(name, (FOLDER / name).read_bytes())
    assert read_document(name, BINARY[name]()) == committed


@pytest.mark.parametrize("name", ["archives.pdf", "serials.xlsx", "office.ics", "rooms.docx"])
def test_the_content_tells_the_format_when_the_name_does_not(name):
    data = (FOLDER / name).read_bytes()
    assert read_document("agenda", data) == read_document(name, data)


def test_a_pdf_says_its_running_head_once_and_its_page_numbers_never():
    read = read_document("a.pdf", (FOLDER / "rivers.pdf").read_bytes())
    words = json.dumps(read.as_json())
    assert words.count("ENV/RIV/2022/7") == 1
    assert "Page" not in words
    assert "Workshop on shared rivers" not in words


def test_who_is_invited_to_a_calendar_entry_is_no_speaker():
    read = read_document("a.ics", (FOLDER / "office.ics").read_bytes())
    assert "Somebody" not in json.dumps(read.as_json())


def test_a_cancelled_calendar_entry_is_not_read():
    read = read_document("a.ics", (FOLDER / "office.ics").read_bytes())
    assert "Visit to the lock" not in [entry.title for entry in read.entries]


def test_an_organisation_in_the_column_of_speakers_is_kept_in_words_but_is_nobody():
    text = (
        "Workshop on Wells\n\nMonday 3 June 2024\nTime\tTopic\tSpeaker\n"
        "09:00-10:00\tOpening\tWater Authority\n10:00-11:00\tSession 1: Depth\tExperts\n"
    )
    opening, session = read_document("a.txt", text.encode()).entries
    assert (opening.speakers, opening.abstract) == ((), "Water Authority")
    assert (session.speakers, session.abstract) == ((), "")


_GRAIN = """
#set page(paper: "a4", margin: 2cm)
#set text(size: 10pt)
#text(15pt, weight: "bold")[Workshop on Grain Stores]

Lusaka, Zambia, 9-10 July 2019

*Tuesday 9 July 2019*
#table({layout},
 [09:00 – 09:30], [*Opening session*],
 [09:30 – 10:45], [*Session 1: What is stored, by whom, and for how long, in which kind of building,
  of which age and at whose expense* \\ A description that is long enough to be broken over two or
  three lines of the page, as descriptions are, and that says nothing else.],
 [10:45 – 11:00], [Coffee break],
 [11:00 – 12:30], [*Session 2: Losses* \\ Rats. \\ Damp. \\ Speaker: Head of Stores, Grain Board],
 [12:30], [End of the workshop],
)
"""


@pytest.mark.parametrize(
    "layout",
    [
        "columns: (3cm, 1fr), stroke: 0.5pt",
        "columns: (3cm, 1fr), stroke: none",
        "columns: (3cm, 1fr), stroke: (x: none, y: 0.5pt)",
        "columns: (1.6cm, 1fr), stroke: none",
        "columns: (1.6cm, 1fr), stroke: 0.5pt",
        "columns: (3cm, 1fr), stroke: none, align: horizon, row-gutter: 8pt",
        "columns: (3cm, 1fr), stroke: none, fill: (x, y) => luma(230 + 10 * calc.rem(y, 2))",
    ],
    ids=["ruled", "plain", "across", "narrow", "narrow-ruled", "middle", "shaded"],
)
def test_a_programme_reads_the_same_however_its_table_is_drawn(layout):
    data = typst.compile(_GRAIN.replace("{layout}", layout).encode())
    read = read_document("a.pdf", data)
    assert [(str(e.start)[:5], str(e.end)[:5], e.number, e.title) for e in read.entries] == [
        ("09:00", "09:30", None, "Opening session"),
        (
            "09:30", "10:45", "1",
            "What is stored, by whom, and for how long, in which kind of building, of which age "
            "and at whose expense",
        ),
        ("10:45", "11:00", None, "Coffee break"),
        ("11:00", "12:30", "2", "Losses"),
    ]  # fmt: skip
    assert read.entries[3].speakers == ("Head of Stores, Grain Board",)
    assert read.entries[3].abstract == "Rats.\nDamp."
    assert read.place == "Lusaka, Zambia"
