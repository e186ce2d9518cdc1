"""The agenda in another site's page, whose content policy knows our origin for scripts only."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.responses import HTMLResponse

from tests.browser.conftest import axe_faults
from tests.servers import served

pytestmark = pytest.mark.browser

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="windows-1252"><meta name="color-scheme" content="light dark">
<title>Elsewhere</title>{head}
</head>
<body><main><h1>Another site</h1>{body}<p>After</p></main></body>
</html>"""


@pytest.fixture
def elsewhere(open_page, address):
    """Opens a page of another site with a strict policy; gives the page and what it asked for."""
    # A server of its own: Chromium keeps pages without a real address away from this machine.
    site = FastAPI(openapi_url=None)
    shown = {"content": "", "policy": ""}

    @site.get("/")
    def show() -> HTMLResponse:
        return HTMLResponse(
            shown["content"].encode("ascii"),
            headers={"Content-Security-Policy": shown["policy"]} if shown["policy"] else None,
        )

    def opened(*, head: str = "", body: str = "", dark: bool = False, policy: bool = True):
        strict = f"default-src 'none'; script-src {address}; style-src 'none'"
        shown.update(content=PAGE.format(head=head, body=body), policy=strict if policy else "")
        page = open_page(None, "/health/live", dark=dark, without_policy=not policy)
        page.set_default_timeout(10_000)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(origin)
        return page, [url for url in asked if not url.endswith("/favicon.ico")]

    with served(site) as origin:
        yield opened


def test_the_agenda_stands_where_the_script_does(elsewhere, address, cast):
    script = f'<script src="{address}/events/{cast.slug}/embed.js" async></script>'
    page, asked = elsewhere(body=script)
    page.get_by_role("heading", name="Friday 17 May 2019").wait_for()
    link = page.get_by_role("link", name="Workshop 1: Reporting and prosecution")
    assert link.get_attribute("href").endswith(f"/events/{cast.slug}/sessions/workshop-1")
    beside = [
        page.get_by_text(name).bounding_box()["y"]
        for name in ("Workshop 1: Reporting and prosecution", "Workshop 2: Identifying victims")
    ]
    assert beside[1] >= beside[0]
    assert page.evaluate("document.querySelector('script').nextElementSibling.shadowRoot !== null")
    assert [url for url in asked if url.startswith(address)] == [
        f"{address}/events/{cast.slug}/embed.js"
    ]
    assert len(asked) == 2


def test_a_script_in_the_head_fills_the_element_it_names(elsewhere, address, cast):
    script = f'<script src="{address}/events/{cast.slug}/embed.js" data-into="here"></script>'
    page, _ = elsewhere(head=script, body='<div id="here">The agenda comes here.</div>')
    page.get_by_role("heading", name="Multi-sectorial co-operation").wait_for()
    assert page.evaluate("document.getElementById('here').childElementCount") == 1
    assert not page.get_by_text("The agenda comes here.").is_visible()


def test_the_other_site_s_styles_do_not_reach_in(elsewhere, address, cast):
    script = f'<script src="{address}/events/{cast.slug}/embed.js"></script>'
    page, _ = elsewhere(body=script)
    page.get_by_role("heading", name="Friday 17 May 2019").wait_for()
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync("h3 { display: none }");
        document.adoptedStyleSheets = [sheet]; }"""
    )
    assert page.get_by_role("heading", name="Friday 17 May 2019").is_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_embedded_agenda_passes_the_rules_of_accessibility(elsewhere, address, cast, dark):
    script = f'<script src="{address}/events/{cast.slug}/embed.js"></script>'
    page, _ = elsewhere(body=script, dark=dark, policy=False)
    page.get_by_role("heading", name="Friday 17 May 2019").wait_for()
    assert axe_faults(page) == []
