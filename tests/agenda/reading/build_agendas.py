"""Writes those agendas of `agendas/` that no editor of text can write: Word, PDF, spreadsheets.

Run by hand after a change: `python -m tests.agenda.reading.build_agendas`. A test holds the files
to what is written here; what is expected of them stands beside each in a .json written by hand.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import typst
from openpyxl.styles import Font

FOLDER = Path(__file__).parent / "agendas"

# ruff: noqa: E501
_RIVERS = """
#set page(paper: "a4", margin: (x: 2.2cm, y: 2.4cm),
  header: [#h(1fr) ENV/RIV/2022/7 #line(length: 100%)],
  footer: context [Workshop on shared rivers #h(1fr) Page #counter(page).display() of 3])
#set text(size: 10.5pt, lang: "en")
#align(center)[#text(16pt, weight: "bold")[Regional Workshop on Shared Rivers]

Vientiane, Lao PDR, 7-8 June 2022]

= Background
Four States share the river and none can clean it alone. A first meeting on 12 March 2019 agreed on
what to measure. This one asks who measures what, and how often, and who pays for it.

= Programme
*Day 1 – Tuesday, 7 June 2022*

#table(columns: (2.6cm, 1fr, 4.4cm), stroke: 0.5pt,
 table.header([*Time*], [*Session*], [*Speakers*]),
 [08:30 – 09:00], [Registration], [],
 [09:00 – 09:30], [*Opening session* \\ Words of welcome by the host], [Director, Water Department],
 [09:30 – 10:45], [*Session 1: Who shares which water, and under what arrangement of the States?* \\
  #(("Each delegation names the agreements that bind it and those that bind nobody any more.",) * 9).join(" ")],
 [Head of Division, River Commission],
 [10:45 – 11:00], [Coffee break], [],
 [11:00 – 12:30], [*Session 2: Data* \\ #(("Gauges differ and so do the hours at which they are read.",) * 32).join(" ")], [],
 [12:30 – 14:00], [Lunch], [],
 [14:00 – 15:30], [*Session 3: Early warning of floods* \\ #(("A warning is worth what the last village hears of it.",) * 34).join(" ")], [],
 [15:30 – 17:00], [*Session 4: Navigation* \\ #(("Boats need depth and farmers need water, at the same time of the year.",) * 22).join(" ")], [],
 [17:00], [End of day 1], [],
)
*Day 2 – Wednesday, 8 June 2022*
#table(columns: (2.6cm, 1fr, 1fr), stroke: 0.5pt,
 [09:00 – 10:30], [*Workshop 1: Fish ladders* \\ What passes and what does not.],
 [*Workshop 2: Sediment* \\ Where the sand stays.],
 [10:30 – 11:00], table.cell(colspan: 2)[Coffee break],
 [11:00 – 12:00], table.cell(colspan: 2)[*Closing session*],
)
"""

_ARCHIVES = """
#set page(paper: "a4", margin: 2.5cm, footer: align(center)[#context counter(page).display()])
#set text(size: 11pt, lang: "fr")
#text(15pt, weight: "bold")[Séminaire sur les archives ouvertes]

Cotonou, Bénin, 3 et 4 juin 2024

Projet d’ordre du jour

*Lundi 3 juin 2024*

#grid(columns: (3cm, 1fr), row-gutter: 14pt,
 [8h30-9h00], [Inscription des participants],
 [9h00-9h15], [Allocution de bienvenue],
 [9h15-10h45], [*Séance 1 : Ce que la loi permet* \\ Intervenante : Directrice des archives, ministère de la Culture],
 [10h45-11h00], [Pause-café],
 [11h00-12h30], [*Séance 2 : Ce que le public demande*],
 [12h30-14h00], [Déjeuner],
 [14h00-15h30], [*Séance 2 (suite)*],
 [15h30], [Fin de la première journée],
)
*Mardi 4 juin 2024*

#grid(columns: (3cm, 1fr, 1fr), row-gutter: 14pt, column-gutter: 10pt,
 [9h00-10h30], [*Atelier 1 : Numériser* \\ Salle Baobab], [*Atelier 2 : Décrire* \\ Salle Iroko],
 [10h30-11h00], [Pause-café], [],
 [11h00-12h00], [Clôture], [],
)
"""

_PRISONS = """
#set page(paper: "a4", margin: 2.5cm)
#set text(size: 11pt, lang: "es")
#align(center)[*Taller regional sobre trabajo en prisiones*

San José, Costa Rica, 10 y 11 de octubre de 2023]

#v(1em)
*Programa*

*Martes 10 de octubre*

08.30 – 09.00 horas: Registro de participantes

09.00 – 09.20 horas: Palabras de bienvenida

09.20 – 10.30 horas: Sesión 1: Qué trabajo se ofrece

10.30 – 10.50 horas: Pausa para café

10.50 – 12.30 horas: Sesión 2: Qué salario se paga

12.30 – 14.00 horas: Almuerzo

14.00 – 16.00 horas: Sesión 2 (continuación)

16.00 horas: Fin de la jornada

*Miércoles 11 de octubre*

09.00 – 11.00 horas: Taller 1: Redacción de normas modelo

11.00 – 12.00 horas: Sesión 3: Informe de los grupos

12.00 – 12.30 horas: Clausura
"""


def rivers() -> bytes:
    """A ruled table over three pages, running heads, a heading row that returns overleaf."""
    return _pdf(_RIVERS)


def archives() -> bytes:
    """Columns that only gaps show."""
    return _pdf(_ARCHIVES)


def prisons() -> bytes:
    """Running text, in Spanish."""
    return _pdf(_PRISONS)


def serials() -> bytes:
    """Dates and times as numbers, some with and some without a format, and a second sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Programme"
    sheet.append(["Meeting on customs data", None, None, None, None])
    sheet.append(["Tirana, Albania, 14-15 November 2023"])
    sheet.append(["Date", "Start", "End", "Activity", "Room"])
    tuesday, wednesday = dt.date(2023, 11, 14), dt.date(2023, 11, 15)
    rows: list[tuple[object, ...]] = [
        (tuesday, 0.375, 0.395833333333333, "Registration", None),
        (None, dt.time(9, 30), dt.time(10, 30), "Session 1: What is counted", "Room Drin"),
        (None, 0.4375, 0.458333333333333, "Coffee break", None),
        (None, dt.time(11, 0), dt.time(12, 30), "Session 2: What is exchanged", "Room Drin"),
        (wednesday.toordinal() - 693594, dt.time(9, 0), None, "Workshop 1: Codes", "Room Vjosa"),
        (None, dt.time(10, 30), dt.time(11, 0), "Closing remarks", "Room Drin"),
    ]
    for row in rows:
        sheet.append(list(row))
    sheet.merge_cells("A4:A7")
    sheet["A1"].font = Font(bold=True)
    people = book.create_sheet("Participants")
    for line in (["Country", "Seats"], ["Albania", 5], ["Serbia", 4]):
        people.append(line)
    return _saved(book.save)


def week() -> bytes:
    """Hours down, days across, lunch merged over all days."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Training course on mine clearance records"])
    sheet.append(["Time", "Monday 6 May 2024", "Tuesday 7 May 2024", "Wednesday 8 May 2024"])
    sheet.append(["09:00-10:30", "Welcome", "Module 2: Maps", "Module 3: Handing over"])
    sheet.append(["10:30-11:00", "Coffee break", None, None])
    sheet.append(["11:00-12:30", "Module 1: Forms", "Field visit", None])
    sheet.append(["12:30-14:00", "Lunch", None, None])
    sheet.append(["14:00-15:30", "Exercise", None, "Closing"])
    sheet.merge_cells("B4:D4")
    sheet.merge_cells("B6:D6")
    return _saved(book.save)


def rooms() -> bytes:
    """Rooms as columns, cells merged over them; the theme of a day in the row below it."""
    document = docx.Document()
    document.add_heading("Conference on Small Ports", 1)
    document.add_paragraph("Valletta, Malta, 21 September 2021")
    table = document.add_table(rows=0, cols=3)
    lines = [
        ("Tuesday 21 September 2021", "", ""),
        ("Safety before growth", "", ""),
        ("Time", "Room Gozo", "Room Comino"),
        ("9.00-9.30", "Opening", ""),
        ("9.30-11.00", "Berths for fishing boats", "Waste of cruise ships"),
        ("11.00-11.20", "Coffee", ""),
        ("11.20-12.40", "Harbour pilots", "Insurance"),
        ("12.40-13.00", "Concluding session", ""),
    ]
    for time, first, second in lines:
        row = table.add_row()
        if not second:
            row.cells[1].merge(row.cells[2])
            if not first:
                row.cells[0].merge(row.cells[2])
        for cell, words in zip(row.cells, (time, first, second), strict=True):
            if words:
                cell.text = words
    return _saved(document.save)


def clockless() -> bytes:
    """No clock at all: parts of days, nested lists."""
    document = docx.Document()
    document.add_paragraph().add_run("Study visit on land registers").bold = True
    document.add_paragraph("Tartu, Estonia, 4-5 April 2017")
    document.add_paragraph("Tuesday 4 April 2017")
    document.add_paragraph("Morning")
    document.add_paragraph("Session 1: How a plot gets its number", style="List Bullet")
    document.add_paragraph("What is surveyed", style="List Bullet 2")
    document.add_paragraph("What is believed", style="List Bullet 2")
    document.add_paragraph("Coffee break", style="List Bullet")
    document.add_paragraph("Session 2: Who may look", style="List Bullet")
    document.add_paragraph("Afternoon")
    document.add_paragraph("Session 3: Mistakes and their repair", style="List Bullet")
    document.add_paragraph("Wednesday 5 April 2017")
    document.add_paragraph("Session 3 (continued)", style="List Bullet")
    document.add_paragraph("Lunch", style="List Bullet")
    document.add_paragraph("Closing session", style="List Bullet")
    return _saved(document.save)


BINARY: dict[str, Callable[[], bytes]] = {
    "rivers.pdf": rivers,
    "archives.pdf": archives,
    "prisons.pdf": prisons,
    "serials.xlsx": serials,
    "week.xlsx": week,
    "rooms.docx": rooms,
    "clockless.docx": clockless,
}


def _pdf(source: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "agenda.typ"
        path.write_text(source, "utf-8")
        return bytes(typst.compile(str(path), timestamp=0))


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    held = io.BytesIO()
    save(held)
    return held.getvalue()


if __name__ == "__main__":
    for name, build in BINARY.items():
        (FOLDER / name).write_bytes(build())
    sys.stdout.write(f"{len(BINARY)} written\n")
