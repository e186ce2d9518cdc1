"""Agendas made up at random and written out: what was meant, and the bytes of a document.

Knows nothing of the reader. Notations are those of real drafts; one seed gives one document.
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import random
from collections.abc import Callable
from dataclasses import dataclass

import docx
import openpyxl
import typst

TITLES = {
    "en": (
        "Registration", "Opening session", "Coffee break", "Lunch", "Session {n}: Wells and pumps",
        "Session {n} – Support for victims", "Reporting channels", "Requests across borders",
        "Key note address", "Workshop {n}: Who pays", "Panel {n}: Who decides", "Closing remarks",
    ),
    "fr": (
        "Inscription des participants", "Séance {n} : Le droit applicable", "Pause-café",
        "Déjeuner", "Atelier {n} : La coopération", "Allocution de bienvenue",
        "Les voies de recours",
        "Module {n} : La preuve", "Cérémonie de clôture",
    ),
    "es": (
        "Inscripción", "Sesión {n}: Marco jurídico", "Pausa para café", "Almuerzo",
        "Taller {n}: Redacción", "Palabras de bienvenida", "Los canales de denuncia", "Clausura",
    ),
}  # fmt: skip
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
}
WEEKDAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
}
ENDS = {"en": "End of day {n}", "fr": "Fin de la journée", "es": "Fin de la jornada"}
NAMES = {"en": "Workshop on Wells", "fr": "Atelier sur les puits", "es": "Taller sobre los pozos"}


def _twelve(t: dt.time) -> str:
    return f"{(t.hour + 11) % 12 + 1}:{t.minute:02d} {'a.m.' if t.hour < 12 else 'p.m.'}"


CLOCKS: tuple[Callable[[dt.time], str], ...] = (
    lambda t: f"{t.hour}h{t.minute:02d}",
    lambda t: f"{t.hour:02d}:{t.minute:02d}",
    lambda t: f"{t.hour:02d}.{t.minute:02d}",
    lambda t: f"{t.hour}:{t.minute:02d}",
    _twelve,
)
DASHES = ("-", " - ", "–", " – ", " -", "- ", "—")
HEADINGS = ("{w} {d} {m} {y}", "{day} {n} – {w} {d} {m} {y}", "{day} {n}: {w}, {d} {m} {y}")
DAY = {"en": "Day", "fr": "Jour", "es": "Día"}


@dataclass(frozen=True)
class Meant:
    """For each day its date; for each entry start, end, title as written; whether ends stand."""

    language: str
    days: tuple[tuple[dt.date, tuple[tuple[dt.time, dt.time, str], ...]], ...]
    ends: bool


Lines = list[tuple[str, list[tuple[str, str]]]]


def made_up(chance: random.Random) -> tuple[Meant, Lines]:
    """An agenda of one to three days, and its headings and lines in one notation."""
    language = chance.choice(("en", "en", "fr", "es"))
    meant = Meant(language, tuple(_days(chance, language)), chance.random() < 0.6)
    clock, dash = chance.choice(CLOCKS), chance.choice(DASHES)
    heading = chance.choice(HEADINGS)
    said: Lines = []
    for number, (date, entries) in enumerate(meant.days, 1):
        lines = [
            (f"{clock(start)}{dash}{clock(end)}" if meant.ends else clock(start), title)
            for start, end, title in entries
        ]
        lines.append((clock(entries[-1][1]), ENDS[language].format(n=number)))
        said.append((_date(heading, date, number, language), lines))
    return meant, said


def _days(
    chance: random.Random, language: str
) -> list[tuple[dt.date, tuple[tuple[dt.time, dt.time, str], ...]]]:
    first = dt.date(2005, 1, 1) + dt.timedelta(days=chance.randrange(11_000))
    days = []
    number = 0
    for offset in range(chance.randint(1, 3)):
        at = dt.datetime(2020, 1, 1, chance.randint(8, 10), chance.choice((0, 15, 30)))  # noqa: DTZ001
        entries = []
        for _ in range(chance.randint(3, 7)):
            number += 1
            until = at + dt.timedelta(minutes=chance.choice((15, 20, 30, 45, 60, 75)))
            title = chance.choice(TITLES[language]).format(n=number)
            entries.append((at.time(), until.time(), title))
            at = until
        days.append((first + dt.timedelta(days=offset), tuple(entries)))
    return days


def _date(pattern: str, date: dt.date, number: int, language: str) -> str:
    if language == "en":
        month, weekday = date.strftime("%B"), date.strftime("%A")
    else:
        month = MONTHS[language].split()[date.month - 1]
        weekday = WEEKDAYS[language].split()[date.weekday()]
    return pattern.format(
        day=DAY[language], n=number, w=weekday, d=date.day, m=month, y=date.year
    )  # fmt: skip


def as_tabs(meant: Meant, said: Lines) -> bytes:
    parts = [NAMES[meant.language], ""]
    for heading, lines in said:
        parts += ["", heading, *(f"{hours}\t{title}" for hours, title in lines)]
    return "\n".join(parts).encode()


def as_running(meant: Meant, said: Lines) -> bytes:
    parts = [NAMES[meant.language], ""]
    for heading, lines in said:
        parts += ["", heading, "", *(f"{hours}  {title}" for hours, title in lines)]
    return "\r\n".join(parts).encode("cp1252")


def as_markdown(meant: Meant, said: Lines) -> bytes:
    parts = [f"# {NAMES[meant.language]}", ""]
    for heading, lines in said:
        parts += ["", f"## {heading}", "", "|   |   |", "|---|---|"]
        parts += [f"| {hours} | **{title}** |" for hours, title in lines]
    return "\n".join(parts).encode()


def as_bullets(meant: Meant, said: Lines) -> bytes:
    parts = [f"# {NAMES[meant.language]}", ""]
    for heading, lines in said:
        parts += ["", f"### {heading}", "", *(f"- **{h}**: {title}" for h, title in lines)]
    return "\n".join(parts).encode()


def as_html(meant: Meant, said: Lines) -> bytes:
    parts = [f"<html><body><h1>{NAMES[meant.language]}</h1><table>"]
    for heading, lines in said:
        parts.append(f"<tr><td colspan=2><b>{heading}</b></td></tr>")
        parts += [f"<tr><td>{h}</td><td>{html.escape(title)}</td></tr>" for h, title in lines]
    return "\n".join([*parts, "</table></body></html>"]).encode()


def as_csv(meant: Meant, said: Lines) -> bytes:
    held = io.StringIO()
    writer = csv.writer(held, delimiter=";" if meant.language == "fr" else ",")
    writer.writerow(["Date", "Time", "Title"])
    for (date, entries), (_, lines) in zip(meant.days, said, strict=True):
        for (hours, title), _ in zip(lines, entries, strict=False):
            writer.writerow([date.isoformat(), hours, title])
        writer.writerow([date.isoformat(), *lines[-1]])
    return held.getvalue().encode("utf-8-sig")


def as_calendar(meant: Meant, said: Lines) -> bytes:
    parts = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", f"X-WR-CALNAME:{NAMES[meant.language]}"]
    for date, entries in meant.days:
        for number, (start, end, title) in enumerate(entries):
            parts += [
                "BEGIN:VEVENT", f"UID:{date}-{number}", "DTSTAMP:20200101T000000Z",
                f"DTSTART;TZID=Europe/Paris:{date:%Y%m%d}T{start:%H%M%S}",
                f"DTEND;TZID=Europe/Paris:{date:%Y%m%d}T{end:%H%M%S}", f"SUMMARY:{title}",
                "END:VEVENT",
            ]  # fmt: skip
    del said
    return "\r\n".join([*parts, "END:VCALENDAR", ""]).encode()


def as_word(meant: Meant, said: Lines) -> bytes:
    document = docx.Document()
    document.add_heading(NAMES[meant.language], 1)
    for heading, lines in said:
        document.add_paragraph(heading)
        table = document.add_table(rows=len(lines), cols=2)
        for row, pair in zip(table.rows, lines, strict=True):
            for cell, words in zip(row.cells, pair, strict=True):
                cell.text = words
    return _saved(document.save)


def as_sheet(meant: Meant, said: Lines) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([NAMES[meant.language]])
    sheet.append(["Date", "Start", "End", "Title"])
    for date, entries in meant.days:
        for start, end, title in entries:
            sheet.append([date, start, end if meant.ends else None, title])
        sheet.append([date, entries[-1][1], None, ENDS[meant.language].format(n=1)])
    del said
    return _saved(book.save)


def as_pdf(meant: Meant, said: Lines) -> bytes:
    parts = ['#set page(paper: "a4", margin: 2cm)', f"= {NAMES[meant.language]}"]
    for number, (heading, lines) in enumerate(said):
        stroke = "0.5pt" if number % 2 else "none"
        cells = ", ".join(f"[{h}], [{t}]" for h, t in lines)
        parts.append(f"*{heading}*\n#table(columns: (4.5cm, 1fr), stroke: {stroke}, {cells})")
    source = "\n\n".join(parts).encode()
    return bytes(typst.compile(source))


Writer = Callable[[Meant, Lines], bytes]
TEXTS: tuple[Writer, ...] = (as_tabs, as_running, as_markdown, as_bullets, as_html, as_csv)
OTHERS: tuple[Writer, ...] = (as_calendar, as_calendar, as_sheet, as_word)


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    held = io.BytesIO()
    save(held)
    return held.getvalue()
