"""Short ways for tests to open a board, post to it, and look at what the database holds."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import col, select

from app.db import Database
from app.delegations.rights import Person
from app.sessions.forms import ClusterForm, InputForm, PriorityForm
from app.sessions.grouping import make_cluster
from app.sessions.models import Attribution, Board, BoardEvent
from app.sessions.opening import open_board
from app.sessions.posting import post_input
from app.sessions.prioritising import propose_priority, record_priority
from app.sessions.queries import board_with_everything
from app.sessions.speakers_forms import AskForm
from app.sessions.speakers_list import ask_for_floor
from app.sessions.views import BoardView
from tests.cast import Cast


def opened(
    database: Database,
    cast: Cast,
    *,
    attribution: Attribution = Attribution.BY_DELEGATION,
    required: int | None = None,
) -> int:
    """A board just opened by the chair, at the cast's first workshop."""
    with database.writing() as db:
        board = open_board(
            db,
            cast.workshop_id,
            attribution=attribution,
            required_priorities=required,
            by=cast.chair,
        )
        return board.key


def posted(
    database: Database, board_id: int, by: Person, text: str = "A contact list.", **more: str
) -> str:
    """The client id of an input just posted."""
    client_id = more.pop("client_id", None) or str(uuid4())
    with database.writing() as db:
        post_input(db, board_id, InputForm(client_id=client_id, text=text, **more), by=by)
    return client_id


def clustered(database: Database, board_id: int, by: Person, title: str, inputs: list[str]) -> int:
    """The id of a cluster just made."""
    with database.writing() as db:
        return make_cluster(db, board_id, ClusterForm(title=title, inputs=inputs), by=by).key


def proposed(
    database: Database, board_id: int, by: Person, inputs: list[str], text: str = "One office."
) -> int:
    """The id of a priority just proposed."""
    with database.writing() as db:
        return propose_priority(db, board_id, PriorityForm(text=text, inputs=inputs), by=by).key


def recorded(
    database: Database, board_id: int, by: Person, inputs: list[str], text: str = "One office."
) -> int:
    """The id of a priority just proposed and recorded."""
    priority_id = proposed(database, board_id, by, inputs, text)
    with database.writing() as db:
        record_priority(db, board_id, priority_id, by=by)
    return priority_id


def asked(database: Database, board_id: int, by: Person, kind: str = "statement") -> int:
    """The id of a request for the floor just made."""
    with database.writing() as db:
        return ask_for_floor(db, board_id, AskForm(kind=kind), ticket=by.name, by=by).key


def seen(database: Database, board_id: int) -> BoardView:
    """The whole board."""
    with database.reading() as db:
        return board_with_everything(db, board_id)


def numbers(database: Database, board_id: int) -> list[int]:
    """The numbers of the board's changes, in order; the head as the last one again."""
    with database.reading() as db:
        log = db.exec(
            select(BoardEvent.seq)
            .where(col(BoardEvent.board_id) == board_id)
            .order_by(col(BoardEvent.seq))
        ).all()
        return [*log, db.get_one(Board, board_id).seq]


def every_row(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, by table."""
    tables = sa.inspect(database.engine).get_table_names()
    with database.engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(sa.text(f'SELECT * FROM "{name}"'))]
            for name in tables
        }
