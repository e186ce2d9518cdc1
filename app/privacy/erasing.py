"""Deleting everything personal about participants; what they wrote for the record stays.

Input and recommendation become their delegation's, the entry itself loses name, function, address
and whatever else it holds. Asks no rights: see deleting.py and retention.py.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlmodel import SQLModel, col, select

from app.clock import now
from app.db import Writing
from app.delegations.models import Participant
from app.delegations.notices import TAKEN_BACK, tell_browsers
from app.delegations.sheet_models import PendingSheet
from app.events.models import Record
from app.privacy.holdings import STAYS, Fate, fate_of, pointers
from app.privacy.redacting import redact_agendas
from app.privacy.words_left import Words, is_text, take_out
from app.sessions.models import Attribution, Board, Change, Input, InputState
from app.sessions.numbering import note
from app.sessions.speakers_models import Speaker

_GONE_FROM_SIGHT = (InputState.WITHDRAWN, InputState.WAITING)


def erase(db: Writing, event_id: int, participant_ids: Collection[int]) -> Words:
    """Erase these participants of the event; returns their names and addresses, for files.

    The database file is free of them only after `Database.scrub`.
    """
    people = db.exec(
        select(Participant)
        .where(Participant.event_id == event_id, col(Participant.id).in_(participant_ids))
        .order_by(col(Participant.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    ids = [one.key for one in people]
    if not ids:
        return Words((), ())
    words = words_of(people)
    shown = _shown_by_name(db, ids)
    db.flush()
    for column in pointers():
        this = column.in_(ids)
        match fate_of(column):
            case Fate.GOES:
                _delete(db, column.table, this)
            case Fate.FORGETS:
                _execute(db, sa.update(column.table).where(this).values({column.name: None}))
            case Fate.NAMELESS:
                pass
    _execute(
        db,
        sa.delete(Record).where(
            col(Record.event_id) == event_id,
            col(Record.subject).in_([f"participant {key}" for key in ids]),
        ),
    )
    _drop_sheets(db, event_id, words)
    redact_agendas(db, event_id, words)
    take_out(db, event_id, words)
    left = {one.key: one.left_at or now() for one in people}
    for key in ids:
        table = SQLModel.metadata.tables["participant"]
        values = {**_nameless(table), "left_at": left[key]}
        _execute(db, sa.update(table).where(table.c.id == key).values(values))
        tell_browsers(db, key, TAKEN_BACK)
    db.expire_all()
    for board_id, change, subject_id in shown:
        note(db, db.get_one(Board, board_id), change, "forget author of", subject_id, by=None)
    return words


def _drop_sheets(db: Writing, event_id: int, words: Words) -> None:
    """Drop uploaded sheets with these people in them: a name may be in several cells."""
    for sheet in db.exec(select(PendingSheet).where(PendingSheet.event_id == event_id)):
        cells = json.dumps(sheet.sheets, ensure_ascii=False).casefold()
        if any(one.casefold() in cells for one in words.addresses) or any(
            all(word in cells for word in name.casefold().split()) for name in words.names
        ):
            db.delete(sheet)
    db.flush()


def words_of(people: Sequence[Participant]) -> Words:
    """The names and addresses of these people, whichever columns their entries have for them."""

    def held(*parts: str) -> list[str]:
        columns = [
            column.name
            for column in SQLModel.metadata.tables["participant"].columns
            if is_text(column) and any(part in column.name for part in parts)
        ]
        return [getattr(one, name) or "" for one in people for name in columns]

    return Words(held("name"), held("mail", "phone"))


def _shown_by_name(db: Writing, ids: list[int]) -> list[tuple[int, Change, int | None]]:
    """What boards that name authors show of these people: its cards have to be drawn again."""
    inputs = db.exec(
        select(Input.board_id, Input.id)
        .join(Board, col(Board.id) == col(Input.board_id))
        .where(
            col(Input.author_id).in_(ids),
            Board.attribution == Attribution.BY_NAME,
            col(Input.state).not_in(_GONE_FROM_SIGHT),
        )
        .order_by(col(Input.id))
    ).all()
    floors = db.exec(
        select(Speaker.board_id)
        .join(Board, col(Board.id) == col(Speaker.board_id))
        .where(col(Speaker.participant_id).in_(ids), Board.attribution == Attribution.BY_NAME)
        .distinct()
        .order_by(col(Speaker.board_id))
    ).all()
    return [
        *((board_id, Change.INPUT, input_id) for board_id, input_id in inputs),
        *((board_id, Change.FLOOR, None) for board_id in floors),
    ]


def _delete(db: Writing, table: sa.Table, condition: sa.ColumnElement[bool]) -> None:
    """Delete rows and what hangs on them; what may point to nobody is kept and does."""
    for other in SQLModel.metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table is not table:
                continue
            hanging = key.parent.in_(sa.select(key.column).where(condition))
            if key.parent.nullable:
                _execute(db, sa.update(other).where(hanging).values({key.parent.name: None}))
            elif other is not table:
                _delete(db, other, hanging)
    _execute(db, sa.delete(table).where(condition))


def _nameless(table: sa.Table) -> dict[str, Any]:
    """The values of an entry of nobody: null where that may be, else empty or the default."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name in STAYS:
            continue
        if column.nullable:
            values[column.name] = None
        elif isinstance(column.default, ScalarElementColumnDefault):
            values[column.name] = column.default.arg
        elif is_text(column):
            values[column.name] = ""
    return values


def _execute(db: Writing, statement: sa.Executable) -> None:
    db.connection().execute(statement)
