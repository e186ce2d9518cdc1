"""The summary: its draft is the organisers', its texts are never lost, and publishing shows one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.errors import BadInput, Forbidden, NotFound, Refused, SignInNeeded, StaleWrite
from app.events.models import Event
from app.sessions.closing import close_board
from app.sessions.forms import ClosureForm
from app.summary.forms import BaseForm, SummaryForm, links_in
from app.summary.queries import published_summary, summary_draft
from app.summary.writing import publish_summary, take_summary_back, write_summary
from tests.recommendations.steps import Steps
from tests.sessions.rooms import opened, posted, recorded
from tests.summary.summaries import ABOUT, TOLD, publish

MANAGE = "/events/workshop/manage/summary"
PAGE = "/events/workshop/summary"
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def do(database, cast, action, *more, by):
    with database.writing() as db:
        return action(db, db.get_one(Event, cast.event_id), *more, by=by)


def test_nobody_reads_a_summary_before_it_is_published(database, cast):
    do(database, cast, write_summary, SummaryForm(about="Not yet."), by=cast.organiser)
    with database.reading() as db:
        event = db.get_one(Event, cast.event_id)
        for person in (cast.organiser, None):
            with pytest.raises(NotFound, match="no summary"):
                published_summary(db, event, by=person)
        for person in (cast.chair, cast.georgia_head, cast.outsider):
            with pytest.raises(Forbidden):
                summary_draft(db, event, by=person)
        with pytest.raises(SignInNeeded):
            summary_draft(db, event, by=None)


def test_what_is_published_stays_until_the_next_text_is(database, cast):
    do(database, cast, publish, by=cast.organiser)
    form = SummaryForm(base="1", about="Better words.")
    do(database, cast, write_summary, form, by=cast.organiser)

    def read() -> str:
        with database.reading() as db:
            event = db.get_one(Event, cast.event_id)
            return published_summary(db, event, by=None).words.about

    assert read() == ABOUT
    with pytest.raises(Refused, match="wrote on meanwhile"):
        do(database, cast, publish_summary, BaseForm(base="1"), by=cast.organiser)
    do(database, cast, publish_summary, BaseForm(base="2"), by=cast.organiser)
    assert read() == "Better words."
    do(database, cast, take_summary_back, by=cast.organiser)
    with pytest.raises(NotFound):
        read()
    with pytest.raises(Refused, match="nothing to take back"):
        do(database, cast, take_summary_back, by=cast.organiser)


def test_only_organisers_write_and_publish(database, cast):
    for person, error in ((cast.rapporteur, Forbidden), (None, SignInNeeded)):
        with pytest.raises(error):
            do(database, cast, write_summary, SummaryForm(about="x"), by=person)
        with pytest.raises(error):
            do(database, cast, publish_summary, BaseForm(), by=person)
        with pytest.raises(error):
            do(database, cast, take_summary_back, by=person)
    with pytest.raises(Refused, match="nothing to publish"):
        do(database, cast, publish_summary, BaseForm(), by=cast.organiser)


def test_of_many_writers_at_once_one_writes_and_the_others_see_both_texts(database, cast):
    def write(number):
        form = SummaryForm(about=f"Text {number}", keys=["workshop-1"], passages=["Told."])
        try:
            do(database, cast, write_summary, form, by=cast.organiser)
        except StaleWrite as stale:
            return stale.theirs, stale.yours
        return None

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(write, range(4)))
    assert answers.count(None) == 1
    written = f"Text {answers.index(None)}\n\nTold."
    assert {one[0] for one in answers if one} == {written}
    assert {one[1] for one in answers if one} == {
        f"Text {number}\n\nTold." for number, one in enumerate(answers) if one
    }


@ON_SQLITE
def test_the_same_words_once_more_are_no_new_text(database, cast):
    form = SummaryForm(about="Once.\r\nTwice.")
    assert do(database, cast, write_summary, form, by=cast.organiser).number == 1
    again = SummaryForm(base="1", about=" Once.\nTwice. ")
    assert do(database, cast, write_summary, again, by=cast.organiser) is None


@pytest.mark.parametrize("line", ["no address", "Label | ftp://x.org", "a | http://x y", "|"])
def test_a_line_that_is_no_link_is_refused(line):
    with pytest.raises(BadInput) as refused:
        links_in(line)
    assert refused.value.field == "links"
    assert links_in("https://a.org\n\nTwo | parts | https://b.org") == [
        ("https://a.org", "https://a.org"), ("Two | parts", "https://b.org"),
    ]  # fmt: skip


@ON_SQLITE
def test_the_page_begins_with_what_is_known_and_keeps_what_was_typed(database, cast, client_for):
    board = opened(database, cast, required=1)
    recorded(
        database, board, cast.rapporteur, [posted(database, board, cast.georgia_head)],
        "One office in each State.",
    )  # fmt: skip
    with database.writing() as db:
        db.get_one(Event, cast.event_id).background = "Why we meet."
    browser = client_for(cast.organiser)
    assert "One office in each State." not in browser.get(MANAGE).text
    with database.writing() as db:
        close_board(db, board, ClosureForm(), by=cast.chair)
    page = browser.get(MANAGE).text
    assert "Why we meet." in page
    assert "The workshop recorded these priorities:\n– One office in each State." in page
    typed = {"base": "0", "about": "My words.", "links": "nonsense", "keys": "workshop-1",
             "passages": "Typed too."}  # fmt: skip
    refused = browser.post(MANAGE, data=typed)
    assert refused.status_code == 422
    for kept in ("My words.", "nonsense", "Typed too.", "Write each link on its own line"):
        assert kept in refused.text
    assert browser.post(MANAGE, data=typed | {"links": ""}).status_code == 303
    late = browser.post(MANAGE, data=typed | {"links": "", "about": "Later words."})
    assert late.status_code == 409
    assert "My words." in late.text
    assert "Later words." in late.text
    assert 'name="base" value="1"' in late.text
    strange = browser.post(MANAGE, data=typed | {"links": "", "keys": "nowhere"})
    assert "The agenda changed meanwhile." in strange.text


@ON_SQLITE
def test_everybody_reads_what_is_published(database, cast, client, client_for):
    organiser = client_for(cast.organiser)
    assert client.get(PAGE).status_code == 404
    assert MANAGE in organiser.get("/events/workshop").text
    do(database, cast, write_summary, SummaryForm(about=ABOUT, keys=["workshop-1"],
       passages=[TOLD]), by=cast.organiser)  # fmt: skip
    assert client.get(PAGE).status_code == 404
    assert organiser.post(f"{MANAGE}/publication", data={"base": "1"}).status_code == 303
    steps = Steps(database, cast)
    steps.add("Report within a year.", kind="way_ahead")
    steps.adopt()
    page = client.get(PAGE).text
    for said in (
        ABOUT,
        "<p>Reports come late.</p><p>One office in each State would help.</p>",
        "Workshop 1",
        "Reporting and prosecution",
        "17 May 2019",
        "Georgia, Ukraine",
        "<dt>Points of the way ahead</dt><dd>1</dd>",
    ):
        assert said in page
    assert "Identifying victims" not in page
    assert f'href="{PAGE}"' in client.get("/events/workshop").text
    assert organiser.post(f"{MANAGE}/withdrawal").status_code == 303
    assert client.get(PAGE).status_code == 404
    assert organiser.post(f"{MANAGE}/withdrawal").status_code == 409
