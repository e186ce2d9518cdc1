"""Which entry of a document read again is which we had; and what addresses look like."""

from __future__ import annotations

import pytest

from app.agenda.matching import Known, match
from app.agenda.models import SlotKind
from app.agenda.slugs import slug_for
from tests.agenda.programmes import FRIDAY, THURSDAY, at


def known(title, kind="session", number=None, day=FRIDAY, starts="09:00", continued=False):
    return Known(SlotKind(kind), number, title, day, at(starts), continued)


def test_the_same_agenda_matches_entry_by_entry():
    agenda = [
        known("Coffee break", "break", starts="11:00"),
        known("Trends", number="8"),
        known("Trends", number="8", starts="14:00", continued=True),
        known("Coffee break", "break", starts="15:30"),
    ]
    assert match(agenda, agenda) == {0: 0, 1: 1, 2: 2, 3: 3}


def test_a_retimed_and_moved_entry_is_still_itself():
    old = [known("Welcome", "opening"), known("Trends", number="1", starts="10:00")]
    new = [known("Trends", number="1", day=THURSDAY, starts="16:00"), known("Welcome", "opening")]
    assert match(new, old) == {0: 1, 1: 0}


def test_a_session_put_in_between_renumbers_without_mixing_subjects():
    old = [known("A", number="1"), known("B", number="2"), known("C", number="3")]
    new = [
        known("A", number="1"),
        known("New", number="2"),
        known("B", number="3"),
        known("C", number="4"),
    ]
    assert match(new, old) == {0: 0, 2: 1, 3: 2}


def test_a_numbered_session_with_another_title_keeps_its_number():
    old = [known("Trends", "workshop", "1"), known("Victims", "workshop", "2")]
    new = [known("Trends", "workshop", "1"), known("Children", "workshop", "2")]
    assert match(new, old) == {0: 0, 1: 1}


def test_an_edited_title_is_recognised_and_another_subject_is_not():
    old = [known("Preventing and protecting victims"), known("National policies")]
    new = [known("Preventing abuse and protecting victims"), known("Money laundering")]
    assert match(new, old) == {0: 0}


def test_a_session_that_became_a_plenary_is_still_itself():
    old = [known("Trends"), known("Strategic priorities", starts="14:00")]
    new = [known("Strategic priorities", "plenary", starts="15:00"), known("Trends", "workshop")]
    assert match(new, old) == {0: 1, 1: 0}


def test_entries_moved_renamed_and_retimed_at_once_are_still_themselves():
    old = [
        known("Registration", "registration", starts="08:30"),
        known("Evolving trends and risks"),
        known("Reporting and prosecution", "workshop", "1", starts="11:30"),
        known("The way forward", "closing", starts="16:00"),
    ]
    new = [
        known("The way forward for the States", "closing", day=THURSDAY, starts="12:00"),
        known("Registration and coffee", "registration", day=THURSDAY, starts="08:00"),
        known("Reporting, evidence and prosecution", "workshop", "1", day=THURSDAY),
        known("Trends and risks that evolve", day=THURSDAY, starts="15:00"),
        known("Money laundering", starts="09:00"),
    ]
    assert match(new, old) == {0: 3, 1: 0, 2: 2, 3: 1}


def test_breaks_are_recognised_by_their_time():
    old = [known("Coffee", "break", starts="11:00"), known("Coffee", "break", starts="15:30")]
    new = [known("Coffee", "break", starts="15:30"), known("Tea", "break", starts="11:00")]
    assert match(new, old) == {0: 1, 1: 0}


@pytest.mark.parametrize(
    ("kind", "number", "title", "slug"),
    [
        ("workshop", "1", "Reporting", "workshop-1"),
        ("session", "8", "Trends", "session-8"),
        ("session", "2 bis", "Trends", "session-2-bis"),
        ("plenary", "1", "Strategic priorities", "strategic-priorities"),
        ("break", None, "Pause-café", "pause-cafe"),
        ("session", None, "การประชุม", "session"),
        ("other", None, "a" * 200, "a" * 48),
        (
            "session",
            None,
            "Multi-sectorial co-ordination and co-operation: why is it so important?",
            "multi-sectorial-co-ordination-and-co-operation",
        ),
    ],
)
def test_an_address_is_short_and_in_ascii(kind, number, title, slug):
    assert slug_for(SlotKind(kind), number, title, ()) == slug


def test_an_address_is_never_given_twice():
    taken = {"coffee-break", "coffee-break-2"}
    assert slug_for(SlotKind.BREAK, None, "Coffee break", taken) == "coffee-break-3"
