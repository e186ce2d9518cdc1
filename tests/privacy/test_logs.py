"""Nothing in a server's output says who came, with which link, and what they typed."""

from __future__ import annotations

import re

import httpx2
import pytest
import sqlalchemy as sa

from app.delegations.sign_in import issue_link
from app.routes.log_masking import masked
from tests.privacy.rows import EMAIL, NAME
from tests.servers import served


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_server_s_output_names_nobody_even_when_it_fails(application, database, cast, capfd):
    with database.writing() as db:
        token = issue_link(db, cast.organiser.own_id, by=None)
    people = f"/events/{cast.slug}/manage/participants"
    typed = {"name": NAME, "email": EMAIL, "role": "observer"}
    # The most talkative server that somebody may run; our own keeps no log of requests at all.
    with (
        served(application, access_log=True, log_level="info") as address,
        httpx2.Client(base_url=address) as browser,
    ):
        browser.get(f"/sign-in/{token}")
        browser.get("/sign-in/not-a-token-at-all")
        browser.get("/calendars/not-a-token-at-all.ics")
        browser.get(people, params={"q": NAME})
        assert browser.post(people, data=typed).status_code == 303
        # A fault while a name is written: the log must say what failed, and of whom nothing.
        with database.engine.begin() as connection:
            connection.execute(sa.text("DROP TABLE appointment"))
        failed = browser.post(people, data={**typed, "name": NAME + "a", "email": ""})
        assert failed.status_code == 500
    said = capfd.readouterr()
    output = said.out + said.err
    assert re.search(r'"?GET /sign-in/… HTTP/1.1"? 303', output)
    assert f"GET {people}?… HTTP/1.1" in output
    assert "appointment" in output
    for secret in (token, "not-a-token", NAME, EMAIL, "Overbeek", cast.organiser.name):
        assert secret not in output
    assert not re.search(r"127\.0\.0\.1:\d+ - ", output)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("POST /events/workshop/boards took 12 ms", "POST /events/workshop/boards took 12 ms"),
        ("10:42:07 no such table", "10:42:07 no such table"),
        ("from 192.0.2.7:51234 to /join/ABCD-EFGH?x=1", "from - to /join/…?…"),
        ("2001:db8::17:52144 - GET", "- - GET"),
        ("[2001:db8::17]:443 GET /calendars/secret.ics", "- GET /calendars/…"),
    ],
)
def test_masking_leaves_what_says_nothing_of_anybody(line, shown):
    assert masked(line) == shown
