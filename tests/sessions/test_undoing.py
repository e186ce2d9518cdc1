"""Grouping, merging and rewording are undone by one more change; what was done stays known."""

from __future__ import annotations

import json
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from app.db import Database
from app.errors import Forbidden, Refused
from app.events.queries import event_by_slug
from app.sessions.exporting import export_boards
from app.sessions.forms import ClusterForm, MergeForm, PriorityForm, UndoingForm
from app.sessions.grouping import put_into_cluster, take_out_of_cluster, undo_grouping
from app.sessions.models import BoardEvent, Grouping, PriorityMerge, PrioritySource, PriorityState
from app.sessions.ordering import merge_priorities, undo_merge
from app.sessions.past import merged_into, wordings_of
from app.sessions.prioritising import record_priority, reword_priority
from app.sessions.views import BoardView
from tests.cast import Cast
from tests.sessions.rooms import clustered, numbers, opened, posted, proposed, seen


def test_groupings_are_undone_one_after_the_other_down_to_the_first(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head, "A contact list.")
    two = posted(database, board, cast.ukraine_head, "One office.")
    first = clustered(database, board, cast.rapporteur, "Contacts", [one, two])
    second = clustered(database, board, cast.chair, "Offices", [two])
    with database.writing() as db:
        put_into_cluster(
            db, board, ClusterForm(cluster=str(first), inputs=[two]), by=cast.rapporteur
        )
    with database.writing() as db:
        take_out_of_cluster(db, board, one, by=cast.rapporteur)
    stands = [
        {None: [one], "Contacts": [two], "Offices": []},
        {None: [], "Contacts": [one, two], "Offices": []},
        {None: [], "Contacts": [one], "Offices": [two]},
        {None: [], "Contacts": [one, two]},
        {None: [one, two]},
    ]
    for now, then in pairwise(stands):
        assert _groups(seen(database, board)) == now
        _undo(database, cast, board)
        assert _groups(seen(database, board)) == then
    assert seen(database, board).last_grouping is None
    head = numbers(database, board)
    assert head == [*range(1, len(head)), head[-1]]
    assert second not in {cluster.id for cluster in seen(database, board).clusters}
    with database.reading() as db:
        assert len(db.exec(select(Grouping)).all()) == 10, "five moves, and five moves back"


def test_undoing_twice_is_harmless_and_undoing_what_another_grouped_over_is_refused(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head)
    clustered(database, board, cast.rapporteur, "Contacts", [one])
    seq = _last(seen(database, board))
    clustered(database, board, cast.chair, "Offices", [one])
    with (
        pytest.raises(Refused, match="Somebody has grouped inputs meanwhile"),
        database.writing() as db,
    ):
        undo_grouping(db, board, UndoingForm(seq=str(seq)), by=cast.rapporteur)
    _undo(database, cast, board)
    for _ in range(2):
        with database.writing() as db:
            undo_grouping(db, board, UndoingForm(seq=str(seq)), by=cast.rapporteur)
    assert _groups(seen(database, board)) == {None: [one]}
    with pytest.raises(Forbidden), database.writing() as db:
        undo_grouping(db, board, UndoingForm(seq=str(seq)), by=cast.georgia_head)


def test_the_file_says_who_grouped_what_and_when_by_role(database: Database, cast: Cast) -> None:
    board = opened(database, cast)
    one = posted(database, board, cast.georgia_head)
    clustered(database, board, cast.rapporteur, "Contacts", [one])
    clustered(database, board, cast.chair, "Offices", [one])
    _undo(database, cast, board)
    with database.reading() as db:
        event = event_by_slug(db, cast.slug)
        content, _, _ = export_boards(db, event, "json", key="workshop-1", by=cast.chair)
        at = db.exec(select(BoardEvent.at).order_by(col(BoardEvent.seq).desc())).first()
    [written] = json.loads(content)["boards"]
    said = [
        (line["did"], line["role"], line["cluster"], line["inputs"], line["undone"])
        for line in written["groupings"]
    ]
    assert said == [
        ("make", "rapporteur", "Contacts", [1], False),
        ("make", "chair", "Offices", [1], True),
        ("undo", "rapporteur", "Contacts", [1], False),
    ]
    assert at is not None
    assert (
        written["groupings"][-1]["at"][:13] in at.astimezone(ZoneInfo("Europe/Paris")).isoformat()
    )


def test_an_undone_merge_gives_both_priorities_back_with_their_own_inputs(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    shared = posted(database, board, cast.georgia_head, "Shared.")
    own = posted(database, board, cast.ukraine_head, "Own.")
    kept = proposed(database, board, cast.rapporteur, [shared], "One office.")
    merged = proposed(database, board, cast.rapporteur, [shared, own], "One list.")
    with database.writing() as db:
        merge_priorities(db, board, merged, MergeForm(into=str(kept)), by=cast.rapporteur)
    with database.reading() as db:
        [past] = merged_into(db, kept)
    assert past.text == "One list."
    assert [len(one.sources) for one in seen(database, board).priorities] == [2]
    for _ in range(2):
        with database.writing() as db:
            undo_merge(db, board, UndoingForm(seq=str(past.seq)), by=cast.rapporteur)
    assert [
        (one.text, one.state, [source.text for source in one.sources])
        for one in seen(database, board).priorities
    ] == [
        ("One office.", PriorityState.PROPOSED, ["Shared."]),
        ("One list.", PriorityState.PROPOSED, ["Shared.", "Own."]),
    ]
    with database.reading() as db:
        assert merged_into(db, kept) == []
        assert [row.undoes for row in db.exec(select(PriorityMerge)).all()] == [None, past.seq]
        assert len(db.exec(select(PrioritySource)).all()) == 3


def test_a_merge_into_what_is_recorded_or_merged_since_is_not_undone(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    source = [posted(database, board, cast.georgia_head)]
    one, two, three = (
        proposed(database, board, cast.rapporteur, source, text) for text in ("1", "2", "3")
    )
    with database.writing() as db:
        merge_priorities(db, board, one, MergeForm(into=str(two)), by=cast.rapporteur)
    with database.reading() as db:
        [first] = merged_into(db, two)
    with database.writing() as db:
        record_priority(db, board, two, by=cast.rapporteur)
    with pytest.raises(Refused, match="is recorded"), database.writing() as db:
        undo_merge(db, board, UndoingForm(seq=str(first.seq)), by=cast.rapporteur)
    with pytest.raises(Refused, match="recorded"), database.writing() as db:
        merge_priorities(db, board, two, MergeForm(into=str(three)), by=cast.rapporteur)


def test_every_earlier_wording_is_kept_and_can_be_taken_again(
    database: Database, cast: Cast
) -> None:
    board = opened(database, cast)
    source = [posted(database, board, cast.georgia_head)]
    priority = proposed(database, board, cast.rapporteur, source, "One office.")
    for base, text in (("1", "One office in each State."), ("2", "One office.")):
        with database.writing() as db:
            form = PriorityForm(text=text, base=base)
            reword_priority(db, board, priority, form, by=cast.rapporteur)
    with database.reading() as db:
        assert [(one.number, one.text) for one in wordings_of(db, priority)] == [
            (2, "One office in each State."),
            (1, "One office."),
        ]
    assert seen(database, board).priorities[0].revision == 3


def _undo(database: Database, cast: Cast, board: int) -> None:
    with database.writing() as db:
        form = UndoingForm(seq=str(_last(seen(database, board))))
        undo_grouping(db, board, form, by=cast.rapporteur)


def _last(board: BoardView) -> int:
    assert board.last_grouping is not None
    return board.last_grouping.seq


def _groups(board: BoardView) -> dict[str | None, list[str]]:
    found: dict[str | None, list[str]] = {None: [one.client_id for one in board.loose]}
    return found | {
        cluster.title: [one.client_id for one in cluster.inputs] for cluster in board.clusters
    }
