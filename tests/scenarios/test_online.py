"""Online 2021: one afternoon without a venue, about a hundred delegates, two case studies."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from lxml import html

from app.db import Database
from tests.scenarios.browsers import Browser, paragraphs
from tests.scenarios.facts import facts_of, hold
from tests.scenarios.happening import Happening
from tests.scenarios.play import Play, played
from tests.scenarios.reading import counted
from tests.scenarios.secretariat import without

SLUG = "online-2021"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_hundred_delegates_join_from_where_they_are(
    database: Database, application: FastAPI
) -> None:
    facts = facts_of(SLUG)
    with played(database, application, SLUG) as play:
        play.begin()
        play.set_rules()
        play.read_agenda()
        play.publish()
        no_judge = play.look_over(without(play.people, "Maldives", "Judiciary"))
        assert "Maldives: nobody from “Judiciary”" in no_judge
        play.import_people()
        link = play.sample.event["joining_url"]
        play.organiser.fill(
            f"{play.top}/manage/calendars", "/joining-links", joining_url=link,
            joining_for="participants",
        )  # fmt: skip
        Happening(play).go_on()
        schedule = play.public.get(f"{play.top}/agenda.json").json()["schedule"]["conference"]
        document = play.document()
        delegate = play.somebody("delegate", "Maldives")
        agenda = play.agenda()
        hold(
            facts,
            {
                "title": schedule["title"],
                "organisers": document["event"]["organisers"],
                "dates": sorted({line[:10] for line in agenda}),
                "place": document["event"]["place"],
                "online": [room["name"] for room in schedule["rooms"]] == ["Online"],
                "time_zone": schedule["time_zone_name"],
                "subjects": [
                    next((word for word in facts["subjects"] if word in line), line)
                    for line in agenda
                    if "session: Session" in line
                ],
                "participants": _participants(document),
                "joining": {
                    "participants_see_the_link": link in _programme(play, delegate),
                    "public_sees_the_link": link in _programme(play, play.public),
                    "zone_of_the_page": html.fromstring(play.public.get(play.top).text).xpath(
                        "string(//*[@data-agenda]/@data-zone)"
                    ),
                    "calendar_zone": next(
                        line.partition(":")[2]
                        for line in play.public.get(f"{play.top}/agenda.ics").text.splitlines()
                        if line.startswith("X-WR-TIMEZONE")
                    ),
                },
                "public_summary": _public_summary(play),
                "summary": _summary(play, document, facts["participants"]["states"]),
            },
        )


def _programme(play: Play, reader: Browser) -> str:
    return reader.get(play.top).text + reader.get(f"{play.top}/sessions/session-1").text


def _participants(document: dict[str, Any]) -> dict[str, Any]:
    rows = counted(document, "Delegations")
    total = sum(rows.values())
    return {
        "delegates": total,
        "about_a_hundred": 90 <= total <= 110,
        # Nine of each State, two of each organisation.
        "states": sorted(name for name, count in rows.items() if count == 9),
        "organisations": sorted(name for name, count in rows.items() if count == 2),
    }


def _summary(play: Play, document: dict[str, Any], states: list[str]) -> dict[str, Any]:
    take_aways = paragraphs(document, "take-aways")
    reader = play.somebody("delegate", "Maldives")
    cases, rounds = (
        " ".join(
            " ".join(card.itertext())
            for card in html.fromstring(reader.get(f"{play.top}/sessions/{key}/board").text).xpath(
                "//*[starts-with(@id, 'input-')]"
            )
        )
        for key in ("session-3", "session-4")
    )
    assert "small sums" in cases
    return {
        "status": document["status"],
        "method": document["adoption"]["method"],
        "adopted_on": document["adoption"]["adopted_on"],
        "take_aways": len(take_aways),
        "way_ahead": len(paragraphs(document, "way-ahead")),
        "cases_from": [name for name in states if name in take_aways[2]["text"]],
        "case_study_names_a_delegation": any(name in cases for name in states),
        "country_round_names_delegations": [name for name in states if name in rounds],
    }


def _public_summary(play: Play) -> dict[str, bool]:
    """What somebody who was not there is told, on the page that everybody reads."""
    page = play.public.text(f"{play.top}/summary")
    return {
        name: words in page
        for name, words in {
            "streamed_live": "streamed live",
            "organised_jointly": "UNODC and the Council of Europe",
            "standards_presented_by": "the Council of Europe and UNICEF",
            "cases_shared": "Case studies from the Philippines and from Sri Lanka",
            "continued_support": "goes on supporting countries of the region",
            "thanks_to_donors": "voluntary contributions",
            "states_listed": "Maldives",
        }.items()
    }
