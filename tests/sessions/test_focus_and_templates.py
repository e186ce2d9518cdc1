"""Kinds of boards, one thing before everybody, and an author's change of an input."""

from __future__ import annotations

import pytest
from sqlmodel import select

from app.db import Database
from app.delegations.rights import Person
from app.errors import BadInput, Forbidden, Refused, StaleWrite
from app.sessions.focusing import end_focus, focus_on_input, focus_on_priority
from app.sessions.forms import HidingForm, RewritingForm, RulesForm
from app.sessions.models import Attribution, BoardTemplate, InputRevision, InputState
from app.sessions.moderating import hide_input, let_in, set_rules
from app.sessions.opening import open_board
from app.sessions.rewriting import rewrite_input
from app.sessions.stepping import move_step
from tests.cast import Cast
from tests.sessions.rooms import clustered, opened, posted, proposed, seen


def rewritten(
    database: Database, board: int, one: str, by: Person, text: str = "Two lists.", base: int = 1
) -> None:
    with database.writing() as db:
        rewrite_input(db, board, one, RewritingForm(text=text, base=str(base)), by=by)


def test_a_board_has_the_steps_and_kinds_of_its_template(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        board = open_board(
            db,
            cast.workshop_id,
            template=BoardTemplate.QUESTIONS,
            required_priorities=0,
            by=cast.chair,
        ).key
    posted(database, board, cast.georgia_head, "Who pays?", kind="question")
    with pytest.raises(BadInput) as refused:
        posted(database, board, cast.georgia_head, "We do.", kind="contribution")
    assert refused.value.field == "kind"
    with database.writing() as db:
        move_step(db, board, "group", by=cast.chair)
    with pytest.raises(Refused, match="no such step"), database.writing() as db:
        move_step(db, board, "adopt", by=cast.chair)


def test_who_owes_priorities_opens_a_board_that_words_them(database: Database, cast: Cast) -> None:
    with pytest.raises(Refused, match="words none"), database.writing() as db:
        open_board(db, cast.workshop_id, template=BoardTemplate.OPEN_FLOOR, by=cast.chair)


def test_the_chair_brings_everybody_to_one_thing_and_lets_go(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head, "A contact list.")
    priority = proposed(database, board, cast.rapporteur, [one], "One office.")
    shown = []
    for action, arguments in (
        (focus_on_input, (one,)),
        (focus_on_priority, (priority,)),
        (end_focus, ()),
        (end_focus, ()),
    ):
        with database.writing() as db:
            action(db, board, *arguments, by=cast.chair)
        focus = seen(database, board).focus
        shown.append(focus.text if focus else None)
    assert shown == ["A contact list.", "One office.", None, None]
    with pytest.raises(Forbidden), database.writing() as db:
        focus_on_input(db, board, one, by=cast.georgia_head)


def test_what_is_hidden_is_not_shown_large_either(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head, "Names a firm.")
    with database.writing() as db:
        focus_on_input(db, board, one, by=cast.chair)
        hide_input(db, board, one, HidingForm(reason="Advertising."), by=cast.chair)
    assert seen(database, board).focus is None
    with pytest.raises(Refused), database.writing() as db:
        focus_on_input(db, board, one, by=cast.chair)


def test_its_author_changes_an_input_and_the_earlier_wording_is_kept(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head, "A list.")
    rewritten(database, board, one, cast.georgia_head)
    view = seen(database, board).loose[0]
    assert (view.text, view.revision) == ("Two lists.", 2)
    with database.reading() as db:
        kept = db.exec(select(InputRevision)).one()
    assert (kept.number, kept.text) == (1, "A list.")
    with pytest.raises(StaleWrite):
        rewritten(database, board, one, cast.georgia_head, "Three lists.")
    for other in (cast.georgia_delegate, cast.chair):
        with pytest.raises(Forbidden):
            rewritten(database, board, one, other, base=2)


def test_what_is_changed_after_it_was_let_in_waits_again_and_returns_to_its_place(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head, "A list.")
    clustered(database, board, cast.rapporteur, "Contacts", [one])
    with database.writing() as db:
        set_rules(db, board, RulesForm(inbox="yes"), by=cast.chair)
    rewritten(database, board, one, cast.georgia_head)
    assert [two.text for two in seen(database, board).waiting] == ["Two lists."]
    with database.writing() as db:
        let_in(db, board, one, by=cast.chair)
    assert seen(database, board).clusters[0].inputs[0].state is InputState.CLUSTERED


def test_an_input_is_changed_only_while_the_board_takes_inputs(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head, "A list.")
    with database.writing() as db:
        move_step(db, board, "group", by=cast.chair)
    with pytest.raises(Refused):
        rewritten(database, board, one, cast.georgia_head)
    assert seen(database, board).loose[0].text == "A list."


def test_where_no_author_is_stored_nobody_changes_an_input(database: Database, cast: Cast) -> None:
    board = opened(database, cast, attribution=Attribution.NOT_AT_ALL)
    one = posted(database, board, cast.georgia_head, "A list.")
    with pytest.raises(Forbidden):
        rewritten(database, board, one, cast.georgia_head)
