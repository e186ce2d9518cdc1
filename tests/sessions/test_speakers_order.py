"""The order of speaking, as properties that hold for every list."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from app.sessions.speakers_models import FloorKind, SpeakersOrder
from app.sessions.speakers_order import Waiting, in_order

GROUPS = st.sampled_from(["Georgia", "Ukraine", "Serbia", "Albania"])


@st.composite
def lists(draw: st.DrawFn) -> list[Waiting]:
    """Who waits, in the order of asking."""
    rows = draw(
        st.lists(st.tuples(st.sampled_from(FloorKind), GROUPS, st.integers(0, 2)), max_size=9)
    )
    return [Waiting(number, *row) for number, row in enumerate(rows)]


orders = st.sampled_from(SpeakersOrder)
heard = st.lists(GROUPS, max_size=6)


@given(lists(), orders, heard)
def test_nobody_is_lost_and_points_of_order_come_first(
    waiting: list[Waiting], order: SpeakersOrder, spoken: list[str]
) -> None:
    placed = in_order(waiting, order, spoken)
    assert sorted(placed, key=lambda one: one.id) == waiting
    points = [one for one in waiting if one.kind is FloorKind.POINT_OF_ORDER]
    assert placed[: len(points)] == points


@given(lists(), orders, heard)
def test_within_a_delegation_those_with_equal_claims_speak_as_they_asked(
    waiting: list[Waiting], order: SpeakersOrder, spoken: list[str]
) -> None:
    rest = [
        one for one in in_order(waiting, order, spoken) if one.kind is not FloorKind.POINT_OF_ORDER
    ]
    for earlier, later in itertools.pairwise(rest):
        if order is SpeakersOrder.AS_ASKED:
            assert earlier.id < later.id
        if order is SpeakersOrder.FIRST_TIME_FIRST and (earlier.turns > 0) == (later.turns > 0):
            assert earlier.id < later.id
    if order is SpeakersOrder.ALTERNATING:
        for group in {one.group for one in rest}:
            ids = [one.id for one in rest if one.group == group]
            assert ids == sorted(ids)


@given(lists(), heard)
def test_who_spoke_waits_for_those_who_have_not(waiting: list[Waiting], spoken: list[str]) -> None:
    placed = in_order(waiting, SpeakersOrder.FIRST_TIME_FIRST, spoken)
    claims = [one.turns > 0 for one in placed if one.kind is not FloorKind.POINT_OF_ORDER]
    assert claims == sorted(claims)


@given(lists(), heard)
def test_no_delegation_speaks_twice_in_a_row_while_another_waits(
    waiting: list[Waiting], spoken: list[str]
) -> None:
    placed = in_order(waiting, SpeakersOrder.ALTERNATING, spoken)
    rest = [one for one in placed if one.kind is not FloorKind.POINT_OF_ORDER]
    before = [*spoken, *(one.group for one in placed[: len(placed) - len(rest)])]
    last = before[-1] if before else None
    for position, one in enumerate(rest):
        if one.group == last:
            assert {other.group for other in rest[position:]} == {last}
        last = one.group


def test_the_delegation_that_was_heard_least_goes_on() -> None:
    asked = [Waiting(n, FloorKind.STATEMENT, group) for n, group in enumerate("AABC")]
    placed = in_order(asked, SpeakersOrder.ALTERNATING, ["B", "A"])
    assert [one.group for one in placed] == ["C", "A", "B", "A"]
