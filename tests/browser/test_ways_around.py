"""A board in real browsers where sockets, and perhaps streams, do not get through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from app.db import Database
from app.delegations.links import revoke_links
from tests.browser.conftest import Open
from tests.cast import Cast
from tests.servers import served
from tests.sessions.rooms import opened, posted

pytestmark = [
    pytest.mark.browser,
    # What a browser does without sockets does not depend on the database.
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
PATH = "/events/workshop/sessions/workshop-1"
# What Chromium says of every socket and stream that does not get through.
BLOCKED = ("Failed to load resource", "WebSocket connection to", "htmx:ws:error")
AROUND = "Live, by a slower way: this network blocks the usual one"


@pytest.fixture
def address(application: FastAPI) -> Iterator[str]:
    """A server to which no socket gets through, as behind some proxies."""
    with served(application, ws="none") as url:
        yield url


@pytest.fixture
def served_database(application: FastAPI) -> Database:
    database: Database = application.state.database
    return database


@pytest.mark.parametrize("streams", [True, False], ids=["streams", "polls only"])
def test_a_board_is_live_without_sockets_and_what_is_typed_stays(
    database: Database, cast: Cast, open_page: Open, served_database: Database, streams: bool
) -> None:
    board = opened(database, cast)
    page = open_page(cast.georgia_head, f"{PATH}/board", tolerated=BLOCKED)
    if not streams:
        page.route("**/feed?*", lambda route: route.abort())
        page.reload()
    expect(page.locator("[data-connection]")).to_have_text(AROUND, timeout=20000)
    field = page.locator("#text")
    field.fill("Half a thought")
    field.evaluate("field => field.setSelectionRange(4, 4)")
    for number in range(30):
        posted(served_database, board, cast.ukraine_head, f"Input {number}.")
    expect(page.locator("article.card")).to_have_count(30)
    assert field.evaluate("field => [field.value, field.selectionStart]") == ["Half a thought", 4]
    field.fill("Mine.")
    page.get_by_role("button", name="Post").click()
    expect(page.locator("article.card")).to_have_count(31)
    expect(page.locator("[data-outbox-list]")).to_be_hidden()
    with served_database.writing() as db:
        revoke_links(db, cast.event_id, cast.georgia_head.own_id, by=cast.organiser)
    expect(page.locator("[data-connection]")).to_have_text("You are no longer part of this")
    posted(served_database, board, cast.ukraine_head, "After.")
    page.wait_for_timeout(300)
    expect(page.locator("article.card")).to_have_count(31)


def test_a_browser_without_sockets_is_live_all_the_same(
    database: Database, cast: Cast, open_page: Open, served_database: Database
) -> None:
    board = opened(database, cast)
    page = open_page(cast.georgia_head, f"{PATH}/board", tolerated=BLOCKED)
    page.add_init_script("delete window.WebSocket")
    page.reload()
    expect(page.locator("[data-connection]")).to_have_text(AROUND)
    posted(served_database, board, cast.ukraine_head, "One office.")
    expect(page.get_by_text("One office.")).to_be_visible()


def test_a_phone_off_line_catches_up_by_the_slower_way(
    database: Database, cast: Cast, open_page: Open, served_database: Database
) -> None:
    board = opened(database, cast)
    page = open_page(cast.georgia_head, f"{PATH}/board", tolerated=BLOCKED)
    expect(page.locator("[data-connection]")).to_have_text(AROUND, timeout=20000)
    page.context.set_offline(True)
    expect(page.locator("[data-connection]")).to_have_text("Offline: what you write is kept")
    page.locator("#text").fill("Written off line.")
    page.get_by_role("button", name="Post").click()
    expect(page.locator("[data-outbox-list]")).to_be_visible()
    posted(served_database, board, cast.ukraine_head, "Meanwhile.")
    page.context.set_offline(False)
    _shows(page, "Meanwhile.", "Written off line.")
    expect(page.locator("[data-connection]")).to_have_text(AROUND, timeout=20000)


def _shows(page: Page, *texts: str) -> None:
    for text in texts:
        expect(page.locator("article.card").get_by_text(text)).to_be_visible(timeout=20000)
