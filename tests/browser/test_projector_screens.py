"""What the room sees follows the podium's choice at once, whole on the projector."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from app.db import Database
from tests.browser.conftest import DESK, PROJECTOR, Open, axe_faults
from tests.cast import Cast
from tests.sessions.rooms import asked, clustered, opened, posted

pytestmark = pytest.mark.browser
PATH = "/events/workshop/sessions/workshop-1"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # it is the browser's part
def test_the_projector_shows_what_the_podium_chooses_and_nothing_is_cut_off(
    database: Database, cast: Cast, open_page: Open
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head, "A contact list.")
    clustered(database, board, cast.rapporteur, "Contacts", [one])
    for person in (cast.georgia_head, cast.ukraine_head, cast.ukraine_delegate):
        asked(database, board, person)
    desk = open_page(cast.rapporteur, f"{PATH}/board/desk", size=DESK)
    room = open_page(cast.chair, f"{PATH}/projector", size=PROJECTOR)
    expect(room.locator("[data-connection]")).to_have_text("Live")
    expect(room.locator(".stage .cards")).to_be_visible()
    for choice, shown, gone in (
        ("Speakers", ".speakers .queue", ".stage .cards"),
        ("Agenda", ".screen--agenda", ".speakers"),
        ("Way in", ".screen--join .qr", ".screen--agenda"),
    ):
        desk.get_by_role("button", name=choice, exact=True).click()
        expect(room.locator(shown)).to_be_visible()
        expect(room.locator(gone)).to_be_hidden()
        expect(desk.get_by_role("button", name=choice, pressed=True)).to_be_visible()
        assert _bottom(room, shown) <= PROJECTOR["height"]
    assert not axe_faults(room)
    desk.get_by_role("button", name="Undo: 1 input put into “Contacts”").click()
    expect(desk.get_by_role("heading", name="Contacts")).to_have_count(0)


def _bottom(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["y"] + box["height"]
