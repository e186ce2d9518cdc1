"""Whole agendas: the two sample events in every form, and one document per notation."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from app.agenda.reading import read_document
from tests.agenda.reading.scoring import documents, score

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[2] / "samples"
FOLDER = HERE / "documents"
CASES = list(documents(FOLDER))


@pytest.mark.parametrize(("path", "expected"), CASES, ids=[path.name for path, _ in CASES])
def test_a_document_is_read_exactly(path: Path, expected: dict[str, Any]):
    assert read_document(path.name, path.read_bytes()).as_json() == expected


@pytest.mark.parametrize("event", ["strasbourg-2019", "manila-2013"])
def test_the_word_document_of_a_sample_reads_like_its_other_forms(event):
    data = (SAMPLES / event / "agenda.docx").read_bytes()
    read = read_document("agenda.docx", data)
    assert read.as_json() == json.loads((FOLDER / f"{event}.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("event", "function"), [("strasbourg-2019", "strasbourg"), ("manila-2013", "manila")]
)
def test_the_committed_word_document_is_the_one_the_script_writes(event, function):
    script = runpy.run_path(str(SAMPLES / "build_agendas.py"))
    afresh = read_document("agenda.docx", script[function]())
    committed = read_document("agenda.docx", (SAMPLES / event / "agenda.docx").read_bytes())
    assert afresh == committed
    assert script[function]() == script[function]()


def test_strasbourg_has_its_twenty_entries():
    read = read_document("a.docx", (SAMPLES / "strasbourg-2019" / "agenda.docx").read_bytes())
    assert [(e.kind, e.number) for e in read.entries] == [
        ("registration", None), ("opening", None), ("session", None), ("break", None),
        ("session", None), ("break", None), ("session", None), ("break", None), ("session", None),
        ("registration", None), ("keynote", None), ("workshop", "1"), ("workshop", "2"),
        ("break", None), ("workshop", "3"), ("workshop", "4"), ("break", None), ("plenary", None),
        ("break", None), ("closing", None),
    ]  # fmt: skip
    assert [day.date for day in read.days] == ["2019-05-16", "2019-05-17"]
    assert [e.parallel_group for e in read.entries if e.kind == "workshop"] == ["A", "A", "B", "B"]
    assert [e.required_priorities for e in read.entries if e.kind == "workshop"] == [2, 2, 2, 2]
    assert [e.title for e in read.entries if e.end_inferred] == ["Registration", "Registration"]
    assert all(e.room is None and e.speakers == () for e in read.entries)
    assert read.reference == "CRD/VC1840/EndOCSEA@Europe(2019)RCOJ1"
    assert (read.place, read.mode, read.zone) == ("Strasbourg", "in_person", None)
    assert (read.document_date, read.delegation_most) == ("2019-03-26", 5)
    assert len(read.sectors) == 5
    assert len(read.countries) == 10


def test_manila_has_its_eighteen_entries_and_two_themes():
    read = read_document("a.docx", (SAMPLES / "manila-2013" / "agenda.docx").read_bytes())
    assert len(read.entries) == 18
    assert [(day.date, day.theme) for day in read.days] == [
        ("2013-05-23", "Focus on criminal law benchmarks"),
        ("2013-05-24", "Focus on law enforcement cooperation"),
    ]
    assert all(entry.end_inferred for entry in read.entries)
    eighth, again = (e for e in read.entries if e.number == "8")
    assert (eighth.continues, again.continues) == (None, "8")
    assert again.title == eighth.title
    assert read.document_version == "Version 5 April 2013"
    assert (read.delegation_least, len(read.countries)) == (3, 10)


def test_what_the_user_types_in_completes_the_document():
    path = FOLDER / "without-year.txt"
    read = read_document(
        path.name, path.read_bytes(), year=2013, place="Tirana, Albania", zone="Europe/Tirane"
    )
    assert [day.date for day in read.days] == ["2013-05-23", "2013-05-24"]
    assert (read.place, read.zone) == ("Tirana, Albania", "Europe/Tirane")
    assert read.questions == ()


def test_a_weekday_that_is_not_the_date_s_is_asked_about():
    text = b"Workshop on Statistics\n\nThursday 24 May 2013\n09:00 - 10:00 Opening\n"
    asked = [q.sentence for q in read_document("a.txt", text).questions]
    assert any("says Thursday, but 2013-05-24 is a Friday" in sentence for sentence in asked)


def test_a_title_ends_where_its_description_begins_on_the_same_line():
    text = (
        "Workshop on Statistics\n\nThursday 23 May 2013\n"
        "09:00 - 10:00\tWhy do we count, and what for? Counting is the beginning of every policy, "
        "and nobody counts in the same way as anybody else.\n"
    )
    entry = read_document("a.txt", text.encode()).entries[0]
    assert entry.title == "Why do we count, and what for?"
    assert entry.abstract.startswith("Counting is the beginning")


def test_what_the_json_leaves_out_is_kept_for_the_review():
    path = FOLDER / "strasbourg-2019.md"
    read = read_document(path.name, path.read_bytes())
    workshop = next(e for e in read.entries if e.number == "2")
    assert "Workshop 2: Identifying child-victims" in workshop.source
    assert workshop.context.startswith("Workshop sessions: Each workshop")
    assert set(workshop.as_json()) == {
        "day", "start", "end", "end_inferred", "kind", "number", "title", "abstract",
        "parallel_group", "room", "speakers", "continues",
    }  # fmt: skip


def test_scoring_sees_what_is_missing_and_what_is_invented():
    expected = json.loads((FOLDER / "manila-2013.json").read_text("utf-8"))
    assert score(expected, expected).f1 == 1.0
    worse = json.loads(json.dumps(expected))
    worse["entries"][0]["start"] = "07:45"
    worse["entries"][1]["room"] = "Room 5"
    found = score(worse, expected)
    assert found.f1 == pytest.approx(17 / 18)
    assert found.attributes < 1.0
    assert len(found.invented) == 2
