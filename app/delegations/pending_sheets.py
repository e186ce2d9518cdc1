"""Spreadsheets under review: what was given waits here, its columns corrected and its questions
answered by organisers, until one of them imports it or throws it away.

A sheet holds names and addresses, so it goes by itself after a few days (see `forget_old_sheets`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.columns import Layout, Table, asked_for, layout_of, read_table
from app.delegations.forms import one_line
from app.delegations.header_words import Column
from app.delegations.importing import Imported, import_table
from app.delegations.locking import people_for_update
from app.delegations.rights import Action, Person, require
from app.delegations.sheet_forms import AnswersForm, ColumnsForm
from app.delegations.sheet_models import PendingSheet
from app.delegations.sheets import sheets_in
from app.errors import NotFound, Refused
from app.events.journal import record
from app.events.models import Event

KEPT_FOR = timedelta(days=7)


def keep_sheet(db: Writing, event: Event, name: str, data: bytes, *, by: Person | None) -> int:
    """Keep the file called `name` for review; returns its id. BadInput for what is no table."""
    require(by, Action.MANAGE_PEOPLE, event_id=event.key)
    sheets = sheets_in(data)
    forget_old_sheets(db, event.key)
    layout = asked_for(layout_of(sheets), gender=event.asks_gender)
    pending = PendingSheet(
        event_id=event.key,
        name=one_line(name)[-200:],
        given_at=now(),
        sheets=sheets,
        sheet=layout.sheet,
        header=layout.header,
        columns=_stored(layout),
    )
    db.add(pending)
    db.flush()
    _note(db, pending, "give spreadsheet", by)
    return pending.key


def pending_sheets(db: Reading, event: Event, *, by: Person | None) -> Sequence[tuple[int, str]]:
    """The spreadsheets that wait at this event as (id, name), newest first."""
    require(by, Action.MANAGE_PEOPLE, event_id=event.key)
    found = (
        select(PendingSheet.id, PendingSheet.name)
        .where(PendingSheet.event_id == event.key, col(PendingSheet.given_at) > now() - KEPT_FOR)
        .order_by(col(PendingSheet.id).desc())
    )
    return [(key or 0, name) for key, name in db.exec(found)]


def pending_sheet(db: Reading, event: Event, sheet_id: int, *, by: Person | None) -> PendingSheet:
    """One spreadsheet that waits, or NotFound; locked under a writing handle."""
    require(by, Action.MANAGE_PEOPLE, event_id=event.key)
    wanted = select(PendingSheet).where(
        PendingSheet.id == sheet_id, PendingSheet.event_id == event.key
    )
    if isinstance(db, Writing):
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = db.exec(wanted).first()
    if found is None:
        raise NotFound("This spreadsheet was imported or thrown away. Look at the list of people.")
    return found


def layout(pending: PendingSheet) -> Layout:
    """Where its table stands, as found or corrected."""
    columns = {int(place): Column(meaning) for place, meaning in pending.columns.items()}
    return Layout(pending.sheet, pending.header, columns)


def answers(pending: PendingSheet) -> dict[int, int]:
    """Who rows are that may be somebody known."""
    return {int(row): int(who) for row, who in pending.answers.items()}


def table_of(pending: PendingSheet) -> Table:
    """Its people's rows; BadInput where no column has names."""
    return read_table(pending.sheets, layout(pending))


def correct_columns(
    db: Writing, event: Event, sheet_id: int, form: ColumnsForm, *, by: Person | None
) -> None:
    """Say on which sheet and row the header stands, and what its columns mean.

    Another sheet or row is looked at anew: what was said of the columns of the former is no help.
    """
    pending = pending_sheet(db, event, sheet_id, by=by)
    sheet, header = form.checked_place(pending.sheets)
    if (sheet, header) == (pending.sheet, pending.header):
        pending.columns = {str(place): one.value for place, one in form.checked_columns().items()}
    else:
        rows: list[list[str]] = pending.sheets[sheet]
        if header is None:
            found = layout_of([rows])
        else:
            found = layout_of([[[] for _ in range(header - 1)] + rows[header - 1 : header + 200]])
            found = Layout(0, header, found.columns if found.header == header else {})
        pending.sheet, pending.header = sheet, found.header
        pending.columns = _stored(asked_for(found, gender=event.asks_gender))
    pending.answers = {}
    _changed(db, pending)


def answer_questions(
    db: Writing, event: Event, sheet_id: int, form: AnswersForm, *, by: Person | None
) -> None:
    """Say who the people of some rows are; the other answers stay."""
    pending = pending_sheet(db, event, sheet_id, by=by)
    said = {str(row): who for row, who in form.checked().items()}
    if said and pending.answers != {**pending.answers, **said}:
        pending.answers = {**pending.answers, **said}
        _changed(db, pending)


def import_sheet(
    db: Writing,
    event: Event,
    sheet_id: int,
    revision: int,
    *,
    tell: Callable[[int, int], None],
    by: Person | None,
) -> Imported:
    """Import a spreadsheet as it was looked over; it waits no longer.

    `tell(done, all)` hears how far it is. Refused when somebody changed it since `revision`;
    BadRows, with nothing stored, when a cell is wrong.
    """
    people_for_update(db, event.key, by)
    pending = pending_sheet(db, event, sheet_id, by=by)
    if revision != pending.revision:
        raise Refused("Somebody else changed this preview meanwhile. Look at it again.")
    done = import_table(
        db, event, pending.name, table_of(pending), answers(pending), tell=tell, ask=True, by=by
    )
    db.delete(pending)
    return done


def throw_sheet_away(db: Writing, event: Event, sheet_id: int, *, by: Person | None) -> None:
    """Forget a spreadsheet; nothing of it is kept."""
    pending = pending_sheet(db, event, sheet_id, by=by)
    _note(db, pending, "throw spreadsheet away", by)
    db.delete(pending)


def forget_old_sheets(db: Writing, event_id: int) -> None:
    """Forget the spreadsheets that nobody imported within days."""
    db.exec(
        sa.delete(PendingSheet).where(
            col(PendingSheet.event_id) == event_id, col(PendingSheet.given_at) <= now() - KEPT_FOR
        )
    )


def _stored(found: Layout) -> dict[str, str]:
    return {str(place): column.value for place, column in found.columns.items()}


def _changed(db: Writing, pending: PendingSheet) -> None:
    pending.revision += 1
    db.add(pending)
    db.flush()


def _note(db: Writing, pending: PendingSheet, verb: str, by: Person | None) -> None:
    participant = by.participant_id if by else None
    record(db, pending.event_id, verb, f"spreadsheet {pending.key}", by=participant)
