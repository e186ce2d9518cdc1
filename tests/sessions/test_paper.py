"""Inputs from paper stand there as their delegation's, as far as the board shows whose they are."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlmodel import col, select

from app.db import Database
from app.delegations.models import Sector
from app.delegations.rights import Person
from app.errors import BadInput, Forbidden, Refused
from app.sessions.closing import close_board
from app.sessions.forms import ClosureForm, PaperForm, RulesForm
from app.sessions.models import Attribution, BoardEvent, Input, InputState
from app.sessions.moderating import set_rules
from app.sessions.paper import type_in
from app.sessions.stepping import move_step
from app.sessions.withdrawing import withdraw_input
from tests.cast import Cast
from tests.sessions.rooms import opened, seen


@pytest.mark.parametrize(
    ("attribution", "shown"),
    [
        (Attribution.BY_NAME, "Georgia"),
        (Attribution.BY_DELEGATION, "Georgia"),
        (Attribution.BY_SECTOR, "Ministry of Justice"),
        (Attribution.NOT_AT_ALL, None),
    ],
)
def test_it_is_shown_and_stored_as_the_board_shows_inputs(
    database: Database, cast: Cast, attribution: Attribution, shown: str | None
) -> None:
    board = opened(database, cast, attribution=attribution)
    _typed_in(database, cast, board)
    [one] = seen(database, board).inputs
    assert (one.by, one.from_paper, one.state) == (shown, True, InputState.POSTED)
    with database.reading() as db:
        row = db.exec(select(Input)).one()
        named = attribution in (Attribution.BY_NAME, Attribution.BY_DELEGATION)
        assert row.delegation_id == (cast.georgia_id if named else None)
        assert (row.sector_id is not None) is (attribution is Attribution.BY_SECTOR)
        assert row.author_id is None
        log = db.exec(select(BoardEvent).order_by(col(BoardEvent.seq).desc())).first()
    assert log is not None
    assert (log.verb, log.by_id) == ("type in", cast.rapporteur.participant_id)


def test_sent_twice_it_is_stored_once_and_another_text_with_its_id_is_refused(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    client_id = str(uuid4())
    for _ in range(2):
        _typed_in(database, cast, board, client_id=client_id)
    assert len(seen(database, board).inputs) == 1
    with pytest.raises(Refused, match="Another input has this id"):
        _typed_in(database, cast, board, client_id=client_id, text="Something else.")


def test_the_podium_types_in_when_posting_is_over_but_not_on_a_closed_board(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast, required=0)
    with database.writing() as db:
        set_rules(db, board, RulesForm(inbox="yes", locked="yes"), by=cast.chair)
        move_step(db, board, "group", by=cast.chair)
    _typed_in(database, cast, board)
    [one] = seen(database, board).inputs
    assert one.state is InputState.POSTED, "what the podium typed waits for nobody"
    with pytest.raises(Forbidden), database.writing() as db:
        withdraw_input(db, board, one.client_id, by=cast.georgia_head)
    with database.writing() as db:
        close_board(db, board, ClosureForm(), by=cast.chair)
    with pytest.raises(Refused, match="closed"):
        _typed_in(database, cast, board)


def test_without_a_delegation_of_this_event_or_by_a_delegate_nothing_is_stored(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    for delegation in ("", "x", "999999", "9" * 12):
        with pytest.raises(BadInput) as refused:
            _typed_in(database, cast, board, delegation=delegation)
        assert refused.value.field == "delegation"
    with pytest.raises(Forbidden):
        _typed_in(database, cast, board, by=cast.georgia_head)
    assert seen(database, board).inputs == ()


def _typed_in(
    database: Database,
    cast: Cast,
    board: int,
    *,
    client_id: str | None = None,
    text: str = "A contact list.",
    delegation: str | None = None,
    by: Person | None = None,
) -> None:
    with database.writing() as db:
        sector = db.exec(select(Sector).order_by(col(Sector.position))).first()
        assert sector is not None
        form = PaperForm(
            client_id=client_id or str(uuid4()),
            text=text,
            delegation=str(cast.georgia_id) if delegation is None else delegation,
            sector=str(sector.key),
        )
        type_in(db, board, form, by=by or cast.rapporteur)
