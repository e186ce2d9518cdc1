"""A personal link from the organiser's desk to a phone, and out again."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from app import clock
from app.delegations.beginning import first_link
from app.delegations.joining import open_code
from app.delegations.joining_forms import JoinForm
from app.delegations.sign_in import issue_link
from tests.browser.conftest import DESK, PHONE, axe_faults

pytestmark = pytest.mark.browser


@pytest.fixture(params=["sqlite"])
def database_url(request):
    """Pages know nothing of databases, and two would do everything twice."""
    yield from request.getfixturevalue(f"_{request.param}_copies")(migrated=True)


def test_a_personal_link_opens_on_a_phone_and_is_left_again(open_page, database, cast):
    with database.writing() as db:
        token = issue_link(db, cast.georgia_delegate.own_id, by=None)
    page = open_page(None, f"/sign-in/{token}")
    assert token not in page.url
    page.get_by_role("link", name=re.compile("Delegate, Tbilisi police")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Delegate, Tbilisi police")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Sign out everywhere").click()
    page.wait_for_url(f"**/events/{cast.slug}")
    expect(page.get_by_text("Tbilisi")).to_have_count(0)


def test_an_invitation_s_link_opens_on_a_phone_and_lands_on_now(open_page, database, cast):
    with database.writing() as db:
        token = issue_link(db, cast.georgia_delegate.own_id, by=None)
    # Half past nine in Strasbourg, in the middle of two workshops.
    clock.start_at(datetime(2019, 5, 17, 7, 30, tzinfo=UTC))
    try:
        page = open_page(None, f"/sign-in/{token}", size=PHONE)
        expect(page.get_by_text("Delegate, Tbilisi police")).to_be_in_viewport()
        now = page.locator(".now-list [data-now=now]")
        expect(now).to_have_count(2)
        expect(now.first).to_contain_text("Workshop 1: Reporting and prosecution")
        expect(now.first).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        # One tap from the invitation to the room's board, or to what one is in.
        now.first.get_by_role("link").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Reporting and prosecution")
    finally:
        clock.start_at(None)


def test_a_phone_comes_in_by_the_projector_s_code_and_one_tap_of_the_chair(
    open_page, database, cast
):
    with database.writing() as db:
        code = open_code(db, cast.event_id, JoinForm(), by=cast.organiser).code
    desk = open_page(cast.chair, f"/events/{cast.slug}/joining", size=DESK)
    expect(desk.get_by_text("Nobody waits.")).to_be_visible()
    phone = open_page(None, "/join", size=PHONE)
    phone.get_by_label("Code").fill(f"{code[:3]}-{code[3:]}")
    phone.get_by_role("button", name="Go on").click()
    assert axe_faults(phone) == []
    phone.get_by_role("link", name="Georgia").click()
    phone.get_by_label("Delegate, Tbilisi police").check()
    assert axe_faults(phone) == []
    phone.get_by_role("button", name="That is me").click()
    number = phone.locator(".entry-number").inner_text().split()[-1]
    assert axe_faults(phone) == []
    # Both look again by themselves.
    waiting = desk.get_by_role("listitem").filter(has_text="Delegate, Tbilisi police")
    expect(waiting).to_contain_text(number)
    assert axe_faults(desk) == []
    waiting.get_by_role("button", name="Let in").click()
    phone.wait_for_url(f"**/events/{cast.slug}")
    expect(phone.get_by_text("Delegate, Tbilisi police")).to_be_visible()


def test_a_link_for_one_use_asks_first(open_page, database, cast):
    with database.writing() as db:
        token = issue_link(db, cast.georgia_delegate.own_id, by=None, one_use=True)
    page = open_page(None, f"/sign-in/{token}", size=PHONE)
    assert axe_faults(page) == []
    page.get_by_role("button", name="Sign in on this device").click()
    page.wait_for_url(f"**/events/{cast.slug}")


def test_the_first_event_is_made_on_an_accessible_page(open_page, database):
    with database.writing() as db:
        token = first_link(db, by=None)
    page = open_page(None, f"/first/{token}", size=PHONE)
    assert axe_faults(page) == []
    page.get_by_label("Title").fill("A workshop")
    page.get_by_role("button", name="Make the event").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("A workshop")
    assert axe_faults(page) == []


def test_an_organiser_gives_a_link_that_a_phone_scans(open_page, cast):
    path = f"/events/{cast.slug}/manage/participants"
    page = open_page(cast.organiser, path, size=DESK)
    page.get_by_role("link", name="Observer, civil society").click()
    page.get_by_role("button", name="Give a new link").click()
    address = page.locator(".qr__address").inner_text()
    box = page.locator(".qr__code svg").bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(box["height"], abs=1)
    assert box["width"] > 150
    phone = open_page(None, re.sub(r"^https?://[^/]+", "", address))
    expect(phone.get_by_text("Observer, civil society")).to_be_visible()
