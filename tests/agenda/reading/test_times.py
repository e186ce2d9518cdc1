"""The clock: every notation that was seen in real agendas, and what only looks like one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.agenda.reading.times import leading_span, trailing_span, whole_span

WRITTEN = [
    ("9h00", "09:00", None),
    ("9h00-9h15", "09:00", "09:15"),
    ("08.30", "08:30", None),
    ("9:00-10:30", "09:00", "10:30"),
    ("10:30 - 10.40", "10:30", "10:40"),
    ("14.00 – 15.30", "14:00", "15:30"),
    ("15.30 -16.00", "15:30", "16:00"),
    ("0830-0900", "08:30", "09:00"),
    ("9:30 a.m.–12:30 p.m.", "09:30", "12:30"),
    ("9.30 – 11 am", "09:30", "11:00"),
    ("11-1 pm", "11:00", "13:00"),
    ("12 noon - 2 p.m.", "12:00", "14:00"),
    ("12:30-1:30", "12:30", "13:30"),
    ("12 a.m. - 1 a.m.", "00:00", "01:00"),
    ("~17:00", "17:00", None),
    ("09.00 hours", "09:00", None),
    ("0900 hrs", "09:00", None),
    ("18:0 0", "18:00", None),
    ("9 h 30", "09:30", None),
    ("14h", "14:00", None),
    ("de 9h00 à 10h30", "09:00", "10:30"),
    ("de 9:00 a 10:30", "09:00", "10:30"),
    ("from 9:00 to 10:30", "09:00", "10:30"),
    ("9:00 – 10:30 (CET)", "09:00", "10:30"),
    ("(9h00 – 18h00)", "09:00", "18:00"),
    ("22:00-24:00", "22:00", "00:00"),
    ("until 17:00", None, "17:00"),
]
NOT_TIMES = [
    "24.25-27.5 GHz", "2013-2020", "Item 5.1", "AI 1.13", "DOC/2009/2", "15 minutes each",
    "23.05.2013", "23.05-24.05.2013", "16-17 May", "5.10 Adoption of the report", "25:00", "9:75",
    "3 presentations", "2 hours of discussion", "7.5 %", "", "–", "2019",
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "end"), WRITTEN)
def test_a_time_is_read_alone_and_before_words(text, start, end):
    alone = whole_span(text)
    before = leading_span(f"{text}  Opening")
    assert alone is not None
    assert before is not None
    assert (_clock(alone.start), _clock(alone.end)) == (start, end)
    assert (_clock(before[0].start), _clock(before[0].end)) == (start, end)
    assert f"{text}  Opening"[before[1] :] == "Opening"


@pytest.mark.parametrize("text", NOT_TIMES)
def test_what_only_looks_like_a_time_is_none(text):
    assert leading_span(f"{text} of the programme") is None
    assert leading_span(text) is None


def test_bare_hours_and_four_digits_count_only_where_nothing_else_stands():
    span = whole_span("9-10")
    assert span is not None
    assert (_clock(span.start), _clock(span.end)) == ("09:00", "10:00")
    assert leading_span("9-10 delegations") is None
    alone = whole_span("0830")
    assert alone is not None
    assert _clock(alone.start) == "08:30"
    assert leading_span("0830 Opening") is None
    assert whole_span("2015") is None


def test_a_dash_after_one_time_separates_it_from_the_title():
    text = "09.00 – Opening"
    found = leading_span(text)
    assert found is not None
    assert (found[0].end, text[found[1] :]) == (None, "Opening")


@pytest.mark.parametrize(
    ("text", "words"),
    [("Opening (9:00-9:30)", "Opening"), ("Coffee break, 10:30 – 10:45", "Coffee break")],
)
def test_a_time_may_end_a_line(text, words):
    found = trailing_span(text)
    assert found is not None
    assert text[: found[1]] == words


@pytest.mark.parametrize("text", ["Report (2013)", "Recommendations (9-10)", "Case 5 - 7 States"])
def test_numbers_that_end_a_line_are_no_times(text):
    assert trailing_span(text) is None


def _clock(value: dt.time | None) -> str | None:
    return value.strftime("%H:%M") if value else None


WRITERS = [
    lambda t: f"{t.hour}h{t.minute:02d}",
    lambda t: f"{t.hour} h {t.minute:02d}",
    lambda t: f"{t.hour:02d}:{t.minute:02d}",
    lambda t: f"{t.hour:02d}.{t.minute:02d}",
    lambda t: f"{t.hour:02d}.{t.minute:02d} hours",
    lambda t: f"{(t.hour + 11) % 12 + 1}:{t.minute:02d} {'a.m.' if t.hour < 12 else 'p.m.'}",
    lambda t: f"{(t.hour + 11) % 12 + 1}.{t.minute:02d}{'am' if t.hour < 12 else 'pm'}",
]
DASHES = ["-", " - ", "–", " – ", " -", "- ", " to ", " — ", " à "]


@settings(max_examples=300, deadline=None, database=None)
@given(
    start=st.times(),
    minutes=st.integers(min_value=5, max_value=600),
    writer=st.sampled_from(WRITERS),
    dash=st.sampled_from(DASHES),
)
def test_every_written_range_is_read_back(start, minutes, writer, dash):
    start = start.replace(second=0, microsecond=0)
    late = (dt.datetime.combine(dt.date(2020, 1, 1), start) + dt.timedelta(minutes=minutes)).time()
    end = late if late > start else dt.time(23, 59)
    if end == start:
        return
    span = whole_span(f"{writer(start)}{dash}{writer(end)}")
    assert span is not None
    assert (span.start, span.end) == (start, end)


@settings(max_examples=300, deadline=None, database=None)
@given(st.text(alphabet="0123456789hH:.-–~ apmnot()/,", max_size=30))
def test_no_scribble_upsets_the_clock(text):
    for found in (leading_span(text), trailing_span(text)):
        if found:
            assert 0 <= found[1] <= len(text)
    span = whole_span(text)
    assert span is None or span.start or span.end
