"""A personal link from the organiser's desk to a phone, and out again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from app.delegations.sign_in import issue_link
from tests.browser.conftest import DESK

pytestmark = pytest.mark.browser


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
