"""The whole way in real browsers: a board, recommendations, conclusions, adoption, files.

Two delegates' phones, the rapporteur's desk and a projector at the Strasbourg sample, from the
first input of a workshop to the adopted text in Word, PDF and JSON. Everything is clicked and
typed as people do; only what three other workshops recorded is put there by the same actions.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Dialog, Locator, Page, expect

from app.db import Database
from app.delegations.models import Role
from tests.browser.conftest import DESK, PROJECTOR, Open
from tests.browser.strasbourg import TOP, Strasbourg, told
from tests.programs import program

pytestmark = pytest.mark.browser

BOARD = f"{TOP}/sessions/workshop-3/board"
FIRST, SECOND, THIRD = (
    "Pupils tell a friend first. The friend needs to know one place to go to.",
    "A helpline for children that police and schools both name.",
    "Lessons written with pupils are remembered; leaflets are not.",
)
ONE_NUMBER = "Agree on one number that children, teachers and police all know by heart."
WITH_PUPILS = "Write lessons together with pupils, twice a year, in every school."
OF_GEORGIA = "Each State should print one helpline number in every school book."
OF_UKRAINE = "States should teach children the number of one helpline, from the first year on."
MERGED = (
    "Participating States should agree on one helpline number, print it in every school book "
    "and teach it from the first year on."
)
WORKSHOP_PRIORITIES = {
    "workshop-1": ["Give police and prosecution one queue of reports, read twice a day."],
    "workshop-2": [
        "Let teachers ask an adviser without starting a procedure.",
        "Count the children found, not only the offenders.",
    ],
    "workshop-4": [
        "Ask one file and one interview of a child, not five.",
        "Pay for counselling until the child no longer asks for it.",
    ],
}


@pytest.fixture
def strasbourg(application: FastAPI, database: Database) -> Iterator[Strasbourg]:
    """The sample, in the application that the browsers talk to."""
    del application  # made first: it sets the clock that the telling then moves
    with told(database) as sample:
        yield sample


def test_a_workshop_becomes_adopted_conclusions(
    strasbourg: Strasbourg, open_page: Open, tmp_path: Path
) -> None:
    desk = open_page(strasbourg.person(Role.RAPPORTEUR), f"{TOP}/boards", size=DESK)
    open_a_board(desk)
    phones = {
        state: open_page(strasbourg.person(Role.DELEGATE, state), f"{TOP}/boards")
        for state in ("Georgia", "Ukraine")
    }
    wall = open_page(strasbourg.person(Role.CHAIR), f"{TOP}/boards", size=PROJECTOR)
    for phone in phones.values():
        enter_the_board(phone)
    line(wall).get_by_role("link", name="Projector").click()
    expect(connection(wall)).to_have_text("Live")
    post_and_see(phones, desk, wall)
    word_priorities(phones, desk, wall)
    close_the_board(phones, desk, wall)

    for slug, texts in WORKSHOP_PRIORITIES.items():
        strasbourg.conclude_workshop(slug, texts)
    heads = {state: strasbourg.person(Role.HEAD, state) for state in phones}
    for (state, phone), text in zip(phones.items(), (OF_GEORGIA, OF_UKRAINE), strict=True):
        draft_a_recommendation(phone, text)
        submit_it(open_page(heads[state], f"{TOP}/recommendations"), text)

    merge_two_countries(desk)
    merge_priorities(desk, strasbourg.recorded_priorities())
    refuse_adoption(desk)
    decide_on_the_rest(desk)
    adopt(desk)
    public = open_page(None, f"{TOP}/conclusions", size=DESK)
    read_what_was_adopted(public)
    read_the_files(public, tmp_path)


def open_a_board(desk: Page) -> None:
    line(desk).get_by_role("link", name="Open the board").click()
    expect(desk.get_by_role("radio", name="By delegation", exact=True)).to_be_checked()
    desk.get_by_label("What is asked of the room").fill("What do children know by heart?")
    desk.get_by_role("button", name="Open the board").click()
    expect(desk).to_have_url(re.compile(r"/board/desk$"))
    expect(connection(desk)).to_have_text("Live")


def enter_the_board(phone: Page) -> None:
    line(phone).get_by_role("link").first.click()
    expect(connection(phone)).to_have_text("Live")
    expect(phone.get_by_text("What do children know by heart?")).to_be_visible()
    expect(phone.get_by_text("Visible to everyone as:")).to_be_visible()
    no_reload(phone)


def post_and_see(phones: dict[str, Page], desk: Page, wall: Page) -> None:
    no_reload(desk, wall)
    post(phones["Georgia"], FIRST)
    expect(phones["Georgia"].locator("article[data-mine]")).to_contain_text(FIRST)
    for page in (*phones.values(), desk, wall):
        expect(cards(page)).to_contain_text([FIRST])
        expect(cards(page).get_by_text("Georgia", exact=True)).to_be_visible()
    post(phones["Ukraine"], SECOND)
    for page in (*phones.values(), desk):
        expect(cards(page)).to_contain_text([FIRST, SECOND])
    expect(cards(wall)).to_contain_text([SECOND, FIRST])
    expect(wall.get_by_text("2 inputs", exact=True)).to_be_visible()
    expect(phones["Ukraine"].locator("[data-presence]")).to_have_text("3 people here")
    still_the_same_page(*phones.values(), desk, wall)


def word_priorities(phones: dict[str, Page], desk: Page, wall: Page) -> None:
    for text in (FIRST, SECOND):
        tick(desk, text)
    field = desk.get_by_label("Word a priority")
    # The room goes on while the rapporteur types: text, caret and ticks stay.
    before, after = ONE_NUMBER.split(" that ")
    field.fill(f"{before} {after}")
    field.evaluate("(field, at) => field.setSelectionRange(at, at)", len(before))
    post(phones["Ukraine"], THIRD)
    expect(cards(desk)).to_have_count(3)
    withdrawn = "Sent too early."
    post(phones["Georgia"], withdrawn)
    expect(cards(desk)).to_have_count(4)
    phones["Georgia"].once("dialog", accept)
    mine = cards(phones["Georgia"]).filter(has_text=withdrawn)
    mine.get_by_role("button", name="Withdraw").click()
    expect(cards(desk).nth(3)).to_contain_text("Withdrawn by its author.")
    desk.keyboard.type(" that")
    expect(field).to_have_value(ONE_NUMBER)
    for text in (FIRST, SECOND):
        expect(cards(desk).filter(has_text=text).get_by_role("checkbox")).to_be_checked()
    still_the_same_page(desk)
    desk.get_by_role("button", name="Propose this priority").click()
    for phone in phones.values():
        expect(priorities(phone).filter(has_text=ONE_NUMBER)).to_contain_text("proposed")

    unsent = "Not posted yet."
    phones["Georgia"].get_by_label("Your input", exact=True).fill(unsent)
    desk.get_by_role("button", name="Go on to “Group”").click()
    desk.get_by_role("button", name="Go on to “Prioritise”").click()
    for phone in phones.values():
        expect(phone.get_by_text("Posting is over")).to_be_visible()
    expect(phones["Georgia"].get_by_label("Your input", exact=True)).to_have_value(unsent)
    expect(priorities(wall).filter(has_text=ONE_NUMBER)).to_contain_text("proposed")
    still_the_same_page(wall)


def close_the_board(phones: dict[str, Page], desk: Page, wall: Page) -> None:
    record(desk, ONE_NUMBER)
    for page in (*phones.values(), wall):
        expect(page.get_by_text("1 of 2 recorded")).to_be_visible()
    desk.get_by_role("button", name="Close the board").click()
    expect(desk.get_by_role("alert")).to_contain_text(
        "This workshop still owes 1 of its two priorities."
    )
    tick(desk, THIRD)
    desk.get_by_label("Word a priority").fill(WITH_PUPILS)
    desk.get_by_role("button", name="Propose this priority").click()
    record(desk, WITH_PUPILS)
    desk.get_by_role("button", name="Close the board").click()
    for page in (*phones.values(), desk, wall):
        expect(page.get_by_text("This board is closed").first).to_be_visible()
        expect(page.get_by_text("2 priorities recorded.")).to_be_visible()
    still_the_same_page(wall)


def draft_a_recommendation(phone: Page, text: str) -> None:
    phone.get_by_role("link", name="Recommendations").click()
    phone.get_by_label("Text", exact=True).fill(text)
    phone.get_by_label("Addressed to").fill("All States")
    phone.get_by_role("button", name="Save the draft").click()
    expect(phone.get_by_text("The draft is saved.")).to_be_visible()
    expect(phone.get_by_role("button", name="Submit for the delegation")).to_have_count(0)


def submit_it(phone: Page, text: str) -> None:
    phone.once("dialog", accept)
    phone.get_by_role("link", name=text).click()
    phone.get_by_role("button", name="Submit for the delegation").click()
    expect(phone.get_by_text("Submitted. The rapporteur now has it.")).to_be_visible()


def merge_two_countries(desk: Page) -> None:
    desk.goto(f"{TOP}/conclusions/desk")
    for text in (OF_GEORGIA, OF_UKRAINE):
        desk.get_by_label(text).check()
    desk.get_by_role("button", name="Word the text").click()
    for text in (OF_GEORGIA, OF_UKRAINE):
        expect(desk.locator("blockquote").filter(has_text=text)).to_be_visible()
    desk.get_by_label("Text", exact=True).fill(MERGED)
    desk.get_by_label("Why so").fill("Both ask for one number.")
    desk.get_by_role("button", name="Merge", exact=True).click()
    expect(desk.get_by_role("status").filter(has_text="Merged.")).to_be_visible()
    paragraph = desk.locator(".clause").filter(has_text=MERGED)
    paragraph.get_by_text("2 sources").click()
    for state in ("Georgia", "Ukraine"):
        expect(paragraph.get_by_role("listitem").filter(has_text=state)).to_be_visible()


def merge_priorities(desk: Page, recorded: list[str]) -> None:
    assert len(recorded) == 8
    for text in recorded:
        desk.get_by_role("checkbox", name=text).check()
        desk.get_by_role("button", name="Word the text").click()
        desk.get_by_role("button", name="Merge", exact=True).click()
        expect(desk.locator(".clause").filter(has_text=text)).to_be_visible()
    expect(desk.get_by_text("In no paragraph yet")).to_have_count(0)


def refuse_adoption(desk: Page) -> None:
    desk.get_by_role("link", name="Adopt…").click()
    expect(desk.get_by_text("Albania, recommendation 1: no disposition")).to_be_visible()
    expect(desk.get_by_role("button", name="Adopt the conclusions")).to_have_count(0)
    desk.get_by_role("link", name="Back to the desk").click()


def decide_on_the_rest(desk: Page) -> None:
    desk.get_by_role("link", name="Decide on Albania, recommendation 1").click()
    desk.get_by_role("radio", name="Not retained").check()
    desk.get_by_role("button", name="Decide").click()
    expect(desk.get_by_role("alert")).to_be_visible()
    desk.get_by_role("textbox", name="Reason").fill("The support of victims is in workshop 4.")
    desk.get_by_role("button", name="Decide").click()
    desk.get_by_role("link", name="Decide on Ukraine, recommendation 1").click()
    desk.get_by_role("radio", name="Referred").check()
    desk.get_by_label("To whom it is referred").fill("The prosecutors’ network")
    desk.get_by_role("button", name="Decide").click()
    desk.get_by_role("checkbox", name="1. Each State should name a contact point").check()
    desk.get_by_role("button", name="Word the text").click()
    desk.get_by_role("button", name="Merge", exact=True).click()
    expect(desk.get_by_text("Stops the adoption")).to_have_count(0)


def adopt(desk: Page) -> None:
    desk.once("dialog", accept)
    desk.get_by_role("link", name="Adopt…").click()
    desk.get_by_role("radio", name="By consensus").check()
    desk.get_by_role("button", name="Adopt the conclusions").click()
    expect(desk.get_by_text("The conclusions are adopted.")).to_be_visible()


def read_what_was_adopted(public: Page) -> None:
    article = public.get_by_role("main")
    for text in (MERGED, ONE_NUMBER, WITH_PUPILS, "Georgia", "Ukraine"):
        expect(article.get_by_text(text).first).to_be_visible()
    expect(article).not_to_contain_text("Do not pass it on as adopted")


def read_the_files(public: Page, folder: Path) -> None:
    files = {}
    for ending, label in (("docx", "Word"), ("pdf", "PDF"), ("json", "JSON")):
        address = public.get_by_role("link", name=label, exact=True).get_attribute("href")
        answer = public.request.get(address or "")
        assert answer.ok, address
        files[ending] = folder / f"conclusions.{ending}"
        files[ending].write_bytes(answer.body())
    for text in (through_libreoffice(files["docx"]), through_pdftotext(files["pdf"])):
        words = " ".join(text.split())
        for expected in (MERGED, "Georgia", "Ukraine", ONE_NUMBER, "Not retained"):
            assert expected in words, expected
    document = json.loads(files["json"].read_text(encoding="utf-8"))
    assert document["status"] == "adopted"
    assert document["content_hash"] == document["frozen_hash"]
    sources = {
        paragraph["text"]: {source["text"] for source in paragraph["sources"]}
        for part in document["parts"]
        for paragraph in paragraphs(part["blocks"])
    }
    assert sources[MERGED] == {OF_GEORGIA, OF_UKRAINE}
    elsewhere = [text for texts in WORKSHOP_PRIORITIES.values() for text in texts]
    for priority in (ONE_NUMBER, WITH_PUPILS, *elsewhere):
        assert sources[priority] == {priority}


def paragraphs(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if block["type"] == "paragraph":
            yield block
            yield from paragraphs(block["children"])


def through_libreoffice(file: Path) -> str:
    subprocess.run(
        [
            program("soffice"),
            f"-env:UserInstallation=file://{file.parent}/profile",
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            str(file.parent),
            str(file),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return file.with_suffix(".txt").read_text(encoding="utf-8")


def through_pdftotext(file: Path) -> str:
    read = subprocess.run(
        [program("pdftotext"), "-layout", str(file), "-"],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return read.stdout.decode()


def post(phone: Page, text: str) -> None:
    phone.get_by_label("Your input", exact=True).fill(text)
    phone.get_by_role("button", name="Post", exact=True).click()
    expect(phone.get_by_label("Your input", exact=True)).to_have_value("")


def record(desk: Page, text: str) -> None:
    priorities(desk).filter(has_text=text).get_by_role("button", name="Record").click()
    expect(priorities(desk).filter(has_text=text)).to_contain_text("recorded")


def tick(desk: Page, text: str) -> None:
    cards(desk).filter(has_text=text).get_by_role("checkbox").check()


def line(page: Page) -> Locator:
    """The third workshop in the list of boards."""
    return page.locator(".board-line").filter(has_text="Workshop 3")


def cards(page: Page) -> Locator:
    return page.locator(".cards > li")


def priorities(page: Page) -> Locator:
    return page.locator(".priority")


def connection(page: Page) -> Locator:
    return page.locator("[data-connection]")


def no_reload(*pages: Page) -> None:
    for page in pages:
        page.evaluate("window.untouched = true")


def still_the_same_page(*pages: Page) -> None:
    assert all(page.evaluate("window.untouched === true") for page in pages)


def accept(dialog: Dialog) -> None:
    dialog.accept()
