"""Conclusions as secretariats write them, read from every format, nested as they were written."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from app.recommendations.models import ParagraphKind as Kind
from app.recommendations.reading import ReadConclusions, read_conclusions

DOCUMENTS = Path(__file__).parent / "documents"
WORD = re.compile(r"\w+")


def read(name: str) -> ReadConclusions:
    return read_conclusions(name, (DOCUMENTS / name).read_bytes())


def under(found: ReadConclusions, kind: Kind) -> list[int]:
    """How many paragraphs stand under each of a kind."""
    return [
        sum(1 for _ in found.under(index)) for index, line in found.under(None) if line.kind is kind
    ]


def words(text: str) -> Counter[str]:
    return Counter(WORD.findall(text))


def every_word(found: ReadConclusions) -> Counter[str]:
    """All words of the paragraphs with their marks, and of what was left out."""
    said = [f"{line.mark} {line.text}" for line in found.paragraphs]
    return words("\n".join([*said, *(line.text for line in found.left_out)]))


@pytest.mark.parametrize("name", ["summary.md", "summary.docx", "summary.pdf"])
def test_a_summary_has_its_take_aways_and_its_way_ahead_with_what_stands_under_them(name):
    found = read(name)
    assert under(found, Kind.TAKE_AWAY) == [0, 0, 0, 3, 0, 0, 4, 0]
    assert under(found, Kind.WAY_AHEAD) == [0, 0, 0, 0, 0]
    assert {line.addressee for line in found.of_kind(Kind.WAY_AHEAD)} == {"States of the region"}
    assert [line.text[:12] for line in found.of_kind(Kind.OPERATIVE)] == [
        "Participants", "A meeting of",
    ]  # fmt: skip
    assert found.place == "Cebu City, Philippines"
    assert found.dates == ("2017-06-27", "2017-06-28", "2017-06-29")


def test_what_the_document_does_not_say_is_asked_and_not_invented():
    found = read("summary.md")
    assert found.title == "REGIONAL CONFERENCE ON COMPUTER CRIME 2017"
    assert found.reference is None
    nesting, kinds = map(str, found.questions)
    assert "“A large effort" in nesting
    assert "(2)" in kinds
    assert "Participants thanked" in kinds


def test_decisions_keep_their_numbers_letters_and_countries():
    found = read("decisions.txt")
    lines = [(line.mark, line.parent) for line in found.paragraphs if line.mark]
    first = next(place for place, line in enumerate(found.paragraphs) if line.mark)
    assert lines == [
        ("1.", None),
        ("2.", None),
        ("(a)", first + 1),
        ("(i)", first + 2),
        ("(ii)", first + 2),
        ("(b)", first + 1),
        ("3.", None),
    ]
    assert [line.text[:7] for line in found.of_kind(Kind.PREAMBLE)] == ["Recalli", "Noting "]
    assert [(line.delegation, line.text[:5]) for line in found.of_kind(Kind.RECOMMENDATION)] == [
        ("", "All S"),
        ("Georgia", "Train"),
        ("Georgia", "Publi"),
        ("Ukraine", "Ratif"),
    ]
    assert found.reference == "DG1/2018/44"
    assert [line.why for line in found.left_out][-2:] == ["annex", "annex"]
    assert "several kinds" in str(found.questions[0])


@pytest.mark.parametrize("name", ["summary.md", "decisions.txt"])
def test_every_word_stands_in_exactly_one_place(name):
    source = re.sub(r"[*#]", "", (DOCUMENTS / name).read_text("utf-8"))
    assert every_word(read(name)) == words(source)


def test_the_same_words_come_out_of_word_and_pdf():
    plain = every_word(read("summary.md"))
    assert every_word(read("summary.docx")) == plain
    assert every_word(read("summary.pdf")) == plain


def test_lists_that_a_page_marks_up_are_nested_as_marked_up():
    page = (
        "<h1>Regional meeting on evidence</h1><p>Rome, 3 May 2018</p><h2>Recommendations to "
        "States</h2><ul><li>Name a contact point. It should be public.<ul><li>By May.</li><li>By "
        "June.</li></ul></li><li>Report.</li></ul><h2>Thanks</h2><p>The host was thanked.</p>"
    )
    found = read_conclusions("meeting.html", page.encode())
    assert under(found, Kind.RECOMMENDATION) == [2, 0]
    assert {line.addressee for line in found.of_kind(Kind.RECOMMENDATION)} == {"States"}
    assert [line.text for line in found.of_kind(Kind.OPERATIVE)] == ["The host was thanked."]


def test_french_and_spanish_headings_are_known():
    text = (
        "# Atelier régional sur la preuve électronique\n\nRome, 3 mai 2018\n\n"
        "## Principaux enseignements\n\n- Les lois sont claires.\n\n"
        "## Recommandations communes\n\n- Publier une adresse.\n\n"
        "## Próximos pasos\n\n- Informar en mayo.\n"
    )
    found = read_conclusions("atelier.md", text.encode())
    kinds = [line.kind for line in found.paragraphs if line.kind is not Kind.HEADING]
    assert kinds == [Kind.TAKE_AWAY, Kind.RECOMMENDATION, Kind.WAY_AHEAD]


def test_a_heading_of_a_part_is_not_what_the_document_is_called():
    page = (
        "<p>Conference on evidence</p><p>Rome, 3 May 2018</p><h1>Recommendations by country</h1>"
        "<h2>Georgia</h2><ol><li>Train judges.</li></ol><h2>Ukraine</h2><ol><li>Report.</li></ol>"
    )
    found = read_conclusions("meeting.html", page.encode())
    assert found.title == "Conference on evidence"
    told = [(line.delegation, line.text) for line in found.of_kind(Kind.RECOMMENDATION)]
    assert told == [("Georgia", "Train judges."), ("Ukraine", "Report.")]


def test_the_json_nests_paragraphs_as_they_were_read():
    told = read("decisions.txt").as_json()
    second = next(line for line in told["paragraphs"] if line["number"] == "2.")
    assert [line["number"] for line in second["nested"]] == ["(a)", "(b)"]
    assert [line["number"] for line in second["nested"][0]["nested"]] == ["(i)", "(ii)"]
    assert set(told) == {
        "title", "reference", "place", "dates", "version", "paragraphs", "left_out", "questions",
    }  # fmt: skip
