"""The postbox: what arrives together is stored together, and nobody pays for another's letter."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.db import Database
from app.errors import NotFound, SignInNeeded
from app.routes.postbox import Letter, Postbox, deliver
from app.sessions.forms import InputForm
from app.sessions.posting import Posted
from app.sessions.queries import board_for_update
from tests.cast import Cast
from tests.live_boards.feeds import cookie_of
from tests.loops import run
from tests.sessions.rooms import numbers, opened, seen


@pytest.fixture
def postbox(database: Database) -> Iterator[Postbox]:
    made = Postbox(database)
    yield made
    made.close()


def _letter(cookie: str | None, text: str = "A contact list.", key: str = "workshop-1") -> Letter:
    return Letter("workshop", key, cookie, InputForm(client_id=str(uuid4()), text=text))


@contextmanager
def _commits(database: Database) -> Iterator[list[int]]:
    done: list[int] = []

    def count(_: object) -> None:
        done.append(1)

    sa.event.listen(database.engine, "commit", count)
    yield done
    sa.event.remove(database.engine, "commit", count)


def test_what_gathers_behind_a_writer_shares_one_commit(
    database: Database, cast: Cast, postbox: Postbox
) -> None:
    board = opened(database, cast)
    cookie = cookie_of(database, cast.georgia_head)

    async def twelve() -> list[Posted]:
        with database.writing() as db:
            # Somebody has the board: the first letter waits for them, the others behind it.
            board_for_update(db, board)
            answers = [
                asyncio.create_task(postbox.ask(_letter(cookie, f"Input {n}"))) for n in range(12)
            ]
            await asyncio.sleep(0.05)
            assert not any(one.done() for one in answers)
        return await asyncio.gather(*answers)

    with _commits(database) as commits:
        posted = run(twelve())
    assert len(commits) <= 3  # the somebody's, the first letter's, that of all others
    assert sorted(one.seq for one in posted) == list(range(2, 14))
    assert numbers(database, board) == [*range(1, 14), 13]
    assert {one.text for one in seen(database, board).loose} == {f"Input {n}" for n in range(12)}


def test_who_goes_away_is_no_harm_to_the_others(
    database: Database, cast: Cast, postbox: Postbox
) -> None:
    board = opened(database, cast)
    cookie = cookie_of(database, cast.georgia_head)

    async def two() -> Posted:
        with database.writing() as db:
            board_for_update(db, board)
            gone, there = (
                asyncio.create_task(postbox.ask(_letter(cookie, text)))
                for text in ("Gone.", "There.")
            )
            await asyncio.sleep(0)
            gone.cancel()
        return await there

    assert run(two()).new
    postbox.close()
    assert "There." in {one.text for one in seen(database, board).loose}


def test_each_letter_has_its_own_board_and_its_own_refusal(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    cookie = cookie_of(database, cast.georgia_head)
    outcomes = deliver(
        database,
        [
            _letter(cookie, key="workshop-9"),
            _letter(None),
            _letter(cookie),
            _letter("a cookie that was never given"),
        ],
    )
    assert [type(one) for one in outcomes] == [NotFound, SignInNeeded, Posted, SignInNeeded]
    assert numbers(database, board) == [1, 2, 2]


def test_a_letter_that_the_database_cannot_store_fails_alone(
    database: Database, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    board = opened(database, cast)
    cookie = cookie_of(database, cast.georgia_head)
    # Half a character: no form can bring one, and no database takes it.
    form = InputForm.model_construct(client_id=str(uuid4()), text="\udc80", kind="contribution")
    outcomes = deliver(
        database,
        [_letter(cookie, "Before."), Letter("workshop", "workshop-1", cookie, form),
         _letter(cookie, "After.")],
    )  # fmt: skip
    assert [type(one) for one in outcomes] == [Posted, UnicodeEncodeError, Posted]
    assert [one.text for one in seen(database, board).loose] == ["Before.", "After."]
    assert numbers(database, board) == [1, 2, 3, 3]
    assert "Before." not in caplog.text
