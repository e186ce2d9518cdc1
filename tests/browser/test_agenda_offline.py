"""The agenda without a network, what the phone keeps for it, and what a first visit weighs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.db import Database
from app.delegations.models import Role
from tests.browser.readers import Readers, long_agenda, publish_in_room
from tests.browser.strasbourg import TOP, Strasbourg, told
from tests.servers import served

# The pages know nothing of databases, and two would tell the sample twice.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@dataclass
class Line:
    """ASGI: the line to the server. Counts what goes through it, and may be slow."""

    app: ASGIApp
    sent: list[tuple[str, int]] = field(default_factory=list)
    seconds: float = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and write down path and bytes of the body as sent."""
        body = 0
        await asyncio.sleep(self.seconds)

        async def counted(message: Message) -> None:
            nonlocal body
            body += len(message.get("body", b""))
            await send(message)

        await self.app(scope, receive, counted)
        if scope["type"] == "http":
            self.sent.append((scope["path"], body))


@pytest.fixture
def strasbourg(application: FastAPI, database: Database) -> Iterator[Strasbourg]:
    """The sample at 9.40 of its second day; the application first, which sets the clock."""
    del application
    with told(database) as sample:
        yield sample


@pytest.fixture
def line(application: FastAPI) -> Line:
    """The line over which the phones of `readers` reach the server."""
    return Line(application)


@pytest.fixture
def readers(browser: Browser, line: Line, strasbourg: Strasbourg) -> Iterator[Readers]:
    """Phones of readers of the sample; what their consoles complain of fails the test."""
    with served(line) as address:  # type: ignore[arg-type]
        opened = Readers(browser, address, strasbourg.database)
        yield opened
        opened.close()
    assert not opened.complaints, opened.complaints


def visit(page: Page, path: str = TOP) -> None:
    """Open a page and wait until the phone has kept what it may."""
    page.goto(path)
    kept(page, path)


def kept(page: Page, path: str) -> None:
    """Wait until the phone has the page at `path` and all that it is made of."""
    until(
        page,
        """async (path) => {
          if (!navigator.serviceWorker.controller) return false;
          const files = performance.getEntriesByType("resource").map((entry) => entry.name);
          const needed = [path, "/offline", ...files.filter((name) => name.includes("/static/"))];
          const found = await Promise.all(needed.map((name) => caches.match(name)));
          return found.every(Boolean);
        }""",
        path,
    )


def until(page: Page, condition: str, value: str) -> None:
    """Wait for a condition that is a promise, which `wait_for_function` takes for true."""
    for _ in range(150):
        if page.evaluate(condition, value):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true of {value}: {condition}")


def everything_kept(page: Page) -> dict[str, str]:
    """Every answer in the phone's caches: its path and text."""
    texts: dict[str, str] = page.evaluate(
        """async () => {
          const found = {};
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              const answer = await cache.match(request, { ignoreVary: true });
              found[new URL(request.url).pathname] =
                `${answer.headers.get("Cache-Control")}\\n${await answer.text()}`;
            }
          }
          return found;
        }"""
    )
    return texts


def test_what_was_opened_once_is_readable_without_a_network(readers):
    page = readers.phone()
    visit(page)
    assert page.get_by_text("Offline").count() == 0
    page.context.set_offline(True)
    expect(page.get_by_text("Offline: as of")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Offline: as of")).to_be_visible()
    expect(page.locator(".entry").first).to_be_visible()
    # Style and scripts are there as well.
    page.get_by_label("Search the agenda").fill("victims")
    expect(page.get_by_text("2 of 20 entries")).to_be_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.day-nav')).position") == "sticky"
    )
    expect(page.locator(".now-list [data-now=now]")).to_have_count(2)


def test_without_a_network_a_session_not_opened_is_shown_in_the_agenda(readers):
    page = readers.phone()
    visit(page)
    visit(page, f"{TOP}/sessions/workshop-1")
    visit(page, f"{TOP}/versions/2/changes")
    page.context.set_offline(True)
    expect(page.get_by_text("Offline: as of")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Changes since")
    page.goto(f"{TOP}/sessions/workshop-1")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Strengthening reporting")
    page.goto(f"{TOP}/sessions/workshop-4")
    assert page.url.endswith(f"{TOP}#session-workshop-4")
    expect(page.locator('[data-slug="workshop-4"]')).to_be_in_viewport()
    page.goto(f"{TOP}/versions")
    expect(page.get_by_role("heading", name="No network")).to_be_visible()


def test_a_slow_network_is_not_waited_for(readers, line):
    page = readers.phone()
    visit(page)
    line.seconds = 30
    page.reload(wait_until="commit")
    expect(page.locator(".entry").first).to_be_visible(timeout=8_000)
    expect(page.get_by_text("Offline: as of")).to_be_visible()
    line.seconds = 0


def test_back_on_line_a_new_version_takes_the_place_of_the_old(readers, database):
    page = readers.phone()
    visit(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("Offline: as of")).to_be_visible()
    publish_in_room(database, "workshop-2", "Room 12")
    page.context.set_offline(False)
    expect(page.locator('[data-slug="workshop-2"]')).to_contain_text("Room 12")
    expect(page.get_by_text("Moved to Room 12 · new since you last looked")).to_be_visible()
    assert page.get_by_text("Offline").count() == 0
    page.context.set_offline(True)
    page.reload()
    expect(page.locator('[data-slug="workshop-2"]')).to_contain_text("Room 12")


def test_a_page_that_stayed_open_offers_the_new_version(readers, database):
    page = readers.phone()
    page.clock.install()
    page.goto(TOP)
    publish_in_room(database, "workshop-2", "Room 12")
    page.clock.fast_forward("06:00")
    expect(page.get_by_text("Version 3 of this agenda is published.")).to_be_visible()
    expect(page.locator('[data-slug="workshop-2"]')).to_contain_text("Room 9")
    page.get_by_role("link", name="Show it").click()
    expect(page.locator('[data-slug="workshop-2"]')).to_contain_text("Room 12")


def test_nothing_of_a_person_who_is_signed_in_is_kept(readers, strasbourg):
    head = strasbourg.person(Role.HEAD, "Georgia")
    page = readers.phone(person=head)
    visit(page)
    for path in ("/sessions/workshop-1", "/boards", "/me", "/recommendations", "/my-sessions"):
        page.goto(TOP + path)
    visit(page, f"{TOP}/sessions/workshop-1")
    texts = everything_kept(page)
    assert {TOP, f"{TOP}/sessions/workshop-1", "/offline"} <= set(texts)
    for path, text in texts.items():
        assert text.startswith("public"), path
        assert "Signed in as" not in text, path
        assert f'href="{TOP}/me"' not in text, path
    assert not set(texts) & {TOP + end for end in ("/boards", "/me", "/recommendations")}
    # What she reads without a network is what everybody may.
    page.context.set_offline(True)
    page.goto(TOP)
    expect(page.get_by_text("Offline: as of")).to_be_visible()
    assert page.get_by_text("Signed in as").count() == 0


def test_signing_in_and_out_forgets_what_was_kept(readers, strasbourg):
    page = readers.phone()
    visit(page)
    visit(page, f"{TOP}/sessions/workshop-1")
    page.goto("/sign-in/not-a-link")
    until(page, "async (name) => !(await caches.has(name))", "pages-1")
    readers.sign_in(page.context, strasbourg.person(Role.DELEGATE, "Georgia"))
    again = f"{TOP}/sessions/workshop-2"
    page.goto(again)
    until(page, "async (path) => Boolean(await caches.match(path))", again)
    page.goto(f"{TOP}/me")
    page.get_by_role("button", name="Sign out here").click()
    page.wait_for_url(f"**{TOP}")
    until(page, "async (path) => !(await caches.match(path))", again)


def test_a_language_chosen_later_is_kept_in_its_turn(readers):
    page = readers.phone()
    visit(page)
    page.get_by_role("button", name="Français").click()
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.lang") == "fr"
    page.context.set_offline(True)
    page.goto(TOP)
    assert page.evaluate("document.documentElement.lang") == "fr"


def test_a_first_visit_is_light(readers, line):
    visit(readers.phone())
    # With all that the service worker fetches behind it: itself, the public page, "No network".
    paths = [path for path, _ in line.sent]
    assert {TOP, "/static/css/all.css", "/static/js/agenda.js", "/sw.js"} <= set(paths)
    assert len(paths) <= 8, paths
    assert sum(size for _, size in line.sent) <= 45_000, line.sent


def test_two_hundred_entries_are_quick(readers, database):
    long_agenda(database, 200)
    page = readers.phone()
    page.goto(TOP)
    # The twenty of before are in it as well, cancelled.
    assert page.locator(".entry").count() == 220
    assert page.locator(".entry--cancelled").count() == 20
    worst = page.evaluate(
        """() => {
          const field = document.querySelector("#q");
          const took = ["w", "wo", "wor", "work", "work 1", "work 19", ""].map((text) => {
            const start = performance.now();
            field.value = text;
            field.dispatchEvent(new Event("input", { bubbles: true }));
            document.body.getBoundingClientRect();
            return performance.now() - start;
          });
          return Math.max(...took);
        }"""
    )
    # A tenth of a second is felt; this machine is busy with other tests.
    assert worst < 300
