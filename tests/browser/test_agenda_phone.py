"""Reading the agenda on a phone: own sessions, search, filters, two places' times, now and next."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

from app.db import Database
from app.delegations.models import Role
from tests.browser.conftest import axe_faults
from tests.browser.readers import Readers, publish_in_room
from tests.browser.strasbourg import TOP, Strasbourg, told
from tests.servers import served

# The pages know nothing of databases, and two would tell the sample twice.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def strasbourg(application: FastAPI, database: Database) -> Iterator[Strasbourg]:
    """The sample at 9.40 of its second day; the application first, which sets the clock."""
    del application
    with told(database) as sample:
        yield sample


@pytest.fixture
def readers(browser: Browser, application: FastAPI, strasbourg: Strasbourg) -> Iterator[Readers]:
    """Phones of readers of the sample; what their consoles complain of fails the test."""
    with served(application) as address:
        opened = Readers(browser, address, strasbourg.database)
        yield opened
        opened.close()
    assert not opened.complaints, opened.complaints


def titles(page: Page) -> list[str]:
    """What the programme shows."""
    return page.locator(".entry:visible .entry__title").all_inner_texts()


def entry(page: Page, slug: str):
    """The row of an event session."""
    return page.locator(f'.entry[data-slug="{slug}"]').first


def test_a_session_marked_on_the_phone_is_marked_for_good(readers, database):
    page = readers.phone()
    page.goto(TOP)
    star = entry(page, "workshop-2").get_by_role("button")
    expect(star).to_have_accessible_name("Add to my sessions Identifying child-victims")
    star.click()
    expect(star).to_have_accessible_name("In my sessions Identifying child-victims")
    publish_in_room(database, "workshop-2", "Room 12")
    page.reload()
    expect(star).to_have_accessible_name("In my sessions Identifying child-victims")

    page.get_by_label("Only my sessions").check()
    assert titles(page) == ["Identifying child-victims"]
    expect(page.get_by_text("1 of 20 entries")).to_be_visible()
    page.reload()
    assert titles(page) == ["Identifying child-victims"]
    star.click()
    expect(page.get_by_text("You have no sessions of your own yet.")).to_be_visible()
    assert titles(page) == []


def test_the_page_of_a_session_has_the_same_mark(readers):
    page = readers.phone()
    page.goto(f"{TOP}/sessions/workshop-2")
    page.get_by_role("button", name="Add to my sessions").click()
    page.goto(TOP)
    expect(entry(page, "workshop-2").get_by_role("button")).to_contain_text("In my sessions")


def test_a_participant_s_marks_are_kept_on_the_server(readers, strasbourg):
    delegate = strasbourg.person(Role.DELEGATE, "Georgia")
    page = readers.phone(person=delegate)
    page.goto(TOP)
    star = entry(page, "workshop-2").get_by_role("button")
    with page.expect_response(lambda answer: answer.url.endswith("/workshop-2/choice")):
        star.click()
    other = readers.phone(person=delegate)
    other.goto(TOP)
    expect(entry(other, "workshop-2").get_by_role("button")).to_contain_text("In my sessions")
    assert "mine" not in page.evaluate("localStorage.getItem(window.plenaryAgenda.key) ?? ''")


def test_marks_of_the_phone_are_the_participant_s_after_signing_in(readers, strasbourg):
    delegate = strasbourg.person(Role.DELEGATE, "Georgia")
    page = readers.phone()
    page.goto(TOP)
    for slug in ("workshop-1", "workshop-2"):
        entry(page, slug).get_by_role("button").click()
    readers.sign_in(page.context, delegate)
    failing = re.compile("workshop-2/choice$")
    page.route(failing, lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("1 session that you had marked on this phone")).to_be_visible()
    page.unroute(failing)
    page.goto(f"{TOP}/sessions/workshop-2")
    expect(page.get_by_text("One of my sessions")).to_be_visible()
    assert "mine" not in page.evaluate("localStorage.getItem(window.plenaryAgenda.key) ?? ''")
    page.goto(TOP)
    for slug in ("workshop-1", "workshop-2"):
        expect(entry(page, slug).get_by_role("button")).to_contain_text("In my sessions")


@pytest.mark.parametrize("scripts", [True, False], ids=["as one types", "without scripts"])
def test_search_folds_case_and_accents_and_wants_every_word(readers, scripts):
    page = readers.phone(scripts=scripts)
    page.goto(TOP)
    everything = titles(page)
    assert len(everything) == 20
    page.get_by_label("Search the agenda").fill("  CHÍLD rôom 9 ")
    if not scripts:
        page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("of 20 entries")).to_be_visible()
    assert "Identifying child-victims" in titles(page)
    assert len(titles(page)) < 4
    page.get_by_role("link", name="Show everything").click()
    expect(entry(page, "workshop-1")).to_be_visible()
    assert titles(page) == everything


def test_search_finds_the_same_with_and_without_scripts(readers):
    found = []
    for scripts in (True, False):
        page = readers.phone(scripts=scripts)
        for asked in ("victims", "workshop", "coffee break", "justice ROOM", "ß", "xyz"):
            page.goto(f"{TOP}?q={asked}")
            found.append((asked, titles(page)))
    assert found[:6] == found[6:]
    assert found[5][1] == []


@pytest.mark.parametrize("scripts", [True, False], ids=["at once", "without scripts"])
def test_filters_by_day_room_and_kind(readers, scripts):
    page = readers.phone(scripts=scripts)
    page.goto(TOP)
    page.get_by_text("Filter by day, room or kind").click()
    page.get_by_label("Kind").select_option("Workshop")
    page.get_by_label("Room", exact=True).select_option("Room 8")
    page.get_by_label("Day", exact=True).select_option("Friday 17 May 2019")
    if not scripts:
        page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("2 of 20 entries")).to_be_visible()
    assert page.url.endswith("kind=workshop") or "kind=workshop" in page.url
    assert "room=Room+8" in page.url
    expect(page.get_by_role("heading", name="Thursday 16 May 2019")).to_be_hidden()
    assert titles(page)[0] == "Strengthening reporting and prosecution of OCSEA"


@pytest.mark.parametrize(
    ("zone", "city", "hours", "first"),
    [("Asia/Manila", "Manila", "15:30–17:00", "14:30"),
     ("America/New_York", "New York", "03:30–05:00", "02:30")],
)  # fmt: skip
def test_a_reader_elsewhere_sees_both_times_by_city(readers, zone, city, hours, first):
    page = readers.phone(zone=zone)
    page.goto(TOP)
    row = page.locator("li", has=entry(page, "workshop-1"))
    expect(row).to_contain_text(f"{hours} in {city}")
    expect(row.locator(".parallel__time")).to_contain_text("09:30")
    page.get_by_label(f"{city} (my time)").check()
    expect(row.locator(".parallel__time")).to_contain_text(hours[:5])
    expect(row).to_contain_text("09:30–11:00 in Paris")
    page.reload()
    expect(page.get_by_label(f"{city} (my time)")).to_be_checked()
    expect(page.locator(".entry__time").first).to_contain_text(first)
    page.get_by_label("Paris (event time)").check()
    expect(page.locator(".entry__time").first).to_contain_text("08:30")
    page.goto(f"{TOP}/sessions/workshop-1")
    expect(page.get_by_text(f"{hours} in {city}")).to_be_visible()


def test_where_it_is_another_day_the_day_is_said(readers):
    page = readers.phone(zone="Pacific/Auckland")
    page.goto(TOP)
    expect(entry(page, "the-way-forward")).to_contain_text("Sat 18 May, 02:00")
    page.get_by_label("Auckland (my time)").check()
    expect(entry(page, "the-way-forward").locator(".entry__time")).to_contain_text("Sat 18 May")


def test_a_reader_on_the_spot_sees_one_time(readers):
    # Another zone by name, the same hours.
    page = readers.phone(zone="Europe/Berlin")
    page.goto(TOP)
    expect(page.locator(".entry").first).to_be_visible()
    assert page.get_by_text("Berlin").count() == 0
    assert page.get_by_text("(my time)").count() == 0


def test_now_and_next_follow_the_server_s_clock_into_the_next_hour(readers):
    page = readers.phone()
    # The phone's own clock is years off.
    page.clock.install(time="2031-01-01T00:00:00Z")
    page.goto(TOP)
    listed = page.locator(".now-list")
    expect(listed.locator("[data-now=now]")).to_have_count(2)
    expect(listed.locator("[data-now=next]")).to_contain_text("Coffee break")
    page.clock.fast_forward("01:25:00")
    expect(listed.locator("[data-now=now]")).to_contain_text("Coffee break")
    expect(listed.locator("[data-now=next]")).to_have_count(2)
    expect(page.locator("#now")).to_contain_text("Coffee break")
    page.clock.fast_forward("12:00:00")
    expect(listed).to_be_hidden()
    expect(page.get_by_role("link", name="Now", exact=True)).to_be_hidden()


def test_one_jumps_to_what_is_on_and_the_days_stay_in_sight(readers):
    page = readers.phone()
    page.goto(TOP)
    page.get_by_role("link", name="Now", exact=True).click()
    expect(page.locator("#now")).to_be_in_viewport()
    days = page.get_by_role("navigation", name="Days")
    expect(days).to_be_in_viewport()
    expect(days.get_by_role("link", name="17 May")).to_have_attribute("aria-current", "true")
    page.wait_for_function("document.querySelector('#now').getBoundingClientRect().top >= 40")


def test_what_changed_since_one_last_looked_is_marked(readers, database):
    page = readers.phone()
    page.goto(TOP)
    expect(entry(page, "workshop-2")).to_contain_text("Room 9")
    assert page.get_by_text("since you last looked").count() == 0
    publish_in_room(database, "workshop-2", "Room 12")
    page.goto(f"{TOP}/sessions/workshop-2")
    expect(page.get_by_text("Moved to Room 12 · new since you last looked")).to_be_visible()
    page.goto(TOP)
    marked = entry(page, "workshop-2")
    expect(marked).to_contain_text("Moved to Room 12 · new since you last looked")
    expect(page.get_by_text("1 entry changed since you last looked")).to_be_visible()
    page.reload()
    expect(marked).to_contain_text("new since you last looked")
    page.get_by_role("button", name="I have seen them").click()
    expect(marked).not_to_contain_text("new since")
    page.reload()
    expect(marked).to_contain_text("Room 12")
    assert page.get_by_text("since you last looked").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_phone_s_agenda_passes_the_rules_of_accessibility(readers, database, scheme):
    page = readers.phone(zone="Asia/Manila", color_scheme=scheme)
    page.goto(TOP)
    publish_in_room(database, "workshop-2", "Room 12")
    page.reload()
    page.get_by_text("Filter by day, room or kind").click()
    page.get_by_label("Search the agenda").fill("room 12")
    entry(page, "workshop-2").get_by_role("button").click()
    expect(page.get_by_text("new since you last looked").first).to_be_visible()
    assert axe_faults(page) == []
