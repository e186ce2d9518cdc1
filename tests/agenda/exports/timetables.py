"""Timetables for the tests of exports: the two sample agendas as read, and one of hard cases."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from app.agenda.exports import AgendaFacts, Words, words_in
from app.agenda.models import SlotKind, SlotStatus
from app.agenda.reading import ReadAgenda, ReadEntry, read_document
from app.agenda.slugs import slug_for
from app.agenda.timetable import Entry, Timetable, TimetableDay, end_of, in_rows, moment_of

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
PUBLISHED = datetime(2019, 4, 2, 9, 0, tzinfo=UTC)
NAMESPACE = uuid.UUID("5b6a9f0e-6d0c-4d2b-9a55-0f6f6f1f3a11")

STRASBOURG = AgendaFacts(
    slug="strasbourg-2019",
    title="Multi-sectorial co-operation to prevent and combat Online Child Sexual Exploitation "
    "and Abuse",
    subtitle="International Conference",
    place="Strasbourg",
    venue="Palais Building, Council of Europe",
    online=False,
    language="en",
    organisers="Council of Europe, Children's Rights Division",
    base_url="https://plenary.example",
)
MANILA = replace(
    STRASBOURG,
    slug="manila-2013",
    title="Protecting children against online sexual violence in South-east Asia: Law enforcement "
    "cooperation and the criminal law benchmarks of the Budapest and Lanzarote Conventions",
    subtitle="Regional workshop",
    place="Manila, Philippines",
    venue="",
    organisers="the Department of Justice of the Philippines",
)


def words(language: str = "en") -> Words:
    """The source language's words, with the dates of `language`."""
    return words_in(str, language)


def strasbourg() -> Timetable:
    """The Strasbourg sample as its Word document reads."""
    return _timetable(read_sample("strasbourg-2019"), "Europe/Paris")


def manila() -> Timetable:
    """The Manila sample as its Word document reads."""
    return _timetable(read_sample("manila-2013"), "Asia/Manila")


def read_sample(event: str) -> ReadAgenda:
    """What the sample's Word document says."""
    return read_document("agenda.docx", (SAMPLES / event / "agenda.docx").read_bytes())


def hard() -> Timetable:
    """What printed agendas stumble over, on one day in a zone behind UTC.

    Three workshops side by side, of which one ends later and two have no room; a cancelled entry;
    entries without an end and without any time; a reception after midnight; letters, markup and
    control characters that mean something elsewhere.
    """
    on = date(2024, 11, 3)
    zone = "America/New_York"
    entries = [
        entry(on, zone, "keynote", time(0, 30), time(2, 30), title="While the clocks change"),
        entry(
            on, zone, "workshop", time(9), time(10, 30), number="1", room="Room <8> & 9",
            title="Law & *order* <b>bold</b> #let x = 1 ]]> \x1b[31mred\x00",
            abstract="First line\n- one\n- two\n\n1. not a list | a cell\nსაქართველო 日本 🙂",
            speakers=("Dr Ada Example; Ms Berta Sample",),
            chair="Judge *Presiding*, Court of <Appeal>",
        ),
        entry(on, zone, "workshop", time(9), time(10, 30), number="2", title="Without a room"),
        entry(on, zone, "workshop", time(9), time(11), number="3", title="Ends later, no room"),
        entry(on, zone, "break", time(10, 30), time(11), title="Coffee break"),
        entry(on, zone, "session", time(11), None, title=""),
        entry(on, zone, "plenary", time(12), time(13), title="Report", status="cancelled"),
        entry(on, zone, "other", None, None, title="Family photo"),
        entry(on, zone, "social", time(22), time(0, 30), title="Reception"),
    ]  # fmt: skip
    numbered = [replace(one, position=place) for place, one in enumerate(entries)]
    day = TimetableDay(1, on, "", "A theme with *stars* & <tags>", in_rows(numbered))
    return Timetable(3, "Final\x07 for print", "REF/2024/1", PUBLISHED, zone, (day,))


def entry(
    on: date,
    zone: str,
    kind: str,
    starts: time | None,
    ends: time | None,
    *,
    title: str,
    number: str | None = None,
    room: str | None = None,
    abstract: str = "",
    speakers: tuple[str, ...] = (),
    chair: str = "",
    status: str = "confirmed",
    context: str = "",
) -> Entry:
    """One slot of its own event session; its uid follows from what it says."""
    uid = str(uuid.uuid5(NAMESPACE, f"{on} {starts} {kind} {number} {title}"))
    return Entry(
        uid=uid,
        event_session_id=1,
        event_session_slug=slug_for(SlotKind(kind), number, title, ()),
        kind=SlotKind(kind),
        number=number,
        title=title,
        abstract=abstract,
        context=context,
        speakers=speakers,
        chair=chair,
        required_priorities=None,
        day=on,
        starts=starts,
        ends=ends,
        end_inferred=False,
        room=room,
        parallel_group=None,
        continued=False,
        status=SlotStatus(status),
        sequence=0,
        changed_at=PUBLISHED,
        first_published_at=PUBLISHED,
        starts_at=moment_of(on, starts, zone),
        ends_at=end_of(on, starts, ends, zone),
    )


def _timetable(read: ReadAgenda, zone: str) -> Timetable:
    days = tuple(
        TimetableDay(
            number,
            day.on,
            "",
            day.theme or "",
            in_rows(
                _entry(one, place, zone)
                for place, one in enumerate(read.entries)
                if one.day_index == number
            ),
        )
        for number, day in enumerate(read.days)
    )
    return Timetable(2, "Version 2", read.reference or "", PUBLISHED, zone, days)


def _entry(read: ReadEntry, place: int, zone: str) -> Entry:
    on = date.fromisoformat(read.day or "")
    plain = entry(
        on, zone, read.kind, read.start, read.end, title=read.title, number=read.number,
        room=read.room, abstract=read.abstract, speakers=read.speakers, context=read.context,
        chair=read.chair,
    )  # fmt: skip
    return replace(
        plain,
        position=place,
        end_inferred=read.end_inferred,
        parallel_group=read.parallel_group,
        continued=read.continues is not None,
    )
