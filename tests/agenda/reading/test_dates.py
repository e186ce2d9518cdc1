"""Dates and headings of days, in three languages."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.agenda.reading.dates import find_dates
from app.agenda.reading.headings import read_day_heading


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Thursday, 23 May 2013", ["2013-05-23"]),
        ("Strasbourg, 16-17th May, 2019", ["2019-05-16", "2019-05-17"]),
        ("30 May - 1 June 2019", ["2019-05-30", "2019-05-31", "2019-06-01"]),
        ("May 23-24, 2013", ["2013-05-23", "2013-05-24"]),
        ("2 October 2018", ["2018-10-02"]),
        ("24.05.2013", ["2013-05-24"]),
        ("24/05/2013", ["2013-05-24"]),
        ("05/24/2013", ["2013-05-24"]),
        ("2013-05-24", ["2013-05-24"]),
        ("jeudi 16 mai 2019", ["2019-05-16"]),
        ("1er juin", ["--06-01"]),
        ("du 3 au 5 juin 2014", ["2014-06-03", "2014-06-04", "2014-06-05"]),
        ("jueves 16 de mayo de 2019", ["2019-05-16"]),
        ("3 y 4 de junio de 2024", ["2024-06-03", "2024-06-04"]),
        ("23/24 March", ["--03-23", "--03-24"]),
        ("3, 4 and 5 March 2020", ["2020-03-03", "2020-03-04", "2020-03-05"]),
        ("Thursday 23/5", ["--05-23"]),
        ("May 30 – June 1, 2024", ["2024-05-30", "2024-05-31", "2024-06-01"]),
        ("14.-16. May 2024", ["2024-05-14", "2024-05-15", "2024-05-16"]),
        ("14-16.05.2024", ["2024-05-14", "2024-05-15", "2024-05-16"]),
        ("14/05/2024 - 15/05/2024", ["2024-05-14", "2024-05-15"]),
        ("2024/05/14 – 2024/05/15", ["2024-05-14", "2024-05-15"]),
        ("Dec 31, 2024 – Jan 1, 2025", ["2024-12-31", "2025-01-01"]),
        ("3 June 2024 / 3 juin 2024", ["2024-06-03"]),
        ("aged between 4 and 13 years", []),
        ("May 2013", []),
        ("Item 5.1", []),
        ("9.00-10.00", []),
        ("31 February 2019", []),
    ],
)
def test_dates_are_found(text, dates):
    assert [date.iso() for mention in find_dates(text) for date in mention.dates] == dates


def test_day_and_month_that_could_be_exchanged_are_marked():
    assert find_dates("04/05/2013")[0].unsure
    assert not find_dates("24/05/2013")[0].unsure


@pytest.mark.parametrize(
    ("text", "ordinal", "date", "theme"),
    [
        ("Day 1 – Thursday, 23 May 2013 (9h00 – 18h00)", 1, "2013-05-23", ""),
        ("Day 2 – Friday 24 May 2013 Focus on police", 2, "2013-05-24", "Focus on police"),
        ("Thursday 16 May 2019", None, "2019-05-16", ""),
        ("16 May 2019 (Thursday)", None, "2019-05-16", ""),
        ("DAY ONE", 1, None, ""),
        ("Deuxième journée", 2, None, ""),
        ("Día 2: martes 4 de junio", 2, "--06-04", ""),
        ("Agenda – Monday 3 June 2019", None, "2019-06-03", ""),
    ],
)
def test_the_heading_of_a_day_is_taken_apart(text, ordinal, date, theme):
    heading = read_day_heading(text)
    assert heading is not None
    assert heading.ordinal == ordinal
    assert (heading.mention.dates[0].iso() if heading.mention else None) == date
    assert heading.theme == theme


def test_the_hours_beside_a_day_are_the_day_s():
    heading = read_day_heading("Day 1 – Thursday, 23 May 2013 (9h00 – 18h00)")
    assert heading is not None
    assert heading.hours is not None
    assert heading.hours.end == dt.time(18, 0)


@pytest.mark.parametrize(
    "text",
    [
        "Strasbourg, 26 March 2019",
        "Version 5 April 2013",
        "16 May was chosen because the room is free. It is large.",
        "16-17 May 2019",
        "Thursday is market day",
        "Today we begin",
    ],
)
def test_other_lines_with_dates_open_no_day(text):
    assert read_day_heading(text) is None


@settings(max_examples=200, deadline=None, database=None)
@given(
    st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2090, 12, 31)),
    st.sampled_from(["%A %d %B %Y", "%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%A, %d %b %Y"]),
)
def test_every_written_date_is_read_back(date, notation):
    found = find_dates(date.strftime(notation))
    assert [d.known() for mention in found for d in mention.dates] == [date]
