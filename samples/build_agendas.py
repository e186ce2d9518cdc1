"""Writes the Word documents of the sample agendas; a test keeps them and this script the same.

Run from the repository: `python samples/build_agendas.py`. The facts (titles, times, numbers,
rules) are those of the events, the sentences our own; both stand in each `agenda.source.json`.
Knows nothing of how agendas are read.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

HERE = Path(__file__).resolve().parent

Talk = list[str]
"""A title and what is said below it (empty for a break), with the marks ** bold and _ italic."""


def strasbourg() -> bytes:
    """The draft agenda of the Strasbourg conference, 2019, as bytes of a .docx."""
    word = _blank(dt.datetime(2019, 3, 26, 9, 0, tzinfo=dt.UTC))
    header = word.sections[0].header.paragraphs[0]
    header.text = "Council of Europe · Children's Rights Division"
    _centred(word, "Strasbourg, 26 March 2019", size=10)
    _centred(word, "CRD/VC1840/EndOCSEA@Europe(2019)RCOJ1", italic=True, size=10)
    word.add_heading(
        "Multi-sectorial co-operation to prevent and combat Online Child Sexual Exploitation "
        "and Abuse",
        1,
    )
    word.add_heading("International Conference", 2)
    word.add_heading("Draft Agenda", 3)
    venue = _centred(word, "Rooms 8 and 9, Palais Building, Council of Europe", bold=True)
    venue.add_run().add_break()
    run = venue.add_run("Strasbourg, 16-17")
    run.bold = True
    raised = venue.add_run("th")
    raised.bold = raised.font.superscript = True
    venue.add_run(" May, 2019").bold = True
    _centred(word, "Documents prepared by the Children's Rights Division", size=10)
    _body(word, "strasbourg-2019", "DRAFT AGENDA")
    return _saved(word)


def manila() -> bytes:
    """The agenda of the Manila workshop, 2013, as bytes of a .docx."""
    word = _blank(dt.datetime(2013, 4, 5, 9, 0, tzinfo=dt.UTC))
    _centred(word, "Version 5 April 2013", size=10)
    word.add_heading(
        "Protecting children against online sexual violence in South-east Asia: Law enforcement "
        "cooperation and the criminal law benchmarks of the Budapest and Lanzarote Conventions",
        1,
    )
    _centred(word, "Regional workshop, Manila, Philippines, 23-24 May 2013", bold=True)
    _centred(word, "organised by the")
    _centred(
        word, "Department of Justice of the Philippines in cooperation with the Council of Europe"
    )
    _body(word, "manila-2013", "Agenda (draft)")
    return _saved(word)


def abu_dhabi() -> bytes:
    """The agenda of one session of the Abu Dhabi conference, 2012, as bytes of a .docx."""
    word = _blank(dt.datetime(2012, 12, 1, 9, 0, tzinfo=dt.UTC))
    word.add_heading("Legislative engagement: laws, benchmarks, issues", 1)
    _centred(word, "Virtual Global Taskforce, 5th Biennial Conference", bold=True)
    _centred(word, "Abu Dhabi, 11 - 13 December 2012", bold=True)
    _body(word, "abu-dhabi-2012", "Agenda of the session")
    return _saved(word)


def online() -> bytes:
    """The agenda of the online workshop, 2021, as bytes of a .docx."""
    word = _blank(dt.datetime(2021, 9, 1, 9, 0, tzinfo=dt.UTC))
    word.add_heading(
        "Legislation and capacities of criminal justice authorities to fight online child sexual "
        "exploitation in Asia",
        1,
    )
    _centred(word, "Regional workshop, online, 21 September 2021", bold=True)
    _centred(word, "organised by the")
    _centred(word, "Council of Europe and the UNODC Regional Office for Southeast Asia")
    _centred(word, "All times are those of Bangkok", italic=True)
    _body(word, "online-2021", "Draft agenda")
    return _saved(word)


def cebu() -> bytes:
    """The agenda of the Cebu conference, 2017, as bytes of a .docx."""
    word = _blank(dt.datetime(2017, 6, 1, 9, 0, tzinfo=dt.UTC))
    word.add_heading("Regional Conference on Cybercrime 2017", 1)
    _centred(
        word,
        "Enhancing regional and international cooperation to improve the rule of law in cyberspace",
    )
    _centred(word, "27 - 29 June 2017, Cebu City, Philippines", bold=True)
    _centred(word, "organised by the")
    _centred(
        word, "Department of Justice of the Philippines in cooperation with the Council of Europe"
    )
    _body(word, "cebu-2017", "Agenda (draft)")
    return _saved(word)


BUILDERS = {
    "abu-dhabi-2012": abu_dhabi,
    "cebu-2017": cebu,
    "manila-2013": manila,
    "online-2021": online,
    "strasbourg-2019": strasbourg,
}


def write() -> list[Path]:
    """Write all documents to their sample folders and give their paths."""
    written = []
    for folder, build in BUILDERS.items():
        path = HERE / folder / "agenda.docx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(build())
        written.append(path)
    return written


def _blank(when: dt.datetime) -> Word:
    word = Document()
    word.styles["Normal"].font.name = "Arial"
    word.styles["Normal"].font.size = Pt(11)
    properties = word.core_properties
    properties.author = properties.last_modified_by = "Plenary"
    properties.created = properties.modified = when
    properties.comments = ""
    return word


def _centred(
    word: Word, text: str, *, bold: bool = False, italic: bool = False, size: int = 11
) -> Paragraph:
    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return paragraph


def _body(word: Word, event: str, heading: str) -> None:
    """The sections before the agenda and one table a day, from the event's `agenda.source.json`."""
    source = json.loads((HERE / event / "agenda.source.json").read_text("utf-8"))
    for section, texts in source["frame"]:
        word.add_heading(section, 2)
        for text in texts:
            _text(word, text)
    word.add_heading(heading, 2)
    for number, day in enumerate(source["days"]):
        if number:
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        table = word.add_table(rows=0, cols=day["columns"], style="Table Grid")
        for band in day["bands"]:
            _band(table, *band)
        for hours, *talks in day["rows"]:
            _row(table, hours, *talks)


def _text(word: Word, text: str) -> None:
    if text.startswith("* "):
        word.add_paragraph(text[2:], style="List Bullet")
    else:
        word.add_paragraph(text)


def _band(table: Table, *lines: str) -> None:
    """A row merged over all columns."""
    cells = table.add_row().cells  # type: ignore[no-untyped-call]
    merged = cells[0].merge(cells[-1])
    for number, line in enumerate(lines):
        paragraph = merged.paragraphs[0] if number == 0 else merged.add_paragraph()
        paragraph.add_run(line).bold = True


def _row(table: Table, hours: str, *talks: Talk) -> None:
    """Hours and one entry over the remaining columns, or several side by side."""
    cells = table.add_row().cells  # type: ignore[no-untyped-call]
    cells[0].text = hours
    if len(talks) == 1:
        _fill(cells[1].merge(cells[-1]), talks[0])
    else:
        for cell, talk in zip(cells[1:], talks, strict=True):
            _fill(cell, talk)


def _fill(cell: _Cell, talk: Talk) -> None:
    title, below = talk
    _emphasise(cell.paragraphs[0], title)
    for line in below.split("\n") if below else []:
        if line.startswith("* "):
            cell.add_paragraph(line[2:], style="List Bullet")
        else:
            _emphasise(cell.add_paragraph(), line)


def _emphasise(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(text.strip("*_"))
    run.bold, run.italic = text.startswith("**"), text.startswith("_")


def _saved(word: Word) -> bytes:
    """The document with fixed dates in its package: the same facts give the same bytes."""
    raw = io.BytesIO()
    word.save(raw)
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in sorted(old.infolist(), key=lambda p: p.filename):
            new.writestr(zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0)),
                         old.read(part), zipfile.ZIP_DEFLATED)  # fmt: skip
    return packed.getvalue()


if __name__ == "__main__":
    write()
