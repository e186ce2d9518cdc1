"""What is written on a phone, in a real browser: kept, sent once, in order, and never lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from tests.live.pages import PageBoard, page
from tests.live.stage import Stage, staged

pytestmark = pytest.mark.browser


@pytest.fixture
def stage() -> Iterator[Stage]:
    board = PageBoard()
    with staged(board=board) as running:
        running.pages["board"] = lambda: page(board)
        running.answer = accepted(running)
        yield running


@pytest.fixture
def context(browser: Browser, stage: Stage) -> Iterator[BrowserContext]:
    """One phone."""
    opened = browser.new_context(
        viewport={"width": 390, "height": 844}, base_url=f"http://127.0.0.1:{stage.port}"
    )
    yield opened
    opened.close()


def accepted(stage: Stage) -> Callable[[dict[str, Any]], Response]:
    """A server that stores an input once and answers with its card."""

    def answer(form: dict[str, Any]) -> Response:
        name, text = form["client_id"], form["text"]
        board = stage.board
        assert isinstance(board, PageBoard)
        if name not in board.cards_known():
            stage.post(name, text)
        return HTMLResponse(board.placed(name, text))

    return answer


def opened(context: BrowserContext) -> Page:
    shown = context.new_page()
    shown.goto("/pages/board")
    expect(shown.locator("[data-connection]")).to_have_text("Live")
    return shown


def write(shown: Page, text: str) -> None:
    shown.locator("#text").fill(text)
    shown.locator("#composer button").click()
    expect(shown.locator("#text")).to_have_value("")


def waiting(shown: Page) -> Any:
    return expect(shown.locator("[data-outbox-list] > li"))


def cards(shown: Page) -> Any:
    return expect(shown.locator("#inputs-12 > li"))


def test_an_input_is_posted_with_its_id_and_time_and_the_field_is_free(stage, context):
    shown = opened(context)
    write(shown, "first thought")
    cards(shown).to_have_text(["first thought"])
    waiting(shown).to_have_count(0)
    (post,) = stage.posts
    assert (post["text"], post["kind"]) == ("first thought", "idea")
    uuid7 = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    assert re.fullmatch(uuid7, post["client_id"])
    assert datetime.fromisoformat(post["written_at"]).tzinfo is not None
    assert shown.evaluate("document.activeElement.id") == "text"
    expect(shown.locator("[data-counter]")).to_have_text("0 of 20 characters")


def test_what_is_written_off_line_survives_closing_the_page_and_goes_out_once_in_order(
    stage, context
):
    shown = opened(context)
    context.set_offline(True)
    expect(shown.locator("[data-connection]")).to_have_text("Offline: what you write is kept")
    words = [f"thought {number}" for number in range(5)]
    for text in words:
        write(shown, text)
    waiting(shown).to_have_count(5)
    expect(shown.locator("[data-outbox-list] > li").first).to_contain_text("Waiting to send.")
    shown.close()
    assert stage.posts == []
    context.set_offline(False)
    again = opened(context)
    cards(again).to_have_text(words)
    waiting(again).to_have_count(0)
    assert [post["text"] for post in stage.posts] == words
    assert len({post["client_id"] for post in stage.posts}) == 5


def test_coming_back_on_line_sends_without_a_touch(stage, context):
    shown = opened(context)
    context.set_offline(True)
    write(shown, "kept")
    context.set_offline(False)
    cards(shown).to_have_text(["kept"])
    waiting(shown).to_have_count(0)


@pytest.mark.parametrize(
    "refusal",
    [
        JSONResponse({"detail": "The board closed at 11:30."}, 409),
        HTMLResponse("<main><p role='alert'>The board closed at 11:30.</p></main>", 422),
    ],
)
def test_a_refused_input_stays_as_a_draft_with_the_servers_sentence(stage, context, refusal):
    stage.answer = lambda form: refusal
    shown = opened(context)
    write(shown, "too late")
    waiting(shown).to_have_count(1)
    item = shown.locator("[data-outbox-list] > li")
    expect(item).to_contain_text("Not accepted. The board closed at 11:30.")
    shown.reload()
    expect(item).to_contain_text("too late")
    assert len(stage.posts) == 1  # a draft is not sent again by itself
    shown.locator("#text").fill("begun")
    item.get_by_role("button", name="Edit").click()
    expect(shown.locator("#text")).to_have_value("begun\n\ntoo late")
    waiting(shown).to_have_count(0)


def test_a_draft_may_be_discarded_and_the_next_input_is_sent_all_the_same(stage, context):
    accept = accepted(stage)
    stage.answer = lambda form: (
        JSONResponse({"detail": "Too long."}, 422) if form["text"] == "bad" else accept(form)
    )
    shown = opened(context)
    write(shown, "bad")
    write(shown, "good")
    cards(shown).to_have_text(["good"])
    waiting(shown).to_have_count(1)
    shown.get_by_role("button", name="Discard").click()
    waiting(shown).to_have_count(0)


@pytest.mark.parametrize(
    "answer", [Response(status_code=401), RedirectResponse("/sign-in", 303)], ids=["401", "303"]
)
def test_who_is_signed_out_keeps_the_input_until_signing_in(stage, context, answer):
    accept = accepted(stage)
    stage.answer = lambda form: answer
    shown = opened(context)
    write(shown, "kept")
    expect(shown.locator("[data-outbox-list] > li")).to_contain_text("Sign in to send this.")
    stage.answer = accept
    shown.reload()
    cards(shown).to_have_text(["kept"])
    waiting(shown).to_have_count(0)


@pytest.mark.parametrize(
    "trouble",
    [Response(status_code=503), HTMLResponse("<h1>Welcome to the hotel</h1>"), None],
    ids=["503", "portal", "lost answer"],
)
def test_trouble_on_the_way_is_tried_again_and_stored_once(stage, context, trouble):
    accept = accepted(stage)
    answers = []

    def answer(form: dict[str, Any]) -> Response:
        answers.append(form)
        if len(answers) > 1:
            return accept(form)
        if isinstance(trouble, Response):
            return trouble
        accept(form)  # stored, but the phone never learns it
        return Response(status_code=502)

    stage.answer = answer
    shown = opened(context)
    write(shown, "once")
    cards(shown).to_have_text(["once"])
    waiting(shown).to_have_count(0)
    assert len({form["client_id"] for form in answers}) == 1
    assert len(answers) == 2
    assert len(stage.board.changes) == 1


def test_what_one_person_wrote_is_not_sent_as_another(stage, context):
    shown = opened(context)
    context.set_offline(True)
    write(shown, "by the first")
    waiting(shown).to_have_count(1)
    shown.close()
    board = stage.board
    stage.pages["board"] = lambda: page(board).replace('data-owner="p"', 'data-owner="q"')
    context.set_offline(False)
    other = opened(context)
    write(other, "by the second")
    cards(other).to_have_text(["by the second"])
    waiting(other).to_have_count(0)
    assert [post["text"] for post in stage.posts] == ["by the second"]


def test_two_tabs_of_one_person_send_everything_once(stage, context):
    first, second = opened(context), opened(context)
    context.set_offline(True)
    write(first, "from the first tab")
    write(second, "from the second tab")
    context.set_offline(False)
    cards(first).to_have_text(["from the first tab", "from the second tab"])
    cards(second).to_have_text(["from the first tab", "from the second tab"])
    assert len(stage.board.changes) == 2


def test_markup_in_a_waiting_text_is_shown_as_text(stage, context):
    stage.answer = lambda form: Response(status_code=503)
    shown = opened(context)
    write(shown, "<img src=x onerror=alert(1)>")
    expect(shown.locator("[data-outbox-list] > li p").first).to_have_text(
        "<img src=x onerror=alert(1)>"
    )
    assert shown.locator("[data-outbox-list] img").count() == 0
