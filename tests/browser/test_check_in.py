"""The check-in desk on a phone: thirty people without network, each told to the server once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlmodel import col, select

from app.delegations.badge_sheets import badge_address
from app.delegations.badges import print_badges
from app.delegations.check_in_models import CheckIn
from app.delegations.models import Appointment, Participant, Role
from tests.browser.conftest import axe_faults

# The desk knows nothing of databases.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

_KEPT = """async () => {
  const page = await (await caches.open("pages-1")).match(location.pathname);
  const files = await (await caches.open("files-1")).keys();
  const names = files.map((one) => one.url).join(" ");
  return page && names.includes("desk.js") && names.includes("all.css");
}"""


@pytest.fixture
def thirty(database, cast):
    """Thirty delegates of Georgia; the first five have badges."""
    with database.writing() as db:
        people = [
            Participant(
                event_id=cast.event_id, name=f"Délégué nº {number}", delegation_id=cast.georgia_id
            )
            for number in range(101, 131)
        ]
        db.add_all(people)
        db.flush()
        db.add_all(Appointment(participant_id=one.key, role=Role.DELEGATE) for one in people)
        ids = [one.key for one in people]
        badge = print_badges(
            db, cast.event_id, whom=f"person-{ids[0]}", with_links=False, by=cast.organiser
        )[0].number
    return ids, badge


def test_thirty_people_are_checked_in_without_network_and_sent_once_each(
    open_page, database, cast, thirty
):
    ids, badge = thirty
    path = f"/events/{cast.slug}/check-in"
    desk = open_page(cast.organiser, path, tolerated=("Failed to load resource", "ERR_INTERNET"))
    count = desk.locator("[data-part-count]")
    expect(count).to_have_text("0 of 39 here")
    expect(desk.locator("[data-check-in]")).to_have_attribute("data-kept", "yes")
    desk.wait_for_function(_KEPT)
    desk.context.set_offline(True)
    desk.reload()
    expect(count).to_have_text("0 of 39 here")
    expect(desk.locator("[data-part-sync]")).to_contain_text("No network.")

    query = desk.get_by_label("Name, delegation or number of the badge")
    query.fill(badge)
    query.press("Enter")
    expect(desk.locator("[data-part-said]")).to_have_text("Checked in: Délégué nº 101 (Georgia)")
    for number in range(102, 130):
        query.fill(f"delegue {number}")
        query.press("Enter")
    expect(count).to_have_text("29 of 39 here")
    query.fill("nº 130")
    desk.get_by_role("button", name="Check in: Délégué nº 130").click()
    # The wrong one, taken back.
    query.fill("kyiv police")
    desk.get_by_role("button", name=re.compile("Check in: Delegate, Kyiv police")).click()
    expect(count).to_have_text("31 of 39 here")
    query.fill("kyiv police")
    desk.get_by_role("button", name=re.compile("Undo: Delegate, Kyiv police")).click()
    expect(count).to_have_text("30 of 39 here")
    expect(desk.locator("[data-part-sync]")).to_contain_text("32 not sent yet.")
    # Closed and opened again, still without network.
    desk.reload()
    expect(count).to_have_text("30 of 39 here")
    with database.reading() as db:
        assert db.exec(select(CheckIn)).all() == []

    desk.context.set_offline(False)
    expect(desk.locator("[data-part-sync]")).to_have_text("Everything is sent.")
    expect(count).to_have_text("30 of 39 here")
    expect(desk.get_by_role("row", name=re.compile("Georgia"))).to_contain_text("30 of 32")
    with database.reading() as db:
        lines = db.exec(select(CheckIn).order_by(col(CheckIn.id))).all()
    assert [one.participant_id for one in lines if one.participant_id in ids] == ids
    kyiv = [one.present for one in lines if one.participant_id == cast.ukraine_delegate.own_id]
    assert kyiv == [True, False]
    assert len(lines) == 32
    assert all(one.received_at > one.at for one in lines)
    assert axe_faults(desk) == []

    # Who signs out leaves the list to nobody.
    desk.goto(f"/events/{cast.slug}/me")
    desk.get_by_role("button", name="Sign out here").click()
    desk.wait_for_url(f"**/events/{cast.slug}")
    desk.wait_for_function(
        "async () => !(await indexedDB.databases()).some((one) => one.name === 'plenary-check-in')"
    )


def test_two_desks_see_each_other_s_check_ins(open_page, cast):
    path = f"/events/{cast.slug}/check-in"
    first = open_page(cast.organiser, path)
    second = open_page(cast.organiser, f"{path}?badge=999999")
    expect(second.get_by_text("Nobody found.")).to_be_visible()
    first.get_by_role("button", name="Check in: Observer, civil society").click()
    expect(first.locator("[data-part-sync]")).to_have_text("Everything is sent.")
    # As when its phone is taken up again; otherwise it looks every five seconds.
    second.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(second.locator("[data-part-count]")).to_have_text("1 of 9 here")


def test_a_badge_held_before_the_camera_checks_its_holder_in(open_page, database, cast):
    with database.writing() as db:
        [badge] = print_badges(
            db,
            cast.event_id,
            whom=f"person-{cast.chair.own_id}",
            with_links=True,
            by=cast.organiser,
        )
    code = badge_address(cast.slug, badge, "https://plenary.example")
    desk = open_page(cast.organiser, f"/events/{cast.slug}")
    # This Chromium has neither a camera nor a reader of codes.
    desk.add_init_script(
        """(() => {
          window.BarcodeDetector = class { async detect() { return [{ rawValue: "CODE" }]; } };
          const canvas = document.createElement("canvas");
          const camera = { getUserMedia: async () => canvas.captureStream(5) };
          Object.defineProperty(navigator, "mediaDevices", { value: camera });
          setInterval(() => canvas.getContext("2d").fillRect(0, 0, 9, 9), 50);
        })()""".replace("CODE", code)
    )
    desk.goto(f"/events/{cast.slug}/check-in")
    expect(desk.locator("[data-part-count]")).to_have_text("0 of 9 here")
    scan = desk.get_by_role("button", name="Scan a badge")
    scan.click()
    expect(desk.locator("[data-part-said]")).to_have_text("Checked in: Chair")
    scan.click()
    expect(desk.locator("video")).to_be_hidden()
    expect(desk.locator("[data-part-count]")).to_have_text("1 of 9 here")
