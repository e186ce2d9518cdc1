"""The real board in real browsers, through what a day does to it: typing, tabs, restarts, hours."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.db import Database
from app.live import codes
from tests.browser.conftest import PHONE, PROJECTOR, Open
from tests.cast import Cast
from tests.live_boards.feeds import cookie_of
from tests.programs import chromium
from tests.sessions.rooms import opened, posted

pytestmark = [
    pytest.mark.browser,
    # What a browser does does not depend on the database.
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
PATH = "/events/workshop/sessions/workshop-1"
UPDATES = 100


@pytest.fixture
def served_database(application: FastAPI) -> Database:
    """The server's own handle: what it commits is announced at once."""
    database: Database = application.state.database
    return database


def _live(page: Page) -> None:
    expect(page.locator("[data-connection]")).to_have_text("Live")


def test_text_and_caret_survive_a_hundred_updates_of_the_board(
    database: Database, cast: Cast, open_page: Open, served_database: Database
) -> None:
    board = opened(database, cast)
    page = open_page(cast.georgia_head, f"{PATH}/board")
    _live(page)
    field = page.locator("#text")
    field.fill("An office in State")
    field.evaluate("field => field.setSelectionRange(13, 13)")
    for number in range(UPDATES):
        posted(served_database, board, cast.ukraine_head, f"Input {number}.")
        if number % 25 == 24:
            page.keyboard.type("every "[number // 25])
    expect(page.locator("article.card")).to_have_count(UPDATES)
    page.keyboard.type("y ")
    said = "field => [field.value, field.selectionStart, document.activeElement === field]"
    assert field.evaluate(said) == ["An office in every State", 19, True]


def test_two_tabs_of_one_person_are_both_live_and_count_once(
    database: Database, cast: Cast, open_page: Open
) -> None:
    opened(database, cast)
    first = open_page(cast.georgia_head, f"{PATH}/board")
    second = first.context.new_page()
    second.goto(f"{PATH}/board")
    for page in (first, second):
        _live(page)
    for page, text in ((first, "One office each."), (second, "A contact list.")):
        page.locator("#text").fill(text)
        page.get_by_role("button", name="Post").click()
    for page in (first, second):
        expect(page.locator("article.card")).to_have_count(2)
        expect(page.locator(".card__mine:visible")).to_have_count(2)
        expect(page.locator("[data-presence]")).to_have_text("1 person here")


def test_back_and_forward_end_on_a_live_board(
    database: Database, cast: Cast, open_page: Open, served_database: Database
) -> None:
    board = opened(database, cast)
    page = open_page(cast.georgia_head, f"{PATH}/board")
    _live(page)
    page.goto(PATH)
    for number in (1, 2):
        page.go_back()
        _live(page)
        posted(served_database, board, cast.ukraine_head, f"Input {number}.")
        expect(page.locator("article.card")).to_have_count(number)
        page.go_forward()
        expect(page.locator("article.card")).to_have_count(0)


def test_what_is_written_off_line_outlives_the_browser(
    browser: Browser, database: Database, cast: Cast, address: str, tmp_path: Path
) -> None:
    opened(database, cast)
    cookie = cookie_of(database, cast.georgia_head)
    words = ["One office each.", "A contact list."]

    def started() -> BrowserContext:
        """A browser of its own over the same profile."""
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "profile",
            viewport=PHONE,  # type: ignore[arg-type]
            base_url=address,
            **chromium(),
        )
        context.add_cookies([{"name": "plenary_sign_in", "value": cookie, "url": address}])
        return context

    before = started()
    page = before.pages[0]
    page.goto(f"{PATH}/board")
    _live(page)
    before.set_offline(True)
    for text in words:
        page.locator("#text").fill(text)
        page.get_by_role("button", name="Post").click()
        expect(page.locator("#text")).to_have_value("")
    expect(page.locator("[data-outbox-list] > li")).to_have_count(2)
    before.close()
    after = started()
    page = after.pages[0]
    page.goto(f"{PATH}/board")
    expect(page.locator("article.card .card__text")).to_have_text(words)
    expect(page.locator("[data-outbox-list]")).to_be_hidden()
    after.close()


def test_a_projector_left_alone_for_an_hour_shows_what_a_fresh_one_shows(
    database: Database, cast: Cast, open_page: Open, application: FastAPI,
    served_database: Database,
) -> None:  # fmt: skip
    board = opened(database, cast)
    projector = open_page(None, "/offline", size=PROJECTOR)
    cookie = cookie_of(database, cast.chair)
    origin = projector.evaluate("location.origin")
    projector.context.add_cookies([{"name": "plenary_sign_in", "value": cookie, "url": origin}])
    projector.clock.install()
    projector.goto(f"{PATH}/projector")
    _live(projector)
    for number in range(4):
        if number == 2:  # the server is started anew, and something is posted meanwhile
            application.state.broadcaster.close_board(board, codes.RESTART)
        posted(served_database, board, cast.ukraine_head, f"Input {number}.")
        # No sign of life comes in these minutes: the page finds its link dead and comes back.
        projector.clock.fast_forward("15:00")
        expect(projector.locator("article.card")).to_have_count(number + 1)
        _live(projector)
    fresh = open_page(cast.chair, f"{PATH}/projector", size=PROJECTOR)
    _live(fresh)
    shown = [page.locator("article.card").all_inner_texts() for page in (projector, fresh)]
    assert shown[0] == shown[1]
