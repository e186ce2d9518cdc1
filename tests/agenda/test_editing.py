"""Mending the draft by hand: single entries, days, questions; stale writes are refused."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlmodel import select

from app.agenda.days import change_day, put_in_day, remove_day
from app.agenda.editing import add_slot, edit_slot, remove_slot, settle_question
from app.agenda.forms import DayForm, EntryForm, NewDayForm
from app.agenda.models import EventSession, Question, SlotKind
from app.agenda.queries import draft_timetable
from app.agenda.three_texts import StaleEntry
from app.errors import BadInput, Forbidden, NotFound, Refused, SignInNeeded, StaleWrite


def find(draft, title):
    return next(one for one in draft.timetable.entries if one.title == title)


def form_of(entry, seen, **changes):
    values = {
        "title": entry.title,
        "abstract": entry.abstract,
        "speakers": "\n".join(entry.speakers),
        "kind": entry.kind.value,
        "number": entry.number or "",
        "day": str(entry.day or ""),
        "starts": f"{entry.starts:%H:%M}" if entry.starts else "",
        "ends": f"{entry.ends:%H:%M}" if entry.ends else "",
        "room": entry.room or "",
        "revision": str(seen),
    }
    return EntryForm(**{**values, **changes})


def test_an_entry_is_edited_in_all_its_parts(database, event, organiser, draft):
    welcome = find(draft(), "Welcome remarks")
    form = EntryForm(
        title="  Opening   ceremony ",
        abstract="With music.\r\n\r\nAnd words.",
        speakers="Director\n\n Minister ",
        kind="opening",
        number="",
        day="2019-05-17",
        starts="8.45",
        ends="9h15",
        room="Room 8",
        revision=str(draft().revision),
    )
    with database.writing() as db:
        edit_slot(db, event, welcome.uid, form, by=organiser)
    edited = find(draft(), "Opening ceremony")
    assert (edited.uid, edited.event_session_slug) == (welcome.uid, "welcome-remarks")
    assert edited.abstract == "With music.\n\nAnd words."
    assert edited.speakers == ("Director", "Minister")
    assert (edited.day, edited.hours, edited.room) == (date(2019, 5, 17), "08:45–09:15", "Room 8")
    assert edited.kind is SlotKind.OPENING


def test_saving_an_inferred_end_confirms_it(database, event, organiser, draft):
    registration = find(draft(), "Registration")
    assert registration.end_inferred
    with database.writing() as db:
        form = form_of(registration, draft().revision)
        edit_slot(db, event, registration.uid, form, by=organiser)
    assert not find(draft(), "Registration").end_inferred


def test_two_organisers_who_edit_different_entries_do_not_hinder_each_other(
    database, event, organiser, draft
):
    seen = draft()
    for title in ("Welcome remarks", "Registration"):
        entry = find(seen, title)
        with database.writing() as db:
            form = form_of(entry, seen.revision, room="Room 9")
            edit_slot(db, event, entry.uid, form, by=organiser)
    assert {find(draft(), title).room for title in ("Welcome remarks", "Registration")} == {
        "Room 9"
    }


def test_a_stale_write_is_refused_and_both_texts_come_back(database, event, organiser, draft):
    seen = draft()
    entry = find(seen, "Welcome remarks")
    with database.writing() as db:
        form = form_of(entry, seen.revision, title="Their title", room="Room 8")
        edit_slot(db, event, entry.uid, form, by=organiser)
    mine = form_of(entry, seen.revision, title="My title")
    with pytest.raises(StaleEntry) as refusal, database.writing() as db:
        edit_slot(db, event, entry.uid, mine, by=organiser)
    assert refusal.value.theirs.splitlines()[0] == "Their title"
    assert "Room 8" in refusal.value.theirs
    assert refusal.value.yours.splitlines()[0] == "My title"
    assert find(draft(), "Their title").uid == entry.uid
    merged = refusal.value.merged
    assert [one.fields for one in merged.disputed] == [("title",)]
    assert (merged.disputed[0].base, merged.disputed[0].theirs) == (
        "Welcome remarks",
        "Their title",
    )
    again = merged.form.model_copy(update={"revision": str(refusal.value.revision)})
    with database.writing() as db:
        edit_slot(db, event, entry.uid, again, by=organiser)
    saved = find(draft(), "My title")
    assert (saved.uid, saved.room) == (entry.uid, "Room 8")


def test_an_entry_becomes_a_continuation_and_a_subject_of_its_own_again(
    database, event, organiser, draft
):
    closing, workshop = find(draft(), "The way forward"), find(draft(), "Identifying victims")
    form = form_of(closing, draft().revision, continues=str(workshop.event_session_id))
    with database.writing() as db:
        edit_slot(db, event, closing.uid, form, by=organiser)
    joined = next(one for one in draft().timetable.entries if one.uid == closing.uid)
    assert (joined.title, joined.continued) == ("Identifying victims", True)
    form = form_of(joined, draft().revision, continues="own", title="The way ahead", number="")
    with database.writing() as db:
        edit_slot(db, event, closing.uid, form, by=organiser)
    own = find(draft(), "The way ahead")
    assert (own.uid, own.continued) == (closing.uid, False)
    assert find(draft(), "Identifying victims").event_session_id == workshop.event_session_id
    assert own.event_session_id != workshop.event_session_id


def test_a_chair_and_a_parallel_group_are_kept_until_somebody_says_otherwise(
    database, event, organiser, draft
):
    workshop = find(draft(), "Identifying victims")
    with database.writing() as db:
        form = form_of(workshop, draft().revision, chair=" Judge,  Court ")
        edit_slot(db, event, workshop.uid, form, by=organiser)
    edited = find(draft(), "Identifying victims")
    assert (edited.chair, edited.parallel_group) == ("Judge, Court", "A")
    with database.writing() as db:
        form = form_of(workshop, draft().revision, parallel_group="alone")
        edit_slot(db, event, workshop.uid, form, by=organiser)
    assert find(draft(), "Identifying victims").parallel_group is None


def test_days_are_added_and_removed_while_nothing_takes_place_on_them(
    database, event, organiser, draft
):
    with database.writing() as db:
        made = put_in_day(db, event, NewDayForm(on="2019-05-18", theme="Tour"), by=organiser)
    assert [str(day.on) for day in draft().timetable.days][-1] == "2019-05-18"
    with pytest.raises(BadInput, match="has this day already"), database.writing() as db:
        put_in_day(db, event, NewDayForm(on="2019-05-18"), by=organiser)
    with pytest.raises(Refused, match="takes place on this day"), database.writing() as db:
        remove_day(db, event, draft().timetable.days[0].id, by=organiser)
    with database.writing() as db:
        remove_day(db, event, made, by=organiser)
    assert len(draft().timetable.days) == 2


def test_the_words_of_a_continued_session_are_one_text_for_stale_writes_too(
    database, event, organiser, draft
):
    seen = draft()
    first, second = [one for one in seen.timetable.entries if one.number == "8"]
    with database.writing() as db:
        form = form_of(first, seen.revision, title="Trends")
        edit_slot(db, event, first.uid, form, by=organiser)
    assert [one.title for one in draft().timetable.entries if one.number == "8"] == ["Trends"] * 2
    with pytest.raises(StaleWrite), database.writing() as db:
        edit_slot(db, event, second.uid, form_of(second, seen.revision), by=organiser)


def test_an_entry_is_added(database, event, organiser, draft):
    form = EntryForm(
        title="Group photograph", kind="other", day="2019-05-18", starts="09:00", revision="1"
    )
    with database.writing() as db:
        uid = add_slot(db, event, form, by=organiser)
    added = find(draft(), "Group photograph")
    assert (added.uid, added.event_session_slug) == (uid, "group-photograph")
    assert (added.day, added.starts, added.ends) == (date(2019, 5, 18), time(9), None)


def test_an_entry_can_be_the_first_of_an_event(database, event, organiser):
    with database.writing() as db:
        add_slot(db, event, EntryForm(title="Opening", day="2019-05-16"), by=organiser)
        draft = draft_timetable(db, event, by=organiser)
    assert [one.title for one in draft.timetable.entries] == ["Opening"]


def test_a_continuation_belongs_to_the_event_session_it_continues(
    database, event, organiser, draft
):
    workshop = find(draft(), "Identifying victims")
    form = EntryForm(
        continues=str(workshop.event_session_id), day="2019-05-17", starts="14:00", revision="1"
    )
    with database.writing() as db:
        uid = add_slot(db, event, form, by=organiser)
    added = next(one for one in draft().timetable.entries if one.uid == uid)
    assert (added.event_session_slug, added.title, added.continued) == (
        "workshop-2",
        "Identifying victims",
        True,
    )


def test_what_is_continued_must_be_in_this_draft(database, event, organiser, draft, cast):
    form = EntryForm(continues=str(cast.workshop_id), day="2019-05-17")
    with pytest.raises(BadInput), database.writing() as db:
        add_slot(db, event, form, by=organiser)


def test_an_entry_is_removed_and_its_identity_kept_for_its_board(database, event, organiser, draft):
    seen = draft()
    workshop = find(seen, "Identifying victims")
    with database.writing() as db:
        remove_slot(db, event, workshop.uid, seen.revision, by=organiser)
    assert "Identifying victims" not in {one.title for one in draft().timetable.entries}
    with database.reading() as db:
        assert db.get(EventSession, workshop.event_session_id) is not None


def test_removing_one_slot_leaves_the_other_of_the_same_session(database, event, organiser, draft):
    seen = draft()
    first, second = [one for one in seen.timetable.entries if one.number == "8"]
    with database.writing() as db:
        remove_slot(db, event, second.uid, seen.revision, by=organiser)
    assert [one.uid for one in draft().timetable.entries if one.number == "8"] == [first.uid]


def test_removing_what_somebody_just_edited_is_refused(database, event, organiser, draft):
    seen = draft()
    entry = find(seen, "Welcome remarks")
    with database.writing() as db:
        edit_slot(db, event, entry.uid, form_of(entry, seen.revision, room="Room 8"), by=organiser)
    with pytest.raises(StaleWrite), database.writing() as db:
        remove_slot(db, event, entry.uid, seen.revision, by=organiser)


def test_a_day_moves_with_all_its_entries(database, event, organiser, draft):
    friday = draft().timetable.days[1]
    form = DayForm(on="2019-05-20", theme=" Groups ", revision=str(draft().revision))
    with database.writing() as db:
        change_day(db, event, friday.id, form, by=organiser)
    moved = draft().timetable.days[1]
    assert (moved.on, moved.theme) == (date(2019, 5, 20), "Groups")
    assert [one.uid for one in moved.entries] == [one.uid for one in friday.entries]


def test_two_days_cannot_have_one_date(database, event, organiser, draft):
    form = DayForm(on="2019-05-16", revision=str(draft().revision))
    with pytest.raises(BadInput, match="has this day already"), database.writing() as db:
        change_day(db, event, draft().timetable.days[1].id, form, by=organiser)


def test_a_day_that_somebody_changed_is_not_overwritten(database, event, organiser, draft):
    friday = draft().timetable.days[1]
    form = DayForm(on="2019-05-20", theme="Mine", revision=str(draft().revision))
    with database.writing() as db:
        change_day(db, event, friday.id, form, by=organiser)
    with pytest.raises(StaleWrite) as refusal, database.writing() as db:
        change_day(db, event, friday.id, form.model_copy(update={"theme": "Yours"}), by=organiser)
    assert (refusal.value.theirs, refusal.value.yours) == ("2019-05-20 Mine", "2019-05-20 Yours")


def test_a_question_is_settled_once_and_for_all(database, event, organiser, draft):
    (question,) = draft().questions
    with database.writing() as db:
        settle_question(db, event, question.key, by=organiser)
    first = draft().questions[0].answered_at
    assert first is not None
    with database.writing() as db:
        settle_question(db, event, question.key, by=organiser)
    assert draft().questions[0].answered_at == first
    with database.reading() as db:
        assert len(db.exec(select(Question)).all()) == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "  ", "Give the entry a title."),
        ("title", "x" * 501, "The title is longer than 500 characters. Shorten it."),
        ("abstract", "x" * 8001, "The text is longer than 8000 characters. Shorten it."),
        ("starts", "half past", "Write the time as hours and minutes, for instance 09:30."),
        ("starts", "25:00", "Write the time as hours and minutes, for instance 09:30."),
        ("ends", "08:00", "The end is not after the start. Correct one of them."),
        ("ends", "09:00", "The end is not after the start. Correct one of them."),
        ("day", "17 May", "Write the date as year, month and day, for instance 2019-05-16."),
        ("kind", "party", "Choose what kind of entry this is."),
        ("revision", "", "This form is not complete. Load the page again."),
    ],
)
def test_each_mistake_is_a_sentence_beside_its_field(
    database, event, organiser, draft, field, value, sentence
):
    entry = find(draft(), "Welcome remarks")
    form = form_of(entry, draft().revision, **{field: value})
    with pytest.raises(BadInput) as refusal, database.writing() as db:
        edit_slot(db, event, entry.uid, form, by=organiser)
    assert refusal.value.field == field
    assert str(refusal.value) == sentence


def test_an_end_without_a_start_is_refused_and_a_late_reception_is_not():
    with pytest.raises(BadInput) as refusal:
        EntryForm(title="Dinner", ends="21:00").checked()
    assert refusal.value.field == "starts"
    assert EntryForm(title="Dinner", starts="20:00", ends="00:30").checked().ends == time(0, 30)


def test_every_change_of_the_draft_needs_an_organiser(database, event, cast, draft):
    form = EntryForm(title="Party", day="2019-05-18", revision="1")
    entry = find(draft(), "Welcome remarks")
    changes = [
        lambda db, by: add_slot(db, event, form, by=by),
        lambda db, by: edit_slot(db, event, entry.uid, form, by=by),
        lambda db, by: remove_slot(db, event, entry.uid, 1, by=by),
        lambda db, by: change_day(db, event, 1, DayForm(), by=by),
        lambda db, by: settle_question(db, event, 1, by=by),
        lambda db, by: draft_timetable(db, event, by=by),
    ]
    for change in changes:
        for person, refusal in (
            (None, SignInNeeded),
            (cast.georgia_head, Forbidden),
            (cast.outsider, Forbidden),
        ):
            with pytest.raises(refusal), database.writing() as db:
                change(db, person)


def test_what_is_gone_is_said_to_be_gone(database, event, organiser, draft):
    form = EntryForm(title="Late", day="2019-05-17", revision="1")
    with pytest.raises(NotFound, match="no longer in the draft"), database.writing() as db:
        edit_slot(db, event, "no-such-uid", form, by=organiser)
