"""Going back to an older version: the draft says what it said, and nothing published changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import col, select

from app.agenda.changes import changes_between
from app.agenda.drafting import store_reading
from app.agenda.models import DraftChange, Slot
from app.agenda.publishing import publish_version
from app.agenda.queries import draft_timetable, published_timetable, versions
from app.agenda.reading.model import ReadDay
from app.agenda.returning import return_to_version
from app.agenda.undoing import undo_change
from app.errors import BadInput, Forbidden, NotFound, Refused, SignInNeeded
from tests.agenda.programmes import STRASBOURG, with_entry, without_entry
from tests.agenda.programmes import at as clock_time

SHORTER = without_entry(with_entry(STRASBOURG, 5, start=clock_time("10:00")), 8)


@pytest.fixture
def told(database, event, organiser, at):
    """Two versions: the second has one workshop later and no closing."""
    at("2019-04-01T09:00:00+00:00")
    with database.writing() as db:
        store_reading(db, event, STRASBOURG, by=organiser)
        publish_version(db, event, "First", by=organiser)
        store_reading(db, event, SHORTER, by=organiser)
        publish_version(db, event, "Second", by=organiser)


def draft(database, event, organiser):
    with database.reading() as db:
        return draft_timetable(db, event, by=organiser)


def test_the_draft_says_what_the_older_version_said(told, database, event, organiser):
    with database.writing() as db:
        return_to_version(db, event, 1, by=organiser)
    with database.reading() as db:
        first = published_timetable(db, event, 1)
    now_drafted = draft(database, event, organiser).timetable
    assert changes_between(first, now_drafted) == []
    assert [one.uid for one in now_drafted.entries] == [one.uid for one in first.entries]


def test_what_is_published_stays_until_the_draft_is_published(told, database, event, organiser):
    with database.reading() as db:
        before = [published_timetable(db, event, number) for number in (1, 2)]
    with database.writing() as db:
        return_to_version(db, event, 1, by=organiser)
    with database.reading() as db:
        assert [published_timetable(db, event, number) for number in (1, 2)] == before
        assert len(versions(db, event)) == 2
    with database.writing() as db:
        assert publish_version(db, event, "Third", by=organiser).number == 3
        third = published_timetable(db, event, 3)
    closing = next(one for one in third.entries if one.title == "The way forward")
    workshop = next(one for one in third.entries if one.number == "1")
    assert (closing.is_cancelled, closing.sequence, workshop.sequence) == (False, 2, 2)


def test_what_a_version_had_as_cancelled_is_not_in_the_draft(told, database, event, organiser):
    with database.writing() as db:
        return_to_version(db, event, 1, by=organiser)
        return_to_version(db, event, 2, by=organiser)
    assert "The way forward" not in {
        one.title for one in draft(database, event, organiser).timetable.entries
    }


def test_a_whole_day_comes_back_with_its_theme(database, event, organiser):
    one_day = replace(
        STRASBOURG, days=(ReadDay("2019-05-16"),),
        entries=tuple(one for one in STRASBOURG.entries if one.day_index == 0),
    )  # fmt: skip
    with database.writing() as db:
        store_reading(db, event, STRASBOURG, by=organiser)
        publish_version(db, event, "", by=organiser)
        store_reading(db, event, one_day, by=organiser)
        return_to_version(db, event, 1, by=organiser)
    days = draft(database, event, organiser).timetable.days
    assert [day.theme for day in days] == ["", "Working in groups"]


def test_going_back_can_be_undone(told, database, event, organiser):
    before = draft(database, event, organiser).timetable
    with database.writing() as db:
        return_to_version(db, event, 1, by=organiser)
        change = db.exec(select(DraftChange).order_by(col(DraftChange.id).desc())).first()
        assert change.verb == "return to version"
        undo_change(db, event, change.key, by=organiser)
    assert changes_between(before, draft(database, event, organiser).timetable) == []


def test_an_entry_dropped_after_the_event_counts_on_when_it_comes_back(
    told, database, event, organiser, at
):
    at("2019-05-20T09:00:00+00:00")
    with database.writing() as db:
        store_reading(db, event, with_entry(SHORTER, 0, title="Arrival"), by=organiser)
        third = published_timetable(db, event, publish_version(db, event, "", by=organiser).number)
        assert "The way forward" not in {one.title for one in third.entries}
        return_to_version(db, event, 1, by=organiser)
        fourth = published_timetable(db, event, publish_version(db, event, "", by=organiser).number)
        first = published_timetable(db, event, 1)
    closing = next(one for one in fourth.entries if one.title == "The way forward")
    original = next(one for one in first.entries if one.uid == closing.uid)
    assert closing.sequence == 2  # it was 1 when it was cancelled
    assert closing.first_published_at == original.first_published_at


def test_a_stale_page_and_a_version_that_is_not_there_are_refused(told, database, event, organiser):
    seen = draft(database, event, organiser).revision
    with database.writing() as db:
        store_reading(db, event, STRASBOURG, by=organiser)
    with pytest.raises(Refused, match="changed while you were looking"), database.writing() as db:
        return_to_version(db, event, 1, revision=seen, by=organiser)
    with pytest.raises(NotFound, match="no version 7"), database.writing() as db:
        return_to_version(db, event, 7, by=organiser)


def test_only_organisers_go_back(told, database, event, cast):
    for person, refusal in (
        (None, SignInNeeded),
        (cast.chair, Forbidden),
        (cast.outsider, Forbidden),
    ):
        with pytest.raises(refusal), database.writing() as db:
            return_to_version(db, event, 1, by=person)


def test_no_slot_of_an_older_version_is_touched(told, database, event, organiser):
    def frozen():
        with database.reading() as db:
            rows = db.exec(select(Slot).where(col(Slot.first_published_at).is_not(None)))
            return sorted((row.model_dump() for row in rows), key=lambda row: row["id"])

    before = frozen()
    with database.writing() as db:
        return_to_version(db, event, 1, by=organiser)
    assert frozen() == before


def test_a_reference_is_typed_with_the_name_and_stays_with_the_version(
    told, database, event, organiser
):
    with database.writing() as db:
        published = publish_version(db, event, "Final", reference=" CRD/9 ", by=organiser)
        assert published.reference == "CRD/9"
    with database.reading() as db:
        assert [one.reference for one in versions(db, event)] == [
            "CRD/9",
            "CRD/2019/1",
            "CRD/2019/1",
        ]
    with pytest.raises(BadInput) as refusal, database.writing() as db:
        publish_version(db, event, "Final", reference="x" * 121, by=organiser)
    assert refusal.value.field == "reference"
