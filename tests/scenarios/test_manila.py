"""Manila 2013: times without ends, ten States, and each of them recommends in Session 9."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from lxml import html

from app.db import Database
from tests.scenarios.browsers import paragraphs
from tests.scenarios.facts import facts_of, hold
from tests.scenarios.happening import Happening
from tests.scenarios.play import played
from tests.scenarios.reading import (
    counted,
    day_themes,
    outcomes,
    priorities,
    programme_facts,
    reported,
)
from tests.scenarios.secretariat import without

SLUG = "manila-2013"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_ten_delegations_go_from_the_draft_agenda_to_recommendations_of_their_own(
    database: Database, application: FastAPI
) -> None:
    with played(database, application, SLUG) as play:
        play.begin()
        play.set_rules()
        understood = play.read_agenda()
        play.publish()
        few = play.look_over(without(play.people, "Cambodia", "Prosecution services"))
        assert "Cambodia: 2 of at least 3" in few
        assert "Cambodia: nobody from “Prosecution services”" in few
        headless = [[*row[:4], "delegate" if row[0] == "Thailand" else row[4]]
                    for row in play.people]  # fmt: skip
        assert "Thailand: no head of delegation" in play.look_over(headless)
        imported = play.import_people()
        assert f"Imported: {len(play.people)} new" in imported
        Happening(play).go_on()
        document = play.document()
        agenda = play.agenda()
        hold(
            facts_of(SLUG),
            {
                **programme_facts(play, agenda),
                "themes": day_themes(play),
                "ends_inferred": understood.count("the end is not in the document") > 0,
                "numbered": [line.split("Session ")[1].split(" ·")[0]
                             for line in agenda if "session: Session" in line],
                "delegations": counted(document, "Delegations"),
                "sectors": counted(document, "Sectors"),
                "recommendations": outcomes(document),
                "follow_up": reported(play, play.public),
                "outcome": {
                    "status": document["status"],
                    "method": document["adoption"]["method"],
                    "adopted_on": document["adoption"]["adopted_on"],
                    "take_aways": len(paragraphs(document, "take-aways")),
                    "common_recommendations_of": [
                        one["delegations"] for one in paragraphs(document, "common")
                    ],
                    "recommendations_by_country": [
                        one["text"] for one in paragraphs(document, "by-country")
                    ],
                    "way_ahead": len(paragraphs(document, "way-ahead")),
                    "priorities_of_session_8": priorities(play, "session-8"),
                    "priorities_before_the_plenary": len(
                        html.fromstring(
                            play.somebody("chair").get(f"{play.top}/plenary").text
                        ).xpath("//section[contains(@class, 'plenary__workshop')]//ol/li")
                    ),
                    "reported_by_session_8": [
                        below["text"]
                        for part in document["parts"]
                        for one in part["blocks"]
                        if part["key"] == "proceedings" and one["type"] == "paragraph"
                        for below in one["children"]
                    ],
                },
            },
        )  # fmt: skip
