"""Five thousand damaged documents: each is read or refused with a sentence, soon, storing nothing.

Time is the processor's: other programs on the machine do not count.
"""

from __future__ import annotations

import io
import os
import random
import re
import tempfile
import time
import zipfile
import zlib
from contextlib import suppress

import pytest

from app.agenda.reading import read_document
from app.errors import BadInput
from tests.agenda.reading import writing
from tests.agenda.reading.build_agendas import FOLDER

LONGEST = 10.0
WHOLE = [(path.name, path.read_bytes()) for path in sorted(FOLDER.iterdir())]
TEXTS = [(name, data) for name, data in WHOLE if name.endswith((".txt", ".md", ".html", ".csv"))]
CALENDARS = [(name, data) for name, data in WHOLE if name.endswith(".ics")]
SUFFIXES = ("txt", "md", "html", "csv", "ics", "docx", "xlsx", "pdf", "doc")


def _small_packages() -> list[tuple[str, bytes]]:
    """Without what no reader looks at, so that more of the damage is done to what one does."""
    packages = [(name, data) for name, data in WHOLE if name.endswith((".docx", ".xlsx"))]
    return [(name, _without_looks(data)) for name, data in packages]


def _without_looks(data: bytes) -> bytes:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "word/styles.xml":
                styles = re.compile(rb"<w:style .*?</w:style>", re.DOTALL)
                few = styles.findall(part)[:20]
                part = styles.sub(b"", part).replace(b"</w:styles>", b"".join(few) + b"</w:styles>")
            if not re.search(r"Effects|thumbnail|theme|fontTable|customXml", name):
                new.writestr(name, part)
    return packed.getvalue()


def _small_pdfs() -> list[tuple[str, bytes]]:
    """One page each, because each of them is read hundreds of times."""
    made = (writing.made_up(random.Random(seed)) for seed in (3, 5))
    return [("a.pdf", writing.as_pdf(meant, said)) for meant, said in made]


def _cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def _hole(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.randrange(1, 400) :]


def _shuffle(chance: random.Random, data: bytes) -> bytes:
    size = chance.choice((7, 50, 300))
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    chance.shuffle(pieces)
    return b"".join(pieces)


def _lines(chance: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def _noise(chance: random.Random, data: bytes) -> bytes:
    noisy = bytearray(data)
    for _ in range(chance.randrange(1, 40)):
        noisy[chance.randrange(len(noisy))] = chance.randrange(256)
    return bytes(noisy)


def _twice(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[: chance.randrange(len(data))] * chance.randrange(1, 3) + data[at:]


def _other_encoding(chance: random.Random, data: bytes) -> bytes:
    encoding = chance.choice(("utf-16", "utf-16-be", "utf-32", "cp437", "utf-7", "cp1252"))
    return data.decode("utf-8", "replace").encode(encoding, "replace")


def _inside(chance: random.Random, data: bytes) -> bytes:
    """A whole package with one damaged part: its sums are right, its content is not."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        names = old.namelist()
        hurt = chance.choice([n for n in names if re.search(r"document|sheet\d|styles", n)])
        for name in names:
            part = old.read(name)
            new.writestr(name, chance.choice(WAYS)(chance, part) if name == hurt else part)
    return packed.getvalue()


WAYS = (_cut, _hole, _shuffle, _lines, _noise, _twice, _other_encoding)


@pytest.mark.parametrize(
    ("kind", "count"),
    [("texts", 2900), ("calendars", 900), ("packed", 900), ("pdfs", 300)],
    ids=["texts", "calendars", "packed", "pdfs"],
)
def test_no_mutilated_document_crashes_or_holds_the_reader(request, kind, count):
    chance = random.Random(request.node.name)
    base = {"texts": TEXTS, "calendars": CALENDARS}.get(kind)
    base = base or (_small_packages() if kind == "packed" else _small_pdfs())
    for number in range(count):
        name, data = chance.choice(base)
        if kind == "packed" and number % 2:
            data = _inside(chance, data)
        else:
            for _ in range(chance.randint(1, 2)):
                data = chance.choice(WAYS)(chance, data) or b" "
        if number % 4 == 0:
            name = f"a.{chance.choice(SUFFIXES)}"
        _read_or_refuse(name, data)


def _parts(number: int, bytes_each: int, name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"<x>" + b" " * bytes_each)
        for part in range(number):
            archive.writestr(f"word/part{part}.xml", b" " * bytes_each)
    return packed.getvalue()


ROW = "09:00-10:00\tSession 1: Wells\tDr A. Example\n"
HUGE = {
    "bomb.docx": lambda: _parts(3, 60_000_000, "word/document.xml"),
    "bomb.xlsx": lambda: _parts(3, 60_000_000, "xl/workbook.xml"),
    "parts.docx": lambda: _parts(2500, 10, "word/document.xml"),
    "table.txt": lambda: ROW.encode() * 1_150_000,
    "table.csv": lambda: b"Date,Time,Title\n" + b"2024-06-03,09:00,Opening\n" * 2_000_000,
    "table.html": lambda: b"<table>" + b"<tr><td>09:00</td><td>a</td></tr>" * 1_500_000,
    "below-the-limit.txt": lambda: ROW.encode() * 440_000,
    "below-the-limit.csv": lambda: b"Date,Time,Title\n" + b"2024-06-03,09:00,Opening\n" * 780_000,
    "below-the-limit.html": lambda: b"<table>" + b"<tr><td>09:00</td><td>a</td></tr>" * 580_000,
    "prose.txt": lambda: b"We met at nine and spoke of wells until ten.\n" * 430_000,
    "one-line.txt": lambda: b"09:00 Opening of the seminar, 3 May 2024, " * 450_000,
    "blank.txt": lambda: b" " * 18_000_000 + b"09:00 Opening",
    "events.ics": lambda: (
        b"BEGIN:VCALENDAR\n"
        + b"BEGIN:VEVENT\nDTSTART:20240603T090000Z\nSUMMARY:a\nEND:VEVENT\n" * 200_000
        + b"END:VCALENDAR\n"
    ),
    "for-ever.ics": lambda: (
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20240603T090000Z\nSUMMARY:a\n"
        b"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=9\nEND:VEVENT\nEND:VCALENDAR\n"
    ),
}


@pytest.mark.parametrize("name", sorted(HUGE))
def test_huge_documents_are_over_in_seconds_and_leave_nothing_behind(name, tmp_path, monkeypatch):
    data = HUGE[name]()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    _read_or_refuse(name, data)
    assert os.listdir(tmp_path) == []  # noqa: PTH208


@pytest.mark.parametrize("packing", [1, 2])
def test_a_pdf_whose_page_unpacks_to_a_gigabyte_is_refused(packing):
    content = b"BT /F1 9 Tf (x) Tj ET\n" * 4_000_000
    for _ in range(packing):
        content = zlib.compress(content, 9)
    filters = b"/FlateDecode " * packing
    data = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length " + str(len(content)).encode() + b"/Filter[" + filters + b"]>>stream\n"
        + content + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n"
    )  # fmt: skip
    with pytest.raises(BadInput, match="too large"):
        read_document("a.pdf", data)


def _read_or_refuse(name: str, data: bytes) -> None:
    begun = time.process_time()
    with suppress(BadInput):
        assert read_document(name, data).entries
    took = time.process_time() - begun
    assert took < LONGEST, f"{name} took {took:.1f} s"
