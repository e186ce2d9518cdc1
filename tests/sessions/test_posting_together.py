"""Inputs that come together: stored as if one after the other, in the same few statements."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import select

from app.db import Database
from app.delegations.rights import Person
from app.errors import BadInput, Forbidden, Refused, SignInNeeded
from app.sessions.forms import InputForm, RulesForm
from app.sessions.models import Attribution, BoardEvent, Input
from app.sessions.moderating import set_rules
from app.sessions.posting import Post, Posted, post_inputs
from tests.cast import Cast
from tests.sessions.rooms import numbers, opened, posted, seen


def _post(by: Person | None, text: str = "A contact list.", client_id: str = "") -> Post:
    return Post(InputForm(client_id=client_id or str(uuid4()), text=text), by)


def test_one_that_is_refused_spoils_no_other(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    with database.writing() as db:
        outcomes = post_inputs(
            db,
            board,
            [
                _post(cast.georgia_head, "First."),
                _post(cast.georgia_head, " "),
                _post(None),
                _post(cast.chair),
                _post(cast.ukraine_head, "Second."),
            ],
        )
    assert [type(one) for one in outcomes] == [Posted, BadInput, SignInNeeded, Forbidden, Posted]
    assert [one.seq for one in outcomes if isinstance(one, Posted)] == [2, 3]
    assert [one.text for one in seen(database, board).loose] == ["First.", "Second."]
    assert numbers(database, board) == [1, 2, 3, 3]


def test_each_number_is_that_of_its_own_input(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    with database.writing() as db:
        outcomes = post_inputs(db, board, [_post(cast.georgia_head, f"{n}") for n in range(20)])
    stored = [one for one in outcomes if isinstance(one, Posted)]
    with database.reading() as db:
        log = db.exec(select(BoardEvent).where(BoardEvent.verb == "post")).all()
        texts = dict(db.exec(select(Input.id, Input.text)).all())
    assert {event.seq: event.subject_id for event in log} == {
        one.seq: one.input.id for one in stored
    }
    assert [texts[one.input.id] for one in stored] == [f"{n}" for n in range(20)]
    assert sorted(one.input.key for one in stored) == [one.input.key for one in stored]


def test_the_same_input_twice_in_one_go_is_stored_once(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    before = posted(database, board, cast.georgia_head)
    twice = str(uuid4())
    with database.writing() as db:
        outcomes = post_inputs(
            db,
            board,
            [
                _post(cast.georgia_head, client_id=before),
                _post(cast.georgia_head, client_id=twice),
                _post(cast.georgia_head, client_id=twice.upper()),
                _post(cast.ukraine_head, client_id=twice),
            ],
        )
    assert [isinstance(one, Posted) and one.new for one in outcomes] == [False, True, False, False]
    assert isinstance(outcomes[3], Refused)
    assert numbers(database, board) == [1, 2, 3, 3]


def test_limits_count_what_comes_in_the_same_go(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    with database.writing() as db:
        set_rules(db, board, RulesForm(most_inputs="2"), by=cast.chair)
    posted(database, board, cast.georgia_head)
    with database.writing() as db:
        outcomes = post_inputs(
            db,
            board,
            [
                _post(cast.georgia_head),
                _post(cast.georgia_head),
                _post(cast.ukraine_head),
            ],
        )
    assert [type(one) for one in outcomes] == [Posted, Refused, Posted]


def test_a_slow_room_takes_one_of_two_that_come_at_once(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    with database.writing() as db:
        set_rules(db, board, RulesForm(slow_seconds="30"), by=cast.chair)
        outcomes = post_inputs(db, board, [_post(cast.georgia_head), _post(cast.georgia_head)])
    assert [type(one) for one in outcomes] == [Posted, Refused]


def test_without_attribution_nothing_names_who_posted_together(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast, attribution=Attribution.NOT_AT_ALL)
    with database.writing() as db:
        post_inputs(db, board, [_post(cast.georgia_head), _post(cast.ukraine_head)])
    with database.reading() as db:
        stored = db.exec(select(Input)).all()
        log = db.exec(select(BoardEvent).where(BoardEvent.verb == "post")).all()
    assert {(one.author_id, one.delegation_id, one.sector_id) for one in stored} == {
        (None, None, None)
    }
    assert {event.by_id for event in log} == {None}


def test_fifty_take_as_many_statements_as_two(database: Database, cast: Cast) -> None:
    board = opened(database, cast)

    def statements(posts: int) -> int:
        said = []

        def count(*_: object) -> None:
            said.append(1)

        with database.writing() as db:
            sa.event.listen(database.engine, "before_cursor_execute", count)
            post_inputs(db, board, [_post(cast.georgia_head) for _ in range(posts)])
            sa.event.remove(database.engine, "before_cursor_execute", count)
        return len(said)

    assert statements(50) == statements(2)
