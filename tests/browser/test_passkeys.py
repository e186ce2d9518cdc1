"""A passkey made and used in Chromium, with an authenticator that Chromium plays itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from app.delegations.sign_in import issue_link
from tests.browser.conftest import DESK, axe_faults

pytestmark = pytest.mark.browser


@pytest.fixture(params=["sqlite"])
def database_url(request):
    """The browser makes no difference between databases: one will do."""
    yield from request.getfixturevalue(f"_{request.param}_copies")(migrated=True)


def test_an_organiser_adds_a_passkey_signs_out_and_in_again(
    open_page, application, address, database, cast
):
    named = address.replace("127.0.0.1", "localhost")
    settings = application.state.settings
    application.state.settings = settings.model_copy(update={"base_url": named})
    with database.writing() as db:
        token = issue_link(db, cast.organiser.own_id, by=None)
    page = open_page(None, f"{named}/sign-in/{token}", size=DESK)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    made = device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    me = f"{named}/events/{cast.slug}/me"
    page.goto(me)
    page.get_by_label("Name of the passkey").fill("Laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Added on")).to_be_visible()

    # The same device a second time: it says so itself, and what was typed stays.
    page.get_by_label("Name of the passkey").fill("Laptop again")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("This device has a passkey for you already.")).to_be_visible()
    expect(page.get_by_label("Name of the passkey")).to_have_value("Laptop again")

    assert axe_faults(page) == []
    page.get_by_role("button", name="Sign out here").click()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{named}/events/{cast.slug}")
    page.goto(me)
    expect(page.locator("#devices")).to_contain_text("by passkey")
    expect(page.locator("#passkeys")).to_contain_text("Last used on")

    # Nobody puts a finger on it.
    page.get_by_role("button", name="Sign out here").click()
    device.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": made["authenticatorId"], "isUserVerified": False},
    )
    page.goto(f"{named}/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used.")
