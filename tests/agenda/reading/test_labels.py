"""Labels, kinds, speakers and rooms of single entries."""

from __future__ import annotations

import pytest

from app.agenda.reading.blocks import plain_line
from app.agenda.reading.labels import kind_by_words, read_label
from app.agenda.reading.people import speakers_in_brackets, take_names
from app.agenda.reading.rooms import room_in_title as room_in_brackets


@pytest.mark.parametrize(
    ("written", "family", "number", "continued", "title"),
    [
        ("Session 8: Case studies", "session", "8", False, "Case studies"),
        ("Session 8 cont'd", "session", "8", True, ""),
        ("Session 8 (cont’d): Second part", "session", "8", True, "Second part"),
        ("Session 2 (continued)", "session", "2", True, ""),
        ("Séance 2 (suite)", "session", "2", True, ""),
        ("Sesión 2 (continuación)", "session", "2", True, ""),
        ("Workshop 1 – Identifying victims", "workshop", "1", False, "Identifying victims"),
        ("Atelier n° 3 : Les preuves", "workshop", "3", False, "Les preuves"),
        ("Session IV. Outlook", "session", "IV", False, "Outlook"),
        ("Workshop B: Sea routes", "workshop", "B", False, "Sea routes"),
        ("Workshop a practical approach", None, None, False, "Workshop a practical approach"),
        ("Session 3: Case study (Georgia)", "session", "3", False, "Case study (Georgia)"),
        ("Opening session", None, None, False, "Opening session"),
        ("Discussion (continued)", None, None, True, "Discussion"),
    ],
)
def test_a_label_is_taken_off_its_title(written, family, number, continued, title):
    label = read_label(written)
    assert (label.family, label.number) == (family, number)
    assert (label.continued, label.title) == (continued, title)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Coffee Break", "break"),
        ("Pause-café", "break"),
        ("Déjeuner", "break"),
        ("Almuerzo", "break"),
        ("Coffee/tea break", "break"),
        ("Registration", "registration"),
        ("Registration and welcome coffee", "registration"),
        ("Inscription des participants", "registration"),
        ("Registro de participantes", "registration"),
        ("Opening session", "opening"),
        ("Welcome remarks", "opening"),
        ("Séance d'ouverture", "opening"),
        ("Palabras de bienvenida", "opening"),
        ("Key Note Speech", "keynote"),
        ("Plenary discussion", "plenary"),
        ("Closing remarks", "closing"),
        ("The way forward", "closing"),
        ("Cérémonie de clôture", "closing"),
        ("Dinner hosted by the Ministry", "social"),
        ("Departure of participants", "other"),
        ("Obstacles to opening investigations across borders", None),
        ("Taking stock of policy", None),
    ],
)
def test_words_tell_the_kind(title, kind):
    assert kind_by_words(title) == kind


def test_speakers_follow_a_word_that_says_so():
    lines = [
        plain_line("What is new in the law."),
        plain_line("Speakers: Ada Example, Ministry of Justice; Dr Bo Sample"),
    ]
    named = take_names(lines, [])
    assert named.speakers == ("Ada Example, Ministry of Justice", "Dr Bo Sample")
    assert [line.text for line in named.lines] == ["What is new in the law."]


@pytest.mark.parametrize(
    "text", ["Speakers: experts", "Speaker: tbc", "Intervenants : participants", "Speaker: Chair",
             "Speakers: Council of Europe", "Led by: the Secretariat"]
)  # fmt: skip
def test_groups_and_offices_are_no_speakers(text):
    assert take_names([plain_line(text)], []).speakers == ()


def test_brackets_hold_speakers_or_words():
    assert speakers_in_brackets("Laws (Ada Example, ICMEC)") == ("Laws", ("Ada Example, ICMEC",))
    assert speakers_in_brackets("Laws (Georgia, Ukraine)") == ("Laws (Georgia, Ukraine)", ())
    assert speakers_in_brackets("Laws (Case Study)") == ("Laws (Case Study)", ())


def test_only_a_stated_room_is_a_room():
    assert room_in_brackets("Land routes (Room 3)") == ("Land routes", "Room 3")
    assert room_in_brackets("Annex (room for discussion)")[1] is None
    assert take_names([plain_line("Room for improvement is discussed")], []).room is None
    assert take_names([plain_line("Salle : Europe")], []).room == "Europe"
