"""What a delegate types stays on the phone until it is saved, and is offered to nobody else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.recommendations.steps import GEORGIA, Steps

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
TYPED = "Typed on the bus, without a network."
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('plenary-text:')).length"


def text(page: Page):
    return page.get_by_role("textbox", name="Text")


def test_a_text_typed_without_a_network_is_there_afterwards(steps: Steps, open_page: Open) -> None:
    path = f"/events/workshop/recommendations/{steps.draft()}"
    phone = open_page(
        steps.cast.georgia_delegate, path, tolerated=("Failed to load resource", "Failed to fetch")
    )
    phone.context.set_offline(True)
    text(phone).fill(TYPED)
    phone.get_by_role("button", name="Save the draft").click()
    expect(phone.get_by_role("alert")).to_contain_text("There is no network.")
    expect(text(phone)).to_have_value(TYPED)
    phone.context.set_offline(False)
    # The page is left and found again: the saved text stands there, and the typed one is offered.
    phone.goto(path)
    expect(text(phone)).to_have_value(GEORGIA)
    phone.get_by_role("button", name="Take it up").click()
    expect(text(phone)).to_have_value(TYPED)
    phone.get_by_role("button", name="Save the draft").click()
    expect(phone.get_by_text("Saved.", exact=False).first).to_be_visible()
    expect(text(phone)).to_have_value(TYPED)
    assert phone.evaluate(KEPT) == 0
    expect(phone.get_by_role("button", name="Take it up")).to_be_hidden()
    text(phone).fill("Not saved, and signed out.")
    phone.goto("/events/workshop/me")
    assert phone.evaluate(KEPT) == 1
    phone.get_by_role("button", name="Sign out here").click()
    assert phone.evaluate(KEPT) == 0
