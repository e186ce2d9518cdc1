"""Two wrote about one entry: yours where you changed something, theirs everywhere else."""

from __future__ import annotations

from app.agenda.forms import EntryForm
from app.agenda.three_texts import in_words, merge_three

BASE = EntryForm(title="Welcome", day="2019-05-16", starts="09:00", ends="09:30", room="Foyer")


def but(form, **changes):
    return form.model_copy(update=changes)


def test_what_only_one_of_both_changed_is_taken_from_that_one():
    merged = merge_three(BASE, but(BASE, title="Theirs"), but(BASE, abstract="Mine"))
    assert (merged.form.title, merged.form.abstract) == ("Theirs", "Mine")
    assert merged.disputed == ()


def test_what_both_changed_stays_mine_and_theirs_is_told():
    merged = merge_three(BASE, but(BASE, title="Theirs"), but(BASE, title="Mine"))
    assert merged.form.title == "Mine"
    (one,) = merged.disputed
    assert (one.base, one.theirs, one.yours) == ("Welcome", "Theirs", "Mine")


def test_day_and_hours_are_one_appointment():
    theirs, mine = but(BASE, starts="10:00", ends="10:30"), but(BASE, day="2019-05-17")
    merged = merge_three(BASE, theirs, mine)
    assert (merged.form.day, merged.form.starts) == ("2019-05-17", "09:00")
    assert [one.fields for one in merged.disputed] == [("day", "starts", "ends")]


def test_the_same_change_by_both_is_no_dispute():
    assert merge_three(BASE, but(BASE, title="X"), but(BASE, title="X")).disputed == ()


def test_line_ends_and_blanks_of_a_browser_are_no_change():
    base = but(BASE, abstract="One\nTwo")
    merged = merge_three(base, but(base, abstract="Theirs"), but(base, abstract="One\r\nTwo "))
    assert (merged.form.abstract, merged.disputed) == ("Theirs", ())


def test_without_the_base_every_difference_is_told():
    merged = merge_three(None, but(BASE, title="Theirs"), BASE)
    assert merged.form.title == "Welcome"
    assert [(one.base, one.theirs) for one in merged.disputed] == [(None, "Theirs")]


def test_a_choice_that_was_not_sent_stays_as_it_is():
    theirs = but(BASE, parallel_group="A", continues="own")
    merged = merge_three(but(BASE, parallel_group="alone", continues="own"), theirs, BASE)
    assert (merged.form.parallel_group, merged.form.continues) == ("A", "own")


def test_an_entry_in_words_has_a_line_for_each_thing():
    assert in_words(BASE).split("\n") == ["Welcome", "2019-05-16", "09:00–09:30", "Foyer"]
