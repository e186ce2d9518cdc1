"""Priorities and closing: worded from inputs, recorded, owed; nobody's words are lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from app.db import Database
from app.errors import BadInput, Forbidden, NotFound, Refused, StaleWrite
from app.sessions.closing import close_board
from app.sessions.forms import ClosureForm, HidingForm, PriorityForm
from app.sessions.models import Closure, Priority, PrioritySource, PriorityState
from app.sessions.moderating import hide_input
from app.sessions.prioritising import (
    propose_priority,
    record_priority,
    reword_priority,
    take_back_priority,
)
from app.sessions.rules import missing_priorities
from tests.cast import Cast
from tests.sessions.rooms import numbers, opened, posted, proposed, recorded, seen


def test_a_priority_keeps_the_inputs_it_comes_from(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head, "A contact list.")
    two = posted(database, board, cast.ukraine_head, "One point of contact.")
    priority_id = proposed(database, board, cast.rapporteur, [two, one, two], "One office each.")
    (priority,) = seen(database, board).priorities
    assert (priority.id, priority.text, priority.revision) == (priority_id, "One office each.", 1)
    assert [source.client_id for source in priority.sources] == [one, two]
    assert not priority.recorded
    assert [one.text for one in seen(database, board).loose] == [
        "A contact list.",
        "One point of contact.",
    ]


def test_a_priority_needs_words_and_inputs_in_sight(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_head)
    for form, field in (
        (PriorityForm(text="One office."), "inputs"),
        (PriorityForm(inputs=[client_id]), "text"),
    ):
        with pytest.raises(BadInput) as refused, database.writing() as db:
            propose_priority(db, board, form, by=cast.rapporteur)
        assert refused.value.field == field
    with database.writing() as db:
        hide_input(db, board, client_id, HidingForm(reason="Names a firm."), by=cast.chair)
    form = PriorityForm(text="One office.", inputs=[client_id])
    with pytest.raises(Refused, match="withdrawn or hidden"), database.writing() as db:
        propose_priority(db, board, form, by=cast.rapporteur)


@pytest.mark.parametrize("part", ["organiser", "georgia_head", "observer", "outsider"])
def test_only_chair_and_rapporteur_word_and_record(
    database: Database, cast: Cast, part: str
) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_head)
    priority_id = proposed(database, board, cast.rapporteur, [client_id])
    person = cast.everybody[part]
    with pytest.raises(Forbidden):
        proposed(database, board, person, [client_id])
    with pytest.raises(Forbidden), database.writing() as db:
        record_priority(db, board, priority_id, by=person)
    with pytest.raises(Forbidden), database.writing() as db:
        reword_priority(db, board, priority_id, PriorityForm(), by=person)
    assert seen(database, board).recorded == 0


def test_a_stale_wording_is_refused_with_both_texts(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_head)
    number = proposed(database, board, cast.rapporteur, [client_id], "First words.")
    with database.writing() as db:
        form = PriorityForm(text="The chair’s words.", base="1")
        reword_priority(db, board, number, form, by=cast.chair)
    form = PriorityForm(text="The rapporteur’s words.", base="1")
    with pytest.raises(StaleWrite) as refused, database.writing() as db:
        reword_priority(db, board, number, form, by=cast.rapporteur)
    assert (refused.value.theirs, refused.value.yours, refused.value.revision) == (
        "The chair’s words.",
        "The rapporteur’s words.",
        2,
    )
    assert seen(database, board).priorities[0].text == "The chair’s words."
    with database.writing() as db:
        form = PriorityForm(text="Both.", base=str(refused.value.revision))
        reword_priority(db, board, number, form, by=cast.rapporteur)
    assert seen(database, board).priorities[0].text == "Both."


def test_of_two_who_reword_at_once_one_is_told(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_head)
    number = proposed(database, board, cast.rapporteur, [client_id], "First words.")

    def reword(text: str) -> str:
        try:
            with database.writing() as db:
                form = PriorityForm(text=text, base="1")
                reword_priority(db, board, number, form, by=cast.rapporteur)
        except StaleWrite as stale:
            return f"{stale.yours} after {stale.theirs}"
        return text

    with ThreadPoolExecutor(2) as threads:
        answers = set(threads.map(reword, ["One", "Two"]))
    assert answers in ({"One", "Two after One"}, {"Two", "One after Two"})


def test_a_recorded_wording_is_taken_back_before_it_changes(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_head)
    number = recorded(database, board, cast.rapporteur, [client_id], "Recorded words.")
    form = PriorityForm(text="Other words.", base="1")
    with pytest.raises(Refused, match="Take it back first"), database.writing() as db:
        reword_priority(db, board, number, form, by=cast.rapporteur)
    with database.writing() as db:
        take_back_priority(db, board, number, by=cast.rapporteur)
        reword_priority(db, board, number, form, by=cast.rapporteur)
    with database.reading() as db:
        stored = db.get_one(Priority, number)
    assert (stored.state, stored.recorded_at, stored.revision) == (PriorityState.PROPOSED, None, 2)


def test_recording_twice_counts_once(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_head)
    number = recorded(database, board, cast.rapporteur, [client_id])
    with database.writing() as db:
        record_priority(db, board, number, by=cast.chair)
    assert seen(database, board).recorded == 1
    assert numbers(database, board) == [1, 2, 3, 4, 4]


def test_a_priority_of_another_board_is_not_found(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    with pytest.raises(NotFound), database.writing() as db:
        record_priority(db, board, 999, by=cast.chair)


@pytest.mark.parametrize(
    ("required", "recorded_now", "sentence"),
    [
        (1, 0, "This workshop still owes its priority."),
        (2, 0, "This workshop still owes 2 of its two priorities."),
        (2, 1, "This workshop still owes 1 of its two priorities."),
        (3, 1, "This workshop still owes 2 of its 3 priorities."),
    ],
)
def test_a_workshop_that_owes_priorities_stays_open(
    database: Database, cast: Cast, required: int, recorded_now: int, sentence: str
) -> None:
    board = opened(database, cast, required=required)
    client_id = posted(database, board, cast.georgia_head)
    for _ in range(recorded_now):
        recorded(database, board, cast.rapporteur, [client_id])
    # A proposed one is not yet recorded and pays nothing.
    proposed(database, board, cast.rapporteur, [client_id])
    with pytest.raises(Refused) as refused, database.writing() as db:
        close_board(db, board, ClosureForm(), by=cast.rapporteur)
    assert str(refused.value) == sentence
    assert seen(database, board).closure is None


def test_with_its_two_priorities_a_workshop_closes_once(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_head)
    for text in ("One", "Two"):
        recorded(database, board, cast.rapporteur, [client_id], text)
    with database.writing() as db:
        close_board(db, board, ClosureForm(override_reason="None needed."), by=cast.rapporteur)
    closure = seen(database, board).closure
    assert closure is not None
    assert closure.override_reason == ""
    with pytest.raises(Refused, match="closed"), database.writing() as db:
        close_board(db, board, ClosureForm(), by=cast.rapporteur)
    with database.reading() as db:
        assert len(db.exec(select(Closure)).all()) == 1
        assert len(db.exec(select(PrioritySource)).all()) == 2


def test_only_the_chair_closes_against_what_is_owed_and_the_reason_is_kept(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    form = ClosureForm(override_reason="The room is needed.")
    with pytest.raises(Forbidden), database.writing() as db:
        close_board(db, board, form, by=cast.rapporteur)
    assert seen(database, board).closure is None
    with database.writing() as db:
        close_board(db, board, form, by=cast.chair)
    closure = seen(database, board).closure
    assert closure is not None
    assert closure.override_reason == "The room is needed."


@pytest.mark.parametrize("part", ["organiser", "georgia_head", "speaker"])
def test_who_is_neither_chair_nor_rapporteur_closes_nothing(
    database: Database, cast: Cast, part: str
) -> None:
    board = opened(database, cast, required=0)
    with pytest.raises(Forbidden), database.writing() as db:
        close_board(db, board, ClosureForm(), by=cast.everybody[part])


def test_more_than_required_leaves_nothing_missing() -> None:
    assert [missing_priorities(2, done) for done in (0, 1, 2, 3)] == [2, 1, 0, 0]
