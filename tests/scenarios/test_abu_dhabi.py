"""Abu Dhabi 2012: one session in five segments, and a study of 45 States with its tables."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from fastapi import FastAPI
from lxml import html
from openpyxl import load_workbook

from app.db import Database
from tests.delegations.sheets import workbook
from tests.scenarios.browsers import paragraphs
from tests.scenarios.facts import facts_of, hold
from tests.scenarios.happening import Happening
from tests.scenarios.play import Play, played

SLUG = "abu-dhabi-2012"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_five_segments_and_the_counts_of_a_study_become_further_steps(
    database: Database, application: FastAPI
) -> None:
    facts = facts_of(SLUG)
    with played(database, application, SLUG) as play:
        play.begin()
        play.set_rules()
        play.read_agenda()
        play.publish()
        play.import_people()
        _read_study_in(play)
        Happening(play).go_on()
        schedule = play.public.get(f"{play.top}/agenda.json").json()["schedule"]["conference"]
        document = play.document()
        hold(
            facts,
            {
                "title": schedule["title"],
                "subtitle": document["subtitle"],
                "place": document["event"]["place"],
                "time_zone": schedule["time_zone_name"],
                "within": [
                    min(schedule["start"], facts["within"][0]),
                    max(schedule["end"], facts["within"][1]),
                ],
                "segments": _segments(play),
                "study": _study(play),
                "outcome": {
                    "status": document["status"],
                    "method": document["adoption"]["method"],
                    "issues": len(paragraphs(document, "take-aways")),
                    "uses_of_the_study": sum(
                        len(block["children"])
                        for part in document["parts"]
                        for block in part["blocks"]
                        if block["type"] == "paragraph" and block["kind"] == "operative"
                    ),
                    "further_steps": len(paragraphs(document, "way-ahead")),
                    "annex_of_benchmarks": "benchmarks"
                    in {part["key"] for part in document["parts"] if part["annex"]},
                },
            },
        )


def _read_study_in(play: Play) -> None:
    """The study comes as a workbook; a wrong cell is named, and nothing of it is stored."""
    desk = f"{play.top}/manage/benchmarks"
    rows = list(csv.reader(io.StringIO(play.sample.document("benchmarks.csv").decode())))
    wrong = [[*rows[0]], [*rows[1][:-1], "perhaps"], *rows[2:]]
    refused = play.organiser.send(
        f"{desk}/reading", {}, files={"file": ("study.xlsx", workbook(wrong))}, expected=(422,)
    )
    assert "“perhaps”" in refused.text
    play.organiser.send(f"{desk}/reading", {}, files={"file": ("study.xlsx", workbook(rows))})
    told = play.sample.event["benchmarks"]
    play.organiser.post(desk, **{name: str(value) for name, value in told.items()})


def _segments(play: Play) -> list[str]:
    """Number, title and the presenter's organisation of each numbered entry, from the programme."""
    page = html.fromstring(play.public.get(play.top).text)
    found = []
    for entry in page.xpath("//article[@data-kind='session']"):
        number, title, people = (
            " ".join(entry.xpath(f"string(.//*[@class='entry__{name}'])").split())
            for name in ("number", "title", "people")
        )
        found.append(f"{number}: {title} | {people.partition(', ')[2]}")
    return found


def _study(play: Play) -> dict[str, Any]:
    """The study by JSON; its counts on the page and in the workbook must be the same ones."""
    study = play.public.get(f"{play.top}/benchmarks.json").json()
    page = play.public.get(f"{play.top}/benchmarks").text
    book = load_workbook(io.BytesIO(play.public.get(f"{play.top}/benchmarks.xlsx").content))
    in_workbook = {row[1]: [row[3], row[4], row[7]] for row in book["Counts"].values}
    found = {
        conduct["code"]: [
            conduct["counts"][name] for name in ("covered", "partially", "not_or_unclear")
        ]
        for provision in study["provisions"]
        for conduct in provision["conducts"]
        if conduct["kind"] == "conduct"
    }
    for code, row in found.items():
        assert "".join(f'<td class="number">{one}</td>' for one in row) in page, code
        assert in_workbook[code] == row, code
        assert sum(row) == len(study["states"]), code
    front = html.fromstring(play.public.get(play.top).text)
    return {
        "one_tap_from_the_front_page": front.xpath(
            "//main//a[@href=$way]/text()", way=f"{play.top}/benchmarks"
        ),
        "states": len(study["states"]),
        "instruments": ["; ".join(one["basis"]) for one in study["provisions"]],
        "counts": found,
    }
