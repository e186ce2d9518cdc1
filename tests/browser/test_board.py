"""The board in real browsers: posting, following, grouping while others post, axe."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from app.db import Database
from app.sessions.forms import HidingForm, RulesForm
from app.sessions.moderating import hide_input, set_rules
from tests.browser.conftest import DESK, PHONE, PROJECTOR, Open, axe_faults
from tests.cast import Cast
from tests.sessions.rooms import clustered, opened, posted, proposed, recorded, seen

pytestmark = pytest.mark.browser
PATH = "/events/workshop/sessions/workshop-1"


@pytest.fixture
def served_database(application: FastAPI) -> Database:
    """The server's own handle: what it commits is announced without waiting for the slow poll."""
    database: Database = application.state.database
    return database


def test_what_a_phone_posts_is_its_own_there_and_everybodys_elsewhere(
    database: Database, cast: Cast, open_page: Open
) -> None:
    opened(database, cast)
    georgia = open_page(cast.georgia_head, f"{PATH}/board")
    ukraine = open_page(cast.ukraine_head, f"{PATH}/board")
    projector = open_page(cast.chair, f"{PATH}/projector", size=PROJECTOR)
    for page in (georgia, ukraine, projector):
        expect(page.locator("[data-connection]")).to_have_text("Live")
    ukraine.locator("#text").fill("Half a thought")
    for text in ("One office each.", "A contact list."):
        georgia.locator("#text").fill(text)
        georgia.get_by_role("button", name="Post").click()
    for page in (georgia, ukraine, projector):
        expect(page.locator("article.card")).to_have_count(2)
        expect(page.get_by_text("Nothing has been posted yet.")).to_have_count(0)
        expect(page.get_by_text("2 inputs", exact=True)).to_be_visible()
    expect(georgia.locator("#text")).to_have_value("")
    expect(georgia.locator("[data-outbox-list]")).to_be_hidden()
    expect(georgia.get_by_text("Yours")).to_have_count(2)
    expect(georgia.locator(".card__mine:visible")).to_have_count(2)
    expect(ukraine.locator(".card__mine:visible")).to_have_count(0)
    expect(ukraine.get_by_role("button", name="Withdraw")).to_have_count(0)
    expect(ukraine.locator("#text")).to_have_value("Half a thought")
    expect(projector.locator("article.card .card__text")).to_have_text(
        ["A contact list.", "One office each."]
    )
    georgia.on("dialog", lambda dialog: dialog.accept())
    georgia.get_by_role("button", name="Withdraw").first.click()
    expect(ukraine.get_by_text("Withdrawn by its author.")).to_be_visible()
    expect(ukraine.get_by_text("One office each.")).to_have_count(0)
    expect(ukraine.locator("#text")).to_have_value("Half a thought")


def test_when_the_room_goes_on_the_text_stays_and_the_button_goes(
    database: Database, cast: Cast, open_page: Open
) -> None:
    opened(database, cast)
    writing = open_page(cast.georgia_head, f"{PATH}/board")
    reading = open_page(cast.ukraine_head, f"{PATH}/board")
    chair = open_page(cast.chair, f"{PATH}/board/desk", size=DESK)
    writing.locator("#text").fill("Half a thought")
    chair.get_by_role("button", name="Go on to “Group”").click()
    for page in (writing, reading):
        expect(page.get_by_text("Posting is over")).to_be_visible()
        expect(page.get_by_role("button", name="Post")).to_be_hidden()
    expect(writing.locator("#text")).to_have_value("Half a thought")
    expect(writing.locator("#text")).to_be_visible()
    expect(reading.locator("#text")).to_be_hidden()
    chair.get_by_role("button", name="Back to “Post”").click()
    expect(reading.get_by_role("button", name="Post")).to_be_visible()
    expect(writing.get_by_role("button", name="Post")).to_be_visible()


def test_ticks_and_words_on_the_desk_survive_what_others_do(
    database: Database, cast: Cast, open_page: Open, served_database: Database
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head, "A contact list.")
    desk = open_page(cast.rapporteur, f"{PATH}/board/desk", size=DESK)
    expect(desk.locator("[data-connection]")).to_have_text("Live")
    desk.locator("[name=inputs]").check()
    desk.locator("#text").fill("One office per State")
    two = posted(served_database, board, cast.ukraine_head, "Joint training.")
    expect(desk.get_by_text("Joint training.")).to_be_visible()
    clustered(served_database, board, cast.chair, "Training", [two])
    expect(desk.get_by_role("heading", name="Training")).to_be_visible()
    with served_database.writing() as db:
        hide_input(db, board, two, HidingForm(reason="Twice."), by=cast.chair)
    expect(desk.get_by_text("Hidden: Twice.")).to_be_visible()
    expect(desk.locator(f"[value='{one}']")).to_be_checked()
    expect(desk.locator("#text")).to_have_value("One office per State")
    desk.get_by_role("button", name="Propose this priority").click()
    desk.get_by_role("button", name="Record").click()
    expect(desk.get_by_text("1 of 2 recorded")).to_be_visible()
    desk.get_by_role("button", name="Close the board").click()
    expect(desk.get_by_text("This workshop still owes 1 of its two priorities.")).to_be_visible()
    assert seen(database, board).priorities[0].sources[0].client_id == one


# What axe sees does not depend on the database.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("dark", [False, True])
def test_every_page_of_a_board_passes_axe(
    database: Database, cast: Cast, open_page: Open, dark: bool
) -> None:
    board = opened(database, cast)
    inputs = [posted(database, board, cast.georgia_head, f"Input {n}.") for n in range(4)]
    with database.writing() as db:
        hide_input(db, board, inputs[3], HidingForm(reason="Twice."), by=cast.chair)
    clustered(database, board, cast.rapporteur, "Contacts", inputs[:2])
    number = proposed(database, board, cast.rapporteur, inputs[:2])
    recorded(database, board, cast.rapporteur, inputs[:1], "A recorded one.")
    pages = (
        (cast.georgia_head, f"{PATH}/board", (PHONE, DESK)),
        (cast.observer, f"{PATH}/board", (PHONE,)),
        (cast.rapporteur, f"{PATH}/board/desk", (PHONE, DESK)),
        (cast.chair, f"{PATH}/projector", (PROJECTOR,)),
        (cast.chair, "/events/workshop/boards", (PHONE, DESK)),
        (cast.chair, "/events/workshop/sessions/workshop-2/board", (PHONE, DESK)),
        (cast.chair, f"{PATH}/inputs/{inputs[0]}/hiding", (PHONE, DESK)),
        (cast.chair, f"{PATH}/priorities/{number}", (PHONE, DESK)),
    )
    faults = []
    for person, path, sizes in pages:
        for size in sizes[-1:] if dark else sizes:
            page = open_page(person, path, size=size, dark=dark, without_policy=True)
            faults += [f"{path} {size['width']}: {fault}" for fault in axe_faults(page)]
            faults += [f"{path} {size['width']}: too wide"] if _is_too_wide(page) else []
            page.close()
    assert faults == []


def _is_too_wide(page: Page) -> bool:
    wide: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


def test_an_author_is_told_without_reloading_what_became_of_an_input(
    database: Database, served_database: Database, cast: Cast, open_page: Open
) -> None:
    board = opened(database, cast)
    with served_database.writing() as db:
        set_rules(db, board, RulesForm(inbox="yes", warns="yes"), by=cast.chair)
    author = open_page(cast.georgia_head, f"{PATH}/board", size=PHONE)
    expect(author.locator("[data-connection]")).to_have_text("Live")
    author.locator("#text").fill("See file 123/45.")
    expect(author.locator("[data-careful]")).to_be_visible()
    author.locator("#text").fill("One office each.")
    expect(author.locator("[data-careful]")).to_be_hidden()
    author.get_by_role("button", name="Post").click()
    yours = author.locator(f"#yours-{board}")
    expect(yours).to_contain_text("waiting for the chair")
    one = seen(database, board).waiting[0].client_id
    with served_database.writing() as db:
        hide_input(db, board, one, HidingForm(reason="Off the subject."), by=cast.chair)
    expect(yours).to_contain_text("Reason: Off the subject.")
