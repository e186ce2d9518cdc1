"""The speakers' list: asked for, given, timed, withdrawn; and what attribution leaves of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from app import clock
from app.db import Database
from app.delegations.rights import Person
from app.errors import BadInput, Forbidden, Refused
from app.sessions.closing import close_board
from app.sessions.floor import end_floor, give_floor, pause_floor, resume_floor
from app.sessions.forms import ClosureForm
from app.sessions.models import Attribution
from app.sessions.speakers_forms import ArrangementForm, FloorForm
from app.sessions.speakers_list import arrange_speakers, withdraw_request
from app.sessions.speakers_models import Speaker
from app.sessions.speakers_views import FloorView
from tests.cast import Cast
from tests.sessions.rooms import asked, every_row, numbers, opened, seen

TEN = datetime(2019, 5, 17, 10, 0, tzinfo=UTC)


def test_the_floor_goes_from_one_to_the_next_and_every_change_is_numbered(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    first = asked(database, board, cast.georgia_head)
    assert asked(database, board, cast.georgia_head) == first
    asked(database, board, cast.ukraine_head)
    asked(database, board, cast.ukraine_delegate, "point_of_order")
    assert _waiting(database, board) == ["Ukraine", "Georgia", "Ukraine"]
    _give(database, board, cast.chair)
    _give(database, board, cast.chair)
    floor = _floor(database, board)
    assert floor.speaking is not None
    assert floor.speaking.speaker.by == "Georgia"
    assert [one.by for one in floor.waiting] == ["Ukraine"]
    assert [(one.by, one.turns) for one in floor.times] == [("Ukraine", 1)]
    assert numbers(database, board) == [1, 2, 3, 4, 5, 6, 6]


def test_the_clock_stands_still_in_a_pause_and_ends_at_an_absolute_time(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    asked(database, board, cast.georgia_head)
    try:
        _at(0)
        _give(database, board, cast.chair)
        _ends_at(database, board, 180)
        _at(60)
        for _ in range(2):
            with database.writing() as db:
                pause_floor(db, board, by=cast.chair)
        speaking = _floor(database, board).speaking
        assert speaking is not None
        assert (speaking.ends_at, speaking.left, speaking.spoken) == (None, 120, 60)
        _at(100)
        for _ in range(2):
            with database.writing() as db:
                resume_floor(db, board, by=cast.chair)
        _ends_at(database, board, 220)
        _at(250)
        with database.writing() as db:
            end_floor(db, board, by=cast.chair)
    finally:
        clock.start_at(None)
    times = _floor(database, board).times
    assert [(one.by, one.seconds, one.turns) for one in times] == [("Georgia", 210, 1)]


def test_the_chair_chooses_order_time_and_speaker(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    for person in (cast.georgia_head, cast.georgia_delegate, cast.ukraine_head):
        asked(database, board, person)
    assert _waiting(database, board) == ["Georgia", "Georgia", "Ukraine"]
    with database.writing() as db:
        form = ArrangementForm(order="alternating", seconds="90", open="")
        arrange_speakers(db, board, form, by=cast.chair)
    assert _waiting(database, board) == ["Georgia", "Ukraine", "Georgia"]
    with pytest.raises(Refused, match="list is closed"):
        asked(database, board, cast.ukraine_delegate)
    asked(database, board, cast.ukraine_delegate, "point_of_order")
    chosen = _floor(database, board).waiting[2].id
    with database.writing() as db:
        given = give_floor(db, board, FloorForm(speaker=str(chosen)), by=cast.chair)
        assert (given.id, given.allotted) == (chosen, 90)


@pytest.mark.parametrize(
    "form",
    [
        ArrangementForm(order="random", seconds="60"),
        ArrangementForm(order="as_asked", seconds="0"),
        ArrangementForm(order="as_asked", seconds="3601"),
        ArrangementForm(order="as_asked", seconds="a minute"),
    ],
)
def test_a_list_is_not_run_by_nonsense(
    database: Database, cast: Cast, form: ArrangementForm
) -> None:
    board = opened(database, cast)
    with pytest.raises(BadInput), database.writing() as db:
        arrange_speakers(db, board, form, by=cast.chair)
    assert numbers(database, board) == [1, 1]


def test_ones_own_request_is_withdrawn_and_nobody_elses(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    own = asked(database, board, cast.georgia_head)
    other = asked(database, board, cast.ukraine_head)
    for _ in range(2):
        with database.writing() as db:
            withdraw_request(db, board, own, by=cast.georgia_head)
    with pytest.raises(Refused, match="Somebody else"), database.writing() as db:
        withdraw_request(db, board, other, by=cast.georgia_delegate)
    assert _waiting(database, board) == ["Ukraine"]
    with database.writing() as db:
        withdraw_request(db, board, other, by=cast.chair)
    assert _waiting(database, board) == []
    with pytest.raises(Refused, match="Nobody waits"):
        _give(database, board, cast.chair)
    with pytest.raises(Refused, match="Nobody has the floor"), database.writing() as db:
        end_floor(db, board, by=cast.chair)


def test_who_has_spoken_stays_on_the_record(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    own = asked(database, board, cast.georgia_head)
    _give(database, board, cast.chair)
    with pytest.raises(Refused, match="had the floor"), database.writing() as db:
        withdraw_request(db, board, own, by=cast.georgia_head)


@pytest.mark.parametrize("part", ["georgia_head", "speaker", "observer", "outsider"])
def test_only_the_podium_gives_the_floor(database: Database, cast: Cast, part: str) -> None:
    board = opened(database, cast)
    asked(database, board, cast.ukraine_head)
    with pytest.raises(Forbidden):
        _give(database, board, cast.everybody[part])


def test_an_observer_does_not_ask_and_nobody_asks_on_a_closed_board(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast, required=0)
    with pytest.raises(Forbidden):
        asked(database, board, cast.observer)
    with database.writing() as db:
        close_board(db, board, ClosureForm(), by=cast.chair)
    with pytest.raises(Refused, match="closed"):
        asked(database, board, cast.georgia_head)


@pytest.mark.parametrize(
    ("attribution", "by"),
    [
        (Attribution.BY_NAME, "Delegate, Tbilisi police, Georgia"),
        (Attribution.BY_DELEGATION, "Georgia"),
        (Attribution.BY_SECTOR, "Law enforcement agencies"),
        (Attribution.NOT_AT_ALL, None),
    ],
)
def test_a_speaker_is_shown_as_the_board_promised(
    database: Database, cast: Cast, attribution: Attribution, by: str | None
) -> None:
    board = opened(database, cast, attribution=attribution)
    asked(database, board, cast.georgia_delegate)
    assert _waiting(database, board) == [by]
    _give(database, board, cast.chair)
    _end(database, board, cast)
    times = [one.by for one in _floor(database, board).times]
    assert times == ([] if by is None else ["Georgia"] if "Georgia" in by else [by])


@pytest.mark.parametrize("attribution", [Attribution.BY_SECTOR, Attribution.NOT_AT_ALL])
def test_no_table_learns_who_asked_where_no_author_is_stored(
    database: Database, cast: Cast, attribution: Attribution
) -> None:
    board = opened(database, cast, attribution=attribution)
    before = every_row(database)
    asks = cast.georgia_delegate
    number = asked(database, board, asks)
    with database.writing() as db:
        withdraw_request(db, board, number, ticket=asks.name, by=asks)
    after = every_row(database)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"board", "speaker", "board_event", "record"}
    assert _row(database)["participant_id"] is None
    assert _row(database)["delegation_id"] is None
    shows_sector = attribution is Attribution.BY_SECTOR
    assert _row(database)["sector_id"] == (asks.sector_id if shows_sector else None)
    news = [row for name in ("board_event", "record") for row in after[name][len(before[name]) :]]
    assert len(news) == 4
    columns = {"board_event": -1, "record": 3}
    for name, position in columns.items():
        assert {row[position] for row in after[name][len(before[name]) :]} == {None}, name


def test_without_its_ticket_nobody_withdraws_an_unnamed_request(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast, attribution=Attribution.NOT_AT_ALL)
    number = asked(database, board, cast.georgia_delegate)
    for ticket in ("", "guessed"):
        with pytest.raises(Refused), database.writing() as db:
            withdraw_request(db, board, number, ticket=ticket, by=cast.georgia_delegate)


def _row(database: Database) -> dict[str, object]:
    with database.reading() as db:
        return db.exec(select(Speaker)).one().model_dump()


def _at(seconds: int) -> None:
    clock.start_at(TEN + timedelta(seconds=seconds))


def _ends_at(database: Database, board: int, seconds: int) -> None:
    speaking = _floor(database, board).speaking
    assert speaking is not None
    assert speaking.ends_at is not None
    # The clock runs on while the test does.
    assert abs(speaking.ends_at - TEN - timedelta(seconds=seconds)) < timedelta(seconds=1)


def _floor(database: Database, board: int) -> FloorView:
    return seen(database, board).floor


def _waiting(database: Database, board: int) -> list[str | None]:
    return [one.by for one in _floor(database, board).waiting]


def _give(database: Database, board: int, by: Person) -> None:
    with database.writing() as db:
        give_floor(db, board, FloorForm(), by=by)


def _end(database: Database, board: int, cast: Cast) -> None:
    with database.writing() as db:
        end_floor(db, board, by=cast.chair)
