"""Makes the three pictures of the README again: `.venv/bin/python tools/pictures.py`.

Starts a demo in a temporary folder, opens three pages of it in Chromium as the people who use them
see them, and writes docs/board-phone.png, docs/desk.png and docs/agenda.png. Run it after a change
of how these pages look, look at the result, and commit it with the change.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.programs import chromium  # noqa: E402 - found only with the line above

DOCS = ROOT / "docs"
EVENT = "/events/strasbourg-2019"
MOST_BYTES = 300_000


def main() -> None:
    """Make all pictures, or stop at the first that is too large."""
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        plenary = Path(sys.executable).with_name("plenary")
        demo = subprocess.Popen(
            [plenary, "demo", "--port", str(port), "--data", f"{folder}/demo"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            links = _links(demo)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(**chromium())
                _board(browser, links["delegate"])
                _desk(browser, links["rapporteur"])
                _agenda(browser, f"http://127.0.0.1:{port}")
                browser.close()
        finally:
            demo.terminate()
            demo.wait()


def _board(browser: Browser, link: str) -> None:
    phone = browser.new_page(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, has_touch=True
    )
    phone.goto(link)
    phone.goto(_beside(link, f"{EVENT}/sessions/workshop-2/board"))
    _wait_until_live(phone)
    phone.get_by_role("textbox", name="Your input").fill(
        "Ask the child’s friends: they often know first."
    )
    phone.get_by_label("Kind of input").select_option("good_practice")
    phone.locator(".steps").evaluate("steps => scrollBy(0, steps.getBoundingClientRect().top - 24)")
    _keep(phone, "board-phone.png")


def _desk(browser: Browser, link: str) -> None:
    desk = browser.new_page(viewport={"width": 1280, "height": 900})
    desk.goto(link)
    desk.goto(_beside(link, f"{EVENT}/sessions/workshop-1/board/desk"))
    _wait_until_live(desk)
    for box in desk.locator(".cards").get_by_role("checkbox").all()[:2]:
        box.check()
    desk.get_by_label("Word a priority").fill(
        "Keep one duty desk that answers providers within the hour, day and night."
    )
    _keep(desk, "desk.png")


def _agenda(browser: Browser, address: str) -> None:
    page = browser.new_page(
        viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/Paris"
    )
    # The second day: two workshops at the same time, now.
    page.goto(address + EVENT)
    day = page.locator("#day-2019-05-17")
    day.evaluate("day => day.scrollIntoView({ behavior: 'instant' })")
    _keep(page, "agenda.png")


def _wait_until_live(page: Page) -> None:
    page.locator('[data-connection][data-state="live"]').wait_for()
    page.locator("[data-presence]:not(:empty)").wait_for()


def _keep(page: Page, name: str) -> None:
    page.screenshot(path=DOCS / name, animations="disabled", caret="hide")
    size = (DOCS / name).stat().st_size
    print(f"docs/{name}: {size // 1000} kB")
    if size > MOST_BYTES:
        sys.exit(f"docs/{name} is larger than {MOST_BYTES // 1000} kB: show less of the page.")


def _links(demo: subprocess.Popen[str]) -> dict[str, str]:
    """The first sign-in link of each role, once the demo says that it is served."""
    links: dict[str, str] = {}
    for line in demo.stdout or ():
        if found := re.search(r"^\s+(\w+).*(http\S+/sign-in/\S+)", line):
            links.setdefault(found[1], found[2])
        if line.startswith("Plenary is served"):
            return links
    sys.exit("The demo did not start.")


def _beside(link: str, path: str) -> str:
    return link.partition("/sign-in/")[0] + path


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


if __name__ == "__main__":
    main()
