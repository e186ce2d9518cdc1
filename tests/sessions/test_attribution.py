"""Attribution: what is not shown is not stored, in no table and in no byte of the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from app.db import Database
from app.errors import Forbidden, Refused
from app.events.models import Record
from app.migrating import migrate
from app.sessions.models import Attribution, BoardEvent, Input, InputState
from app.sessions.withdrawing import withdraw_input
from tests.cast import Cast, assemble
from tests.sessions.rooms import every_row, opened, posted, seen


@pytest.mark.parametrize(
    ("attribution", "by"),
    [
        (Attribution.BY_NAME, "Delegate, Tbilisi police, Georgia"),
        (Attribution.BY_DELEGATION, "Georgia"),
        (Attribution.BY_SECTOR, "Law enforcement agencies"),
        (Attribution.NOT_AT_ALL, None),
    ],
)
def test_an_input_stands_there_as_the_board_promised(
    database: Database, cast: Cast, attribution: Attribution, by: str | None
) -> None:
    board = opened(database, cast, attribution=attribution)
    posted(database, board, cast.georgia_delegate)
    assert seen(database, board).loose[0].by == by


@pytest.mark.parametrize("attribution", [Attribution.BY_SECTOR, Attribution.NOT_AT_ALL])
def test_no_table_learns_who_wrote_what_is_shown_without_a_name(
    database: Database, cast: Cast, attribution: Attribution
) -> None:
    board = opened(database, cast, attribution=attribution)
    before = every_row(database)
    posted(database, board, cast.georgia_delegate)
    after = every_row(database)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"board", "input", "board_event", "record"}
    with database.reading() as db:
        one = db.exec(select(Input)).one()
        event = db.exec(select(BoardEvent).where(BoardEvent.verb == "post")).one()
        line = db.exec(select(Record).where(Record.verb == "post input")).one()
    assert (one.author_id, one.delegation_id, event.by_id, line.by_id) == (None,) * 4
    assert line.detail == {}
    shows_sector = attribution is Attribution.BY_SECTOR
    assert one.sector_id == (cast.georgia_delegate.sector_id if shows_sector else None)


@pytest.mark.parametrize("attribution", [Attribution.BY_SECTOR, Attribution.NOT_AT_ALL])
def test_two_inputs_of_one_sector_differ_in_text_id_and_time_only(
    database: Database, cast: Cast, attribution: Attribution
) -> None:
    board = opened(database, cast, attribution=attribution)
    for author in (cast.georgia_head, cast.ukraine_head):
        posted(database, board, author, f"Of {author.delegation_name}")
    with database.reading() as db:
        one, two = (row.model_dump() for row in db.exec(select(Input)).all())
    differs = {name for name in one if one[name] != two[name]}
    assert differs == {"id", "client_id", "text", "written_at", "posted_at"}


@pytest.mark.parametrize("attribution", [Attribution.BY_SECTOR, Attribution.NOT_AT_ALL])
def test_no_byte_of_the_file_names_the_author_more_often_than_before(
    tmp_path: Path, attribution: Attribution
) -> None:
    url = f"sqlite:///{tmp_path / 'plenary.sqlite3'}"
    migrate(url)
    database = Database(url)
    with database.writing() as db:
        cast = assemble(db)
    board = opened(database, cast, attribution=attribution)
    names = (b"Delegate, Tbilisi police", b"Georgia")
    before = _bytes(database, tmp_path)
    posted(database, board, cast.georgia_delegate, "TEXT-THAT-IS-STORED")
    after = _bytes(database, tmp_path)
    assert (before.count(b"TEXT-THAT-IS-STORED"), after.count(b"TEXT-THAT-IS-STORED")) == (0, 1)
    assert [after.count(name) for name in names] == [before.count(name) for name in names]
    database.dispose()


def _bytes(database: Database, folder: Path) -> bytes:
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_its_author_withdraws_an_input(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_delegate)
    for _ in range(2):
        with database.writing() as db:
            withdraw_input(db, board, client_id, by=cast.georgia_delegate)
    view = seen(database, board)
    assert (view.loose[0].state, view.count, view.seq) == (InputState.WITHDRAWN, 0, 3)


@pytest.mark.parametrize("part", ["georgia_head", "ukraine_head", "chair"])
def test_nobody_else_withdraws_it(database: Database, cast: Cast, part: str) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_delegate)
    with pytest.raises(Forbidden), database.writing() as db:
        withdraw_input(db, board, client_id, by=cast.everybody[part])
    assert seen(database, board).count == 1


def test_where_no_author_is_stored_nobody_withdraws(database: Database, cast: Cast) -> None:
    board = opened(database, cast, attribution=Attribution.BY_SECTOR)
    client_id = posted(database, board, cast.georgia_delegate)
    with pytest.raises(Refused, match="nobody can withdraw one"), database.writing() as db:
        withdraw_input(db, board, client_id, by=cast.georgia_delegate)
