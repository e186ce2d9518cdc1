"""Cebu 2017: three days, people of five kinds, and a summary of nested points on the last one."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from fastapi import FastAPI
from lxml import html

from app.db import Database
from tests.scenarios.browsers import paragraphs
from tests.scenarios.facts import facts_of, hold
from tests.scenarios.happening import Happening
from tests.scenarios.play import Play, played
from tests.scenarios.reading import counted, programme_facts, reported
from tests.scenarios.secretariat import without

SLUG = "cebu-2017"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_conference_of_three_days_ends_with_its_summary(
    database: Database, application: FastAPI
) -> None:
    facts = facts_of(SLUG)
    with played(database, application, SLUG) as play:
        play.begin()
        play.set_rules()
        play.read_agenda()
        play.publish()
        no_judge = play.look_over(without(play.people, "Japan", "Judiciary"))
        assert "Japan: nobody from “Judiciary”" in no_judge
        assert "Cambodia: nobody" not in no_judge
        play.import_people()
        play.say_kinds()
        play.organiser.fill(
            f"{play.top}/manage/privacy", "/manage/privacy", list_shown_to="public_counts"
        )
        Happening(play).go_on()
        agenda = play.agenda()
        programme = programme_facts(play, agenda)
        hold(
            facts,
            {
                **{name: programme[name] for name in ("title", "place", "days", "time_zone")},
                "first_days": sorted({line[:10] for line in agenda}),
                "participation": _participation(play),
                "summary": _summary(play.document(), facts["summary"]),
                "read_in": {name: _read_in(play, name) for name in ("md", "docx")},
                "follow_up": reported(play, play.somebody("delegate")),
                "about": _about(play.document(), facts["about"]),
            },
        )


def _participation(play: Play) -> dict[str, Any]:
    by_name = counted(play.document(), "Delegations")
    by_sector = counted(play.document(), "Sectors")

    def those_of(sector: str) -> list[str]:
        return sorted({row[0] for row in play.people if row[1] == sector} & set(by_name))

    return {
        "more_than_sixty": sum(by_sector.values()) > 60 and sum(by_name.values()) > 60,
        "states": those_of("Judiciary"),
        "private_sector": those_of("Private sector"),
        "international_organisations": those_of("International organisations"),
        "civil_society": those_of("Civil society"),
        "kinds": list(by_sector),
        "by_kind": _pictures(play),
    }


def _read_in(play: Play, name: str) -> dict[str, int]:
    """How the summary reads as an earlier one: its lines by what they were understood to be."""
    summary = play.public.get(f"{play.top}/conclusions.{name}").content
    organiser, readings = play.somebody("organiser"), f"{play.top}/conclusions/readings"
    given = organiser.send(readings, {}, files={"document": (f"summary.{name}", summary)})
    page = html.fromstring(organiser.get(given.headers["location"]).text)
    kinds = Counter(page.xpath("//select[@name='kind']/option[@selected]/@value"))
    organiser.post(f"{given.headers['location'].partition('?')[0]}/removal")
    below = [
        text
        for told in play.sample.happened["conclusions"]
        for line in told["paragraphs"]
        for text in line.get("below", ())
    ]
    shown = " ".join(page.text_content().split())
    return {
        **{kind: kinds[kind] for kind in ("take_away", "way_ahead")},
        "under_them": sum(text in shown for text in below),
    }


def _pictures(play: Play) -> dict[str, int]:
    """The picture of participation by kind that everybody sees on the front page."""
    page = html.fromstring(play.public.get(play.top).text)
    return {
        row.xpath("string(th)"): int(row.xpath("string(td[last()])"))
        for row in page.xpath("//section[@id='participants']//tbody/tr")
    }


def _summary(document: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    take_aways, way_ahead = paragraphs(document, "take-aways"), paragraphs(document, "way-ahead")
    thanks = " ".join(one["text"] for one in paragraphs(document, "thanks"))
    keys = [part["key"] for part in document["parts"]]
    assert keys.index("take-aways") < keys.index("way-ahead") < keys.index("thanks")
    return {
        "letterhead": document["letterhead"],
        "title": document["title"],
        "reference": document["reference"],
        "status": document["status"],
        "method": document["adoption"]["method"],
        "dated": document["version_date"],
        "take_aways": len(take_aways),
        "nested": [len(one["children"]) for one in take_aways],
        "numbers": [one["number"] for one in take_aways],
        "nested_numbers": [below["number"] for one in take_aways for below in one["children"]],
        "way_ahead": len(way_ahead),
        "way_ahead_addressed_to": sorted({name for one in way_ahead for name in one["addressees"]}),
        "way_ahead_numbers": [one["number"] for one in way_ahead],
        **{
            name: words if words in thanks else thanks
            for name, words in facts.items()
            if name in ("appreciation", "next_meeting")
        },
    }  # fmt: skip


def _about(document: dict[str, Any], facts: dict[str, str]) -> dict[str, str]:
    """For each point the words that its fact looks for, or the whole text where they are not."""
    texts: dict[str, str] = {}
    for kind, part in (("take_away", "take-aways"), ("way_ahead", "way-ahead")):
        for place, one in enumerate(paragraphs(document, part), 1):
            texts[f"{kind}_{place}"] = one["text"]
            for letter, below in zip("abcdefgh", one["children"], strict=False):
                texts[f"{kind}_{place}{letter}"] = below["text"]
    return {
        name: facts[name] if name in facts and facts[name].lower() in text.lower() else text
        for name, text in texts.items()
    }
