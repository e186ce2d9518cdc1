"""The page that tries the venue's network, in a real browser on good and on bad networks."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Open, axe_faults
from tests.servers import served

pytestmark = [
    pytest.mark.browser,
    # The page reads no database.
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
BLOCKED = ("Failed to load resource", "WebSocket connection to")
ALL = ["https", "socket", "stream", "poll", "store", "clock"]


def test_on_a_good_network_everything_works(open_page: Open) -> None:
    page = open_page(None, "/check", size=PHONE, without_policy=True)
    expect(page.locator("[data-sum]")).to_have_text("Everything works here.", timeout=20000)
    assert _states(page) == dict.fromkeys(ALL, "good")
    expect(page.locator("[data-advice]:visible")).to_have_count(0)
    assert axe_faults(page) == []


def test_behind_a_proxy_without_sockets_the_technician_is_told_what_to_do(
    application: FastAPI, open_page: Open
) -> None:
    with served(application, ws="none") as address:
        page = open_page(None, f"{address}/check", tolerated=BLOCKED, without_policy=True)
        expect(page.locator("[data-sum]")).to_contain_text("by a slower way", timeout=20000)
        assert _states(page) == {**dict.fromkeys(ALL, "good"), "socket": "bad"}
        expect(page.locator("#check-socket [data-advice]")).to_contain_text("wss, port 443")
        assert axe_faults(page) == []


def test_a_hotels_portal_and_a_wrong_clock_are_noticed(open_page: Open) -> None:
    page = open_page(None, "/offline", tolerated=(*BLOCKED, "EventSource"))
    page.route("**/health/live", lambda route: route.fulfill(body="Welcome! Room number?"))
    page.route("**/check/feed", lambda route: route.fulfill(body="", content_type="text/plain"))
    page.clock.install(time="2019-05-17T09:00:00Z")
    page.goto("/check")
    page.clock.resume()
    expect(page.locator("[data-again]")).to_be_visible(timeout=20000)
    states = _states(page)
    assert {name for name, state in states.items() if state == "bad"} == {
        "https",
        "stream",
        "clock",
    }
    expect(page.locator("#check-clock [data-words]")).to_contain_text("seconds off")


def _states(page: Page) -> dict[str, str | None]:
    return {name: page.locator(f"#check-{name}").get_attribute("data-state") for name in ALL}
