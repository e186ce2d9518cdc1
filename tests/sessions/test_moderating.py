"""The podium's hand on posting: inbox, lock and pace; authors are told what became of theirs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.db import Database
from app.delegations.rights import Person
from app.errors import BadInput, Forbidden, Refused
from app.sessions.forms import ClusterForm, HidingForm, RulesForm
from app.sessions.grouping import make_cluster
from app.sessions.models import Attribution, InputState
from app.sessions.moderating import hide_input, let_in, set_rules
from app.sessions.queries import own_unseen
from app.sessions.rules import too_soon
from tests.cast import Cast
from tests.sessions.rooms import opened, posted, proposed, seen


def rules(database: Database, cast: Cast, board: int, **form: str) -> None:
    with database.writing() as db:
        set_rules(db, board, RulesForm(**form), by=cast.chair)


def unseen(database: Database, board: int, by: Person) -> list[tuple[str, str, str]]:
    with database.reading() as db:
        found = own_unseen(db, board, by=by)
    return [(one.text, one.state.value, one.hidden_reason) for one in found]


def test_in_inbox_mode_an_input_waits_until_it_is_let_in(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    rules(database, cast, board, inbox="yes")
    one = posted(database, board, cast.georgia_head, "A contact list.")
    view = seen(database, board)
    assert (view.count, view.loose, [w.client_id for w in view.waiting]) == (0, (), [one])
    assert unseen(database, board, cast.georgia_head) == [("A contact list.", "waiting", "")]
    assert unseen(database, board, cast.georgia_delegate) == []
    for _ in range(2):
        with database.writing() as db:
            let_in(db, board, one, by=cast.organiser)
    view = seen(database, board)
    assert (view.loose[0].state, view.count, view.waiting) == (InputState.POSTED, 1, ())
    assert unseen(database, board, cast.georgia_head) == []
    with pytest.raises(Forbidden), database.writing() as db:
        let_in(db, board, one, by=cast.georgia_head)


def test_what_waits_is_neither_grouped_nor_made_a_priority(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    rules(database, cast, board, inbox="yes")
    one = posted(database, board, cast.georgia_head)
    with pytest.raises(Refused, match="Let it in first"):
        proposed(database, board, cast.rapporteur, [one])
    with pytest.raises(Refused, match="Let it in first"), database.writing() as db:
        make_cluster(db, board, ClusterForm(title="One", inputs=[one]), by=cast.rapporteur)


def test_its_author_is_told_why_an_input_was_hidden(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head, "Names a firm.")
    with database.writing() as db:
        hide_input(db, board, one, HidingForm(reason="Advertising."), by=cast.chair)
    told = [("Names a firm.", "hidden", "Advertising.")]
    assert unseen(database, board, cast.georgia_head) == told
    assert unseen(database, board, cast.ukraine_head) == []


def test_a_locked_board_takes_nothing_until_it_is_unlocked(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    first = posted(database, board, cast.georgia_head)
    rules(database, cast, board, locked="yes")
    assert not seen(database, board).takes_inputs
    with pytest.raises(Refused, match="stopped posting for the moment"):
        posted(database, board, cast.georgia_head)
    # What was acknowledged once is acknowledged again.
    assert posted(database, board, cast.georgia_head, client_id=first) == first
    rules(database, cast, board)
    posted(database, board, cast.georgia_head, "Now.")
    assert seen(database, board).count == 2


def test_in_slow_mode_each_author_waits_and_nobody_for_another(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    rules(database, cast, board, slow_seconds="120")
    posted(database, board, cast.georgia_head, "One.")
    with pytest.raises(Refused, match="one input every 120 seconds"):
        posted(database, board, cast.georgia_head, "Two.")
    posted(database, board, cast.georgia_delegate, "Another's.")
    rules(database, cast, board, slow_seconds="0")
    posted(database, board, cast.georgia_head, "Two.")
    assert seen(database, board).count == 3


def test_slow_mode_stores_nothing_where_no_author_is_stored(database: Database, cast: Cast) -> None:
    board = opened(database, cast, attribution=Attribution.NOT_AT_ALL)
    rules(database, cast, board, slow_seconds="120")
    for text in ("One.", "Two."):
        posted(database, board, cast.georgia_head, text)
    assert seen(database, board).count == 2


def test_the_pause_ends_to_the_second() -> None:
    last = datetime(2019, 5, 17, 9, 0, tzinfo=UTC)
    refusal = too_soon(30, last, last + timedelta(seconds=20))
    assert refusal is not None
    assert refusal.values["wait"] == 10
    assert too_soon(30, last, last + timedelta(seconds=30)) is None
    assert too_soon(30, None, last) is None


def test_only_the_podium_sets_the_rules(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    with pytest.raises(BadInput):
        rules(database, cast, board, slow_seconds="7")
    for part in ("georgia_head", "observer", "outsider"):
        with pytest.raises(Forbidden), database.writing() as db:
            set_rules(db, board, RulesForm(), by=cast.everybody[part])
