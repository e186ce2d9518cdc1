"""What readers find of an event on its pages and in its documents, in the words of its facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import html

from tests.scenarios.browsers import Browser
from tests.scenarios.play import Play


def programme_facts(play: Play, agenda: list[str]) -> dict[str, Any]:
    """Title, place, days, version, zone and entries, as the public reads them."""
    conference = play.public.get(f"{play.top}/agenda.json").json()["schedule"]
    document = play.document()["event"]
    return {
        "title": conference["conference"]["title"],
        "place": document["place"],
        "days": document["dates"],
        "version": conference["version"],
        "time_zone": conference["conference"]["time_zone_name"],
        "entries": len(agenda),
        "agenda": agenda,
    }


def day_themes(play: Play) -> list[str]:
    """What stands beside the dates in the published programme."""
    page = html.fromstring(play.public.get(play.top).text)
    return [
        " ".join(" ".join(theme.itertext()).split())
        for theme in page.xpath("//*[contains(@class, 'day__theme')]")
    ]


def counted(document: Mapping[str, Any], caption: str) -> dict[str, int]:
    """A table of the document's participation: name → participants, without the total."""
    (table,) = [
        block
        for part in document["parts"]
        if part["key"] == "participation"
        for block in part["blocks"]
        if block["type"] == "table" and block["caption"] == caption
    ]
    return {name: int(count) for name, count in table["rows"] if name != "Total"}


def outcomes(document: Mapping[str, Any]) -> dict[str, str]:
    """What became of each delegation's first recommendation, by the annex of dispositions."""
    (table,) = [
        block
        for part in document["parts"]
        if part["key"] == "dispositions"
        for block in part["blocks"]
        if block["type"] == "table"
    ]
    return {row[0].partition(",")[0]: row[1] for row in table["rows"]}


def priorities(play: Play, key: str) -> int:
    """How many priorities stand on a board as its delegates read it."""
    row = next(row for row in play.people if row[4] == "delegate")
    page = play.browser(row[2], row[0]).get(f"{play.top}/sessions/{key}/board").text
    return len(html.fromstring(page).xpath("//li[starts-with(@id, 'priority-')]"))


def reported(play: Play, reader: Browser) -> dict[str, dict[str, str]]:
    """How far the owners of each point are that has some: number → owner → progress."""
    points = reader.get(f"{play.top}/follow-up.json").json()["points"]
    return {
        one["number"]: {owner["name"]: owner["progress"] for owner in one["owners"]}
        for one in points
        if one["owners"]
    }
