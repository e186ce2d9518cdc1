"""Questions about a document in the reader's language: all that read documents raise are known."""

from __future__ import annotations

import json
from pathlib import Path

from app.agenda.asking import question_in
from app.pages import translations

DOCUMENTS = Path(__file__).resolve().parent / "reading" / "documents"
FRENCH = translations("fr").gettext


def raised() -> set[str]:
    """All questions in the golden readings."""
    found: set[str] = set()
    for path in DOCUMENTS.glob("*.json"):
        read = json.loads(path.read_text())
        if isinstance(read, dict):
            found |= {one for one in read.get("questions", []) if isinstance(one, str)}
    return found


def test_every_question_that_documents_raise_is_asked_in_french() -> None:
    asked = raised()
    assert asked
    assert [one for one in asked if question_in(one, FRENCH) == one] == []


def test_a_question_keeps_its_values() -> None:
    said = question_in("Which time zone? The place is Manila; Asia/Manila would fit.", FRENCH)
    assert "Manila" in said
    assert "Asia/Manila" in said


def test_a_day_of_the_week_is_said_in_the_language_of_the_question() -> None:
    said = question_in(
        "“Friday 16 May” says Friday, but 2019-05-16 is a Thursday. Which one is right?", FRENCH
    )
    assert "vendredi" in said
    assert "jeudi" in said
    assert "Friday 16 May" in said


def test_an_unknown_question_stays_as_it_was_asked() -> None:
    assert question_in("Is this one known?", FRENCH) == "Is this one known?"


def test_a_question_about_a_room_keeps_both_of_its_words() -> None:
    said = question_in("Is “Annex” a room? It stands behind “Tea (Annex)”.", FRENCH)
    assert "«\u00a0Annex\u00a0» est-il le nom d’une salle" in said
    assert "«\u00a0Tea (Annex)\u00a0»" in said
