"""One Chromium, a fresh context per person, and nothing tolerated on the console."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from app.db import Database
from app.delegations.rights import Person
from app.delegations.sign_in import issue_link, open_link
from tests.programs import chromium

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
PROJECTOR = {"width": 1920, "height": 1080}

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(**chromium())
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, address: str, database: Database) -> Iterator[Open]:
    """`open_page(person, path, size=PHONE, dark=False)`: what this person's device shows.

    Errors on the console, refused by the content policy or thrown, fail the test at its end;
    but for those with one of the `tolerated` texts.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(
        person: Person | None,
        path: str,
        *,
        size: dict[str, int] = PHONE,
        dark: bool = False,
        language: str = "en-GB",
        without_policy: bool = False,
        tolerated: tuple[str, ...] = ("Failed to load resource",),
    ) -> Page:
        context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            has_touch=size == PHONE,
            color_scheme="dark" if dark else "light",
            locale=language,
            base_url=address,
            bypass_csp=without_policy,
        )
        contexts.append(context)
        if person is not None:
            with database.writing() as db:
                link = issue_link(db, person.participant_id or 0, by=None)
                cookie = open_link(db, link, days=1).cookie
            context.add_cookies([{"name": "plenary_sign_in", "value": cookie, "url": address}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and not any(one in message.text for one in tolerated)
                else None
            ),
        )
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints, complaints


def axe_faults(page: Page, *, of_colours: bool = False) -> list[str]:
    """What axe finds against WCAG 2.2 AA, a line each; `of_colours`: where nothing else differs."""
    # Evaluated by the debugger, which the content policy does not bind; once for each page.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    faults: list[str] = page.evaluate(_AXE, _OF_COLOURS if of_colours else _ALL)
    return faults


_ALL = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
_OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
_AXE = """async (runOnly) => {
  const found = await axe.run({ runOnly, resultTypes: ["violations"] });
  return found.violations.flatMap((fault) =>
    fault.nodes.map((node) => `${fault.id}: ${node.html.slice(0, 160)}`));
}"""
