"""Strasbourg 2019: ten delegations of five, four workshops in two rooms, and one document."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from docx import Document
from fastapi import FastAPI

from app.db import Database
from tests.scenarios.browsers import paragraphs
from tests.scenarios.facts import facts_of, hold
from tests.scenarios.happening import Happening
from tests.scenarios.play import Play, played
from tests.scenarios.reading import counted, priorities, programme_facts
from tests.scenarios.secretariat import Row

SLUG = "strasbourg-2019"
WORKSHOPS = ("workshop-1", "workshop-2", "workshop-3", "workshop-4")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_four_workshops_of_ten_delegations_end_in_adopted_conclusions(
    database: Database, application: FastAPI
) -> None:
    with played(database, application, SLUG) as play:
        play.begin()
        play.set_rules()
        play.read_agenda()
        play.publish()
        sixth: Row = ["Georgia", "Ministry of Education", "Second counsellor", "", "delegate"]
        assert "Georgia: 6 of at most 5" in play.look_over([*play.people, sixth])
        play.import_people()
        play.publish(2)
        morning = Happening(play)
        begins = play.sample.event["demo_starts_at"]
        morning.go_on(begins)
        owed = play.somebody("chair").send(
            f"{play.top}/sessions/workshop-2/closure", {}, expected=(409,)
        )
        assert "This workshop still owes 2 of its two priorities." in owed.text
        play.public.get(f"{play.top}/conclusions.json", status=401)
        morning.go_on(after=begins)
        document = play.document()
        programme = programme_facts(play, play.agenda())
        plenary = play.somebody("delegate", "Serbia").text(f"{play.top}/plenary")
        hold(
            facts_of(SLUG),
            {
                **programme,
                "reference": document["reference"],
                "delegations": counted(document, "Delegations"),
                "sectors": counted(document, "Sectors"),
                "priorities": {
                    **{key: priorities(play, key) for key in WORKSHOPS},
                    "reported_to_the_plenary": sum(
                        line["text"] in plenary
                        for board in play.sample.happened["boards"]
                        for line in board.get("priorities", ())
                    ),
                },
                "outcome": _outcome(play, document),
            },
        )


def _outcome(play: Play, document: dict[str, Any]) -> dict[str, Any]:
    (common,) = paragraphs(document, "common")
    (of_one,) = paragraphs(document, "by-country")
    sources = play.somebody("rapporteur").get(f"{play.top}/conclusions.json").json()
    return {
        "status": document["status"],
        "method": document["adoption"]["method"],
        "adopted_on": document["adoption"]["adopted_on"],
        "common_recommendation_of": common["delegations"],
        "sources_of_the_common_recommendation": [
            one["label"] for one in paragraphs(sources, "common")[0]["sources"]
        ],
        "recommendation_of": [of_one["text"]],
        "documents": sorted(
            name for name in ("docx", "json", "md", "pdf") if _opens(play, name, common["text"])
        ),
    }


def _opens(play: Play, name: str, text: str) -> bool:
    """Whether this document opens, and says the common recommendation."""
    content = play.public.get(f"{play.top}/conclusions.{name}").content
    if name == "pdf":
        return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
    if name == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            assert package.testzip() is None
        return any(text in one.text for one in Document(io.BytesIO(content)).paragraphs)
    return text in content.decode()
