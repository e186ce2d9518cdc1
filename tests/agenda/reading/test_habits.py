"""Habits of agendas found outside: what they are read as, and what must never be read into them."""

from __future__ import annotations

import datetime as dt

import pytest
import typst

from app.agenda.reading import ReadAgenda, read_document
from app.agenda.reading.formats.pdf_words import words_of
from app.agenda.reading.persons import is_name, with_function
from app.agenda.reading.rooms import perhaps_a_room, room_in_title
from app.agenda.reading.times import leading_span, whole_span


def _read(text: str) -> ReadAgenda:
    return read_document("a.txt", text.encode())


def _asked(read: ReadAgenda) -> list[str]:
    return [question.sentence for question in read.questions]


@pytest.mark.parametrize(
    "text",
    [
        "Legal Framework, Ministry of Justice",
        "Country Presentations, Directors of prisons",
        "Closing Remarks, Director General",
        "Keynote Address, President of the Court",
        "United Kingdom, Ministry of Justice",
        "Deputy Director, Ministry of Justice",
        "Grain Board, Head of Stores",
        "Intervention de M. Exemple, président",
    ],
)
def test_words_of_a_programme_with_a_function_behind_them_are_nobody(text):
    assert not with_function(text)
    (entry,) = _read(f"Monday 3 June 2024\n09:00-10:00 Opening\n{text}\n").entries
    assert entry.speakers == ()
    assert text in entry.abstract


@pytest.mark.parametrize(
    "text",
    [
        "Ada Exemplar, Director of Stores",
        "Andrés Ejemplo, Alcalde de la Villa",
        "Wim van der Voorbeeld (Secretary General of the Millers)",
        "Courtney O'Exemplar – Head of Unit",
        "Jean-Marc d'Exemple, Professeur",
    ],
)
def test_a_name_with_a_function_behind_it_is_a_person(text):
    (entry,) = _read(f"Monday 3 June 2024\n09:00-10:00 Opening\n{text}\n").entries
    assert entry.speakers == (text,)


def test_a_name_alone_is_nobody_and_a_list_of_bodies_neither():
    assert is_name("Ada Exemplar")
    (entry,) = _read(
        "Monday 3 June 2024\n09:00-10:00 Opening\nAda Exemplar\nWater Board, Grain Board\n"
    ).entries
    assert entry.speakers == ()


def test_groups_below_an_entry_are_entries_and_lists_of_members_are_none():
    groups = "Monday 3 June 2024\n14:00-15:30 Travaux de groupe\nGroupe 1 : Le droit\nLe cadre.\n"
    one, two = _read(f"{groups}Groupe 2 : La pratique\n15:30-16:00 Pause\n").entries[:2]
    assert (one.number, one.title, one.kind, one.abstract) == (
        "1",
        "Le droit",
        "workshop",
        "Le cadre.",
    )
    assert (two.number, two.start, two.end) == ("2", dt.time(14), dt.time(15, 30))
    assert one.parallel_group == two.parallel_group == "A"
    members = "Monday 3 June 2024\n14:00-15:30 Group work\nGroup A: Georgia, Moldova\n"
    (entry,) = _read(f"{members}Group B: Ukraine, Serbia\n").entries
    assert entry.title == "Group work"
    assert "Group B: Ukraine, Serbia" in entry.abstract


def test_the_heading_of_a_section_stands_over_its_first_subject_and_ends_no_entry_above():
    read = _read(
        "Monday 3 June 2024\n09:00-09:30 Registration\nSESSION 1\nSand and sea\n"
        "09:30-09:45 Tea\n09:45-10:00 What sand does\n10:00-10:30 What sea does\n"
    )
    assert [(e.title, e.abstract, e.context) for e in read.entries] == [
        ("Registration", "", ""),
        ("Tea", "", ""),
        ("What sand does", "", "SESSION 1 Sand and sea"),
        ("What sea does", "", ""),
    ]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("14:00 CET / 20:00 PHT Opening", "14:00", None),
        ("14:00-15:00 CET (20:00-21:00 PHT) Opening", "14:00", "15:00"),
        ("9,30 h.: Opening", "09:30", None),
        ("11.30-11.50Opening", "11:30", "11:50"),
        ("08:15 – 09:00 / Opening", "08:15", "09:00"),
        ("9.00 a.m. – noon Opening", "09:00", "12:00"),
        ("12noon-1pm Opening", "12:00", "13:00"),
        ("12 noon Opening", "12:00", None),
        ("Midday: Opening", "12:00", None),
        ("12:00 m. Opening", "12:00", None),
        ("09h00/09h30 Opening", "09:00", "09:30"),
        ("09:00 ‒ 09:30 Opening", "09:00", "09:30"),
        ("18:00 onwards Opening", "18:00", None),
        ("10:00 (30 min) Opening", "10:00", "10:30"),
        ("10:00-10:40 (40') Opening", "10:00", "10:40"),
    ],
)
def test_a_time_is_read_whatever_stands_around_it(text, start, end):
    found = leading_span(text)
    assert found
    span, at = found
    assert span.start
    assert text[at:] == "Opening"
    assert (f"{span.start:%H:%M}", span.end and f"{span.end:%H:%M}") == (start, end)


@pytest.mark.parametrize("text", ["18:30 approx.", "1830 (approx.)", "18h30 environ"])
def test_a_time_that_is_only_about_right_is_one(text):
    span = whole_span(text)
    assert span
    assert span.start == dt.time(18, 30)


@pytest.mark.parametrize(
    ("title", "left", "room"),
    [
        ("Tea @ Cromdale Hall", "Tea", "Cromdale Hall"),
        ("Ouverture (amphi Sciences 2 )", "Ouverture", "amphi Sciences 2"),
        ("Addresses Room: P1", "Addresses", "Room P1"),
        ("Registration (Function Room 5)", "Registration", "Function Room 5"),
        ("Coffee break (Foyer)", "Coffee break", "Foyer"),
        ("Lunch (Annex)", "Lunch (Annex)", None),
        ("A place in the sun", "A place in the sun", None),
    ],
)
def test_a_room_behind_a_title(title, left, room):
    assert room_in_title(title) == (left, room)


def test_what_may_be_a_room_is_asked_about_and_left_where_it_is():
    read = _read("Monday 3 June 2024\n09:00-10:00 Opening (Annex)\n10:00-11:00 Trade (Georgia)\n")
    assert [entry.room for entry in read.entries] == [None, None]
    assert "Is “Annex” a room? It stands behind “Opening (Annex)”." in _asked(read)
    assert not any("Georgia" in question for question in _asked(read))
    assert perhaps_a_room("Report (UNODC)") is None


def test_a_heading_row_told_again_begins_another_day_which_is_asked_for():
    read = _read(
        "| Activity | Start | End |\n| Arrival | 7:30 | 8:30 |\n| Debate | 1:00 | 3:45 |\n"
        "| Activity | Start | End |\n| Arrival | 7:30 | 8:30 |\n"
    )
    assert [(e.day_index, f"{e.start:%H:%M}") for e in read.entries] == [
        (0, "07:30"), (0, "13:00"), (1, "07:30"),
    ]  # fmt: skip
    assert [day.date for day in read.days] == [None, None]


def test_days_without_headings_have_the_dates_of_the_event_if_they_are_as_many():
    read = _read(
        "Workshop on Wells\nOslo, 3-4 June 2024\n"
        "| Time | Activity |\n| 9:00 | Opening |\n| 14:00 | Wells |\n"
        "| Time | Activity |\n| 9:00 | Depth |\n"
    )
    assert [day.date for day in read.days] == ["2024-06-03", "2024-06-04"]


def test_a_day_of_arrival_before_the_event_has_its_year_if_the_weekday_agrees():
    words = "Accra, 27-28 July 2004\n{}\n10:00 Arrival\nTUESDAY, 27 JULY\n9:00 Opening\n"
    assert _read(words.format("MONDAY, 26 JULY")).days[0].date == "2004-07-26"
    assert _read(words.format("FRIDAY, 26 JULY")).days[0].date == "--07-26"


def test_a_day_with_a_number_and_no_month_is_that_day_of_the_event():
    days = "Sunday 8\n9:00 Opening\nMonday 9\n9:00 Wells\n"
    dated = _read(f"Seminar on wells\nDurban, 8-9 July 2007\n{days}")
    assert [day.date for day in dated.days] == ["2007-07-08", "2007-07-09"]
    assert [day.date for day in _read(days).days] == [None, None]


@pytest.mark.parametrize(
    "heading",
    [
        "Jour 1 / Day 1 – lundi 3 juin 2024",
        "Monday 3 June 2024 / lundi 3 juin 2024",
        "Monday–3June2024 – Room 14",
        "Monday, 3 June 2024, Board Room D",
        "Day 1: Monday, 3rd of June 2024 (morning)",
        "Le lundi 3 juin 2024",
        "Monday (3 June 2024)",
        "Pre-conference day: Monday 3 June 2024",
    ],
)
def test_what_stands_around_a_date_is_no_theme_of_the_day(heading):
    (day,) = _read(f"{heading}\n9:00-10:00 Opening\n").days
    assert (day.date, day.theme) == ("2024-06-03", None)


def test_the_symposium_ends_is_no_entry_and_ends_the_one_before_it():
    (opening,) = _read("Monday 3 June 2024\n9:00 Opening\n11:30 Symposium ends\n").entries
    assert (opening.title, opening.end) == ("Opening", dt.time(11, 30))


def test_rooms_below_an_entry_hold_entries_of_their_own():
    law, society = _read(
        "Monday 3 June 2024\n10.00 a.m. - 13.00 p.m. PARALLEL SESSION I\n"
        "Room A: Law and Technology\nChair: Dr. Otto Beispiel\nRoom B: Law and Society\n"
    ).entries
    assert (law.room, law.title, law.chair) == ("Room A", "Law and Technology", "Dr. Otto Beispiel")
    assert (society.room, society.title, society.chair) == ("Room B", "Law and Society", "")
    assert (law.start, law.end, law.number) == (dt.time(10), dt.time(13), None)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("1. Opening of the meeting", "Opening of the meeting"),
        ("3.1 Georgia", "Georgia"),
        ("b) Reports", "Reports"),
        ("24 hours of peace", "24 hours of peace"),
        ("2030 Agenda", "2030 Agenda"),
    ],
)
def test_the_number_of_an_item_is_no_part_of_its_title(written, title):
    (entry,) = _read(f"Monday 3 June 2024\n09:00-10:00 {written}\n").entries
    assert entry.title == title


def test_who_introduces_an_entry_in_the_line_below_is_its_speaker():
    (entry,) = _read(
        "Monday 3 June 2024\n09:00-10:00 Water\nIntroduced by Ms Ada Exemplar, Water Board\n"
    ).entries
    assert (entry.speakers, entry.abstract) == (("Ms Ada Exemplar, Water Board",), "")


def test_headings_of_columns_told_line_by_line_are_no_theme():
    read = _read("Day 1 - 4 June 2024\nTime\nActivity\nLead\n09:00-09:30\nRegistration\n")
    assert (read.days[0].date, read.days[0].theme) == ("2024-06-04", None)


class _Page:
    def extract_words(self, **_: object) -> list[dict[str, object]]:
        placed = {"x0": 1, "x1": 2, "top": 1, "bottom": 2, "fontname": "Serif", "upright": True}
        return [{"text": text, **placed} for text in ("Tea", "\u200b", " \ufeff", "\x01")]


def test_a_pdf_has_no_words_without_letters_one_can_see():
    assert [word.text for word in words_of(_Page())] == ["Tea"]


@pytest.mark.parametrize(
    ("lines", "chair", "kept"),
    [
        ("Moderator: Ada Exemplar, Head of Ink", "Ada Exemplar, Head of Ink", ""),
        ("Président de séance : S.E. Hamada Exemple", "S.E. Hamada Exemple", ""),
        ("Modera: Eva Ejemplo", "Eva Ejemplo", ""),
        ("Chair:\nMs Ada Exemplar", "Ms Ada Exemplar", ""),
        (
            "Chair: Odd Eksempel, Ovens,\nFederation of Ovens",
            "Odd Eksempel, Ovens, Federation of Ovens",
            "",
        ),
        ("Chair: to be confirmed", "", "Chair: to be confirmed"),
        ("Rapporteur: the host", "", "Rapporteur: the host"),
        ("Rapporteur:\nMs Ada Exemplar", "", "Rapporteur:\nMs Ada Exemplar"),
    ],
)
def test_who_presides_is_no_speaker_and_is_kept_as_the_chair(lines, chair, kept):
    (entry,) = _read(f"Monday 3 June 2024\n09:00-10:00 Opening\n{lines}\n").entries
    assert (entry.chair, entry.abstract, entry.speakers) == (chair, kept, ())
    if chair:
        assert entry.as_json()["abstract"] == f"Chair: {chair}"


_UNRULED = """
#set page(paper: "a4")
= Workshop on Wells
Lusaka, Zambia, 9 July 2019

*Tuesday 9 July 2019*
#table(columns: (3cm, 1fr), stroke: none,
 [09:00 – 10:00], [*Opening* \\ Ms Ada Exemplar, Head of Wells \\ Mr Otto Beispiel, Head of Water],
 [10:00 – 11:30], [*Breakout groups* \\ Group 1: Law \\ Group 2: Practice],
 [11:30 – 12:00], [*Closing* \\ Each delegation says in one sentence what it will do about its wells
  until all of them meet again in the same town.],
)
"""


def test_short_lines_of_a_table_without_rules_stay_lines():
    read = read_document("a.pdf", typst.compile(_UNRULED.encode()))
    assert [(e.title, e.speakers) for e in read.entries] == [
        ("Opening", ("Ms Ada Exemplar, Head of Wells", "Mr Otto Beispiel, Head of Water")),
        ("Law", ()),
        ("Practice", ()),
        ("Closing", ()),
    ]
    assert "\n" not in read.entries[3].abstract
