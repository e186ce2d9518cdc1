"""Endorsements, shortlist, order, merging: every point counts once, every source is kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, select

from app.db import Database
from app.delegations.rights import Person
from app.errors import BadInput, Forbidden, NotFound, Refused
from app.events.models import Record
from app.sessions.aside import bring_back, set_aside
from app.sessions.closing import close_board
from app.sessions.endorsing import close_round, endorse, open_round, take_back_endorsement
from app.sessions.forms import ClosureForm, MergeForm, PlaceForm, RoundForm
from app.sessions.models import BoardEvent, Endorsement, InputState, Priority, PriorityState
from app.sessions.ordering import (
    merge_priorities,
    move_priority,
    shortlist_priority,
    unlist_priority,
)
from app.sessions.prioritising import record_priority
from tests.cast import Cast
from tests.sessions.rooms import clustered, numbers, opened, posted, proposed, seen


def three(database: Database, cast: Cast, board: int) -> list[int]:
    """Three priorities, each from an input of its own."""
    return [
        proposed(
            database,
            board,
            cast.rapporteur,
            [posted(database, board, cast.georgia_head, text)],
            text,
        )
        for text in ("First.", "Second.", "Third.")
    ]


def round_of(database: Database, cast: Cast, board: int, **form: str) -> None:
    with database.writing() as db:
        open_round(db, board, RoundForm(**form), by=cast.rapporteur)


def give(database: Database, board: int, priority: int, by: Person) -> None:
    with database.writing() as db:
        endorse(db, board, priority, by=by)


def counts(database: Database, board: int) -> list[int | None]:
    return [one.endorsements for one in seen(database, board).priorities]


def test_points_are_counted_once_and_taken_back_by_their_owner(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    one, two, _ = three(database, cast, board)
    assert counts(database, board) == [None, None, None]
    round_of(database, cast, board, points="2")
    for _ in range(2):
        give(database, board, one, cast.georgia_head)
    give(database, board, two, cast.georgia_head)
    give(database, board, one, cast.ukraine_head)
    assert counts(database, board) == [2, 1, 0]
    with database.writing() as db:
        take_back_endorsement(db, board, one, by=cast.georgia_head)
        take_back_endorsement(db, board, one, by=cast.georgia_head)
    assert counts(database, board) == [1, 1, 0]
    assert numbers(database, board)[-1] == seen(database, board).seq


def test_nobody_gives_more_points_than_they_have(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    one, two, three_ = three(database, cast, board)
    round_of(database, cast, board, points="1")
    with ThreadPoolExecutor(3) as threads:
        outcomes = list(
            threads.map(
                lambda priority: _refusal(database, board, priority, cast.georgia_head),
                [one, two, three_],
            )
        )
    assert sorted(outcomes) == ["", "all your points", "all your points"]
    with database.reading() as db:
        assert len(db.exec(select(Endorsement)).all()) == 1


def test_counts_of_a_closed_round_are_nowhere_before_its_end(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    one, *_ = three(database, cast, board)
    round_of(database, cast, board, counts="closed")
    before = numbers(database, board)
    give(database, board, one, cast.georgia_head)
    assert counts(database, board) == [None, None, None]
    assert numbers(database, board) == before
    with database.writing() as db:
        close_round(db, board, by=cast.chair)
        close_round(db, board, by=cast.chair)
    assert counts(database, board) == [1, 0, 0]


def test_no_log_says_who_gave_a_point(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    one, *_ = three(database, cast, board)
    for form in ("open", "closed"):
        round_of(database, cast, board, counts=form)
        before = _logged(database, cast.georgia_head)
        give(database, board, one, cast.georgia_head)
        assert _logged(database, cast.georgia_head) == before
        with database.writing() as db:
            close_round(db, board, by=cast.chair)
    with database.reading() as db:
        assert len(db.exec(select(Endorsement)).all()) == 2


def test_a_round_is_about_the_shortlist_where_there_is_one(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    one, two, three_ = three(database, cast, board)
    with database.writing() as db:
        shortlist_priority(db, board, two, by=cast.rapporteur)
        shortlist_priority(db, board, three_, by=cast.rapporteur)
        unlist_priority(db, board, three_, by=cast.rapporteur)
    assert [one.id for one in seen(database, board).endorsable] == [two]
    round_of(database, cast, board)
    assert _refusal(database, board, one, cast.georgia_head) == "not part of the round"
    give(database, board, two, cast.georgia_head)
    with pytest.raises(Refused, match="End it first"), database.writing() as db:
        shortlist_priority(db, board, one, by=cast.rapporteur)


def test_a_round_needs_its_beginning_its_end_and_the_right_people(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast, required=0)
    with pytest.raises(Refused, match="nothing to endorse"):
        round_of(database, cast, board)
    one, *_ = three(database, cast, board)
    assert _refusal(database, board, one, cast.georgia_head) == "No round of"
    for form, field in (({"points": "many"}, "points"), ({"counts": "never"}, "counts")):
        with pytest.raises(BadInput) as refused:
            round_of(database, cast, board, **form)
        assert refused.value.field == field
    with pytest.raises(Forbidden), database.writing() as db:
        open_round(db, board, RoundForm(), by=cast.georgia_head)
    round_of(database, cast, board)
    with pytest.raises(Refused, match="open already"):
        round_of(database, cast, board)
    with pytest.raises(Forbidden):
        give(database, board, one, cast.chair)
    with pytest.raises(Refused, match="still open"), database.writing() as db:
        close_board(db, board, ClosureForm(), by=cast.chair)


def test_merging_keeps_every_source_and_the_merged_words(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    one, two, three_ = three(database, cast, board)
    with database.writing() as db:
        merge_priorities(db, board, one, MergeForm(into=str(two)), by=cast.rapporteur)
    merged, _ = seen(database, board).priorities
    assert [source.text for source in merged.sources] == ["First.", "Second."]
    assert merged.text == "Second."
    with database.reading() as db:
        row = db.get_one(Priority, one)
    assert (row.text, row.state, row.merged_into_id) == ("First.", PriorityState.MERGED, two)
    with pytest.raises(NotFound), database.writing() as db:
        record_priority(db, board, one, by=cast.rapporteur)
    with database.writing() as db:
        record_priority(db, board, two, by=cast.rapporteur)
    for into, sentence in ((two, "recorded"), (three_, "itself")):
        with pytest.raises(Refused, match=sentence), database.writing() as db:
            merge_priorities(db, board, three_, MergeForm(into=str(into)), by=cast.rapporteur)


def test_priorities_move_one_place_and_stop_at_the_ends(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    one, two, three_ = three(database, cast, board)
    for priority, move, order in (
        (three_, "up", [one, three_, two]),
        (one, "down", [three_, one, two]),
        (three_, "up", [three_, one, two]),
        (two, "down", [three_, one, two]),
    ):
        with database.writing() as db:
            move_priority(db, board, priority, PlaceForm(move=move), by=cast.rapporteur)
        assert [one.id for one in seen(database, board).priorities] == order


def test_an_input_set_aside_stays_in_sight_and_comes_back_to_its_place(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head)
    clustered(database, board, cast.rapporteur, "Contacts", [one])
    states = []
    for action in (set_aside, set_aside, bring_back, bring_back):
        with database.writing() as db:
            action(db, board, one, by=cast.rapporteur)
        view = seen(database, board)
        states.append((view.clusters[0].inputs[0].state, view.count))
    assert states == [(InputState.SET_ASIDE, 1)] * 2 + [(InputState.CLUSTERED, 1)] * 2
    with pytest.raises(Forbidden), database.writing() as db:
        set_aside(db, board, one, by=cast.organiser)


def _logged(database: Database, person: Person) -> int:
    with database.reading() as db:
        logs = (
            db.exec(select(BoardEvent).where(col(BoardEvent.by_id) == person.own_id)).all(),
            db.exec(select(Record).where(col(Record.by_id) == person.own_id)).all(),
        )
    return sum(len(log) for log in logs)


def _refusal(database: Database, board: int, priority: int, by: Person) -> str:
    known = ("all your points", "not part of the round", "No round of")
    try:
        give(database, board, priority, by)
    except Refused as refused:
        return next(words for words in known if words in str(refused))
    return ""
