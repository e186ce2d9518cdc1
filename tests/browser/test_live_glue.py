"""The glue in a real browser: frames, typing, coming back, endings."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.live.frames import Frame
from tests.live.pages import PageBoard, page, partial
from tests.live.stage import Stage, staged

pytestmark = pytest.mark.browser

OTHER = '<!doctype html><title>x</title><link rel="icon" href="/static/favicon.svg"><p>Else'
EDITOR = (
    '<article id="editor"><p>before</p><form id="edit"><textarea name="words">start</textarea>'
    "</form></article>"
)


@pytest.fixture
def stage() -> Iterator[Stage]:
    board = PageBoard()
    with staged(board=board) as running:
        running.pages["board"] = lambda: page(board)
        running.pages["other"] = lambda: OTHER
        yield running


@pytest.fixture
def open_board(browser: Browser, stage: Stage) -> Iterator[Callable[[], Page]]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, base_url=f"http://127.0.0.1:{stage.port}"
    )
    complaints: list[str] = []

    def opened() -> Page:
        shown = context.new_page()
        shown.on("pageerror", lambda error: complaints.append(str(error)))
        shown.on(
            "console",
            lambda message: complaints.append(message.text) if message.type == "error" else None,
        )
        shown.goto("/pages/board")
        expect(shown.locator("[data-connection]")).to_have_text("Live")
        return shown

    yield opened
    context.close()
    assert not complaints, complaints


def texts(shown: Page) -> list[str]:
    found: list[str] = shown.locator("#inputs-12 > li").all_inner_texts()
    return found


def wait_for(shown: Page, words: list[str]) -> None:
    expect(shown.locator("#inputs-12 > li")).to_have_text(words)


def test_cards_come_change_move_and_go(stage, open_board):
    shown = open_board()
    for name in ("a", "b", "c"):
        stage.post(name, f"text {name}")
    wait_for(shown, ["text a", "text b", "text c"])
    shown.evaluate("document.getElementById('input-b').known = true")
    stage.post("b", "changed b")
    wait_for(shown, ["text a", "changed b", "text c"])
    stage.board.orders["b"] = 1000
    stage.post("b", "moved b")
    wait_for(shown, ["text a", "text c", "moved b"])
    assert shown.evaluate("document.getElementById('input-b').known") is True
    stage.board.orders["b"] = 1
    stage.post("b", "first b")
    wait_for(shown, ["first b", "text a", "text c"])
    stage.post("a", None)
    wait_for(shown, ["first b", "text c"])
    assert shown.locator("#live").get_attribute("data-seq") == "7"


def test_ones_own_cards_are_marked_and_stay_marked(stage, open_board):
    shown = open_board()
    stage.post("mine", "my text")
    stage.post("theirs", "their text")
    wait_for(shown, ["my text", "their text"])
    stage.post("mine", "my other text")
    wait_for(shown, ["my other text", "their text"])
    assert shown.locator("[data-mine]").count() == 1
    assert shown.locator("#input-mine[data-mine]").count() == 1


def test_text_and_caret_survive_a_hundred_updates(stage, open_board):
    stage.board.change("card", "zero")
    stage.pages["board"] = lambda: page(stage.board, inside=EDITOR)
    shown = open_board()
    composer, editor = shown.locator("#text"), shown.locator("#edit textarea")
    composer.fill("half a thought")
    editor.fill("a longer sentence")
    editor.evaluate("field => field.setSelectionRange(2, 8)")
    for number in range(1, 101):
        stage.post("card", f"text {number}")
        if number % 20 == 0:
            shown.keyboard.press("End")
            shown.keyboard.type(".")
            editor.evaluate("field => field.setSelectionRange(2, 8)")
    wait_for(shown, ["text 100"])
    assert editor.input_value() == "a longer sentence....."
    assert composer.input_value() == "half a thought"
    assert editor.evaluate("f => [document.activeElement === f, f.selectionStart]") == [True, 2]


def test_a_card_somebody_writes_in_is_left_alone(stage, open_board):
    stage.board.change("card", "zero")
    shown = open_board()
    shown.evaluate(
        """() => {
          const card = document.getElementById("input-card");
          card.innerHTML = "<form><textarea>zero</textarea></form>";
          card.querySelector("textarea").focus();
        }"""
    )
    shown.keyboard.type("my edit ")
    typed = shown.locator("#input-card textarea").input_value()
    stage.post("card", "changed by the chair")
    stage.post("other", "another card")
    expect(shown.locator("#input-other")).to_have_text("another card")
    assert shown.locator("#input-card textarea").input_value() == typed
    assert "my edit" in typed
    expect(shown.locator("#input-card[data-outdated]")).to_have_count(1)


def test_what_is_written_in_a_removed_card_is_put_on_the_shelf(stage, open_board):
    stage.board.change("card", "zero")
    shown = open_board()
    shown.evaluate(
        """() => {
          const card = document.getElementById("input-card");
          card.innerHTML = "<form><textarea></textarea></form>";
          card.querySelector("textarea").focus();
        }"""
    )
    shown.keyboard.type("half a sentence")
    stage.post("card", None)
    expect(shown.locator("[data-shelf]")).to_be_visible()
    assert shown.locator("[data-shelf] textarea").input_value() == "half a sentence"
    shown.keyboard.type(" and the rest")
    assert shown.locator("[data-shelf] textarea").input_value() == "half a sentence and the rest"


def test_a_snapshot_keeps_what_is_typed(stage, open_board):
    stage.board.change("card", "zero")
    stage.pages["board"] = lambda: page(stage.board).replace('data-seq="1"', 'data-seq="-1"')
    shown = open_board()
    expect(shown.locator("#live")).to_have_attribute("data-seq", "1")
    shown.locator("#text").fill("typed before")
    shown.evaluate("document.getElementById('input-card').known = true")
    stage.board.change("card", "one")
    sleep_and_wake(shown, lambda: [stage.post("card", f"text {n}") for n in range(600)])
    wait_for(shown, ["text 599"])
    assert shown.locator("#text").input_value() == "typed before"
    assert shown.evaluate("document.getElementById('input-card').known") is True


def sleep_and_wake(shown: Page, meanwhile: Callable[[], object]) -> None:
    """The phone is locked; things happen; it is unlocked."""
    hide = """hidden => {
      Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    shown.evaluate(hide, True)
    expect(shown.locator("[data-connection]")).to_have_text("Reconnecting…")
    meanwhile()
    shown.evaluate(hide, False)
    expect(shown.locator("[data-connection]")).to_have_text("Live")


def test_a_phone_that_slept_shows_what_it_missed(stage, open_board):
    stage.board.change("a", "text a")
    shown = open_board()
    sleep_and_wake(shown, lambda: [stage.post(n, f"text {n}") for n in ("b", "c")])
    wait_for(shown, ["text a", "text b", "text c"])


def test_a_frame_that_comes_again_or_late_is_dropped(stage, open_board):
    shown = open_board()
    stage.post("a", "text a")
    stage.post("b", "text b")
    wait_for(shown, ["text a", "text b"])
    stage.misdeliver(Frame(1, stage.board.placed("a", "from the past")))
    stage.post("c", "text c")
    wait_for(shown, ["text a", "text b", "text c"])


def test_a_gap_is_asked_for_and_closed(stage, open_board):
    shown = open_board()
    stage.post("a", "text a")
    wait_for(shown, ["text a"])
    for name in ("b", "c"):
        stage.board.change(name, f"text {name}")  # nobody is told
    stage.misdeliver(Frame(3, stage.board.placed("c", "out of turn")))
    wait_for(shown, ["text a", "text b", "text c"])


def test_a_frame_that_cannot_be_shown_is_mended_by_the_whole_board(browser, stage):
    shown = browser.new_page(base_url=f"http://127.0.0.1:{stage.port}")
    shown.goto("/pages/board")
    expect(shown.locator("[data-connection]")).to_have_text("Live")
    stage.board.change("a", "text a")
    stage.misdeliver(Frame(1, partial("#inputs-12", "no-such-swap", "<li>")))
    wait_for(shown, ["text a"])
    shown.close()


def test_a_page_from_before_a_change_catches_up(stage, open_board):
    stage.board.change("a", "text a")
    old = page(stage.board)
    stage.pages["board"] = lambda: old
    stage.board.change("b", "text b")
    wait_for(open_board(), ["text a", "text b"])


def test_back_and_forward_give_a_live_page(stage, open_board):
    shown = open_board()
    shown.goto("/pages/other")
    stage.post("a", "text a")
    shown.go_back()
    wait_for(shown, ["text a"])
    expect(shown.locator("[data-connection]")).to_have_text("Live")
    stage.post("b", "text b")
    wait_for(shown, ["text a", "text b"])


def test_a_page_from_the_back_forward_cache_is_loaded_again(stage, open_board):
    shown = open_board()
    shown.evaluate("window.old = true")
    with shown.expect_navigation():
        shown.evaluate(
            "window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
        )
    assert shown.evaluate("window.old") is None


def test_an_ended_feed_says_why(stage, open_board):
    shown = open_board()
    stage.broadcaster.kick("p")
    words = shown.locator("[data-connection]")
    expect(words).to_have_text("You are no longer a member")
    assert words.get_attribute("data-state") == "removed"


def test_a_closed_board_says_ended_and_does_not_come_back(stage, open_board):
    shown = open_board()
    stage.broadcaster.close_board(12)
    expect(shown.locator("[data-connection]")).to_have_text("Ended")
    time.sleep(1)
    assert stage.broadcaster.present(12) == 0


def test_presence_is_said_in_words(stage, open_board):
    shown = open_board()
    expect(shown.locator("[data-presence]")).to_have_text("You are alone here")
    stage.pages["board"] = lambda: page(stage.board, socket="/live/delegate?person=q")
    open_board()
    expect(shown.locator("[data-presence]")).to_have_text("2 people here")


def test_a_counter_counts(open_board):
    shown = open_board()
    shown.locator("#text").fill("twelve signs")
    expect(shown.locator("[data-counter]")).to_have_text("12 of 20 characters")
    shown.locator("#text").fill("more than twenty signs are too many")
    assert re.fullmatch(r"35 of 20 characters", shown.locator("[data-counter]").inner_text())
    assert shown.locator("[data-counter][data-over]").count() == 1
