"""Frames and pages tell the same: who followed a board has what a fresh page shows."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from app.db import Database
from app.delegations.rights import Person
from app.live.audiences import Audience
from app.routes.live_source import REGIONS, RenderedBoards
from app.sessions.aside import bring_back, set_aside
from app.sessions.closing import close_board
from app.sessions.endorsing import close_round, endorse, open_round
from app.sessions.floor import end_floor, give_floor, pause_floor
from app.sessions.focusing import end_focus, focus_on_input, focus_on_priority
from app.sessions.forms import (
    ClosureForm,
    ClusterForm,
    HidingForm,
    MergeForm,
    PlaceForm,
    PriorityForm,
    RewritingForm,
    RoundForm,
    RulesForm,
)
from app.sessions.grouping import put_into_cluster, take_out_of_cluster
from app.sessions.moderating import hide_input, let_in, set_rules, show_input
from app.sessions.ordering import merge_priorities, move_priority, shortlist_priority
from app.sessions.prioritising import record_priority, reword_priority, take_back_priority
from app.sessions.rewriting import rewrite_input
from app.sessions.speakers_forms import FloorForm
from app.sessions.stepping import move_step
from app.sessions.withdrawing import withdraw_input
from tests.cast import Cast
from tests.live_boards.phones import ScriptedPage
from tests.sessions.rooms import asked, clustered, opened, posted, proposed, seen

PATH = "/events/workshop/sessions/workshop-1"
PAGES = {
    Audience.DELEGATE: f"{PATH}/board",
    Audience.MODERATOR: f"{PATH}/board/desk",
    Audience.PROJECTOR: f"{PATH}/projector",
}
ClientFor = Callable[[Person], TestClient]


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("stride", [1, 3, 100])
def test_who_followed_every_change_has_what_a_fresh_page_shows(
    database: Database, cast: Cast, client_for: ClientFor, audience: Audience, stride: int
) -> None:
    board = opened(database, cast)
    reader = client_for(cast.chair)
    source = RenderedBoards(database)
    page = ScriptedPage(reader.get(PAGES[audience]).text)
    for number, change in enumerate(_a_workshop(database, cast, board), 1):
        change()
        if number % stride == 0:
            _follow(source, board, audience, page)
            assert page.board() == ScriptedPage(reader.get(PAGES[audience]).text).board(), number
    _follow(source, board, audience, page)
    assert page.board() == ScriptedPage(reader.get(PAGES[audience]).text).board()
    assert page.gaps == 0


@pytest.mark.parametrize("audience", list(Audience))
def test_a_snapshot_makes_any_old_page_a_fresh_one(
    database: Database, cast: Cast, client_for: ClientFor, audience: Audience
) -> None:
    board = opened(database, cast)
    reader = client_for(cast.chair)
    page = ScriptedPage(reader.get(PAGES[audience]).text)
    source = RenderedBoards(database)
    for change in _a_workshop(database, cast, board)[:-1]:
        change()
    frame = source.snapshot(board, audience, "en")
    assert (frame.seq, frame.snapshot) == (source.head(board), True)
    page.put(frame.content or "")
    fresh = reader.get(PAGES[audience]).text
    assert page.board() == ScriptedPage(fresh).board()
    for region in REGIONS[audience]:
        if region != "posting":  # the chair has no form for posting
            assert f'id="{region}-{board}"' in fresh


def test_every_change_has_its_number_and_repeats_are_painted_once(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    for change in _a_workshop(database, cast, board):
        change()
    source = RenderedBoards(database)
    frames = source.changes_since(board, 0, Audience.DELEGATE, "en")
    assert [frame.seq for frame in frames] == list(range(1, source.head(board) + 1))
    painted = "".join(frame.content or "" for frame in frames)
    for region in REGIONS[Audience.DELEGATE]:
        assert painted.count(f'hx-target="#{region}-{board}"') == 1


def test_what_is_hidden_reaches_moderators_only(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_head, "Names a firm.")
    with database.writing() as db:
        hide_input(db, board, client_id, HidingForm(reason="Advertising."), by=cast.chair)
    source = RenderedBoards(database)
    told = {
        audience: "".join(
            frame.content or ""
            for frame in [
                *source.changes_since(board, 0, audience, "en"),
                *source.changes_since(board, 2, audience, "en"),
                source.snapshot(board, audience, "en"),
            ]
        )
        for audience in Audience
    }
    assert {audience: "Names a firm." in text for audience, text in told.items()} == {
        Audience.DELEGATE: False,
        Audience.MODERATOR: True,
        Audience.PROJECTOR: False,
    }
    assert "Advertising." not in told[Audience.DELEGATE] + told[Audience.PROJECTOR]
    assert "Hidden by the podium." in told[Audience.DELEGATE]


def test_what_waits_in_the_inbox_reaches_moderators_only(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    with database.writing() as db:
        set_rules(db, board, RulesForm(inbox="yes"), by=cast.chair)
    client_id = posted(database, board, cast.georgia_head, "Names a firm.")
    source = RenderedBoards(database)

    def told(audience: Audience) -> str:
        frames = [
            *source.changes_since(board, 0, audience, "en"),
            source.snapshot(board, audience, "en"),
        ]
        return "".join(frame.content or "" for frame in frames)

    assert {audience: "Names a firm." in told(audience) for audience in Audience} == {
        Audience.DELEGATE: False,
        Audience.MODERATOR: True,
        Audience.PROJECTOR: False,
    }
    head = source.head(board)
    with database.writing() as db:
        let_in(db, board, client_id, by=cast.chair)
    (frame,) = source.changes_since(board, head, Audience.DELEGATE, "en")
    assert "Names a firm." in (frame.content or "")
    assert f'data-of="{client_id}"' in (frame.content or "")


def test_an_input_hidden_before_it_was_sent_is_only_a_number_on_the_projector(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_head, "Names a firm.")
    with database.writing() as db:
        hide_input(db, board, client_id, HidingForm(reason="Advertising."), by=cast.chair)
    frames = RenderedBoards(database).changes_since(board, 1, Audience.PROJECTOR, "en")
    assert [(frame.seq, frame.content is None) for frame in frames] == [(2, True), (3, False)]


def test_a_new_input_brings_its_card_and_nothing_else(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    for number in range(5):
        posted(database, board, cast.georgia_head, f"Input {number}")
    frames = RenderedBoards(database).changes_since(board, 5, Audience.DELEGATE, "en")
    (content,) = (frame.content or "" for frame in frames)
    assert content.count("<hx-partial") == 3
    assert "Input 4" in content
    assert "Input 3" not in content
    assert "data-mine" not in content
    assert "<textarea" not in content


def test_frames_speak_the_language_of_their_stream(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    posted(database, board, cast.georgia_head, "Un bureau par État.")
    (frame,) = RenderedBoards(database).changes_since(board, 1, Audience.DELEGATE, "fr")
    assert "Un bureau par État." in (frame.content or "")


def _a_workshop(database: Database, cast: Cast, board: int) -> list[Callable[[], object]]:
    """A whole workshop in some forty changes, in an order that mixes every kind."""
    dice = random.Random(5)
    inputs: list[str] = []
    clusters: list[int] = []
    priorities: list[int] = []

    def post() -> None:
        by = dice.choice([cast.georgia_head, cast.georgia_delegate])
        inputs.append(posted(database, board, by, f"Input {len(inputs)}", kind="question"))

    def cluster() -> None:
        clusters.append(
            clustered(database, board, cast.rapporteur, f"Cluster {len(clusters)}", inputs[1:3])
        )

    def propose() -> None:
        priorities.append(proposed(database, board, cast.rapporteur, inputs[3:5]))

    def write(action: Callable[..., object], *arguments: object, by: Person = cast.chair) -> None:
        with database.writing() as db:
            action(db, board, *arguments, by=by)

    return [
        post, post, post, post, post,
        lambda: asked(database, board, cast.georgia_head),
        lambda: asked(database, board, cast.ukraine_head),
        lambda: write(give_floor, FloorForm()),
        lambda: asked(database, board, cast.ukraine_delegate, "point_of_order"),
        lambda: write(pause_floor),
        lambda: write(give_floor, FloorForm()),
        lambda: write(end_floor),
        lambda: write(hide_input, inputs[0], HidingForm(reason="Advertising.")),
        post,
        cluster,
        lambda: write(focus_on_input, inputs[1]),
        lambda: write(
            rewrite_input,
            inputs[1],
            RewritingForm(text="Rewritten.", base="1"),
            by=_author(database, cast, board, inputs[1]),
        ),
        lambda: write(set_rules, RulesForm(inbox="yes", warns="yes", slow_seconds="0")),
        post, post,
        lambda: write(let_in, inputs[6]),
        lambda: write(hide_input, inputs[7], HidingForm(reason="Off the subject.")),
        lambda: write(set_rules, RulesForm(locked="yes")),
        lambda: write(move_step, "group"),
        lambda: write(show_input, inputs[0]),
        lambda: write(put_into_cluster, ClusterForm(cluster=str(clusters[0]), inputs=inputs[4:])),
        lambda: write(take_out_of_cluster, inputs[1]),
        lambda: write(hide_input, inputs[5], HidingForm(reason="Twice.")),
        lambda: write(move_step, "post"),
        lambda: write(set_rules, RulesForm()),
        post,
        lambda: write(withdraw_input, inputs[6], by=_author(database, cast, board, inputs[6])),
        cluster,
        propose,
        post,
        lambda: write(move_step, "prioritise"),
        propose,
        lambda: write(focus_on_priority, priorities[0]),
        lambda: write(set_aside, inputs[3]),
        lambda: write(focus_on_input, inputs[3]),
        lambda: write(shortlist_priority, priorities[1]),
        lambda: write(move_priority, priorities[1], PlaceForm(move="up")),
        lambda: write(open_round, RoundForm()),
        lambda: write(endorse, priorities[1], by=cast.georgia_head),
        lambda: write(bring_back, inputs[3]),
        lambda: write(end_focus),
        lambda: write(close_round),
        propose,
        lambda: write(merge_priorities, priorities[2], MergeForm(into=str(priorities[1]))),
        lambda: write(record_priority, priorities[0]),
        lambda: write(reword_priority, priorities[1], PriorityForm(text="Reworded.", base="1")),
        lambda: write(record_priority, priorities[1]),
        lambda: write(take_back_priority, priorities[0]),
        lambda: write(move_step, "adopt"),
        lambda: write(record_priority, priorities[0]),
        lambda: write(close_board, ClosureForm()),
    ]  # fmt: skip


def _author(database: Database, cast: Cast, board: int, client_id: str) -> Person:
    one = next(one for one in seen(database, board).inputs if one.client_id == client_id)
    people = (cast.georgia_head, cast.georgia_delegate)
    return next(person for person in people if person.participant_id == one.author_id)


def _follow(source: RenderedBoards, board: int, audience: Audience, page: ScriptedPage) -> None:
    for frame in source.changes_since(board, page.seen, audience, "en"):
        for text in frame.encoded().texts:
            page.take(text)
