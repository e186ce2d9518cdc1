"""Publishing freezes the draft; calendars can tell what changed; nothing published ever changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from app.agenda.changes import changes_between
from app.agenda.drafting import store_reading
from app.agenda.models import Agenda, Day, Slot, Wording
from app.agenda.publishing import publish_version
from app.agenda.queries import draft_timetable, published_timetable, versions
from app.agenda.reading.model import ReadDay
from app.delegations.rights import organiser_at
from app.errors import BadInput, Forbidden, Refused, SignInNeeded
from app.events.models import Record
from tests.agenda.programmes import STRASBOURG, with_entry, without_entry
from tests.agenda.programmes import at as clock_time


@pytest.fixture
def publish(database, event, organiser, at):
    """Reads in, publishes (six weeks before the event), and returns the published timetable."""
    at("2019-04-01T09:00:00+00:00")

    def published(read=STRASBOURG, label=""):
        with database.writing() as db:
            store_reading(db, event, read, by=organiser)
            number = publish_version(db, event, label, by=organiser).number
            return published_timetable(db, event, number)

    return published


def frozen(database, number=1):
    """All rows of one version, as they are on disk."""
    with database.reading() as db:
        agenda = db.exec(select(Agenda).where(Agenda.number == number)).one()
        rows = [agenda.model_dump()]
        for table in (Day, Wording, Slot):
            found = db.exec(
                select(table).where(table.agenda_id == agenda.key).order_by(col(table.id))
            )
            rows += [row.model_dump() for row in found]
        return rows


def by_name(timetable):
    return {one.name + one.hours: one for one in timetable.entries}


def test_a_first_version_is_the_draft_as_it_is(publish, database, event, organiser):
    version = publish()
    assert (version.number, version.label, version.reference) == (1, "Version 1", "CRD/2019/1")
    with database.reading() as db:
        draft = draft_timetable(db, event, by=organiser).timetable
    assert [one.uid for one in version.entries] == [one.uid for one in draft.entries]
    assert changes_between(version, draft) == []
    assert {one.sequence for one in version.entries} == {0}
    assert {one.first_published_at for one in version.entries} == {version.published_at}
    assert {one.source for one in version.entries} == {""}


def test_a_first_version_without_a_reference_has_the_event_s(publish, event):
    event.reference = "EVENT/1"
    assert publish(replace(STRASBOURG, reference=None)).reference == "EVENT/1"


def test_a_second_version_shows_its_changes_and_the_first_stays_as_it_was(publish, database):
    first = publish()
    before = frozen(database)
    newer = with_entry(STRASBOURG, 5, start=clock_time("10:00"))
    second = publish(without_entry(newer, 8), "Final")
    assert [str(change) for change in changes_between(first, second)] == [
        "“Workshop 1: Reporting and prosecution” is at 10:00–11:00 instead of 09:30–11:00.",
        "“The way forward” on 2019-05-17 is cancelled.",
    ]
    assert second.label == "Final"
    assert frozen(database) == before


def test_the_sequence_counts_only_what_matters_to_a_calendar(publish, at):
    at("2019-04-02T09:00:00+00:00")
    publish()
    at("2019-04-03T09:00:00+00:00")
    newer = with_entry(STRASBOURG, 5, room="Room 8")
    newer = with_entry(newer, 6, abstract="More about it.")
    second = by_name(publish(newer))
    moved = second["Workshop 1: Reporting and prosecution09:30–11:00"]
    edited = second["Workshop 2: Identifying victims09:30–11:00"]
    untouched = second["Registration08:30–09:00"]
    assert (moved.sequence, edited.sequence, untouched.sequence) == (1, 0, 0)
    assert moved.changed_at == edited.changed_at
    assert moved.changed_at.date().isoformat() == "2019-04-03"
    assert untouched.changed_at.date().isoformat() == "2019-04-02"
    assert moved.first_published_at.date().isoformat() == "2019-04-02"


def test_the_sequence_never_goes_back_even_when_the_agenda_does(publish):
    publish()
    sequences = []
    for start in ("10:00", "09:30", "10:00", "09:30"):
        read = with_entry(STRASBOURG, 5, start=clock_time(start))
        workshop = next(one for one in publish(read).entries if one.number == "1")
        sequences.append(workshop.sequence)
    assert sequences == [1, 2, 3, 4]


def test_a_removed_entry_stays_cancelled_until_the_event_is_over(publish, at):
    at("2019-05-15T09:00:00+00:00")
    publish()
    shorter = without_entry(STRASBOURG, 8)
    second = publish(shorter)
    gone = by_name(second)["The way forward16:00–17:00"]
    assert (gone.is_cancelled, gone.sequence, gone.changed_at) == (True, 1, second.published_at)
    third = publish(with_entry(shorter, 0, title="Registration and coffee"))
    still = by_name(third)["The way forward16:00–17:00"]
    assert (still.is_cancelled, still.sequence, still.changed_at) == (True, 1, gone.changed_at)
    at("2019-05-18T09:00:00+02:00")
    after = publish(with_entry(shorter, 0, title="Registration"))
    assert "The way forward16:00–17:00" not in by_name(after)


def test_an_entry_that_takes_place_after_all_keeps_its_uid_and_counts_on(publish):
    first = by_name(publish())["The way forward16:00–17:00"]
    publish(without_entry(STRASBOURG, 8))
    again = by_name(publish())["The way forward16:00–17:00"]
    assert (again.uid, again.sequence, again.is_cancelled) == (first.uid, 2, False)
    assert again.first_published_at == first.first_published_at


def test_all_uids_stay_through_versions(publish):
    first = {one.uid for one in publish().entries}
    assert first <= {one.uid for one in publish(without_entry(STRASBOURG, 2)).entries}


def test_what_is_not_ready_is_refused_with_a_sentence(database, event, organiser):
    def refused():
        with pytest.raises(Refused) as refusal, database.writing() as db:
            publish_version(db, event, "", by=organiser)
        return str(refusal.value)

    assert "no entries yet" in refused()
    undated = replace(STRASBOURG, days=(ReadDay("2019-05-16"), ReadDay("--05-17")))
    with database.writing() as db:
        store_reading(db, event, undated, by=organiser)
    assert "4 of the entries have no date yet" in refused()
    with database.writing() as db:
        store_reading(db, event, STRASBOURG, by=organiser)
        publish_version(db, event, "", by=organiser)
    assert "Nothing has changed" in refused()
    with database.reading() as db:
        assert len(versions(db, event)) == 1


def test_a_label_may_be_typed_and_not_be_endless(database, event, organiser):
    with database.writing() as db:
        store_reading(db, event, STRASBOURG, by=organiser)
    with pytest.raises(BadInput), database.writing() as db:
        publish_version(db, event, "x" * 121, by=organiser)
    with database.writing() as db:
        assert publish_version(db, event, " As of Monday ", by=organiser).label == "As of Monday"


def test_publishing_what_one_has_not_seen_is_refused(database, event, organiser):
    with database.writing() as db:
        store_reading(db, event, STRASBOURG, by=organiser)
        seen = draft_timetable(db, event, by=organiser).revision
        store_reading(db, event, without_entry(STRASBOURG, 0), by=organiser)
    with pytest.raises(Refused, match="Read the list of changes again"), database.writing() as db:
        publish_version(db, event, "", revision=seen, by=organiser)


def test_only_organisers_publish(database, event, cast, organiser):
    with database.writing() as db:
        store_reading(db, event, STRASBOURG, by=organiser)
    for person, refusal in (
        (None, SignInNeeded),
        (cast.chair, Forbidden),
        (cast.outsider, Forbidden),
    ):
        with pytest.raises(refusal), database.writing() as db:
            publish_version(db, event, "", by=person)


def test_the_journal_names_who_published_and_the_command_line_nobody(database, event, organiser):
    with database.writing() as db:
        store_reading(db, event, STRASBOURG, by=organiser)
        publish_version(db, event, "", by=organiser)
        store_reading(db, event, without_entry(STRASBOURG, 0), by=organiser_at(event))
        publish_version(db, event, "", by=organiser_at(event))
    with database.reading() as db:
        lines = db.exec(select(Record).where(Record.verb == "publish").order_by(col(Record.id)))
        assert [line.by_id for line in lines] == [organiser.participant_id, None]


def test_the_database_itself_allows_one_draft_only(database, event):
    moment = datetime(2019, 5, 1, tzinfo=UTC)
    with database.writing() as db:
        db.add(Agenda(event_id=event.key, created_at=moment))
    with pytest.raises(sa.exc.IntegrityError), database.writing() as db:
        db.add(Agenda(event_id=event.key, created_at=moment))


def test_two_organisers_who_publish_at_once_make_one_version(database, event, organiser):
    with database.writing() as db:
        store_reading(db, event, STRASBOURG, by=organiser)
    outcomes: list[str] = []
    start = Barrier(2)

    def publish_now():
        start.wait()
        try:
            with database.writing() as db:
                outcomes.append(publish_version(db, event, "", by=organiser).label)
        except Refused:
            outcomes.append("refused")

    threads = [Thread(target=publish_now) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["Version 1", "refused"]


def test_two_organisers_who_begin_at_once_make_one_draft(database, event, organiser):
    start = Barrier(2)

    def read_in():
        start.wait()
        with database.writing() as db:
            store_reading(db, event, STRASBOURG, by=organiser)

    threads = [Thread(target=read_in) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as db:
        assert len(draft_timetable(db, event, by=organiser).timetable.entries) == 9
