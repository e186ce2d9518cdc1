"""Agendas written out in random notations and formats are read back as they were meant."""

from __future__ import annotations

import datetime as dt
import html
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from app.agenda.reading import read_document

TITLES = [
    "Registration", "Opening session", "Coffee break", "Lunch", "Session {n}: Electronic evidence",
    "Session {n}: Support for victims", "Reporting channels", "Requests across borders",
    "Pause-café", "Sesión {n}: Marco jurídico", "Atelier {n} : La coopération", "Closing remarks",
]  # fmt: skip
CLOCKS = [
    lambda t: f"{t.hour}h{t.minute:02d}",
    lambda t: f"{t.hour:02d}:{t.minute:02d}",
    lambda t: f"{t.hour:02d}.{t.minute:02d}",
    lambda t: f"{(t.hour + 11) % 12 + 1}:{t.minute:02d} {'a.m.' if t.hour < 12 else 'p.m.'}",
]
DASHES = ["-", " - ", "–", " – ", " -", " to "]
DAYS = ["%A %d %B %Y", "Day {n} – %A, %d %B %Y", "%d %B %Y", "%A, %B %d, %Y"]


@dataclass(frozen=True)
class Written:
    """What was meant: for each day its date, for each entry start, end and title."""

    days: list[tuple[dt.date, list[tuple[dt.time, dt.time, str]]]]
    clock: int
    dash: str
    heading: str
    ends: bool


@st.composite
def agendas(draw: st.DrawFn) -> Written:
    """One to three days of three to eight entries that follow one another."""
    first = draw(st.dates(dt.date(2005, 1, 1), dt.date(2035, 12, 1)))
    days = []
    number = 0
    for offset in range(draw(st.integers(1, 3))):
        hour, minute = draw(st.integers(8, 10)), draw(st.sampled_from([0, 15, 30]))
        at = dt.datetime(2020, 1, 1, hour, minute, tzinfo=dt.UTC)
        entries = []
        for _ in range(draw(st.integers(3, 8))):
            number += 1
            until = at + dt.timedelta(minutes=draw(st.sampled_from([15, 30, 45, 60, 75])))
            title = draw(st.sampled_from(TITLES)).format(n=number)
            entries.append((at.time(), until.time(), title))
            at = until
        days.append((first + dt.timedelta(days=offset), entries))
    return Written(
        days,
        draw(st.integers(0, len(CLOCKS) - 1)),
        draw(st.sampled_from(DASHES)),
        draw(st.sampled_from(DAYS)),
        draw(st.booleans()),
    )


def as_rows(written: Written) -> list[tuple[str, list[tuple[str, str]]]]:
    clock = CLOCKS[written.clock]
    rows = []
    for number, (date, entries) in enumerate(written.days, 1):
        heading = date.strftime(written.heading.replace("{n}", str(number)))
        lines = []
        for start, end, title in entries:
            hours = f"{clock(start)}{written.dash}{clock(end)}" if written.ends else clock(start)
            lines.append((hours, title))
        lines.append((clock(entries[-1][1]), f"End of day {number}"))
        rows.append((heading, lines))
    return rows


def as_text(written: Written) -> str:
    parts = ["Workshop on Things that Matter", "Agenda"]
    for heading, lines in as_rows(written):
        parts += ["", heading, *(f"{hours}\t{title}" for hours, title in lines)]
    return "\n".join(parts)


def as_markdown(written: Written) -> str:
    parts = ["# Workshop on Things that Matter", ""]
    for heading, lines in as_rows(written):
        parts += ["", f"| {heading} | |", "|---|---|"]
        parts += [f"| {hours} | **{title}** |" for hours, title in lines]
    return "\n".join(parts)


def as_html(written: Written) -> str:
    parts = ["<html><body><h1>Workshop on Things that Matter</h1>"]
    for heading, lines in as_rows(written):
        parts.append(f"<h2>{heading}</h2><table>")
        cells = (f"<td>{hours}</td><td>{html.escape(title)}</td>" for hours, title in lines)
        parts += [f"<tr>{pair}</tr>" for pair in cells]
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>"])


@settings(max_examples=150, deadline=None, database=None)
@given(agendas(), st.sampled_from([as_text, as_markdown, as_html]))
def test_a_written_agenda_is_read_back(written, writer):
    read = read_document("agenda", writer(written).encode())
    meant = [
        (date.isoformat(), start, end)
        for date, entries in written.days
        for start, end, _ in entries
    ]
    assert [(e.day, e.start, e.end) for e in read.entries] == meant
    assert {e.end_inferred for e in read.entries} == {not written.ends}
    said = [title for _, entries in written.days for _, _, title in entries]
    assert [e.title for e in read.entries] == [_bare(title) for title in said]
    assert all(e.room is None and e.speakers == () for e in read.entries)


def _bare(title: str) -> str:
    head, colon, rest = title.partition(":")
    return rest.strip() if colon else head
