"""A document that was read waits, is corrected, is told which entry is which, and is accepted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import select

from app.agenda.models import PendingReading
from app.agenda.pending import (
    accept_reading,
    complete_year,
    correct_day,
    correct_entry,
    keep_reading,
    leave_out,
    pending_readings,
    say_same,
    settle_reading_question,
    throw_away,
)
from app.agenda.queries import draft_timetable
from app.agenda.reading.model import ReadAgenda, ReadDay
from app.agenda.reading_forms import (
    AcceptForm,
    CorrectionForm,
    ReadDayForm,
    SameForm,
    YearForm,
)
from app.agenda.reading_json import reading_as_json, reading_from_json
from app.agenda.review import Becoming, Doubt, review_of
from app.errors import BadInput, Forbidden, NotFound, Refused, SignInNeeded, StaleWrite
from tests.agenda.programmes import STRASBOURG, at, read_entry, with_entry, without_entry


@pytest.fixture
def review(database, event, organiser):
    """Keeps readings and works on the last one."""

    class Reviewing:
        def keep(self, read=STRASBOURG):
            with database.writing() as db:
                self.id = keep_reading(db, event, "agenda.docx", read, by=organiser)
            return self

        def now(self):
            with database.reading() as db:
                return review_of(db, event, self.id, by=organiser)

        def do(self, action, *values, by=organiser, **more):
            with database.writing() as db:
                return action(db, event, self.id, *values, by=by, **more)

        def entry(self, title):
            return next(one for one in self.now().entries if one.read.title == title)

        def correct(self, title, /, **changes):
            one = self.entry(title).read
            index = self.entry(title).index
            values = {
                "title": one.title,
                "kind": one.kind,
                "number": one.number or "",
                "day": str(one.day_index),
                "starts": f"{one.start:%H:%M}" if one.start else "",
                "ends": f"{one.end:%H:%M}" if one.end else "",
                "revision": str(self.now().pending.revision),
            }
            self.do(correct_entry, index, CorrectionForm(**{**values, **changes}))

        def accept(self):
            now = self.now()
            form = AcceptForm(draft=str(now.draft_revision), revision=str(now.pending.revision))
            return self.do(accept_reading, form)

        def draft(self):
            with database.reading() as db:
                return draft_timetable(db, event, by=organiser)

    return Reviewing()


def test_a_reading_survives_being_stored():
    odd = with_entry(STRASBOURG, 0, room="Room 8", speakers=("A", "B"), source="8h30", start=None)
    odd = replace(with_entry(odd, 1, chair="Judge"), sectors=("Justice",), delegation_most=5)
    assert reading_from_json(reading_as_json(odd)) == odd
    stored = reading_as_json(odd) | {"a later field": 1}
    stored.pop("countries")
    assert reading_from_json(stored) == odd


def test_a_reading_waits_and_the_draft_knows_nothing_of_it(review):
    now = review.keep().now()
    assert review.draft().timetable.entries == ()
    assert (len(now.entries), now.draft_is_empty, now.gone) == (9, True, ())
    assert [day.theme for day in now.days] == ["", "Working in groups"]
    assert now.questions == ((0, "Which workshop meets in which room?"),)
    assert [(one.read.title, one.doubts) for one in now.doubtful] == [
        ("Registration", (Doubt.END_INFERRED,))
    ]


def test_accepting_makes_it_the_draft_and_nothing_waits_any_more(
    review, database, event, organiser
):
    stored = review.keep().accept()
    assert (stored.entries, stored.inferred_ends, stored.questions) == (9, 1, 1)
    assert len(review.draft().timetable.entries) == 9
    with database.reading() as db:
        assert pending_readings(db, event, by=organiser) == []
    with pytest.raises(NotFound, match="accepted or thrown away"):
        review.now()


def test_what_is_thrown_away_is_gone(review, database):
    review.keep().do(throw_away)
    with database.reading() as db:
        assert db.exec(select(PendingReading)).first() is None
    assert review.draft().timetable.entries == ()


def test_everything_about_an_entry_is_corrected_before_it_is_stored(review):
    review.keep().correct(
        "Registration", title="Badges", chair=" Judge,  Court ", starts="8.15", ends="8h45",
        room="Foyer", speakers="One\nTwo", abstract="Bring a passport.", kind="other", day="1",
        parallel_group="Z",
    )  # fmt: skip
    corrected = review.entry("Badges")
    assert corrected.doubts == ()
    review.accept()
    draft = review.draft().timetable
    badges = next(one for one in draft.entries if one.title == "Badges")
    assert (str(badges.day), badges.hours, badges.room) == ("2019-05-17", "08:15–08:45", "Foyer")
    assert (badges.speakers, badges.abstract, badges.kind) == (
        ("One", "Two"), "Bring a passport.", "other",
    )  # fmt: skip
    assert (badges.end_inferred, badges.parallel_group) == (False, "Z")
    assert badges.chair == "Judge, Court"


def test_an_end_that_stays_as_it_was_inferred_stays_marked(review):
    review.keep().correct("Registration", title="Badges")
    assert review.entry("Badges").doubts == (Doubt.END_INFERRED,)


def test_an_entry_that_was_missed_is_added_and_one_too_many_is_left_out(review):
    review.keep()
    form = CorrectionForm(title="Photograph", kind="other", day="0", starts="09:10", same_as="new")
    review.do(correct_entry, None, form)
    coffee = review.entry("Coffee break").index
    review.do(leave_out, coffee, out=True)
    assert [one.read.title for one in review.now().days[0].entries][2] == "Photograph"
    assert review.entry("Coffee break").becoming is Becoming.LEFT_OUT
    review.accept()
    titles = [one.title for one in review.draft().timetable.days[0].entries]
    assert titles == [
        "Registration", "Welcome remarks", "Photograph", "Evolving trends", "Evolving trends",
    ]  # fmt: skip


def test_what_was_left_out_is_taken_in_again_and_an_empty_reading_is_not_accepted(review):
    review.keep(replace(STRASBOURG, entries=STRASBOURG.entries[:1]))
    review.do(leave_out, 0, out=True)
    with pytest.raises(Refused, match="No entry is left"):
        review.accept()
    review.do(leave_out, 0, out=False)
    assert review.accept().entries == 1


def test_days_get_their_dates_and_themes(review):
    days = (ReadDay("--05-16"), ReadDay(None))
    review.keep(replace(STRASBOURG, days=days))
    assert [day.on for day in review.now().undated] == [None, None]
    review.do(complete_year, YearForm(year="2019"))
    review.do(correct_day, 1, ReadDayForm(on="2019-05-18", theme="  The   end "))
    with pytest.raises(BadInput, match="has this day already"):
        review.do(correct_day, 1, ReadDayForm(on="2019-05-16"))
    review.accept()
    assert [(str(day.on), day.theme) for day in review.draft().timetable.days] == [
        ("2019-05-16", ""),
        ("2019-05-18", "The end"),
    ]


def test_a_year_without_a_leap_day_is_refused_for_one(review):
    review.keep(replace(STRASBOURG, days=(ReadDay("--02-29"), ReadDay("2019-05-17"))))
    with pytest.raises(BadInput, match="2019 has no 29 February"):
        review.do(complete_year, YearForm(year="2019"))
    for year in ("", "19", "soon", "3019"):
        with pytest.raises(BadInput, match="four digits"):
            review.do(complete_year, YearForm(year=year))
    review.do(complete_year, YearForm(year="2028"))
    assert str(review.now().days[0].on) == "2028-02-29"


def test_a_question_settled_in_the_review_is_not_put_again(review):
    review.keep().do(settle_reading_question, 0)
    assert review.now().questions == ()
    assert review.accept().questions == 0
    assert [one.answered_at is not None for one in review.draft().questions] == [True]


NEWER = without_entry(
    with_entry(
        with_entry(STRASBOURG, 6, title="Something else entirely", number=None, kind="other"),
        1, start=at("09:05"), title="Welcome", day_index=1,
    ),
    8,
)  # fmt: skip


def test_a_newer_document_shows_what_would_become_of_each_entry(review):
    review.keep().accept()
    now = review.keep(NEWER).now()
    becoming = {one.read.title: one.becoming for one in now.entries}
    assert becoming["Registration"] is Becoming.SAME
    assert becoming["Something else entirely"] is Becoming.NEW
    assert becoming["Welcome"] is Becoming.CHANGED
    welcome = review.entry("Welcome")
    assert [(one.what, str(one.before), str(one.after)) for one in welcome.differences] == [
        ("day", "2019-05-16", "2019-05-17"),
        ("hours", "09:00–09:30", "09:05–09:30"),
        ("title", "Welcome remarks", "Welcome"),
    ]
    assert [one.title for one in now.gone] == ["Identifying victims", "The way forward"]


def test_an_organiser_says_that_this_one_is_that_one_and_it_keeps_its_identity(review):
    review.keep().accept()
    before = {one.title: one for one in review.draft().timetable.entries}
    review.keep(NEWER)
    victims = before["Identifying victims"]
    index = str(review.entry("Something else entirely").index)
    review.do(say_same, SameForm(uid=victims.uid, entry=index))
    assert [one.title for one in review.now().gone] == ["The way forward"]
    review.accept()
    after = {one.title: one for one in review.draft().timetable.entries}
    renamed = after["Something else entirely"]
    assert (renamed.uid, renamed.event_session_id) == (victims.uid, victims.event_session_id)
    assert after["Welcome"].uid == before["Welcome remarks"].uid


def test_an_organiser_says_that_an_entry_is_new_although_it_was_recognised(review):
    review.keep().accept()
    old = {one.uid for one in review.draft().timetable.entries}
    review.keep().correct("Welcome remarks", same_as="new")
    assert review.entry("Welcome remarks").becoming is Becoming.NEW
    assert [one.title for one in review.now().gone] == ["Welcome remarks"]
    review.accept()
    new = next(one for one in review.draft().timetable.entries if one.title == "Welcome remarks")
    assert new.uid not in old


def test_two_entries_cannot_be_the_same_one(review):
    review.keep().accept()
    uid = review.draft().timetable.entries[0].uid
    review.keep()
    for index in ("1", "2"):
        review.do(say_same, SameForm(uid=uid, entry=index))
    assert [one.old.uid for one in review.now().entries if one.old].count(uid) == 1
    with pytest.raises(BadInput):
        review.do(say_same, SameForm(uid=uid, entry="99"))


def test_a_draft_or_a_reading_that_changed_meanwhile_is_not_overwritten(review):
    review.keep()
    seen = review.now()
    form = AcceptForm(draft=str(seen.draft_revision), revision=str(seen.pending.revision))
    review.correct("Registration", title="Badges")
    with pytest.raises(Refused, match="corrected this reading meanwhile"):
        review.do(accept_reading, form)
    first = review.id
    review.keep().accept()
    review.id = first
    seen = replace(review.now(), draft_revision=0)
    stale = AcceptForm(draft="0", revision=str(seen.pending.revision))
    with pytest.raises(Refused, match="draft was changed while you were looking"):
        review.do(accept_reading, stale)


def test_two_organisers_who_correct_the_same_entry_lose_no_word(review, colleague):
    review.keep()
    index, seen = review.entry("Welcome remarks").index, str(review.now().pending.revision)
    mine = CorrectionForm(title="Mine", starts="09:00", ends="09:30", revision=seen)
    theirs = mine.model_copy(update={"title": "Theirs"})
    review.do(correct_entry, index, theirs, by=colleague)
    with pytest.raises(StaleWrite) as refusal:
        review.do(correct_entry, index, mine)
    assert refusal.value.theirs.splitlines()[0] == "Theirs"
    assert refusal.value.yours.splitlines()[0] == "Mine"
    other = review.entry("Registration").index
    review.do(correct_entry, other, mine.model_copy(update={"title": "Another"}))
    assert {"Theirs", "Another"} <= {one.read.title for one in review.now().entries}


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("starts", "soon"), ("ends", "08:00"), ("day", "7"), ("kind", "party")],
)
def test_a_mistake_is_a_sentence_beside_its_field(review, field, value):
    review.keep()
    with pytest.raises(BadInput) as refusal:
        review.correct("Welcome remarks", **{field: value})
    assert refusal.value.field == field


def test_readings_of_no_entry_day_or_question_are_not_found(review):
    review.keep()
    for action, values in (
        (correct_entry, (99, CorrectionForm(title="X"))),
        (correct_day, (99, ReadDayForm())),
        (settle_reading_question, (99,)),
    ):
        with pytest.raises(NotFound):
            review.do(action, *values)


@pytest.mark.parametrize("count", [1, 200])
def test_one_entry_and_two_hundred_are_reviewed_and_accepted(review, count):
    entries = tuple(
        read_entry(0, f"{8 + place // 20:02}:{place % 20 * 3:02}", None, "other", f"Entry {place}")
        for place in range(count)
    )
    read = ReadAgenda(None, None, None, None, None, (ReadDay("2019-05-16"),), entries, ())
    assert len(review.keep(read).now().entries) == count
    assert review.accept().entries == count
    again = review.keep(read).now()
    assert {one.becoming for one in again.entries} == {Becoming.SAME}


def test_only_organisers_of_the_event_see_what_waits(review, database, event, cast):
    review.keep()
    for person, refusal in (
        (None, SignInNeeded),
        (cast.chair, Forbidden),
        (cast.outsider, Forbidden),
    ):
        for look in (
            lambda db, by: review_of(db, event, review.id, by=by),
            lambda db, by: pending_readings(db, event, by=by),
            lambda db, by: keep_reading(db, event, "x.txt", STRASBOURG, by=by),
            lambda db, by: throw_away(db, event, review.id, by=by),
            lambda db, by: leave_out(db, event, review.id, 0, out=True, by=by),
            lambda db, by: accept_reading(db, event, review.id, AcceptForm(), by=by),
        ):
            with pytest.raises(refusal), database.writing() as db:
                look(db, person)
