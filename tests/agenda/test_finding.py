"""Looking for entries: words folded and all of them, and what one can choose among."""

from __future__ import annotations

import pytest

from app.agenda.finding import Choices, Wanted, choices_in, folded
from app.agenda.models import SlotKind, SlotStatus
from tests.agenda.programmes import FRIDAY, THURSDAY, entry, timetable

KEYNOTE = entry(
    1, "09:00", "09:30", "Les défis de l’été", kind=SlotKind.KEYNOTE, room="Salle Łódź",
    abstract="Coopération", speakers=("Expert, Europol",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Café", "cafe"), ("ŁÓDŹ", "lodz"), ("Straße", "strasse"), ("Œuvre", "oeuvre"), ("①", "1")],
)
def test_accents_case_and_strokes_are_folded(text, plain):
    assert folded(text) == plain


@pytest.mark.parametrize("text", ["DEFIS", "ete lodz", "europol cooper", "", "   "])
def test_every_word_may_stand_anywhere(text):
    assert Wanted.of(text, "", "", "").shows(KEYNOTE)


@pytest.mark.parametrize("text", ["hiver", "ete hiver", "keynote"])
def test_a_word_that_stands_nowhere_hides_the_entry(text):
    assert not Wanted.of(text, "", "", "").shows(KEYNOTE)


def test_what_the_page_says_of_an_entry_is_searched_as_well():
    assert Wanted(text="keynote").shows(KEYNOTE, "", "Keynote")


def test_what_the_page_does_not_repeat_is_not_searched():
    for change in ({"continued": True}, {"status": SlotStatus.CANCELLED}):
        again = entry(2, "11:00", "12:00", "Again", abstract="Coopération", **change)
        assert not Wanted(text="cooperation").shows(again)
        assert Wanted(text="again").shows(again)


def test_choices_narrow_together():
    assert Wanted(day="2019-05-17", room="Salle Łódź", kind="keynote").shows(KEYNOTE)
    for other in (Wanted(day="2019-05-16"), Wanted(room="Room 8"), Wanted(kind="break")):
        assert not other.shows(KEYNOTE)
        assert other.narrows
    assert not Wanted.of("  ", "", "", "").narrows


def test_one_chooses_among_what_there_is():
    agenda = timetable(
        entry(1, "09:00", "10:00", "One", day=THURSDAY, room="Room 9", kind=SlotKind.SESSION),
        entry(2, "09:00", "10:00", "Two", day=FRIDAY, room="Room 8", kind=SlotKind.SESSION),
        entry(3, "10:00", "11:00", "Coffee", day=FRIDAY, kind=SlotKind.BREAK),
    )
    assert choices_in(agenda) == Choices(
        (THURSDAY, FRIDAY), ("Room 8", "Room 9"), ("session", "break")
    )
