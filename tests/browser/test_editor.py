"""The editor of the draft agenda in real browsers: mouse, keys and thumbs, and two at once."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from app.agenda.drafting import store_reading
from app.agenda.editing import add_slot
from app.agenda.forms import EntryForm
from app.agenda.queries import draft_timetable
from app.agenda.reading.model import ReadDay
from app.events.models import Event
from tests.agenda.programmes import STRASBOURG, read_entry
from tests.browser.conftest import DESK, PHONE

# Two who write at once are judged on both databases in tests/agenda/test_editing.py.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
NEWER = b"""Thursday 16 May 2019

08:30 - 09:00 Registration
09:00 Welcome remarks
09:30 - 11:00 Session 8: Evolving trends
11:00 - 11:30 Coffee break

Friday 17 May 2019

09:30 - 11:00 Workshop 1: Reporting and prosecution
16:00 - 17:00 What comes next
"""

SHOWN_WHILE_WORKING = """() => document.addEventListener("submit", (event) => {
  sessionStorage.shown = event.target.querySelector("[role=status]").innerText;
})"""


@pytest.fixture
def top(cast, database):
    """The address of the desk; the draft has two days and nine entries."""
    with database.writing() as db:
        store_reading(db, db.get_one(Event, cast.event_id), STRASBOURG, by=cast.organiser)
    return f"/events/{cast.slug}/manage/agenda"


@pytest.fixture
def drafted(cast, database):
    """Hours and titles of one day of the draft, as they are stored."""

    def day(index):
        with database.reading() as db:
            event = db.get_one(Event, cast.event_id)
            days = draft_timetable(db, event, by=cast.organiser).timetable.days
            return [f"{one.hours} {one.title}" for one in days[index].entries]

    return day


def entry(page: Page, title: str, place: int = 0):
    return page.locator("article.entry").filter(has=page.get_by_role("link", name=title)).nth(place)


def handle(page: Page, title: str, place: int = 0):
    return entry(page, title, place).locator("[data-handle]")


def test_two_browsers_edit_the_same_entry_at_once_and_no_word_is_lost(
    cast, open_page, top, drafted
):
    one, other = (open_page(cast.organiser, top, size=DESK) for _ in range(2))
    for page in (one, other):
        entry(page, "Welcome remarks").get_by_role("link", name="Welcome remarks").click()
    one.get_by_label("Title").fill("Words of welcome")
    one.get_by_label("Room").fill("Hemicycle")
    other.get_by_label("Title").fill("Opening ceremony")
    other.get_by_label("What it is about").fill("With music.")
    one.get_by_role("button", name="Save in the draft").click()
    expect(one.get_by_text("Saved in the draft.")).to_be_visible()
    other.get_by_role("button", name="Save in the draft").click()
    expect(other.get_by_text("Somebody else changed this text").first).to_be_visible()
    expect(other.get_by_role("heading", name="Their text").first).to_be_visible()
    expect(other.get_by_text("Words of welcome").first).to_be_visible()
    # Mine where both wrote, theirs where only they did.
    expect(other.get_by_label("Title")).to_have_value("Opening ceremony")
    expect(other.get_by_label("What it is about")).to_have_value("With music.")
    expect(other.get_by_label("Room")).to_have_value("Hemicycle")
    other.get_by_role("button", name="Save in the draft").click()
    expect(other.get_by_text("Saved in the draft.")).to_be_visible()
    assert "09:00–09:30 Opening ceremony" in drafted(0)
    other.get_by_role("link", name="Who changed what, and when").click()
    for words in ("Words of welcome", "Opening ceremony", "Hemicycle", "With music."):
        expect(other.get_by_text(words).first).to_be_attached()


def test_two_browsers_edit_different_entries_at_once(cast, open_page, top, drafted):
    one, other = (open_page(cast.organiser, top, size=DESK) for _ in range(2))
    for page, title in ((one, "Welcome remarks"), (other, "Registration")):
        entry(page, title).get_by_role("link", name=title).click()
        page.get_by_label("Title").fill(f"{title}, new")
    for page in (one, other):
        page.get_by_role("button", name="Save in the draft").click()
        expect(page.get_by_text("Saved in the draft.")).to_be_visible()
    assert drafted(0)[:2] == ["08:30–09:00 Registration, new", "09:00–09:30 Welcome remarks, new"]


def drag(page: Page, title: str, target, share: float) -> None:
    """By mouse from the entry's handle to `share` of the target's height."""
    handle(page, title).scroll_into_view_if_needed()
    start = handle(page, title).bounding_box()
    assert start
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, start["y"] + 30, steps=3)
    for _ in range(60):
        box = target.bounding_box()
        assert box
        y = box["y"] + box["height"] * share
        page.mouse.move(box["x"] + 40, min(max(y, 40), 870))
        if 80 < y < 820:
            break
    page.mouse.up()


def test_an_entry_is_dragged_by_mouse_within_its_day_and_taken_back(cast, open_page, top, drafted):
    page = open_page(cast.organiser, top, size=DESK)
    before = drafted(0)
    rows = page.locator("[data-day]").first.locator("[data-row]")
    drag(page, "Welcome remarks", rows.nth(3), 0.1)
    expect(page.get_by_text("Moved in the draft.")).to_be_attached()
    assert drafted(0)[1:3] == ["09:00–10:30 Evolving trends", "10:30–11:00 Welcome remarks"]
    page.get_by_role("button", name="Undo: moved").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    assert drafted(0) == before


def test_an_entry_is_dragged_to_another_day_and_beside_another_one(cast, open_page, top, drafted):
    page = open_page(cast.organiser, top, size={"width": 1280, "height": 3200})
    friday = page.locator("[data-day]").nth(1)
    drag_high(page, "Welcome remarks", friday.locator("[data-row]").nth(1), 0.1)
    assert drafted(1)[2:4] == ["11:00–11:30 Welcome remarks", "11:30–12:00 Coffee break"]
    drag_high(page, "Registration", page.locator("[data-row-name^='Workshop 1']"), 0.5)
    assert "09:30–10:00 Registration" in drafted(1)
    expect(page.get_by_text("3 at the same time")).to_be_visible()


def drag_high(page: Page, title: str, target, share: float) -> None:
    """On a page so high that nothing has to scroll."""
    start, end = handle(page, title).bounding_box(), target.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, start["y"] + 30, steps=3)
    page.mouse.move(end["x"] + 40, end["y"] + end["height"] * share, steps=4)
    with page.expect_navigation(url=re.compile("done=moved")):
        page.mouse.up()


def test_a_drag_that_ends_where_it_began_changes_nothing(cast, open_page, top, drafted):
    page = open_page(cast.organiser, top, size=DESK)
    before = drafted(0)
    box = handle(page, "Welcome remarks").bounding_box()
    assert box
    page.mouse.move(box["x"] + 8, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 8, box["y"] + 20, steps=2)
    page.mouse.move(box["x"] + 8, box["y"] + 8, steps=2)
    page.mouse.up()
    expect(page.locator("[data-arranging]")).to_have_text("“Welcome remarks” stays where it was.")
    assert drafted(0) == before


def test_an_entry_is_moved_by_the_keyboard_alone(cast, open_page, top, drafted):
    page = open_page(cast.organiser, top, size=DESK)
    words = page.locator("[data-arranging]")
    handle(page, "Registration").focus()
    page.keyboard.press("Enter")
    expect(words).to_contain_text("“Registration” is picked up.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(words).to_have_text("Before “Session 8: Evolving trends”")
    page.keyboard.press("Escape")
    expect(words).to_have_text("“Registration” stays where it was.")
    assert drafted(0)[0] == "08:30–09:00 Registration"
    page.keyboard.press("Enter")
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    expect(words).to_have_text("At the end of Thursday 16 May 2019")
    page.keyboard.press("ArrowDown")
    expect(words).to_have_text("Before “Workshop 1: Reporting and prosecution”")
    page.keyboard.press("ArrowUp")
    with page.expect_navigation(url=re.compile("done=moved")):
        page.keyboard.press("Enter")
    assert drafted(0)[0] == "08:30–09:00 Welcome remarks"
    assert drafted(0)[-1] == "12:00–12:30 Registration"


def test_on_a_phone_entries_move_by_buttons_and_the_rest_of_the_day_is_shifted(
    cast, open_page, top, drafted
):
    page = open_page(cast.organiser, top, size=PHONE)

    def ways(title):
        entry(page, title).locator(".moving > summary").tap()
        return entry(page, title)

    ways("Welcome remarks").get_by_role("button", name="Later").first.tap()
    expect(page.get_by_text("Moved in the draft.")).to_be_attached()
    assert drafted(0)[1] == "09:00–10:30 Evolving trends"
    ways("Welcome remarks").get_by_role("button", name="To 17 May").tap()
    expect(entry(page, "Welcome remarks").locator("xpath=ancestor::ol")).to_have_attribute(
        "data-day-name", "Friday 17 May 2019"
    )
    shift = ways("Registration").locator(".shift")
    shift.get_by_label("Everything after this, minutes").fill("20")
    shift.get_by_role("button", name="Later").tap()
    expect(page.get_by_text("The hours are shifted.")).to_be_attached()
    assert drafted(0)[1] == "09:20–10:50 Evolving trends"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_clash_is_seen_and_accepted(cast, open_page, top, database):
    with database.writing() as db:
        form = EntryForm(title="Concert", kind="social", day="2019-05-16", starts="09:10")
        add_slot(db, db.get_one(Event, cast.event_id), form, by=cast.organiser)
    page = open_page(cast.organiser, top, size=DESK)
    expect(page.get_by_role("heading", name="1 clash")).to_be_visible()
    page.get_by_role("button", name=re.compile("^It is meant")).click()
    expect(page.get_by_role("heading", name="No open clash")).to_be_visible()
    page.get_by_text("1 accepted clash").click()
    expect(page.get_by_text("accepted by Organiser, secretariat")).to_be_visible()


def test_a_newer_document_is_looked_over_corrected_matched_and_accepted(
    cast, open_page, top, drafted
):
    page = open_page(cast.organiser, top, size=DESK)
    before = drafted(0), drafted(1)
    uid = entry(page, "The way forward").get_attribute("id")
    file = {"name": "newer.txt", "mimeType": "text/plain", "buffer": NEWER}
    page.get_by_label("The agenda").set_input_files(file)
    page.evaluate(SHOWN_WHILE_WORKING)
    page.get_by_role("button", name="Read it in").click()
    expect(page.get_by_role("heading", name="Look over what was read")).to_be_visible()
    shown = page.evaluate("sessionStorage.shown")
    assert shown.startswith("The document is sent and read …")
    assert (drafted(0), drafted(1)) == before
    doubts = page.get_by_role("region", name="Doubts")
    expect(doubts.get_by_role("link", name="Welcome remarks")).to_be_visible()
    gone = page.locator(".gone__entry").filter(has_text="The way forward")
    gone.get_by_label("It is this one").select_option(label="16:00 What comes next")
    gone.get_by_role("button").click()
    expect(page.get_by_text("You said that it is “The way forward”.")).to_be_visible()
    page.get_by_role("link", name="Correct “Welcome remarks”").click()
    expect(page.get_by_text("09:00 Welcome remarks")).to_be_visible()
    page.get_by_label("End").fill("09:20")
    page.get_by_role("button", name="Correct it").click()
    expect(doubts.get_by_role("link", name="Welcome remarks")).to_have_count(0)
    page.get_by_role("button", name="Make it the draft").click()
    expect(page.get_by_text("This is the draft now.")).to_be_visible()
    assert "09:00–09:20 Welcome remarks" in drafted(0)
    assert entry(page, "What comes next").get_attribute("id") == uid


def test_two_hundred_entries_are_shown_and_moved(cast, open_page, top, database, drafted):
    talks = tuple(
        read_entry(2, f"{8 + place // 15:02}:{place % 15 * 4:02}", None, "other", f"Talk {place}")
        for place in range(191)
    )
    longer = replace(
        STRASBOURG,
        days=(*STRASBOURG.days, ReadDay("2019-05-18")),
        entries=(*STRASBOURG.entries, *talks),
    )
    with database.writing() as db:
        store_reading(db, db.get_one(Event, cast.event_id), longer, by=cast.organiser)
    page = open_page(cast.organiser, top, size=DESK)
    expect(page.locator("article.entry")).to_have_count(200)
    handle(page, "Talk 190").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    with page.expect_navigation(url=re.compile("done=moved")):
        page.keyboard.press("Enter")
    assert [line.split(" ", 1)[1] for line in drafted(2)[-2:]] == ["Talk 190", "Talk 189"]
