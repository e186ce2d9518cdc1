"""Badges: a number for each that nobody counts through, and sheets that hold what they say."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from sqlmodel import select

from app.delegations.badge_sheets import badge_address
from app.delegations.badges import badge_lines, print_badges
from app.delegations.check_in_models import Badge
from app.delegations.models import Participant, SignInLink
from app.delegations.sign_in import open_link
from app.errors import BadInput, Forbidden
from app.events.models import Event
from tests.delegations.people import refusal


def printed(database, cast, whom, *, with_links=False):
    with database.writing() as db:
        return print_badges(db, cast.event_id, whom=whom, with_links=with_links, by=cast.organiser)


def test_everybody_gets_a_number_and_keeps_it(database, cast):
    first = printed(database, cast, f"delegation-{cast.georgia_id}")
    assert [one.member.name for one in first] == ["Head of delegation", "Delegate, Tbilisi police"]
    rest = printed(database, cast, "new")
    assert len(rest) == 7
    everybody = printed(database, cast, "all")
    numbers = {one.member.id: one.number for one in everybody}
    assert numbers == {one.member.id: one.number for one in (*first, *rest)}
    assert len(set(numbers.values())) == 9
    assert all(re.fullmatch(r"[1-9]\d{5}", number) for number in numbers.values())
    assert len(printed(database, cast, "podium")) == 5
    with database.reading() as db:
        lines = badge_lines(db, db.get_one(Event, cast.event_id), by=cast.organiser)
        assert all(one.is_printed and one.number for one in lines)
        assert len(db.exec(select(Badge)).all()) == 9


@pytest.mark.parametrize("whom", ["", "delegation-9999", "person-x", "someone", "new-1"])
def test_nobody_chosen_is_said(database, cast, whom):
    if whom.startswith("new"):
        printed(database, cast, "all")
    refused = refusal(
        database, print_badges, cast.event_id, whom=whom, with_links=False, by=cast.organiser
    )
    assert isinstance(refused, BadInput)


def test_a_code_is_the_number_unless_the_organiser_wants_a_link(database, cast):
    [plain] = printed(database, cast, f"person-{cast.chair.own_id}")
    assert badge_address("workshop", plain, "https://plenary.example/") == (
        f"https://plenary.example/events/workshop/check-in?badge={plain.number}"
    )
    with database.reading() as db:
        assert db.exec(select(SignInLink)).all() == []
    [linked] = printed(database, cast, f"person-{cast.chair.own_id}", with_links=True)
    address = badge_address("workshop", linked, "https://plenary.example")
    token, _, after = address.removeprefix("https://plenary.example/sign-in/").partition("#")
    assert after == f"badge={plain.number}"
    with database.writing() as db:
        assert open_link(db, token, days=1).participant_id == cast.chair.own_id


def test_only_organisers_print_badges(database, cast):
    for person in (cast.chair, cast.georgia_head, cast.outsider):
        refused = refusal(
            database, print_badges, cast.event_id, whom="all", with_links=True, by=person
        )
        assert isinstance(refused, Forbidden)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_sheets_hold_names_delegations_and_numbers(database, cast, client_for):
    long = "Ana María de la Cruz y Fernández-Santamaría del Castillo de Compostela"
    with database.writing() as db:
        db.get_one(Participant, cast.georgia_head.own_id).name = long
    desk = client_for(cast.organiser)
    page = desk.get("/events/workshop/manage/badges")
    assert "Those not printed yet (9)" in page.text
    answer = desk.post("/events/workshop/manage/badges", data={"whom": "new", "code": "number"})
    assert answer.headers["content-type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 2
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [210, 297]
    said = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    with database.reading() as db:
        numbers = db.exec(select(Badge.number)).all()
    for text in (long, "Georgia", "Ukraine", "Multi-sectorial co-operation", "Observer",
                 *(f"{number[:3]} {number[3:]}" for number in numbers)):  # fmt: skip
        assert text in said
    again = desk.post("/events/workshop/manage/badges", data={"whom": "new"})
    assert again.status_code == 422
    assert "Nobody is chosen." in again.text
