"""The draft's history: who changed what, taking it back, and where somebody came in between."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import col, select

from app.agenda.changelog import draft_history
from app.agenda.days import change_day, put_in_day, remove_day
from app.agenda.drafting import store_reading
from app.agenda.editing import add_slot, edit_slot, remove_slot, settle_question
from app.agenda.forms import DayForm, EntryForm, NewDayForm, PlaceForm, ShiftForm
from app.agenda.models import DraftChange
from app.agenda.moving import move_slot, shift_following
from app.agenda.undoing import last_own_change, undo_change
from app.errors import Forbidden, NotFound, Refused, SignInNeeded
from app.events.models import Record
from tests.agenda.programmes import STRASBOURG, with_entry, without_entry


@pytest.fixture
def desk(database, event, organiser, colleague, draft):
    """Changes the draft as one of two organisers, and takes changes back."""

    class Desk:
        def __init__(self):
            self.colleague = colleague

        def find(self, title):
            return next(one for one in draft().timetable.entries if one.title == title)

        def edit(self, title, /, by=organiser, **changes):
            entry = self.find(title)
            values = {
                "title": entry.title,
                "abstract": entry.abstract,
                "speakers": "\n".join(entry.speakers),
                "chair": entry.chair,
                "kind": entry.kind.value,
                "number": entry.number or "",
                "day": str(entry.day),
                "starts": f"{entry.starts:%H:%M}",
                "ends": f"{entry.ends:%H:%M}" if entry.ends else "",
                "room": entry.room or "",
                "revision": str(draft().revision),
            }
            with database.writing() as db:
                edit_slot(db, event, entry.uid, EntryForm(**{**values, **changes}), by=by)

        def undo(self, change=None, by=organiser):
            with database.writing() as db:
                last = last_own_change(db, event, by=by)
                undo_change(db, event, change or (last.key if last else 0), by=by)

        def newest(self):
            with database.reading() as db:
                found = select(DraftChange.id).order_by(col(DraftChange.id).desc())
                return db.exec(found).first()

        def history(self, **more):
            with database.reading() as db:
                return draft_history(db, event, by=organiser, **more)

        def state(self):
            """All that an organiser sees, but for the numbers of rows and revisions."""
            return (
                [
                    (day.on, day.theme, [replace(one, revision=0, day_id=0) for one in day.entries])
                    for day in draft().timetable.days
                ],
                draft().timetable.reference,
                [(q.text, q.answered_at) for q in draft().questions],
            )

    return Desk()


def actions(database, event, organiser, draft, desk):
    """Every way to change the draft, by name."""

    def write(action, *values):
        with database.writing() as db:
            action(db, event, *values, by=organiser)

    uid = desk.find("Welcome remarks").uid
    seen = str(draft().revision)
    friday = draft().timetable.days[1]
    newer = without_entry(with_entry(STRASBOURG, 5, title="Prosecution"), 8)
    return {
        "edit entry": lambda: desk.edit(
            "Welcome remarks", title="Hello", room="Foyer", chair="Judge", speakers="A\nB"
        ),
        "add entry": lambda: write(add_slot, EntryForm(title="Tour", day="2019-05-18")),
        "remove entry": lambda: write(remove_slot, uid, draft().revision),
        "move entry": lambda: write(
            move_slot, uid, PlaceForm(place=f"end:{friday.id}", revision=seen)
        ),
        "shift entries": lambda: write(
            shift_following, uid, ShiftForm(minutes="10", this_too="yes", revision=seen)
        ),
        "add day": lambda: write(put_in_day, NewDayForm(on="2019-05-18", theme="Tour")),
        "change day": lambda: write(
            change_day, friday.id, DayForm(on="2019-05-20", theme="T", revision=seen)
        ),
        "settle question": lambda: write(settle_question, draft().questions[0].key),
        "read agenda": lambda: write(store_reading, replace(newer, questions=())),
    }


@pytest.mark.parametrize(
    "verb",
    [
        "edit entry", "add entry", "remove entry", "move entry", "shift entries", "add day",
        "change day", "settle question", "read agenda",
    ],
)  # fmt: skip
def test_every_change_is_taken_back_whole_and_brought_back(
    database, event, organiser, draft, desk, verb
):
    before = desk.state()
    actions(database, event, organiser, draft, desk)[verb]()
    after = desk.state()
    assert after != before
    line = desk.history()[0]
    assert (line.verb, line.who) == (verb, "Organiser")
    desk.undo()
    state = desk.state()
    if verb == "add entry":
        # The day that was made for it stays until somebody takes it out… unless it came with it.
        assert [day for day in state[0] if day[2]] == before[0]
    else:
        assert state == before
    desk.undo(desk.newest())
    assert desk.state() == after


def test_a_day_that_was_removed_comes_back(database, event, organiser, desk):
    with database.writing() as db:
        made = put_in_day(db, event, NewDayForm(on="2019-05-18", theme="Tour"), by=organiser)
    before = desk.state()
    with database.writing() as db:
        remove_day(db, event, made, by=organiser)
    desk.undo()
    assert desk.state() == before


def test_several_changes_are_taken_back_step_by_step(database, event, organiser, desk):
    states = [desk.state()]
    for before, after in (("Welcome remarks", "One"), ("One", "Two"), ("Two", "Three")):
        desk.edit(before, title=after)
        states.append(desk.state())
    for state in reversed(states[:-1]):
        desk.undo()
        assert desk.state() == state


def test_each_taking_back_is_a_change_of_its_own(database, event, organiser, desk):
    desk.edit("Welcome remarks", title="Hello")
    desk.undo()
    first, second, *_ = desk.history()
    assert (first.verb, first.undoes) == ("undo", second.id)
    assert second.is_undone
    with pytest.raises(Refused, match="taken back already"):
        desk.undo(second.id)
    with database.reading() as db:
        verbs = [record.verb for record in db.exec(select(Record).order_by(col(Record.id)))]
    assert verbs[-2:] == ["edit entry", "undo"]


def test_one_takes_back_ones_own_last_change_not_a_colleagues(desk, organiser):
    desk.edit("Welcome remarks", title="Mine")
    desk.edit("Registration", by=desk.colleague, title="Theirs")
    desk.undo()
    assert desk.find("Welcome remarks")
    assert desk.find("Theirs")


def test_what_somebody_else_changed_since_is_not_taken_back(desk):
    desk.edit("Welcome remarks", title="Mine", room="Foyer")
    desk.edit("Mine", by=desk.colleague, title="Theirs")
    before = desk.state()
    with pytest.raises(Refused, match="Colleague changed the same since"):
        desk.undo()
    assert desk.state() == before


def test_what_somebody_else_changed_beside_it_stays_when_mine_is_taken_back(desk):
    desk.edit("Welcome remarks", title="Mine")
    desk.edit("Mine", by=desk.colleague, room="Foyer")
    desk.undo()
    assert desk.find("Welcome remarks").room == "Foyer"


def test_an_older_change_of_the_same_waits_for_the_later_one(desk):
    desk.edit("Welcome remarks", title="One")
    older = desk.newest()
    desk.edit("One", title="Two")
    with pytest.raises(Refused, match="Undo the later change first"):
        desk.undo(older)


def test_an_entry_that_somebody_continues_is_not_taken_away(database, event, organiser, desk):
    with database.writing() as db:
        add_slot(db, event, EntryForm(title="Tour", day="2019-05-16"), by=organiser)
    added = desk.newest()
    tour = desk.find("Tour")
    with database.writing() as db:
        form = EntryForm(continues=str(tour.event_session_id), day="2019-05-17")
        add_slot(db, event, form, by=desk.colleague)
    with pytest.raises(Refused, match="Another entry continues it now"):
        desk.undo(added)


def test_an_entry_does_not_come_back_to_a_day_that_is_gone(database, event, organiser, draft, desk):
    with database.writing() as db:
        made = put_in_day(db, event, NewDayForm(on="2019-05-18"), by=organiser)
    with database.writing() as db:
        uid = add_slot(db, event, EntryForm(title="Tour", day="2019-05-18"), by=organiser)
    with database.writing() as db:
        remove_slot(db, event, uid, draft().revision, by=organiser)
    removal = desk.newest()
    with database.writing() as db:
        remove_day(db, event, made, by=organiser)
    with pytest.raises(Refused, match="Its day is not in the draft"):
        desk.undo(removal)


def test_a_date_that_another_day_took_is_not_taken_from_it(database, event, organiser, draft, desk):
    thursday, friday = draft().timetable.days
    for day, on in ((thursday, "2019-05-15"), (friday, "2019-05-16")):
        form = DayForm(on=on, theme=day.theme, revision=str(draft().revision))
        with database.writing() as db:
            change_day(db, event, day.id, form, by=organiser)
    first_move = [line.id for line in desk.history() if line.verb == "change day"][-1]
    with pytest.raises(Refused, match="Another day has this date now"):
        desk.undo(first_move)


def test_a_change_that_changes_nothing_leaves_no_trace(desk):
    desk.edit("Welcome remarks")
    before = desk.newest()
    desk.edit("Welcome remarks")
    assert desk.newest() == before


def test_the_history_says_from_what_to_what(desk):
    desk.edit("Welcome remarks", title="Hello", starts="09:05", room="Foyer")
    (thing,) = desk.history()[0].things
    assert (thing.name, thing.what, thing.here) == ("Hello", "changed", True)
    assert {field.name: (field.before, field.after) for field in thing.fields} == {
        "title": ("Welcome remarks", "Hello"),
        "starts": ("09:00", "09:05"),
        "room_id": ("", "Foyer"),
    }


def test_the_history_of_one_entry_has_its_changes_only(database, event, organiser, draft, desk):
    desk.edit("Welcome remarks", title="Hello")
    desk.edit("Registration", title="Badges")
    uid = desk.find("Hello").uid
    lines = desk.history(uid=uid)
    assert [line.verb for line in lines] == ["edit entry", "read agenda"]
    assert {thing.name for line in lines for thing in line.things} == {"Hello"}
    assert len(desk.history(most=1)) == 1


def test_a_removed_entry_keeps_its_name_in_the_history(database, event, organiser, draft, desk):
    entry = desk.find("Welcome remarks")
    with database.writing() as db:
        remove_slot(db, event, entry.uid, draft().revision, by=organiser)
    (thing,) = [one for one in desk.history()[0].things if one.kind == "slots"]
    assert (thing.name, thing.what, thing.here) == ("Welcome remarks", "removed", False)


def test_an_unknown_change_and_one_of_another_event_are_not_found(database, cast, event, desk):
    with pytest.raises(NotFound):
        desk.undo(999999)
    with pytest.raises(Forbidden):
        desk.undo(desk.newest(), by=cast.outsider)


def test_only_organisers_read_the_history_and_take_changes_back(database, event, cast, desk):
    newest = desk.newest()
    for person, refusal in ((None, SignInNeeded), (cast.chair, Forbidden)):
        for ask in (
            lambda db, by: draft_history(db, event, by=by),
            lambda db, by: last_own_change(db, event, by=by),
            lambda db, by: undo_change(db, event, newest, by=by),
        ):
            with pytest.raises(refusal), database.writing() as db:
                ask(db, person)
