"""Two rapporteurs in two browsers write one paragraph: both texts are on screen, none is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from app.db import Database
from app.delegations.models import Appointment, Participant, Role
from app.delegations.rights import Person
from app.delegations.sign_in import person_by_id
from app.recommendations.paragraphs import revisions
from tests.browser.conftest import DESK, PHONE, Open
from tests.cast import Cast
from tests.recommendations.steps import Steps

# Stale writes are judged on both databases in tests/recommendations/test_paragraphs.py.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
BASE = "States answer requests within six months."
THEIRS = "States answer requests within one year."
MINE = "States answer urgent requests within six months."


@pytest.fixture
def second(database: Database, cast: Cast) -> Person:
    """Another rapporteur of the event."""
    with database.writing() as db:
        person = Participant(event_id=cast.event_id, name="Second rapporteur")
        db.add(person)
        db.flush()
        db.add(Appointment(participant_id=person.key, role=Role.RAPPORTEUR))
        db.flush()
        return person_by_id(db, person.key)


def text(page: Page):
    return page.get_by_label("Text", exact=True)


def test_two_rapporteurs_save_the_same_paragraph(
    steps: Steps, second: Person, open_page: Open
) -> None:
    paragraph_id = steps.add(BASE)
    path = f"/events/workshop/conclusions/paragraphs/{paragraph_id}/text"
    one = open_page(steps.cast.rapporteur, path, size=DESK)
    with one.expect_response("**/writers", timeout=5000):
        text(one).press_sequentially(" ")
    text(one).fill(THEIRS)

    other = open_page(second, path, size=PHONE)
    expect(other.locator("#writers")).to_contain_text("General rapporteur is writing here")
    text(other).fill(MINE)
    text(other).evaluate("field => field.setSelectionRange(7, 7)")
    # What arrives while somebody writes leaves the field, its words and the caret alone.
    other.evaluate("document.querySelector('#writers').textContent = ''")
    with other.expect_response(lambda answer: answer.url.endswith("/writers")):
        other.evaluate(
            "htmx.ajax('GET', location.pathname.replace('/text', '/writers'), "
            "{target: '#writers', swap: 'outerHTML'})"
        )
    expect(other.locator("#writers")).to_contain_text("General rapporteur is writing here")
    expect(text(other)).to_be_focused()
    assert text(other).input_value() == MINE
    assert text(other).evaluate("field => field.selectionStart") == 7

    one.get_by_role("button", name="Save the text").click()
    expect(one).to_have_url(
        f"{one.url.partition('/events')[0]}/events/workshop/conclusions/desk"
        f"?done=saved#p-{paragraph_id}"
    )
    other.get_by_role("button", name="Save the text").click()
    sides = other.locator(".compare__side")
    expect(sides).to_have_count(3)
    for side, words in zip(sides.all(), (MINE, THEIRS, BASE), strict=True):
        expect(side).to_contain_text(words)
    expect(text(other)).to_have_value(MINE)
    other.get_by_role("button", name="Save the text").click()
    expect(other.locator(f"#p-{paragraph_id}")).to_contain_text(MINE)
    with steps.database.reading() as db:
        kept = [line.text for line in revisions(db, steps.paragraph(paragraph_id))]
    assert kept == [BASE, THEIRS, MINE]


def test_a_source_is_dropped_on_the_paragraph_it_goes_into(steps: Steps, open_page: Open) -> None:
    paragraph_id = steps.add(BASE)
    number = steps.submitted(THEIRS)
    desk = open_page(steps.cast.rapporteur, "/events/workshop/conclusions/desk", size=DESK)
    button = desk.get_by_role("button", name="Merge the ticked ones into paragraph 1")
    expect(button).to_be_hidden()
    desk.locator(f".tick:has(#recommendation-{number})").drag_to(desk.locator(f"#p-{paragraph_id}"))
    expect(desk).to_have_url(re.compile(rf"source=recommendation-{number}.*into={paragraph_id}$"))
    expect(text(desk)).to_have_value(
        "States answer requests within [Georgia: one year / six months]."
    )
    # The same without a mouse: tick, and the paragraph offers itself.
    phone = open_page(steps.cast.rapporteur, "/events/workshop/conclusions/desk", size=PHONE)
    phone.locator(f"#recommendation-{number}").check()
    phone.get_by_role("button", name="Merge the ticked ones into paragraph 1").click()
    expect(text(phone)).to_have_value(re.compile("Georgia: one year"))
