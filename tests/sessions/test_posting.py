"""Posting: once, numbered without gaps, refused with a sentence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from app.clock import now
from app.db import Database
from app.delegations.rights import Person
from app.errors import BadInput, Forbidden, NotFound, Refused, SignInNeeded
from app.sessions.closing import close_board
from app.sessions.forms import ClosureForm, InputForm
from app.sessions.models import Attribution, Input, InputKind
from app.sessions.posting import Posted, post_input
from app.sessions.stepping import move_step
from tests.cast import Cast
from tests.sessions.rooms import numbers, opened, posted, seen


def _post(database: Database, board_id: int, by: Person | None, **fields: str) -> Posted:
    form = InputForm(**{"client_id": str(uuid4()), "text": "A contact list."} | fields)
    with database.writing() as db:
        return post_input(db, board_id, form, by=by)


def test_an_input_is_stored_as_it_was_written(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    written = now() - timedelta(minutes=4)
    _post(
        database,
        board,
        cast.georgia_delegate,
        text="  First line\r\nsecond line\x00 ",
        kind="challenge",
        written_at=written.isoformat(),
    )
    (one,) = seen(database, board).loose
    assert (one.text, one.kind, one.by) == (
        "First line\nsecond line",
        InputKind.CHALLENGE,
        "Georgia",
    )
    with database.reading() as db:
        stored = db.exec(select(Input)).one()
    assert stored.written_at == written
    assert stored.author_id == cast.georgia_delegate.participant_id


@pytest.mark.parametrize(
    "written_at", ["", "yesterday", "2019-05-17T09:30:00", "2999-01-01T00:00:00+00:00"]
)
def test_a_phone_whose_clock_is_wrong_posts_now(
    database: Database, cast: Cast, written_at: str
) -> None:
    board = opened(database, cast)
    before = now()
    stored = _post(database, board, cast.georgia_head, written_at=written_at).input
    assert before <= stored.written_at <= datetime.now(UTC)


def test_the_same_input_sent_again_is_stored_once(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    client_id = str(uuid4())
    first = _post(database, board, cast.georgia_head, client_id=client_id)
    again = _post(database, board, cast.georgia_head, client_id=client_id.upper())
    assert (first.new, again.new) == (True, False)
    assert first.input.id == again.input.id
    assert numbers(database, board) == [1, 2, 2]


def test_the_same_input_is_acknowledged_again_after_the_step_went_on(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_head)
    with database.writing() as db:
        move_step(db, board, "group", by=cast.chair)
    assert not _post(database, board, cast.georgia_head, client_id=client_id).new


def test_another_persons_id_is_refused(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_head)
    with pytest.raises(Refused, match="Another input has this id"):
        _post(database, board, cast.ukraine_head, client_id=client_id)
    assert seen(database, board).count == 1


def test_where_no_author_is_stored_the_text_tells_whether_it_is_the_same(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast, attribution=Attribution.NOT_AT_ALL)
    client_id = posted(database, board, cast.georgia_head, "A contact list.")
    assert not _post(
        database, board, cast.georgia_head, client_id=client_id, text="A contact list."
    ).new
    with pytest.raises(Refused, match="Another input has this id"):
        _post(database, board, cast.ukraine_head, client_id=client_id, text="Something else.")


def test_two_threads_with_one_input_make_one_row(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    client_id = str(uuid4())

    def send(_: int) -> bool:
        return _post(database, board, cast.georgia_head, client_id=client_id).new

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(send, range(8))) == [False] * 7 + [True]
    assert numbers(database, board) == [1, 2, 2]


def test_fifty_threads_make_fifty_rows_numbered_without_gaps(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    told: list[int] = []
    database.on_commit = lambda _, number: told.append(number)

    def send(number: int) -> None:
        _post(database, board, cast.georgia_delegate, text=f"Input {number}")

    with ThreadPoolExecutor(50) as threads:
        list(threads.map(send, range(50)))
    assert numbers(database, board) == [*range(1, 52), 51]
    assert {one.text for one in seen(database, board).loose} == {f"Input {n}" for n in range(50)}
    if database.is_sqlite:
        assert told == list(range(2, 52))


@pytest.mark.parametrize("step", ["group", "prioritise", "adopt"])
def test_only_the_first_step_takes_inputs(database: Database, cast: Cast, step: str) -> None:
    board = opened(database, cast)
    with database.writing() as db:
        move_step(db, board, step, by=cast.chair)
    with pytest.raises(Refused, match="Posting is over on this board"):
        _post(database, board, cast.georgia_head)


def test_a_closed_board_takes_no_input(database: Database, cast: Cast) -> None:
    board = opened(database, cast, required=0)
    with database.writing() as db:
        close_board(db, board, ClosureForm(), by=cast.chair)
    with pytest.raises(Refused, match="Your text was not posted; give it to the rapporteur"):
        _post(database, board, cast.georgia_head)
    assert seen(database, board).count == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": " \n "}, "text"),
        ({"text": "x" * 1001}, "text"),
        ({"client_id": "7"}, "client_id"),
        ({"kind": "shout"}, "kind"),
    ],
)
def test_what_cannot_be_understood_names_its_field(
    database: Database, cast: Cast, fields: dict[str, str], field: str
) -> None:
    board = opened(database, cast)
    with pytest.raises(BadInput) as refused:
        _post(database, board, cast.georgia_head, **fields)
    assert refused.value.field == field
    assert numbers(database, board) == [1, 1]


def test_a_thousand_characters_are_taken(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    assert _post(database, board, cast.georgia_head, text="ü" * 1000).new


@pytest.mark.parametrize("part", ["speaker", "observer", "organiser", "chair", "outsider"])
def test_who_is_no_delegate_posts_nothing(database: Database, cast: Cast, part: str) -> None:
    board = opened(database, cast)
    with pytest.raises(Forbidden):
        _post(database, board, cast.everybody[part])
    with pytest.raises(SignInNeeded):
        _post(database, board, None)
    assert numbers(database, board) == [1, 1]


def test_a_board_that_is_not_there_takes_nothing(database: Database, cast: Cast) -> None:
    with pytest.raises(NotFound):
        _post(database, 999, cast.georgia_head)
