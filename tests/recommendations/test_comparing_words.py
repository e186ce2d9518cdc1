"""Texts compared and combined word by word: symmetric, in any order, and without losing a word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recommendations.comparing_words import (
    Change,
    applied,
    changes,
    combined,
    common,
    drafted,
    left_out,
    word_diff,
)

BASE = "States answer requests within six months by the competent authority."
WORDS = st.sampled_from(["States", "answer", "urgent", "requests", "soon", "and", ",", "."])
TEXTS = st.lists(WORDS, max_size=9).map(" ".join)


def test_a_difference_is_shown_by_whole_words() -> None:
    assert word_diff(BASE, BASE.replace("six months", "one year")) == [
        ("same", "States answer requests within "),
        ("del", "six months"),
        ("ins", "one year"),
        ("same", " by the competent authority."),
    ]
    assert word_diff("Same.", "Same.") == [("same", "Same.")]


def test_changes_in_different_places_stand_together() -> None:
    found = combined(
        BASE,
        {
            "Georgia": BASE.replace("six months", "one year"),
            "Ukraine": BASE.replace("requests", "urgent requests"),
        },
    )
    assert found.text == (
        "States answer urgent requests within one year by the competent authority."
    )
    assert found.collisions == 0
    assert [line.names for line in found.contributions] == [("Ukraine",), ("Georgia",)]


def test_the_same_change_of_two_becomes_one_with_two_contributors() -> None:
    newer = BASE.replace("six months", "one year")
    found = combined(BASE, {"Ukraine": newer, "Georgia": newer})
    assert found.text == newer
    assert [line.names for line in found.contributions] == [("Georgia", "Ukraine")]


def test_what_collides_stands_in_brackets_by_name() -> None:
    proposals = {
        "Ukraine": BASE.replace("six months", "one year"),
        "Georgia": BASE.replace("six", "three"),
        "Moldova": BASE.replace("six", "three"),
        "Albania": BASE.replace("within six months ", ""),
    }
    found = combined(BASE, proposals)
    assert found.collisions == 1
    assert found.text == (
        "States answer requests [Albania: — / Georgia, Moldova: within three months / "
        "Ukraine: within one year] by the competent authority."
    )


def test_two_texts_without_a_base_keep_what_they_say_alike() -> None:
    found = drafted(
        {
            "Georgia": "Name one national contact point for reports, reachable at all hours.",
            "Ukraine": "Every State names a national contact point for reports.",
        }
    )
    assert found is not None
    assert found.text == (
        "[Georgia: Name one / Ukraine: Every State names a] national contact point for reports, "
        "reachable at all hours."
    )


def test_what_collides_between_two_texts_leaves_no_stray_space() -> None:
    found = drafted({"Georgia": "Answer within one year."}, within="Answer within six months.")
    assert found is not None
    assert found.text == "Answer within [Georgia: one year / six months]."


def test_a_source_revised_since_changes_only_its_own_words() -> None:
    made = "Each State should answer requests in writing within six months."
    found = drafted(
        {"Georgia": "States answer requests within one year."},
        base="States answer requests within six months.",
        within=made,
    )
    assert found is not None
    assert found.text == "Each State should answer requests in writing within one year."


@pytest.mark.parametrize(
    "texts",
    [
        {"Georgia": "Train judges.", "Ukraine": "Close the database to the public at once"},
        {"Georgia": "Train [all] judges.", "Ukraine": "Train judges."},
        {"Georgia": "Train judges."},
        {},
    ],
)
def test_texts_that_have_too_little_in_common_are_left_to_people(texts: dict[str, str]) -> None:
    assert drafted(texts) is None


def test_left_out_fragments_are_whole_and_in_order() -> None:
    assert left_out(BASE, "States answer requests, by the authority.") == [
        "within six months",
        "competent",
    ]
    assert left_out("Train judges, now.", "Train judges now.") == []


@given(base=TEXTS, one=TEXTS, other=TEXTS)
def test_the_order_of_proposals_makes_no_difference(base: str, one: str, other: str) -> None:
    there = combined(base, {"Georgia": one, "Ukraine": other})
    assert there == combined(base, {"Ukraine": other, "Georgia": one})
    assert common([one, other]) == common([other, one])


@given(base=TEXTS, proposed=TEXTS)
def test_applying_all_changes_gives_the_proposal(base: str, proposed: str) -> None:
    assert applied(base, changes(base, proposed)).split() == proposed.split()
    assert combined(base, {"Georgia": proposed}).text.split() == proposed.split()


@given(base=TEXTS, one=TEXTS, other=TEXTS)
def test_no_word_that_somebody_proposes_disappears(base: str, one: str, other: str) -> None:
    said = combined(base, {"Georgia": one, "Ukraine": other}).text
    for text in (one, other):
        for change in changes(base, text):
            for word in re.findall(r"\w+", change.words):
                assert word in said


@given(one=TEXTS, other=TEXTS, base=TEXTS)
def test_colliding_is_mutual(base: str, one: str, other: str) -> None:
    for mine in changes(base, one):
        for theirs in changes(base, other):
            assert mine.collides(theirs) == theirs.collides(mine)


@given(data=st.data())
def test_disjoint_changes_commute(data: st.DataObject) -> None:
    words = [f"word{number}" for number in range(12)]
    base = " ".join(words)
    # Every third word at most is touched, so that no two changes meet.
    places = data.draw(st.lists(st.sampled_from(range(1, 12, 3)), unique=True, max_size=4))
    owner = {place: data.draw(st.sampled_from(["Georgia", "Ukraine"])) for place in places}
    kind = {place: data.draw(st.sampled_from(["new", "", "word new"])) for place in places}

    def with_changes(text: str, name: str) -> str:
        for place in (place for place in places if owner[place] == name):
            said = f" {kind[place]}{place}" if kind[place] else ""
            text = re.sub(rf" word{place}\b", said, text)
        return text

    proposals = {name: with_changes(base, name) for name in ("Georgia", "Ukraine")}
    found = combined(base, proposals)
    one_way = with_changes(with_changes(base, "Georgia"), "Ukraine")
    other_way = with_changes(with_changes(base, "Ukraine"), "Georgia")
    assert found.collisions == 0
    assert found.text == one_way == other_way


def test_a_change_says_what_it_puts_where() -> None:
    assert changes("one two", "one three") == [Change(4, 7, "three")]
    assert changes("one two", "two") == [Change(0, 4, "")]
    assert changes("two", "one two") == [Change(0, 0, "one ")]
    assert changes("one two", "one") == [Change(3, 7, "")]
