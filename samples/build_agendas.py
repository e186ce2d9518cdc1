"""Writes the Word documents of the sample agendas; a test keeps them and this script the same.

Run from the repository: `python samples/build_agendas.py`. The facts (titles, times, numbers,
rules) are those of the events; the sentences are our own. Knows nothing of how agendas are read.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

HERE = Path(__file__).resolve().parent

Talk = tuple[str, str]
"""A title and what is said below it (empty for a break)."""


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
    for heading, texts in STRASBOURG_FRAME:
        word.add_heading(heading, 2)
        for text in texts:
            _text(word, text)
    word.add_heading("DRAFT AGENDA", 2)
    first = word.add_table(rows=0, cols=2, style="Table Grid")
    _band(first, "Thursday 16 May 2019")
    for hours, talk in STRASBOURG_FIRST:
        _row(first, hours, talk)
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    second = word.add_table(rows=0, cols=3, style="Table Grid")
    _band(second, "Friday 17 May 2019")
    for hours, talks in STRASBOURG_SECOND:
        _row(second, hours, *talks)
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
    for heading, texts in MANILA_FRAME:
        word.add_heading(heading, 2)
        for text in texts:
            _text(word, text)
    word.add_heading("Agenda (draft)", 2)
    for bands, talks in MANILA_DAYS:
        table = word.add_table(rows=0, cols=2, style="Table Grid")
        for band in bands:
            _band(table, *band)
        for hours, talk in talks:
            _row(table, hours, talk)
        word.add_paragraph()
    return _saved(word)


def write() -> list[Path]:
    """Write both documents to their sample folders and give their paths."""
    written = []
    for folder, build in (("strasbourg-2019", strasbourg), ("manila-2013", manila)):
        path = HERE / folder / "agenda.docx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(build())
        written.append(path)
    return written


STRASBOURG_FRAME: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "BACKGROUND",
        (
            "Sexual exploitation and abuse of children online crosses borders and changes as "
            "quickly as the services that are used for it. No single authority can answer it.",
            "The project behind this conference supports member States, with a focus on: Albania, "
            "Armenia, Azerbaijan, Bosnia and Herzegovina, Georgia, Republic of Moldova, "
            "Montenegro, Serbia, Turkey and Ukraine.",
            "The Lanzarote and Budapest Conventions are the common yardstick for law, "
            "investigation and the protection of victims.",
        ),
    ),
    (
        "CONFERENCE OBJECTIVES",
        (
            "Participants take stock of a first mapping of the ten countries, compare their "
            "policies, and name the priorities on which their authorities will work together.",
        ),
    ),
    (
        "PARTICIPANTS",
        (
            "The conference is by invitation only. The project covers delegations of up to five "
            "representatives from each country. Delegations should bring together several of the "
            "following sectors:",
            "* Law enforcement agencies (specialised units)",
            "* Ministry of Justice",
            "* Specialist judges and prosecutors",
            "* Child protection agencies",
            "* Ministry of Education",
        ),
    ),
)

STRASBOURG_FIRST: tuple[tuple[str, Talk], ...] = (
    ("08.30", ("Registration", "")),
    ("09.00 – 09.30", ("**Welcome remarks**", "")),
    (
        "09.30 – 11.00",
        (
            "**Evolving trends in OCSEA: identifying the risks and adequate responses?**",
            "How offences change with the technology, what this asks of victim support, and what "
            "the conventions offer in reply.\nOpen discussion on trends in each country.",
        ),
    ),
    ("11.00-11.30", ("_Coffee Break_", "")),
    (
        "11.30-12.30",
        (
            "**Multi-sectorial co-ordination and co-operation: why is it so important?**",
            "A child who was harmed meets police, courts, schools, doctors and social workers. "
            "The session asks how they can work as one, so that nobody is harmed again.",
        ),
    ),
    ("12.30 – 14.00", ("_Lunch break_", "")),
    (
        "14.00 – 15.30",
        (
            "**Taking stock of Policy and Governance responses to OCSEA at national level**",
            "First findings of the mapping on policy, governance and investigation.\n"
            "_Delegations add promising practices of their own._",
        ),
    ),
    ("15.30-16.00", ("_Coffee break_", "")),
    (
        "16.00-17.30",
        (
            "**Preventing and Protecting victims of OCSEA: the state of play at national level**",
            "_First findings on justice suited to children, on support and on awareness, followed "
            "by an open discussion._",
        ),
    ),
    ("17.30", ("End of Day 1", "")),
)

STRASBOURG_SECOND: tuple[tuple[str, tuple[Talk, ...]], ...] = (
    ("8.30", (("Registration", ""),)),
    ("09.00-09.30", (("**Key Note Speech**", ""),)),
    (
        "09.30 – 11.00",
        (
            (
                "_Workshop sessions: Each workshop identifies at least 2 Priorities for "
                "multi-sectorial co-operation._",
                "",
            ),
        ),
    ),
    (
        "",
        (
            (
                "**Workshop 1: Strengthening reporting and prosecution of OCSEA**",
                "_Reporting channels, gathering and keeping electronic evidence, and passing it to "
                "those who investigate._",
            ),
            (
                "**Workshop 2: Identifying child-victims**",
                "_Noticing the signs, treating children as victims and never as offenders, and "
                "referring them to support._",
            ),
        ),
    ),
    ("11.00-11.30", (("Coffee break", ""),)),
    (
        "11.30-13.00",
        (
            (
                "**Workshop 3: Raising awareness to sensitise all actors involved in the "
                "multi-sectorial response**",
                "_What teachers, doctors, social workers, police and judges need to know, and who "
                "tells them._",
            ),
            (
                "**Workshop 4: Upholding the rights of the child-victim: before, during and after "
                "the proceedings**",
                "_Procedures built around the child, from the first interview to the support that "
                "lasts after the judgment._",
            ),
        ),
    ),
    ("13.00 - 14.00", (("Lunch break", ""),)),
    (
        "14.00 – 15.30",
        (
            (
                "**Strategic priorities to strengthen multi-sectorial co-operation**",
                "_Reports on the priorities recorded in each workshop, and discussion._",
            ),
        ),
    ),
    ("15.30 -16.00", (("_Coffee Break_", ""),)),
    (
        "16.00 -17.00",
        (
            (
                "**The way forward**",
                "_Results of a call for small grants, and what follows at national level._",
            ),
        ),
    ),
    ("17.00", (("End of Conference", ""),)),
)

MANILA_FRAME: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Background and justification",
        (
            "In many countries the law still stands in the way of rescuing children and "
            "prosecuting offenders. Two conventions serve as benchmarks for mending it.",
            "A study on these benchmarks was discussed in Abu Dhabi in December 2012; a national "
            "conference follows in Palawan, 22-26 April 2013.",
        ),
    ),
    (
        "Objective and expected results",
        (
            "Analysis of the law in force and in draft in the participating countries.",
            "Experience exchanged, by case studies, on operations across borders.",
        ),
    ),
    (
        "Participants",
        (
            "Representatives of ASEAN Member States: Brunei Darussalam, Cambodia, Indonesia, Lao "
            "PDR, Malaysia, Myanmar, Philippines, Singapore, Thailand, Vietnam.",
            "From each of the participating countries at least 3 representatives of:",
            "* Ministries of Justice or other institutions responsible for law drafting",
            "* Prosecution services",
            "* Law enforcement (child protection or cybercrime units)",
            "The working language is English.",
        ),
    ),
)

MANILA_DAYS: tuple[tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, Talk], ...]], ...] = (
    (
        (
            (
                "Day 1 – Thursday, 23 May 2013 (9h00 – 18h00)",
                "Focus on criminal law benchmarks",
            ),
        ),
        (
            ("8h00", ("Registration", "")),
            ("9h00", ("**Opening session**", "")),
            (
                "9h45",
                (
                    "**Session 1: About the online sexual exploitation and abuse of children in "
                    "South-east Asia**",
                    "The size and the forms of the problem.",
                ),
            ),
            ("10h45", ("Coffee break", "")),
            (
                "11h00",
                (
                    "**Session 2: The benchmarks of the Budapest and Lanzarote Conventions**",
                    "Introduction to both conventions.",
                ),
            ),
            (
                "11h45",
                (
                    "**Session 3: The current state of legislation in South-east Asia - overview**",
                    "Law in force and in preparation, definitions, and what is a crime where.",
                ),
            ),
            ("12h30", ("Lunch break", "")),
            (
                "14h00",
                (
                    "**Session 4: Criminalisation of (online) sexual exploitation and abuse of "
                    "children**",
                    "Country by country, the substantive law on:\n* Sexual abuse\n"
                    "* Child pornography\n* Child prostitution\n* Corruption of children\n"
                    "* Solicitation of children for sexual purposes",
                ),
            ),
            ("16h00", ("Coffee break", "")),
            (
                "16h15",
                (
                    "**Session 5: Partners for international cooperation**",
                    "International organisations and initiatives present what they can do.",
                ),
            ),
            (
                "17h00",
                ("**Session 6: Case study**", "One case, its law and its practice."),
            ),
            ("18h00", ("End of day 1", "")),
        ),
    ),
    (
        (
            ("Day 2 – Friday, 24 May 2013 (9h00 – 18h00)",),
            ("Focus on law enforcement cooperation",),
        ),
        (
            (
                "9h00",
                (
                    "**Session 7: Procedural powers and international cooperation to secure "
                    "electronic evidence**",
                    "Procedural law, and the obstacles police and courts meet together.",
                ),
            ),
            ("10h30", ("Coffee break", "")),
            (
                "10h45",
                (
                    "**Session 8: Case studies – Law enforcement operations**",
                    "Procedures, good practices and problems, shown by cases.",
                ),
            ),
            ("12h30", ("Lunch break", "")),
            ("14h00", ("**Session 8 cont'd**", "")),
            ("16h00", ("Coffee break", "")),
            (
                "16h30",
                (
                    "**Session 9: Drawing conclusions and recommendations**",
                    "Each delegation prepares and presents the steps its country should take.",
                ),
            ),
            ("18h00", ("End of workshop", "")),
        ),
    ),
)


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
