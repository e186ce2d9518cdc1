"""Moving entries and shifting hours: what passes whom, what gives way, and never past midnight."""

from __future__ import annotations

import pytest

from app.agenda.editing import add_slot, edit_slot
from app.agenda.forms import EntryForm, PlaceForm, ShiftForm
from app.agenda.moving import move_slot, shift_following
from app.errors import BadInput, Forbidden, NotFound, Refused


@pytest.fixture
def desk(database, event, organiser, draft):
    """Moves and shifts entries called by their title, as the organiser who just looked."""

    class Desk:
        def find(self, title, place=0):
            return [one for one in draft().timetable.entries if one.title == title][place]

        def day(self, index):
            return draft().timetable.days[index]

        def move(self, title, place, *, seen=None):
            revision = draft().revision if seen is None else seen
            with database.writing() as db:
                form = PlaceForm(place=place, revision=str(revision))
                move_slot(db, event, self.find(title).uid, form, by=organiser)

        def shift(self, title, minutes, way="later", this_too=""):
            with database.writing() as db:
                form = ShiftForm(
                    minutes=minutes, way=way, this_too=this_too, revision=str(draft().revision)
                )
                return shift_following(db, event, self.find(title).uid, form, by=organiser)

        def add(self, title, day, starts, ends="", kind="other"):
            with database.writing() as db:
                form = EntryForm(title=title, kind=kind, day=day, starts=starts, ends=ends)
                add_slot(db, event, form, by=organiser)

        def hours(self, index):
            return [f"{one.hours} {one.title}".strip() for one in self.day(index).entries]

    return Desk()


FIRST = [
    "08:30–09:00 Registration",
    "09:00–09:30 Welcome remarks",
    "09:30–11:00 Evolving trends",
    "11:00–11:30 Coffee break",
    "11:30–12:30 Evolving trends",
]


def test_an_entry_changes_places_with_its_neighbour(desk):
    desk.move("Welcome remarks", "later")
    assert desk.hours(0)[:4] == [
        "08:30–09:00 Registration",
        "09:00–10:30 Evolving trends",
        "10:30–11:00 Welcome remarks",
        "11:00–11:30 Coffee break",
    ]
    desk.move("Welcome remarks", "earlier")
    assert desk.hours(0) == FIRST


def test_an_entry_passes_several_others_and_the_day_stays_as_long(desk):
    desk.move("Coffee break", f"before:{desk.find('Registration').uid}")
    assert desk.hours(0) == [
        "08:30–09:00 Coffee break",
        "09:00–09:30 Registration",
        "09:30–10:00 Welcome remarks",
        "10:00–11:30 Evolving trends",
        "11:30–12:30 Evolving trends",
    ]


def test_a_gap_travels_with_nobody(desk):
    desk.add("Concert", "2019-05-16", "20:00", "21:00")
    desk.move("Concert", "earlier")
    assert desk.hours(0)[-2:] == ["11:30–12:30 Concert", "12:30–13:30 Evolving trends"]


@pytest.mark.parametrize(
    ("title", "place", "sentence"),
    [
        ("Registration", "earlier", "It is the first of its day"),
        ("The way forward", "later", "It is the last of its day"),
        ("Registration", "day:{first}", "It is on this day already"),
        ("Registration", "before:{self}", "It stands there already"),
        ("Registration", "beside:{self}", "cannot run side by side with itself"),
    ],
)
def test_a_move_to_where_nothing_changes_is_refused_with_a_sentence(desk, title, place, sentence):
    place = place.format(first=desk.day(0).id, self=desk.find(title).uid)
    with pytest.raises(Refused, match=sentence):
        desk.move(title, place)
    assert desk.hours(0) == FIRST


@pytest.mark.parametrize("place", ["", "nowhere", "end:x", "day:", "end:99999999999999"])
def test_a_place_that_is_none_is_a_mistake_of_the_form(desk, place):
    with pytest.raises(BadInput):
        desk.move("Registration", place)


def test_a_place_beside_what_is_gone_is_not_found(desk):
    for place in ("before:no-such-entry", "end:999999", "day:999999"):
        with pytest.raises(NotFound):
            desk.move("Registration", place)


def test_on_another_day_the_hours_are_kept_and_nobody_gives_way(desk):
    before = desk.hours(1)
    desk.move("Welcome remarks", f"day:{desk.day(1).id}")
    assert desk.hours(1) == ["09:00–09:30 Welcome remarks", *before]
    assert "Welcome remarks" not in " ".join(desk.hours(0))


def test_what_comes_from_another_day_pushes_what_follows_as_far_as_needed(desk):
    desk.move("Welcome remarks", f"before:{desk.find('Coffee break', 1).uid}")
    assert desk.hours(1) == [
        "09:30–11:00 Reporting and prosecution",
        "09:30–11:00 Identifying victims",
        "11:00–11:30 Welcome remarks",
        "11:30–12:00 Coffee break",
        "16:00–17:00 The way forward",
    ]


def test_at_the_end_of_a_day_an_entry_begins_when_the_last_one_ends(desk):
    desk.move("Welcome remarks", f"end:{desk.day(1).id}")
    assert desk.hours(1)[-1] == "17:00–17:30 Welcome remarks"


def test_on_an_empty_day_an_entry_keeps_its_hours(desk):
    desk.add("Tour", "2019-05-18", "10:00")
    desk.move("Tour", f"end:{desk.day(0).id}")
    desk.move("Welcome remarks", f"end:{desk.day(2).id}")
    assert desk.hours(2) == ["09:00–09:30 Welcome remarks"]


def test_entries_are_put_side_by_side_and_apart_again(desk):
    desk.move("Welcome remarks", f"beside:{desk.find('Identifying victims').uid}")
    welcome, victims = desk.find("Welcome remarks"), desk.find("Identifying victims")
    assert (welcome.hours, welcome.parallel_group) == ("09:30–10:00", victims.parallel_group)
    assert [len(row.entries) for row in desk.day(1).rows] == [3, 1, 1]
    desk.move("Welcome remarks", "later")
    assert desk.find("Welcome remarks").hours == "11:00–11:30"
    assert desk.find("Welcome remarks").parallel_group is None
    assert desk.find("Coffee break", 1).hours == "11:30–12:00"


def test_entries_that_stood_alone_get_a_label_of_their_own(desk):
    desk.move("Welcome remarks", f"beside:{desk.find('Registration').uid}")
    labels = {desk.find(title).parallel_group for title in ("Welcome remarks", "Registration")}
    assert labels == {"B"}


def test_an_entry_without_a_time_moves_and_gets_none(desk):
    desk.add("Photograph", "2019-05-16", "")
    desk.move("Photograph", f"before:{desk.find('Welcome remarks').uid}")
    assert desk.hours(0)[1] == "Photograph"
    assert [line for line in desk.hours(0) if line != "Photograph"] == FIRST


def test_an_entry_that_somebody_changed_meanwhile_is_not_moved(
    desk, database, event, colleague, draft
):
    seen = draft().revision
    entry = desk.find("Welcome remarks")
    with database.writing() as db:
        form = EntryForm(title="Welcome", day="2019-05-16", starts="09:00", revision=str(seen))
        edit_slot(db, event, entry.uid, form, by=colleague)
    with pytest.raises(Refused, match="Somebody else changed “Welcome”"):
        desk.move("Welcome", "later", seen=seen)


def test_everything_after_an_entry_is_shifted_and_only_on_its_day(desk):
    friday = desk.hours(1)
    assert desk.shift("Welcome remarks", "15") == 3
    assert desk.hours(0) == [
        "08:30–09:00 Registration",
        "09:00–09:30 Welcome remarks",
        "09:45–11:15 Evolving trends",
        "11:15–11:45 Coffee break",
        "11:45–12:45 Evolving trends",
    ]
    assert desk.hours(1) == friday
    assert desk.shift("Welcome remarks", "15", "earlier") == 3
    assert desk.hours(0) == FIRST


def test_the_entry_itself_goes_along_when_asked_and_what_runs_beside_it(desk):
    assert desk.shift("Identifying victims", "7", this_too="yes") == 4
    assert desk.hours(1) == [
        "09:37–11:07 Reporting and prosecution",
        "09:37–11:07 Identifying victims",
        "11:07–11:37 Coffee break",
        "16:07–17:07 The way forward",
    ]


def test_an_end_that_was_taken_from_what_follows_follows_it(desk):
    desk.shift("Registration", "10")
    assert desk.hours(0)[:2] == ["08:30–09:10 Registration", "09:10–09:40 Welcome remarks"]
    assert desk.find("Registration").end_inferred


@pytest.mark.parametrize(("minutes", "way"), [("421", "later"), ("600", "earlier")])
def test_nothing_is_ever_pushed_past_midnight(desk, minutes, way):
    title, index = ("Identifying victims", 1) if way == "later" else ("Registration", 0)
    before = desk.hours(index)
    with pytest.raises(Refused, match="pushed past midnight, so nothing was changed"):
        desk.shift(title, minutes, way)
    assert desk.hours(index) == before


def test_an_end_at_midnight_is_still_the_same_day(desk):
    desk.shift("Identifying victims", "420")
    assert desk.hours(1)[-1] == "23:00–00:00 The way forward"


@pytest.mark.parametrize("minutes", ["", "0", "ten", "-5", "1440", "15.5"])
def test_minutes_are_a_number_of_a_day(desk, minutes):
    with pytest.raises(BadInput, match="Give the minutes as a number"):
        desk.shift("Registration", minutes)


def test_shifting_after_the_last_entry_or_one_without_time_is_refused(desk):
    with pytest.raises(Refused, match="Nothing comes after"):
        desk.shift("The way forward", "15")
    desk.add("Photograph", "2019-05-16", "")
    with pytest.raises(Refused, match="has no time yet"):
        desk.shift("Photograph", "15")


def test_only_organisers_of_the_event_move_and_shift(database, event, cast, desk, draft):
    uid = desk.find("Registration").uid
    for person in (cast.rapporteur, cast.outsider):
        with pytest.raises(Forbidden), database.writing() as db:
            move_slot(db, event, uid, PlaceForm(place="later", revision="9"), by=person)
        with pytest.raises(Forbidden), database.writing() as db:
            shift_following(db, event, uid, ShiftForm(minutes="5", revision="9"), by=person)
