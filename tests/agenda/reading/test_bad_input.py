"""Files that are no agenda are refused with a sentence; none crashes the reader."""

from __future__ import annotations

import io
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.agenda.reading import read_document
from app.errors import BadInput

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
WORD = (SAMPLES / "strasbourg-2019" / "agenda.docx").read_bytes()
TEXTS = [
    path.read_bytes()
    for path in sorted((Path(__file__).parent / "documents").iterdir())
    if path.suffix in (".txt", ".md", ".html")
]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", b""),
        ("a.txt", b" \n\t \n"),
        ("a.docx", b"\x00\x01\x02\xff\xfe\x80" * 200),
        ("a.txt", bytes(range(256)) * 20),
        ("a.docx", WORD[: len(WORD) // 2]),
        ("a.docx", WORD[:40]),
        ("a.docx", b"plain words"),
        ("a.pdf", b"%PDF-1.7 and so on"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500),
        ("a.txt", b"Dear colleagues,\n\nthe meeting will be a good one.\n"),
        ("a.html", b"<html><body><p>Nothing to see.</p></body></html>"),
    ],
)
def test_what_is_no_agenda_is_refused_with_one_sentence(name, data):
    with pytest.raises(BadInput) as refusal:
        read_document(name, data)
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * 80_000_000)
    begun = time.monotonic()
    with pytest.raises(BadInput, match="too large"):
        read_document("a.docx", packed.getvalue())
    assert time.monotonic() - begun < 5


def test_a_document_type_inside_a_word_file_is_refused():
    with pytest.raises(BadInput, match="damaged"):
        read_document("a.docx", _with_document(b'<!DOCTYPE x [<!ENTITY a "b">]><w:document/>'))


def test_a_word_file_with_broken_xml_is_refused():
    with pytest.raises(BadInput, match="damaged"):
        read_document("a.docx", _with_document(b"<w:document><w:body>"))


def test_an_abbreviation_is_no_zone():
    with pytest.raises(BadInput, match="Europe/Paris"):
        read_document("a.docx", WORD, zone="CET")


def test_a_file_in_an_old_encoding_is_read():
    text = "Atelier régional\n\nJeudi 16 mai 2019\n9h00\tDéjeuner\n10h00\tClôture\n"
    read = read_document("a.txt", text.encode("cp1252"))
    assert [entry.title for entry in read.entries] == ["Déjeuner", "Clôture"]
    assert read_document("a.txt", text.encode("utf-16")).entries == read.entries


def test_one_bad_byte_does_not_change_the_rest():
    text = "Jeudi 16 mai 2019\n9h00\tDéjeuner à l’hôtel – été\n".encode() + b"10h00\tFin\x80"
    assert read_document("a.txt", text).entries[0].title == "Déjeuner à l’hôtel – été"


@settings(max_examples=120, deadline=None, database=None)
@given(st.data())
def test_no_mutilated_text_crashes_the_reader(data):
    words = data.draw(st.sampled_from(TEXTS))
    first = data.draw(st.integers(0, len(words)))
    last = data.draw(st.integers(first, min(len(words), first + 3000)))
    extra = data.draw(st.binary(max_size=40))
    name = data.draw(st.sampled_from(["a.txt", "a.html", "a.md", "a", "a.docx"]))
    _reads_or_refuses(name, words[:first][-2500:] + extra + words[last : last + 2500])


@settings(max_examples=40, deadline=None, database=None)
@given(st.integers(0, len(WORD) - 1), st.binary(min_size=1, max_size=30))
def test_no_mutilated_word_file_crashes_the_reader(at, extra):
    _reads_or_refuses("a.docx", WORD[:at] + extra + WORD[at + len(extra) :])


@pytest.mark.parametrize(
    "text",
    [
        "<table>" * 20_000,
        "<div>" * 100_000 + "09:00 Opening",
        "| 09:00 | a |\n" * 20_000,
        "__a " * 200_000,
        "9:00\t" * 100_000,
        "(" * 200_000,
        "<!--" * 100_000,
        "1 - " * 100_000,
    ],
    ids=["tables", "divs", "rows", "marks", "tabs", "brackets", "comments", "numbers"],
)
def test_monstrous_texts_are_over_in_seconds(text):
    begun = time.monotonic()
    _reads_or_refuses("a.html" if text.startswith("<") else "a.txt", text.encode())
    assert time.monotonic() - begun < 10


def _reads_or_refuses(name: str, data: bytes) -> None:
    with suppress(BadInput):
        assert read_document(name, data).entries


def _with_document(xml: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORD)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "word/document.xml" else old.read(name))
    return packed.getvalue()
