"""Text, Markdown, Word, PDF and the script to embed: nothing lost, nothing executed, same bytes."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from dataclasses import replace

import docx
import pytest
from lxml import etree
from markdown_it import MarkdownIt

from app.agenda.exports import FORMATS, agenda_as
from app.agenda.exports.as_pdf import as_pdf
from app.agenda.exports.frame import version_name
from app.agenda.reading import read_document
from app.errors import BadInput
from tests.agenda.exports import timetables
from tests.agenda.exports.test_frab import CASES, case
from tests.programs import program

READABLE = ("docx", "js", "md", "pdf", "txt")


@case
@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_the_same_version_gives_the_same_bytes(make, facts, format_):
    as_pdf.cache_clear()
    once = agenda_as(format_, make(), facts, timetables.words())
    as_pdf.cache_clear()
    assert agenda_as(format_, make(), facts, timetables.words()) == once


@case
@pytest.mark.parametrize("format_", READABLE)
def test_every_entry_is_there_with_its_words(make, facts, format_):
    timetable = make()
    text = text_of(format_, agenda_as(format_, timetable, facts, timetables.words()))
    for entry in timetable.entries:
        if format_ == "docx" and entry.is_cancelled:
            continue
        wording = [entry.title, entry.room, *entry.speakers]
        if entry.chair:
            wording.append(f"Chair: {entry.chair}")
        if format_ != "js" and not entry.continued:
            wording += [line.removeprefix("- ") for line in entry.abstract.split("\n")]
        for words in filter(None, wording):
            assert squeezed(words) in text
        if entry.starts:
            assert f"{entry.starts:%H:%M}" in text


@case
@pytest.mark.parametrize("format_", READABLE)
def test_the_version_says_its_name_and_its_day(make, facts, format_):
    text = text_of(format_, agenda_as(format_, make(), facts, timetables.words()))
    number = make().number
    assert f"Version{number}" in text
    assert squeezed("2 April 2019") in text


@case
def test_no_line_of_the_text_is_wider_than_a_terminal(make, facts):
    text = agenda_as("txt", make(), facts, timetables.words()).decode()
    assert max(map(len, text.split("\n"))) <= 80
    assert "\x1b" not in text
    assert not re.search(r"\s\n", text.replace("\n\n", ""))


def test_markup_of_an_organiser_stays_text_in_markdown():
    text = agenda_as("md", timetables.hard(), timetables.MANILA, timetables.words()).decode()
    html = MarkdownIt().render(text)
    assert "<b>bold</b>" not in html
    assert "*order* &lt;b&gt;bold&lt;/b&gt; #let x = 1 ]]&gt;" in html
    assert "<p>1. not a list | a cell</p>" in html


@pytest.mark.parametrize("event", ["strasbourg", "manila"])
def test_the_word_agenda_reads_back_as_the_agenda_it_was_made_of(event):
    make, facts = CASES[event]
    sample = "strasbourg-2019" if event == "strasbourg" else "manila-2013"
    original = timetables.read_sample(sample).as_json()
    written = agenda_as("docx", make(), facts, timetables.words())
    read = read_document("agenda.docx", written).as_json()
    for document in (original, read):
        del document["questions"]  # the frame of the draft asks and answers other things
    assert read == original


def test_a_word_agenda_with_rooms_and_speakers_reads_back():
    made = agenda_as("docx", timetables.hard(), timetables.MANILA, timetables.words())
    read = read_document("agenda.docx", made)
    workshop = next(entry for entry in read.entries if entry.number == "1")
    assert workshop.room == "Room <8> & 9"
    assert workshop.speakers == ("Dr Ada Example", "Ms Berta Sample")
    assert workshop.chair == "Judge *Presiding*, Court of <Appeal>"
    assert read.reference == "REF/2024/1"
    assert [entry.title for entry in read.entries if entry.start is None] == []
    assert "Report" not in {entry.title for entry in read.entries}


def test_workshops_stand_side_by_side_under_one_time_in_word():
    made = agenda_as("docx", timetables.strasbourg(), timetables.STRASBOURG, timetables.words())
    table = docx.Document(io.BytesIO(made)).tables[1]
    rows = [[cell.text.split("\n")[0] for cell in row.cells] for row in table.rows]
    beside = [row for row in rows if row[1].startswith("Workshop 3")]
    assert len(beside) == 1
    assert beside[0][0] == "11:30 – 13:00"
    assert [cell[:10] for cell in beside[0][1:]] == ["Workshop 3", "Workshop 4"]


def test_libreoffice_opens_the_word_agenda(tmp_path):
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    sources = []
    for name, (make, facts) in CASES.items():
        sources.append(tmp_path / f"{name}.docx")
        sources[-1].write_bytes(agenda_as("docx", make(), facts, timetables.words()))
    command = [program("soffice"), "--headless", profile, "--convert-to", "pdf", "--outdir"]
    subprocess.run(
        [*command, str(tmp_path), *map(str, sources)], check=True, capture_output=True, timeout=240
    )
    for source in sources:
        assert source.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")


def test_a_day_has_a_page_where_it_fits_and_nothing_is_cut_where_it_does_not():
    two = agenda_as("pdf", timetables.strasbourg(), timetables.STRASBOURG, timetables.words())
    assert len(text_of_pages(two)) == 2
    long = timetables.hard()
    day = long.days[0]
    text = "\n".join(f"Line {number} of a very long abstract." for number in range(400))
    workshop = replace(day.rows[1].entries[0], abstract=text)
    row = replace(day.rows[1], entries=(workshop, *day.rows[1].entries[1:]))
    longer = replace(long, days=(replace(day, rows=(day.rows[0], row, *day.rows[2:])),))
    made = agenda_as("pdf", longer, timetables.MANILA, timetables.words())
    assert len(text_of_pages(made)) > 1
    shown = text_of("pdf", made)
    assert all(f"Line{number}ofavery" in shown for number in range(400))
    assert "Reception" in shown


def test_the_pdf_is_tagged_and_declares_pdf_ua():
    made = agenda_as("pdf", timetables.manila(), timetables.MANILA, timetables.words())
    assert b"pdfuaid:part" in made
    assert b"/StructTreeRoot" in made


def test_the_script_carries_text_only_and_asks_for_nothing():
    script = agenda_as("js", timetables.hard(), timetables.MANILA, timetables.words()).decode()
    assert script.isascii() or "\\u" in script
    for word in ("innerHTML", "insertAdjacentHTML", "fetch(", "XMLHttpRequest", "import(", "eval"):
        assert word not in script
    carried = json.loads(script[script.rindex('({"language"') + 1 : script.rindex(");")])
    assert carried["days"][0]["rows"][1]["entries"][0]["where"].startswith("Room <8> & 9")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("", "Version 2"),
        ("Version 2", "Version 2"),
        ("Final version", "Final version"),
        ("Rev. 1", "Version 2, Rev. 1"),
    ],
)
def test_a_version_is_called_by_its_label_and_never_twice(label, name):
    timetable = replace(timetables.strasbourg(), label=label)
    assert version_name(timetable, timetables.words()) == name


def test_an_unknown_format_is_refused_with_the_known_ones():
    with pytest.raises(BadInput, match="written as"):
        agenda_as("doc", timetables.manila(), timetables.MANILA, timetables.words())


def test_dates_are_written_as_the_event_s_language_writes_them():
    words = timetables.words("fr")
    text = agenda_as("txt", timetables.strasbourg(), timetables.STRASBOURG, words).decode()
    assert "16–17 mai 2019" in text
    assert "JEUDI 16 MAI 2019" in text


def text_of(format_: str, content: bytes) -> str:
    """The words a reader of the document sees, without any blanks."""
    if format_ == "pdf":
        shown = "\n".join(text_of_pages(content))
        # Characters without a glyph are spelled out.
        shown = re.sub(r"\[U\+([0-9A-F]+)\]", lambda m: chr(int(m[1], 16)), squeezed(shown))
    elif format_ == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [
                etree.fromstring(package.read(name))
                for name in package.namelist()
                if re.fullmatch(r"word/(document|header\d|footer\d)\.xml", name)
            ]
        shown = "".join("".join(part.itertext()) for part in parts)
    elif format_ == "js":
        shown = content.decode()
        shown = json.dumps(
            json.loads(shown[shown.rindex('({"language"') + 1 : shown.rindex(");")]),
            ensure_ascii=False,
        )
    elif format_ == "md":
        tokens = MarkdownIt().parse(content.decode())
        shown = "".join(
            child.content for token in tokens for child in token.children or [] if child.content
        )
    else:
        shown = re.sub(r"^\s*\|? ?", "", content.decode(), flags=re.MULTILINE)
    return squeezed(shown.replace("\u200b", ""))


def squeezed(text: str) -> str:
    """Without blanks and control characters: no format may be told by its line ends."""
    return "".join(character for character in text if character.isprintable() and character != " ")


def text_of_pages(pdf: bytes) -> list[str]:
    command = [program("pdftotext"), "-raw", "-", "-"]  # raw: as tagged, not as it lies on the page
    shown = subprocess.run(command, input=pdf, capture_output=True, check=True, timeout=60).stdout
    return shown.decode().removesuffix("\f").split("\f")
