"""What the podium does with a board: opening, hiding, grouping, moving the step."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from app.agenda.models import Wording
from app.db import Database
from app.delegations.rights import organiser_at
from app.errors import BadInput, Forbidden, NotFound, Refused, SignInNeeded
from app.events.models import Event, Record
from app.sessions.closing import close_board
from app.sessions.forms import ClosureForm, ClusterForm, HidingForm
from app.sessions.grouping import make_cluster, put_into_cluster, take_out_of_cluster
from app.sessions.models import Attribution, InputState, Step
from app.sessions.moderating import hide_input, show_input
from app.sessions.opening import open_board
from app.sessions.queries import board_of_event_session
from app.sessions.stepping import move_step
from app.sessions.withdrawing import withdraw_input
from tests.cast import Cast
from tests.sessions.rooms import clustered, numbers, opened, posted, seen


def test_a_workshop_owes_what_the_event_asks_for(database: Database, cast: Cast) -> None:
    board = seen(database, opened(database, cast))
    assert (board.required_priorities, board.missing) == (2, 2)
    assert (board.step, board.seq, board.inputs) == (Step.POST, 1, ())
    assert (board.place.number, board.place.title) == ("1", "Reporting and prosecution")
    assert board.place.path == "/events/workshop/sessions/workshop-1"


def test_what_the_published_agenda_demands_of_a_workshop_goes_before_the_events_rule(
    database: Database, cast: Cast
) -> None:
    with database.writing() as db:
        for wording in db.exec(select(Wording)).all():
            wording.required_priorities = 4
            db.add(wording)
    assert seen(database, opened(database, cast)).missing == 4


def test_the_secretariat_opens_a_board_from_the_command_line(
    database: Database, cast: Cast
) -> None:
    with database.writing() as db:
        by = organiser_at(db.get_one(Event, cast.event_id))
        board = open_board(
            db,
            cast.other_workshop_id,
            attribution=Attribution.BY_NAME,
            required_priorities=3,
            instruction="One sentence each.",
            by=by,
        )
        number = board.key
    view = seen(database, number)
    assert (view.attribution, view.required_priorities, view.instruction) == (
        Attribution.BY_NAME,
        3,
        "One sentence each.",
    )


def test_a_board_is_opened_once(database: Database, cast: Cast) -> None:
    def attempt(_: int) -> str:
        try:
            opened(database, cast)
        except Refused as refusal:
            return refusal.sentence
        return "opened"

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(attempt, range(4)))
    assert answers == ["The board of this session is open already."] * 3 + ["opened"]


@pytest.mark.parametrize("part", ["georgia_head", "observer", "speaker", "outsider"])
def test_who_is_not_on_the_podium_opens_and_moves_nothing(
    database: Database, cast: Cast, part: str
) -> None:
    person = cast.everybody[part]
    with pytest.raises(Forbidden), database.writing() as db:
        open_board(db, cast.workshop_id, by=person)
    with database.reading() as db:
        assert board_of_event_session(db, cast.workshop_id) is None
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_delegate)
    with pytest.raises(Forbidden), database.writing() as db:
        move_step(db, board, "group", by=person)
    with pytest.raises(Forbidden), database.writing() as db:
        hide_input(db, board, client_id, HidingForm(), by=person)
    with pytest.raises(SignInNeeded), database.writing() as db:
        make_cluster(db, board, ClusterForm(), by=None)
    assert numbers(database, board) == [1, 2, 2]


def test_opening_the_board_of_nothing_is_not_found(database: Database, cast: Cast) -> None:
    with pytest.raises(NotFound), database.writing() as db:
        open_board(db, 999, by=cast.chair)


def test_the_step_goes_on_and_back_and_is_journalled(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    for step in ("group", "group", "prioritise", "group"):
        with database.writing() as db:
            move_step(db, board, step, by=cast.chair)
    assert seen(database, board).step is Step.GROUP
    assert numbers(database, board) == [1, 2, 3, 4, 4]
    with database.reading() as db:
        verbs = [line.verb for line in db.exec(select(Record).order_by(Record.id)).all()]  # type: ignore[arg-type]
    assert verbs[-3:] == ["go to group step", "go to prioritise step", "go to group step"]


def test_a_step_that_does_not_exist_is_refused(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    with pytest.raises(BadInput), database.writing() as db:
        move_step(db, board, "dance", by=cast.chair)


def test_hiding_keeps_the_reason_and_showing_again_puts_it_back(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_delegate)
    cluster_id = clustered(database, board, cast.rapporteur, "Contacts", [client_id])
    with database.writing() as db:
        hide_input(db, board, client_id, HidingForm(reason="Names a firm."), by=cast.organiser)
    one = seen(database, board).clusters[0].inputs[0]
    assert (one.state, one.hidden_reason, one.in_sight) == (
        InputState.HIDDEN,
        "Names a firm.",
        False,
    )
    with database.writing() as db:
        show_input(db, board, client_id, by=cast.chair)
    one = seen(database, board).clusters[0].inputs[0]
    assert (one.state, one.hidden_reason, one.cluster_id) == (InputState.CLUSTERED, "", cluster_id)


def test_hiding_needs_a_reason_and_something_to_hide(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_delegate)
    with pytest.raises(BadInput) as refused, database.writing() as db:
        hide_input(db, board, client_id, HidingForm(reason="  "), by=cast.chair)
    assert refused.value.field == "reason"
    with database.writing() as db:
        withdraw_input(db, board, client_id, by=cast.georgia_delegate)
    with pytest.raises(Refused, match="withdrawn"), database.writing() as db:
        hide_input(db, board, client_id, HidingForm(reason="Late."), by=cast.chair)


def test_inputs_are_grouped_regrouped_and_taken_out(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    one, two, three = (posted(database, board, cast.georgia_head, f"Input {n}") for n in (1, 2, 3))
    first = clustered(database, board, cast.rapporteur, "Contacts", [one, two])
    second = clustered(database, board, cast.rapporteur, "Training", [two, three])
    with database.writing() as db:
        form = ClusterForm(cluster=str(first), inputs=[three, three])
        put_into_cluster(db, board, form, by=cast.chair)
    with database.writing() as db:
        take_out_of_cluster(db, board, one, by=cast.chair)
    view = seen(database, board)
    assert [(c.id, [i.client_id for i in c.inputs]) for c in view.clusters] == [
        (first, [three]),
        (second, [two]),
    ]
    assert [i.client_id for i in view.loose] == [one]
    assert [i.state for i in view.inputs] == [
        InputState.POSTED,
        InputState.CLUSTERED,
        InputState.CLUSTERED,
    ]
    assert numbers(database, board) == [*range(1, 9), 8]


def test_a_cluster_of_another_board_takes_nothing(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_head)
    with database.writing() as db:
        other = open_board(db, cast.other_workshop_id, by=cast.chair).key
    foreign = clustered(
        database, other, cast.chair, "Theirs", [posted(database, other, cast.georgia_head)]
    )
    form = ClusterForm(cluster=str(foreign), inputs=[client_id])
    with pytest.raises(NotFound), database.writing() as db:
        put_into_cluster(db, board, form, by=cast.chair)


@pytest.mark.parametrize(
    ("title", "inputs", "field"),
    [
        ("Contacts", "none", "inputs"),
        ("Contacts", "nonsense", "client_id"),
        ("", "posted", "title"),
        ("x" * 201, "posted", "title"),
    ],
)
def test_a_cluster_without_title_or_inputs_is_refused(
    database: Database, cast: Cast, title: str, inputs: str, field: str
) -> None:
    board = opened(database, cast)
    chosen = {
        "none": [],
        "nonsense": ["nonsense"],
        "posted": [posted(database, board, cast.georgia_head)],
    }
    form = ClusterForm(title=title, inputs=chosen[inputs])
    with pytest.raises(BadInput) as refused, database.writing() as db:
        make_cluster(db, board, form, by=cast.rapporteur)
    assert refused.value.field == field


def test_the_organiser_hides_but_does_not_group(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_head)
    form = ClusterForm(title="Mine", inputs=[client_id])
    with pytest.raises(Forbidden), database.writing() as db:
        make_cluster(db, board, form, by=cast.organiser)
    assert seen(database, board).clusters == ()


def test_a_closed_board_stays_as_it_is(database: Database, cast: Cast) -> None:
    board = opened(database, cast, required=0)
    client_id = posted(database, board, cast.georgia_delegate)
    with database.writing() as db:
        close_board(db, board, ClosureForm(), by=cast.rapporteur)
    with pytest.raises(Refused, match="closed"), database.writing() as db:
        move_step(db, board, "group", by=cast.chair)
    with pytest.raises(Refused, match="closed"), database.writing() as db:
        make_cluster(db, board, ClusterForm(title="Late", inputs=[client_id]), by=cast.chair)
    with pytest.raises(Refused, match="closed"), database.writing() as db:
        withdraw_input(db, board, client_id, by=cast.georgia_delegate)
    assert numbers(database, board) == [1, 2, 3, 3]
