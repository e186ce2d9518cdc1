"""The podium's buttons: what the room sees follows at once, what is typed beside them stays."""

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
def test_the_room_sees_what_the_podium_chooses_and_the_desk_keeps_what_is_typed(
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
    expect(desk.locator("[data-connection]")).to_have_text("Live")
    desk.locator("#text").fill("Half a priority")
    desk.locator(".pick input").check()
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
    # The rapporteur's desk; a projector is nobody.
    boards = open_page(cast.organiser, "/events/workshop/boards", size=DESK)
    expect(boards.get_by_text("1 person has it open")).to_be_visible()
    desk.get_by_role("button", name="Undo: 1 input put into “Contacts”").click()
    expect(desk.get_by_role("heading", name="Contacts")).to_have_count(0)
    expect(desk.locator("#text")).to_have_value("Half a priority")
    expect(desk.locator(".pick input")).to_be_checked()
    # A refusal is a page of its own, with everything that belongs to it.
    desk.get_by_role("button", name="Close the board").click()
    expect(
        desk.get_by_text("This workshop still owes 2 of its two priorities.").first
    ).to_be_visible()


def _bottom(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["y"] + box["height"]
